"""Somebody is forgotten: no byte of them is left in database, backup, log or mailbox, in whatever
spelling and form they wrote; every figure stays what it was; nothing takes them in again, and who
writes anew is somebody new.
"""

from __future__ import annotations

import json
import re
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import make_msgid
from pathlib import Path

import pytest
from sqlalchemy import insert, select

from mailtracker.desk.on_command import Close
from mailtracker.desk.request import Status
from mailtracker.forgetting import (
    ForgetPlan,
    Forgotten,
    Rooms,
    carry_out_plan,
    hinders,
    plan,
    take_out,
    their_mails,
)
from mailtracker.start import probes_of, shelves_of, start_of
from mailtracker.store.tables import extras, loads, ratings, requests
from tests.searching import search
from tests.stories.company import DAILY, PEOPLE, RULES, Company, body, letters

EVA, KIM, BO = (f"{who}@corp.example" for who in ("eva.quist", "kim", "bo"))
NAME = "Eva Lorraine Quistgård"
WORDS = {
    "plain": "marmalade-sandwich",
    "tagged": "zeppelin hangar",
    "spelled": "Überraschungsei",
    "copied": "periwinkle valley",
    "html": "umbrella stand",
    "file": "rhinoceros ledger",
    "thanks": "wonderful porcupine",
}
HERS = ("eva.quist", "quistgård", "lorraine", *WORDS.values())
OTHERS = "kaleidoscope of Kim"

LONG = pytest.mark.proof(part="promises")


def mail(sender: str, subject: str, text: str, **fields: str) -> EmailMessage:
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = sender, "it-help@corp.example", subject
    hers = "Eva" in sender or EVA in sender.lower()
    domain = "lorraine.corp.example" if hers else "client.corp.example"
    made["Message-ID"] = make_msgid("eva.quist" if hers else None, domain=domain)
    for name, value in fields.items():
        made[name] = value
    made.set_content(text)
    return made


def of_eva() -> list[EmailMessage]:
    """What she writes in five ways, one each."""
    html = mail(f"{NAME} <{EVA}>", "VPN in colours", "See the other part.")
    html.add_alternative(f"<p>the <b>{WORDS['html']}</b></p>", subtype="html", cte="base64")
    html.add_attachment(
        WORDS["file"].encode("utf-16"), "application", "octet-stream", filename="rhino.bin"
    )
    return [
        mail(f"{NAME} <{EVA}>", f"VPN and {WORDS['plain']}", f"My {WORDS['plain']} is stuck."),
        mail("Eva <eva.quist+vpn@corp.example>", "VPN tagged", f"In the {WORDS['tagged']}."),
        mail(f'"{NAME}" <EVA.Quist@Corp.Example>', f"VPN {WORDS['spelled']}", WORDS["spelled"]),
        html,
    ]


def comes(site, *mails: EmailMessage) -> None:
    """They lie in the mailbox for an hour, and one pass takes them."""
    with site.box.client() as client:
        for one in mails:
            at = datetime.now(UTC) - timedelta(hours=1)
            client.append("INBOX", one.as_bytes(policy=policy.SMTP), msg_time=at)
    one_pass(site)


def one_pass(site) -> None:
    done = site.run("run", "--once")
    assert done.returncode in (0, 6), done.stderr[-3000:]
    with site.log_file.open("a") as log:
        log.write(done.stderr + done.stdout)


def answers(site, to: str, subject: str, text: str, by: str = "") -> EmailMessage:
    """What somebody answers to the last mail that they have about it, as any client writes it."""
    raw = [raw for _, who, raw in site.post.log if who == to and subject.encode() in raw][-1]
    asked = BytesParser(policy=policy.default).parsebytes(raw)
    made = EmailMessage()
    made["From"], made["To"] = by or to, asked["Reply-To"] or asked["From"]
    made["Subject"] = f"Re: {asked['Subject']}"
    made["Message-ID"] = make_msgid(domain="client.corp.example")
    made["In-Reply-To"] = asked["Message-ID"]
    made["References"] = f"{asked['References'] or ''} {asked['Message-ID']}".strip()
    said = asked.get_body(("plain",)).get_content().splitlines()
    made.set_content(
        "\n".join([text, "", "On Monday somebody wrote:", *(f"> {one}" for one in said)])
    )
    return made


