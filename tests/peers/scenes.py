"""What several of these tests do: somebody asks, somebody answers, a mail lies in the mailbox as it
came, and what became of all that.
"""

from __future__ import annotations

import asyncio
from email.message import EmailMessage

from mailtracker.daemon.run import Daemon
from mailtracker.desk.effects import Disposition
from mailtracker.store import ledger, outbox
from tests.stories.company import ALIAS, Company, body

EVA, BO, SAM, ANA, ADMIN = (f"{who}@corp.example" for who in ("eva", "bo", "sam", "ana", "priya"))
MALLORY = "mallory@example.com"
SECRET = "The code is 4711."


def raw(*fields: str, sender: str = f"From: Eva Lund <{EVA}>", text: str = "Every hour.") -> bytes:
    """A mail of exactly these lines; `sender` is the first, and left out where it is empty."""
    lines = [*([sender] if sender else []), f"To: {ALIAS}", *fields, "", text, ""]
    return "\r\n".join(lines).encode()


def arrives(company: Company, *mails: bytes) -> None:
    """They lie in the mailbox of the alias, byte for byte; Eva has a mailbox, too."""
    company.post.add(EVA)
    for mail in mails:
        company.post.add(ALIAS).append(mail)


def turn_in_vain(company: Company) -> int:
    """A pass that meets trouble: the exit code that says so."""
    with company.runtime() as runtime:
        return asyncio.run(Daemon(runtime).once())


def asked(company: Company, subject: str = "VPN drops", **more) -> EmailMessage:
    """Eva's mail, once it has its request, its receipt and its owner's note."""
    mail = company.write(f"Eva Lund <{EVA}>", subject, "Every hour.", **more)
    company.turn()
    return mail


def answered(company: Company, text: str = SECRET) -> None:
    """The owner has answered the last mail that came."""
    company.reply(BO, company.last(BO), text)
    company.turn()


def heard(company: Company, who: str, words: str = SECRET) -> int:
    """In how many mails of theirs somebody can read that."""
    return sum(words in body(mail) for mail in company.inbox(who))


def subjects(company: Company) -> list[str]:
    """Of all requests there are, in the order in which they were opened."""
    with company.runtime() as runtime, runtime.store.read() as conn:
        opened = ledger.lines(conn, Disposition.OPENED, None, 1000)
    wanted = sorted(line.id for line in opened)
    return [company.request(f"IT-{1001 + number}").subject for number in range(len(wanted))]


def put_aside(company: Company) -> list[str]:
    """Why each mail is in quarantine."""
    with company.runtime() as runtime, runtime.store.read() as conn:
        return [line.reason for line in ledger.lines(conn, Disposition.QUARANTINE, None, 1000)]


def rows(company: Company) -> list[outbox.Sending]:
    """All that was ever to be sent, in order."""
    with company.runtime() as runtime, runtime.store.read() as conn:
        return outbox.rows(conn)


def all_sent(company: Company) -> list[bytes]:
    """Every mail that we handed to the server, as it was handed over."""
    return [mail for _, _, mail in company.post.log if b"\r\nX-Mailtracker" in mail]
