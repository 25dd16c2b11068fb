"""Who may open a request for whom, what it is then, and what they may read of the mail that opened
it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from mailtracker.desk.alias import Alias
from mailtracker.desk.behalf_letters import AskedThrough, OpenedFor, OtherRequester
from mailtracker.desk.budgets import Spend
from mailtracker.desk.effects import (
    AddParticipant,
    Dispose,
    Disposition,
    LogEvent,
    OpenRequest,
    Relay,
    SendLetter,
    SetRequester,
)
from mailtracker.desk.facts import Facts, Hint, Known
from mailtracker.desk.letters import AskBack, Receipt
from mailtracker.desk.notes import NoteOwner, NoteTeam
from mailtracker.desk.request import Lane, Status
from mailtracker.mail.message import Classified, Kind, Message
from mailtracker.mail.site import Site
from mailtracker.policy.model import Extras, Policy, Writers
from tests.desk.makers import (
    PERSON,
    address,
    decided,
    facts,
    issued,
    message,
    request,
    ruled,
    scene,
)

EVA = "eva@corp.example"
LINE = f"request for {EVA}"
PROVEN = replace(PERSON, verified=True)
BORDER = Site(authserv_ids=("mx.corp.example",))


def mail(who: str = "sam@corp.example", text: str = f"{LINE}\nHer VPN drops.", **more: Any):
    return message(who, text=text, **more)


def opened(
    policy: Policy,
    alias: Alias,
    sent: Message | None = None,
    classified: Classified = PROVEN,
    known: Facts | None = None,
    **spread: Any,
):
    """The effects of Sam's mail; our border vouches for it."""
    at = scene(policy, **spread)
    given = known or Facts()
    guarded = replace(alias, site=BORDER)
    return decided(sent or mail(), classified, given, guarded, at).effects


def asks(effects) -> str:
    """Whose request it opens."""
    return next(one.requester.email for one in effects if isinstance(one, OpenRequest))


def why_own(effects) -> str:
    (receipt,) = [one for one in letters(effects) if isinstance(one, Receipt)]
    assert receipt.opened_by == ""
    return receipt.not_theirs


def letters(effects) -> list[Any]:
    return [one.letter for one in effects if isinstance(one, SendLetter)]


def sent_to(effects, who: str) -> list[Any]:
    """All that somebody gets."""
    found = [one for one in effects if isinstance(one, SendLetter | Relay)]
    return [one for one in found if one.to.email == who]


def test_it_is_as_if_they_had_written_it(policy, alias) -> None:
    effects = opened(policy, alias)
    assert asks(effects) == EVA
    (receipt,) = sent_to(effects, EVA)
    assert (receipt.letter.opened_by, receipt.letter.words) == ("Sam Okoye", ("Her VPN drops.",))
    (note,) = sent_to(effects, "bo@corp.example")
    assert isinstance(note.note, NoteOwner)
    assert (note.note.opened_by, note.lane, note.cut) == ("Sam Okoye", Lane.REQUESTER, LINE)
    assert note.author.shown == "Sam Okoye"
    (told,) = sent_to(effects, "sam@corp.example")
    assert (type(told.letter), told.lane) == (OpenedFor, Lane.TEAM)


def test_rules_see_it_as_theirs(policy, alias) -> None:
    """Of Ana's VPN requests none goes to her, by whoever they are opened."""
    effects = opened(ruled(policy, to="desk"), alias, mail(text="request for bo@corp.example\nVPN"))
    (opening,) = [one for one in effects if isinstance(one, OpenRequest)]
    assert (opening.requester.email, opening.owner) == ("bo@corp.example", "sam")


WHO = {
    # who writes: whose request it is
    "ana@corp.example": EVA,  # leads a team
    "bo@corp.example": EVA,  # the rules name him
    "bo.jensen@corp.example": EVA,  # by another address of his
    "sam@corp.example": EVA,  # shares requests
    "priya@corp.example": EVA,  # an admin who is not in the people file
    "sue@corp.example": "sue@corp.example",  # works here, and has none
    "carla@corp.example": "carla@corp.example",
    "tom@corp.example": "tom@corp.example",
    "kim@else.example": "kim@else.example",
}


