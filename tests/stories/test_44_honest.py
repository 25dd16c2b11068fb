"""A letter says only what is known: answers that came past us, or that nothing proves, are not
called a broken promise, and nobody reads the same apology twice.
"""

from __future__ import annotations

from email.message import EmailMessage
from functools import partial

import pytest

from mailtracker.desk.on_command import Assign
from mailtracker.desk.request import Status
from tests.stories.company import Company, body

EVA, BO, ALIAS = "Eva Lund <eva@corp.example>", "Bo Jensen <bo@corp.example>", Company.alias
BROKEN = "did not keep that promise"
SORRY = "We are sorry"


def flat(mail: EmailMessage) -> str:
    return " ".join(body(mail).split())


def from_us(company: Company, who: str = "eva@corp.example") -> list[str]:
    """What the desk wrote to somebody, newest last."""
    return [
        flat(mail)
        for mail in company.inbox(who)
        if ALIAS in str(mail["From"]) and str(mail["Auto-Submitted"] or "")
    ]


def to_eva(mail: EmailMessage) -> None:
    """As a reply to all, in which the desk stands in copy."""
    del mail["To"]
    mail["To"], mail["Cc"] = "eva@corp.example", ALIAS


def copied(mail: EmailMessage) -> None:
    mail["Cc"] = ALIAS


def asked(company: Company) -> EmailMessage:
    mail = company.write(EVA, "VPN drops", "Every hour.")
    company.turn()
    return mail


def test_an_answer_past_us_keeps_the_promise_and_the_owner_hears_so(company):
    mail = asked(company)
    company.reply(BO, mail, "Please restart the client.", edit=copied)
    company.turn()
    assert company.request().status is Status.ANSWERED
    (told,) = [one for one in from_us(company, "bo@corp.example") if "take the promise" in one]
    assert "An answer about IT-1001 from bo@corp.example names Eva Lund" in told
    company.travel(days=3)
    assert not [one for one in from_us(company) if BROKEN in one]


@pytest.mark.parametrize(
    "text",
    [
        "Bitte starte den Client neu.",
        "Start de client opnieuw, dan werkt het.",
        "Genstart klienten, tak.",
        "Reinicie o cliente, por favor.",
        "Redémarrez le client, s'il vous plaît.",
    ],
)
def test_in_any_language(company, text):
    mail = asked(company)
    company.reply(BO, mail, text, edit=copied)
    company.turn()
    assert company.request().status is Status.ANSWERED


def test_who_did_not_get_it_is_named(company):
    def to_tom(mail: EmailMessage) -> None:
        mail["Cc"] = "Tom Berg <tom@corp.example>"

    mail = company.write(EVA, "VPN drops", "Every hour.", edit=to_tom)
    company.turn()
    company.reply(BO, mail, "Please restart the client.", edit=copied)
    company.turn()
    told = from_us(company, "bo@corp.example")[-1]
    assert "though in copy of the request: Tom Berg (tom@corp.example)." in told


def test_an_answer_out_of_the_mailbox_itself_is_one(company):
    mail = asked(company)
    answer = company.reply(f"IT help <{ALIAS}>", mail, "Restart the client. Bo", edit=copied)
    company.turn()
    assert company.request().status is Status.ANSWERED
    company.travel(days=3)
    assert not [one for one in from_us(company) if BROKEN in one]
    company.reply(EVA, answer, "I did, it still drops.")
    company.turn()
    assert company.request().status is Status.OPEN


def test_a_word_for_us_and_a_machine_are_no_answer_past_us(company):
    mail = asked(company)
    company.reply(BO, mail, "done", edit=copied)
    company.turn()
    assert company.request().status is Status.OPEN

    def away(notice: EmailMessage) -> None:
        copied(notice)
        notice["Auto-Submitted"] = "auto-replied"

    company.reply(BO, mail, "I am away until Monday.", edit=away)
    company.turn()
    assert company.request().status is Status.OPEN


def guarded(company: Company) -> Company:
    company.site(authserv_ids=("mx.corp.example",))
    return company


