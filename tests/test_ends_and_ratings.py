"""What endings, ratings and merges do to each other: the real desk and store, in no time
(docs/reliability.md, N, U).
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from mailtracker.desk.on_command import Assign
from mailtracker.desk.request import Status
from mailtracker.rules.load import load_texts
from mailtracker.store import ratings_told
from mailtracker.store.database import Store
from mailtracker.world import World
from tests.lives import Sent
from tests.pressing import BO, EVA, RULES, House, Link, links_in, page_of, text_of

EVA_KEY, CARLA, DAN = "eva@corp.example", "carla@corp.example", "dan@corp.example"
TEAM = "when: {subject: [vpn]}, to: it, promise"
"""Its lead, Carla, has it first."""


@pytest.fixture
def house(tmp_path) -> Iterator[House]:
    store = Store.open(f"sqlite:///{tmp_path / 'mail.db'}")
    with store.write() as conn:
        yield House.built(conn)
    store.close()


def ruled(house: House, rules: str) -> None:
    house.policy = load_texts({"rules/all.yaml": rules})
    house.world = World(house.policy, house.letters, house.world.aliases, house.world.key)


def with_word(house: House) -> None:
    """Who asked is told two days before."""
    ruled(house, RULES.replace("ending: at once\n", ""))


def note(house: House, request: int, to: str = BO) -> Sent:
    return [one for one in house.to(to) if one.request_id == request][-1]


def links(house: House) -> dict[str, Link]:
    return links_in(page_of(house.to(EVA_KEY)[-1].raw))


def letters(sent: list[Sent]) -> list[tuple[str, str]]:
    return [(one.letter, one.recipient) for one in sent]


# -- endings ----------------------------------------------------------------------------------


def test_an_outsider_hears_of_each_end_before_it_comes(house: House) -> None:
    """However many of theirs are done in an hour: what follows a person's word is not held back."""
    with_word(house)
    for number in range(6):
        house.write("Kim <kim@customer.example>", f"VPN {number}", "Please help.")
        house.pass_time(7)
        house.reply(note(house, number + 1), "mine")
        house.pass_time(24)
    for number in range(1, 7):
        request = house.request(number)
        house.reply(note(house, number, f"{request.owner}@corp.example"), "done")
    words = [one.request_id for one in house.sent if one.letter == "ending"]
    assert words == [1, 2, 3, 4, 5, 6]


TAKEN_UP = ("mine\n\nI will have another look.", "waiting\n\nWhich computer?", "snooze 3d\n\nSoon.")


def test_who_takes_it_up_again_with_words_says_no_more_that_it_is_done(house: House) -> None:
    with_word(house)
    for number, text in enumerate(TAKEN_UP, 1):
        house.pass_time(3)
        request = house.opened(f"VPN {number}")
        first = note(house, number)
        house.reply(first, "done\n\nIt is a new one.")
        assert house.now_of(request).ends_at is not None
        house.reply(first, text)
        assert house.now_of(request).ends_at is None, text
        told = " ".join(text_of(house.to(EVA_KEY)[-1].raw).split())
        assert "is done" not in told, text


# -- ratings ----------------------------------------------------------------------------------


def merged(house: House) -> dict[str, Link]:
    """IT-1001 was closed, goes on, and is part of IT-1002 now: the links of its closing mail."""
    request = house.opened()
    house.reply(note(house, 1), "done")
    found = links(house)
    house.pass_time(3)
    house.reply(house.to(EVA_KEY)[-1], "It drops again.")
    house.opened("VPN is slow")
    house.reply(note(house, 1), "merge IT-1002")
    assert house.now_of(request).merged_into == 2
    return found


WORDS_OF_MERGED: tuple[tuple[str, str, list[tuple[str, str]]], ...] = (
    ("Good", "", []),
    ("Good", "Thank you, Bo!", [("note_thanks", BO)]),
    ("OK", "But it still drops, please call me.", [("note_more", BO)]),
    ("Not good", "He was rude.", [("complaint", EVA_KEY), ("note_complaint", CARLA)]),
)
"""A button, words below it, and what goes out."""


