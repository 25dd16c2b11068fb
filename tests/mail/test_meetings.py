"""Mails by which calendar programs speak for people: a bare answer is nobody's word, and words that
somebody typed reach a person.
"""

from __future__ import annotations

import base64
import struct
import time

import pytest

from mailtracker.mail.message import Kind, Scheduling
from mailtracker.mail.mime.scheduling import scheduling
from mailtracker.mail.mime.tree import scan
from mailtracker.mail.origin.appointments import bare_answer, bare_cancellation
from mailtracker.mail.parse import parse
from mailtracker.mail.site import Site
from mailtracker.mail.understand import understand
from tests.mail.meetings import (
    APPLE,
    GOOGLE,
    OUTLOOK,
    ROUNDCUBE,
    SOGO,
    THUNDERBIRD,
    entry,
    meeting,
)

SITE = Site(languages=("en", "de", "nl", "da", "pt", "fr"), own_domains=("corp.example",))

SUBJECTS = (
    *("Accepted: Look at the VPN together", "Declined: Look at the VPN together"),
    *("Tentative: Look at the VPN together", "Tentatively Accepted: Look at the VPN together"),
    *("Zugesagt: VPN ansehen", "Abgelehnt: VPN ansehen", "Mit Vorbehalt: VPN ansehen"),
    *("Geaccepteerd: VPN bekijken", "Geweigerd: VPN bekijken", "Voorlopig: VPN bekijken"),
    *("Accepteret: Se på VPN", "Afslået: Se på VPN", "Foreløbig: Se på VPN"),
    *("Aceite: Ver a VPN", "Recusado: Ver a VPN", "Provisório: Ver a VPN"),
    *("Accepté : Regarder le VPN", "Refusé : Regarder le VPN", "Provisoire : Regarder le VPN"),
)

GOOGLE_BODY = """{said}

Look at the VPN together
Wednesday 25 Nov 2026 ⋅ 10:00 – 10:30
Central European Time - Copenhagen

Organizer
IT help
it-help@corp.example

Guests
Eva Lund - organizer
bo@corp.example
View all guest info https://calendar.google.com/calendar/event?action=VIEW&eid=abc

~~//~~
Invitation from Google Calendar: https://calendar.google.com/calendar/

You are receiving this email because you are subscribed to calendar notifications.
"""

EVA = "Eva Lund <eva@corp.example>"

BARE = {
    "outlook-empty": (OUTLOOK, "\n"),
    "outlook-blank": (OUTLOOK, "\xa0\n\n"),
    "google-en": (GOOGLE, GOOGLE_BODY.format(said="Eva Lund has accepted this invitation.")),
    "google-maybe": (
        GOOGLE,
        GOOGLE_BODY.format(said='eva@corp.example has replied "Maybe" to this invitation.'),
    ),
    "google-de": (GOOGLE, GOOGLE_BODY.format(said="Eva Lund hat diese Einladung angenommen.")),
    "google-nl": (GOOGLE, GOOGLE_BODY.format(said="Eva Lund heeft deze uitnodiging geweigerd.")),
    "google-da": (GOOGLE, GOOGLE_BODY.format(said="Eva Lund har accepteret denne invitation.")),
    "google-pt": (GOOGLE, GOOGLE_BODY.format(said="Eva Lund aceitou este convite.")),
    "google-fr": (GOOGLE, GOOGLE_BODY.format(said="Eva Lund a accepté cette invitation.")),
    "apple-en": (
        APPLE,
        "Eva Lund accepted your invitation to the event “Look at the VPN together”, "
        "scheduled for Wednesday 25 November 2026 at 10:00.",
    ),
    "apple-de": (APPLE, "Eva Lund hat deine Einladung zum Ereignis „VPN ansehen“ angenommen."),
    "thunderbird-en": (
        THUNDERBIRD,
        "Eva Lund <eva@corp.example> has accepted your event invitation.",
    ),
    "thunderbird-de": (
        THUNDERBIRD,
        "Eva Lund <eva@corp.example> hat Ihre Termineinladung akzeptiert.",
    ),
    "sogo-en": (SOGO, "Eva Lund has declined your event invitation."),
    "sogo-fr": (SOGO, "Eva Lund a refusé votre invitation."),
    "roundcube-en": (
        ROUNDCUBE,
        "Eva Lund has accepted the invitation to the following event:\n\n"
        "*Look at the VPN together*\n\nWhen: 2026-11-25 10:00 - 10:30 (Europe/Copenhagen)\n\n"
        "Invitees: IT help <it-help@corp.example>,\n      Eva Lund <eva@corp.example>\n",
    ),
    "room": (OUTLOOK, "Your request was accepted."),
    "zimbra": (
        "Zimbra-Calendar-Provider",
        "Yes, I will attend.\n\n-----Original Appointment-----\nFrom: IT help\nTo: Eva\n"
        "Subject: Look at the VPN together",
    ),
    "kopano": ("Kopano", "Eva Lund has accepted your meeting request."),
    "proton": ("-//Proton AG//EN", "eva@corp.example accepted your invitation to a VPN meeting"),
    "notes": ("-//Lotus Development Corporation//EN", "Eva Lund accepts this meeting invitation"),
    "google-de-maybe": (
        GOOGLE,
        GOOGLE_BODY.format(said="Eva Lund hat mit „Vielleicht“ auf diese Einladung geantwortet."),
    ),
    "thunderbird-nl": (THUNDERBIRD, f"{EVA} heeft uw afspraakuitnodiging geaccepteerd."),
    "thunderbird-da": (THUNDERBIRD, f"{EVA} har accepteret din begivenhedsinvitation."),
    "apple-nl": (APPLE, "Eva Lund heeft je uitnodiging voor ‘VPN’ geaccepteerd."),
    "apple-da": (APPLE, "Eva Lund har takket ja til din invitation til »VPN«."),
    "room-de": (OUTLOOK, "Ihre Anfrage wurde angenommen."),
    "room-fr": (OUTLOOK, "Votre demande a été acceptée."),
    "roundcube-de": (
        ROUNDCUBE,
        "Eva Lund hat die Einladung zum folgenden Termin angenommen:\n\n*Wegen des VPN*\n\n"
        "Wann: 25.11.2026 10:00\n\nTeilnehmer: IT help <it-help@corp.example>\n",
    ),
    "mobile": (OUTLOOK, "\nSent from my iPhone\n"),
}


