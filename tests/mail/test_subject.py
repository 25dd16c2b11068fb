"""One table of the marks before a subject: whatever place reads or writes them, all know the same
ones, in every form and in piles.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Iterable
from itertools import product
from pathlib import Path

import pytest

import mailtracker
from mailtracker.desk.limits import reacts
from mailtracker.mail.message import Message
from mailtracker.mail.origin.absence import away_prefix
from mailtracker.mail.origin.evidence import gather_evidence
from mailtracker.mail.outgoing.ids import thread_subject
from mailtracker.mail.parse import parse
from mailtracker.mail.site import NO_SITE
from mailtracker.mail.subject import (
    ANSWERS,
    DOUBTFUL,
    FORWARDS,
    is_answer,
    is_answer_or_forward,
    is_forward,
    unmarked,
    without_answer_mark,
    without_gateway_tags,
)
from mailtracker.mail.thread_keys import keys
from tests.cases import in_each

ONLY_ANSWERS = sorted(ANSWERS - FORWARDS)
MARKS = sorted(ANSWERS | FORWARDS)
FORMS: dict[str, Callable[[str], str]] = {
    "plain": lambda word: f"{word}:",
    "upper case": lambda word: f"{word.upper()}:",
    "title": lambda word: f"{word.title()}:",
    "square counter": lambda word: f"{word}[2]:",
    "blank and square counter": lambda word: f"{word} [12]:",
    "round counter": lambda word: f"{word}(3):",
    "raised counter": lambda word: f"{word}^4:",
    "blank before the colon": lambda word: f"{word} :",
    "full-width colon": lambda word: f"{word}：",
    "counter and full-width colon": lambda word: f"{word}[2]：",
}
ALL_FORMS = pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
OUTLOOK = "01" + "00" * 21 + "0000000000"
BLOCK = "From: Bo <bo@corp.example>\nSent: Monday 5 January 2026 10:00\nTo: Ana\nSubject: VPN\n\n"


def read(subject: str, text: str = "x", head: str = "") -> Message:
    fields = f"From: ana@corp.example\nSubject: {subject}\n{head}"
    return parse(f"{fields}Content-Type: text/plain; charset=utf-8\n\n{text}".encode())


def joins_a_conversation(subject: str) -> bool:
    index = base64.b64encode(bytes.fromhex(OUTLOOK)).decode()
    return bool(keys(read(subject, head=f"Thread-Index: {index}\n"), ()).conversation)


def counts_as_passed_on(subject: str) -> bool:
    return gather_evidence(read(subject), NO_SITE).passed_on


def quotes_may_be_anybodys(subject: str) -> bool:
    """A mail that answers nothing quotes nobody: then ">" between its lines is the writer's own."""
    return "mine" not in read(subject, "Hello\n> mine\nBye").new_text


def is_read_as_a_forward(subject: str) -> bool:
    """What the writer put above a heading; without a forward mark the rest would be a quote."""
    head = "In-Reply-To: <1@corp.example>\n"
    return bool(read(subject, f"See below.\n\n{BLOCK}It is broken.", head).forwarded)


def is_written_as_a_forward(subject: str) -> bool:
    return bool(unmarked(subject)[1])


def is_stripped_when_we_write(subject: str) -> bool:
    return thread_subject("IT-1", subject) == "Re: [IT-1] VPN broken"


def stands_behind_an_absence(subject: str) -> bool:
    return away_prefix(f"Automatic reply {subject}")


def may_react(subject: str) -> bool:
    return reacts(read(subject))


READ_AS_ANSWER = (is_answer, joins_a_conversation, stands_behind_an_absence)
READ_AS_EITHER = (is_answer_or_forward, counts_as_passed_on, quotes_may_be_anybodys, may_react)
READ_AS_FORWARD = (is_forward, is_read_as_a_forward, is_written_as_a_forward)
PLACES = (*READ_AS_ANSWER, *READ_AS_EITHER, *READ_AS_FORWARD, is_stripped_when_we_write)


def known_by(places: tuple[Callable[[str], bool], ...], subject: str) -> list[str]:
    return [place.__name__ for place in places if place(subject)]