def test_words_below_a_rating_go_to_the_request_that_took_it_in(house: House) -> None:
    found = merged(house)
    for label, words, wanted in WORDS_OF_MERGED:
        _, sent = house.press(found[label], EVA, f"{label}\n\n{words}\n")
        assert letters(sent) == wanted
        assert {one.request_id for one in sent} <= {2, 3}
        was = house.request(1)
        assert (was.status, was.merged_into, was.openings) == (Status.CLOSED, 2, 2), label
    (one,) = ratings_told.told(house.conn, 1, whole=True)
    assert (one.rating, one.complaint) == ("not good", "IT-1003")


def test_typed_below_a_closing_mail_it_counts_also_where_the_request_goes_on_since(
    house: House,
) -> None:
    """As a button does: that mail said that it does not go to whom it is about."""
    house.opened()
    house.reply(note(house, 1), "Restart it, please.")
    answer = house.to(EVA_KEY)[-1]
    house.reply(note(house, 1), "done")
    closing = house.to(EVA_KEY)[-1]
    house.pass_time(1)
    house.reply(closing, "It drops again.")
    _, sent = house.reply(answer, "Not good, it drops more than before.")
    assert letters(sent) == [("note_more", BO)]
    _, sent = house.reply(closing, "Not good, he was rude.")
    assert letters(sent) == [("complaint", EVA_KEY), ("note_complaint", CARLA)]
    assert house.request(1).status is Status.OPEN


def test_thanks_beside_a_rating_reach_who_is_thanked(house: House) -> None:
    """A closing at the end of a mail thanks nobody."""
    for number, (text, thanks) in enumerate(
        {"Good, thank you!": True, "OK - thanks": True, "Good\n\nThanks,\nEva": False}.items(), 1
    ):
        house.pass_time(2)
        house.opened(f"VPN {number}")
        house.reply(note(house, number), "done")
        _, sent = house.reply(house.to(EVA_KEY)[-1], text)
        assert letters(sent) == ([("note_thanks", BO)] if thanks else []), text
        (one,) = ratings_told.told(house.conn, number, whole=True)
        assert one.rating in ("good", "ok"), text


def test_a_complaint_stays_by_itself(house: House) -> None:
    """Else nobody would ask what was done about it, nor know whose it must not be."""
    house.opened()
    house.reply(note(house, 1), "done")
    house.press(links(house)["Not good"], EVA)
    house.pass_time(1)
    house.command(Assign(house.opened("printer"), "carla"))
    for number, other in ((2, "IT-1003"), (3, "IT-1002")):
        _, (asked,) = house.reply(note(house, number, CARLA), f"merge {other}")
        assert asked.letter == "ask_back"
        assert "Please answer both." in " ".join(text_of(asked.raw).split())
        assert house.request(number).merged_into is None


def test_who_answered_does_not_look_into_how_that_was(house: House) -> None:
    """Though somebody else had it at the end."""
    ruled(house, RULES.replace("when: {subject: [vpn]}, to: bo, promise", TEAM))
    house.opened()
    house.reply(note(house, 1, CARLA), "No. Not today.")
    house.reply(house.to(EVA_KEY)[-1], "But it drops.")
    house.reply(note(house, 1, CARLA), "for bo")
    house.reply(note(house, 1), "done")
    long = f"Not good\n\n{'That was no answer. ' * 150}\n"
    _, sent = house.press(links(house)["Not good"], EVA, long)
    assert letters(sent) == [("complaint", EVA_KEY), ("note_complaint", DAN)]
    assert set(house.request(2).given.barred) == {"bo", "carla"}
    told = " ".join(text_of(sent[0].raw).split())
    assert "Bo Jensen and Carla Stein hear nothing of this from us." in told
