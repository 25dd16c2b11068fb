"""What one mail spends, and what becomes of it where nothing is left."""

from dataclasses import replace
from datetime import timedelta

import pytest

from mailtracker.desk.authors import Origin
from mailtracker.desk.budgets import (
    DAY,
    HOUR,
    MONTH,
    TABLE,
    TEN_MINUTES,
    WINDOWS,
    Budget,
    Payer,
    Per,
    Spend,
    Spent,
    purses_of,
)
from mailtracker.desk.digests import Digested, Gather
from mailtracker.desk.effects import (
    Dispose,
    Disposition,
    Hold,
    OpenRequest,
    Relay,
    SendLetter,
    SetStatus,
    StartClock,
)
from mailtracker.desk.facts import Facts, Hint, Known
from mailtracker.desk.repeats import NO_WORDS, opening_key, words_key
from mailtracker.desk.request import Lane, Status
from mailtracker.mail.message import Classified, Kind, Part
from mailtracker.mail.site import Site
from tests.desk.makers import (
    NOW,
    PERSON,
    address,
    decided,
    facts,
    issued,
    message,
    request,
    scene,
    spent,
)

TO_EVA, TO_BO = (
    issued("eva@corp.example", Lane.OWNER),
    issued("bo@corp.example", Lane.REQUESTER, "bo"),
)
NAMED = Known(1, Hint.REFERENCE)
PROVEN = Classified(Kind.PERSON, True, "a person", verified=True)
FLOOD_UNPROVEN = (Budget.CONVERSATION, "1 unproven eva@corp.example")
FLOOD_PROVEN = (Budget.CONVERSATION, "1 proven eva@corp.example")
PROOFS = ("proven", "unproven")
DIGESTS = (Budget.DIGEST, "1 proven eva@corp.example")


def decide(policy, alias, mail, known=None, classified=PERSON):
    return decided(mail, classified, known or Facts(), alias, scene(policy, NOW))


def disposition(decision):
    return next(e.disposition for e in decision.effects if isinstance(e, Dispose))


def of(kind, decision):
    return [e for e in decision.effects if isinstance(e, kind)]


def letters(decision):
    return [e.letter.name for e in of(SendLetter, decision)]


def paid(decision):
    return {(e.budget, e.key) for e in of(Spend, decision)}


def words(mail):
    return words_key(mail)


# Receipts.

RECEIPTS = [
    ("x@example.com", PERSON, Budget.RECEIPT_OUTSIDE, "unproven x@example.com"),
    ("x@example.com", PERSON, Budget.RECEIPT_DOMAIN, "unproven example.com"),
    ("x+7@example.com", PERSON, Budget.RECEIPT_OUTSIDE, "unproven x@example.com"),
    ("X@Example.COM", PERSON, Budget.RECEIPT_OUTSIDE, "unproven x@example.com"),
    ("x@example.com", PROVEN, Budget.RECEIPT_OUTSIDE, "proven x@example.com"),
    ("eva@corp.example", PERSON, Budget.RECEIPT_INSIDE, "unproven eva@corp.example"),
]


@pytest.mark.parametrize(("sender", "classified", "budget", "key"), RECEIPTS)
def test_a_receipt_is_paid_for_and_is_not_sent_where_nothing_is_left(
    policy, alias, sender, classified, budget, key
):
    sent = decide(policy, alias, message(sender), classified=classified)
    assert ("receipt" in letters(sent), (budget, key) in paid(sent)) == (True, True)
    full = Facts(spent=spent((budget, key)))
    muted = decide(policy, alias, message(sender), full, classified)
    assert "receipt" not in letters(muted)
    assert of(OpenRequest, muted)[0].quiet
    assert len(of(Relay, muted)) == 1  # the owner gets the mail all the same