def test_who_may(policy, alias) -> None:
    for who, asker in WHO.items():
        effects = opened(policy, alias, mail(who))
        assert asks(effects) == asker, who
        if asker == who:
            assert why_own(effects) == "", who


def test_not_whose_mailbox_is_in_the_wrong_hands(policy, alias) -> None:
    effects = opened(policy, alias, revoked=frozenset({"sam"}))
    assert asks(effects) == "sam@corp.example"


UNLIKE = {
    "a border that says nothing": PERSON,
    "a border that denies it": replace(PERSON, verified=False),
    "somebody inside": replace(PERSON, inside=True),
    "a program": Classified(Kind.AUTO_GENERATED, False, "a program", verified=True),
    "a list": Classified(Kind.LIST, False, "a list", verified=True),
    "words of a program": Classified(Kind.AUTO_REPLY, False, "words", verified=True, sure=False),
}


def test_what_nobody_vouches_for_is_a_mail_like_any_other(policy, alias) -> None:
    for name, classified in UNLIKE.items():
        effects = opened(policy, alias, classified=classified)
        assert asks(effects) == "sam@corp.example", name
        assert sent_to(effects, EVA) == [], name
        assert all(one.not_theirs == "" for one in letters(effects) if isinstance(one, Receipt))
        more = opened(policy, alias, mail(text=f"{LINE}: her VPN"), classified)
        assert all(one.not_theirs == "" for one in letters(more) if isinstance(one, Receipt))


WHOM = {
    # the first line: whose request it is (of Bo's), or why it is his own
    "request for eva@corp.example": EVA,
    "request for Carla": "carla@corp.example",
    "request for carla stein": "carla@corp.example",
    "Anfrage für Carla": "carla@corp.example",
    "request for carla@corp.example": "carla@corp.example",
    "request for Sue <sue@corp.example>": "sue@corp.example",
    "request for sam@corp.example": "sam@corp.example",
    "request for kim@else.example": "outside",
    "request for it-help@corp.example": "nobody",
    "request for noreply@corp.example": "nobody",
    "request for all@corp.example": "nobody",
    "request for it-team@corp.example": "nobody",
    "request for verteiler.berlin@corp.example": "nobody",
    f"{LINE}: her printer": "line",
    "request for Sam": "several",
    "request for Stein": "",
    "request for quotation": "",
    "request for bo.jensen@corp.example": "",
}


def test_for_whom(policy, alias) -> None:
    for line, wanted in WHOM.items():
        effects = opened(policy, alias, mail("bo@corp.example", f"{line}\nVPN"))
        if "@" in wanted:
            assert asks(effects) == wanted, line
        else:
            assert asks(effects) == "bo@corp.example", line
            assert why_own(effects) == wanted, line


BELOW: dict[str, str] = {
    # what stands right below the line: whose request it is, or why it is Bo's own
    "note: she is difficult": "word",
    "Notiz: schwierig": "word",
    "for Carla\n\nShe is a pain, can you take it?": "word",
    "for Stein": "word",
    "not mine": "word",
    "done\n\nI replaced it.": "word",
    "waiting": "word",
    "add Carla": "word",
    "for the printer on her desk": EVA,
    "for sales": EVA,
    "Add VPN access": EVA,
    "status?": EVA,
    "Her VPN drops.\n\nDone is better than perfect.": EVA,
}


@pytest.mark.parametrize("border", [PROVEN, PERSON])
def test_a_word_for_us_below_the_line_is_read_by_nobody_whom_it_is_for(
    policy, alias, border
) -> None:
    for below, wanted in BELOW.items():
        sent = mail("bo@corp.example", f"{LINE}\n{below}\n")
        if border is PROVEN:
            effects = opened(policy, alias, sent)
        else:  # one reply would make it theirs: not where it says more
            effects = decided(sent, border, Facts(), alias, scene(policy)).effects
        if wanted == "word":
            assert (asks(effects), why_own(effects)) == ("bo@corp.example", "word"), below
            assert sent_to(effects, EVA) == []
            (opening,) = [one for one in effects if isinstance(one, OpenRequest)]
            assert opening.given.asked_for == ()
        elif border is PROVEN:
            assert asks(effects) == wanted, below


