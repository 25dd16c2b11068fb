"""Nobody but an owner does an owner's things, and nobody reads what is not theirs: every attempt of
`takeovers.py` leaves each request as it was, and brings no word of a thread to who makes it.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, Row, select

from mailtracker.desk.effects import LogEvent
from mailtracker.desk.on_command import Assign
from mailtracker.desk.request import Request
from mailtracker.mail.outgoing.ids import action_token, read_action
from mailtracker.store import buttons, outbox, requests
from mailtracker.store import tables as rows
from mailtracker.store.database import Store
from tests.lives import Sent
from tests.pressing import ALIAS, House, links_in, page_of, text_of
from tests.takeovers import (
    BO,
    DAN,
    EVA,
    HANA,
    OURS,
    PASS,
    RATED,
    SECRETS,
    TOM,
    WORDS,
    Attempt,
    attempts,
)

ASKS = f"Eva Lund <{EVA}>"


class Places:
    """A house with four requests, and what stands behind the alias in the addresses of attempts."""

    def __init__(self, conn: Connection, kind: str) -> None:
        self.house = House.built(conn, strict=kind == "strict", border=kind != "plain")
        self._top = "" if kind == "plain" else f"{PASS}{OURS}"
        self._of: dict[str, str] = {"plain alias": ""}
        first = self._eva("VPN drops", "Every secret: it drops.", Cc=f"Tom Berg <{TOM}>")
        receipt = self.house.to(EVA)[-1].token
        self._of["expired"] = self._buttons(BO)["done"]
        self.house.now += timedelta(days=8)
        for place in ("revoked", "shown", "done"):
            self._eva("[IT-1001] VPN drops", f"The code is 4711, and {place}.", To=_at(receipt))
            self._of[place] = self._buttons(BO)["done"]
        assert len({*self._of.values()}) == len(self._of)
        self._of |= self._buttons(BO)
        self._make_wrong(conn, receipt)
        self._eva("printer", "Every secret: 4711.")
        self._of |= {"other request": self._buttons(DAN)["mine"]}
        self._of["used"] = self._buttons(DAN)["done"]
        self.house.press(self.house.buttons(DAN)["Done"], DAN, top=self._top)
        self._eva("complaint about Carla Stein", "Every secret: 0815.")
        self._of |= {f"hana {word}": token for word, token in self._buttons(HANA).items()}
        late = self._eva("the other printer", "Every secret: 4711.")
        self._of |= {f"former {word}": token for word, token in self._buttons(DAN).items()}
        self.house.command(Assign(late, "bo"))
        self._of["other mailbox"] = self._buttons(HANA)["done"]
        self._rated(conn)
        self.target = first

    def _rated(self, conn: Connection) -> None:
        """Two closing mails of Eva's, of which one was revoked."""
        of, key = self._of, self.house.world.key
        for place in ("revoked", ""):
            self._eva(f"VPN laptop {place}", "Every secret: 4711.")
            self.house.press(self.house.buttons(BO)["Done"], BO, top=self._top)
            found = self._buttons(EVA)
            if place:
                of["rate revoked"] = found["not"]
                self.house.now += timedelta(hours=1)
        revoked = read_action(key, of["rate revoked"])
        assert revoked is not None
        outbox.revoke(conn, [revoked.reply], [])
        of |= {f"rate {word}": token for word, token in found.items()}
        bad, reply = found["not"], self.house.to(EVA)[-1].token
        of |= {
            "rate reply": reply,
            "rate truncated": bad[:-1],
            "rate longer": f"{bad}a",
            "rate changed first": f"{bad[:2]}{_other(bad[2])}{bad[3:]}",
            "rate changed last": f"{bad[:-1]}{_other(bad[-1])}",
            "rate other use": f"ad{bad[2:]}",
            "rate another key": action_token(b"x" * 32, reply, "b"),
        }

    def _eva(self, subject: str, text: str, **header: str) -> Request:
        enacted, _ = self.house.write(ASKS, subject, text, top=self._top, **header)
        assert enacted.request is not None
        return enacted.request

    def _buttons(self, to: str) -> dict[str, str]:
        found = self.house.buttons(to)
        return {label.split()[0].casefold(): link.token for label, link in found.items()}

    def _make_wrong(self, conn: Connection, receipt: str) -> None:
        key, good, of = self.house.world.key, self._of["done"], self._of
        shown = read_action(key, of["shown"])
        revoked = read_action(key, of["revoked"])
        assert shown is not None
        assert revoked is not None
        buttons.end_shown(conn, [shown], self.house.now)
        outbox.revoke(conn, [revoked.reply], [])
        reply = self.house.to(BO)[-1]
        bounce = conn.scalar(select(rows.outbox.c.bounce).where(rows.outbox.c.id == reply.id))
        of |= {
            "truncated": good[:-1],
            "longer": f"{good}a",
            "changed first": f"{good[:2]}{_other(good[2])}{good[3:]}",
            "changed last": f"{good[:-1]}{_other(good[-1])}",
            "other use": f"am{good[2:]}",
            "random": f"ad{'k7' * 17}",
            "upper random": f"AD{'K7' * 17}",
            "reply with a use": f"ad{reply.token[1:15]}{reply.token[1:]}",
            "bounce": str(bounce),
            "receipt": receipt,
            "made by another key": action_token(b"x" * 32, reply.token, "d"),
            "no key at all": f"ad{'a' * 34}",
        }

    def address(self, place: str) -> str:
        if place == "percent":
            return _at(self._of["done"]).replace("+", "%2B")
        return _at(self._of[place])


