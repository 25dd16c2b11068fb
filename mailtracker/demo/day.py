"""A working day, played by people who only write mail, in front of the real daemon."""

from __future__ import annotations

import base64
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

from mailtracker.demo.screen import Screen
from mailtracker.demo.stage import ALIASES, DOMAIN, PASSWORD, Stage
from mailtracker.errors import MailtrackerError
from mailtracker.policy.model import Person

START = datetime(2026, 11, 23, 7, 55, tzinfo=UTC)
"""Five to nine on a Monday morning in Copenhagen."""

INTRODUCTION = (
    "A working day at corp.example. Daemon, rules, mails and mail servers are real, the servers "
    "inside this process; only the clock is ours."
)

PHOTO = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAIAAAD91JpzAAAAFklEQVR4nGP8z8DAwMDAxMDAwMDAAAAN"
    "HQEDasKb6QAAAABJRU5ErkJggg=="
)
"""Four pixels, as PNG."""

EVA = f"Eva Lund <eva@{DOMAIN}>"
FRIEDA = f"Frieda Maurer <frieda@{DOMAIN}>"
OMAR = f"Omar Haddad <omar@{DOMAIN}>"
LUCY = f"Lucy Byrne <lucy@{DOMAIN}>"

AWAY = (("Auto-Submitted", "auto-replied"), ("Precedence", "bulk"))


def play(stage: Stage, screen: Screen) -> None:
    """The whole day. Raises MailtrackerError where a mail that must come does not come."""
    vpn = _eva_and_the_vpn(stage, screen)
    payslip = _frieda_misses_a_payslip(stage, screen)
    _lucy_goes_on_holiday(stage, screen)
    _the_vpn_is_solved(stage, screen, vpn)
    _the_payslip_is_found(stage, screen, payslip)
    locked = _omar_is_locked_out(stage, screen)
    _nobody_answers_omar(stage, screen, locked)


def _scene(stage: Stage, screen: Screen, minutes: float, text: str) -> None:
    """What somebody does, so many minutes after all of before is dealt with."""
    stage.settled()
    stage.pass_time(minutes)
    screen.scene(stage.clock.now(), text)


def _writer(person: Person) -> str:
    """As whom somebody writes: "Name <address>"."""
    return f"{person.name} <{person.addresses[0]}>"


def _reference(receipt: EmailMessage) -> str:
    return str(receipt["X-Mailtracker-Reference"])


def _eva_and_the_vpn(stage: Stage, screen: Screen) -> str:
    _scene(stage, screen, 2, "[bold]Eva Lund[/] writes to it-help: “VPN drops every hour”")
    stage.send(
        EVA,
        f"it-help@{DOMAIN}",
        "VPN drops every hour",
        "Hello,\n\nsince Friday my VPN drops every hour. Wireguard says handshake failed.\n\nEva",
    )
    return _reference(stage.got(f"eva@{DOMAIN}", "VPN drops"))


def _frieda_misses_a_payslip(stage: Stage, screen: Screen) -> str:
    _scene(
        stage,
        screen,
        8,
        "[bold]Frieda Maurer[/] writes to payroll, in German: “Gehaltsabrechnung Oktober fehlt”",
    )
    stage.send(
        FRIEDA,
        f"payroll@{DOMAIN}",
        "Gehaltsabrechnung Oktober fehlt",
        "Guten Morgen,\n\nmeine Gehaltsabrechnung für Oktober ist nicht angekommen.\n\nViele "
        "Grüße\nFrieda",
    )
    return _reference(stage.got(f"frieda@{DOMAIN}", "Gehaltsabrechnung"))


def _omar_is_locked_out(stage: Stage, screen: Screen) -> str:
    _scene(stage, screen, 5, "[bold]Omar Haddad[/] writes to it-help, with a photo: “Locked out”")
    stage.send(
        OMAR,
        f"it-help@{DOMAIN}",
        "Locked out",
        "Hi all,\n\nI am locked out since this morning, see the photo. I cannot work like this."
        "\n\nOmar",
        picture=PHOTO,
    )
    return _reference(stage.got(f"omar@{DOMAIN}", "Locked out"))


def _lucy_goes_on_holiday(stage: Stage, screen: Screen) -> None:
    _scene(
        stage,
        screen,
        5,
        "[bold]Lucy Byrne[/] writes to facilities: “Heating in room 3.14 is cold”, and goes on "
        "holiday",
    )
    stage.send(
        LUCY,
        f"facilities@{DOMAIN}",
        "Heating in room 3.14 is cold",
        "The heating in room 3.14 stays cold. Not urgent, I am away from today.\n\nLucy",
    )
    receipt = stage.got(f"lucy@{DOMAIN}", "Heating")
    _scene(stage, screen, 1, "[bold]Lucy's vacation robot[/] answers the receipt")
    stage.reply(
        LUCY, receipt, "I am out of the office until Monday and read no mail.", headers=AWAY
    )


