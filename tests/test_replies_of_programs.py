"""Mail programs answer each other through us: what each side reads is what the other wrote, and
nothing of what we put between.

Each program answers each form of mail, and another one answers it. Each exchange goes the real way,
from bytes to bytes, and once more without us (`Told.alone`): what arrives has to be that, whatever
the programs made of our notes when they quoted them.
"""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from difflib import SequenceMatcher
from email import message_from_bytes
from email import policy as wire
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid, parseaddr
from typing import cast
from urllib.parse import unquote

import pytest

from mailtracker.rules.load import load_texts
from mailtracker.store.database import Store
from tests.cases import in_each
from tests.lives import Life, Sent, letters
from tests.programs.pages import BROWSER, text_of
from tests.programs.replies import PROGRAMS, SHOT, Program, Read, Typed, answer

RULES = """
people:
  ada: {name: Ada Roth, email: ada@corp.example}
  bo: {name: Bo Jensen, email: bo@corp.example}
  sam: {name: Sam Okoye, email: sam@corp.example}
  jonas: {name: Jonas Weber, email: jonas@corp.example, language: de}
promises:
  normal: {first_reply: 4 hours, then_every: 8 hours, hours: always}
ladders:
  default: [{at: 100%, remind: owner}]
rules:
  - {name: pay, why: Jonas weiß es, when: {subject: [lohn]}, to: jonas, promise: normal}
fallback: {to: bo, promise: normal, report_to: ada}
ending: at once
"""
PAGE = (
    "<html><head><style>p {{color: navy}}</style></head><body><p>Hello,</p>"
    "<p>it drops <b>every</b> night. Every hour.</p><p><img src='cid:{cid}'></p>"
    "<p>Eva</p></body></html>"
)
TEXT = "Hello,\n\nit drops every night. Every hour.\n\nEva\n"
FIX = "Your key had expired, so I have renewed it.\nPlease restart the notebook.\n\nBest regards"
MORE = "It still drops, by now each minute.\nWhat else may I try?"
ASIDE = "Sam, can you take this one? She is a bit difficult."
LAST = "The cable it is, Lee brings another."
OURS = re.compile(r"~{8} ([A-Z]+-\d+\.[a-z2-7]{12}) ~{4}")
BELOW = re.compile(r"~{4} ([A-Z]+-\d+\.[a-z2-7]{12}) ~{8}")
SHOWS = re.compile(r"src=[\"']?cid:([^\"'>\s]+)")
KEYS = re.compile(r"[+][01b]?[a-z2-7]{20}|\bk\.[0-9a-f]{32}@|mailto:it\+|~[A-Z]+-\d")


@dataclass
class Told:
    """A mail that was written: its bytes, and what it would be without us."""

    raw: bytes
    alone: Read


def parsed(raw: bytes) -> EmailMessage:
    return message_from_bytes(raw, policy=wire.default)


def read_of(mail: EmailMessage, sender: str = "") -> Read:
    shown: dict[str, str] = {}
    pictures = {}
    for part in mail.walk():
        kind = part.get_content_type()
        if kind in ("text/plain", "text/html"):
            shown.setdefault(kind, part.get_content().replace("\r\n", "\n"))
        elif part["Content-ID"]:
            pictures[str(part["Content-ID"]).strip("<> ")] = part.get_content()
    page = shown.get("text/html", "")
    text = shown.get("text/plain", "")
    only_page = not text.strip()
    if only_page:
        text = text_of(page, BROWSER)
    return Read(sender or str(mail["From"]), text, page, pictures, only_page)


def files_of(mail: EmailMessage) -> list[tuple[str, str | None, str, bytes]]:
    return [
        (part.get_content_type(), part.get_filename(), str(part["Content-ID"]), part.get_content())
        for part in mail.walk()
        if part.get_content_maintype() not in ("text", "multipart")
    ]


def words(text: str) -> list[str]:
    """Without the lines of a quote that say nothing."""
    return [word for word in text.replace("\ufeff", " ").split() if word.strip(">|")]


def same(got: list[str], wanted: list[str]) -> None:
    pairs = SequenceMatcher(None, got, wanted, autojunk=False).get_opcodes()
    differ = [
        (" ".join(got[a:b]), " ".join(wanted[c:d])) for k, a, b, c, d in pairs if k != "equal"
    ]
    assert not differ, f"got and wanted: {differ}"