def _at(token: str) -> str:
    return ALIAS.replace("@", f"+{token}@") if token else ALIAS


def _other(letter: str) -> str:
    return "b" if letter == "a" else "a"


@pytest.fixture(scope="module")
def conn(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Connection]:
    store = Store.open(f"sqlite:///{tmp_path_factory.mktemp('takeovers') / 'mail.db'}")
    with store.write() as conn:
        yield conn
    store.close()


def made(places: Places, one: Attempt) -> list[Sent]:
    """What was written because of it."""
    house = places.house
    said = {"done": places.address("done"), "elsewhere": "it+x@evil.example"}
    header = {name: value.format(**said) for name, value in one.header.items()}
    fields = {"To": places.address(one.to), **header}
    text, page, subject = (each.format(**said) for each in (one.text, one.page, one.subject))
    return house.write(one.sender, subject, text, page, one.top, **fields)[1]


def faults(places: Places, one: Attempt) -> Iterator[str]:
    """What an attempt came to that it must not."""
    conn = places.house.conn
    before, ratings = all_requests(conn), kept_ratings(conn)
    written = made(places, one)
    after = all_requests(conn)
    if kept_ratings(conn) != ratings:
        yield "kept a rating"
    if any(one.given.complains_of for number, one in after.items() if number not in before):
        yield "opened a complaint"
    for number, request in before.items():
        if after[number] != request:
            yield f"changed {request.reference}"
    for mail in written:
        yield from leaks(places, mail, after)


def leaks(places: Places, mail: Sent, after: Mapping[int, Request]) -> Iterator[str]:
    """What a mail of ours brings to somebody who must not have it."""
    told = f"{text_of(mail.raw)}{page_of(mail.raw)}"
    if mail.recipient != BO and links_in(page_of(mail.raw)):
        owner = after[mail.request_id or 0].owner
        if mail.recipient != places.house.policy.people[owner].addresses[0]:
            yield f"buttons for {mail.recipient}"
    if mail.recipient == BO and "is rude" in told:
        yield f"{mail.letter} to whom it is about"
    if mail.recipient not in (BO, EVA, TOM) and any(word in told for word in SECRETS):
        yield f"{mail.letter} with the words of a thread to {mail.recipient}"


def kept_ratings(conn: Connection) -> list[Row[Any]]:
    return list(conn.execute(select(rows.ratings)))


def all_requests(conn: Connection) -> dict[int, Request]:
    return {one: requests.request(conn, one) for one in conn.scalars(select(rows.requests.c.id))}


@pytest.mark.parametrize("kind", ["plain", "border", "strict"])
def test_no_attempt_changes_anything_or_reads_a_word(conn: Connection, kind: str) -> None:
    wrong: list[str] = []
    with conn.begin_nested() as whole:
        places = Places(conn, kind)
        for one in (each for each in attempts() if each.house == kind):
            house = places.house
            with conn.begin_nested() as step:
                places.house = copy.copy(house)
                places.house.sent = list(house.sent)
                wrong += [f"{one.name}: {fault}" for fault in faults(places, one)]
                step.rollback()
            places.house = house
        whole.rollback()
    assert wrong == []


@pytest.mark.parametrize("kind", ["plain", "border", "strict"])
def test_each_of_these_buttons_does_its_word_for_its_owner(conn: Connection, kind: str) -> None:
    """Else the attempts would prove nothing."""
    does = {"done": "closed", "waiting": "waiting", "snooze": "snoozed", "mine": "mine"}
    does["not"] = "not mine"
    top = "" if kind == "plain" else f"{PASS}{OURS}"
    with conn.begin_nested() as whole:
        places = Places(conn, kind)
        for place, text in RATED.items():
            with conn.begin_nested() as step:
                made(places, Attempt(place, EVA, place, text, house=kind, top=top))
                assert len(kept_ratings(conn)) == 1, place
                step.rollback()
        for word in does:
            with conn.begin_nested() as step:
                press = Attempt(word, BO, word, WORDS[word], house=kind, top=top)
                assert does[word] in events_of(places, press)
                step.rollback()
        whole.rollback()


def events_of(places: Places, press: Attempt) -> list[str]:
    house = copy.copy(places.house)
    house.sent = list(house.sent)
    to = places.address(press.to)
    enacted, _ = house.write(press.sender, press.subject, press.text, "", press.top, To=to)
    return [one.kind for one in enacted.decision.effects if isinstance(one, LogEvent)]


def test_there_are_enough_of_them() -> None:
    names = [one.name for one in attempts()]
    assert len(names) == len(set(names)) >= 120