@pytest.mark.parametrize("subject", SUBJECTS)
def test_an_answer_without_words_is_a_programs(subject: str) -> None:
    _, told = understand(meeting(subject, "\n"), SITE)
    assert (told.kind, told.sure, told.receipt) == (Kind.AUTO_REPLY, True, False)


@pytest.mark.parametrize("name", BARE)
def test_what_the_program_writes_is_nobodys_word(name: str) -> None:
    program, text = BARE[name]
    said = entry(program=program, extra="COMMENT;LANGUAGE=en-US:\\n\n")
    message, told = understand(meeting("Accepted: Look at the VPN together", text, said), SITE)
    assert (message.new_text, told.kind, told.sure) == ("", Kind.AUTO_REPLY, True)


WORDS = {
    "typed": (OUTLOOK, "Not on Wednesday, I am in court all day.", "", ""),
    "typed, and in the comment": (
        OUTLOOK,
        "Not on Wednesday, I am in court all day.",
        "COMMENT:Not on Wednesday\\, I am in court all day.\\n\n",
        "",
    ),
    "in the comment alone": (
        SOGO,
        "Eva Lund has declined your event invitation.",
        "COMMENT:Not on Wednesday\\, I am in cou\n rt all day.\n",
        "",
    ),
    "no text at all": (SOGO, "\n", "COMMENT:Not on Wednesday\\, I am in court all day.\n", ""),
    "beside the attendee": (
        GOOGLE,
        GOOGLE_BODY.format(
            said="Eva Lund has declined this invitation with this note:\n\n"
            '"Not on Wednesday, I am in court all day."'
        ),
        "",
        ';X-RESPONSE-COMMENT="Not on Wednesday\\, I am in court all day."',
    ),
    "in the text of Google's alone": (
        GOOGLE,
        GOOGLE_BODY.format(
            said="Eva Lund has declined this invitation with this note:\n\n"
            '"Not on Wednesday, I am in court all day."'
        ),
        "",
        "",
    ),
    "above what the program writes": (
        THUNDERBIRD,
        "Not on Wednesday, I am in court all day.\n\n"
        "Eva Lund <eva@corp.example> has declined your event invitation.",
        "",
        "",
    ),
    "below what the program writes": (
        THUNDERBIRD,
        "Eva Lund <eva@corp.example> hat Ihre Termineinladung abgelehnt.\n\n"
        "Not on Wednesday, I am in court all day.",
        "",
        "",
    ),
    "above the appointment": (
        OUTLOOK,
        "Not on Wednesday, I am in court all day.\n\n-----Original Appointment-----\n"
        "From: IT help\nSent: Monday\nTo: Eva\nWhen: Wednesday\nWhere: my room\n",
        "",
        "",
    ),
    "above the appointment, in German": (
        OUTLOOK,
        "Not on Wednesday, I am in court all day.\n\n-----Ursprünglicher Termin-----\n"
        "Von: IT help\nGesendet: Montag\nAn: Eva\nWann: Mittwoch\nWo: bei mir\n",
        "",
        "",
    ),
}