def test_what_nothing_proves_keeps_no_promise_and_no_letter_denies_it(company):
    """Eva may have it from Bo, or somebody forged it: nobody here can tell."""
    guarded(company)
    mail = asked(company)
    company.reply(BO, mail, "Please restart the client.", edit=copied)
    company.turn()
    assert company.request().status is Status.OPEN
    told = from_us(company, "bo@corp.example")[-1]
    assert "eva@corp.example is among its recipients, and may have it without us." in told
    assert "has not seen" not in told
    company.travel(hours=5)
    slip = next(one for one in from_us(company) if "Sam Okoye looks after" in one)
    assert "and know of none that has reached you for certain" in slip
    assert BROKEN not in slip


def test_a_proven_answer_past_us_keeps_it_on_a_guarded_site(company):
    guarded(company)

    def proven(mail: EmailMessage) -> None:
        copied(mail)
        mail["Authentication-Results"] = "mx.corp.example; dmarc=pass header.from=corp.example"

    mail = asked(company)
    company.reply(BO, mail, "Please restart the client.", edit=proven)
    company.turn()
    assert company.request().status is Status.ANSWERED


def test_a_denied_one_changes_nothing(company):
    guarded(company)

    def denied(mail: EmailMessage) -> None:
        copied(mail)
        mail["Authentication-Results"] = "mx.corp.example; dmarc=fail header.from=corp.example"

    mail = asked(company)
    company.reply(BO, mail, "Please send your password to me.", edit=denied)
    company.turn()
    assert company.request().status is Status.OPEN


def test_a_team_mates_answer_is_told_with_who_has_it(company):
    """Sam works with Bo. What he answers past us settles nothing, and is not denied either."""
    mail = asked(company)
    company.reply("Sam Okoye <sam@corp.example>", mail, "Restart the client.", edit=copied)
    company.turn()
    assert company.request().status is Status.OPEN
    note = flat(company.last("bo@corp.example"))
    assert "is among its recipients, and may have it as well" in note
    company.travel(hours=5)
    slip = next(one for one in from_us(company) if "looks after your request now" in one)
    assert BROKEN not in slip


def test_one_apology_a_promise(company):
    asked(company)
    company.travel(hours=5)
    first = from_us(company)[-1]
    assert "We promised you an answer by 13:00 today and did not keep that promise." in first
    assert SORRY in first
    assert "Sam Okoye looks after your request now" in first
    company.act(partial(Assign, who="ana"))
    company.travel(minutes=6)
    second = from_us(company)[-1]
    assert "Ana Costa looks after your request now" in second
    assert SORRY not in second
    assert BROKEN not in second


def test_the_next_promise_that_is_missed_is_another_one(company):
    asked(company)
    company.travel(hours=5)
    company.reply(
        "Sam Okoye <sam@corp.example>", company.last("sam@corp.example"), "Which computer?"
    )
    company.turn()
    company.reply(EVA, company.last("eva@corp.example"), "The old laptop, and it is still down.")
    company.turn()
    company.travel(days=4)
    late = [one for one in from_us(company) if SORRY in one]
    assert len(late) == 2


def test_a_slip_names_when_we_step_in_again(company):
    asked(company)
    company.travel(hours=5)
    due = company.request().due_at
    assert due is not None
    assert "If nothing has come by 17:00 today, we step in again." in from_us(company)[-1]
    assert due > company.clock.now()


def test_an_empty_subject_is_quoted_nowhere(company):
    company.write(EVA, "", "The printer is broken.")
    company.travel(hours=0)
    company.travel(days=3)
    people = ("eva", "bo", "sam", "ana", "carla")
    said = [flat(mail) for who in people for mail in company.inbox(f"{who}@corp.example")]
    assert any("Thank you, your mail has arrived." in one for one in said)
    assert not [one for one in said if "“”" in one or "„“" in one]


def test_a_known_person_is_called_by_the_file_whatever_their_mail_says(company):
    company.write("jonas@corp.example", "VPN drops", "Every hour.")
    company.turn()
    mail = company.last("bo@corp.example")
    assert "Jonas Weber" in flat(mail)
    assert "jonas@corp.example" not in flat(mail)
    assert str(mail["From"]).startswith("Jonas Weber via IT help")
    assert "Hallo Jonas," in from_us(company, "jonas@corp.example")[-1]


def test_what_no_rule_knew_is_reported_by_name(company):
    company.write("jonas@corp.example", "Parking", "Where do I get a card?")
    company.turn()
    (gap,) = [one for one in from_us(company, "ana@corp.example") if "No rule knew" in one]
    assert "- From: Jonas Weber" in gap