def test_unproven_mail_of_a_provider_does_not_mute_the_proven_people_there(policy, alias):
    full = Facts(
        spent=spent(
            (Budget.RECEIPT_DOMAIN, "unproven example.com"),
            (Budget.OPENING_DOMAIN, "unproven example.com"),
            (Budget.PING_DOMAIN, "unproven example.com"),
            (Budget.RECEIPT_OUTSIDE, "unproven x@example.com"),
            (Budget.OPENING_UNPROVEN, "unproven x@example.com"),
        )
    )
    assert "receipt" in letters(decide(policy, alias, message("x@example.com"), full, PROVEN))


def test_forged_mail_of_our_own_domains_does_not_silence_the_house(policy, alias):
    guarded = replace(alias, site=Site(authserv_ids=("mx.corp.example",)))
    sent = decide(policy, guarded, message("eva@corp.example"))
    assert not {
        budget for budget, _ in paid(sent) if TABLE[budget].per in (Per.DOMAIN, Per.OUTSIDE)
    }


def test_an_answer_of_a_colleague_is_counted_apart_and_more_narrowly(policy, alias):
    full = Facts(spent=spent((Budget.RECEIPT_REACTION, "unproven eva@corp.example")))
    assert "receipt" in letters(decide(policy, alias, message(), full))
    assert "receipt" not in letters(decide(policy, alias, message(subject="Re: VPN"), full))
    at_once = replace(full, told_lately=True)
    assert "receipt" not in letters(decide(policy, alias, message(), at_once))


# Openings.


@pytest.mark.parametrize(
    ("sender", "classified", "budget", "key"),
    [
        ("x@example.com", PERSON, Budget.OPENING_UNPROVEN, "unproven x@example.com"),
        ("x@example.com", PERSON, Budget.OPENING_DOMAIN, "unproven example.com"),
        ("x@example.com", PERSON, Budget.OPENING_OUTSIDE, "unproven"),
        ("x@example.com", PROVEN, Budget.OPENING_PROVEN, "proven x@example.com"),
        ("eva@corp.example", PERSON, Budget.OPENING_INSIDE, "unproven eva@corp.example"),
        ("eva@corp.example", PERSON, Budget.OPENING_POLLS, "unproven eva@corp.example"),
    ],
)
def test_what_one_sender_opens_beyond_reason_waits_for_a_human(
    policy, alias, sender, classified, budget, key
):
    opened = decide(policy, alias, message(sender), classified=classified)
    assert (disposition(opened), (budget, key) in paid(opened)) == (Disposition.OPENED, True)
    full = Facts(spent=spent((budget, key)))
    waits = decide(policy, alias, message(sender), full, classified)
    assert (disposition(waits), paid(waits)) == (Disposition.QUARANTINE, set())


def test_forged_openings_do_not_quarantine_the_proven_persons_own(policy, alias):
    full = Facts(spent=spent((Budget.OPENING_UNPROVEN, "unproven x@example.com")))
    opened = decide(policy, alias, message("x@example.com"), full, PROVEN)
    assert disposition(opened) is Disposition.OPENED


def test_whoever_opens_by_answering_mail_to_others_has_a_small_budget(policy, alias):
    """Whoever we know, and who is neither owner nor requester."""
    sue = message("sue@corp.example")
    opened = decide(policy, alias, sue, facts(TO_BO))
    purse = (Budget.OPENING_BY_ANSWER, "unproven bo@corp.example")
    assert (disposition(opened), purse in paid(opened)) == (Disposition.OPENED, True)
    waits = decide(policy, alias, sue, facts(TO_BO, spent=spent(purse)))
    assert disposition(waits) is Disposition.QUARANTINE


def test_answers_from_unknown_addresses_have_the_same_small_budget(policy, alias):
    gateway = message("gateway@corp.example")
    carried = decide(policy, alias, gateway, facts(TO_EVA))
    purse = (Budget.OPENING_BY_ANSWER, "unproven eva@corp.example")
    assert (disposition(carried), purse in paid(carried)) == (Disposition.REPLY, True)
    waits = decide(policy, alias, gateway, facts(TO_EVA, spent=spent(purse)))
    assert disposition(waits) is Disposition.QUARANTINE


