"""A mail server puts Message-IDs of its own in the place of ours. Mail of ours is known all the
same, when it comes back and when somebody answers it; what it became is learnt and cited; and
nobody may do more by such an id than by a reference in a subject.
"""

from __future__ import annotations

import re
from dataclasses import replace
from email import message_from_bytes
from email.policy import default

import pytest
from sqlalchemy import select

from mailtracker.desk.request import ProvenBy, State
from mailtracker.store import ledger, outbox, requests
from mailtracker.store.tables import server_ids
from tests.servers.smtpd import report
from tests.stories.company import ALIAS, PEOPLE, Company, body

EVA, BO = "eva@corp.example", "bo@corp.example"
PLAIN = "an alias without subaddresses"


class Renaming:
    """A server that takes mail of ours, and gives each another id; what it keeps itself lies in the
    alias's Sent folder, if somebody wants that.
    """

    def __init__(self, company: Company) -> None:
        self.company, self.count, self.keeps = company, 0, False
        company.post.rewrites = self.changed

    def changed(self, raw: bytes) -> bytes:
        """Mail of others passes."""
        if not re.search(rb"(?m)^From: .*<?it-help@corp\.example", raw.partition(b"\r\n\r\n")[0]):
            return raw
        self.count += 1
        ident = f"Message-ID: <0102-{self.count}@server.example>".encode()
        renamed = re.sub(rb"(?m)^Message-ID: [^\r\n]*", ident, raw, count=1)
        assert renamed != raw
        if self.keeps:
            self.keep(renamed)
        return renamed

    def keep(self, raw: bytes) -> None:
        self.company.post.add(ALIAS).store(raw, "Sent")


@pytest.fixture
def server(company: Company) -> Renaming:
    return Renaming(company)


def by_echo(company, server):
    company.site(smtp=replace(company.config.smtp, echo=True))


def by_sent_folder(company, server):
    server.keeps = True
    server.keep(b"Message-ID: <first@corp.example>\r\nSubject: x\r\n\r\nx\r\n")
    (box,) = company.config.mailboxes
    company.site(mailboxes=(replace(box, sent_folder="Sent"),))


def by_word(company, server):
    company.post.said = lambda raw: f"2.0.0 OK {ident_of(raw)} [Hostname=server.example]"


def by_nothing(company, server):
    pass


def ident_of(raw):
    (ident,) = re.findall(rb"(?m)^Message-ID: (\S+)", raw)
    return ident.decode()


TEACHING = {"an echo": by_echo, "the Sent folder": by_sent_folder, "the server's word": by_word}


def without_subaddress(company):
    (box,) = company.config.mailboxes
    company.site(mailboxes=(replace(box, subaddressing=False),))


def citing(mail, *ids, subject="It is back"):
    """An answer from a program that keeps nothing of Reply-To and subject, and these ids."""

    def edit(answer):
        for name in ("To", "Subject", "In-Reply-To", "References"):
            del answer[name]
        answer["To"], answer["Subject"] = ALIAS, subject
        answer["In-Reply-To"] = mail["Message-ID"]
        if ids:
            answer["References"] = " ".join(ids)
        answer.set_content("It is back after the restart.")

    return edit


def opened(company):
    company.write(f"Eva Lund <{EVA}>", "VPN drops", "Every hour.")
    company.turn()
    company.turn()  # what came back, or lies in a folder, is read


def all_requests(company):
    with company.runtime() as runtime, runtime.store.read() as conn:
        return requests.requests(conn)


def learnt(company):
    with company.runtime() as runtime, runtime.store.read() as conn:
        return {row.message_id for row in conn.execute(select(server_ids))}


def rows(company, state=None):
    with company.runtime() as runtime, runtime.store.read() as conn:
        return outbox.rows(conn, state)


def to_eva(company):
    return [mail for mail in company.inbox(EVA) if mail["Message-ID"].startswith("<0102-")]


# -- answers ------------------------------------------------------------------------------