@pytest.mark.parametrize("name", WORDS)
def test_words_in_an_answer_are_somebodys(name: str) -> None:
    program, text, extra, beside = WORDS[name]
    said = entry(program=program, extra=extra, beside=beside)
    message, told = understand(meeting("Declined: Look at the VPN together", text, said), SITE)
    assert message.new_text == "Not on Wednesday, I am in court all day."
    assert (told.kind, told.receipt) == (Kind.PERSON, True)


TYPED = (
    "I have declined this invitation because my laptop is dead.",
    "Eva has declined this invitation, please call me.",
    "Ich habe die Einladung abgelehnt, weil ich im Gericht bin.",
    "Leider kann ich da nicht.",
    "Geht es auch um elf?",
    "Ik heb de afspraak geweigerd omdat ik ziek ben.",
    "Jeg har afslået invitationen, fordi jeg er syg.",
    "Recusei o convite porque estou doente.",
    "J'ai refusé l'invitation, je suis malade.",
    "My laptop does not start any more.",
    "Where: can it be in my room?",
    "When: any time after two suits me",
    "Bo has declined this meeting.",
    "My boss has declined the meeting because there is no budget",
    "Eva's room is taken, and the meeting was cancelled by facilities without a word",
    "Der Termin wurde abgesagt, oder?",
    "Mødet blev aflyst af Bo",
    "La réunion est annulée chez nous, grève",
    "Ok for me, but bring a cable.",
    "The meeting was moved, and nobody told me: who has cancelled the room?",
)


@pytest.mark.parametrize("words", TYPED)
def test_what_people_type_is_never_taken_for_a_programs(words: str) -> None:
    message, told = understand(meeting("Declined: Look at the VPN together", words), SITE)
    assert (message.new_text, told.kind) == (words, Kind.PERSON)
    below = f"{EVA} has declined your event invitation.\n\n{words}"
    assert parse(meeting("Declined: VPN", below)).new_text == words


def test_a_file_beside_an_answer_is_something_said() -> None:
    raw = meeting("Declined: Look at the VPN together", "\n")
    outer = b"MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=o\r\n\r\n--o\r\n"
    head, _, body = raw.partition(b"MIME-Version: 1.0\r\n")
    kind, _, rest = raw.partition(b"Content-Type: multipart/alternative")
    inner = b"Content-Type: multipart/alternative" + rest
    picture = b"\r\n--o\r\nContent-Type: image/png; name=a.png\r\n"
    picture += b"Content-Disposition: attachment; filename=a.png\r\n\r\nx\r\n--o--\r\n"
    head = kind.replace(b"MIME-Version: 1.0\r\n", b"")
    assert body
    message, told = understand(head + outer + inner + picture, SITE)
    assert [part.content_type for part in message.attachments] == ["text/calendar", "image/png"]
    assert told.kind is Kind.PERSON


@pytest.mark.parametrize("method", ["REQUEST", "COUNTER", "CANCEL", "DECLINECOUNTER", "ADD"])
def test_other_mails_about_appointments_are_peoples(method: str) -> None:
    _, told = understand(meeting("Look at the VPN together", "\n", method=method), SITE)
    assert (told.kind, told.receipt) == (Kind.PERSON, True)


