"""What every template is given besides its own letter's values (`desk/letters.py`). Templates
know each by its field's name.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from mailtracker.desk.request import Request
from mailtracker.letters.reasons import mentioned
from mailtracker.letters.troubles import ToldToAdmins, in_admin_words
from mailtracker.mail.message import Address
from mailtracker.policy.mentioned import Mentions
from mailtracker.policy.model import Person
from mailtracker.record import dataclass


@dataclass(frozen=True, slots=True)
class Common:
    """Of every letter."""

    #: The alias that it is from, its name and address.
    alias: Address
    #: The reader's first name, "" where nobody knows it.
    to_name: str
    #: When it was decided on.
    now: datetime
    #: In which times are said.
    zone: ZoneInfo
    #: Two letters, as of the folder of templates.
    language: str
    #: Whether times are said with the zone's name.
    show_zone: bool = False

    def values(self) -> Mapping[str, object]:
        """By name, as templates know them."""
        return {name: getattr(self, name) for name in self.__dataclass_fields__}


@dataclass(frozen=True, slots=True, kw_only=True)
class AboutRequest(Common):
    """Of every letter about a request."""

    #: What is asked.
    request: Request
    #: Who has it.
    owner: Person
    #: The mail's own subject, with the reference.
    subject: str = ""
    #: Whether the request's subject may be told.
    show_subject: bool = True
    #: The reader's key in the people file, "" for anybody else.
    reader: str = ""
    #: A reply stays inside and reaches the owner.
    to_owner: bool = False
    #: Who takes part besides the requester, by name.
    copied: Sequence[str] = ()
    #: The reader is asked how it was.
    asks_rating: bool = False


class RequestShown:
    """A request as templates know it, the sites' own among them: what the rules gave it is a
    field of its own (`request.tags`).
    """

    def __init__(self, request: Request) -> None:
        self._request = request

    def __getattr__(self, name: str) -> object:
        inside = self._request if name in _OF_REQUEST else self._request.given
        return getattr(inside, name)


_OF_REQUEST = frozenset(name for name in dir(Request) if not name.startswith("_"))


def as_templates_know(values: Mapping[str, object]) -> dict[str, object]:
    """The values with the request among them shown, and what is data for the words of a language
    said in that of the letter.
    """
    return {name: _shown(value, values) for name, value in values.items()}


def _shown(value: object, values: Mapping[str, object]) -> object:
    if isinstance(value, Request):
        return RequestShown(value)
    if isinstance(value, ToldToAdmins):
        return in_admin_words(value, values)
    return (
        mentioned(value, str(values.get("language", ""))) if isinstance(value, Mentions) else value
    )