@pytest.mark.every_envelope
@pytest.mark.parametrize("teach", TEACHING.values(), ids=TEACHING)
def test_an_answer_that_cites_nothing_but_the_servers_id_joins_the_request(company, server, teach):
    teach(company, server)
    opened(company)
    (receipt,) = to_eva(company)
    assert receipt["Message-ID"] in learnt(company)
    company.reply(EVA, receipt, "It is back.", edit=citing(receipt))
    company.turn()
    assert [one.reference for one in all_requests(company)] == ["IT-1001"]
    assert "It is back after the restart." in body(company.last(BO))


ANSWERS = {
    "with the thread": lambda mail: (*mail["References"].split(), mail["Message-ID"]),
    "with the end of it": lambda mail: (mail["References"].split()[-1], mail["Message-ID"]),
}


@pytest.mark.parametrize("cited", ANSWERS.values(), ids=ANSWERS)
def test_an_answer_that_cites_the_thread_joins_it_where_nothing_was_learnt(company, server, cited):
    opened(company)
    assert learnt(company) == set()
    (receipt,) = to_eva(company)
    company.reply(EVA, receipt, "It is back.", edit=citing(receipt, *cited(receipt)))
    company.turn()
    assert [one.reference for one in all_requests(company)] == ["IT-1001"]


def test_an_owner_is_heard_by_the_second_id_where_there_are_no_subaddresses(company, server):
    """Where a server changes ids that was the only proof that an owner's answer had."""
    without_subaddress(company)
    opened(company)
    company.reply(BO, company.last(BO), "Please restart the router.")
    company.turn()
    assert "Please restart the router." in body(company.last(EVA))
    assert company.request().status == "answered"


@pytest.mark.parametrize("teach", TEACHING.values(), ids=TEACHING)
def test_the_servers_id_alone_lets_nobody_speak_for_the_owner(company, server, teach):
    """Neither that person nor who forges them: it may be a number that anybody can guess."""
    teach(company, server)
    without_subaddress(company)
    opened(company)
    before = len(company.inbox(EVA))
    carried = company.last(BO)
    assert carried["Message-ID"] in learnt(company)
    company.reply(BO, carried, "x", edit=citing(carried))
    company.turn()
    assert len(company.inbox(EVA)) == before
    assert company.request().status == "open"
    assert [one.reference for one in all_requests(company)] == ["IT-1001"]
    with company.runtime() as runtime, runtime.store.read() as conn:
        lines = ledger.lines(conn, None, None, 100)
    assert [line.disposition for line in lines if line.sender == BO] == ["unverified"]


# -- what is learnt -----------------------------------------------------------------------


@pytest.mark.parametrize("teach", TEACHING.values(), ids=TEACHING)
def test_later_mails_answer_the_mail_that_people_have(company, server, teach):
    teach(company, server)
    opened(company)
    company.reply(BO, company.last(BO), "Please restart the router.")
    company.turn()
    receipt, answer = to_eva(company)
    assert answer["In-Reply-To"] == receipt["Message-ID"]
    assert answer["References"].split()[-2:-1] == [receipt["Message-ID"]]
    (row,) = (one for one in rows(company) if one.letter == "receipt")
    assert row.message_id in answer["References"].split()


def test_without_a_source_mails_are_cited_as_we_wrote_them(company, server):
    opened(company)
    company.reply(BO, company.last(BO), "Please restart the router.")
    company.turn()
    assert learnt(company) == set()
    (row,) = (one for one in rows(company) if one.letter == "receipt")
    assert to_eva(company)[-1]["In-Reply-To"] == row.message_id


def test_where_the_server_keeps_ids_nothing_is_learnt(company):
    for teach in TEACHING.values():
        teach(company, Keeping())
    opened(company)
    company.reply(BO, company.last(BO), "Please restart the router.")
    company.turn()
    company.travel(days=1)
    assert learnt(company) == set()


class Keeping:
    """A server that changes nothing."""

    keeps = False

    def keep(self, raw: bytes) -> None:
        pass


# -- mail of ours that comes back ---------------------------------------------------------


def answer_in_doubt(company):
    """Bo answers; the server takes the dot and says nothing."""
    opened(company)
    company.reply(BO, company.last(BO), "Please restart the router.")
    company.post.faults["KEPT"] = ["drop"]
    company.turn()
    (row,) = rows(company, State.UNCERTAIN)
    return row


