"""Eva reports the lead of her own team, who is above her and would have what the rules call his.
Whom she confides in is hers to say: until then nobody has it, and never does he, nor who is above
him, whatever comes later. All that was sent, the log and every command are searched for it.
"""

from __future__ import annotations

import json
import re
import shutil
from email.message import EmailMessage
from urllib.parse import parse_qs, unquote, urlsplit
from zipfile import ZipFile

import click
import pytest
import structlog

from mailtracker.cli import main
from mailtracker.cli.log import set_up
from mailtracker.desk.on_command import Close
from mailtracker.desk.on_message import MAX_HOPS
from mailtracker.desk.request import Status
from tests.stories.absent import vacation
from tests.stories.company import ALIAS, Company, body
from tests.stories.site import ask

RULES = """
people:
  carla: {name: Carla Stein, email: carla@corp.example, hours: office}
  ana: {name: Ana Costa, email: ana@corp.example, manager: carla, hours: office}
  bo: {name: Bo Jensen, email: bo@corp.example, manager: ana, cover: sam, hours: office}
  sam: {name: Sam Okoye, email: sam@corp.example, manager: ana, cover: bo, hours: office}
  eva: {name: Eva Lund, email: eva@corp.example, manager: bo, hours: office, digest: never}
  tom: {name: Tom Berg, email: tom@corp.example, manager: carla, hours: office}
  jonas: {name: Jonas Weber, email: jonas@corp.example, hours: office, language: de}
hours:
  office: {zone: Europe/Copenhagen, mon-fri: "09:00-17:00"}
promises:
  normal: {first_reply: 4 working hours, then_every: 1 working day, hours: office}
teams:
  desk: {lead: bo, members: [sam, bo], assign: least-loaded}
ladders:
  default:
    - {at: 50%, remind: [owner, lead]}
    - {at: 100%, hand_to: cover, tell: [owner, requester, lead]}
    - {at: 200%, tell: [manager, {lead: desk}, watchers]}
    - {at: 400%, hand_to: {lead: desk}, tell: manager, repeat: daily}
rules:
  - name: trouble
    why: who is harassed chooses whom to tell
    when: {subject: [harassment]}
    to: desk
    confide_in: [bo, sam, tom, jonas]
    confidential: {keep: 30 days}
    watch: [ana, carla]
    tag: zqtag
  - {name: vpn, why: VPN is Bo, when: {subject: [vpn]}, to: bo}
fallback: {to: desk, report_to: ana}
"""
EVA = "Eva Lund <eva@corp.example>"
HER, HOME = "eva@corp.example", "evening@home.example"
BO, ANA, CARLA, SAM, TOM, JONAS, PRIYA, WES = (
    f"{who}@corp.example" for who in "bo ana carla sam tom jonas priya wes".split()
)
SUBJECT = "Harassment Zqsubject"
SECRETS = ("zqsubject", "zqbody", "zqmore", "zqpassed", "zqhome", "zqanswer", "zqtag", "zqlast")


def writes(company: Company, text: str, subject: str = SUBJECT, who: str = EVA, **header: str):
    def edit(mail: EmailMessage) -> None:
        for name, value in header.items():
            mail[name.replace("_", "-")] = value

    return company.write(who, subject, text, edit=edit)


def in_a_circle(mail: EmailMessage) -> None:
    for number in range(MAX_HOPS + 1):
        mail["Received"] = f"from a{number}.example by b.example; Mon, 23 Nov 2026 08:00:00 +0000"


def flat(mail: EmailMessage) -> str:
    return " ".join(body(mail).split())


def buttons(mail: EmailMessage) -> dict[str, tuple[str, str, str]]:
    """Where each name leads: an address, a subject and a text."""
    part = mail.get_body(("html",))
    found = re.findall(r'href="(mailto:[^"]+)"[^>]*>([^<]*)<', part.get_content() if part else "")
    links = {}
    for url, name in found:
        parts = urlsplit(url.replace("&amp;", "&"))
        asked = parse_qs(parts.query)
        links[name] = (unquote(parts.path), asked["subject"][0], asked["body"][0])
    return links


def told(company: Company, *people: str) -> list[str]:
    """All that went to them, in words, casefolded."""
    return [
        f"{mail['Subject']}\n{mail.as_string()}\n{body(mail)}".casefold()
        for who in people
        for mail in company.inbox(who)
    ]


def nobody_else_knows(company: Company, *people: str) -> None:
    for mail in told(company, *people):
        found = [word for word in (*SECRETS, "it-1001", "eva") if word in mail]
        assert not found, (found, mail)


@pytest.fixture
def company(post_office, tmp_path) -> Company:
    company = Company(post_office, tmp_path, RULES)
    company.turn()
    return company


