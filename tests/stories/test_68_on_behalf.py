"""Somebody who has requests opens one for somebody else, and the rules that changed move what is
open.
"""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from mailtracker.reader import InProcessReader
from mailtracker.rerouting import ReadBy, Rerouted, WhichRequests, carry_out_plan, plan
from tests.stories.company import Company, body
from tests.stories.site import Site

LONG = pytest.mark.proof(part="promises")
"""Tried by `make proof-promises`."""

PASS = "mx.corp.example; dmarc=pass header.from=corp.example"
BO, ANA, SAM, EVA = (f"{who}@corp.example" for who in ("bo", "ana", "sam", "eva"))
TOM = "tom@corp.example"
LINE = f"request for {EVA}"

FORWARDED = """

---------- Forwarded message ---------
From: {who}
Date: Mon, 23 Nov 2026 08:00
Subject: VPN drops
To: Bo Jensen <bo@corp.example>

{text}
"""


def vouched(mail: EmailMessage) -> None:
    mail["Authentication-Results"] = PASS


@pytest.fixture
def guarded(company: Company) -> Company:
    company.site(authserv_ids=("mx.corp.example",))
    company.post.add(EVA)
    return company


def opens(company: Company, text: str, subject: str = "VPN drops", who: str = SAM) -> None:
    company.write(who, subject, text, edit=vouched)
    company.turn()


def letters(company: Company, who: str) -> list[str]:
    return [" ".join(body(one).split()) for one in company.inbox(who)]


def test_it_is_theirs_and_whoever_opened_it_hears_one_line(guarded: Company) -> None:
    opens(guarded, f"{LINE}\n\nHer VPN drops every hour.\n")
    request = guarded.request()
    assert (request.requester.email, request.owner) == (EVA, "bo")
    (receipt,) = letters(guarded, EVA)
    assert "Sam Okoye opened a request for you: “VPN drops”. > Her VPN drops every hour." in receipt
    assert "Bo Jensen has it." in receipt
    (note,) = letters(guarded, BO)
    assert "eva@corp.example asks, through Sam Okoye." in note
    assert "Her VPN drops every hour." in note
    assert LINE not in note
    (told,) = letters(guarded, SAM)
    assert told.startswith("IT-1001 is open for eva@corp.example: “VPN drops”. Bo Jensen has it;")
    guarded.reply(BO, guarded.last(BO), "Restart it, please.")
    guarded.turn()
    assert "Restart it, please." in letters(guarded, EVA)[-1]
    assert len(guarded.inbox(SAM)) == 1


def test_what_others_wrote_is_for_the_owner_alone(guarded: Company) -> None:
    passed_on = FORWARDED.format(who=f"Tom Berg <{TOM}>", text="She never listens, says Tom.")
    opens(guarded, f"{LINE}\n\nHer VPN drops.\n{passed_on}", "Fwd: Eva again")
    whole, kept = guarded.inbox(BO)
    assert "She never listens" not in body(whole)
    assert "> Her VPN drops." in body(whole)
    assert "She never listens" in body(kept)
    for answered in (whole, kept):
        guarded.reply(BO, answered, "I have looked into it, it works now. Restart the client once.")
        guarded.turn()
    seen = " ".join(letters(guarded, EVA))
    assert "looked into it" in seen
    assert "never listens" not in seen
    assert not any("Eva again" in f"{one['Subject']} {body(one)}" for one in guarded.inbox(EVA))
    assert "I have looked into it" in letters(guarded, SAM)[-1]  # what he passed on, he is answered


@LONG
def test_what_they_wrote_themselves_goes_back_to_them(guarded: Company) -> None:
    passed_on = FORWARDED.format(who=f"Eva Lund <{EVA}>", text="It drops every hour.")
    opens(guarded, f"{LINE}\n{passed_on}", "Fwd: VPN drops")
    (note,) = guarded.inbox(BO)
    assert "It drops every hour." in body(note)
    guarded.reply(BO, note, "Restart it, please.")
    guarded.turn()
    assert "It drops every hour." in letters(guarded, EVA)[-1]


def test_without_a_border_one_reply_makes_it_theirs(company: Company) -> None:
    company.post.add(EVA)
    company.write(SAM, "VPN drops", f"{LINE}\n\nHer VPN drops.")
    company.turn()
    assert company.request().requester.email == SAM
    assert "Reply with the same line, and it is theirs." in letters(company, SAM)[0]
    assert company.inbox(EVA) == []
    company.reply(SAM, company.last(SAM), LINE)
    company.turn()
    assert company.request().requester.email == EVA
    assert "Sam Okoye opened a request for you" in letters(company, EVA)[0]
    assert "Sam Okoye only wrote it down" in letters(company, BO)[-1]
    company.reply(BO, company.inbox(BO)[0], "Restart it, please.")
    company.turn()
    assert "Restart it, please." in letters(company, EVA)[-1]


