"""Mails of people and of machines go in; each must be told for what it is. People who write
about machines stay people.
"""

from __future__ import annotations

import pytest

from mailtracker.mail.message import Classified, Kind
from mailtracker.mail.origin.classify import classify
from mailtracker.mail.parse import parse
from mailtracker.mail.site import Site


def judge(
    head: str, text: str = "Hello, please help me.", own_lists: tuple[str, ...] = ()
) -> Classified:
    sender = "" if "From:" in head else "From: Ana Costa <ana@example.com>\n"
    return classify(
        parse((sender + head.strip("\n") + "\n\n" + text).encode()), Site(own_lists=own_lists)
    )


REPORT = """From: {sender}
Subject: {subject}
Content-Type: multipart/report; report-type={kind}; boundary=b
{more}
--b

{text}
--b
Content-Type: message/{part}

Reporting-MTA: dns; mx.corp.example

Final-Recipient: rfc822; bo@corp.example
Action: {action}
Status: {status}
--b--
"""


def report(
    kind: str = "delivery-status", part: str = "", action: str = "failed", **other: str
) -> Classified:
    values = {
        "sender": "MAILER-DAEMON@mx.corp.example",
        "subject": "Undelivered Mail",
        "more": "",
        "text": "I'm sorry.",
        "status": "5.1.1",
    } | other
    raw = REPORT.format(kind=kind, part=part or kind, action=action, **values)
    return classify(parse(raw.encode()))


@pytest.mark.parametrize("action", ["failed", "delayed", "delivered", "relayed", ""])
def test_delivery_report_of_any_kind_is_a_bounce(action: str) -> None:
    assert report(action=action) == Classified(
        Kind.BOUNCE, receipt=False, reason="a delivery report"
    )


ARRIVED = ("delivered", "Delivered (to mailbox)", "relayed", "expanded")
BY_SAM = "sam@corp.example"


@pytest.mark.parametrize("action", ARRIVED)
@pytest.mark.parametrize("more", ["", "Auto-Submitted: auto-replied\n", "Return-Path: <>\n"])
def test_a_report_of_what_arrived_is_an_answer_and_no_bounce(action: str, more: str) -> None:
    found = report(sender=BY_SAM, action=action, more=more, status="2.0.0")
    assert (found.kind, found.sure, found.receipt) == (Kind.AUTO_REPLY, True, False)


@pytest.mark.parametrize("action", ARRIVED)
def test_who_was_not_reached_beside_others_who_were_makes_a_bounce(action: str) -> None:
    other = "2.0.0\n\nFinal-Recipient: rfc822; eva@corp.example\nAction: failed\nStatus: 5.1.1"
    failed = "X-Failed-Recipients: eva@x.example\n"
    assert report(sender=BY_SAM, action=action, status=other).kind is Kind.BOUNCE
    assert report(sender=BY_SAM, action=action, more=failed).kind is Kind.BOUNCE


def test_bounce_that_calls_itself_auto_replied_is_a_bounce() -> None:
    assert report(more="Auto-Submitted: auto-replied\n").kind is Kind.BOUNCE


def test_disposition_report_is_a_read_receipt() -> None:
    assert report("disposition-notification", action="displayed").kind is Kind.AUTO_REPLY


def test_complaint_report_is_generated() -> None:
    assert report("feedback-report").kind is Kind.AUTO_GENERATED


def test_challenge_in_the_form_of_a_report_is_an_answer() -> None:
    text = "Your message is waitlisted. Please confirm that you sent it."
    assert report(text=text, status="", subject="Please confirm").kind is Kind.AUTO_REPLY