def test_whoever_bears_an_owners_address_has_us_ask_once_a_day(policy, alias):
    """However many addresses they have, and whichever requests of his they name."""
    asked = decide(policy, alias, message("b.jensen@mail.example"), facts(TO_BO))
    here = (Budget.ELSEWHERE, "1 unproven")
    his = (Budget.ELSEWHERE_PERSON, "unproven bo@corp.example")
    assert letters(asked) == ["elsewhere"]
    assert {here, his} <= paid(asked)
    for purse in (here, his):
        full = facts(TO_BO, spent=spent(purse))
        again = decide(policy, alias, message("b2@mail.example"), full)
        assert (letters(again), disposition(again)) == ([], Disposition.UNVERIFIED)
        real = decide(policy, alias, message("b.jensen@mail.example"), full, PROVEN)
        assert letters(real) == ["elsewhere"]


def test_whoever_says_the_same_right_after_each_mail_of_ours_is_a_machine(policy, alias):
    mail = message(subject="Ticket 8 was opened", text="We look into number 8.")
    same = message(subject="Ticket 9 was opened", text="We look into number 9.")
    purse = (Budget.OPENING_SAME, f"unproven eva@corp.example {opening_key(mail)}")
    opened = decide(policy, alias, mail, Facts(told_lately=True))
    assert (disposition(opened), purse in paid(opened)) == (Disposition.OPENED, True)
    full = spent(purse)
    waits = decide(policy, alias, same, Facts(spent=full, told_lately=True))
    assert disposition(waits) is Disposition.QUARANTINE
    for other, lately in ((same, False), (message(), True)):
        kept = decide(policy, alias, other, Facts(spent=full, told_lately=lately))
        assert disposition(kept) is Disposition.OPENED


# A flood on a request.


def test_unproven_mail_beyond_its_budget_holds_the_request_and_everybody_hears_of_it_once(
    policy, alias
):
    calm = decide(policy, alias, message(), facts(NAMED))
    assert (len(of(Relay, calm)), FLOOD_UNPROVEN in paid(calm)) == (1, True)
    wild = decide(policy, alias, message(), facts(NAMED, spent=spent(FLOOD_UNPROVEN)))
    assert disposition(wild) is Disposition.FLOOD
    assert of(Hold, wild)
    told = [(e.letter.name, e.to.email) for e in of(SendLetter, wild)]
    assert told == [
        ("held", "priya@corp.example"),
        ("on_hold", "bo@corp.example"),
        ("on_hold", "eva@corp.example"),
    ]
    assert [(e.person, e.kind) for e in of(Gather, wild)] == [("bo", Digested.KEPT)]
    held = request(held_since=NOW)
    again = decide(policy, alias, message(), facts(NAMED, on=held, spent=spent(FLOOD_UNPROVEN)))
    assert (disposition(again), letters(again)) == (Disposition.FLOOD, [])


def test_forged_mail_holds_nothing_of_the_proven_persons(policy, alias):
    held = request(held_since=NOW)
    known = facts(TO_EVA, on=held, spent=spent(FLOOD_UNPROVEN))
    decision = decide(policy, alias, message(), known)
    assert (disposition(decision), len(of(Relay, decision))) == (Disposition.REPLY, 1)
    forged = decide(policy, alias, message(), facts(NAMED, on=held))
    assert disposition(forged) is Disposition.FLOOD  # also under another name: all of it is kept


def test_a_proven_senders_excess_is_gathered_for_the_owner_and_starts_what_it_would_start(
    policy, alias
):
    on = request(status=Status.ANSWERED, unanswered_since=None, promised_at=None, due_at=None)
    decision = decide(
        policy,
        alias,
        message(text="Still\nbroken."),
        facts(TO_EVA, on=on, spent=spent(FLOOD_PROVEN)),
    )
    assert disposition(decision) is Disposition.REPLY
    assert of(Relay, decision) == []
    assert SetStatus(Status.OPEN) in decision.effects
    assert of(StartClock, decision)
    (gathered,) = of(Gather, decision)
    assert (gathered.kind, gathered.line.words) == (Digested.FLOOD, ("Still", "broken."))
    assert gathered.due_at == NOW + timedelta(minutes=10)
    assert DIGESTS in paid(decision)


