"""Every request gets exactly one owner, by the first rule that matches."""

import pytest

from tests.stories.company import Company


@pytest.mark.every_engine
def test_the_first_matching_rule_gives_the_owner_and_says_why(company):
    company.write("eva@corp.example", "VPN drops every hour", "It drops. Again.")
    company.turn()
    request = company.request()
    assert (request.owner, request.given.rule) == ("bo", "vpn")
    assert (
        "VPN" in company.told[0].enacted.decision.reason
        or "vpn" in company.told[0].enacted.decision.reason
    )


def test_a_german_compound_reaches_payroll(company):
    company.write("eva@corp.example", "Lohnabrechnung fehlt", "Meine Abrechnung für Oktober fehlt.")
    company.turn()
    assert company.request().owner == "jonas"


def test_what_no_rule_wants_goes_to_the_fallback_and_is_reported_as_a_gap(company):
    company.write("eva@corp.example", "The plants need water", "On floor two.")
    company.turn()
    request = company.request()
    assert request.owner in ("bo", "sam")
    assert "The plants need water" in str(company.last("ana@corp.example").as_string())


@pytest.mark.every_engine
def test_a_team_shares_the_load(company):
    for number in range(4):
        company.write(f"eva{number}@corp.example", f"Question {number}", "How?")
    company.turn()
    owners = [company.request(f"IT-100{n}").owner for n in range(1, 5)]
    assert sorted(owners) == ["bo", "bo", "sam", "sam"]


def test_nobody_owns_a_request_of_their_own(company):
    company.write("bo@corp.example", "VPN is down", "I am locked out myself.")
    company.turn()
    assert company.request().owner == "sam"


def test_two_mailboxes_of_one_house_are_not_confused_by_the_alias_in_the_rules(
    post_office, tmp_path
):
    rules = """
people:
  ana: {name: Ana Costa, email: ana@corp.example, hours: o}
  bo: {name: Bo Jensen, email: bo@corp.example, hours: o}
hours: {o: {zone: Europe/Berlin, mon-fri: "09:00-17:00"}}
promises: {normal: {first_reply: 1 hour, then_every: 1 hour, hours: always}}
ladders: {default: [{at: 100%, tell: [owner]}]}
rules:
  - name: own
    why: Ana looks after her own domain
    when: {from: "*@corp.example", not: {subject: [bo]}}
    to: ana
fallback: {to: bo, promise: normal}
"""
    company = Company(post_office, tmp_path, rules)
    company.write("eva@corp.example", "hello", "there")
    company.write("eva@corp.example", "for Bo please", "there")
    company.turn()
    assert [company.request("IT-1001").owner, company.request("IT-1002").owner] == ["ana", "bo"]