BOUNCES = {
    "postfix style": (
        "Return-Path: <>\nSubject: Undelivered Mail Returned to Sender",
        "This is the mail system at host mx.example.",
    ),
    "qmail": (
        "From: MAILER-DAEMON@mx.example\nSubject: failure notice",
        "Hi. This is the qmail-send program at mx.example.",
    ),
    "exim": (
        "From: Mail Delivery System <Mailer-Daemon@mx.example>\nX-Failed-Recipients: "
        "bo@corp.example\nSubject: Failed",
        "This message was created automatically by mail delivery software.",
    ),
    "failed recipients alone": ("X-Failed-Recipients: bo@corp.example\nSubject: Hm", "no"),
    "old exchange": (
        "From: System Administrator <postmaster@example.com>\nSubject: Undeliverable: VPN",
        "Your message\n\n  To: Bo\n  Subject: VPN\n\ndid not reach the following recipient(s):",
    ),
    "german": (
        "Return-Path: <>\nFrom: postmaster@example.com\nSubject: Unzustellbar: VPN",
        "Ihre Nachricht hat einige oder alle Empfänger nicht erreicht.",
    ),
    "danish": (
        "Return-Path: <>\nFrom: postmaster@example.com\nSubject: Kan ikke leveres: VPN",
        "Levering til disse modtagere fejlede",
    ),
    "dutch": (
        "Return-Path: <>\nFrom: postmaster@example.com\nSubject: Onbestelbaar: VPN",
        "Uw bericht is niet aangekomen",
    ),
    "portuguese": (
        "Return-Path: <>\nFrom: postmaster@example.com\nSubject: Não entregue: VPN",
        "A sua mensagem não foi entregue",
    ),
    "with a sender and no mark": (
        "From: Mail Server <mail@example.com>\nSubject: Delivery failure",
        "Your message could not be delivered to the following recipient:\n<bo@corp.example>: 550 "
        "5.1.1 user unknown",
    ),
    "auto-replied": (
        "From: mail@example.com\nAuto-Submitted: auto-replied\nSubject: Delivery Status "
        "Notification (Failure)",
        "Delivery to the following recipient failed permanently: bo@corp.example 550 5.1.1",
    ),
    "warning": (
        "From: MAILER-DAEMON\nSubject: Warning: could not send message for past 4 hours",
        "** THIS IS A WARNING MESSAGE ONLY **",
    ),
}


@pytest.mark.parametrize(("head", "text"), BOUNCES.values(), ids=BOUNCES.keys())
def test_bounce_in_words_is_a_bounce(head: str, text: str) -> None:
    assert judge(head, text).kind is Kind.BOUNCE


AUTO_REPLIES = {
    "rfc 3834": ("Auto-Submitted: auto-replied\nSubject: Re: VPN", "I am away."),
    "rfc 3834 with comment": (
        "Auto-Submitted: auto-replied (vacation); owner=x\nSubject: Re: VPN",
        "I am away.",
    ),
    "upper case": ("Auto-Submitted: Auto-Replied\nSubject: Re: VPN", "x"),
    "exchange": (
        "Auto-Submitted: auto-generated\nX-Auto-Response-Suppress: All\nIn-Reply-To: "
        "<1@x.example>\nSubject: Automatic reply: VPN",
        "I am out of the office.",
    ),
    "exchange 2003 without marks": (
        "Subject: Out of Office AutoReply: VPN",
        "I am out of the office until Monday. In urgent cases please contact bo@corp.example.",
    ),
    "suppress": (
        "X-Auto-Response-Suppress: All\nSubject: Automatische Antwort: VPN",
        "Ich bin bis Montag nicht im Büro.",
    ),
    "lotus": (
        "Subject: Ana Costa is out of the office.",
        "I will be out of the office until 9 Jan.\nThanks for your mail, I will reply when I "
        "return. "
        "In urgent cases contact Bo.",
    ),
    "precedence": ("Precedence: bulk\nSubject: Abwesenheitsnotiz", "Ich bin im Urlaub."),
    "precedence auto_reply": ("Precedence: auto_reply\nSubject: Re: VPN", "x"),
    "x-autoreply": ("X-Autoreply: yes\nSubject: Re: VPN", "x"),
    "x-autorespond": ("X-Autorespond: VPN\nSubject: Re: VPN", "x"),
    "null path": (
        "Return-Path: <>\nSubject: Re: VPN\nIn-Reply-To: <1@corp.example>",
        "Hi, back on Monday.",
    ),
    "danish": (
        "In-Reply-To: <1@corp.example>\nSubject: Autosvar: VPN",
        "Tak for din mail. Jeg er på ferie til mandag.",
    ),
    "dutch": (
        "In-Reply-To: <1@corp.example>\nSubject: Afwezigheidsassistent: VPN",
        "Ik ben afwezig tot maandag.",
    ),
    "dutch ms": (
        "X-Auto-Response-Suppress: All\nSubject: Automatisch antwoord: VPN",
        "Ik ben niet aanwezig.",
    ),
    "portuguese": (
        "References: <1@corp.example>\nSubject: Resposta automática: VPN",
        "Estou de férias até segunda.",
    ),
    "german unmarked": (
        "Subject: Abwesend: VPN",
        "Vielen Dank für Ihre Nachricht. Ich bin bis 9. Januar nicht im Büro. Ihre E-Mail wird "
        "nicht weitergeleitet.",
    ),
    "german urgent": (
        "X-Auto-Response-Suppress: All\nSubject: Automatische Antwort: VPN",
        "Ich bin im Urlaub. In dringenden Fällen können Sie sich an Bo wenden.",
    ),
    "question in the old subject": (
        "Precedence: junk\nSubject: Automatic reply: Where is my laptop?",
        "I am on leave.",
    ),
}