def figures(site) -> dict[str, object]:
    """What statistics are made of."""
    found = json.loads(site.ask("list", "--all", "--json").stdout)
    kept = ("reference", "status", "owner", "mailbox", "rule", "opened_at", "closed_at", "language")
    told = json.loads(site.ask("status", "--json").stdout)
    audit = json.loads(site.ask("audit", "--json").stdout)
    names = ("fetched", "filed", "ignored", "quarantined", "became")
    return {
        "requests": [{key: one.get(key) for key in kept} for one in found],
        "counts": {key: told.get(key) for key in ("requests", "outbox", "ledger", "overdue")},
        "ledger": [{key: one[key] for key in names} for one in audit["ledger"]],
    }


def writers(site) -> dict[str, list[str]]:
    """From whom the mails of each folder are."""
    found = {}
    for folder in ("INBOX", "Handled"):
        with site.box.client(folder, readonly=True) as client:
            mails = client.fetch(client.search(["ALL"]) or [1], ["ENVELOPE"])
        found[folder] = sorted(
            b"@".join((one.mailbox, one.host)).decode().lower()
            for mail in mails.values()
            for one in mail[b"ENVELOPE"].from_
        )
    return found


def a_day(site) -> None:
    """Eva asks four times, stands in copy once, is answered, and thanks."""
    site.post.add(KIM)
    site.post.add(EVA)
    copied = mail(f"Kim Olsen <{KIM}>", "VPN of two", "We both see it.", Cc=f"{NAME} <{EVA}>")
    alone = mail(f"Kim Olsen <{KIM}>", "VPN alone", OTHERS)
    comes(site, *of_eva(), copied, alone)
    comes(site, answers(site, BO, "VPN of two", f"It is the {WORDS['copied']}."))
    tagged = answers(site, BO, "VPN tagged", "Try again now.")
    comes(site, answers(site, BO, "VPN alone", "done\nSee the manual."), tagged)
    comes(site, answers(site, "eva.quist+vpn@corp.example", "VPN tagged", WORDS["thanks"]))


def close_all(site) -> None:
    for one in json.loads(site.ask("list", "--all", "--json").stdout):
        if one["status"] != "closed":
            assert site.ask("close", one["reference"]).returncode == 0
    one_pass(site)


def plan_id(said) -> str:
    found = re.search(r"--plan-id (\w+)", said.stdout)
    assert found, said.stdout + said.stderr
    return found[1]


@pytest.mark.of_a_file
@pytest.mark.timeout(300)
def test_no_byte_of_her_is_left_and_every_figure_stays(site) -> None:
    a_day(site)
    assert "--close closes what" in site.ask("forget", EVA).stdout
    with_close = site.ask("forget", EVA, "--close")
    told = site.run("forget", EVA, "--close", "--apply", "--plan-id", plan_id(with_close))
    assert told.returncode == 7, "she is told that it is closed: that mail is on its way"
    close_all(site)
    before = figures(site)
    for word in HERS:
        assert search(site.folder, [word]), (
            f"{word} was never there: finding nothing proves nothing"
        )
    lay = writers(site)["Handled"]
    assert sum("eva" in one for one in lay) == 5

    site.start()  # and goes on while she is forgotten
    site.until(lambda: "No daemon is running" not in site.ask("status").stdout)
    planned = site.ask("forget", EVA, "--mailbox")
    assert planned.returncode == 0, planned.stdout + planned.stderr
    assert figures(site) == before
    done = site.run("forget", EVA, "--mailbox", "--apply", "--plan-id", plan_id(planned))
    assert done.returncode == 0, done.stdout + done.stderr
    assert site.ask("backup", "after.db").returncode == 0

    assert search(site.folder, HERS) == {}
    assert writers(site) == {"INBOX": [], "Handled": [one for one in lay if "eva" not in one]}
    assert figures(site) == before
    assert search(site.folder, [OTHERS]), "what is about others stays"
    audit = site.ask("audit")
    assert audit.returncode == 0, audit.stdout
    assert site.ask("resync", "--since", "30d").stdout.startswith("Nothing to take in")

    again = answers(site, EVA, "VPN and", "Once more, please.")
    with site.box.client() as client:
        client.append("INBOX", again.as_bytes(policy=policy.SMTP))
    site.until(lambda: json.loads(site.ask("list", "--json").stdout))
    found = json.loads(site.ask("list", "--json").stdout)
    assert [one["reference"] for one in found] == ["IT-1007"]
    with closing(sqlite3.connect(site.folder / "mailtracker.db")) as conn:
        assert conn.execute("SELECT linked_to FROM requests WHERE linked_to > 0").fetchall() == []
    assert site.ask("reopen", "IT-1001").returncode == 1
    assert site.stop() == 0


