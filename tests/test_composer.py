"""Mails that a child composes are those that would be composed here, and its troubles are theirs
alone.
"""

from __future__ import annotations

import os
import pickle
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from mailtracker.child import Child, ChildKind
from mailtracker.child_line import Spoken, asked, meant
from mailtracker.composer import ChildComposer, ComposerHere, _Bundle
from mailtracker.composing import (
    Composed,
    ComposerAnswer,
    LetterOrder,
    MailOrder,
    MarksAsked,
    Original,
    RelayOrder,
    Result,
    Work,
    checked,
    for_others,
)
from mailtracker.desk.letters import Confirm, Reminder
from mailtracker.desk.notes import NoteRequester
from mailtracker.errors import MailtrackerError
from mailtracker.letters.given import AboutRequest
from mailtracker.mail.message import Address
from mailtracker.mail.outgoing.envelope import Attachment, Envelope, RelayNote
from mailtracker.mail.outgoing.marking import mark_html, mark_text
from mailtracker.mail.outgoing.recipe import Recipe
from mailtracker.mail.parse import parse
from mailtracker.policy.model import Person
from mailtracker.spool import whole as whole_of
from tests.composers import ALIAS, EVA, bytes_of, in_a_child, mail, world
from tests.desk.makers import request

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
OWNER = Person("sam", "Sam Okoye", ("sam@corp.example",))
EVA_ADDRESS = Address("Eva Lang", EVA)


@pytest.fixture(scope="module")
def composer() -> Iterator[ChildComposer]:
    made = in_a_child(world())
    yield made
    made.close()


def work(*orders: MailOrder, raw: bytes = b"") -> Work:
    original = Original(raw, parse(raw)) if raw else None
    return Work(world().ours, orders, original)


def common(**more: Any) -> AboutRequest:
    on = request(owner="sam", requester=EVA_ADDRESS)
    usual: dict[str, Any] = {"subject": f"Re: [{on.reference}] VPN drops"}
    zone = ZoneInfo("Europe/Berlin")
    return AboutRequest(
        ALIAS.as_address, "Eva", NOW, zone, "en", request=on, owner=OWNER, **{**usual, **more}
    )


def envelope(number: int = 1, **more: Any) -> Envelope:
    usual: dict[str, Any] = {
        "message_id": f"<k.{number:032x}@corp.example>",
        "sender": Address("Søren via IT help", ALIAS.address),
        "to": EVA_ADDRESS,
        "reply_to": Address("IT help", "it-help+1abcdefghijklmnopqrst@corp.example"),
        "subject": "",
        "date": NOW,
        "reference": "IT-1001",
        "language": "en",
    }
    return Envelope(**{**usual, **more})


def letter(number: int = 1, **more: Any) -> LetterOrder:
    return LetterOrder(Reminder(late=True), common(), envelope(number), **more)


def relay(number: int = 1, **more: Any) -> RelayOrder:
    usual: dict[str, Any] = {
        "envelope": envelope(number, subject="Re: [IT-1001] VPN drops"),
        "notes": [NoteRequester()],
        "common": common(),
        "reference": "IT-1001",
        "place": "above",
        "cut": "",
        "by_our_people": False,
    }
    return RelayOrder(**{**usual, **more})


def done(by: ChildComposer | ComposerHere, asked: Work) -> Sequence[Result]:
    return by.begin(world(), asked)()


def attach(made: EmailMessage) -> None:
    made.add_attachment(bytes(range(256)) * 99, "application", "octet-stream", filename="log.bin")


RAW = mail(EVA, "It drops again.\n\nEva")
JOBS = {
    "nothing": work(),
    "a letter": work(letter()),
    "with a file": work(letter(files=[Attachment("VPN.pdf", "application/pdf", b"%PDF" * 99)])),
    "a relay": work(relay(), raw=RAW),
    "a relay of a file": work(relay(), raw=mail(EVA, "See there.", attach)),
    "both": work(letter(1), relay(2), letter(3), raw=RAW),
    "without its files": work(relay(writer="Eva Lang"), raw=RAW),
}