def test_the_owner_reads_which_words_of_the_mail_a_rule_took(company):
    def to_bo(mail: EmailMessage) -> None:
        mail["Cc"] = "bo@corp.example"

    company.write(EVA, "My VPN drops", "Every hour.", edit=to_bo)
    company.turn()
    assigned = from_us(company, "bo@corp.example")[-1]
    assert "Why you: VPN trouble goes to Bo (the subject mentions “VPN”)." in assigned


def test_what_no_rule_knew_tells_its_owner_who_takes_such_mail(company):
    company.write(EVA, "Parking", "Where do I get a card?")
    company.turn()
    owner = company.request().owner
    assert "no rule knew this mail, and the desk takes those" in flat(
        company.last(f"{owner}@corp.example")
    )


def test_an_admin_reads_letters_in_their_own_language(company):
    company.site(admins=("jonas@corp.example",), authserv_ids=("mx.corp.example",))

    def forged(mail: EmailMessage) -> None:
        for result in ("fail", "pass"):
            mail["Authentication-Results"] = f"mx.corp.example; dmarc={result}"

    company.write(EVA, "VPN drops", "Every hour.", edit=forged)
    company.turn()
    letter = from_us(company, "jonas@corp.example")[-1]
    assert letter.startswith("Hallo Jonas,")


def slips(company: Company) -> list[str]:
    return [one for one in from_us(company) if "looks after your request now" in one]


def test_an_answer_from_an_address_that_nobody_knows_is_not_denied(company):
    """It bears what only Bo was given: he is asked, and until he says so nobody knows."""
    asked(company)
    company.reply("Bo J <b.jensen@mail.example>", company.last("bo@corp.example"), "Restart it.")
    company.turn()
    assert company.request().status is Status.OPEN
    company.travel(hours=5)
    (slip,) = slips(company)
    assert BROKEN not in slip
    assert "know of none that has reached you for certain" in slip


def test_an_unproven_answer_out_of_the_mailbox_is_not_denied_on_a_guarded_site(company):
    guarded(company)
    mail = asked(company)
    company.reply(f"IT help <{ALIAS}>", mail, "Restart the client.", edit=copied)
    company.turn()
    assert company.request().status is Status.OPEN
    company.travel(hours=5)
    (slip,) = slips(company)
    assert BROKEN not in slip


def test_a_note_of_the_mailbox_to_itself_is_nobodys_answer(company):
    def to_itself(mail: EmailMessage) -> None:
        mail.replace_header("To", ALIAS)

    mail = asked(company)
    company.reply(f"IT help <{ALIAS}>", mail, "Eva's VPN again.", edit=to_itself)
    company.turn()
    assert company.request().status is Status.OPEN
    company.travel(hours=5)
    (slip,) = slips(company)
    assert BROKEN in slip


def test_an_owner_who_answers_twice_past_us_hears_it_once(company):
    mail = asked(company)
    for text in ("Please restart the client.", "And the router."):
        company.reply(BO, mail, text, edit=copied)
        company.turn()
    told = [one for one in from_us(company, "bo@corp.example") if "take the promise" in one]
    assert len(told) == 1


def test_a_reminder_after_an_unverified_answer_says_what_lets_us_be_sure(company):
    guarded(company)
    mail = asked(company)
    company.reply(BO, mail, "Please restart the client.", edit=copied)
    company.turn()
    company.travel(hours=3)
    reminder = from_us(company, "bo@corp.example")[-1]
    assert "may still be waiting for your answer" in reminder
    assert "only a reply to a mail of ours does" in reminder


def test_who_hears_of_a_late_request_reads_no_more_than_is_known(company):
    asked(company)
    for hours in (5, 8, 24, 12):  # what ladders tell her waits for her working hours
        company.travel(hours=hours)
    told = [one for one in from_us(company, "ana@corp.example") if "we know of no answer" in one]
    assert told
    assert not [one for one in told if "waiting" in one]


def test_an_owner_who_reads_german_reads_why_in_german(company):
    company.write(EVA, "Frage zum LOHN", "Fehlt im November.")
    company.turn()
    note = flat(company.last("jonas@corp.example"))
    assert "Warum du: Fragen zum Gehalt beantwortet Jonas (im Betreff steht „LOHN“)." in note