# -- what the real commands would take too long to show ------------------------------------


def planned(company: Company, address: str) -> ForgetPlan:
    with company.runtime() as runtime:
        start = start_of(company.config, runtime.store, letters())
        return plan(company.config, runtime.store, start, address)


def forgets(company: Company, address: str, close: bool = False) -> Forgotten:
    """What the command does, at the company's time."""
    with company.runtime() as runtime:
        start = start_of(company.config, runtime.store, letters())
        made = plan(company.config, runtime.store, start, address)
        assert hinders(made, close) == ""
        by = ("ana", company.clock.now())
        return carry_out_plan(company.config, runtime.store, start.world, made, by)


def folder_of(company: Company) -> Path:
    return company.config.path.parent


def test_what_is_open_or_on_its_way_waits_and_a_list_that_named_her_goes(post_office, tmp_path):
    company = Company(post_office, tmp_path, DAILY)
    company.write(f"{NAME} <{EVA}>", f"VPN {WORDS['plain']}", WORDS["tagged"])
    company.write(f"Kim <{KIM}>", "VPN of Kim", OTHERS, edit=lambda one: one.add_header("Cc", EVA))
    company.turn()
    company.travel(days=1)
    lists = [body(one) for who in PEOPLE for one in company.inbox(who) if "IT-1002" in body(one)]
    assert any(WORDS["plain"] in one for one in lists), "a day begins with a list that has hers"
    assert "IT-1001" in hinders(planned(company, EVA), close=False)

    # It is closed for her, which she is told: that mail is on its way.
    done = forgets(company, EVA, close=True)
    assert (done.waiting, done.emptied.requests) == (["IT-1001", "IT-1002"], 0)
    company.turn()
    done = forgets(company, EVA)
    assert (done.waiting, done.emptied.requests) == (["IT-1002"], 1)
    assert search(folder_of(company), [WORDS["plain"], WORDS["tagged"]]) == {}
    assert company.request("IT-1002").copied[0].email == EVA

    company.act(Close, "IT-1002")
    company.turn()
    done = forgets(company, EVA)
    assert (done.waiting, done.emptied.requests) == ([], 1)
    assert search(folder_of(company), [*HERS, OTHERS]) == {}
    assert company.request("IT-1002").requester.email == KIM


@LONG
def test_an_owner_who_left_is_a_former_colleague_in_all_figures(post_office, tmp_path):
    company = Company(post_office, tmp_path)
    for who in (EVA, KIM):
        company.write(who, f"VPN of {who}", "Please help.")
    company.turn()
    for note in company.inbox(BO):
        company.reply(BO, note, "done\nYour trombone is ready.")
    company.turn()
    assert "take them out there" in hinders(planned(company, BO), close=False)

    rules = company.config.rules / "all.yaml"
    left = re.sub(r"^  bo: .*\n", "", RULES, flags=re.MULTILINE).replace(
        "members: [bo, sam]", "members: [sam]"
    )
    rules.write_text(left.replace("to: bo", "to: sam").replace("cover: bo", "cover: sam"))
    company.turn()
    company.travel(minutes=1)
    assert forgets(company, BO).emptied.requests == 2
    assert {company.request(one).owner for one in ("IT-1001", "IT-1002")} == {"former colleague 1"}
    assert company.request().requester.email == EVA
    with company.runtime() as runtime, runtime.store.read() as conn:
        given = {row.owner: row.given for row in conn.execute(select(loads))}
    assert given == {"former colleague 1": 2}
    assert search(folder_of(company), [BO, "Bo Jensen", "trombone"]) == {}