def test_what_comes_while_a_digest_is_gathered_costs_no_further_one(policy, alias):
    known = facts(TO_EVA, spent=spent(FLOOD_PROVEN, DIGESTS, number=100))
    decision = decide(policy, alias, message(), known)
    assert (len(of(Gather, decision)), DIGESTS in paid(decision)) == (1, False)


def test_whoever_needs_a_fourth_digest_is_held(policy, alias):
    old = {DIGESTS: (0, 0, 0, 3)}  # none of them within ten minutes
    full = Spent({**spent(FLOOD_PROVEN).counts, **old})
    decision = decide(policy, alias, message(), facts(TO_EVA, spent=full))
    assert (disposition(decision), len(of(Hold, decision))) == (Disposition.FLOOD, 1)
    later = facts(TO_EVA, on=request(held_since=NOW), spent=Spent(old))
    assert disposition(decide(policy, alias, message(), later)) is Disposition.FLOOD


def test_an_outsider_who_writes_to_many_requests_fills_no_owners_mailbox(policy, alias):
    on = request(requester=address("x@example.com"))
    mail = message("x@example.com")
    forged = facts(NAMED, on=on, spent=spent((Budget.PING, "unproven x@example.com")))
    assert disposition(decide(policy, alias, mail, forged)) is Disposition.FLOOD
    full = spent((Budget.PING, "proven x@example.com"))
    proven = decide(policy, alias, mail, facts(NAMED, on=on, spent=full), PROVEN)
    assert [e.kind for e in of(Gather, proven)] == [Digested.FLOOD]


# The same words.


def said(who, mail, proven=1000):
    """These words were said more than often enough, and so many times with proof."""
    all_of_it = spent((Budget.WORDS, f"1 unproven {who} {words(mail)}"))
    with_proof = spent((Budget.WORDS, f"1 proven {who} {words(mail)}"), number=proven)
    return Spent({**all_of_it.counts, **with_proof.counts})


@pytest.mark.parametrize(
    ("proven", "classified", "carried"),
    [
        (0, PROVEN, True),
        (1, PROVEN, False),
        (0, PERSON, False),
    ],
)
def test_words_that_forged_mail_said_again_and_again_are_news_with_proof(
    policy, alias, proven, classified, carried
):
    mail = message(text="Any news?")
    known = facts(NAMED, spent=said("eva@corp.example", mail, proven))
    decision = decide(policy, alias, mail, known, classified)
    assert (len(of(Relay, decision)) == 1) is carried
    assert ([e.kind for e in of(Gather, decision)] == [Digested.REPEATS]) is not carried
    both = {(Budget.WORDS, f"1 {one} eva@corp.example {words(mail)}") for one in PROOFS}
    spends = {purse for purse in paid(decision) if purse[0] is Budget.WORDS}
    assert spends == (both if classified is PROVEN else {p for p in both if " unproven" in p[1]})


def test_the_same_words_again_reach_the_owner_at_the_end_of_the_day(policy, alias):
    mail = message(text="Any news?")
    full = said("eva@corp.example", mail)
    decision = decide(policy, alias, mail, facts(TO_EVA, spent=full))
    assert [e.kind for e in of(Gather, decision)] == [Digested.REPEATS]
    other = decide(policy, alias, message(text="Any news today?"), facts(TO_EVA, spent=full))
    assert len(of(Relay, other)) == 1


