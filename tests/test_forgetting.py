"""Who is one person, when somebody is to be forgotten; and what a mail says, in whatever coding."""

from __future__ import annotations

import base64
from email.message import EmailMessage

import pytest

from mailtracker.errors import MailtrackerError
from mailtracker.forgetting import who_has, words_of
from mailtracker.policy.model import Policy
from tests.desk.makers import policy

__all__ = ["policy"]

KEY = b"k" * 32

SAME = (
    ("eva@corp.example", "EVA@Corp.Example"),
    ("eva@corp.example", "eva+vpn@corp.example"),
    ("eva+a@corp.example", "Eva+b@corp.example"),
    ("eva.quist@gmail.com", "evaquist+x@googlemail.com"),
    ("eva@müller.example", "eva@xn--mller-kva.example"),
    ("eva@müller.example", "eva@MÜLLER.example"),
    ('"eva"@corp.example', "eva@corp.example"),
)
OTHERS = (
    ("eva@corp.example", "eva@other.example"),
    ("eva@corp.example", "eva.quist@corp.example"),
    ("eva@corp.example", "neva@corp.example"),
    ("eva@other.example", "eva+vpn@other.example"),
    ("eva@corp.example", "eva"),
    ("eva@corp.example", ""),
)


def test_every_spelling_of_a_person_is_theirs_and_nobody_elses(policy: Policy) -> None:
    home = policy.at_home(("corp.example",))
    for typed, other in SAME:
        assert who_has(home, typed, KEY).theirs(other), (typed, other)
        assert who_has(home, typed, KEY).who == who_has(home, other, KEY).who, (typed, other)
    for typed, other in OTHERS:
        assert not who_has(home, typed, KEY).theirs(other), (typed, other)


def test_what_knows_them_again_does_not_tell_who_they_are(policy: Policy) -> None:
    who = who_has(policy, "eva@corp.example", KEY).who
    assert "eva" not in who
    assert who != who_has(policy, "eva@corp.example", b"j" * 32).who
    with pytest.raises(MailtrackerError, match="is no address"):
        who_has(policy, "eva", KEY)


def test_a_mail_is_read_in_every_coding() -> None:
    mail = EmailMessage()
    mail["Subject"] = "Für Überraschung"
    mail.set_content("see Éva@corp.example", cte="quoted-printable")
    mail.add_alternative("<p>zeppelin hangar</p>", subtype="html", cte="base64")
    mail.add_attachment("rhinoceros".encode("utf-16"), "application", "x-any", filename="n")
    words = words_of(mail.as_bytes())
    for wanted in ("für überraschung", "éva@corp.example", "zeppelin hangar", "rhinoceros"):
        assert wanted in words, wanted
    broken = b"Subject: =?nothing?q?a?=\nContent-Transfer-Encoding: base64\n\n" + base64.b64encode(
        b"x"
    )
    assert "=?nothing?" in words_of(broken)