def test_whoever_wrote_to_us_before_may_be_meant_wherever_they_are(policy, alias) -> None:
    known = Facts(wrote_before="kim@else.example")
    effects = opened(policy, alias, mail(text="request for kim@else.example\nVPN"), known=known)
    assert asks(effects) == "kim@else.example"
    keys = {one.key for one in effects if isinstance(one, Spend) and "receipt" in one.budget}
    assert any("kim@else.example" in key for key in keys)
    assert any("sam@corp.example" in key for key in keys)
    other = opened(policy, alias, mail(text="request for kim2@else.example\nVPN"), known=known)
    assert why_own(other) == "outside"


def test_who_would_have_it_is_not_who_asks_by_name_alone(policy, alias) -> None:
    """ "Request for Bo": for him to answer."""
    effects = opened(policy, alias, mail(text="Request for Bo\nMy VPN drops."))
    assert (asks(effects), why_own(effects)) == ("sam@corp.example", "")


def test_a_name_that_is_a_thing_is_none_where_it_is_written_small(policy, alias) -> None:
    people = {**policy.people}
    people["grant"] = replace(people["carla"], key="g", name="Grant Page", addresses=("g@x.y",))
    named = replace(policy, people=people)
    for line in ("request for grant", "request for Page", "request for leave"):
        assert asks(opened(named, alias, mail(text=f"{line}\nVPN"))) == "sam@corp.example"
    assert asks(opened(named, alias, mail(text="request for Grant\nVPN"))) == "g@x.y"


def test_never_where_the_rules_make_it_confidential(policy, alias) -> None:
    secret = ruled(policy, extras=Extras(confidential=True))
    effects = opened(secret, alias)
    assert (asks(effects), why_own(effects)) == ("sam@corp.example", "ruled")
    assert sent_to(effects, EVA) == []


def test_never_where_it_points_at_a_request(policy, alias) -> None:
    """So that nobody can try out by it which of them are confidential."""
    for secret in (False, True):
        barred = (EVA,) if secret else ()
        about = request(owner="carla", confidential=secret, barred=barred)
        known = facts(Known(1, Hint.REFERENCE), on=about)
        effects = opened(policy, alias, known=known)
        assert (asks(effects), why_own(effects)) == ("sam@corp.example", "thread"), secret
        assert sent_to(effects, EVA) == []


def test_a_machine_gets_no_receipt_by_it(policy, alias) -> None:
    silent = ruled(policy, writers=Writers(machine=True))
    effects = opened(silent, alias)
    assert asks(effects) == EVA
    assert sent_to(effects, EVA) == []


HEADING = "From: {}\nDate: Mon, 23 Nov 2026 08:00\nSubject: VPN\nTo: Sam <sam@corp.example>\n\n"
HERS = HEADING.format(f"Eva Lund <{EVA}>") + "It drops."
TOMS = HEADING.format("Tom Berg <tom@corp.example>") + "She never listens."

HIDDEN: dict[str, tuple[dict[str, Any], bool]] = {
    # what the mail is besides its first line: whether what it passes on is for the owner alone
    "nothing else": ({}, False),
    "her own mail": ({"forwarded": HERS, "subject": "Fwd: VPN drops"}, False),
    "her own mail, in German": (
        {"forwarded": HERS.replace("From:", "Von:"), "subject": "WG: VPN drops"},
        False,
    ),
    "her mail without a mark": ({"forwarded": HERS}, False),
    "somebody else's": ({"forwarded": TOMS, "subject": "Fwd: VPN drops"}, True),
    "somebody else's without a mark": ({"forwarded": TOMS}, True),
    "hers, and below it somebody else's": ({"forwarded": f"{HERS}\n{TOMS}"}, True),
    "somebody else's, and below it hers": ({"forwarded": f"{TOMS}\n{HERS}"}, True),
    "hers by name alone": ({"forwarded": HEADING.format("Eva Lund") + "x"}, True),
    "her name, somebody else's address": (
        {"forwarded": HEADING.format("Eva Lund <tom@corp.example>") + "x"},
        True,
    ),
    "both addresses in one heading": (
        {"forwarded": HEADING.format(f"tom@corp.example on behalf of {EVA}") + "x"},
        True,
    ),
    "a forward without a heading": ({"subject": "Fwd: VPN drops"}, True),
    "a forward whose heading is not read": (
        {"forwarded": "She never listens.", "subject": "Fwd: VPN drops"},
        True,
    ),
    "an answer": ({"subject": "Re: VPN drops", "in_reply_to": ("<x@else.example>",)}, True),
    "an answer without a mark": ({"in_reply_to": ("<x@else.example>",)}, True),
    "an answer that has hers": ({"subject": "Re: VPN drops", "forwarded": HERS}, True),
    "somebody else's, and she is in copy": (
        {"forwarded": TOMS, "subject": "Fwd: VPN drops", "cc": (address(EVA),)},
        False,
    ),
}