@pytest.mark.parametrize("job", JOBS.values(), ids=JOBS.keys())
def test_a_child_composes_what_would_be_composed_here(composer: ChildComposer, job: Work) -> None:
    here = done(ComposerHere(), job)
    assert all(isinstance(one, Composed) for one in here)
    assert done(composer, job) == here


def test_several_decisions_are_composed_at_a_time(composer: ChildComposer) -> None:
    asked = [composer.begin(world(), work(letter(number))) for number in range(20)]
    found = [waiting()[0] for waiting in reversed(asked)]
    ids = [f"{number:032x}".encode() for number in reversed(range(20))]
    assert all(ident in bytes_of(one) for ident, one in zip(ids, found, strict=True))


def test_what_cannot_be_written_is_the_trouble_of_that_mail(composer: ChildComposer) -> None:
    nobody = replace(letter(2), envelope=envelope(2, to=Address("", "eva@")))
    first, second, third = done(composer, work(letter(1), nobody, letter(3)))
    assert isinstance(first, Composed)
    assert isinstance(third, Composed)
    assert "no address that email can be sent to" in str(second)


class Deadly:
    """A child that is told of it dies."""

    def __reduce__(self) -> tuple[Any, ...]:
        return os._exit, (3,)


def test_a_mail_that_kills_the_child_costs_its_neighbours_nothing() -> None:
    made = in_a_child(world())
    before = made.begin(world(), work(letter(1)))
    deadly = letter(3, files=[Deadly()])
    asked = made.begin(world(), work(letter(2), deadly, letter(4)))
    behind = made.begin(world(), work(letter(5)))
    first, second, third = asked()
    made.close()
    assert isinstance(first, Composed)
    assert isinstance(second, MailtrackerError)
    assert "died" in str(second)
    assert isinstance(third, Composed)
    assert isinstance(behind()[0], Composed)
    assert isinstance(before()[0], Composed)


def test_time_and_memory_end_in_words() -> None:
    slow = in_a_child(world())
    object.__setattr__(slow._child, "deadline", 0.0)
    (late,) = done(slow, work(letter()))
    slow.close()
    small = in_a_child(world(), memory=150 << 20)
    (much,) = done(small, work(letter(files=[Attachment("a", "a/b", bytes(60 << 20))])))
    small.close()
    assert isinstance(late, MailtrackerError)
    assert "within 10 seconds" in str(late)
    assert isinstance(much, MailtrackerError)
    assert "memory" in str(much)


def test_few_mails_start_no_child() -> None:
    made = ChildComposer()
    made.expect(3)
    assert isinstance(done(made, work(letter()))[0], Composed)
    assert made._child is None
    made.close()


@pytest.mark.parametrize("is_ready", [False, True])
def test_what_carries_a_large_mail_on_is_composed_in_the_child(is_ready: bool) -> None:
    """Also the very first one: that waits for the child."""
    raw = mail("eva@corp.example", "See the trace.", with_a_large_file)
    made = in_a_child(world()) if is_ready else ChildComposer()
    (there,) = done(made, work(relay(), raw=raw))
    assert made._child is not None
    (here,) = done(ComposerHere(), work(relay(), raw=raw))
    made.close()
    assert there == here


def with_a_large_file(made: EmailMessage) -> None:
    made.add_attachment(b"trace" * 300_000, "application", "octet-stream", filename="trace.bin")


def test_a_large_mail_goes_to_the_child_without_a_copy() -> None:
    raw = mail("eva@corp.example", "See the trace.", with_a_large_file)
    asked_for = [work(relay(), raw=raw)]
    (_, apart), (_, pickled) = asked(asked_for)
    assert isinstance(apart, memoryview)
    assert apart.obj is raw
    assert len(pickled) < 20_000
    assert isinstance(pickled, bytes)
    (again,) = meant(Spoken.PICKLED, pickled, [bytes(apart)])
    assert (again.original, again.orders) == (asked_for[0].original, asked_for[0].orders)
    assert type(again.original.raw) is bytes


