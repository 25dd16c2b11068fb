"""Buttons of the mails that owners get, pressed: the real desk and store, in no time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from email.message import EmailMessage

import pytest
from sqlalchemy import Connection, select

from mailtracker.desk.authors import Author, Origin
from mailtracker.desk.effects import Decision, LogEvent, Relay
from mailtracker.desk.notes import (
    Note,
    NoteAlsoAnswered,
    NoteAnsweredForYou,
    NoteCalledOff,
    NoteMore,
)
from mailtracker.desk.on_command import Assign, Close
from mailtracker.desk.request import Lane, Status
from mailtracker.desk.words.buttons import buttons_of, buttons_of_line, line_of, use_of, word_of
from mailtracker.desk.words.owner_words import Word, read_command
from mailtracker.store import revoked
from mailtracker.store import tables as rows
from mailtracker.store.database import Store
from tests.lives import Sent
from tests.pressing import ALIAS, BO, EVA, House, Link, links_in, page_of, text_of

ANSWER = "Which computer is it, and since when?"
DAN, HANA, FINN, CARLA = (f"{who}@corp.example" for who in ("dan", "hana", "finn", "carla"))


@pytest.fixture
def house(tmp_path) -> Iterator[House]:
    store = Store.open(f"sqlite:///{tmp_path / 'mail.db'}")
    with store.write() as conn:
        yield House.built(conn)
    store.close()


def kinds(decision: Decision) -> list[str]:
    return [one.kind for one in decision.effects if isinstance(one, LogEvent)]


def told(sent: list[Sent], to: str) -> str:
    """The one mail to somebody, its words in one line."""
    (one,) = [mail for mail in sent if mail.recipient == to]
    return " ".join(text_of(one.raw).split())


def used(conn: Connection) -> list[str]:
    return list(conn.scalars(select(rows.ended_buttons.c.word)))


# -- what a button is called --------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "de", "nl", "da", "pt", "fr"])
def test_what_stands_on_a_button_is_read_as_its_word(language: str) -> None:
    words = (Word.MINE, Word.NOT_MINE, Word.WAITING, Word.DONE, Word.SNOOZE, Word.ANSWERED)
    lines = [line_of(word, language) for word in words]
    assert len(set(lines)) == len(lines)  # link texts that differ
    for word, line in zip(words, lines, strict=True):
        read = read_command(f"{line}\n")
        assert read is not None
        assert read.word is word
        assert word_of(use_of(word)) is word
    assert line_of(Word.DONE, "sv") == "Done"


# -- which mails have which ---------------------------------------------------------------

FIRST = [line_of(w, "en") for w in (Word.MINE, Word.NOT_MINE, Word.WAITING, Word.DONE, Word.SNOOZE)]


def first_buttons(*but: str) -> list[str]:
    return [one for one in FIRST if one not in but]


def test_each_mail_that_an_owner_gets_about_their_request_has_them(house: House) -> None:
    house.opened()
    assert list(house.buttons()) == first_buttons()
    receipt = house.to("eva@corp.example")[-1]
    assert not links_in(page_of(receipt.raw))
    house.write(EVA, "[IT-1001] VPN drops", "And in the office, too.")
    assert house.to(BO)[-1].letter == "note_more"
    assert list(house.buttons()) == first_buttons()


def test_reminders_and_letters_that_one_word_answers_have_them(house: House) -> None:
    request = house.opened()
    (reminder,) = [one for one in house.pass_time(4.2) if one.letter == "reminder"]
    assert list(links_in(page_of(reminder.raw))) == ["Waiting", "Done", "Snooze until tomorrow"]
    handed = {one.letter: one for one in house.pass_time(5)}
    assert list(links_in(page_of(handed["handed_owner"].raw))) == ["Mine"]
    assert list(links_in(page_of(handed["slipped_manager"].raw))) == ["Mine"]
    assert list(links_in(page_of(handed["note_handed"].raw))) == first_buttons()
    assert not links_in(page_of(handed["handed_requester"].raw))
    _, sent = house.press(links_in(page_of(handed["handed_owner"].raw))["Mine"])
    assert house.now_of(request).owner == "bo"
    assert "note_handed" in [one.letter for one in sent]


def test_the_text_of_a_mail_has_none(house: House) -> None:
    house.opened()
    for one in [*house.to(BO), *house.pass_time(4.2)]:
        assert "mailto" not in text_of(one.raw)
        assert "Snooze until" not in text_of(one.raw)


def test_a_mail_without_a_page_has_none_and_teaches_the_words(house: House) -> None:
    house.mail("It drops.", "VPN drops", From=EVA, To=ALIAS)
    note = house.to(BO)[-1]
    assert not page_of(note.raw)
    assert "done" in text_of(note.raw)


@pytest.mark.parametrize("alias", [f"{'x' * 28}@corp.example", "without"])
def test_an_alias_that_can_have_no_such_address_has_no_buttons(house: House, alias: str) -> None:
    plain = replace(house.it, subaddressing=False)
    long = replace(house.it, address=alias, addresses=(alias, ALIAS))
    house.world = replace(house.world, aliases={"it": plain if alias == "without" else long})
    house.it = house.world.aliases["it"]
    house.opened()
    note = house.to(BO)[-1]
    assert "Answer by" in page_of(note.raw)
    assert not links_in(page_of(note.raw))


def test_they_speak_the_language_of_their_reader(house: House) -> None:
    request = house.opened("Drucker")
    found = house.buttons(FINN)
    assert "Erledigt" in found
    assert found["Bis morgen zurückstellen"].body == "Bis morgen zurückstellen\r\n"
    _, sent = house.press(found["Warte auf Antwort"], FINN, "Warte auf Antwort\n\nWelcher?")
    assert house.now_of(request).status is Status.WAITING
    assert "Welcher?" in told(sent, "eva@corp.example")
    assert "Warte auf" not in told(sent, "eva@corp.example")
    _, again = house.press(found["Warte auf Antwort"], FINN)
    assert "„Warte auf Antwort“ haben wir schon ausgeführt: heute um 08:" in told(again, FINN)


def test_nobody_waits_for_somebody_who_cannot_be_written_to(house: House) -> None:
    house.opened(sender="Eva <eva@corp.example>, Mallory <mallory@evil.example>")
    assert list(house.buttons()) == first_buttons("Waiting")


def test_what_makes_no_sense_for_a_request_is_left_out(house: House) -> None:
    asked = house.opened()
    waits = replace(asked, status=Status.WAITING)
    later = (Word.WAITING, Word.DONE, Word.SNOOZE)
    lines = ((asked, "bo", later), (waits, "bo", (Word.DONE,)), (waits, "carla", (Word.MINE,)))
    for request, reader, words in lines:
        assert buttons_of_line(request, reader) == words
    noted: tuple[tuple[Note, tuple[Word, ...]], ...] = (
        (NoteMore("Eva", ()), (Word.MINE, Word.NOT_MINE, *later)),
        (NoteAnsweredForYou("Dan"), (Word.WAITING, Word.DONE)),
        (NoteAlsoAnswered("Dan", yours=True), (Word.WAITING, Word.DONE)),
        (NoteCalledOff("Eva", "solved", False), ()),
    )
    author = Author("Eva Lund", "eva@corp.example", Origin.KNOWN)
    for note, fitting in noted:
        mail = Relay(note, asked.requester, "bo", Lane.REQUESTER, author)
        assert buttons_of(mail, asked) == fitting, note.name


def test_a_long_subject_does_not_stand_in_a_link(house: House) -> None:
    subject = f"VPN {'and more ' * 30}"
    request = house.opened(subject)
    link = house.buttons()["Waiting"]
    assert link.subject == "[IT-1001]"
    _, sent = house.press(link, text=f"Waiting\n\n{ANSWER}")
    (mail,) = [one for one in sent if one.recipient == "eva@corp.example"]
    assert house.now_of(request).status is Status.WAITING
    assert b"Re: [IT-1001] VPN and more" in mail.raw


# -- what a button does --------------------------------------------------------------------

DOES = {
    "Mine": (Status.OPEN, ["mine"], ["confirm"]),
    "Waiting": (Status.WAITING, ["waiting"], ["waits"]),
    "Done": (Status.CLOSED, ["closed"], ["closed", "confirm"]),
    "Snooze until tomorrow": (Status.OPEN, ["snoozed"], ["later_requester", "snoozes"]),
}


@pytest.mark.parametrize("label", DOES)
def test_a_button_does_what_its_typed_word_does_once(house: House, label: str) -> None:
    status, events, letters = DOES[label]
    request = house.opened()
    link = house.buttons()[label]
    enacted, sent = house.press(link)
    assert house.now_of(request).status is status
    assert set(events) <= set(kinds(enacted.decision))
    assert sorted(one.letter for one in sent) == sorted(letters)
    before = house.now_of(request)
    enacted, sent = house.press(link)
    assert [one.letter for one in sent] == ["button"]
    assert f"“{label}” was carried out already: today at 08:0" in told(sent, BO)
    assert house.now_of(request) == before
    assert kinds(enacted.decision) == ["button"]
    assert len(used(house.conn)) == 1


@pytest.mark.parametrize("label", DOES)
def test_what_stands_below_it_goes_to_the_requester_without_the_word(
    house: House, label: str
) -> None:
    request = house.opened()
    link = house.buttons()[label]
    _, sent = house.press(link, text=f"{link.body}\n{ANSWER}\n\n-- \nBo Jensen\nCorp Inc.\n")
    said = told([one for one in sent if one.letter.startswith("note_")], "eva@corp.example")
    assert said.startswith(ANSWER)
    assert link.label not in said
    assert house.now_of(request).answered_once


SAME = {
    "nothing, as some programs leave it": "",
    "a signature below": "Done\n\n-- \nBo Jensen\nCorp Inc.\n+45 1234\n",
    "a signature that nothing parts": "Done\n\nBest regards\nBo Jensen\nNetwork team\n",
    "a telephone's line": "Done\n\nSent from my iPhone\n",
    "a signature alone": "\n\n-- \nBo Jensen\n",
    "another of its forms": "erledigt\n",
    "a point behind it": "Done.\n",
    "small print": (
        "Done\n\nThis e-mail is confidential and intended solely for the use of the individual to "
        "whom it is addressed. If you have received it in error please notify the sender.\n"
    ),
}


@pytest.mark.parametrize("text", SAME.values(), ids=SAME.keys())
def test_what_a_mail_program_adds_is_no_answer(house: House, text: str) -> None:
    request = house.opened()
    _, sent = house.press(house.buttons()["Done"], text=text)
    assert house.now_of(request).status is Status.CLOSED
    assert [one.letter for one in sent] == ["closed", "confirm"]


def test_words_in_the_place_of_the_word_are_what_would_stand_below_it(house: House) -> None:
    request = house.opened()
    text = "I have restarted the gateway, please try again."
    _, sent = house.press(house.buttons()["Done"], text=text)
    assert house.now_of(request).status is Status.CLOSED
    assert told(sent, "eva@corp.example").startswith(text)


OTHER = {
    "another word": "mine\n",
    "another word with words": "waiting\n\nWhich computer is it?\n",
    "a near miss": "doen\n",
    "for a colleague": "for dan\n",
    "an aside": "not mine, ask Dan\n",
    "called by name": "@dan can you have a look?\n",
    "a note": "note: she is new here\n",
    "a thumb": "\N{THUMBS UP SIGN}\n",
}


@pytest.mark.parametrize("text", OTHER.values(), ids=OTHER.keys())
def test_what_says_something_else_than_its_button_does_neither(house: House, text: str) -> None:
    request = house.opened()
    link = house.buttons()["Done"]
    before = house.now_of(request)
    _, sent = house.press(link, text=text)
    assert house.now_of(request) == before
    assert [(one.letter, one.recipient) for one in sent] == [("ask_back", BO)]
    assert "You pressed the button “Done”, but" in told(sent, BO)
    assert used(house.conn) == []
    house.press(link)
    assert house.now_of(request).status is Status.CLOSED


@pytest.mark.parametrize("text", ["snooze 3d\n", "until friday\n", "snooze\n"])
def test_a_button_has_its_own_time(house: House, text: str) -> None:
    request = house.opened()
    link = house.buttons()["Snooze until tomorrow"]
    house.press(link, text=text)
    assert house.now_of(request).snoozed_until is None
    house.press(link, text="snooze until tomorrow\n")
    assert house.now_of(request).snoozed_until is not None


def test_not_mine_goes_on_to_somebody_else_once(house: House) -> None:
    request = house.opened()
    link = house.buttons()["Not mine"]
    house.press(link)
    assert house.now_of(request).owner == "dan"
    assert "Not mine" in house.buttons(DAN)
    _, sent = house.press(link)
    assert "“Not mine” was carried out already" in told(sent, BO)
    assert house.now_of(request).owner == "dan"


# -- when it makes no sense any more --------------------------------------------------------


def test_after_a_hand_over_it_says_who_has_it(house: House) -> None:
    request = house.opened()
    link = house.buttons()["Done"]
    house.command(Assign(request, "dan"))
    before = house.now_of(request)
    _, sent = house.press(link)
    said = "Hi Bo, “Done” changed nothing: IT-1001 is with Dan Ortiz now."
    assert told(sent, BO).startswith(said)
    assert house.now_of(request) == before
    assert used(house.conn) == []


def test_an_answer_with_a_done_that_came_too_late_goes_out(house: House) -> None:
    request = house.opened()
    link = house.buttons()["Done"]
    house.command(Assign(request, "dan"))
    _, sent = house.press(link, text=f"Done\n\n{ANSWER}")
    assert told(sent, EVA_KEY).startswith(ANSWER)
    assert "Dan Ortiz" in told(sent, BO)
    assert house.now_of(request).status is Status.ANSWERED
    _, sent = house.press(link, text=f"Done\n\n{ANSWER}")
    assert EVA_KEY not in [one.recipient for one in sent]


@pytest.mark.parametrize("label", ["Mine", "Waiting", "Done", "Snooze until tomorrow"])
def test_what_is_closed_it_leaves_closed(house: House, label: str) -> None:
    request = house.opened()
    link = house.buttons()[label]
    house.command(Close(request))
    before = house.now_of(request)
    _, sent = house.press(link)
    assert f"“{label}” changed nothing: IT-1001 is closed already." in told(sent, BO)
    assert house.now_of(request) == before


def test_what_was_merged_it_leaves_as_it_is(house: House) -> None:
    """Nor does it do its word on the request that the other one is part of now."""
    request = house.opened()
    house.opened("VPN again")
    link = house.buttons()["Done"]
    house.reply(house.to(BO)[-1], "merge IT-1001")
    assert house.request(2).merged_into == request.id
    before = house.now_of(request)
    _, sent = house.press(link)
    assert "“Done” changed nothing: IT-1002 is closed already." in told(sent, BO)
    assert house.now_of(request) == before


def test_what_was_written_with_it_is_kept_and_goes_by_one_word(house: House) -> None:
    request = house.opened()
    link = house.buttons()["Done"]
    house.press(link)
    _, sent = house.press(link, text=f"Done\n\n{ANSWER}")
    assert "What you wrote with it has gone to nobody yet." in told(sent, BO)
    assert "eva@corp.example" not in [one.recipient for one in sent]
    _, sent = house.reply(sent[-1], "send")
    assert ANSWER in told([one for one in sent if one.letter.startswith("note")], EVA_KEY)
    assert house.now_of(request).status is Status.CLOSED


EVA_KEY = "eva@corp.example"


def test_a_week_and_no_longer(house: House) -> None:
    request = house.opened()
    link = house.buttons()["Done"]
    other = house.buttons()["Waiting"]
    house.now += timedelta(days=7, minutes=-3)
    house.press(other)
    assert house.now_of(request).status is Status.WAITING
    house.now += timedelta(minutes=3)
    before = house.now_of(request)
    _, sent = house.press(link)
    assert house.now_of(request) == before
    assert [one.letter for one in sent] == ["unverified"]  # as any mail without proof


def test_rows_of_buttons_go_when_their_time_is_over(house: House) -> None:
    house.opened()
    house.press(house.buttons()["Mine"])
    house.now += timedelta(days=7)
    house.write(EVA, "[IT-1001] VPN drops", "And in the office, too.")
    assert used(house.conn) == ["mine"]
    house.press(house.buttons()["Done"])
    assert used(house.conn) == ["done"]


# -- who presses ----------------------------------------------------------------------------


def test_each_address_of_a_person_is_that_person(house: House) -> None:
    request = house.opened()
    house.press(house.buttons()["Done"], "Bo <Bo.Jensen@CORP.example>")
    assert house.now_of(request).status is Status.CLOSED


def test_upper_case_on_the_way_changes_nothing(house: House) -> None:
    request = house.opened()
    link = house.buttons()["Done"]
    local, _, host = link.address.rpartition("@")
    house.press(replace_address(link, f"{local.upper()}@{host.upper()}"))
    assert house.now_of(request).status is Status.CLOSED


def replace_address(link: Link, address: str) -> Link:
    return Link(link.label, address, link.subject, link.body)


def test_from_an_address_that_nobody_knows_the_owner_is_asked_at_the_one_on_file(
    house: House,
) -> None:
    """A telephone writes by its own account: was it you? add it."""
    request = house.opened()
    before = house.now_of(request)
    _, sent = house.press(house.buttons()["Done"], "Bo <b.jensen@provider.example>")
    assert house.now_of(request) == before
    assert [(one.letter, one.recipient) for one in sent] == [("elsewhere", BO)]
    assert "b.jensen@provider.example" in told(sent, BO)
    house.reply(sent[0], "send")
    assert house.now_of(request).status is Status.CLOSED


def test_who_presses_what_is_not_theirs_opens_nothing_by_it(house: House) -> None:
    house.opened()
    enacted, sent = house.press(house.buttons()["Done"], HANA)
    assert (enacted.request, sent) == (None, [])
    enacted, sent = house.press(house.buttons()["Done"], HANA, "Done\n\nWe have that here, too.")
    assert enacted.request is not None
    assert enacted.request.reference == "IT-1002"


def test_the_button_of_a_mail_that_went_is_void_with_its_reader(house: House) -> None:
    request = house.opened()
    link = house.buttons()["Done"]
    revoked.revoke(house.conn, "bo", [BO])
    house.press(link)
    assert house.now_of(request).status is Status.OPEN


def test_nobody_joins_a_request_by_a_copy_of_a_press(house: House) -> None:
    request = house.opened()
    house.press(house.buttons()["Waiting"], text=f"Waiting\n\n{ANSWER}", Cc="tom@corp.example")
    assert house.now_of(request).status is Status.WAITING
    assert house.now_of(request).copied == ()


def test_a_button_says_nothing_of_absences(house: House) -> None:
    """It proves one word, not that its sender may be believed in everything."""
    request = house.opened()
    _, sent = house.press(house.buttons()["Done"], text="away until 5 December, cover dan\n")
    assert house.now_of(request).status is Status.OPEN
    assert [one.letter for one in sent] == ["away_asked"]


# -- guesses ----------------------------------------------------------------------------------


def guess(house: House, number: int) -> tuple[str, list[Sent]]:
    token = f"ad{'k7' * 16}a{'abcdefghijklmnopqrstuvwxyz'[number]}"
    link = Link("Done", ALIAS.replace("@", f"+{token}@"), "[IT-1001]", f"Done {number}\n")
    enacted, sent = house.press(link)
    return enacted.decision.reason, sent


def test_who_guesses_is_ignored_from_the_twenty_first_on_for_an_hour(house: House) -> None:
    request = house.opened()
    house.now += timedelta(minutes=30)
    reasons = [guess(house, number)[0] for number in range(22)]
    assert not any("never gave out" in reason for reason in reasons[:20])
    for reason in reasons[20:]:
        assert reason == f"{BO} writes to too many addresses that we never gave out"
    house.press(house.buttons()["Mine"])  # what Bo himself has still works
    assert "mine" in used(house.conn)
    assert house.now_of(request).status is Status.OPEN
    house.now += timedelta(hours=1)
    assert "never gave out" not in guess(house, 25)[0]


def test_a_heap_of_presses_is_answered_once_an_hour(house: House) -> None:
    house.opened()
    link = house.buttons()["Done"]
    house.press(link)
    told = [len(house.press(link)[1]) for _ in range(5)]
    assert told == [1, 0, 0, 0, 0]
    words = ("Restart it.", "Try the other socket.", "A new one comes.", "Call me.", "It works.")
    kept = [len(house.press(link, text=f"Done\n\n{one}")[1]) for one in words]
    assert kept == [1, 1, 1, 0, 0]  # asked back three times a day
    house.now += timedelta(hours=1)
    assert len(house.press(link)[1]) == 1


# -- quotes ------------------------------------------------------------------------------------

QUOTES = {
    "Thunderbird": (
        '<p>{words}</p><div class="moz-cite-prefix">On 23.11.26 09:01, IT help wrote:<br></div>'
        '<blockquote type="cite" cite="mid:1@corp.example">{page}</blockquote>'
    ),
    "Gmail": (
        '<div dir="ltr">{words}</div><br><div class="gmail_quote"><div dir="ltr" '
        'class="gmail_attr">On Mon, Nov 23, 2026 at 9:01 AM IT help wrote:<br></div><blockquote '
        'class="gmail_quote" style="margin:0px 0px 0px 0.8ex">{page}</blockquote></div>'
    ),
    "Outlook": (
        '<div class="WordSection1"><p class="MsoNormal">{words}</p><div style="border:none;'
        'border-top:solid #E1E1E1 1.0pt"><p class="MsoNormal"><b>From:</b> IT help<br><b>Sent:</b>'
        " Monday, November 23, 2026 9:01 AM<br><b>To:</b> Bo Jensen<br><b>Subject:</b> VPN</p>"
        "</div>{page}</div>"
    ),
    "Apple Mail": (
        '<div>{words}</div><div><br><blockquote type="cite"><div>On 23 Nov 2026, at 09:01, IT '
        "help wrote:</div><br><div>{page}</div></blockquote></div>"
    ),
    "a page that lost its tables": "<div>{words}</div><blockquote>{bare}</blockquote>",
}


def bare(page: str) -> str:
    kept = re.sub(r"</?(?:table|tbody|tr|td|div|span)[^>]*>", " ", page)
    return re.sub(r' style="[^"]*"', "", kept)


@pytest.mark.parametrize("program", QUOTES)
@pytest.mark.parametrize("typed", [False, True])
def test_no_button_comes_to_the_requester_by_a_quote(
    house: House, program: str, typed: bool
) -> None:
    """`typed`: the text part names each link behind its words, as Outlook and Gmail write it."""
    house.opened()
    note = house.to(BO)[-1]
    page, links = page_of(note.raw), links_in(page_of(note.raw))
    quoted = QUOTES[program].format(words=ANSWER, page=page, bare=bare(page))
    rows = " ".join(f"{one.label} <mailto:{one.address}?subject=x>" for one in links.values())
    text = text_of(note.raw)
    if typed:
        lines = text.split("\n")
        end = next(at for at, line in enumerate(lines) if line.startswith("~~~~~~~~"))
        text = "\n".join([*lines[:end], rows, *lines[end:]])
    below = "\n".join(f"> {line}" for line in text.split("\n"))
    answer = f"{ANSWER}\n\nOn 23.11.26 09:01, IT help wrote:\n{below}\n"
    _, sent = house.write(
        BO,
        "Re: [IT-1001] VPN drops",
        answer,
        quoted,
        To=ALIAS.replace("@", f"+{note.token}@"),
        In_Reply_To=note.message_id,
    )
    (mail,) = [one for one in sent if one.recipient == EVA_KEY]
    carried = f"{text_of(mail.raw)}{page_of(mail.raw)}"
    assert ANSWER in carried
    assert "It drops every hour" in carried
    for link in links.values():
        assert link.label not in carried.replace(ANSWER, "")
        assert link.token not in carried
        assert link.address not in carried


def test_what_others_read_in_a_file_does_nothing_any_more(house: House) -> None:
    """Nothing can be taken out of it. The address for replies did not stand in it, and stays."""
    request = house.opened()
    note, link = house.to(BO)[-1], house.buttons()["Done"]
    mail = EmailMessage()
    mail["From"], mail["To"] = BO, ALIAS.replace("@", f"+{note.token}@")
    mail["Subject"], mail["Message-ID"] = "Re: [IT-1001] VPN drops", "<s1@client.example>"
    mail.set_content(ANSWER)
    page = page_of(note.raw).encode()
    mail.add_attachment(page, maintype="application", subtype="octet-stream", filename="a.bin")
    house.arrives(mail.as_bytes())
    assert house.now_of(request).answered_once
    house.press(link)
    assert house.now_of(request).status is Status.ANSWERED
    house.reply(note, "done")
    assert house.now_of(request).status is Status.CLOSED


def test_who_had_it_says_by_a_button_that_it_is_not_theirs_as_by_the_word(house: House) -> None:
    """And reads nothing about what its present owner has: that was told when they got it."""
    by_word, by_button = [house.opened(subject=f"VPN {n}") for n in "ab"]
    word, button = [
        next(one for one in house.to(BO) if one.request_id == about.id)
        for about in (by_word, by_button)
    ]
    link = links_in(page_of(button.raw))["Not mine"]
    house.pass_time(9)  # silence gives both to Dan
    answers = {"To": ALIAS.replace("@", f"+{word.token}@"), "In_Reply_To": word.message_id}
    for _, sent in (house.write(BO, "Re: VPN a", "not mine", **answers), house.press(link)):
        said = told(sent, BO)
        assert "Dan Ortiz has IT-100" in said
        assert "does not come back to you" in said
        assert "written" not in said
    for about in (by_word, by_button):
        after = house.now_of(about)
        assert (after.owner, after.declined) == ("dan", ("bo",))
