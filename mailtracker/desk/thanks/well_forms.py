"""How people say that a matter of theirs is well, by its predicate alone: what it is that works
again, has come or was seen to is free to be named. One entry a language.

A form begins with `= `. Its words are folded and one space apart, as those of `thanks_phrases`; in
it stands `<s>` for what it is about, `<x>` for some words more, `<a>` for how well or since when,
`<n>` for the same where it must be said ("the phone rings" is no news, "rings again" is). What is
free is looked at by `well`.
"""

from __future__ import annotations

from mailtracker.record import dataclass


@dataclass(frozen=True, slots=True)
class Forms:
    """What people of one language write."""

    #: With what something begins that was not spoken of: of that it is no news.
    any: str
    #: How well, since when: alternatives of a pattern.
    again: str
    #: A thing does its work, the writer theirs; it was seen to, it is wanted no more.
    well: str
    #: A thing has come: nothing of the reader's, nobody.
    came: str