@LONG
def test_who_stands_in_earlier_rules_alone_is_known_and_goes(post_office, tmp_path):
    """No mail ever went to Jonas, and none came from him."""
    jonas, key = "jonas@corp.example", "to: jonas"
    company = Company(post_office, tmp_path)
    company.turn()
    assert planned(company, "nobody@corp.example").is_empty
    assert "take them out there" in hinders(planned(company, jonas), close=False)
    rules = company.config.rules / "all.yaml"
    left = re.sub(r"^  jonas:\n.*\n.*\n", "", RULES, flags=re.MULTILINE)
    rules.write_text(left.replace(key, "to: bo"))
    company.turn()
    company.travel(minutes=1)
    assert not planned(company, jonas).is_empty
    forgets(company, jonas)
    assert search(folder_of(company), [jonas, "Jonas Weber", key]) == {}
    assert forgets(company, jonas).emptied.requests == 0


@LONG
def test_a_complaint_of_somebody_else_that_quotes_her_goes_as_well(post_office, tmp_path):
    company = Company(post_office, tmp_path)
    asked = company.write(
        f"Kim <{KIM}>", "A chair", OTHERS, edit=lambda one: one.add_header("Cc", EVA)
    )
    company.turn()
    cites = str(asked["Message-ID"])
    company.write(
        f"{NAME} <{EVA}>",
        "A chair",
        WORDS["plain"],
        edit=lambda one: one.add_header("References", cites),
    )
    company.turn()
    company.act(Close)
    company.turn()
    company.reply(KIM, company.last(KIM), "not good\n\nIt took a week.")
    company.turn()
    assert WORDS["plain"] in body(company.last("ana@corp.example"))
    # Who looks into it is handed what she wrote, so that it waits.
    assert forgets(company, EVA).waiting == ["IT-1001", "IT-1002"]
    company.act(Close, "IT-1002")
    company.turn()
    done = forgets(company, EVA)
    assert (done.waiting, done.emptied.requests) == ([], 2)
    assert search(folder_of(company), HERS) == {}
    assert company.request("IT-1002").requester.email == KIM


@LONG
@pytest.mark.parametrize("handled", [True, False], ids=["moved back", "left"])
def test_a_mailbox_that_numbers_its_mails_anew_brings_nothing_back(
    post_office, tmp_path, mail_server, handled
):
    company = Company(post_office, tmp_path, after="move" if handled else "leave")
    company.write(f"{NAME} <{EVA}>", f"VPN {WORDS['plain']}", WORDS["tagged"])
    company.turn()
    company.act(Close)
    company.turn()
    assert forgets(company, EVA).emptied.mails_in == 1
    box = company.post.add(company.alias)
    for raw in box.mails("Handled") if handled else ():
        box.append(raw)
    mail_server.reset_uidvalidity(box.user)
    assert company.turn() == []
    assert search(folder_of(company), HERS) == {}
    company.write(f"{NAME} <{EVA}>", "VPN again", "Hello again.")
    company.turn()
    with company.runtime() as runtime, runtime.store.read() as conn:
        assert conn.scalars(select(requests.c.linked_to)).all() == [None, None]


