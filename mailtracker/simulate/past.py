"""Mail of the past that opened requests, and when people spoke on them → arrivals."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from mailtracker.desk.ask_replay import Old
from mailtracker.simulate.played_mail import PlayedMail, Said, Spoke
from mailtracker.store.spoken import Utterance


def arrivals(old: Iterable[Old], spoken: Mapping[str, Sequence[Utterance]]) -> Iterator[PlayedMail]:
    """In the order of `old`. What got no receipt then gets none now."""
    for mail in old:
        story = [Said(Spoke.REQUESTER, mail.at), *map(_said, spoken.get(mail.name, ()))]
        classified = replace(mail.classified, receipt=mail.receipt)
        yield PlayedMail(mail.at, mail.message, classified, story)


def _said(one: Utterance) -> Said:
    return Said(Spoke.OWNER if one.answer else Spoke.REQUESTER, one.at)