@pytest.mark.parametrize(("head", "text"), AUTO_REPLIES.values(), ids=AUTO_REPLIES.keys())
def test_absence_notice_is_an_auto_reply(head: str, text: str) -> None:
    assert judge(head, text).kind is Kind.AUTO_REPLY
    assert judge(head, text).receipt is False


GENERATED = {
    "auto-generated": "Auto-Submitted: auto-generated\nSubject: Disk full on web3",
    "auto-notified": "Auto-Submitted: auto-notified; owner-email=x\nSubject: New mail",
    "null path": "Return-Path: <>\nSubject: Contact form: my laptop is broken",
    "cron": "Subject: Cron <root@web3> /usr/bin/backup",
    "tracker": "X-Github-Reason: mention\nSubject: Fix the door",
    "dmarc": "Subject: Report Domain: corp.example Submitter: example.com",
}


@pytest.mark.parametrize("head", GENERATED.values(), ids=GENERATED.keys())
def test_generated_mail_is_told_from_an_answer(head: str) -> None:
    found = judge(head, "Name: a visitor\nPlace: ground floor")
    assert (found.kind, found.receipt) == (Kind.AUTO_GENERATED, False)


def test_read_receipt_in_words_is_one() -> None:
    text = (
        "Your message\n\nTo: Ana\nSubject: VPN\nSent: Monday\n\n"
        "was read on Monday, January 5, 2026."
    )
    assert judge("Subject: Read: VPN", text).kind is Kind.AUTO_REPLY
    assert (
        judge("Subject: Gelesen: VPN", "Ihre Nachricht wurde am Montag um 9:00 gelesen.").kind
        is Kind.AUTO_REPLY
    )


