"""Requesters say how it was, each with their own mail program: by the links of the closing mail or
by an answer to it, once, twice, too late, and as somebody else.
"""

from __future__ import annotations

from dataclasses import replace
from email.message import EmailMessage
from email.utils import make_msgid

import pytest

from mailtracker.desk.request import Status
from mailtracker.store import ratings_told
from mailtracker.store.ratings_told import ToldRating
from tests.pressing import Link, links_in
from tests.programs.replies import PROGRAMS, Program, Read, Typed, answer
from tests.stories.company import Company, body

BO, ANA, CARLA = "bo@corp.example", "ana@corp.example", "carla@corp.example"
PAGE = "<html><body><p>It drops <b>every</b> hour.</p></body></html>"
SIX = {
    "Outlook, classic": ("eva", "Good"),
    "Gmail, web": ("dee", "Good, thanks Bo!"),
    "Apple Mail, iPhone": ("kim", "OK"),
    "Thunderbird, HTML": ("lee", "Not good"),
    "K-9": ("max", "not good\n\nIt took four days."),
    "mutt": ("tom", "Not good, and nobody called me."),
}
"""Who writes with which program, and what."""


def as_page(mail: EmailMessage) -> None:
    mail.add_alternative(PAGE, subtype="html")


def html_of(mail: EmailMessage) -> str:
    page = mail.get_body(("html",))
    return page.get_content() if page else ""


def address(who: str) -> str:
    return f"{who}@corp.example"


def replies(company: Company, who: str, mail: EmailMessage, program: Program, text: str) -> None:
    """As that program writes it, with our mail quoted as it quotes."""
    signed = Typed(text, signature=program.signs or f"{who.title()} Lund\nSales")
    read = Read(str(mail["From"]), body(mail), html_of(mail))
    made = answer(program, read, signed, str(mail["Message-ID"]).strip("<>"))
    made["From"], made["To"] = address(who), str(mail["Reply-To"])
    made["Subject"], made["In-Reply-To"] = str(mail["Subject"]), str(mail["Message-ID"])
    made["References"] = f"{mail['References'] or ''} {mail['Message-ID']}".strip()
    made["Message-ID"], made["Date"] = make_msgid(domain="x.example"), company.clock.now()
    company._post(made)
    company.turn()


def press(company: Company, who: str, link: Link, text: str | None = None) -> None:
    company.write(who, link.subject, link.body if text is None else text, to=link.address)
    company.turn()


def told(company: Company, reference: str) -> list[ToldRating]:
    number = company.request(reference).id
    with company.runtime() as runtime, runtime.store.read() as conn:
        return ratings_told.told(conn, number, whole=True)


def count(company: Company, *who: str) -> list[int]:
    return [len(company.inbox(one)) for one in who]


def test_from_the_closing_mail_to_what_was_done_about_it(company: Company) -> None:
    company.write("Eva Lund <eva@corp.example>", "VPN drops", "It drops.", edit=as_page)
    company.turn()
    company.reply(BO, company.last(BO), "done")
    company.turn()
    closing = company.last("eva@corp.example")
    assert "How was it? Reply with good, ok or not good" in " ".join(body(closing).split())
    links = links_in(html_of(closing))
    before = count(company, BO, ANA)
    press(company, "eva@corp.example", links["Good"])
    press(company, "eva@corp.example", links["Good"])
    assert count(company, BO, ANA) == before
    assert [(one.rating, one.complaint) for one in told(company, "IT-1001")] == [("good", "")]

    # Not good: who leads the team has it by a deadline of its own, and who had it hears nothing.
    press(company, "mallory@example.com", links["Not good"], "Not good\n\nBo is rude.\n")
    press(company, BO, links["Not good"])
    assert [one.rating for one in told(company, "IT-1001")] == ["good"]
    press(company, "eva@corp.example", links["Not good"], "Not good\n\nIt took four days.\n")
    press(company, "eva@corp.example", links["Not good"])
    complaint = company.request("IT-1002")
    assert (complaint.owner, complaint.given.confidential) == ("ana", True)
    assert count(company, BO, ANA) == [before[0], before[1] + 1]
    receipt, note = body(company.last("eva@corp.example")), body(company.last(ANA))
    looks = "Ana Costa looks into what was not good about IT-1001, and answers you by 13:00 today."
    assert looks in " ".join(receipt.split())
    assert note.startswith("Answer by 13:00 today: VPN drops. Eva Lund (eva@corp.example) says")
    for words in ("IT-1001 was not good", "It took four days.", "It drops."):
        assert words in note

    # Silence there climbs to others, and never to whom it is about.
    company.travel(hours=4)
    assert company.request("IT-1002").owner not in ("ana", "bo")
    assert count(company, BO) == before[:1]
    owner = address(company.request("IT-1002").owner)

    # What was done about it is asked for, told, and kept with both.
    company.reply(owner, company.last(owner), "done")
    company.turn()
    asked = company.last(owner)
    assert "What was done about it?" in body(asked)
    company.reply(owner, asked, "done\n\nI talked with Bo, and the gateway is new.")
    company.turn()
    assert body(company.last("eva@corp.example")).startswith("I talked with Bo, and the gateway")
    assert company.request("IT-1002").status is Status.CLOSED
    for reference in ("IT-1001", "IT-1002"):
        (one,) = told(company, reference)
        assert one.done == "I talked with Bo, and the gateway is new."
    assert count(company, BO) == before[:1]


@pytest.mark.proof(part="promises")
def test_six_mail_programs_and_too_late(company: Company) -> None:
    """Each of them twice, as who undoes a send does it."""
    closings = {}
    for number, (who, _) in enumerate(SIX.values(), 1001):
        company.write(address(who), f"VPN {who}", "It drops.", edit=as_page)
        company.turn()
        company.reply(BO, company.last(BO), "done")
        company.turn()
        closings[who] = company.last(address(who))
        assert company.request(f"IT-{number}").status is Status.CLOSED
    before = count(company, BO)
    for name, (who, text) in SIX.items():
        (program,) = [one for one in PROGRAMS if one.name == name]
        replies(company, who, closings[who], program, text)
        replies(company, who, closings[who], program, text)
    rated = {
        who: [(one.rating, bool(one.complaint)) for one in told(company, f"IT-{number}")]
        for number, (who, _) in enumerate(SIX.values(), 1001)
    }
    assert rated == {
        "eva": [("good", False)],
        "dee": [("good", False)],
        "kim": [("ok", False)],
        "lee": [("not good", True)],
        "max": [("not good", True)],
        "tom": [("not good", True)],
    }
    # Bo has Dee's thanks and no word of the others; three complaints are with who leads.
    assert count(company, BO)[0] - before[0] in (1, 2)
    assert "thanks Bo" in body(company.last(BO))
    assert [company.request(f"IT-{number}").owner for number in (1007, 1008, 1009)] == ["ana"] * 3

    company.travel(days=31)
    eva = links_in(html_of(closings["eva"]))
    press(company, address("eva"), eva["OK"])
    assert [one.rating for one in told(company, "IT-1001")] == ["good"]
    press(company, address("eva"), eva["Not good"], "Not good\n\nIt drops again.\n")
    assert company.request("IT-1010").requester.email == address("eva")
    stale = replace(eva["Not good"], address=eva["Not good"].address.replace("+ab", "+aq"))
    press(company, address("eva"), stale)
    assert [one.complaint for one in told(company, "IT-1001")] == ["IT-1010"]