def test_what_others_wrote_is_the_owners_alone(policy, alias) -> None:
    for name, (more, hidden) in HIDDEN.items():
        effects = opened(ruled(policy, extras=Extras(watch=("sue",))), alias, mail(**more))
        assert asks(effects) == EVA, name
        carried = [one for one in effects if isinstance(one, Relay)]
        told = sent_to(effects, "bo@corp.example")
        if hidden:
            assert [type(one.note) for one in carried] == [NoteTeam], name
            assert [one.lane for one in carried] == [Lane.TEAM], name
            assert isinstance(told[0].letter, AskedThrough), name
            assert told[0].letter.words == ("Her VPN drops.",), name
            assert told[1].about_mail, name
        else:
            assert told[0].lane is Lane.REQUESTER, name
            assert len(told) == 1, name
        (receipt,) = sent_to(effects, EVA)
        said = " ".join(receipt.letter.words)
        assert said == "Her VPN drops.", name


def test_the_subject_of_what_others_wrote_is_theirs(policy, alias) -> None:
    def subject(text: str, **more: Any) -> str:
        effects = opened(policy, alias, mail(text=text, subject="Fwd: VPN of Eva again", **more))
        return next(one.subject for one in effects if isinstance(one, OpenRequest))

    assert subject(f"{LINE}\nHer VPN drops.", forwarded=HERS) == "Fwd: VPN of Eva again"
    assert subject(f"{LINE}\nHer VPN drops.", forwarded=TOMS) == "Her VPN drops"
    assert subject(LINE, forwarded=TOMS) == LINE
    assert len(subject(f"{LINE}\n{'long ' * 40}", forwarded=TOMS)) <= 70


def test_who_opens_what_is_theirs_to_answer_gets_it_once(policy, alias) -> None:
    effects = opened(policy, alias, mail("bo@corp.example"))
    (note,) = sent_to(effects, "bo@corp.example")
    assert isinstance(note.note, NoteOwner)
    hidden = opened(policy, alias, mail("bo@corp.example", forwarded=TOMS))
    (letter,) = sent_to(hidden, "bo@corp.example")
    assert isinstance(letter.letter, AskedThrough)


def test_who_opens_it_takes_no_part(policy, alias) -> None:
    (opening,) = [one for one in opened(policy, alias) if isinstance(one, OpenRequest)]
    assert opening.copied == ()
    assert opening.given.opened_by == ("Sam Okoye",)


def unproven(policy, alias, sent: Message | None = None, **more: Any):
    """As `opened`, where no border could say who wrote it."""
    return decided(sent or mail(), PERSON, Facts(), replace(alias, **more), scene(policy)).effects


def test_without_a_border_it_is_their_own_until_one_reply(policy, alias) -> None:
    effects = unproven(policy, alias)
    assert (asks(effects), why_own(effects)) == ("sam@corp.example", "unproven")
    (opening,) = [one for one in effects if isinstance(one, OpenRequest)]
    assert opening.given.asked_for == (EVA,)
    assert sent_to(effects, EVA) == []


def test_strict_aliases_believe_no_reply(policy, alias) -> None:
    effects = unproven(policy, alias, strict=True)
    assert (asks(effects), why_own(effects)) == ("sam@corp.example", "")


def test_what_others_wrote_is_made_nobodys_by_a_reply(policy, alias) -> None:
    """An answer to what its owner has would quote it."""
    effects = unproven(policy, alias, mail(forwarded=TOMS))
    (opening,) = [one for one in effects if isinstance(one, OpenRequest)]
    assert (why_own(effects), opening.given.asked_for) == ("unproven", ())


