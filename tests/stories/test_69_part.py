"""One mail to two aliases: whoever was called in takes a part of it by one word, as a request of
its own, with a promise of its own; the other one goes on as if nothing had been.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from pydantic import SecretStr

from mailtracker.desk.request import Status
from mailtracker.store import parts, requests
from mailtracker.store.parts import Linked
from tests.stories.company import RULES, Company, body

PAYROLL = "payroll@corp.example"
PAY = """  - name: pay
    why: Payroll is Carla
    when: {to: payroll@corp.example}
    to: carla
    promise: slow
"""
EVA, BO, SAM, CARLA = (f"{who}@corp.example" for who in ("eva", "bo", "sam", "carla"))
REFERENCES = ("IT-1001", "PAY-1001")
ASKED = "The VPN drops, and my pay slip is wrong."


def both(post_office, folder) -> Company:
    """IT help and Payroll, a mailbox each."""
    rules = RULES.replace("rules:\n", f"rules:\n{PAY}", 1)
    slow = "  slow: {first_reply: 2 working days, then_every: 5 working days, hours: office}\n"
    company = Company(post_office, folder, rules.replace("teams:\n", f"{slow}teams:\n", 1))
    account, it = post_office.add(PAYROLL), company.config.mailboxes[0]
    imap = replace(it.imap, user=account.user, password=SecretStr(account.password))
    payroll = replace(it, name="Payroll", address=PAYROLL, prefix="PAY", imap=imap)
    company.config = replace(company.config, mailboxes=(it, payroll))
    return company


def read(mail) -> str:
    return f"Subject: {mail['Subject']}\n{' '.join(body(mail).split())}"


def count(company: Company, who: str) -> int:
    return len(company.inbox(who))


def history(company: Company, reference: str) -> list[str]:
    with company.runtime() as runtime, runtime.store.read() as conn:
        number = requests.by_reference(conn, reference).id
        return [f"{one.kind}: {one.text}" for one in requests.history(conn, number)]


def test_who_was_called_in_takes_a_part_and_both_go_their_own_way(post_office, tmp_path) -> None:
    company = both(post_office, tmp_path)
    company.write(f"Eva Lund <{EVA}>", "VPN and pay slip", ASKED, to=f"{company.alias}, {PAYROLL}")
    company.turn()
    first = company.request()
    called = company.last(CARLA)
    assert "mine for all, part for a part of it. What stands below part goes to Eva Lund" in read(
        called
    )

    company.travel(minutes=30)
    company.reply(CARLA, called, "my part")
    company.turn()
    part = company.request("PAY-1001")
    assert (part.owner, part.requester.email, part.part_of) == ("carla", EVA, first.id)
    # Its promise is that of Payroll, and begins now; the other one's is what it was.
    assert part.promised_at == datetime(2026, 11, 25, 8, 30, tzinfo=UTC)
    assert company.request() == first
    receipt = company.last(EVA)
    assert str(receipt["References"]).startswith(str(first.first_id))
    assert receipt["Subject"] == "Re: [PAY-1001] VPN and pay slip"
    assert (
        "Carla Stein has a part of what you asked in IT-1001, as PAY-1001, and answers by 09:30 on "
        "Wednesday, 25 November." in read(receipt)
    )
    assert "The rest of IT-1001 is with Bo Jensen, as before." in read(receipt)
    assert "Carla Stein has a part of IT-1001 now, as PAY-1001." in read(company.last(BO))
    taken = company.last(CARLA)
    assert "a part of it is yours now; the rest is with Bo Jensen, in IT-1001." in read(taken)
    assert ASKED in read(taken)

    # Once is enough; nobody else hears of it.
    before = count(company, EVA), count(company, BO)
    company.reply(CARLA, called, "part")
    company.turn()
    assert "you have a part of IT-1001 already: PAY-1001." in read(company.last(CARLA))
    assert (count(company, EVA), count(company, BO)) == before

    # Each is answered, closed and opened again by itself.
    company.travel(minutes=30)
    company.reply(BO, company.inbox(BO)[0], "done\n\nThe VPN is mended.")
    company.turn()
    assert company.request().status is Status.CLOSED
    assert company.request("PAY-1001").promised_at == part.promised_at
    company.reply(CARLA, taken, "Your pay slip comes today.")
    company.turn()
    slip = company.last(EVA)
    assert "Your pay slip comes today." in read(slip)
    assert "VPN is mended" not in read(slip)
    company.reply(EVA, slip, "It has the wrong name.")
    company.turn()
    assert "It has the wrong name." in read(company.last(CARLA))
    assert company.request("PAY-1001").status is Status.OPEN
    assert company.request().status is Status.CLOSED

    # Who takes the part over reads what was asked, and what became of that part alone.
    company.reply(CARLA, company.last(CARLA), "for sam")
    company.turn()
    handed = read(company.last(SAM))
    for words in (ASKED, "Your pay slip comes today.", "It has the wrong name."):
        assert words in handed
    assert "VPN is mended" not in handed

    # Both names stand in what an admin sees.
    assert "part: Carla Stein has a part of it: PAY-1001" in history(company, "IT-1001")
    assert "opened: a part of IT-1001, taken by Carla Stein" in history(company, "PAY-1001")
    with company.runtime() as runtime, runtime.store.read() as conn:
        told = [parts.linked(conn, requests.by_reference(conn, one)) for one in REFERENCES]
    assert told == [Linked("", ("PAY-1001",)), Linked("IT-1001", ())]


def proven(mail) -> None:
    mail["Authentication-Results"] = "mx.corp.example; dmarc=pass header.from=corp.example"


def test_words_below_are_the_first_answer_and_what_is_for_a_colleague_is_not(
    post_office, tmp_path
) -> None:
    company = both(post_office, tmp_path)
    company.site(authserv_ids=("mx.corp.example",))
    to = f"{company.alias}, {PAYROLL}"
    company.write(f"Eva Lund <{EVA}>", "VPN and pay slip", ASKED, to=to, edit=proven)
    company.turn()
    first, called, before = company.request(), company.last(CARLA), count(company, EVA)
    company.reply(CARLA, called, "part\n\nHi Bo, I do the pay slip, she gets on my nerves.")
    company.turn()
    assert count(company, EVA) == before
    assert not any("nerves" in read(mail) for mail in company.inbox(BO))

    company.reply(CARLA, called, "part\n\nYour pay slip comes today.")
    company.turn()
    told, answer = sorted(company.inbox(EVA)[before:], key=lambda one: "today" in body(one))
    assert "Carla Stein has a part of what you asked in IT-1001, and has written to you" in read(
        told
    )
    assert told["Subject"] == "Re: [PAY-1001] VPN and pay slip"  # that she wrote is proven
    assert "Your pay slip comes today." in read(answer)
    assert read(answer).startswith("Subject: Re: [PAY-1001] VPN and pay slip")
    part = company.request("PAY-1001")
    assert (part.status, part.promised_at) == (Status.ANSWERED, None)
    assert company.request() == first
    assert "Carla Stein has a part of IT-1001 now and has answered it" in read(company.last(BO))
    company.reply(EVA, answer, "Thank you, but whose name is that?")
    company.turn()
    assert "whose name is that?" in read(company.last(CARLA))
    assert company.request("PAY-1001").status is Status.OPEN