def without_note(text: str, letter: str) -> str:
    """Our own note, which this reader is meant to read."""
    if letter == "note_requester":
        (begin,) = BELOW.finditer(text)
        end = OURS.search(text, begin.end())
        assert end, text
        return text[: begin.start()] + text[end.end() :]
    end = OURS.search(text)
    assert end, text
    return text[end.end() :]


def asked(life: Life, form: str, who: str, subject: str) -> Told:
    mail = EmailMessage()
    if form != "page":
        mail.set_content(TEXT)
    if form != "text":
        page = PAGE.format(cid="p1@client.example")
        if form == "page":
            mail.set_content(page, subtype="html")
            part = mail
        else:
            mail.add_alternative(page, subtype="html")
            part = cast(EmailMessage, mail.get_payload()[1])  # type: ignore[index]
        part.add_related(SHOT, "image", "png", cid="<p1@client.example>", filename="p1.png")
    return sent_by(life, mail, f"Eva Lund <{who}>", subject, life.it.address, None)


def sent_by(
    life: Life, mail: EmailMessage, who: str, subject: str, to: str, answers: EmailMessage | None
) -> Told:
    alone = read_of(mail, who)
    mail["From"], mail["To"], mail["Subject"] = who, to, subject
    mail["Date"] = format_datetime(life.now)
    mail["Message-ID"] = make_msgid(domain="client.example")
    if answers:
        mail["In-Reply-To"] = str(answers["Message-ID"])
        mail["References"] = f"{answers['References']} {answers['Message-ID']}"
    return Told(mail.as_bytes(policy=wire.SMTP), alone)


@dataclass
class Talk:
    """One request between two people, as far as it came."""

    life: Life
    #: The owner's, and the requester's.
    program: Program
    other: Program
    requester: str
    owner: str
    subject: str = ""
    #: The ids of mails that each of them wrote or got, by address.
    known: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def arrives(self, told: Told, recipient: str, letter: str) -> Sent:
        """It is carried on, and the other reads just that, in the thread that they have."""
        raw = parsed(told.raw)
        carried = self.carried(told)
        sent = next(one for one in carried if (one.recipient, one.letter) == (recipient, letter))
        got, alone = parsed(sent.raw), told.alone
        assert files_of(got) == files_of(raw)
        mine = read_of(got)
        if any(part.get_content_type() == "text/plain" for part in raw.walk()):
            same(words(without_note(mine.text, letter)), words(alone.text))
        if alone.page:
            shown = text_of(mine.page, BROWSER)
            same(words(without_note(shown, letter)), words(text_of(alone.page, BROWSER)))
            shows = set(SHOWS.findall(mine.page))
            assert shows == set(SHOWS.findall(alone.page)) <= mine.pictures.keys()
        if letter == "note_requester":
            nothing_of_ours(got)
        rest = unquote(unquote("".join(str(part.get_payload(decode=True)) for part in got.walk())))
        others = {one.token for one in self.life.sent if one.recipient != recipient and one.token}
        assert not [token for token in others if token in rest]
        self.threads(got, recipient)
        told.alone = replace(alone, sender=str(got["From"]), pictures=mine.pictures)
        return sent

    def carried(self, told: Told) -> list[Sent]:
        self.life.now += timedelta(minutes=2)
        self.life._uid += 1
        _, sent = self.life._file(told.raw, self.life.it)
        for one in sent:
            self.known[one.recipient].add(f"<{one.message_id.strip('<>')}>")
        return sent

    def threads(self, got: EmailMessage, reader: str) -> None:
        """Every id that it answers was the reader's already; but for the first mail of all."""
        own = {str(got["Message-ID"]), f"<r.{str(got['Message-ID'])[1:]}"}
        before = self.known[reader] - own
        subject = str(got["Subject"])
        if before:
            assert str(got["In-Reply-To"]) in before
            assert set(str(got["References"]).split()[1:]) <= before | own
            assert subject == f"Re: {self.subject}"
        else:
            self.subject = subject
        assert re.fullmatch(r"\[IT-\d+\] (VPN|Lohn)", self.subject)

    def answers(self, sent: Sent, alone: Read, who: str, typed: Typed) -> Told:
        got = parsed(sent.raw)
        cited = str(got["Message-ID"]).strip("<>")
        program = self.program if who == self.owner else self.other
        mail = answer(program, read_of(got), typed, cited)
        told = sent_by(self.life, mail, who, f"Re: {got['Subject']}", str(got["Reply-To"]), got)
        self.known[parseaddr(who)[1]].add(str(mail["Message-ID"]))
        unheard = answer(program, alone, replace(typed, first=""), cited)
        return Told(told.raw, read_of(unheard, who))

    def begins(self, form: str, subject: str) -> tuple[Sent, Read]:
        told = asked(self.life, form, self.requester, subject)
        self.known[self.requester].add(str(parsed(told.raw)["Message-ID"]))
        sent = self.arrives(told, self.owner, "note_owner")
        assert (form == "text") == ("mailto:it" not in read_of(parsed(sent.raw)).page)  # buttons
        return sent, told.alone

    def to(self, who: str) -> Sent:
        """What they got last."""
        return next(one for one in reversed(self.life.sent) if one.recipient == who)

    def status(self, sent: Sent) -> str:
        return self.life.request(sent.request_id or 0).status


