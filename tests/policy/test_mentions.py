"""What the owner is told of the mail: its own words, as they are written there."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from mailtracker.policy.mail_view import MailView
from mailtracker.policy.mentioned import Mention, Mentions
from mailtracker.policy.mentions import MAX_MENTIONS
from mailtracker.policy.route import route, route_with_words
from mailtracker.rules.load import load_texts

RULES = """
people:
  bo: {name: Bo Jensen, email: bo@corp.example, hours: office}
hours:
  office: {zone: Europe/Copenhagen, mon-fri: "09:00-17:00"}
promises:
  normal: {first_reply: 4 working hours, then_every: 1 working day, hours: office}
ladders:
  default:
    - {at: 75%, remind: owner}
rules:
  - {name: one, why: it is Bo's, when: WHEN, to: bo, promise: normal}
fallback: {to: bo, promise: normal}
"""


def told(when: str, **mail: Any) -> Mentions:
    policy = load_texts({"rules/all.yaml": RULES.replace("WHEN", when)})
    view = replace(MailView(from_="eva@corp.example", to=(), subject="", body=""), **mail)
    found, mentioned = route_with_words(policy, view)
    assert found == route(policy, view)
    return mentioned


@pytest.mark.parametrize(
    ("words", "subject", "as_written"),
    [
        ("vpn", "The VPN drops", "VPN"),
        ("bildschirm*", "Mein Bildschirm ist schwarz", "Bildschirm"),
        ("bildschirm*", "BILDSCHIRMSCHONER", "BILDSCHIRMSCHONER"),
        ("störung", "Stoerung im Netz", "Stoerung"),
        ("stoerung", "Eine STÖRUNG", ""),
        ("neue passwort", "Das Neue  Passwort, bitte", "Neue Passwort"),
        ("c++", "Ein C++ Kurs", "C++"),
        ("passwort-reset", "Passwort-Reset!", "Passwort-Reset"),
        ("løn*", "Min Lønseddel", "Lønseddel"),
        ("salário", "SALARIO em atraso", "SALARIO"),
        ("congé*", "Mes Congés", "Congés"),
        ("パスワード", "パスワードを忘れました", "パスワード"),
        ("straße", "Die STRASSE ist gesperrt", "STRASSE"),
    ],
)
def test_a_word_is_told_as_the_mail_has_it(words: str, subject: str, as_written: str) -> None:
    found = told(f"{{subject: ['{words}']}}", subject=subject)
    assert found == Mentions((Mention("subject", as_written),) if as_written else ())


def test_where_it_stands_is_told() -> None:
    assert told("{body: [printer]}", body="my Printer") == Mentions((Mention("body", "Printer"),))
    found = told("{anywhere: [printer]}", body="my Printer", text="my Printer")
    assert found == Mentions((Mention("anywhere", "Printer"),))
    found = told("{attachment: ['*.pdf']}", attachments=("Plan.PDF",), has_attachment=True)
    assert found == Mentions((Mention("attachment", "Plan.PDF"),))


def test_of_several_that_might_be_the_first_that_holds_is_told_and_of_all_each() -> None:
    mail = {"subject": "VPN", "body": "the Token is lost"}
    assert told("[{subject: [lan]}, {subject: [vpn]}, {body: [token]}]", **mail) == Mentions(
        (Mention("subject", "VPN"),)
    )
    assert told("{subject: [vpn], body: [token]}", **mail) == Mentions(
        (Mention("subject", "VPN"), Mention("body", "Token"))
    )


def test_what_must_not_be_there_and_what_is_no_word_is_not_told() -> None:
    assert told("{from: ['*@corp.example'], not: {subject: [vpn]}}") == Mentions()


def test_what_no_rule_took_mentions_nothing() -> None:
    assert told("{subject: [vpn]}", subject="Parking") == Mentions()


def test_a_long_find_is_cut_and_few_are_told() -> None:
    (found,) = told("{subject: {regex: 'a.*z'}}", subject=f"a{'b' * 200}z").found
    assert len(found.words) <= 60
    assert MAX_MENTIONS == 3