def _the_vpn_is_solved(stage: Stage, screen: Screen, reference: str) -> None:
    owner = stage.owner(reference)
    _scene(stage, screen, 12, f"[bold]{owner.name}[/] just replies to Eva's mail")
    stage.reply(
        _writer(owner),
        stage.got(owner.addresses[0], "handshake failed"),
        f"Hi Eva,\n\nyour key expired. I have renewed it: please connect again.\n\n{owner.name}",
    )
    answer = stage.got(f"eva@{DOMAIN}", "renewed it")
    _scene(stage, screen, 15, "[bold]Eva Lund[/] says thanks")
    stage.reply(EVA, answer, "Works again, thank you so much!\n\nEva")
    thanks = stage.got(owner.addresses[0], "thank you so much")
    _scene(stage, screen, 4, f"[bold]{owner.name}[/] replies with one word: done")
    stage.reply(_writer(owner), thanks, "done")
    word = _told(stage, answer)
    if stage.request(reference).ends_at is not None:
        _scene(stage, screen, 2, "[bold]Eva Lund[/] need not wait for that day: “Solved!”")
        stage.reply(EVA, word, "Solved!\n\nEva")
        _told(stage, answer, word)


def _told(stage: Stage, *before: EmailMessage) -> EmailMessage:
    """The next mail that we write to Eva of ourselves."""
    known = [str(mail["Message-ID"]) for mail in before]
    return stage.post.wait(
        f"eva@{DOMAIN}",
        lambda mail: (
            str(mail["Message-ID"]) not in known and "auto-generated" in str(mail["Auto-Submitted"])
        ),
    )


def _the_payslip_is_found(stage: Stage, screen: Screen, reference: str) -> None:
    owner = stage.owner(reference)
    _scene(stage, screen, 10, f"[bold]{owner.name}[/] answers Frieda, in German")
    stage.reply(
        _writer(owner),
        stage.got(owner.addresses[0], "nicht angekommen"),
        f"Hallo Frieda,\n\ndie Abrechnung ging an deine alte Adresse; ich habe sie neu "
        f"verschickt.\n\n{owner.name}",
    )
    stage.got(f"frieda@{DOMAIN}", "neu verschickt")


def _nobody_answers_omar(stage: Stage, screen: Screen, reference: str) -> None:
    """The owner is silent, then the cover too; the manager is called in,
    and the answer comes at last.
    """
    screen.say(f"\n[bold red]{stage.owner(reference).name} is silent[/], and time passes.")
    while (reference, "slipped_manager") not in stage.diary.letters:
        _next_rung(stage, screen, reference)
    cover = stage.owner(reference)
    _scene(stage, screen, 4, f"[bold]{cover.name}[/] answers Omar at last")
    text = f"Hi Omar,\n\nsorry that this took so long. Your account is open again.\n\n{cover.name}"
    stage.reply(_writer(cover), stage.got(cover.addresses[0], "cannot work like this"), text)
    stage.got(f"omar@{DOMAIN}", "is open again")
    stage.settled()


def _next_rung(stage: Stage, screen: Screen, reference: str) -> None:
    before = stage.request(reference)
    if before.due_at is None:
        raise MailtrackerError(
            "the ladder ended before a manager was told: look at rules/promises.yaml"
        )
    screen.scene(before.due_at, "nobody has answered Omar yet")
    stage.travel(before.due_at)
    stage.until(lambda: stage.request(reference).due_at != before.due_at, "a deadline")
    stage.settled()


def keep_open(stage: Stage, screen: Screen, folder: Path) -> None:
    """Servers stay up until Ctrl-C; time runs on from where the day ended."""
    stage.clock.run()
    screen.say(
        "\n[bold]The servers stay up.[/] Connect a mail client and play employee or owner; Ctrl-C "
        "ends it."
    )
    screen.say(
        f"  IMAP  127.0.0.1 port {stage.imap.port}, no encryption, user = your address, password "
        f"“{PASSWORD}”"
    )
    screen.say(f"  SMTP  127.0.0.1 port {stage.smtp.port}, no encryption, no login")
    aliases = [alias.address for alias in ALIASES]
    people = sorted(user.partition("@")[0] for user in stage.imap.users.keys() - set(aliases))
    screen.say(f"  write to: {', '.join(aliases)}")
    screen.say(f"  mailboxes, each @{DOMAIN}: {', '.join(people)}")
    screen.say(f"  clock: {screen.moment(stage.clock.now())}, and it runs on")
    screen.say(f"  database: {folder / 'mailtracker.db'}")
    stage.runtime.stopping.wait()