@pytest.mark.timeout(240)
def test_the_lead_who_is_reported_never_hears_of_it(company, tmp_path, monkeypatch, capsys) -> None:
    set_up("text")
    try:
        a_report_and_a_choice(company)
        log = capsys.readouterr().err.casefold()
    finally:
        structlog.reset_defaults()
    assert "it-1001" in log
    assert [word for word in (*SECRETS, "@", "lund") if word in log] == []
    company.write(EVA, SUBJECT, "Zqbody", edit=in_a_circle)
    company.turn()
    company.write(EVA, SUBJECT, "Zqbody")  # which waits for the next pass
    as_a_site(company, tmp_path)
    monkeypatch.chdir(tmp_path)
    no_command_tells(company)


def a_report_and_a_choice(company: Company) -> None:
    others = (BO, ANA, CARLA, TOM, JONAS, PRIYA)
    first = writes(company, "Zqbody. It is Bo Jensen, my lead.", Cc=WES)
    company.turn()
    asked = company.last(HER)
    assert str(asked["Subject"]) == "[IT-1001] A question about your mail"
    assert "zqsubject" not in asked.as_string().casefold()
    assert list(buttons(asked)) == ["Sam Okoye", "Tom Berg", "Jonas Weber"]  # not Bo
    assert [str(mail["Message-ID"]) for mail in company.inbox(WES)] == [first["Message-ID"]]

    # More of it: in her own thread, with what he wrote passed on; by his short name, from home.
    head = f"---------- Forwarded message ---------\nFrom: Bo Jensen <{BO}>\nSubject: you"
    cites = {"In_Reply_To": str(first["Message-ID"])}
    writes(company, f"Zqmore.\n\n{head}\n\nZqpassed", f"Re: {SUBJECT}", **cites)
    writes(company, "Zqhome: Bo again.", f"Re: [IT-1001] {SUBJECT}", who=f"E <{HOME}>")
    # He is curious, and has work of his own.
    writes(company, "It drops.", "VPN", who="Lee <lee@corp.example>")
    writes(company, "What is that about?", "VPN", who=f"Bo Jensen <{BO}>", **cites)
    company.turn()
    assert company.request("IT-1002").given.confide_in
    company.travel(days=1)  # mornings: everybody with something open reads of it
    assert company.inbox(BO)
    nobody_else_knows(company, SAM, *others)

    # Silence hands it to nobody; she is asked twice, and it is closed.
    company.travel(days=2)
    assert "is with nobody yet" in flat(company.last(HER))
    company.travel(days=5)
    last = company.last(HER)
    assert "We do not ask again" in flat(last)
    company.travel(days=8)
    assert company.request().status is Status.CLOSED
    nobody_else_knows(company, SAM, *others)

    # One press, after all: Sam has all of it, and nobody else does.
    to, subject, text = buttons(last)["Sam Okoye"]
    company.write(EVA, subject, text, to=to)
    company.turn()
    got = [mail for mail in company.inbox(SAM) if "IT-1001" in str(mail["Subject"])][-1]
    assert all(word in flat(got).casefold() for word in ("zqbody", "zqmore", "zqpassed"))
    assert "they chose you to confide in" in flat(got)
    assert "Sam Okoye has it." in flat(company.last(HER))
    company.reply(SAM, got, "Dear Eva, Zqanswer: when can we talk?")
    company.turn()
    assert "Zqanswer" in flat(company.last(HER))
    nobody_else_knows(company, *others)


@pytest.mark.proof(part="promises")
def test_who_has_it_is_away_silent_and_named(company) -> None:
    others = (BO, ANA, CARLA, TOM, PRIYA)
    writes(company, "Zqbody. It is Bo Jensen, my lead.")
    company.turn()
    company.reply(EVA, company.last(HER), "Sam")
    company.turn()
    receipt, got = company.last(HER), company.last(SAM)
    company.reply(SAM, got, "Dear Eva, Zqanswer: when can we talk?")
    company.turn()

    # Sam is away, then silent: she is asked, and nobody takes over or hears of it.
    vacation(company, SAM, "I am away until 12 March 2027.", answers=got)
    writes(company, "Zqlast: and now?", f"Re: [IT-1001] {SUBJECT}")
    for _ in range(6):
        company.travel(days=1)
    asked = [flat(mail) for mail in company.inbox(HER) if "A question" in str(mail["Subject"])]
    assert any("Sam Okoye has not answered you yet" in mail for mail in asked)
    assert company.request().owner == "sam"
    nobody_else_knows(company, *others, JONAS)

    # She names him: he has that mail no more, and she takes somebody else.
    before = len(company.inbox(SAM))
    company.reply(EVA, receipt, "Zqlast: Sam Okoye told Bo.")
    company.turn()
    assert company.request().owner == ""
    assert "since Sam Okoye is mentioned in it" in flat(company.last(HER))
    company.reply(EVA, company.last(HER), "Jonas, please")
    company.turn()
    assert "Zqlast: Sam Okoye told Bo" in flat(company.last(JONAS))
    company.travel(days=1)
    assert not [mail for mail in told(company, SAM)[before:] if "it-1001" in mail]
    nobody_else_knows(company, *others)

    company.act(Close)  # whatever the mailbox keeps (90 days), of this nothing is left after 30
    company.travel(days=29)
    assert company.request().subject == SUBJECT
    company.travel(days=2)
    assert company.request().subject == ""


