"""The database is lost and comes back from a backup: nobody gets an id or a reference twice, what
it does not know is named, and taken in without late receipts.
"""

import json
import re
from collections import Counter
from datetime import UTC, datetime, timedelta
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import make_msgid

import pytest

pytestmark = pytest.mark.of_a_file


def requests_of(site):
    return {one["reference"]: one for one in json.loads(site.ask("list", "--all", "--json").stdout)}


def comes(site, *raws, hours_ago=0.0):
    """They lie in the mailbox since then, and one pass takes them."""
    with site.box.client() as client:
        for raw in raws:
            client.append("INBOX", raw, msg_time=datetime.now(UTC) - timedelta(hours=hours_ago))
    done = site.run("run", "--once")
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stderr


def sent(site, letter=b""):
    return [(to, raw) for _, to, raw in site.post.log if letter in raw]


def ids_sent(site):
    return [BytesParser().parsebytes(raw)["Message-ID"] for _, raw in sent(site)]


def restored(site, *after):
    """A request, a backup, then these mails, and the backup again."""
    comes(site, site.mail("eva@corp.example", "VPN first"), hours_ago=4)
    assert site.ask("backup", "copy.db").returncode == 0
    for hours_ago, mail in zip((3, 2.5, 2), after, strict=False):
        comes(site, mail() if callable(mail) else mail, hours_ago=hours_ago)
    done = site.run("restore", "copy.db")
    assert done.returncode == 0, done.stderr


def answered(site, subject, text):
    """The owner's answer to the request with this subject, as any client writes it."""
    raw = next(raw for to, raw in sent(site) if to == "bo@corp.example" and subject in raw)
    asked = BytesParser(policy=policy.default).parsebytes(raw)
    mail = EmailMessage()
    mail["From"], mail["To"] = "bo@corp.example", asked["Reply-To"]
    mail["Subject"] = f"Re: {asked['Subject']}"
    mail["Message-ID"] = make_msgid(domain="client.corp.example")
    mail["In-Reply-To"] = asked["Message-ID"]
    mail["References"] = f"{asked['References']} {asked['Message-ID']}"
    mail.set_content(text)
    return mail.as_bytes()


@pytest.mark.timeout(240)
@pytest.mark.proof(part="points")
def test_no_id_and_no_reference_is_given_twice(counting_site):
    site = counting_site
    restored(site, *(site.mail("eva@corp.example", f"VPN {word}") for word in ("two", "three")))
    said = comes(site, site.mail("kim@corp.example", "VPN new"))
    assert "older than the mailbox" in said
    ids = ids_sent(site)
    assert len(ids) == len(set(ids))
    tags = Counter(
        re.findall(r"\[(IT-\d+)\]", raw.decode("utf-8", "replace").partition("\n\n")[0])[0]
        for _, raw in sent(site, b"auto-replied")
    )
    assert set(tags.values()) == {1}, tags
    assert set(requests_of(site)) == {"IT-1001", "IT-1201"}
    status = site.ask("status")
    assert status.returncode == 1
    assert "2 mails are unknown to it" in status.stdout
    told = [raw for to, raw in sent(site) if to == "priya@corp.example"]
    assert sum(b"older than the mailbox" in raw.replace(b"=\n", b"") for raw in told) == 1


@pytest.mark.timeout(240)
def test_audit_names_the_gap_and_resync_takes_it_in_without_late_receipts(counting_site):
    site = counting_site
    second = site.mail("eva@corp.example", "VPN second")
    third = site.mail("kim@corp.example", "VPN third")
    restored(site, second, third, lambda: answered(site, b"VPN second", "Restart it."))
    gaps = site.ask("audit")
    assert gaps.returncode == 1, gaps.stdout + gaps.stderr
    named = [word for word in ("second", "third", "first") if f"VPN {word}" in gaps.stdout]
    assert named == ["second", "third"]
    told = json.loads(site.ask("audit", "--json").stdout)
    assert [one["lost"] for one in told["mailboxes"]] == [3]

    before = site.post.accepted
    taken = site.run("resync", "--since", "2020-01-01")
    assert taken.returncode == 0, taken.stderr
    assert site.ask("resync", "--since", "30d").stdout.startswith("Nothing to take in")
    assert site.run("run", "--once").returncode == 0
    found = requests_of(site)
    assert {one: found[one]["status"] for one in found} == {
        "IT-1001": "open",
        "IT-1201": "answered",
        "IT-1202": "open",
    }, taken.stdout
    late = site.post.log[before:]
    assert {to for _, to, _ in late} == {"bo@corp.example"}
    assert len(late) == 2
    assert all(b"came back from a backup" in raw.replace(b"=\n", b"") for _, _, raw in late)
    well = site.ask("audit")
    assert well.returncode == 0, well.stdout
    assert "unknown to it" not in site.ask("status").stdout


@pytest.mark.timeout(240)
def test_what_people_tidied_away_is_no_gap(counting_site):
    site = counting_site
    comes(site, *(site.mail("eva@corp.example", f"VPN {word}") for word in ("one", "two")))
    with site.box.client() as client:
        client.select_folder("Handled")
        client.delete_messages([1])
        client.expunge()
    said = site.ask("audit")
    assert said.returncode == 0, said.stdout
    assert "1 mail of the ledger no longer there" in said.stdout
    with site.box.client() as client:  # new, and not yet taken
        client.append("INBOX", site.mail("eva@corp.example", "VPN three"))
    said = site.ask("audit")
    assert (said.returncode, "1 waiting" in said.stdout) == (0, True), said.stdout