PEOPLE = {
    "plain": ("Subject: VPN", "My VPN drops every hour."),
    "about a bounce": (
        "Subject: Undelivered Mail Returned to Sender",
        "Hi, what does this mail mean? I get it each time I write to Bo.",
    ),
    "about a bounce, pasted": (
        "Subject: Undeliverable: invoice",
        "Hello,\nI keep getting this:\n\nThis is the mail system at host mx.example.\n550 5.1.1 "
        "user unknown\n\nAna",
    ),
    "bounce forwarded": (
        "Subject: Fwd: Undelivered Mail Returned to Sender",
        "This is the mail system at host mx.example.\n\n<bo@corp.example>: 550 5.1.1 user unknown",
    ),
    "bounce forwarded, german": (
        "Subject: WG: Unzustellbar: Rechnung",
        "Fehler bei der Zustellung: 550 5.1.1",
    ),
    "answers a bounce question": (
        "Subject: Re: Mail delivery failed\nIn-Reply-To: <1@corp.example>",
        "It happened again: 550 5.1.1 mailbox full",
    ),
    "parcel": (
        "Subject: Delivery failure",
        "The parcel with my new laptop was not delivered yesterday.",
    ),
    "parcel returned": (
        "Subject: Returned to sender",
        "The courier says the monitor was returned. It was never offered to me.",
    ),
    "parcel german": (
        "Subject: Zustellung fehlgeschlagen",
        "Mein Paket mit dem Headset kam nicht an.",
    ),
    "parcel delayed": (
        "Subject: Delivery delayed",
        "Our order of chairs is late. Please tell the supplier.",
    ),
    "report asked for": (
        "Subject: Delivery report",
        "Please send me the delivery report for December.",
    ),
    "set up absence": (
        "Subject: Out of office",
        "Hi, how do I switch on my automatic reply? I am on leave next week.",
    ),
    "set up absence, suppressed": (
        "Subject: Out of office\nX-Auto-Response-Suppress: All",
        "Please switch on my out of office reply, I am away until Monday.",
    ),
    "set up absence, german": (
        "Subject: Abwesenheitsnotiz",
        "Hallo, wie richte ich die Abwesenheitsnotiz ein? Ich bin ab Montag im Urlaub.",
    ),
    "set up absence, danish": (
        "Subject: Autosvar",
        "Hej, hvordan slår jeg autosvar til? Jeg er på ferie i næste uge.",
    ),
    "set up absence, dutch": (
        "Subject: Afwezigheidsassistent",
        "Hoe stel ik dit in? Ik ben volgende week op vakantie.",
    ),
    "set up absence, portuguese": (
        "Subject: Resposta automática",
        "Como posso ativar a resposta automática? Vou de férias.",
    ),
    "tells of absence": (
        "Subject: Out of office 10-14 March",
        "Hi all, I am out of the office next week; Ana covers for me.",
    ),
    "vacation request": ("Subject: Vacation", "I would like to take vacation from 3 to 14 August."),
    "vacation balance": (
        "Subject: Urlaub",
        "Ich bin seit Montag im Urlaub und möchte zwei Tage verlängern.",
    ),
    "broken autoresponder": (
        "Subject: Automatic reply broken",
        "My automatic reply is not sent. I tried twice.",
    ),
    "answers an absence notice": (
        "Subject: Re: Automatic reply: Quarterly report\nIn-Reply-To: <1@corp.example>",
        "Thanks, then I will wait.\n\nOn 1/5/26 9:00 AM, Bo wrote:\n> I am out of the office.",
    ),
    "Auto-Submitted: no": (
        "Auto-Submitted: no\nSubject: Out of office",
        "I am out of the office. Thanks for your mail.",
    ),
    "Auto-Submitted: No (comment)": ("Auto-Submitted: No (a person)\nSubject: VPN", "x"),
    "auto-forwarded": ("Auto-Submitted: auto-forwarded\nSubject: VPN", "My VPN drops."),
    "inbox rules loop": (
        "X-MS-Exchange-Inbox-Rules-Loop: bo@corp.example\nSubject: VPN",
        "My VPN drops.",
    ),
    "feedback id": ("Feedback-ID: 1:2:3:corp\nSubject: VPN", "My VPN drops."),
    "suppresses receipts only": ("X-Auto-Response-Suppress: DR, RN, NRN\nSubject: VPN", "x"),
    "x-autoreply no": ("X-Autoreply: no\nSubject: VPN", "x"),
    "read about": (
        "Subject: Read: the new policy",
        "Please all read the new travel policy, and tell me what you think?",
    ),
    "thanks": (
        "Subject: Re: VPN\nIn-Reply-To: <1@corp.example>",
        "Thank you for your message. I am out on site, works now.",
    ),
    "away in passing": (
        "Subject: New laptop",
        "I am away until Thursday, please put it on my desk.",
    ),
    "holiday list": (
        "Subject: Holiday calendar\nIn-Reply-To: <1@corp.example>",
        "Attached is the calendar, please check it.",
    ),
    "their newsletter": (
        "Subject: Newsletter\nList-Unsubscribe: <mailto:leave@corp.example>",
        "Our newsletter goes to half of the members, the rest bounce. Please help.",
    ),
}


@pytest.mark.parametrize(("head", "text"), PEOPLE.values(), ids=PEOPLE.keys())
def test_people_stay_people_whatever_they_write_about(head: str, text: str) -> None:
    found = judge(head, text)
    assert found.kind is Kind.PERSON, found.reason
    assert found.receipt


UNANSWERED = {
    "list": ("List-Id: <news.example.com>", Kind.LIST),
    "newsletter": ("List-Unsubscribe: <https://example.com/u>\nList-Post: NO", Kind.LIST),
    "list precedence": ("Precedence: list", Kind.LIST),
    "bulk": ("Precedence: bulk", Kind.AUTO_GENERATED),
    "no-reply": ("From: Shop <no-reply@example.com>", Kind.AUTO_GENERATED),
    "no-reply german": ("From: nicht-antworten@example.com", Kind.AUTO_GENERATED),
    "no-reply with more": ("From: calendar.noreply+x1@example.com", Kind.AUTO_GENERATED),
    "postmaster": ("From: postmaster@example.com", Kind.PERSON),
    "unknown sender": ("From: Ana", Kind.PERSON),
    "two senders": ("From: ana@example.com, bo@corp.example", Kind.PERSON),
}


