"""Who may close a request in its owner's name: what the mail server's fields say, times what the
mail answers, for a typed word and for a button.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator

import pytest
from sqlalchemy import Connection, select

from mailtracker.desk.effects import Dispose
from mailtracker.desk.request import Status
from mailtracker.store import tables as rows
from mailtracker.store.database import Store
from tests.pressing import ALIAS, BO, EVA, House
from tests.takeovers import DAN, FAIL, NOT_PROVEN, OURS, PASS

EVA_KEY = "eva@corp.example"
SAYS = {
    "no field": "",
    "forged, of another id": NOT_PROVEN["a forged field of another id"],
    "forged below a real fail": f"{FAIL}{OURS}{PASS}",
    "forged above a real fail": f"{PASS}{FAIL}{OURS}",
    "a real pass": f"{PASS}{OURS}",
    "a pass of another domain": NOT_PROVEN["a pass of another domain"],
    "a pass in a quote": NOT_PROVEN["a pass in a quoted string"],
    "a pass in a comment": NOT_PROVEN["a pass in a comment"],
    "two From": f"{PASS}{OURS}From: eva@corp.example\n",
}

# Of each: by the owner's own token, by a token of somebody else's mail, by none.
BY_TOKEN = {
    "no field": "does unverified unverified",
    "forged, of another id": "does unverified unverified",
    "forged below a real fail": "asks unverified unverified",
    "forged above a real fail": "asks unverified unverified",
    "a real pass": "does asks asks",
    "a pass of another domain": "does unverified unverified",
    "a pass in a quote": "does unverified unverified",
    "a pass in a comment": "does unverified unverified",
    "two From": "asks asks opens",
}
STRICT = BY_TOKEN | dict.fromkeys(
    (
        *("no field", "forged, of another id", "a pass of another domain"),
        *("a pass in a quote", "a pass in a comment"),
    ),
    "unverified unverified unverified",
)


@pytest.fixture(scope="module")
def conn(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Connection]:
    store = Store.open(f"sqlite:///{tmp_path_factory.mktemp('who-may') / 'mail.db'}")
    with store.write() as conn:
        yield conn
    store.close()


def came_to(house: House, to: str, top: str) -> str:
    """What became of `done` in Bo's name, in a word."""
    before = house.request(1)
    enacted, sent = house.write(BO, "[IT-1001] VPN drops", "done\n", top=top, To=to)
    if house.request(1).status is Status.CLOSED:
        return "does"
    assert house.request(1) == before
    assert all(one.recipient == BO for one in sent if one.request_id == 1)
    (filed,) = [str(e.disposition) for e in enacted.decision.effects if isinstance(e, Dispose)]
    if filed == "asked back":  # at the address on file of the one whom the token was sent to
        assert [one.recipient for one in sent] in ([BO], [DAN])
    return {"asked back": "asks", "opened": "opens"}.get(filed, filed)


@pytest.mark.parametrize("trust", ["token", "strict"])
@pytest.mark.parametrize("way", ["reply", "button"])
def test_every_case(conn: Connection, trust: str, way: str) -> None:
    wanted = STRICT if trust == "strict" else BY_TOKEN
    found: dict[str, str] = {}
    with conn.begin_nested() as whole:
        house = House.built(conn, strict=trust == "strict", border=True)
        house.write(EVA, "VPN drops", "Every hour.", top=f"{PASS}{OURS}")
        house.write(EVA, "printer", "Broken.", top=f"{PASS}{OURS}")
        tokens = [house.to(one)[-1].token for one in (BO, DAN)]
        if way == "button":
            tokens = [house.buttons(one)["Done"].token for one in (BO, DAN)]
        for said, top in SAYS.items():
            came = []
            for token in (*tokens, ""):
                with conn.begin_nested() as step:
                    one = copy.copy(house)
                    one.sent = list(house.sent)
                    to = ALIAS.replace("@", f"+{token}@") if token else ALIAS
                    came.append(came_to(one, to, top))
                    step.rollback()
            found[said] = " ".join(came)
        whole.rollback()
    assert found == dict(wanted)


def test_every_case_is_told_of() -> None:
    assert list(SAYS) == list(BY_TOKEN) == list(RATED)
    assert STRICT.keys() == BY_TOKEN.keys()


# Of "good" and of "not good", in the name of who asked: by a button, and typed in answer to the
# closing mail. What was not good somebody looks into also where nothing proves who says so.
RATED = {
    "no field": "silence silence complaint complaint",
    "forged, of another id": "silence silence complaint complaint",
    "forged below a real fail": "silence warned silence silence",
    "forged above a real fail": "silence warned silence silence",
    "a real pass": "kept kept complaint complaint",
    "a pass of another domain": "silence silence complaint complaint",
    "a pass in a quote": "silence silence complaint complaint",
    "a pass in a comment": "silence silence complaint complaint",
    "two From": "silence told silence silence",
}
TOLD = {"note_complaint": "complaint", "note_disproven": "warned", "note_elsewhere": "told"}


def came_of(house: House, to: str, word: str, top: str) -> str:
    """What became of how it was, in a word."""
    before = house.request(1)
    _, sent = house.write(EVA, "Re: [IT-1001] VPN drops", f"{word}\n", top=top, To=to)
    assert house.request(1) == before
    told = [TOLD[one.letter] for one in sent if one.letter in TOLD]
    kept = house.conn.execute(select(rows.ratings)).all()
    assert bool(kept) == (told == ["complaint"] or not (told or top != f"{PASS}{OURS}"))
    return told[0] if told else "kept" if kept else "silence"


@pytest.mark.parametrize("trust", ["token", "strict"])
def test_every_case_of_a_rating(conn: Connection, trust: str) -> None:
    found: dict[str, str] = {}
    with conn.begin_nested() as whole:
        house = House.built(conn, strict=trust == "strict", border=True)
        house.write(EVA, "VPN drops", "Every hour.", top=f"{PASS}{OURS}")
        house.press(house.buttons(BO)["Done"], BO, top=f"{PASS}{OURS}")
        reply = ALIAS.replace("@", f"+{house.to(EVA_KEY)[-1].token}@")
        links = house.buttons(EVA_KEY)
        ways = [(word, to) for word in ("Good", "Not good") for to in (links[word].address, reply)]
        for says, top in SAYS.items():
            came = []
            for word, to in ways:
                with conn.begin_nested() as step:
                    one = copy.copy(house)
                    one.sent = list(house.sent)
                    came.append(came_of(one, to, word, top))
                    step.rollback()
            found[says] = " ".join(came)
        whole.rollback()
    assert found == RATED