def test_an_owner_who_repeats_himself_is_asked_whether_he_is_a_machine(policy, alias):
    mail = message("bo@corp.example", text="Filed.")
    full = said("bo@corp.example", mail)
    decision = decide(policy, alias, mail, facts(TO_BO, spent=full))
    assert (letters(decision), of(Relay, decision)) == (["ask_back"], [])
    word = message("bo@corp.example", text="done")
    known = facts(TO_BO, spent=said("bo@corp.example", word))
    assert "closed" in letters(decide(policy, alias, word, known))


PICTURE = Part("2", "image/png", "", "", "attachment", "a.png", "", (0, 9), (9, 99))

SAME = [
    (message(text="Any news?"), message(text="any  NEWS"), True),
    (message(text="Any news?"), message(text="Any news today?"), False),
    (message(text=""), message(text="  \n…"), True),
    (message(text=""), message(text="", attachments=(PICTURE,)), False),
    (message(text="Filed as number 12"), message(text="Filed as number 14"), True),
    (message(text="12"), message(text="14"), False),
]


@pytest.mark.parametrize(("one", "other", "same"), SAME)
def test_words_are_the_same_without_regard_to_how_they_are_typed(one, other, same):
    assert (words(one) == words(other)) == same
    assert words(message(text="", forwarded="All of it")) == NO_WORDS


# Questions and claims.

DENIED = replace(PERSON, verified=False, verdict="DMARC failed")


@pytest.mark.parametrize("text", ["doen", "  ", "Automatic reply: I am away"])
def test_one_question_a_request_and_matter(policy, alias, text):
    robot = replace(PERSON, kind=Kind.AUTO_REPLY, sure=False) if "away" in text else PERSON
    mail = message("bo@corp.example", text=text)
    first = decide(policy, alias, mail, facts(TO_BO), robot)
    asked = (Budget.ASKED, f"1 proven bo@corp.example {words(mail)}")
    assert (letters(first), asked in paid(first)) == (["ask_back"], True)
    again = decide(policy, alias, mail, facts(TO_BO, spent=spent(asked, number=1)), robot)
    assert (letters(again), disposition(again)) == ([], Disposition.ASKED_BACK)
    other = decide(policy, alias, message("bo@corp.example", text="dnoe"), facts(TO_BO))
    assert letters(other) == ["ask_back"]


def test_what_answers_our_question_by_forwarding_it_is_a_machines(policy, alias):
    question = replace(TO_BO, letter="ask_back")
    mail = message("bo@corp.example", text="", forwarded="What did you mean?")
    decision = decide(policy, alias, mail, facts(question))
    assert (letters(decision), of(Relay, decision)) == ([], [])


def test_somebody_who_asks_for_it_in_ever_other_words_is_asked_a_few_times(policy, alias):
    mail = message("bo@corp.example", text="doen")
    full = spent((Budget.ASK_BACK, "1 proven bo@corp.example"))
    assert letters(decide(policy, alias, mail, facts(TO_BO, spent=full))) == []
    forged = spent((Budget.ASK_BACK, "1 unproven bo@corp.example"))
    assert letters(decide(policy, alias, mail, facts(TO_BO, spent=forged))) == ["ask_back"]
    denied = decide(policy, alias, mail, facts(TO_BO, spent=forged), DENIED)
    assert (letters(denied), disposition(denied)) == ([], Disposition.ASKED_BACK)


@pytest.mark.parametrize("number", [3, 30])
def test_a_few_claims_of_a_day_are_told_whatever_requests_they_name(policy, alias, number):
    forged = message("bo@corp.example", text="Send me the password")
    first = decide(policy, alias, forged, facts(NAMED))
    purse = (Budget.CLAIMED, "unproven bo@corp.example")
    assert (letters(first), purse in paid(first)) == (["unverified"], True)
    more = decide(policy, alias, forged, facts(NAMED, spent=spent(purse, number=number)))
    assert (letters(more), of(Gather, more)) == ([], [])
    assert disposition(more) is Disposition.UNVERIFIED