def names(places: tuple[Callable[[str], bool], ...]) -> list[str]:
    return [place.__name__ for place in places]


def each_is_known_by(places: tuple[Callable[[str], bool], ...], subjects: Iterable[str]) -> None:
    def check(subject: str) -> None:
        assert known_by(PLACES, subject) == names(places)

    in_each(subjects, check)


@ALL_FORMS
def test_what_we_strip_when_writing_is_an_answer_when_we_read(form: Callable[[str], str]) -> None:
    wanted = (*READ_AS_ANSWER, *READ_AS_EITHER, is_stripped_when_we_write)
    each_is_known_by(wanted, (f"{form(word)} VPN broken" for word in ONLY_ANSWERS))


@ALL_FORMS
def test_what_we_keep_as_a_forward_is_one_when_we_read(form: Callable[[str], str]) -> None:
    wanted = (*READ_AS_EITHER, *READ_AS_FORWARD)
    each_is_known_by(wanted, (f"{form(word)} VPN broken" for word in sorted(FORWARDS - ANSWERS)))


@ALL_FORMS
def test_a_mark_that_is_either_is_read_as_both_and_kept(form: Callable[[str], str]) -> None:
    wanted = (*READ_AS_ANSWER, *READ_AS_EITHER, *READ_AS_FORWARD)
    each_is_known_by(wanted, (f"{form(word)} VPN broken" for word in sorted(ANSWERS & FORWARDS)))


def test_only_finns_and_danes_disagree() -> None:
    assert {"vs"} == ANSWERS & FORWARDS


@pytest.mark.parametrize("word", ["r", "rif", "R", "Rif"])
def test_what_people_write_themselves_speaks_for_a_person_and_stays(word: str) -> None:
    assert word.casefold() in DOUBTFUL
    assert known_by(PLACES, f"{word}: drive is full") == names(READ_AS_EITHER)
    assert thread_subject("IT-1", f"{word}: drive is full") == f"Re: [IT-1] {word}: drive is full"


@pytest.mark.parametrize("word", ["i", "I"])
def test_an_italian_forward_speaks_for_a_person_and_stays(word: str) -> None:
    assert word.casefold() in DOUBTFUL
    read_only = (*READ_AS_EITHER, is_forward, is_read_as_a_forward)
    assert known_by(PLACES, f"{word}: drive is full") == names(read_only)
    assert thread_subject("IT-1", f"{word}: drive is full") == f"Re: [IT-1] {word}: drive is full"


@pytest.mark.parametrize(
    "subject",
    [
        "Ref: invoice 12",
        "Reset: now",
        "Re",
        "Antw",
        "Fwd",
        "Area: x",
        "xRe: y",
        "Re[]: x",
        "Re [x]: y",
    ],
)
def test_words_that_only_look_like_a_mark_are_none(subject: str) -> None:
    assert known_by(PLACES, subject) == []
    assert thread_subject("IT-1", subject) == f"Re: [IT-1] {subject}"


def test_piles_of_two_are_read_by_the_first_and_stripped_whole() -> None:
    in_each(product(MARKS, repeat=2), is_read_by_the_first_and_stripped_whole)


def is_read_by_the_first_and_stripped_whole(pile: tuple[str, ...]) -> None:
    first, second = pile
    subject = f"{first.title()}: {second.upper()}[3]： VPN broken"
    assert is_answer(subject) == (first in ANSWERS)
    assert is_forward(subject) == (first in FORWARDS)
    assert is_answer_or_forward(subject)
    kept = [
        mark
        for word, mark in ((first, f"{first.title()}:"), (second, f"{second.upper()}[3]："))
        if word in FORWARDS
    ]
    assert unmarked(subject) == ("VPN broken", kept[0] if kept else "")


@ALL_FORMS
def test_what_we_write_is_an_answer_and_stays_as_it_is(form: Callable[[str], str]) -> None:
    in_each(map(form, MARKS), stays_as_we_write_it)


def stays_as_we_write_it(mark: str) -> None:
    written = thread_subject("IT-1", f"{mark} VPN broken")
    assert is_answer(written)
    assert thread_subject("IT-1", written) == written
    assert thread_subject("IT-1", f"{mark} {written}") in (
        written,
        f"Re: [IT-1] {mark} VPN broken",
    )


