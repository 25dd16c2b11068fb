"""The database goes to a server while requests are open, and the daemon goes on there as if nothing
had been: promises, reply addresses, references, and no mail twice. So it does after a way back.
"""

import json
import re
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import make_msgid

import pytest

pytestmark = pytest.mark.of_a_file


def comes(site, *raws):
    """They lie in the mailbox, and one pass takes them; the mails of ours that go out."""
    before = site.post.accepted
    with site.box.client() as client:
        for raw in raws:
            client.append("INBOX", raw)
    done = site.run("run", "--once")
    assert done.returncode == 0, done.stderr[-3000:]
    return [
        (to, BytesParser(policy=policy.default).parsebytes(raw))
        for _, to, raw in site.post.log[before:]
    ]


def serves_from(site, url):
    site.write_config(extra=f'[store]\nurl = "{url}"')


def copied(site, source, target):
    done = site.ask("copy", "--from", source, "--to", target)
    assert done.returncode == 0, done.stderr
    assert re.search(r"^Copied [\d,]+ rows of \d+ tables, all equal\.$", done.stdout, re.MULTILINE)
    serves_from(site, target)


def listed(site):
    return json.loads(site.ask("list", "--all", "--json").stdout)


def answer(asked, text):
    """The owner's, as any client writes it."""
    mail = EmailMessage()
    mail["From"], mail["To"] = "bo@corp.example", asked["Reply-To"]
    mail["Subject"] = f"Re: {asked['Subject']}"
    mail["Message-ID"] = make_msgid(domain="client.corp.example")
    mail["In-Reply-To"] = asked["Message-ID"]
    mail.set_content(text)
    return mail.as_bytes()


@pytest.mark.timeout(240)
def test_what_was_promised_before_is_kept_after(counting_site, pg_url):
    site, file = counting_site, "sqlite:///mailtracker.db"
    first = comes(site, site.mail("eva@corp.example", "VPN first"))
    note = next(mail for to, mail in first if to == "bo@corp.example")
    before = listed(site)
    copied(site, file, pg_url)
    assert listed(site) == before
    second = comes(site, site.mail("kim@corp.example", "VPN second"), answer(note, "Restart it."))
    assert sorted(to for to, _ in second) == [
        "bo@corp.example",
        "eva@corp.example",
        "kim@corp.example",
    ]
    carried = next(mail for to, mail in second if to == "eva@corp.example")
    assert "Restart it." in carried.get_body().get_content()
    assert {one["reference"]: one["status"] for one in listed(site)} == {
        "IT-1001": "answered",
        "IT-1002": "open",
    }
    before = listed(site)
    copied(site, pg_url, "sqlite:///back.db")
    assert listed(site) == before
    assert comes(site) == []
    assert site.ask("audit").returncode == 0


@pytest.mark.timeout(240)
@pytest.mark.proof(part="postgresql")
def test_a_backup_of_a_server_comes_back_in_an_empty_one(counting_site, pg_url, postgresql):
    site = counting_site
    serves_from(site, pg_url)
    comes(site, site.mail("eva@corp.example", "VPN first"))
    assert "1 request, " in site.ask("backup", "copy.db").stdout
    comes(site, site.mail("kim@corp.example", "VPN second"))
    said = site.ask("restore", "copy.db")
    assert (said.returncode, "is not empty" in said.stderr) == (1, True)
    with postgresql.database() as fresh:
        serves_from(site, fresh)
        assert site.ask("restore", "copy.db").stdout.startswith("Restored copy.db: ")
        gaps = site.ask("audit")
        assert (gaps.returncode, "VPN second" in gaps.stdout) == (1, True), gaps.stdout
        taken = site.run("resync", "--since", "2020-01-01")
        assert taken.returncode == 0, taken.stderr
        assert comes(site, site.mail("kim@corp.example", "VPN third"))
        assert [one["reference"] for one in listed(site)] == ["IT-1001", "IT-1201", "IT-1202"]
        assert site.ask("audit").returncode == 0