def nothing_of_ours(mail: EmailMessage) -> None:
    """But for the note that the requester is meant to read: one in each part, with its buttons."""
    texts = [part.get_content() for part in mail.walk() if part.get_content_maintype() == "text"]
    assert any(OURS.search(text) for text in texts)
    for text in texts:
        names = set(OURS.findall(text))
        assert len(names) <= 1
        note = "".join(f"~{{1,8}} ?{re.escape(name)}.*{re.escape(name)}" for name in names)
        rest = re.sub(note, "", text, flags=re.DOTALL).replace("~" * 8, "") if note else text
        assert not (found := KEYS.search(unquote(unquote(rest)))), found


def shown_in(sent: Sent) -> str:
    read = read_of(parsed(sent.raw))
    return read.text + text_of(read.page, BROWSER)


def talk_of(life: Life, program: Program, owner: str = "bo@corp.example") -> Talk:
    life.now += timedelta(hours=1)
    other = PROGRAMS[(PROGRAMS.index(program) * 5 + 3) % len(PROGRAMS)]
    return Talk(life, program, other, f"eva{life._uid}@corp.example", owner)


FIRST = ["done", "Done", "\u200bdone", "done\xa0", "\ufeffDone", "DONE "]
GERMAN = ["erledigt", "Erledigt", "\u200berledigt", "erledigt\xa0", "done"]


def in_both_forms(program: Program, number: int) -> Iterator[tuple[Program, str, str, Typed]]:
    """With which program, the form of the first mail, its subject, what the owner answers."""
    signed = program.signs or "Bo Jensen\nIT, room 214"
    yield program, "both", "VPN", Typed(FIX, "", True, True, signed, True)
    if _marks_quotes(program):
        yield program, "both", "VPN", Typed(FIX, place="inline")


def as_page(program: Program, number: int) -> Iterator[tuple[Program, str, str, Typed]]:
    place = "bottom" if _marks_quotes(program) and number % 2 else "top"
    yield program, "page", "Lohn", Typed(FIX, GERMAN[number % len(GERMAN)], place=place)


def as_text(program: Program, number: int) -> Iterator[tuple[Program, str, str, Typed]]:
    place = "top" if number % 2 or not _marks_quotes(program) else "bottom"
    yield program, "text", "VPN", Typed(FIX, FIRST[number % len(FIRST)], place=place)


def _marks_quotes(program: Program) -> bool:
    return program.quotes is None and program.mark == "> "


@pytest.fixture(scope="module")
def life(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Life]:
    store = Store.open(f"sqlite:///{tmp_path_factory.mktemp('talks') / 'mail.db'}")
    with store.write() as conn:
        yield Life(conn, load_texts({"rules/all.yaml": RULES}), letters())
    store.close()


