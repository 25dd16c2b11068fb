"""The whole path by a running daemon: a request comes, its owner answers, and both mails are put
away. In each run on Dovecot, by `make proof-servers` on Cyrus and Courier.
"""

from __future__ import annotations

import email.policy
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import make_msgid, parseaddr

from tests.stories.site import Site

EVA, BO = "eva@corp.example", "bo@corp.example"


def answered(to: bytes, text: str) -> tuple[str, bytes]:
    """Where a reply to this mail goes, and what it is."""
    asked = BytesParser(policy=email.policy.default).parsebytes(to)
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = BO, asked["Reply-To"], f"Re: {asked['Subject']}"
    mail["Message-ID"] = make_msgid(domain="client.corp.example")
    mail["In-Reply-To"] = mail["References"] = asked["Message-ID"]
    mail.set_content(text)
    return parseaddr(str(asked["Reply-To"]))[1], mail.as_bytes(policy=email.policy.SMTP)


def test_a_request_comes_is_answered_and_put_away(site: Site) -> None:
    site.start()
    site.until(lambda: "running" in site.log())
    site.post.send(EVA, [site.alias], site.mail(EVA, "VPN drops"))
    site.until(lambda: site.post.to(EVA) and site.post.to(BO))
    address, reply = answered(site.post.to(BO)[0], "Restart the client.")
    site.post.send(BO, [address], reply)
    site.until(lambda: len(site.post.to(EVA)) == 2)
    assert b"Restart the client." in site.post.to(EVA)[1]
    site.until(lambda: len(site.box.mails("Handled")) == 2)
    assert site.box.mails() == []
    status = site.ask("status")
    assert status.returncode == 0, status.stdout
    assert site.ask("check").returncode == 0
    assert site.stop() == 0
    assert "Traceback" not in site.log()