OWN = {"requester": address("sam@corp.example", "Sam Okoye"), "asked_for": (EVA,)}
RECEIPT = issued("sam@corp.example", Lane.OWNER, "sam")


def replied(policy, alias, text: str = LINE, on: dict[str, Any] | None = None, **more: Any):
    """The effects of Sam's reply to the receipt of his own request."""
    sent = mail(more.pop("who", "sam@corp.example"), text, subject="Re: [IT-1001] VPN drops")
    sent = replace(sent, in_reply_to=("<k.1@corp.example>",))
    known = facts(more.pop("answers", RECEIPT), on=request(**{**OWN, **(on or {})}))
    return decided(sent, PERSON, known, replace(alias, **more), scene(policy)).effects


def test_one_reply_makes_it_theirs(policy, alias) -> None:
    effects = replied(policy, alias)
    (theirs,) = [one for one in effects if isinstance(one, SetRequester)]
    assert (theirs.who.email, theirs.by) == (EVA, "Sam Okoye")
    assert isinstance(sent_to(effects, EVA)[0].letter, Receipt)
    assert isinstance(sent_to(effects, "bo@corp.example")[0].letter, OtherRequester)
    assert isinstance(sent_to(effects, "sam@corp.example")[0].letter, OpenedFor)
    assert not any(isinstance(one, Relay) for one in effects)


NOT_THEIRS: dict[str, dict[str, Any]] = {
    "another address": {"text": "request for tom@corp.example"},
    "more words": {"text": f"{LINE}\n\nAnd please hurry, she waits."},
    "no such line": {"text": "Please do."},
    "answered": {"on": {"answered_once": True}},
    "closed": {"on": {"status": Status.CLOSED}},
    "confidential": {"on": {"confidential": True}},
    "never asked for": {"on": {"asked_for": ()}},
    "its owner": {
        "text": "request for carla@corp.example",
        "on": {"owner": "carla", "asked_for": ("carla@corp.example",)},
    },
    "an owner who is gone": {"on": {"owner": "gone"}},
    "in copy already": {"on": {"copied": (address(EVA),)}},
    "from another address": {"who": "tom@corp.example"},
    "who has no requests": {
        "on": {"requester": address("sue@corp.example")},
        "who": "sue@corp.example",
        "answers": issued("sue@corp.example", Lane.OWNER, "sue"),
    },
    "strict": {"strict": True},
    "a border that says nothing": {"site": BORDER},
}


def test_what_makes_it_nobodys(policy, alias) -> None:
    for name, more in NOT_THEIRS.items():
        effects = replied(policy, alias, **more)
        assert not any(isinstance(one, SetRequester) for one in effects), name
        assert sent_to(effects, EVA) == [] or name == "in copy already", name


@pytest.mark.parametrize("line", [LINE, "Anfrage für carla@corp.example", f"{LINE}: soon"])
def test_in_an_owners_answer_it_is_for_us(policy, alias, line) -> None:
    """Held and asked about: the requester of that one sees no word of it."""
    sent = mail("bo@corp.example", f"{line}\nHer printer.", subject="Re: [IT-1001] VPN drops")
    known = facts(issued("bo@corp.example", Lane.REQUESTER, "bo"))
    effects = decided(sent, PROVEN, known, alias, scene(policy)).effects
    (filed,) = [one.disposition for one in effects if isinstance(one, Dispose)]
    assert filed is Disposition.ASKED_BACK
    assert any(isinstance(one, AskBack) for one in letters(effects))
    assert sent_to(effects, EVA) == []


def test_an_answer_about_a_quotation_is_one(policy, alias) -> None:
    sent = mail("bo@corp.example", "Request for quotation\nis sent.", subject="Re: [IT-1001] VPN")
    known = facts(issued("bo@corp.example", Lane.REQUESTER, "bo"))
    effects = decided(sent, PROVEN, known, alias, scene(policy)).effects
    assert len(sent_to(effects, EVA)) == 1


def test_history_says_so(policy, alias) -> None:
    told = [one.text for one in opened(policy, alias) if isinstance(one, LogEvent)]
    assert f"sam@corp.example opened it for {EVA}" in told
    assert not any(isinstance(one, AddParticipant) for one in opened(policy, alias))