def test_new_letters_need_a_new_child() -> None:
    made = in_a_child(world())
    served = world()
    other = replace(served, letters=type(served.letters)(served.letters._folder))
    assert isinstance(made.begin(other, work(letter()))()[0], Composed)
    assert made._letters is other.letters
    made.close()


def quoting(*keys: bytes, references: int = 1, in_html: bool = False) -> bytes:
    """An answer that quotes notes of ours, a note a key."""
    notes = [
        RelayNote(f"IT-{1001 + number % references}", "Eva can read this.", "")
        for number in range(len(keys))
    ]
    pairs = list(zip(notes, keys, strict=True))
    if in_html:
        page = "<p>Done.</p><blockquote>%s</blockquote>"
        shown = page % "".join(mark_html(note, key) for note, key in pairs)
        return mail("sam@corp.example", "", lambda made: made.set_content(shown, subtype="html"))
    told = "".join(f"\n{mark_text(note, key)}\n" for note, key in pairs)
    return mail("sam@corp.example", "Done.\n" + "".join(f"> {x}\n" for x in told.split("\n")))


def test_a_file_that_is_carried_on_stands_in_no_composed_mail() -> None:
    job = JOBS["a relay of a file"]
    (found,) = done(ComposerHere(), job)
    assert isinstance(found, Composed)
    assert isinstance(found.raw, Recipe)
    assert job.original is not None
    whole = bytes_of(found, whole_of(job.original.raw))
    assert found.raw.size == len(whole) > 99 * 256
    assert sum(len(piece) for piece in found.raw.pieces if isinstance(piece, bytes)) < 5000
    again = parse(whole)
    assert [part.filename for part in again.attachments] == ["log.bin"]


def test_an_answer_that_quotes_a_key_of_ours_is_carried_as_a_recipe_too() -> None:
    secret = "it-help+1zyxwvutsrqponmlkjihg@corp.example"
    raw = mail("sam@corp.example", f"{secret} wrote:\n> It drops.", attach)
    (found,) = done(ComposerHere(), work(relay(), raw=raw))
    assert isinstance(found, Composed)
    assert isinstance(found.raw, Recipe)
    whole = bytes_of(found, raw)
    assert secret.encode() in raw
    assert secret.encode() not in whole
    assert parse(whole).attachments[0].filename == "log.bin"


BEFORE, TODAY, SOMEBODY = world().key, world().ours.key, b"s" * 32
QUOTES = {
    "of before": (quoting(BEFORE), True),
    "of today": (quoting(TODAY), True),
    "somebody else's": (quoting(SOMEBODY), False),
    "of before, with other words": (quoting(BEFORE).replace(b"can read", b"may read"), False),
    "a page": (quoting(BEFORE, in_html=True), True),
    "several": (quoting(BEFORE, TODAY, BEFORE, references=3), True),
    "cut in the middle": (quoting(BEFORE).partition(b"\n> Eva")[0] + b"\n> Eva can\n", False),
}
"""Notes that a mail quotes, and whether they go from it though a requester wrote it."""


@pytest.mark.parametrize("large", [False, True], ids=["small", "large"])
@pytest.mark.parametrize("by_our_people", [False, True], ids=["requester", "our people"])
@pytest.mark.parametrize(("raw", "goes"), QUOTES.values(), ids=QUOTES.keys())
def test_notes_of_earlier_versions_are_known_where_no_key_of_theirs_is(
    composer: ChildComposer, raw: bytes, goes: bool, by_our_people: bool, large: bool
) -> None:
    if large:
        made = message_from_bytes(raw, policy=SMTP)
        assert isinstance(made, EmailMessage)
        with_a_large_file(made)
        raw = bytes(made)
    job = work(relay(by_our_people=by_our_people), raw=raw)
    (here,) = done(ComposerHere(), job)
    with pytest.MonkeyPatch.context() as patch:
        patch.delattr("mailtracker.composer.compose_orders")  # nothing is composed in this process
        (there,) = done(composer, job)
    assert there == here
    assert isinstance(here, Composed)
    assert "Eva " in parse(raw).text
    assert ("read this" not in parse(bytes_of(here, raw)).text) or not goes