@pytest.mark.parametrize(("head", "kind"), UNANSWERED.values(), ids=UNANSWERED.keys())
def test_mail_that_must_not_be_answered_automatically_opens_a_request_all_the_same(
    head: str, kind: Kind
) -> None:
    found = judge(head + "\nSubject: VPN", "The VPN drops.")
    assert (found.kind, found.receipt) == (kind, False)
    assert found.reason


@pytest.mark.parametrize(
    "own", ["it-help.corp.example", "<IT-Help.corp.example>", "it-help@corp.example"]
)
def test_mail_through_our_own_list_gets_its_receipt(own: str) -> None:
    head = (
        "Subject: VPN\nList-Id: IT help <it-help.corp.example>\nPrecedence: list\n"
        "List-Unsubscribe: <mailto:x@corp.example>"
    )
    assert judge(head, own_lists=(own,)) == Classified(
        Kind.PERSON, receipt=True, reason="a person's mail"
    )
    assert judge(head, own_lists=("payroll.corp.example",)).receipt is False


def test_vacation_notice_through_our_own_list_is_still_a_notice() -> None:
    head = (
        "Subject: Automatic reply: VPN\nList-Id: <it-help.corp.example>\n"
        "Auto-Submitted: auto-replied"
    )
    assert judge(head, "I am away.", ("it-help.corp.example",)).kind is Kind.AUTO_REPLY


def test_person_at_postmaster_who_answers_is_a_person() -> None:
    head = (
        "From: postmaster@example.com\nSubject: Re: mail delivery failed\n"
        "In-Reply-To: <1@corp.example>"
    )
    assert judge(head, "Fixed now.\n\n> 550 5.1.1 user unknown").kind is not Kind.AUTO_REPLY


@pytest.mark.parametrize(
    ("sender", "kind"),
    [
        ("MAILER-DAEMON@example.com", Kind.BOUNCE),
        ("mail-system@example.com", Kind.BOUNCE),
        ("postmaster@example.com", Kind.PERSON),
        ("bounces@example.com", Kind.PERSON),
    ],
)
def test_nobody_writes_from_a_mail_systems_own_address(sender: str, kind: Kind) -> None:
    found = judge(f"From: {sender}\nSubject: Out of office", "I am away.")
    assert (found.kind, found.receipt) == (kind, False)


def test_unmarked_absence_notice_that_keeps_re_is_told_by_quoting_nothing() -> None:
    head = "Subject: Re: VPN\nIn-Reply-To: <1@corp.example>"
    words = (
        "Thank you for your e-mail. I am out of the office until Monday. In urgent cases "
        "please contact Sam."
    )
    assert judge(head, words).kind is Kind.AUTO_REPLY
    assert judge(head, f"{words}\n\nOn Monday, IT wrote:\n> Is it you?\n").kind is Kind.PERSON
    assert judge(head, f"{words} Can you wait?").kind is Kind.PERSON


DOUBTFUL = {
    "web form with a challenge's words": (
        "From: noreply@corp.example\nSubject: Contact form",
        "Eva writes: the portal says please verify your identity, and nothing happens.",
    ),
    "bulk, with a challenge's words": (
        "Precedence: bulk\nSubject: Code",
        "The one-time verification code never arrives.",
    ),
    "administrator by name": (
        "From: System Administrator <admin@corp.example>\nSubject: Mail delivery problems",
        "This is the mail system of building 4: 550 5.7.1 since 9:00 for all.",
    ),
    "suppressed, and away": (
        "Subject: Urlaub\nX-Auto-Response-Suppress: All",
        "Ich bin ab Montag im Urlaub. Danke für die Nachricht. Bo ist meine Vertretung. Ab dem 20. "
        "wieder im Büro.",
    ),
    "a rule that passes on": (
        "Subject: VPN\nX-MS-Exchange-Generated-Message-Source: Mailbox Rules Agent",
        "It drops again, every minute now.",
    ),
    "another tracker": (
        "Subject: VPN\nX-Zammad-FQDN: desk.partner.example",
        "Your VPN drops for us, too.",
    ),
    "a team that is called like a robot": (
        "From: Backup team <backup@corp.example>\nSubject: OK to replace the disk",
        "Go on.",
    ),
}