@LONG
def test_her_mails_are_known_in_the_mailbox_after_she_was_forgotten(post_office, tmp_path):
    company = Company(post_office, tmp_path)
    company.write(f"{NAME} <{EVA}>", f"VPN {WORDS['plain']}", WORDS["tagged"])
    company.write(f"Kim <{KIM}>", f"VPN such as {EVA} has", OTHERS)
    company.turn()
    company.act(Close)
    company.turn()
    with company.runtime() as runtime:
        row = {"request_id": 2, "seq": 90, "kind": "barred", "value": EVA}
        runtime.write(lambda conn: conn.execute(insert(extras).values(row)))
    done = forgets(company, EVA)
    # Where others name her nothing changes; it is said.
    assert company.request("IT-1002").subject == f"VPN such as {EVA} has"
    assert company.request("IT-1002").given.barred == (EVA,)
    assert done.other_texts >= len(("its subject", "that of its mail"))
    made = planned(company, EVA)
    assert made.other_mails >= len(("the mail", "its note"))
    assert made.about.is_nobody
    assert not made.is_empty
    with company.runtime() as runtime:
        rooms = Rooms(shelves_of, probes_of, runtime.reader)
        found = their_mails(company.config, runtime.store, made, rooms, company.clock.now())
        assert {box: len(places) for box, places in found.items()} == {"IT help": 1}
        assert take_out(company.config, found, rooms)["IT help"].gone == 1
        found = their_mails(company.config, runtime.store, made, rooms, company.clock.now())
        assert found == {"IT help": []}
    box = company.post.add(company.alias)
    assert [OTHERS.encode() in raw for raw in box.mails("Handled")] == [True]


@LONG
def test_what_she_said_of_it_goes_and_how_it_was_stays(post_office, tmp_path):
    company = Company(post_office, tmp_path)
    company.write(f"{NAME} <{EVA}>", f"VPN {WORDS['plain']}", WORDS["tagged"])
    company.turn()
    company.act(Close)
    company.turn()
    company.reply(EVA, company.last(EVA), f"not good\n\nIt took a {WORDS['thanks']} of a week.")
    company.turn()
    # Somebody looks into it: a request of hers like any other.
    assert planned(company, EVA).named(planned(company, EVA).about.still_open) == ["IT-1002"]
    # Until then the one that it is about waits as well: its mails are handed on.
    assert forgets(company, EVA, close=True).waiting == ["IT-1001", "IT-1002"]
    company.turn()
    assert forgets(company, EVA).waiting == []
    assert search(folder_of(company), HERS) == {}
    with company.runtime() as runtime, runtime.store.read() as conn:
        (row,) = conn.execute(select(ratings)).all()
    assert (row.rating, row.said, row.by_address) == ("not good", "", "forgotten-1")


@LONG
def test_a_mail_that_quoted_her_thanks_to_a_team_goes_as_well(post_office, tmp_path):
    rules = RULES.replace("least-loaded}", "least-loaded, celebrate: weekly}")
    company = Company(post_office, tmp_path, rules)
    company.write(f"{NAME} <{EVA}>", "A chair", WORDS["plain"])
    company.turn()
    owner = f"{company.request().owner}@corp.example"
    company.reply(owner, company.last(owner), "done\nThere is a new one in your room.")
    company.turn()
    company.reply(EVA, company.last(EVA), f"Thank you, you are a {WORDS['thanks']}!")
    company.turn()
    if company.request().status is not Status.CLOSED:
        company.act(Close)
    for _ in range(8):
        company.travel(days=1)
    quoting = [
        body(one)
        for who in PEOPLE
        for one in company.inbox(who)
        if "in their own words" in body(one)
    ]
    assert any(WORDS["thanks"] in one for one in quoting), quoting
    assert forgets(company, EVA).waiting == []
    assert search(folder_of(company), HERS) == {}


@LONG
def test_two_who_shared_a_request_are_forgotten_one_after_the_other(post_office, tmp_path):
    company = Company(post_office, tmp_path)
    company.write(f"Kim <{KIM}>", "VPN of two", OTHERS, edit=lambda one: one.add_header("Cc", EVA))
    company.turn()
    company.act(Close)
    company.turn()
    assert forgets(company, EVA).emptied.requests == 1
    assert company.request().requester.email == KIM
    assert forgets(company, KIM).emptied.requests == 1
    assert search(folder_of(company), [*HERS, KIM, OTHERS]) == {}
    made = planned(company, KIM)
    with company.runtime() as runtime:
        rooms = Rooms(shelves_of, probes_of, runtime.reader)
        found = their_mails(company.config, runtime.store, made, rooms, company.clock.now())
    assert [len(places) for places in found.values()] == [1]