# -- every command -----------------------------------------------------------------------

NOT_ASKED = {
    "demo": "a company of its own",
    "init": "makes a new folder",
    "preview": "letters from samples",
    "doctor": "mail to itself",
    "login": "asks a browser",
    "schema": "of no mail",
    "restore": "puts a backup in place",
    "backup": "writes a file, and says its name",
    "copy": "writes a database, and how many rows of each table",
    "migrate": "changes tables",
    "test": "mails beside the rules",
    "who": "of people",
    "reload": "reads rules",
    "quarantine drop": "changes something",
    "quarantine release": "changes something",
    "quarantine retry": "changes something",
    "outbox drop": "changes something",
    "outbox resend": "changes something",
    "close": "changes something",
    "reopen": "changes something",
    "revoke": "changes something",
}
QUARANTINED = "the one in quarantine"
"""Its line in the ledger."""
TEXT_ONLY = ("run", "assign", "export")
ASKED = {
    "check": ["--offline"],
    "explain": ["IT-1001"],
    "replay": ["--since", "200d"],
    "simulate": ["--days", "70"],
    "run": ["--once", "--dry-run"],
    "status": [],
    "audit": [],
    "resync": ["--since", "200d"],
    "quarantine list": [],
    "quarantine show": [QUARANTINED],
    "outbox list": ["--state", "sent"],
    "outbox show": ["3"],
    "list": ["--all"],
    "show": ["IT-1001"],
    "assign": ["IT-1001", "bo"],
    "export": [BO, "--out", "bo.zip"],
    "forget": [BO],
    "reroute": [],
}


def commands(found: click.Command, path: tuple[str, ...] = ()) -> list[str]:
    if not isinstance(found, click.Group):
        return [" ".join(path)]
    names = found.list_commands(click.Context(found))
    return [
        each
        for name in names
        if (command := found.get_command(click.Context(found), name))
        for each in commands(command, (*path, name))
    ]


def no_command_tells(company: Company) -> None:
    assert set(commands(main)) == {*ASKED, *NOT_ASKED}, "say what a new command tells of secrets"
    (line,) = json.loads(ask("quarantine", "list", "--json").stdout)
    number = str(line["id"])
    for command, words in ASKED.items():
        typed = [number if word == QUARANTINED else word for word in words]
        for form in ([],) if command in TEXT_ONLY else ([], ["--json"]):
            said = ask(*command.split(), *typed, *form)
            assert said.returncode != 2, said
            out = (said.stdout + said.stderr).casefold()
            assert [word for word in (*SECRETS, "eva", "lund") if word in out] == [], command
    assert "may be confidential" in ask("quarantine", "show", number).stderr
    assert company.request().owner == "sam"  # `assign` was refused
    with ZipFile("bo.zip") as held:
        his = b"".join(map(held.read, held.namelist())).decode("utf-8", "replace").casefold()
    assert "lee@corp.example" in his
    assert [word for word in (*SECRETS, "it-1001", "eva lund", HER) if word in his] == []
    assert "Zqsubject" in ask("show", "IT-1001", "--confidential").stdout


def as_a_site(company: Company, folder) -> None:
    """The same company, for the command line."""
    imap = company.config.mailboxes[0].imap
    (folder / "password").write_text(imap.password.get_secret_value())
    (folder / "password").chmod(0o600)
    shutil.rmtree(folder / "templates", ignore_errors=True)
    (folder / "config.toml").write_text(
        f"""
own_domains = ["corp.example"]
admins = ["{PRIYA}"]
[smtp]
host = "127.0.0.1"
port = {company.config.smtp.port}
tls = "none"
[[mailbox]]
name = "IT help"
address = "{ALIAS}"
prefix = "IT"
start_from = "all"
[mailbox.imap]
host = "{imap.host}"
port = {imap.port}
tls = "none"
user = "{imap.user}"
password_file = "password"
[store]
url = "{company.config.store.url}"
""",
        encoding="utf-8",
    )