def test_an_answer_that_says_a_program_sent_it_is_carried_but_not_answered() -> None:
    fields = {"Auto_Submitted": "auto-generated"}
    raw = meeting("Declined: VPN", "Not on Wednesday, I am in court.", **fields)
    _, told = understand(raw, SITE)
    assert (told.kind, told.receipt) == (Kind.PERSON, False)


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("Accepted: VPN @ Wed 25 Nov 2026 10am", "Eva Lund has accepted this invitation."),
        ("Zugesagt: VPN ansehen", "Eva Lund hat diese Einladung angenommen."),
        ("Geaccepteerd: VPN", "Eva Lund heeft deze uitnodiging geaccepteerd."),
        ("Accepteret: VPN", "Eva Lund har accepteret denne invitation."),
        ("Aceite: VPN", "Eva Lund aceitou este convite."),
        ("Accepté : VPN", "Eva Lund a accepté cette invitation."),
        ("Refusé : VPN", GOOGLE_BODY.format(said="Eva Lund a refusé cette invitation.")),
    ],
)
def test_an_answer_whose_calendar_part_was_lost_is_known_by_its_words(
    subject: str, text: str
) -> None:
    _, told = understand(meeting(subject, text, said=""), SITE)
    assert (told.kind, told.sure) == (Kind.AUTO_REPLY, True)


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("Declined: my leave", "\n"),
        ("Declined: my leave", "HR has declined this, and I do not know why."),
        ("Abgelehnt: mein Urlaub", "Warum?"),
        ("Accepted: what now?", "Eva has accepted this invitation. What do I do now?"),
        ("VPN", "Eva Lund has accepted this invitation."),
    ],
)
def test_without_a_calendar_part_only_a_programs_own_text_is_a_programs(
    subject: str, text: str
) -> None:
    assert understand(meeting(subject, text, said=""), SITE)[1].kind is Kind.PERSON


def test_an_answer_that_somebody_passes_on_is_theirs() -> None:
    message = parse(meeting("Fwd: Accepted: VPN", "\n"))
    assert not bare_answer(message)


CANCELLED = {
    "outlook": "\n",
    "google": GOOGLE_BODY.format(said="This event has been canceled."),
    "exchange": "When: Wednesday 10:00\nWhere: room 12\n\n*~*~*~*~*~*~*~*~*~*\n\n",
    "roundcube": "The event has been cancelled by the organizer.\n\n*Look at the VPN together*\n\n"
    "When: 2026-11-25 10:00\n",
    "de": "Dieser Termin wurde abgesagt.",
    "nl": "Deze afspraak is geannuleerd.",
    "da": "Denne begivenhed er blevet aflyst.",
    "pt": "Este evento foi cancelado.",
    "fr": "Cet événement a été annulé.",
}


@pytest.mark.parametrize("name", CANCELLED)
def test_a_cancellation_without_words_is_known_as_bare(name: str) -> None:
    said = entry("CANCEL", program=GOOGLE if name == "google" else OUTLOOK)
    message = parse(meeting("Canceled: VPN", CANCELLED[name], said, "CANCEL"))
    assert bare_cancellation(message)


@pytest.mark.parametrize(
    "text", ["Sorry, can we do it on Friday instead?", "It works again.", "Ich bin krank."]
)
def test_words_in_a_cancellation_are_words(text: str) -> None:
    message = parse(meeting("Canceled: VPN", text, method="CANCEL"))
    assert (bare_cancellation(message), message.new_text) == (False, text)


def read(text: str, kind: str = "text/calendar") -> Scheduling | None:
    raw = f"Content-Type: {kind}\n\n{text}".encode()
    return scheduling(raw, scan(raw))


def test_an_entry_is_called_alike_by_equal_uids_and_by_no_other() -> None:
    one, update, other = (
        read(entry("REQUEST")),
        read(entry("CANCEL", sequence=3)),
        read(entry(uid="m2@corp.example")),
    )
    assert one
    assert update
    assert other
    assert one.entry == update.entry != other.entry


def test_a_folded_uid_is_the_same_one() -> None:
    folded = entry("REQUEST", uid="m1@cor\n p.example")
    one, two = read(entry("REQUEST")), read(folded.replace("\n", "\r\n"))
    assert one
    assert two
    assert one.entry == two.entry


def test_zones_and_alarms_of_an_entry_say_nothing_of_it() -> None:
    found = read(entry())
    assert found
    assert (found.comment, found.title) == ("", "Look at the VPN together")


@pytest.mark.parametrize(
    "text", ["", "BEGIN:VCALENDAR", "METHOD:PUBLISH\n", entry("PUBLISH"), "METHOD\n:;::;\n"]
)
def test_what_has_no_method_is_a_file_like_any_other(text: str) -> None:
    assert read(text) is None


def test_the_method_may_stand_in_the_header_alone() -> None:
    bare = entry("REPLY").replace("METHOD:REPLY\n", "")
    found = read(bare, "text/calendar; method=reply")
    assert found
    assert found.method == "REPLY"


@pytest.mark.parametrize(
    "line",
    [
        "X" + ";A=B" * 20_000,
        "ATTENDEE" + ';CN="' * 20_000,
        "ATTENDEE" + ";" * 60_000,
        "BEGIN:VEVENT\n" * 20_000,
        "COMMENT:" + "\\n" * 30_000,
        "A:b\n " * 20_000,
    ],
)
def test_odd_calendars_are_read_in_linear_time(line: str) -> None:
    started = time.process_time()
    read(f"BEGIN:VCALENDAR\nMETHOD:REPLY\n{line}\n")
    assert time.process_time() - started < 2