# The rules have changed: what is open goes where they say now.

OLD_RULE = """
  - name: vpn
    why: VPN trouble goes to Bo
    when: {subject: [vpn]}
    to: bo
    promise: normal
"""
NEW_RULE = """
  - name: remote
    why: Sam looks after the VPN from December on
    when: {subject: [vpn]}
    to: sam
    promise: urgent
"""


def change(rules: Path) -> None:
    text = (rules / "all.yaml").read_text(encoding="utf-8")
    assert OLD_RULE in text
    (rules / "all.yaml").write_text(text.replace(OLD_RULE, NEW_RULE), encoding="utf-8")


def reroute(company: Company, **wanted: Any) -> Rerouted:
    """An admin makes a plan and has it carried out."""
    asked = WhichRequests(**wanted)
    with company.runtime() as runtime, ThreadPoolExecutor(1) as threads:
        store, world, now = runtime.store, runtime.world, company.clock.now()
        reader = InProcessReader(world.any_alias.site)
        by = ReadBy(lambda raw: reader.read([raw])[0], threads)
        made = plan(store, world, asked, by, now)
        return carry_out_plan(store, world, made, now, asked.also_handed)


def subjects(company: Company, who: str) -> list[str]:
    return [str(mail["Subject"]) for mail in company.inbox(who)]


def test_what_is_open_goes_where_the_rules_say_now(guarded: Company) -> None:
    company = guarded
    for subject in ("VPN drops", "VPN slow", "VPN dead"):
        company.write(EVA, subject, "Please help.", edit=vouched)
    company.turn()
    opens(company, f"{LINE}\n\nHer VPN again.", "VPN again", who=ANA)
    company.reply(BO, titled(company, BO, "VPN dead"), "Restart it, please.", edit=vouched)
    company.reply(BO, titled(company, BO, "VPN slow"), "for ana", edit=vouched)
    company.turn()
    change(company.config.rules)
    before = {who: len(company.inbox(who)) for who in (BO, SAM, EVA)}
    promised = company.request("IT-1001").promised_at
    done = reroute(company)
    assert done.moved == ["IT-1001", "IT-1004"]  # one is answered, and one was given by hand
    company.turn()
    moved = company.request("IT-1001")
    assert (moved.owner, moved.promised_at) == ("sam", promised)
    assert (moved.given.rule, moved.given.promise) == ("remote", "urgent")
    assert company.request("IT-1002").owner == "ana"
    assert len(company.inbox(SAM)) - before[SAM] == 2
    assert "Sam Okoye looks after your request now" in letters(company, EVA)[-1]
    assert len(company.inbox(EVA)) - before[EVA] == 2
    company.travel(minutes=11)
    assert subjects(company, BO)[before[BO] :] == ["With others now: 2 of your requests"]
    assert "Sam Okoye has it" in letters(company, BO)[-1]
    company.reply(SAM, titled(company, SAM, "VPN drops"), "It works again.", edit=vouched)
    company.turn()
    assert "It works again." in letters(company, EVA)[-1]
    assert reroute(company, also_handed=True).moved == ["IT-1002"]


def titled(company: Company, who: str, subject: str) -> EmailMessage:
    return [mail for mail in company.inbox(who) if subject in str(mail["Subject"])][-1]


def test_the_command_says_what_it_would_do_and_does_no_more(site: Site) -> None:
    for subject in ("VPN drops", "Gehalt"):
        site.post.send(EVA, [site.alias], site.mail(EVA, subject))
    assert site.run("run", "--once").returncode == 0
    change(site.folder / "rules")
    said = site.ask("reroute", "--owner", "bo")
    assert "IT-1001  bo → sam  vpn → remote  normal → urgent  VPN drops" in said.stdout
    assert "--owner bo --apply --plan-id" in said.stdout
    planned = json.loads(site.ask("reroute", "--json").stdout)
    assert [one["reference"] for one in planned["moves"]] == ["IT-1001"]
    assert planned["moves"][0]["owner"] == {"before": "bo", "after": "sam"}
    for words in (("--apply",), ("--apply", "--plan"), ("--apply", "--plan-id", "00000000")):
        assert site.ask("reroute", *words).returncode in (1, 2)
    assert [one["owner"] for one in listed(site)] == ["bo", "jonas"]
    done = site.ask("reroute", "--apply", "--plan-id", planned["plan"])
    assert "1 request changed" in done.stdout
    assert sorted(one["owner"] for one in listed(site)) == ["jonas", "sam"]
    again = site.ask("reroute", "--apply", "--plan-id", planned["plan"])
    assert "has grown old" in again.stderr


def listed(site: Site) -> list[Any]:
    found: list[Any] = json.loads(site.ask("list", "--json").stdout)
    return sorted(found, key=lambda one: str(one["reference"]))