def test_what_our_border_denies_holds_nothing_and_spends_nobodys_budget(policy, alias):
    mail = message("eva@corp.example", text="Pay it.")
    first = decide(policy, alias, mail, facts(NAMED), DENIED)
    (carried,) = of(Relay, first)
    assert carried.author.origin is Origin.DISPROVEN
    own = ((Budget.DISPROVEN, "1 unproven"), (Budget.DISPROVEN_OWNER, "unproven bo"))
    assert paid(first) == set(own)
    for full in (*own, FLOOD_UNPROVEN):
        more = decide(policy, alias, mail, facts(NAMED, spent=spent(full)), DENIED)
        assert (of(Hold, more), letters(more)) == ([], [])
        assert len(of(Relay, more)) == (full is FLOOD_UNPROVEN)
        listed = [(e.person, e.kind, e.line.who, e.line.words) for e in of(Gather, more)]
        line = ("bo", Digested.DISPROVEN, "IT-1001: eva@corp.example", ())
        assert listed == ([] if full is FLOOD_UNPROVEN else [line])
        assert disposition(more) is Disposition.UNVERIFIED


def test_a_team_mate_whose_mail_answers_nothing_of_ours_writes_no_more_than_others(policy, alias):
    mail = message("sam@corp.example", text="I could have a look.")
    first = decide(policy, alias, mail, facts(NAMED))
    purse = (Budget.CONVERSATION, "1 unproven sam@corp.example")
    assert (len(of(Relay, first)), purse in paid(first)) == (1, True)
    more = decide(policy, alias, mail, facts(NAMED, spent=spent(purse)))
    assert (of(Relay, more), disposition(more)) == ([], Disposition.FLOOD)
    told = facts(issued("sam@corp.example", Lane.TEAM, "sam"), spent=spent(purse))
    assert len(of(Relay, decide(policy, alias, mail, told))) == 1


def test_several_claims_of_a_day_are_one_letter_and_one_digest(policy, alias):
    forged = message("bo@corp.example", text="Send me the password")
    purse = (Budget.CLAIM, "1 unproven bo@corp.example")
    first = decide(policy, alias, forged, facts(NAMED))
    assert (letters(first), purse in paid(first)) == (["unverified"], True)
    second = decide(policy, alias, forged, facts(NAMED, spent=Spent({purse: (1, 1, 1, 1)})))
    assert letters(second) == []
    assert [(e.person, e.kind, e.line.words) for e in of(Gather, second)] == [
        ("bo", Digested.CLAIMS, ())
    ]
    fourth_day = decide(policy, alias, forged, facts(NAMED, spent=Spent({purse: (0, 0, 0, 3)})))
    assert (letters(fourth_day), of(Gather, fourth_day)) == ([], [])


# The table.


def test_every_budget_has_limits_in_windows_that_are_counted():
    assert set(TABLE) == set(Budget)
    for terms in TABLE.values():
        assert {limit.window for limit in terms.limits} <= set(WINDOWS)
        assert [limit.most for limit in terms.limits] == sorted(one.most for one in terms.limits)


@pytest.mark.parametrize("window", [TEN_MINUTES, HOUR, DAY, MONTH])
def test_a_limit_lets_as_many_through_as_it_says(window):
    budget = next(b for b, t in TABLE.items() if window in [limit.window for limit in t.limits])
    most = next(limit.most for limit in TABLE[budget].limits if limit.window == window)

    def left(number):
        counts = tuple(number if one == window else 0 for one in WINDOWS)
        return Spent({(budget, "k"): counts}).has_left(budget, "k")

    assert (left(most - 1), left(most)) == (True, False)


def test_all_that_a_decision_spends_was_asked_for(policy, alias):
    payer = Payer("x@example.com", "example.com", words=words(message()), requests={1: "bo"})
    asked = set(purses_of(payer))
    spends = paid(decide(policy, alias, message("x@example.com")))
    on = request(requester=address("x@example.com"))
    spends |= paid(decide(policy, alias, message("x@example.com"), facts(NAMED, on=on)))
    assert spends <= asked