def test_what_programs_write_is_looked_for_in_bounded_time() -> None:
    line = "Eva has accepted " * 27 + "\n"
    started = time.process_time()
    parse(meeting("Accepted: VPN", line * 130))
    assert time.process_time() - started < 3


@pytest.mark.parametrize(
    ("sender", "receipt"),
    [
        ("Calendly <notifications@calendly.example>", False),
        ("Google Calendar <calendar-notification@google.example>", False),
        ("Clinic <bookings@clinic.example>", False),
        ("Terminland <noreply@terminland.example>", False),
        ("Eva Lund <eva@corp.example>", True),
        ("Eva's assistant <mia@corp.example>", True),
        ("IT help <it-help@corp.example>", True),
    ],
)
def test_an_invitation_of_a_program_that_schedules_opens_without_a_receipt(
    sender: str, receipt: bool
) -> None:
    raw = meeting("New Event: VPN", "A new event has been scheduled.", method="REQUEST")
    raw = raw.replace(b"From: Eva Lund <eva@corp.example>", f"From: {sender}".encode())
    _, told = understand(raw, SITE)
    assert (told.receipt, told.opens_nothing) == (receipt, False)


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("Invitation: VPN @ Wed 25 Nov 2026 10:00 (it-help@corp.example)", "You are invited.\n"),
        ("Einladung: VPN ansehen", "Eva Lund hat Sie zu „VPN“ eingeladen.\n"),
        ("Uitnodiging: VPN bekijken", "Kun je woensdag?\n"),
        ("Invitation : Regarder le VPN", "Mercredi à dix heures ?\n"),
        ("Look at the VPN together", "\n"),
        ("Look at the VPN together", "_______\nMicrosoft Teams meeting\nJoin on your computer\n"),
    ],
)
def test_an_invitation_is_a_persons(subject: str, text: str) -> None:
    _, told = understand(meeting(subject, text, method="REQUEST"), SITE)
    assert (told.kind, told.receipt) == (Kind.PERSON, True)


def packed(kind: bytes) -> bytes:
    """A mail of Outlook's with a winmail.dat of this class (MS-OXTNEF 2.1.3.3.14)."""
    said = kind + b"\0"
    item = struct.pack("<BHHI", 1, 0x8008, 7, len(said)) + said
    content = struct.pack("<IH", 0x223E9F78, 1) + item + struct.pack("<H", sum(said) & 0xFFFF)
    head = b"From: Eva Lund <eva@corp.example>\nSubject: VPN\nContent-Type: multipart/mixed;"
    head += b" boundary=b\n\n--b\nContent-Type: text/plain\n\n%s\n--b\n"
    head += b"Content-Type: application/ms-tnef; name=winmail.dat\n"
    head += b"Content-Transfer-Encoding: base64\n\n"
    return head + base64.encodebytes(content) + b"--b--\n"


@pytest.mark.parametrize(
    ("kind", "method"),
    [
        (b"IPM.Schedule.Meeting.Resp.Pos", "REPLY"),
        (b"IPM.Microsoft Schedule.MtgRespN", "REPLY"),
        (b"IPM.Schedule.Meeting.Canceled", "CANCEL"),
        (b"IPM.Microsoft Schedule.MtgReq", "REQUEST"),
        (b"IPM.Note", ""),
        (b"", ""),
    ],
)
def test_what_outlook_packs_is_known_by_its_class(kind: bytes, method: str) -> None:
    message, told = understand(packed(kind) % b"", SITE)
    assert (message.scheduling.method if message.scheduling else "") == method
    assert (told.kind is Kind.AUTO_REPLY) == (method == "REPLY")
    message, told = understand(packed(kind) % b"Not on Wednesday.", SITE)
    assert (message.new_text, told.kind) == ("Not on Wednesday.", Kind.PERSON)


@pytest.mark.parametrize("length", [0, 5, 6, 10, 20, 40])
def test_a_winmail_dat_that_is_cut_says_nothing(length: int) -> None:
    whole = base64.b64decode(packed(b"IPM.Schedule.Meeting.Resp.Pos").split(b"\n\n")[-1][:-7])
    raw = b"From: a@corp.example\nContent-Type: application/ms-tnef\n\n" + whole[:length]
    assert parse(raw).scheduling is None
