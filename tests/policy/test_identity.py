"""When two addresses are one person."""

from __future__ import annotations

import pytest

from mailtracker.mail.message import Address
from mailtracker.policy.identity import first_like, identities, identity, same
from mailtracker.rules.load import load_texts

RULES = """
people:
  bo: {name: Bo Jensen, email: [bo@corp.example, bo.jensen@corp.example, bo@gmail.com]}
  sam: {name: Sam Okoye, email: sam+desk@corp.example}
  ann: {name: Ann Lee, email: pool+ann@corp.example}
  joe: {name: Joe Lee, email: pool+joe@corp.example}
  vic: {name: Vic Ray, email: vic@vendor.example}
hours:
  office: {zone: UTC, mon-fri: "09:00-17:00"}
promises:
  normal: {first_reply: 4 hours, then_every: 4 hours, hours: office}
ladders:
  default: [{at: 75%, remind: owner}]

fallback: {to: bo, promise: normal, report_to: bo}
"""
HOME = ("corp.example", "xn--bro-hoa.example")
POLICY = load_texts({"rules/all.yaml": RULES}).at_home(HOME)

ONE = {
    "another address on file": ("bo@corp.example", "bo.jensen@corp.example"),
    "a private one on file": ("bo@corp.example", "bo@gmail.com"),
    "in capitals": ("bo@corp.example", "BO.Jensen@CORP.example"),
    "tagged": ("bo@corp.example", "bo+vpn@corp.example"),
    "the other one, tagged": ("bo@corp.example", "bo.jensen+x@corp.example"),
    "the private one, dotted and tagged": ("bo@corp.example", "b.o+x@googlemail.com"),
    "on file with a tag": ("sam@corp.example", "sam+desk@corp.example"),
    "not on file, tagged": ("eva@corp.example", "eva+it@corp.example"),
    "two tags": ("eva+a@corp.example", "eva+b@corp.example"),
    "our other domain, in letters": ("eva@büro.example", "Eva+it@xn--bro-hoa.example"),
    "at a provider with tags": ("jo@outlook.com", "jo+shop@outlook.com"),
    "at Gmail": ("jo.doe@gmail.com", "jodoe+x@googlemail.com"),
}
TWO = {
    "two people": ("bo@corp.example", "sam@corp.example"),
    "one mailbox of two people": ("pool+ann@corp.example", "pool+joe@corp.example"),
    "that mailbox itself": ("pool@corp.example", "pool+joe@corp.example"),
    "another domain of ours": ("eva@corp.example", "eva@büro.example"),
    "a tag where nobody knows of tags": ("jo@customer.example", "jo+x@customer.example"),
    "so also for who is on file": ("vic@vendor.example", "vic+x@vendor.example"),
    "dots elsewhere": ("j.o@outlook.com", "jo@outlook.com"),
    "a domain below ours": ("eva@corp.example", "eva@mail.corp.example"),
    "nobody's address": ("", "eva@corp.example"),
}


@pytest.mark.parametrize(("one", "other"), ONE.values(), ids=ONE.keys())
def test_one_person(one: str, other: str) -> None:
    assert same(POLICY, one, other)
    assert same(POLICY, Address("A", one), Address("B", other))
    assert first_like(POLICY, one, [Address("", "x@corp.example"), Address("", other)])


@pytest.mark.parametrize(("one", "other"), TWO.values(), ids=TWO.keys())
def test_two_people(one: str, other: str) -> None:
    assert not same(POLICY, one, other)
    assert first_like(POLICY, one, [Address("", other)]) is None


def test_it_is_an_equivalence() -> None:
    """Equal identities are one person: so it holds both ways and along chains, whatever is asked
    first, and once more. Who has no address is nobody, and equals no other.
    """
    everybody = {one for pair in (*ONE.values(), *TWO.values()) for one in pair if one}
    assert not same(POLICY, "", "")
    for one in everybody:
        for other in everybody:
            assert same(POLICY, one, other) == same(POLICY, other, one)
            assert same(POLICY, one, other) == (
                identities(POLICY, [one]) == {identity(POLICY, other)}
            )


def test_a_person_is_named_by_their_key_which_is_no_address() -> None:
    bo = POLICY.people["bo"]
    assert identity(POLICY, bo) == identity(POLICY, "bo+x@corp.example") == "bo"
    assert all("@" not in key for key in POLICY.people)


def test_without_own_domains_only_what_is_known_of_providers_counts() -> None:
    policy = load_texts({"rules/all.yaml": RULES})
    assert not same(policy, "eva@corp.example", "eva+it@corp.example")
    assert policy.person_by_address("bo+x@corp.example") is None
    assert same(policy, "bo@corp.example", "b.o+x@gmail.com")
