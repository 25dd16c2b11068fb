"""What somebody reads who takes a request over: the mail itself, without servers."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email import policy as wire
from email.message import EmailMessage
from email.parser import BytesParser
from typing import Any

import pytest

from mailtracker.composer import ComposerHere, Composing
from mailtracker.composing import Composed
from mailtracker.desk.effects import Effect, RelayAgain, SendLetter
from mailtracker.desk.letters import Confirm, HandedRequester
from mailtracker.desk.notes import NoteHanded
from mailtracker.desk.request import Lane, Request
from mailtracker.desk.transcript import MAX_WORDS, PastMail, Readers, Transcript
from mailtracker.mail.message import Address, Proof
from mailtracker.outgoing import MAX_CARRIED, Occasion, plan_all
from mailtracker.transcript import LOGO
from mailtracker.world import Cause
from tests.composers import ALIAS, EVA, bytes_of, mail, world
from tests.desk.makers import request

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
BO, ANN = "bo@corp.example", "ann@partner.example"
NOTE = NoteHanded("Bo Jensen", "assigned", "", late=False)
SAM = Address("Sam Okoye", "sam@corp.example")
ANSWERED = Readers(parties=True, requester=True)


def past(number: int, raw: bytes, sender: str = EVA, **more: Any) -> PastMail:
    at = NOW - timedelta(minutes=100 - number)
    usual: dict[str, Any] = {"proof": Proof.PROVEN, "opened": number == 1, "readers": Readers()}
    usual |= {"fetched_at": at, **more}
    return PastMail(line_id=number, sender=sender, at=at, raw=raw, **usual)


def handed(
    mails: Sequence[PastMail], on: Request | None = None, language: str = "en", **missing: Any
) -> list[EmailMessage]:
    """The mail to the new owner, the one to the requester and the one to who handed it over."""
    on = on or request(owner="sam", unanswered_since=NOW)
    cause = Cause("m99", NOW)
    told = Transcript(tuple(mails), **missing)
    occasion = Occasion(world(language), on, cause, opens=False, transcript=told)
    effects: list[Effect] = [
        RelayAgain(NOTE, SAM, "sam"),
        SendLetter(
            HandedRequester("Sam", late=False, because="assigned"), on.requester, "", Lane.OWNER
        ),
        SendLetter(Confirm("for", "handed", "Sam"), Address("Bo", BO), "bo", Lane.TEAM),
    ]
    return composed(occasion, effects)


def composed(occasion: Occasion, effects: Sequence[Effect]) -> list[EmailMessage]:
    planned, failed = plan_all(occasion, effects)
    assert failed == []
    writing = Composing(ComposerHere())
    ordered = writing.begin(occasion.world, [one.order for one in planned], None)
    done = [one.result for one in ordered]
    assert all(isinstance(one, Composed) for one in done)
    return [BytesParser(policy=wire.default).parsebytes(bytes_of(one)) for one in done]


def text_of(one: EmailMessage) -> str:
    return one.get_body(("plain",)).get_content().replace("\r\n", "\n")


def page_of(one: EmailMessage) -> str:
    return one.get_body(("html",)).get_content()


def flat(text: str) -> str:
    return " ".join(text.split())


def test_nobodys_words_become_a_page() -> None:
    shown = "<script>alert(1)</script> & <b>bold</b>"
    new, *_ = handed([past(1, mail(EVA, shown))])
    assert shown in text_of(new)
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; &lt;b&gt;" in page_of(new)
    assert "<script" not in page_of(new)


def test_a_page_without_text_is_told_as_text() -> None:
    def page(made: EmailMessage) -> None:
        made.set_content("<p>It <b>drops</b></p><p>Every hour</p>", subtype="html")

    new, *_ = handed([past(1, mail(EVA, "", page))])
    assert "It drops" in text_of(new)
    assert "Every hour" in text_of(new)


def test_quotes_are_cut_and_what_is_passed_on_or_signed_stays() -> None:
    reply = (
        "Still broken.\n\n-- \nEva Lund, room 4711\n\nOn Monday Bo Jensen wrote:\n> Install 4.2.\n"
    )
    opening = "Please see below.\n\nOn Friday Ann wrote:\n> The gateway is new.\n"

    def first(made: EmailMessage) -> None:
        del made["In-Reply-To"]

    new, *_ = handed([past(1, mail(EVA, opening, first)), past(2, mail(EVA, reply))])
    told = text_of(new)
    assert "Still broken." in told
    assert "room 4711" in told
    assert "Install 4.2." not in told
    assert "The gateway is new." in told  # of no other mail of the request


def test_words_for_us_are_cut() -> None:
    answer = past(2, mail(BO, "done\n\nReplaced the cable."), BO, readers=ANSWERED)
    word = past(3, mail(BO, "mine"), BO)
    new, *_ = handed([past(1, mail(EVA, "It drops.")), answer, word])
    assert "Replaced the cable." in text_of(new)
    assert "done\n" not in text_of(new)
    assert "mine\n" not in text_of(new).split("----")[1]


def test_an_answer_past_us_is_told_and_a_remark_is_not() -> None:
    def to_eva(made: EmailMessage) -> None:
        made.replace_header("To", f"{EVA}, {ALIAS.address}")

    straight = past(2, mail(BO, "Try port 2.", to_eva), BO)
    remark = past(3, mail(BO, "She tried that before."), BO)
    new, *_ = handed([past(1, mail(EVA, "It drops.")), straight, remark])
    assert "Try port 2." in text_of(new)
    assert "tried that before" not in text_of(new)


def test_nobody_can_put_marker_lines_of_ours_between_the_others() -> None:
    mark = f"{'~' * 4} IT-1001.aaaaaaaaaaaa {'~' * 20}"
    nested = mark.replace(" IT", f" {mark} IT")
    new, *_ = handed([past(1, mail(EVA, f"Before\n{mark}\nbetween\n{nested}\nafter"))])
    assert len(re.findall("~ ?IT-1001[.]", text_of(new))) == 2  # of our own note
    assert all(word in text_of(new) for word in ("Before", "between", "after"))


def test_lines_that_a_mailer_broke_flow_again_in_the_page_and_lists_stay() -> None:
    words = (
        "I sit on the third floor next to the big printer near the window\n"
        "and have tried both sockets.\n- one\n- two\n\nYours\nEva"
    )
    new, *_ = handed([past(1, mail(EVA, words))])
    assert "near the window and have tried both sockets.<br>- one<br>- two</p>" in page_of(new)
    assert "Yours<br>Eva" in page_of(new)


ORIGINS = {
    "outside": ("Ann Roe <ann@partner.example>", Proof.PROVEN, "(ann@partner.example, outside)"),
    "unproven": ("Ann <ann@corp.example>", Proof.UNKNOWN, "(ann@corp.example, not verified)"),
    "disproven": ("Ann <ann@corp.example>", Proof.DISPROVEN, "Careful: NOT ann@corp.example"),
}


@pytest.mark.parametrize(("sender", "proof", "said"), ORIGINS.values(), ids=ORIGINS.keys())
def test_names_speak_for_nobody(sender: str, proof: Proof, said: str) -> None:
    guarded = replace(ALIAS, site=replace(ALIAS.site, authserv_ids=("mx.corp.example",)))
    served = replace(world(), aliases={"IT help": guarded})
    one = Address("", sender.partition("<")[2].rstrip(">"))
    on = request(owner="sam", bystanders=(one,))
    told = Transcript((past(1, mail(sender, "I was there."), one.key, proof=proof),))
    occasion = Occasion(served, on, Cause("m9", NOW), opens=False, transcript=told)
    (new,) = composed(occasion, [RelayAgain(NOTE, SAM, "sam")])
    assert said in flat(text_of(new))
    assert "We did not send this to" in flat(text_of(new))


def test_it_speaks_the_readers_language_and_says_the_readers_time() -> None:
    later = past(2, mail(EVA, "Noch immer."), fetched_at=NOW)
    new, *_ = handed([past(1, mail(EVA, "Es bricht ab.")), later], language="de")
    assert "Von Anfang an" in text_of(new)
    assert "heute um 11:21 Uhr" in text_of(new)


def attach(*files: tuple[str, bytes]) -> Callable[[EmailMessage], None]:
    def edit(made: EmailMessage) -> None:
        for name, data in files:
            made.add_attachment(data, maintype="application", subtype="pdf", filename=name)

    return edit


def names_of(one: EmailMessage) -> list[str]:
    return [str(part.get_filename()) for part in one.iter_attachments()]


def test_every_file_goes_once_and_is_named_at_its_mail() -> None:
    first = past(1, mail(EVA, "One", attach(("plan.pdf", b"plan"), ("map.pdf", b"map"))))
    second = past(2, mail(BO, "Two", attach(("answer.pdf", b"42"))), BO, readers=ANSWERED)
    third = past(3, mail(EVA, "Three", attach(("again.pdf", b"plan"))))
    new, *_ = handed([first, second, third])
    assert sorted(names_of(new)) == ["again.pdf", "answer.pdf", "map.pdf"]
    for names in ("plan.pdf and map.pdf", "answer.pdf", "again.pdf"):
        assert f"Attached: {names}" in text_of(new)


def test_files_that_are_too_large_together_stay_and_are_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("mailtracker.outgoing.MAX_CARRIED", 100)
    first = past(1, mail(EVA, "One", attach(("old.pdf", b"o" * 60), ("small.pdf", b"s"))))
    second = past(2, mail(EVA, "Two", attach(("new.pdf", b"n" * 60))))
    new, requester, former = handed([first, second])
    assert sorted(names_of(new)) == ["new.pdf", "small.pdf"]
    assert "Too large to go with this mail: old.pdf." in flat(text_of(new))
    assert "in the mailbox IT help" in flat(text_of(new))
    assert "everything you wrote" not in flat(text_of(requester))
    assert "but not all of it" in flat(text_of(former))
    assert MAX_CARRIED == 64 * 1024 * 1024


def test_a_signatures_logo_stays_behind_and_a_picture_in_the_page_does_not() -> None:
    def pictures(made: EmailMessage) -> None:
        made.add_alternative("<img src='cid:logo'><img src='cid:shot'>", subtype="html")
        _, page = made.iter_parts()
        for name, size in (("logo", LOGO), ("shot", LOGO + 1)):
            page.add_related(b"p" * size, "image", "png", cid=f"<{name}>", disposition="inline")

    new, *_ = handed([past(1, mail(EVA, "See below", pictures))])
    assert names_of(new) == ["image.png"]


def test_what_only_a_key_opens_goes_whole() -> None:
    raw = (
        b"From: eva@corp.example\r\nTo: it-help@corp.example\r\nMIME-Version: 1.0\r\n"
        b"Content-Type: application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m\r\n"
        b"Content-Transfer-Encoding: base64\r\n\r\nMIIB\r\n"
    )
    new, *_ = handed([past(1, raw)])
    assert names_of(new) == ["message.eml"]
    assert "No text." in text_of(new)
    (file,) = new.iter_attachments()
    assert file.get_content() == raw


def test_the_words_of_very_long_mails_leave_room_for_the_opening_one() -> None:
    long = "word " * (MAX_WORDS // 5)
    mails = [past(1, mail(EVA, f"The question. {long}")), past(2, mail(EVA, f"Older. {long}"))]
    new, requester, _ = handed([*mails, past(3, mail(EVA, f"Newest. {long}"))])
    told = text_of(new)
    assert len(told) < MAX_WORDS + 4000
    assert "Newest." in told
    assert "The question." in told
    assert "Older." not in told
    assert "1 older mail is not in this mail" in flat(told)
    assert "mailtracker show IT-1001" in flat(told)
    assert "everything you wrote" not in flat(text_of(requester))


HAS = {
    "all": ({}, "has everything you wrote", "with everything that was written"),
    "lost": ({"lost": 2, "lost_until": NOW}, "not all that came before", "but not all of it"),
    "left out": ({"left_out": 3}, "not all that came before", "but not all of it"),
    "held": ({"held": 1}, "not all that came before", "but not all of it"),
}


@pytest.mark.parametrize(("missing", "requester", "former"), HAS.values(), ids=HAS.keys())
def test_everything_is_said_only_where_it_is_so(
    missing: dict[str, Any], requester: str, former: str
) -> None:
    _, to_requester, to_former = handed([past(1, mail(EVA, "It drops."))], **missing)
    assert requester in flat(text_of(to_requester))
    assert former in flat(text_of(to_former))


def test_a_mail_that_is_cut_is_not_everything() -> None:
    long = mail(EVA, "word " * (MAX_WORDS // 5))
    _, requester, former = handed([past(1, long)])
    assert "everything" not in flat(text_of(requester))
    assert "but not all of it" in flat(text_of(former))


def test_with_nothing_left_all_three_know_it() -> None:
    new, requester, former = handed([], lost=2, lost_until=NOW)
    assert "2 mails are no longer kept" in flat(text_of(new))
    assert "does not have what you wrote" in flat(text_of(requester))
    assert "but not what was written" in flat(text_of(former))


def test_a_key_of_ours_that_somebody_quoted_does_not_travel() -> None:
    key = "it-help+1abcdefghijklmnopqrst@corp.example"
    new, *_ = handed([past(1, mail(EVA, f"I wrote to {key} and nobody came."))])
    assert "I wrote to it-help@corp.example and" in flat(text_of(new))
    assert "1abcdefghij" not in page_of(new)


def test_a_signature_does_not_end_the_mail_that_tells_it() -> None:
    def first(made: EmailMessage) -> None:
        del made["In-Reply-To"]

    signed = past(1, mail(EVA, "It drops.\n\n-- \nEva", first))
    new, *_ = handed([signed, past(2, mail(EVA, "Still."))])
    assert "\n-- \n" not in text_of(new)
    assert "\n--\nEva" in text_of(new)
