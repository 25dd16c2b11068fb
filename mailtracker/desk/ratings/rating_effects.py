"""What is kept of ratings: effects of the desk that `store/ratings.py` carries out."""

from __future__ import annotations

from mailtracker.desk.ratings.rating_words import Rating
from mailtracker.record import dataclass


@dataclass(frozen=True, slots=True)
class KeepRating:
    """The `rating` of the request of this number (`about`), when it was closed for the `closing`-th
    time, in place of what was kept of that closing before. `said` are the words that stood with
    it, `by` the key of the address that they came from. Where a request is opened beside it, that
    one looks into it.
    """

    about: int
    closing: int
    rating: Rating
    said: str
    by: str


@dataclass(frozen=True, slots=True)
class KeepDone:
    """Who complained was told what was done about it (`words`): of the request at hand, which looks
    into that.
    """

    words: str


OfRatings = KeepRating | KeepDone
