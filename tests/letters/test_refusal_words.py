"""What mail servers say, in words that people understand, and with the code behind them."""

from __future__ import annotations

from mailtracker.letters.refusal_table import REASONS, VAGUE, WhyRefused
from mailtracker.letters.refusals import helps, quoted, refusal, why
from mailtracker.letters.spoken import size
from mailtracker.letters.wordings.spoken_here import WORDINGS
from tests.cases import in_each

NO_ADDRESS = ("That address does not exist.", "Diese Adresse gibt es nicht.")
NO_SERVER = ("No mail server was found", "wurde kein Mailserver gefunden")
NO_MAIL = ("That domain takes no mail.", "Diese Domain nimmt keine Mail an.")
OFF = ("That mailbox is switched off.", "Dieses Postfach ist abgeschaltet.")
FULL = ("That mailbox is full.", "Dieses Postfach ist voll.")
TOO_LARGE = ("The mail is too large", "Die Mail ist einem Mailserver")
SOME_ONLY = ("Only certain senders", "nur bestimmte Absender")
A_FILE = ("does not take a file of this kind", "nimmt so eine Datei nicht an")
US = ("does not take this mail from us.", "nimmt diese Mail von uns nicht an.")
UNSAFE = ("No safe connection", "keine sichere Verbindung")
SPAM = ("A filter on its way takes it for spam.", "Ein Filter auf dem Weg hält sie für Spam.")
SILENT = ("does not answer", "antwortet nicht")
BUSY = ("takes no more mail for now", "gerade keine weiteren Mails")
CIRCLE = ("The mail goes round in a circle there.", "Die Mail läuft dort im Kreis.")
LATE = ("It could not be delivered in time.", "Sie ließ sich nicht")
NO_REASON = ("and does not say why", "und sagt nicht, warum")
REFUSED = ("A mail server on its way refused it.", "hat sie abgelehnt.")

SAID = {
    "550 5.1.1 no such user here": NO_ADDRESS,
    "5.1.1 smtp; 550 5.1.1 <x@y.example>: unknown": NO_ADDRESS,
    "5.0.0 or so; 5.1.1 gone": NO_ADDRESS,
    # Exchange Online: two codes that say another thing elsewhere.
    "550-5.1.10 RESOLVER.ADR.RecipientNotFound": NO_ADDRESS,
    "550 5.4.1 Recipient address rejected: Access denied. AS(201806281)": NO_ADDRESS,
    "550 User unknown in virtual mailbox table": NO_ADDRESS,  # Postfix without enhanced codes
    "550 Unrouteable address": NO_ADDRESS,  # Exim
    "511 sorry, no mailbox here by that name (#5.1.1)": NO_ADDRESS,  # qmail
    "554 delivery error: dd This user doesn't have a yahoo.example account": NO_ADDRESS,
    "5.4.4 smtp; Host or domain name not found. Name service error for name=x": NO_SERVER,
    "550 5.4.310 DNS domain y.example does not exist": NO_SERVER,
    "Sorry, I couldn't find any host named y.example": NO_SERVER,  # qmail
    "556 5.1.10 Domain has a nullMX": NO_MAIL,  # RFC 7505
    "550 5.2.1 disabled": OFF,
    "550 The email account is inactive": OFF,
    "452 4.2.2 Over quota": FULL,
    "552 5.2.2 The email account that you tried to reach is over quota and inactive.": FULL,
    "554 STOREDRV.Deliver.Exception:QuotaExceededException.MapiExceptionShutoffQuotaExceeded": FULL,
    "552 Mailbox full": FULL,
    "552 5.3.4 too big": TOO_LARGE,
    "552-5.2.3 Your message exceeded Google's message size limits.": TOO_LARGE,
    "552 Message size exceeds fixed maximum message size": TOO_LARGE,
    "550 5.7.124 RESOLVER.RST.SenderNotInAllowedList": SOME_ONLY,
    "550 5.7.1 RESOLVER.RST.NotAuthorized; not authorized": SOME_ONLY,
    "552-5.7.0 This message was blocked because of its content presents a security issue": A_FILE,
    "554 5.7.1 banned file type .exe": A_FILE,
    "550 5.7.1 virus found": A_FILE,
    "550 5.7.26 unauthenticated": US,
    "554 5.7.1 Client host [192.5.2.3] blocked using zen.spamhaus.example": US,  # an IP is no code
    "550-5.7.1 the domain has a very low reputation": US,
    "550 5.7.606 Access denied, banned sending IP": US,
    "530 5.7.0 Must issue a STARTTLS command first": UNSAFE,
    "4.7.323 tlsa-invalid: the domain failed DANE validation": UNSAFE,
    "550-5.7.1 Gmail has detected that this message is likely unsolicited mail": SPAM,
    "554 5.7.1 Spam message rejected": SPAM,
    "451 4.4.1 No answer from host": SILENT,
    "4.4.316 Connection refused": SILENT,
    "Connection timed out": SILENT,
    "450-4.2.1 The user you are trying to contact is receiving mail at a rate that": BUSY,
    "450 Greylisted, try again later": BUSY,
    "554 5.4.6 Too many hops": CIRCLE,
    "554 5.4.14 Hop count exceeded - possible mail loop": CIRCLE,
    "4.4.7 Envelope expired": LATE,
    "retry timeout exceeded": LATE,  # Exim
    "550 5.7.1 blocked": NO_REASON,
    "550 5.9.9 what is this": REFUSED,
    "550 no": REFUSED,
}
"""What servers say, and what it means in English and German."""


def test_what_servers_say_is_said_in_words() -> None:
    def check(said: str) -> None:
        english, german = SAID[said]
        assert english in refusal(said, "en")
        assert german in refusal(said, "de-AT")
        assert english in why(said, "en")
        assert refusal(said, "de").endswith(f" ({quoted(said)})")

    in_each(SAID, check)


def test_each_reason_but_the_unknown_one_says_what_helps_against_itself() -> None:
    assert {WhyRefused.UNKNOWN, *(one.why for one in (*REASONS, VAGUE))} == {*WhyRefused}
    for language, wording in WORDINGS.items():
        told = wording.refusals
        assert {*told} == {*WhyRefused}, language
        assert len({one.why for one in told.values()}) == len(told), language
        assert all(one.helps for one in told.values()), language
    assert helps("552 5.2.2 full", "en").startswith("Mail arrives there again once")
    assert helps("552 5.2.2 full", "de").startswith("Sobald dort jemand Platz macht")


def test_a_size_is_said_as_mail_servers_count_it() -> None:
    assert size(42 << 20, "en") == "42 MB"
    assert size(19 << 19, "de") == "9,5 MB"
    assert size(15000, "en") == "14.6 KB"


def test_words_without_a_code_need_not_be_a_servers() -> None:
    assert refusal("it cannot be written: ValueError", "en") == (
        "What we know of it: “it cannot be written: ValueError”"
    )


def test_other_languages_read_english() -> None:
    assert refusal("550 5.1.1 x", "fr").startswith("That address does not exist.")


def test_a_long_answer_is_cut_and_on_one_line() -> None:
    told = refusal("550 5.1.1 gone\r\n" + "word " * 500, "en")
    assert "\n" not in told
    assert len(told) < 400