def test_a_child_that_asks_for_marker_lines_without_end_is_a_bug_and_said_so() -> None:
    asking = ChildKind("asking", begin_to_ask, 1 << 30, 10.0)
    child: Child[Sequence[Work], list[ComposerAnswer]] = Child(asking, None, 10.0)
    bundle = _Bundle(child, world())
    (found,) = bundle.add(work(relay(), raw=quoting(BEFORE)))()
    child.close()
    assert "no end" in str(found)


def begin_to_ask(_: object) -> Callable[[Sequence[Work]], list[ComposerAnswer]]:
    return lambda works: [MarksAsked(frozenset({("IT-1", str(len(one.told)))})) for one in works]


def test_the_child_has_no_key_of_ids() -> None:
    withheld = for_others(work(relay(), raw=quoting(BEFORE)))
    assert BEFORE in pickle.dumps(world().ours)
    assert BEFORE not in pickle.dumps(withheld)


FALSE = {
    "another reader": (b"Eva Lang <eva@corp.example>", b"Eva Lang <mallory@elsewhere.example>"),
    "a second reader": (b"\r\nTo: ", b"\r\nTo: mallory@elsewhere.example, "),
    "one more field": (b"\r\nTo: ", b"\r\nBcc: mallory@elsewhere.example\r\nTo: "),
    "one field twice": (b"\r\nTo: ", b"\r\nTo: mallory@elsewhere.example\r\nTo: "),
    "another sender": (b"<it-help@corp.example>", b"<ceo@corp.example>"),
    "another way back": (b"+1abc", b"+1xyz"),
    "another id": (b"<k.0", b"<k.1"),
    "no head": (b"\r\n\r\n", b"\r\n"),
}


@pytest.mark.parametrize(("old", "new"), FALSE.values(), ids=FALSE.keys())
def test_what_comes_back_goes_out_under_no_other_name(old: bytes, new: bytes) -> None:
    order = letter()
    (true,) = done(ComposerHere(), work(order))
    assert isinstance(true, Composed)
    assert checked(order, true) == true
    whole = bytes_of(true)
    assert old in whole
    raw = whole.replace(old, new) if old == b"\r\n\r\n" else whole.replace(old, new, 1)
    assert isinstance(checked(order, replace(true, raw=raw)), MailtrackerError)


def test_the_header_of_every_order_is_known_again() -> None:
    odd = [
        envelope(to=Address('"a b"', "o'hara@corp.example"), reply_to=None),
        envelope(to=Address("", '"a b"@corp.example')),
        envelope(sender=Address("名" * 60, ALIAS.address), to=Address("", "eva@bücher.example")),
        envelope(sender=Address("x" * 200, ALIAS.address), in_reply_to="<a@b>"),
    ]
    for one in odd:
        order = replace(letter(), envelope=one)
        (found,) = done(ComposerHere(), work(order))
        assert isinstance(found, Composed)
        assert checked(order, found) == found


def test_words_of_any_error_come_back(composer: ChildComposer) -> None:
    wrong = replace(letter(), letter=Confirm("done", "closed", ""), envelope=None)  # type: ignore[arg-type]
    (here,), (there,) = done(ComposerHere(), work(wrong)), done(composer, work(wrong))
    assert isinstance(here, Exception)
    assert isinstance(there, Exception)
    assert str(here) in str(there)