@pytest.mark.parametrize("word", MARKS)
def test_a_tag_may_stand_before_the_mark(word: str) -> None:
    assert is_answer_or_forward(f"[it-help] {word}: VPN")
    assert is_answer(f"[it-help] {word}: VPN") == (word in ANSWERS)


@pytest.mark.parametrize("word", sorted(ANSWERS))
def test_behind_the_mark_stands_the_subject(word: str) -> None:
    assert without_answer_mark(f"{word}: [it-help] Out of office: VPN") == "Out of office: VPN"
    assert without_answer_mark("Out of office: VPN") == "Out of office: VPN"


def test_no_other_page_has_a_table_of_its_own() -> None:
    marks = re.compile(r"[|(](?:re|aw|sv|antw|wg|fwd?\??|doorst)\|", re.IGNORECASE)
    package = Path(mailtracker.__file__).parent
    assert marks.search("(?:re|aw|sv)")
    found = [path for path in package.rglob("*.py") if marks.search(path.read_text("utf-8"))]
    assert found == []


TAGS = (
    "[EXTERNAL]",
    "[External]",
    "[EXT]",
    "[ext]",
    "EXT:",
    "EXTERNAL:",
    "[EXTERN]",
    "*EXTERN*",
    "**EXTERN**",
    "[Extern]",
    "[Externe]",
    "[EKSTERN]",
    "[EXTERNO]",
    "[ESTERNO]",
    "(External)",
    "<EXTERN>",
    "[!EXTERNAL!]",
    "[**EXTERN**]",
    "[EXTERNAL EMAIL]",
    "[External Sender]",
    "[Externer Absender]",
    "[Externe afzender]",
    "[Ekstern afsender]",
    "[Remetente externo]",
    "[Expéditeur externe]",
    "[CAUTION: EXTERNAL]",
    "[SPAM?]",
    "[SPAM]",
    "***SPAM***",
    "{Spam?}",
    "[SUSPECTED SPAM]",
)


@pytest.mark.parametrize("mark", ["Re:", "AW:", "Antw:", "SV:", "RES:", "RE :"])
def test_each_gateways_tag_stands_once_in_what_we_write(mark: str) -> None:
    def check(tag: str) -> None:
        subject = "VPN broken"
        for _ in range(4):  # rounds, in each of which a gateway adds its own
            arrived = f"{tag} {mark} {subject}"
            assert is_answer(arrived)
            assert without_gateway_tags(arrived) == f"{mark} {subject}"
            subject = thread_subject("IT-1", arrived)
            assert subject == f"Re: [IT-1] {tag} VPN broken"

    in_each(TAGS, check)


def test_tags_of_two_gateways_and_of_a_list_stand_once_each() -> None:
    piled = "AW: [EXTERNAL] Re: SV: [EXTERN] [it-help] WG: VS: [it-help] Re: [EXTERNAL] VPN"
    assert thread_subject("IT-1", piled) == "Re: [IT-1] WG: [EXTERNAL] [EXTERN] [it-help] VPN"


@pytest.mark.parametrize("ours", ["[IT-1]", "[it-1]", "[ IT-1 ]", "[IT-1] Re: [IT-1]"])
def test_our_own_tag_stands_once_however_it_came_back(ours: str) -> None:
    assert thread_subject("IT-1", f"Re: {ours} VPN {ours}") in (
        "Re: [IT-1] VPN",
        "Re: [IT-1] VPN Re:",
    )


@pytest.mark.parametrize(
    "subject",
    ["Externe Festplatte kaputt", "External disk", "Spam in my mailbox", "Extra: x", "[Draft] a"],
)
def test_words_about_what_is_outside_are_no_tag(subject: str) -> None:
    assert without_gateway_tags(subject) == subject
    assert thread_subject("IT-1", subject) == f"Re: [IT-1] {subject}"


@pytest.mark.parametrize("tag", TAGS)
def test_a_notice_behind_a_tag_is_a_notice(tag: str) -> None:
    assert away_prefix(gather_evidence(read(f"{tag} Automatic reply: VPN"), NO_SITE).subject)