@pytest.mark.parametrize(("head", "text"), DOUBTFUL.values(), ids=DOUBTFUL.keys())
def test_marks_that_people_bear_too_prove_nothing(head: str, text: str) -> None:
    found = judge(head, text)
    assert found.kind is Kind.PERSON or not found.sure, found.reason


@pytest.mark.parametrize(
    "head",
    [
        "Auto-Submitted: auto-replied",
        "Return-Path: <>",
        "X-Auto-Response-Suppress: All",
        "Precedence: bulk",
        "X-Vacation: yes",
        "X-Autoreply: yes",
    ],
)
def test_a_notice_that_a_program_marks_is_surely_one(head: str) -> None:
    found = judge(f"{head}\nSubject: Automatic reply: VPN", "I am out of the office until Monday.")
    assert (found.kind, found.sure) == (Kind.AUTO_REPLY, True)


SURE_OF_A_PERSON = {
    "null path, by name, asks": "From: Eva Lund <eva.lund@example.com>\nReturn-Path: <>",
    "list precedence": "From: Eva Lund <eva.lund@example.com>\nPrecedence: list",
    "list precedence, from inside": "From: eva@corp.example\nPrecedence: list",
}


@pytest.mark.parametrize("head", SURE_OF_A_PERSON.values(), ids=SURE_OF_A_PERSON.keys())
def test_who_shows_a_name_and_asks_gets_a_receipt(head: str) -> None:
    assert judge(f"{head}\nSubject: VPN", "Can you look at the VPN?").receipt


@pytest.mark.parametrize(
    "head",
    [
        "Precedence: list\nX-BeenThere: it@example.com",
        "Precedence: list\nSender: owner-it@example.com",
        "Precedence: list\nSender: it-bounces@example.com",
    ],
)
def test_what_a_list_carried_on_is_not_answered(head: str) -> None:
    found = judge(f"From: Eva Lund <eva.lund@example.com>\n{head}\nSubject: VPN", "Can you look?")
    assert (found.kind, found.receipt) == (Kind.LIST, False)


LOST_ENVELOPES = {
    "asks": ("Hi,\n\nthe new laptop has no sound, can you look at it?\n\nEva", Kind.PERSON),
    "asks in german": ("Hallo,\n\nkann ich den alten Rechner behalten?\n\nEva", Kind.PERSON),
    "tells": ("The new laptop has no sound.", Kind.AUTO_REPLY),
    "is away": ("Hi,\n\nI am away until Monday. Can it wait?\n\nEva", Kind.AUTO_REPLY),
}


@pytest.mark.parametrize(("text", "kind"), LOST_ENVELOPES.values(), ids=LOST_ENVELOPES.keys())
def test_an_answer_from_nobody_is_a_persons_where_it_asks(text: str, kind: Kind) -> None:
    head = "Return-Path: <>\nSubject: Re: Laptop\nIn-Reply-To: <1@corp.example>"
    assert judge(head, text).kind is kind


TYPED_IN = [
    "User-Agent: Mozilla Thunderbird",
    "X-Mailer: Microsoft Outlook 16.0",
    "X-Mailer: iPhone Mail (20H71)",
    "X-Mailer: Apple Mail (2.3774.600.62)",
]


@pytest.mark.parametrize("program", TYPED_IN)
def test_what_a_mail_program_made_is_a_persons_also_where_its_envelope_was_lost(
    program: str,
) -> None:
    head = f"Return-Path: <>\n{program}\nSubject: "
    answer = "Re: Laptop\nIn-Reply-To: <1@corp.example>"
    assert judge(f"{head}VPN", "The VPN drops every hour.").receipt
    assert judge(head + answer, "It is the grey one, bought in May.").receipt
    found = judge(head + answer, "I am away until Monday.")
    assert (found.kind, found.receipt) == (Kind.AUTO_REPLY, False)
    assert judge(f"{head}Undelivered Mail Returned to Sender", "550 5.1.1").kind is not Kind.PERSON
