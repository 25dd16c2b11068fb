"""`mailtracker doctor` against real servers, and against servers that do one thing wrong each: what
it says of them, and that nothing but a page comes of it.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import chdir
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.servers.certificate import dated_certificate
from tests.servers.dovecot import Dovecot
from tests.servers.odd_office import OddOffice, on_top, with_field, without
from tests.servers.proxy import ChaosProxy, TlsFront
from tests.servers.smtpd import ImapServer, SmtpSink
from tests.stories.company import ALIAS, PEOPLE, Envelopes
from tests.stories.site import PLAIN, Said, Site, ask

BORDER = 'authserv_ids = ["mx.corp.example"]'
VOUCHES = on_top("Authentication-Results: mx.corp.example; dmarc=pass header.from=corp.example")
OTHER_ID = "<0100018f-1@email.amazonses.example>"
PROBES = ("probe.plain", "probe.subaddress", "probe.null")


LONG = pytest.mark.proof(part="doctor")
"""Sisters of what each run has."""

Oddity = tuple[Callable[[OddOffice], None], dict[str, str]]


@pytest.fixture
def office(dovecot: Dovecot) -> Iterator[OddOffice]:
    with OddOffice(dovecot) as office:
        yield office


@pytest.fixture
def odd(office: OddOffice, tmp_path: Path) -> Iterator[Site]:
    """A site on a post office that may be odd."""
    for who in (*PEOPLE, "eva@corp.example"):
        office.add(who)
    made = Site(office, office.add(ALIAS), tmp_path)
    yield made
    made.kill()


@pytest.fixture
def proxy(odd: Site) -> Iterator[ChaosProxy]:
    """In front of the mailbox, to make it a poorer one."""
    with ChaosProxy(odd.box.port) as proxy:
        odd.box = replace(odd.box, port=proxy.port)
        odd.write_config()
        yield proxy


def found(said: Said) -> dict[str, dict[str, Any]]:
    """What it says, by id; of `check` only whether that is well."""
    told = json.loads(said.stdout)
    return {one["id"]: one for one in told["findings"] if one["id"] != "check"}


def levels(said: Said) -> dict[str, str]:
    return {ident: one["level"] for ident, one in found(said).items()}


def examined(site: Site, wait: float = 3) -> Said:
    return site.ask("doctor", "--json", "--wait", str(wait))


def doubted(server: ImapServer) -> set[str]:
    """What is rightly doubted of a server that is good in all else."""
    return set() if server.pushes else {"probe.idle"}


def of_probes(envelopes: Envelopes) -> list[str]:
    """What is found of the mails that are sent: one from each envelope sender that is in use."""
    null = ["probe.null"] if envelopes.receipts == "null" else []
    return ["probe.plain", "probe.subaddress", *null]


def patience(server: ImapServer) -> str:
    """Seconds for `--wait`, of which one that tells of nothing takes all."""
    return "20" if server.pushes else "5"


def lies_in(site: Site) -> list[bytes]:
    return [raw for folder in ("INBOX", "Handled", "Junk") for raw in site.box.mails(folder)]


@pytest.mark.of_a_file
def test_on_good_servers_all_is_well_and_nothing_is_left_behind(
    site: Site, envelopes, mail_server: ImapServer
) -> None:
    said = site.ask("doctor", "--json", "--wait", patience(mail_server))
    told = json.loads(said.stdout)
    assert (said.returncode, told["ok"], told["faults"]) == (0, True, 0)
    assert {ident for ident, level in levels(said).items() if level != "ok"} == doubted(mail_server)
    assert {ident.partition(".")[0] for ident in found(said)} == {
        *("disk", "files", "dns", "smtp", "imap", "probe", "clock")
    }
    assert [one for one in found(said) if one in PROBES] == of_probes(envelopes)
    assert site.box.mails() == []
    assert not site.box.mails("Handled")
    senders = {env_from for env_from, _, _ in site.post.log}
    assert any("+b1" in sender for sender in senders) == envelopes.verp
    assert {to.partition("+")[0] for _, to, _ in site.post.log} <= {"it-help", ALIAS}


@pytest.mark.proof(part="servers")
@pytest.mark.parametrize("mail_server", ["cyrus_with_idled"], indirect=True)
def test_the_server_that_was_doubted_is_well_once_it_does_what_we_advised(
    site: Site, mail_server: ImapServer
) -> None:
    said = site.ask("doctor", "--json", "--wait", patience(mail_server))
    assert levels(said)["probe.idle"] == "ok", said.stdout
    assert doubted(mail_server) == set()


def test_the_page_is_short_and_no_line_is_wider_than_a_terminal(
    site: Site, mail_server: ImapServer
) -> None:
    said = subprocess.run(
        site.command("doctor", "--wait", patience(mail_server)),
        cwd=site.folder,
        capture_output=True,
        text=True,
        env={**site._env(), "COLUMNS": "80", "LC_ALL": "C.UTF-8"},
    )
    lines = said.stdout.splitlines()
    assert said.returncode == 0, said.stdout
    assert max(map(len, lines)) <= 80
    assert len(lines) <= 48  # one page
    # A rig's PostgreSQL does without fsync, which is doubted, too.
    most = 1 + len(doubted(mail_server)) + site.database_url.startswith("postgresql")
    assert lines[-1].startswith(("All well", *(f"{n} doubt" for n in range(1, most + 1))))
    assert said.stderr == ""  # nobody looks on


@LONG
def test_nor_on_a_narrow_one(site: Site) -> None:
    with chdir(site.folder):
        said = ask("doctor", "--offline", env={**PLAIN, "COLUMNS": "40"})
    assert max(map(len, said.stdout.splitlines())) <= 40
    assert " ".join(said.stdout.split()).endswith("that were tried: see above.")


# -- one thing wrong each --------------------------------------------------------------------------


def rewrites_ids(office: OddOffice) -> None:
    office.changes.append(with_field("Message-ID", OTHER_ID))


def drops_auto_submitted(office: OddOffice) -> None:
    office.changes.append(without("Auto-Submitted"))


def drops_reply_to(office: OddOffice) -> None:
    office.changes.append(without("Reply-To"))


def drops_our_fields(office: OddOffice) -> None:
    office.changes += [without("X-Mailtracker-Reference"), without("X-Mailtracker-Probe")]


def writes_the_login_into_from(office: OddOffice) -> None:
    office.changes.append(with_field("From", "robot@corp.example"))


def refuses_subaddresses(office: OddOffice) -> None:
    office.knows_tags = False


def loses_subaddresses(office: OddOffice) -> None:
    office.loses = lambda env_from, env_to: "+" in env_to


def returns_subaddresses(office: OddOffice) -> None:
    office.returns = lambda env_to: "+p1" in env_to


def loses_the_null_sender(office: OddOffice) -> None:
    office.loses = lambda env_from, env_to: not env_from


def refuses_senders_of_ours(office: OddOffice) -> None:
    office.refuse_sender = lambda address: (
        "550 5.7.60 not permitted to send as this sender" if "+b1" in address else ""
    )


def is_late(office: OddOffice) -> None:
    office.holds = True


def holds_it_to_be_spam(office: OddOffice) -> None:
    box = office.boxes[ALIAS]
    with box.client("") as client:
        client.create_folder("Junk")
    office.junk = "Junk"


def keeps_forged_fields(office: OddOffice) -> None:
    """As it is without a border."""


def keeps_forged_fields_below_its_own(office: OddOffice) -> None:
    office.changes.append(VOUCHES)


def strips_forged_fields(office: OddOffice) -> None:
    office.changes += [without("Authentication-Results"), VOUCHES]


def denies_us(office: OddOffice) -> None:
    denies = "dmarc=fail header.from=corp.example; spf=fail smtp.mailfrom=corp.example"
    office.changes.append(without("Authentication-Results"))
    office.changes.append(on_top(f"Authentication-Results: mx.corp.example; {denies}"))


def takes_little(office: OddOffice) -> None:
    office.size_limit = 2 << 20


ODD: list[Oddity] = [
    (rewrites_ids, {"probe.message_id": "doubt"}),
    (drops_auto_submitted, {"probe.auto_submitted": "fault"}),
    (drops_reply_to, {"probe.headers": "fault"}),
    (drops_our_fields, {"probe.headers": "doubt"}),
    (writes_the_login_into_from, {"probe.from": "fault"}),
    (refuses_subaddresses, {"probe.subaddress": "fault"}),
    (loses_subaddresses, {"probe.subaddress": "fault"}),
    (returns_subaddresses, {"probe.subaddress": "fault"}),
    (loses_the_null_sender, {"probe.null": "fault"}),
    (refuses_senders_of_ours, {"probe.subaddress": "fault"}),
    (is_late, dict.fromkeys(("probe.plain", "probe.subaddress", "probe.null"), "fault")),
    (
        holds_it_to_be_spam,
        {
            **dict.fromkeys(("probe.plain", "probe.subaddress", "probe.null"), "fault"),
            "probe.idle": "doubt",  # of what lies in another folder nobody hears
        },
    ),
    (takes_little, {"smtp.limit": "doubt"}),
]
OF_BORDERS: list[Oddity] = [
    (keeps_forged_fields, {"border.forged": "fault", "border.alignment": "doubt"}),
    (keeps_forged_fields_below_its_own, {"border.forged": "doubt"}),
    (strips_forged_fields, {}),
    (denies_us, {"border.alignment": "fault"}),
]


def _first(cases: list[Oddity], *always: Callable[..., None]) -> list[object]:
    """All of these, those beside `always` by `make proof-doctor` alone."""
    return [
        pytest.param(*case, id=case[0].__name__, marks=() if case[0] in always else LONG)
        for case in cases
    ]


@pytest.mark.parametrize(
    ("oddity", "wrong"), _first(ODD, rewrites_ids, refuses_subaddresses, drops_auto_submitted)
)
def test_what_a_server_does_wrong_is_said_and_nothing_else(
    odd: Site,
    office: OddOffice,
    envelopes: Envelopes,
    oddity: Callable[[OddOffice], None],
    wrong: dict[str, str],
) -> None:
    oddity(office)
    if oddity is refuses_senders_of_ours and not envelopes.verp:
        wrong = {}  # there is none to refuse
    unused = {*PROBES} - {*of_probes(envelopes)}
    wrong = {ident: level for ident, level in wrong.items() if ident not in unused}
    said = examined(odd)
    told = levels(said)
    assert {ident: level for ident, level in told.items() if level != "ok"} == wrong
    assert all(found(said)[ident]["todo"] for ident in wrong)
    assert said.returncode == ("fault" in wrong.values())
    heads = [raw.partition(b"\r\n\r\n")[0] for raw in lies_in(odd)]
    assert [head for head in heads if b"mailtracker doctor: probe" in head] == []


@pytest.mark.parametrize(("oddity", "wrong"), _first(OF_BORDERS, keeps_forged_fields, denies_us))
def test_what_a_border_says_of_our_mail_and_of_forged_fields(
    odd: Site, office: OddOffice, oddity: Callable[[OddOffice], None], wrong: dict[str, str]
) -> None:
    odd.write_config(top=BORDER)
    oddity(office)
    told = levels(examined(odd))
    assert {"border.forged", "border.alignment"} <= set(told)
    assert {ident: level for ident, level in told.items() if level != "ok"} == wrong


@LONG
def test_without_subaddresses_and_second_id_another_id_is_a_fault(
    odd: Site, office: OddOffice
) -> None:
    odd.write_config()
    file, name = odd.folder / "config.toml", 'name = "IT help"'
    file.write_text(file.read_text().replace(name, f"{name}\nsubaddressing = false"))
    rewrites_ids(office)
    assert levels(examined(odd))["probe.message_id"] == "doubt"
    office.changes.append(without("X-Mailtracker-Id"))
    told = levels(examined(odd))
    assert told["probe.message_id"] == "fault"
    assert "probe.subaddress" not in told


# -- the mailbox's own oddities --------------------------------------------------------------------


Meddle = Callable[[bytes], tuple[bytes | None, bytes]]


def silent(data: bytes) -> tuple[bytes | None, bytes]:
    """IDLE is taken, and nothing is ever said."""
    if b" IDLE\r\n" in data:
        return b"", b"+ idling\r\n"
    return (b"", b"mt1 OK done\r\n") if data == b"DONE\r\n" else (data, b"")


def forgetful(data: bytes) -> tuple[bytes | None, bytes]:
    """A keyword is taken, and gone."""
    if b"$MailtrackerHandled" in data and b"STORE" in data:
        return b"", data.partition(b" ")[0] + b" OK stored\r\n"
    return data, b""


@pytest.mark.parametrize(
    ("meddle", "ident"),
    [(silent, "probe.idle"), (forgetful, "probe.keyword")],
    ids=["silent", "forgetful"],
)
def test_what_a_mailbox_promises_and_does_not_do(
    odd: Site, proxy: ChaosProxy, meddle: Meddle, ident: str
) -> None:
    proxy.meddle = meddle
    told = levels(examined(odd, wait=2))
    assert {one: level for one, level in told.items() if level != "ok"} == {ident: "doubt"}
    assert lies_in(odd) == []


@LONG
def test_without_idle_nothing_is_waited_for(odd: Site, proxy: ChaosProxy) -> None:
    proxy.rewrites = {b" IDLE": b""}
    told = found(examined(odd, wait=20))
    assert told["probe.idle"]["measured"] == {"idle": False}
    assert b" IDLE\r\n" not in proxy.sent


@LONG
def test_a_poor_server_is_said_to_be_one_and_our_mails_bear_the_mark_for_removal(
    odd: Site, proxy: ChaosProxy
) -> None:
    proxy.rewrites = {b" MOVE": b"", b" UIDPLUS": b""}
    told = levels(examined(odd))
    assert told["imap.capabilities"] == "doubt"
    assert told["probe.left"] == "doubt"
    assert all(rb"\Deleted" in flags for flags in odd.box.flags().values())


# -- beside a daemon, and other people's mail ------------------------------------------------------


def test_a_daemon_that_serves_the_mailbox_opens_nothing_and_answers_nobody(
    site: Site, mail_server: ImapServer, envelopes: Envelopes
) -> None:
    site.start()
    site.until(lambda: "running" in site.log())
    said = site.ask("doctor", "--json", "--wait", "20")
    told = levels(said)
    assert said.returncode == 0, told
    # one that tells of nothing is asked by the daemon, just before it would be late or just after
    levels_of_idle = {"ok"} if mail_server.pushes else {"ok", "doubt"}
    assert told["probe.idle"] in levels_of_idle
    assert lies_in(site) == []
    assert json.loads(site.ask("list", "--json", "--all").stdout) == []
    sent = [(env_from, to) for env_from, to, _ in site.post.log]
    assert len(sent) == len(of_probes(envelopes))
    assert site.stop() == 0


@LONG
def test_a_probe_that_comes_too_late_opens_nothing_whatever_became_of_its_header(
    odd: Site, office: OddOffice
) -> None:
    odd.run("run", "--once")  # so that there is a database, and its key
    office.holds = True
    office.changes += [
        with_field("Message-ID", OTHER_ID),
        with_field("From", "robot@corp.example"),
        without("X-Mailtracker-Probe"),
        without("Auto-Submitted"),
        without("X-Auto-Response-Suppress"),
    ]
    assert examined(odd, wait=1).returncode == 1
    assert office.let_go() == len(office.log)
    sent = len(office.log)
    assert sent >= 2
    assert odd.run("run", "--once").returncode == 0
    assert json.loads(odd.ask("list", "--json", "--all").stdout) == []
    assert len(office.log) == sent  # nobody was answered
    assert len(odd.box.mails("Handled")) == sent


@LONG
def test_what_a_person_answers_to_a_probe_is_a_request(odd: Site, office: OddOffice) -> None:
    odd.run("run", "--once")
    office.holds = True
    examined(odd, wait=1)
    probe = office.held[0][2]
    token = probe.partition(b"X-Mailtracker-Probe: ")[2].split(b"\r\n")[0].decode()
    reply = odd.mail("eva@corp.example", f"Re: mailtracker doctor: probe {token}")
    office.imap.deliver(odd.box.user, reply)
    odd.run("run", "--once")
    (request,) = json.loads(odd.ask("list", "--json", "--all").stdout)
    assert request["requester"]["mail"] == "eva@corp.example"


@LONG
def test_a_report_about_a_probe_opens_nothing_and_is_told_of(odd: Site, office: OddOffice) -> None:
    odd.run("run", "--once")
    returns_subaddresses(office)
    assert "came back" in found(examined(odd, wait=1))["probe.subaddress"]["said"]
    (report,) = lies_in(odd)
    assert b"delivery-status" in report
    odd.run("run", "--once")
    assert json.loads(odd.ask("list", "--json", "--all").stdout) == []


def test_a_forged_field_of_ours_is_no_sign_against_the_border(odd: Site, office: OddOffice) -> None:
    odd.write_config(top=BORDER)
    office.changes.append(VOUCHES)
    odd.start()
    odd.until(lambda: "running" in odd.log())
    assert levels(examined(odd))["border.forged"] == "doubt"
    assert "does not strip" not in odd.ask("status").stdout
    assert odd.stop() == 0


def test_mail_of_others_is_as_it_was(site: Site, mail_server: ImapServer) -> None:
    for number in range(3):
        site.box.deliver(site.mail("eva@corp.example", f"VPN drops {number}"))
    with site.box.client() as client:
        client.add_flags(client.search()[:1], [rb"\Deleted", rb"\Flagged"])
    flags, mails = site.box.flags(), site.box.mails()
    other = site.mail("eva@corp.example", "in between")
    timer = threading.Timer(0.3, site.box.deliver, [other])
    timer.start()
    said = site.ask("doctor", "--json", "--wait", patience(mail_server))
    assert said.returncode == 0
    timer.join()
    assert len(site.box.mails()) == len(mails) + 1
    now = {uid: one - {rb"\Recent"} for uid, one in site.box.flags().items() if uid in flags}
    assert now == {uid: one - {rb"\Recent"} for uid, one in flags.items()}


@LONG
def test_a_copy_in_the_folder_for_sent_mail_goes_too(odd: Site, office: OddOffice) -> None:
    with odd.box.client("") as client:
        client.create_folder("Sent")
    odd.box.append(odd.mail(ALIAS, "an older one"), "Sent")

    def stores(raw: bytes) -> bytes:
        odd.box.append(raw, "Sent")
        return raw

    office.changes.append(stores)
    said = examined(odd)
    assert said.returncode == 0
    (left,) = odd.box.mails("Sent")
    assert b"an older one" in left
    loses_subaddresses(office)
    told = levels(examined(odd, wait=2))  # to have been sent is not to have come
    assert (told["probe.plain"], told["probe.subaddress"]) == ("ok", "fault")
    assert len(odd.box.mails("Sent")) == 1


@LONG
def test_whoever_stops_it_leaves_no_mail_behind(
    odd: Site, proxy: ChaosProxy, envelopes: Envelopes
) -> None:
    proxy.meddle = silent  # so that it waits
    doctor = subprocess.Popen(
        odd.command("doctor", "--wait", "600"),
        cwd=odd.folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=odd._env(),
    )
    odd.until(lambda: len(odd.box.mails()) == len(of_probes(envelopes)))
    doctor.send_signal(signal.SIGINT)
    doctor.communicate(timeout=60)
    assert doctor.returncode == 1
    assert lies_in(odd) == []


@pytest.mark.of_a_file
def test_whoever_may_not_read_the_database_sends_no_mail(odd: Site) -> None:
    """A daemon would not know their probes by its key."""
    (odd.folder / "mailtracker.db").write_bytes(b"no database" * 1000)
    said = examined(odd)
    assert said.returncode == 1
    assert "no mail was sent" in found(said)["probe.trouble"]["said"]
    assert odd.post.log == []


@LONG
def test_a_person_who_looks_on_is_told_what_is_waited_for(
    odd: Site, proxy: ChaosProxy, envelopes: Envelopes
) -> None:
    proxy.meddle = silent  # so that it waits
    master, terminal = os.openpty()
    with os.fdopen(master, "rb", buffering=0) as screen:
        done = subprocess.run(
            odd.command("doctor", "--wait", "2"),
            cwd=odd.folder,
            stdout=subprocess.PIPE,
            stderr=terminal,
            env=odd._env(),
        )
        told = screen.read(10_000).decode()
        os.close(terminal)
    assert done.returncode == 0
    number = len(of_probes(envelopes))
    assert f"... IT help: sends {number} mails to it-help@corp.example itself" in told
    assert "waits" in told


# -- how much is tried -----------------------------------------------------------------------------


def test_no_mail_sends_none_and_offline_connects_to_nothing(site: Site) -> None:
    told = levels(site.ask("doctor", "--json", "--no-mail"))
    assert "imap.tls" in told
    assert not any(ident.startswith("probe") for ident in told)
    assert site.post.log == []
    connections = site.post.connections
    told = levels(site.ask("doctor", "--json", "--offline"))
    assert not any(ident.startswith(("imap", "smtp", "dns")) for ident in told)
    assert site.post.connections == connections


# -- certificates ----------------------------------------------------------------------------------


def certificate(folder: Path, begins: datetime, ends: datetime) -> tuple[str, str]:
    folder.mkdir()
    return dated_certificate(folder, begins, ends)


NOW = datetime.now(UTC)


@pytest.mark.parametrize(
    ("begins", "ends", "level", "words"),
    [
        (NOW - timedelta(days=9), NOW - timedelta(days=2), "fault", "it has expired"),
        (NOW - timedelta(days=9), NOW + timedelta(days=3), "fault", "renew it before"),
        (NOW - timedelta(days=9), NOW + timedelta(days=20), "doubt", "renew it before"),
        (NOW - timedelta(days=9), NOW + timedelta(days=90), "ok", ""),
        (NOW + timedelta(days=2), NOW + timedelta(days=90), "fault", "not valid yet"),
    ],
    ids="expired ends-this-week ends-this-month good to-come".split(),
)
def test_a_certificate_is_looked_at_on_both_ways(
    site: Site, tmp_path: Path, begins: datetime, ends: datetime, level: str, words: str
) -> None:
    shown = certificate(tmp_path / "tls", begins, ends)
    with (
        TlsFront(site.box.port, shown, "implicit") as front,
        SmtpSink(shown, implicit=True) as sink,
    ):
        text = (site.folder / "config.toml").read_text().replace('tls = "none"', TLS)
        text = text.replace(f"port = {site.box.port}", f"port = {front.port}")
        text = text.replace(f"port = {site.smtp_port}", f"port = {sink.port}")
        (site.folder / "config.toml").write_text(text)
        told = found(site.ask("doctor", "--json", "--no-mail"))
    for ident in ("imap.tls", "smtp.tls"):
        assert (told[ident]["level"], words in told[ident]["todo"]) == (level, True), told[ident]


TLS = 'tls = "implicit"\nca_file = "tls/cert.pem"'