@pytest.mark.parametrize(
    "talks",
    [in_both_forms, as_page, pytest.param(as_text, marks=pytest.mark.proof(part="variants"))],
)
def test_each_side_reads_what_the_other_wrote_and_nothing_of_ours(life: Life, talks) -> None:
    def check(case: tuple[Program, str, str, Typed]) -> None:
        program, form, subject, typed = case
        owner = "jonas@corp.example" if subject == "Lohn" else "bo@corp.example"
        talk = talk_of(life, program, owner)
        eva = f"Eva Lund <{talk.requester}>"
        sent, alone = talk.begins(form, subject)
        told = talk.answers(sent, alone, owner, typed)
        sent = talk.arrives(told, talk.requester, "note_requester")
        assert talk.status(sent) == ("closed" if typed.first else "answered")
        told = talk.answers(sent, told.alone, eva, Typed(MORE, shot=True))
        sent = talk.arrives(told, owner, "note_reopened" if typed.first else "note_more")
        told = talk.answers(sent, told.alone, owner, Typed(LAST, "done"))
        assert talk.status(talk.arrives(told, talk.requester, "note_requester")) == "closed"

    cases = (talks(program, number) for number, program in enumerate(PROGRAMS))
    in_each(itertools.chain.from_iterable(cases), check)


def test_a_receipt_that_is_answered_is_quoted_as_it_was(life: Life) -> None:
    def check(program: Program) -> None:
        talk = talk_of(life, program)
        talk.begins("both", "VPN")
        receipt = next(one for one in reversed(life.sent) if one.letter == "receipt")
        read = read_of(parsed(receipt.raw))
        eva = f"Eva Lund <{talk.requester}>"
        told = talk.answers(receipt, read, eva, Typed(MORE, shot=True))
        sent = talk.arrives(told, talk.owner, "note_more")
        told = talk.answers(sent, told.alone, talk.owner, Typed(FIX, "done"))
        assert talk.status(talk.arrives(told, talk.requester, "note_requester")) == "closed"

    in_each(PROGRAMS, check)


def test_a_letter_of_ours_that_an_owner_answers_is_not_quoted(life: Life) -> None:
    def check(case: tuple[Program, str]) -> None:
        program, letter = case
        talk = talk_of(life, program)
        _, alone = talk.begins("both", "VPN")
        if letter == "reminder":
            life.pass_time(4.2)
        else:
            talk.answers(life.sent[-1], alone, talk.owner, Typed(ASIDE))
            life.reply(talk.to(talk.owner), ASIDE)
        theirs = talk.to(talk.owner)
        assert theirs.letter == letter
        read = read_of(parsed(theirs.raw))
        told = talk.answers(theirs, replace(read, text="", page=""), talk.owner, Typed(FIX))
        talk.arrives(told, talk.requester, "note_requester")

    in_each(zip(PROGRAMS, itertools.cycle(["ask_back", "reminder"]), strict=False), check)


def test_what_is_not_for_the_requester_reaches_nobody_else_from_any_program(life: Life) -> None:
    def check(case: tuple[Program, str, str]) -> None:
        program, first, form = case
        talk = talk_of(life, program)
        sent, alone = talk.begins(form, "VPN")
        typed = Typed(FIX, first, True, signature=program.signs or "Bo Jensen", logo=True)
        told = talk.answers(sent, alone, talk.owner, typed)
        carried = talk.carried(told)
        assert talk.status(sent) == "open"
        read = {one.recipient for one in carried if "expired, so I" in shown_in(one)}
        assert read == (set() if first.startswith("note") else {"sam@corp.example"})

    firsts = itertools.cycle(["for sam", "For Sam", "for\xa0sam", "note: she is away"])
    forms = itertools.cycle(["both", "page", "text"])
    in_each(zip([*PROGRAMS, *PROGRAMS], firsts, forms, strict=False), check)


def test_a_word_alone_is_heard_above_a_signature_with_its_logo(life: Life) -> None:
    def check(case: tuple[Program, str]) -> None:
        program, first = case
        talk = talk_of(life, program)
        sent, alone = talk.begins("both", "VPN")
        typed = Typed("", first, signature=program.signs or "Bo Jensen\nIT", logo=True)
        carried = talk.carried(talk.answers(sent, alone, talk.owner, typed))
        assert talk.status(sent) == "closed"
        assert [one.letter for one in carried if one.recipient == talk.requester] == ["closed"]

    in_each(zip(PROGRAMS, itertools.cycle(FIRST), strict=False), check)