@pytest.mark.every_envelope
@pytest.mark.parametrize(
    ("teach", "by"), [(by_echo, ProvenBy.ECHO), (by_sent_folder, ProvenBy.SENT_FOLDER)]
)
def test_a_copy_under_another_id_proves_a_mail_that_nobody_confirmed(company, server, teach, by):
    teach(company, server)
    row = answer_in_doubt(company)
    company.travel(minutes=16)
    (settled,) = (one for one in rows(company) if one.id == row.id)
    assert (settled.state, settled.proven_by) == (State.SENT, by)
    assert to_eva(company)[-1]["Message-ID"] in learnt(company)
    company.travel(days=1)
    assert len([mail for mail in to_eva(company) if "restart the router" in body(mail)]) == 1


def test_an_answer_to_it_proves_it_whichever_id_it_cites(company, server):
    row = answer_in_doubt(company)
    mail = to_eva(company)[-1]
    cited = (mail["References"].split()[-1], mail["Message-ID"])
    company.reply(EVA, mail, "It is back.", edit=citing(mail, *cited))
    company.turn()
    (settled,) = (one for one in rows(company) if one.id == row.id)
    assert (settled.state, settled.proven_by) == (State.SENT, ProvenBy.CITED)


@pytest.mark.every_envelope
def test_our_own_mail_that_comes_back_under_another_id_is_nobodys_request(company, server):
    """Redirected by who got it: it passes the server once more, and has a third id."""
    opened(company)
    written = len(rows(company))
    for raw in (company.post.to(EVA)[-1], company.post.to(BO)[-1]):
        company.post.send(EVA, ALIAS, b"Resent-From: eva@corp.example\r\n" + raw)
    company.turn()
    company.turn()
    assert len(rows(company)) == written
    assert [one.reference for one in all_requests(company)] == ["IT-1001"]
    with company.runtime() as runtime, runtime.store.read() as conn:
        back = [one for one in ledger.lines(conn, None, None, 100) if one.kind == "own"]
    assert {(one.disposition, one.reason) for one in back} == {
        ("ignored", "our own mail came back")
    }
    assert {one.request_id for one in back} == {company.request().id}


def test_what_a_person_forwards_is_theirs_also_with_our_fields_in_it(company, server):
    """As mail programs do that copy unknown fields."""
    opened(company)
    (receipt,) = to_eva(company)
    field = receipt["X-Mailtracker-Id"]
    assert field
    company.write(
        "lee@corp.example",
        "Fwd: VPN drops",
        "I have that, too.",
        edit=lambda mail: mail.add_header("X-Mailtracker-Id", field),
    )
    company.turn()
    assert len(all_requests(company)) == 2


def test_a_report_names_its_mail_where_all_have_the_alias_for_envelope_sender(company, server):
    """By the field in the header that it returns."""
    company.site(smtp=replace(company.config.smtp, envelope="alias"))
    opened(company)
    company.reply(BO, company.last(BO), "Please restart the router.")
    company.turn()
    lost = company.post.to(EVA)[-1]
    company.post.send("", ALIAS, report(EVA, ALIAS, lost))
    company.turn()
    assert [one.reference for one in all_requests(company)] == ["IT-1001"]
    assert any("A report says" in body(mail) for mail in company.inbox(BO))


# -- who may have it ----------------------------------------------------------------------


def test_no_second_id_travels_on_with_what_quotes_a_mail_of_ours(company, server):
    """Forwarded as a file, its header in the text, and in the answer's own References."""
    opened(company)
    (receipt,) = to_eva(company)
    key = receipt["X-Mailtracker-Id"][3:35]
    raw = company.post.to(EVA)[-1]
    head = raw.partition(b"\r\n\r\n")[0].decode()

    def with_all_of_it(mail):
        mail.add_attachment(message_from_bytes(raw, policy=default))
        mail.add_attachment(head, filename="header.txt")

    company.reply(EVA, receipt, f"See:\n{head}", edit=with_all_of_it)
    company.turn()
    assert "See:" in body(company.last(BO))
    assert company.last(BO)["References"].split()[0] == company.request().first_id
    for who in PEOPLE:
        assert not any(key.encode() in mail for mail in company.post.mails(who))
