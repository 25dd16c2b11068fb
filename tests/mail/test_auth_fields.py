"""What an Authentication-Results value says, and whether it obeys RFC 8601 §2.2."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailtracker.mail.origin.auth_fields import MAX_RESULTS, UNSURE, Result, read_field

PASS = "dmarc=pass header.from=corp.example"

WELL_FORMED = {
    "one result": f"mx.corp.example; {PASS}",
    "a version": f"mx.corp.example 1; {PASS}",
    "an id in quotes": f'"mx.corp.example"; {PASS}',
    "a job's id": f"mx.corp.example/4Z1bCd; {PASS}",
    "a job's id and a version": f"mx.corp.example/4Z1bCd 1; {PASS}",
    "another case": f"MX.Corp.Example; {PASS.upper()}",
    "no blanks": f"mx.corp.example;{PASS}",
    "blanks wherever they may be": (
        "mx.corp.example ; dmarc / 1 = pass header . from = corp.example "
    ),
    "comments wherever they may be": (
        "(a) mx.corp.example (b) 1 (c); (d) dmarc (e) = (f) pass (g) header.from=corp.example (h)"
    ),
    "a comment in place of a blank": "mx.corp.example; dmarc=pass(p=NONE)header.from=corp.example",
    "a comment in a comment": "mx.corp.example; dmarc=pass (a (b; c) d) header.from=corp.example",
    "a bracket and a quote in a comment": (
        'mx.corp.example; dmarc=pass (a \\) " b) header.from=corp.example'
    ),
    "a value in quotes": 'mx.corp.example; dmarc=pass header.from="corp.example"',
    "a reason": f"mx.corp.example; {PASS.replace('pass', 'pass reason=fine')}",
    "a reason in quotes": f'mx.corp.example; spf=none reason="no; such (record"; {PASS}',
    "an address whose local part is in quotes": (
        f'mx.corp.example; spf=pass smtp.mailfrom="ana costa"@corp.example; {PASS}'
    ),
    "an address that was rewritten": (
        f"mx.corp.example; spf=pass smtp.mailfrom=SRS0=a1/b+=7Q=corp.example=ana@x.example; {PASS}"
    ),
    "a signature's digits": f"mx.corp.example; dkim=pass header.b=a1/b+2== header.s=k1; {PASS}",
    "an IPv6 address": f"mx.corp.example; iprev=pass policy.iprev=2001:db8::1; {PASS}",
    "no sender": f"mx.corp.example; spf=none smtp.mailfrom=<>; {PASS}",
    "a dozen results": f"mx.corp.example; {PASS}" + "; spf=none" * (MAX_RESULTS - 1),
}


@pytest.mark.parametrize("value", WELL_FORMED.values(), ids=WELL_FORMED.keys())
def test_a_well_formed_value_is_believed(value: str) -> None:
    found = read_field(value)
    assert (found.authserv, found.fault) == ("mx.corp.example", "")
    (dmarc,) = (one for one in found.results if one.method == "dmarc")
    assert dmarc.result == "pass"
    assert [(name, told.casefold()) for name, told in dmarc.properties.items()] == [
        ("header.from", "corp.example")
    ]


MALFORMED = {
    "an empty piece": f"mx.corp.example;; {PASS}",
    "an empty piece at the end": f"mx.corp.example; {PASS};",
    "a piece of comments": f"mx.corp.example; (spf=none); {PASS}",
    "a second id": f"mx.corp.example mx.other.example; {PASS}",
    "a second id behind a comma": f"mx.corp.example, mx.other.example; {PASS}",
    "an id in two parts": f"mx.corp.example .other; {PASS}",
    "an id with a comment inside": f"mx.corp(x).example; {PASS}",
    "an id in quotes with something behind": f'"mx.corp.example"x; {PASS}',
    "another version": f"mx.corp.example 2; {PASS}",
    "a version of two digits": f"mx.corp.example 11; {PASS}",
    "a version with a point": f"mx.corp.example 1.0; {PASS}",
    "two versions": f"mx.corp.example 1 1; {PASS}",
    "no id before the slash": f'"/mx.corp.example"; {PASS}',
    "no id before the slash, and no semicolon": f'"/mx.corp.example"{PASS}',
    "no job behind the slash": f"mx.corp.example/; {PASS}",
    "two slashes": f"mx.corp.example/a/b; {PASS}",
    "no semicolon": f"mx.corp.example {PASS}",
    "a colon for a semicolon": f"mx.corp.example: {PASS}",
    "two results without a semicolon": f"mx.corp.example; spf=none {PASS}",
    "words that are no result": f"mx.corp.example; all is well; {PASS}",
    "a method without a result": f"mx.corp.example; spf; {PASS}",
    "a method without a word behind the sign": f"mx.corp.example; spf=; {PASS}",
    "a result in quotes": f'mx.corp.example; spf="none"; {PASS}',
    "two signs": f"mx.corp.example; spf==none; {PASS}",
    "a method of another version": f"mx.corp.example; spf/2=none; {PASS}",
    "a method with an underscore": f"mx.corp.example; s_pf=none; {PASS}",
    "a method that ends with a hyphen": f"mx.corp.example; spf-=none; {PASS}",
    "none beside results": f"mx.corp.example; none; {PASS}",
    "results beside none": f"mx.corp.example; {PASS}; none",
    "a property without type": f"mx.corp.example; spf=none mailfrom=x; {PASS}",
    "a property of an unknown type": f"mx.corp.example; spf=none dns.zone=x; {PASS}",
    "a property without value": f"mx.corp.example; spf=none smtp.mailfrom=; {PASS}",
    "a property without sign": f"mx.corp.example; spf=none smtp.mailfrom; {PASS}",
    "a property of two points": f"mx.corp.example; spf=none smtp.mail.from=x; {PASS}",
    "a property twice": f"mx.corp.example; {PASS} header.from=other.example",
    "a property glued to a value": f'mx.corp.example; spf=none smtp.helo="x"smtp.x=y; {PASS}',
    "two reasons": f"mx.corp.example; spf=none reason=a reason=b; {PASS}",
    "a reason behind a property": f"mx.corp.example; spf=none smtp.helo=x reason=a; {PASS}",
    "what Exchange Online adds, elsewhere": f"mx.corp.example; spf=none action=none; {PASS}",
    "what Exchange Online adds, twice": f"mx.corp.example; {PASS} action=none action=none",
    "a value with a quote inside": f'mx.corp.example; spf=none smtp.helo=a"b"; {PASS}',
    "a value with a backslash": f"mx.corp.example; spf=none smtp.helo=a\\b; {PASS}",
    "a value of two words": f"mx.corp.example; spf=none smtp.helo=a b; {PASS}",
    "a quote that does not end": f'mx.corp.example; {PASS}; spf=none reason="x',
    "a comment that does not end": f"mx.corp.example; {PASS} (x",
    "a comment that ends twice": f"mx.corp.example; {PASS} (x))",
    "a comment that does not end at the id": f"mx.corp.example (x; {PASS}",
    "more than a dozen results": f"mx.corp.example; {PASS}" + "; spf=none" * MAX_RESULTS,
    "no results": "mx.corp.example",
    "no results behind a semicolon": "mx.corp.example;",
}


@pytest.mark.parametrize("value", MALFORMED.values(), ids=MALFORMED.keys())
def test_a_malformed_value_says_what_is_wrong_and_passes_nobody(value: str) -> None:
    found = read_field(value)
    assert found.fault
    assert not [one for one in found.results if one.result == "pass"]


@pytest.mark.parametrize("value", MALFORMED.values(), ids=MALFORMED.keys())
def test_a_malformed_value_is_still_its_writers(value: str) -> None:
    odd = {"mx.corp(x).example": "mx.corp", '"/mx.corp.example"': ""}
    whose = next((one for name, one in odd.items() if value.startswith(name)), "mx.corp.example")
    assert read_field(value).authserv == whose


@pytest.mark.parametrize("value", [*WELL_FORMED.values(), *MALFORMED.values()])
def test_no_value_hides_a_fail_that_follows(value: str) -> None:
    found = read_field(f"{value}; dmarc=fail header.from=corp.example")
    assert any(one.says("dmarc", "fail") for one in found.results)


HIDDEN = {
    "behind a quote that does not end": 'mx.corp.example; spf=none "; dmarc=fail',
    "behind a comment that does not end": "mx.corp.example; spf=none (; dmarc=fail",
    "behind a quote that ends much later": 'mx.corp.example; a=b smtp.x="; dmarc=fail; c smtp.y="',
    "behind a comment that ends much later": "mx.corp.example; spf=none (x; dmarc=fail; y=z)",
    "behind a bracket smuggled into a value": (
        "mx.corp.example; spf=none smtp.mailfrom=a(b@x.example; dmarc=fail header.from=corp.example"
    ),
    "behind a quote smuggled into a value": (
        'mx.corp.example; spf=none smtp.mailfrom=a"b@x.example; dmarc=fail header.from=corp.example'
    ),
    "behind a backslash before a quote": 'mx.corp.example; spf=none reason="x\\"; dmarc=fail',
    "without a semicolon": "mx.corp.example; spf=none dmarc=fail header.from=corp.example",
    "without an id": "mx.corp.example dmarc=fail",
    "with blanks": 'mx.corp.example; "; dmarc  =  fail',
    "with a version": 'mx.corp.example; "; dmarc/1=fail',
    "in another case": 'mx.corp.example; "; DMARC=Fail',
    "behind an empty piece": "mx.corp.example;; dmarc=fail header.from=corp.example",
    "behind too many others": "mx.corp.example" + "; spf=none" * 20 + "; dmarc=fail",
    "behind what is cut off": "mx.corp.example; spf=none" + " " * 9_000 + "; dmarc=fail",
}


@pytest.mark.parametrize("value", HIDDEN.values(), ids=HIDDEN.keys())
def test_a_fail_cannot_be_hidden(value: str) -> None:
    found = read_field(value)
    assert found.authserv == "mx.corp.example"
    assert any(one.says("dmarc", "fail") for one in found.results)


NO_FAIL = {
    "in a comment": "mx.corp.example; arc=pass (i=1 spf=pass dmarc=fail fromdomain=corp.example)",
    "in a comment of a malformed one": "mx.corp.example;; arc=pass (i=1 dmarc=fail)",
    "in quotes": 'mx.corp.example; spf=none reason="dmarc=fail"',
    "a word that begins alike": "mx.corp.example; dmarc=failed-open",
    "a method that ends alike": "mx.corp.example; x-dmarc=fail",
    "a method that ends alike, malformed": "mx.corp.example;; x-dmarc=fail",
    "a property that ends alike, malformed": "mx.corp.example;; spf=pass policy.dmarc=fail",
    "part of an address, malformed": "mx.corp.example;; spf=pass smtp.mailfrom=a=dmarc=fail@x",
}


@pytest.mark.parametrize("value", NO_FAIL.values(), ids=NO_FAIL.keys())
def test_what_only_looks_like_a_fail_is_none(value: str) -> None:
    assert not any(one.says("dmarc", "fail") for one in read_field(value).results)


@given(st.text('"(\\;=a. )/', max_size=40))
def test_nothing_in_a_value_hides_a_fail_behind_a_semicolon(words: str) -> None:
    found = read_field(f"mx.corp.example; {words}; dmarc=fail header.from=corp.example")
    assert any(one.says("dmarc", "fail") for one in found.results)


# The grammar once more, as one pattern: a second opinion. "(c)" is the only comment.
C = r"(?: |\(c\))"
TOKEN = r'[^ ()<>@,;:\\"/\[\]?=]+'
WORD = r'[^ ()";\\]+'
KEYWORD = r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?![a-z0-9-])"
ONE = r"1(?![^ ;(=])"
QUOTED = r'"[^"]*"'
VALUE = rf"(?:{QUOTED}(?:@{WORD})?|{WORD})(?![^ ;(])"
PROPERTY = rf"{C}+(?:smtp|header|body|policy){C}*\.{C}*{KEYWORD}{C}*={C}*{VALUE}"
RESULT = (
    rf"{KEYWORD}{C}*(?:/{C}*{ONE}{C}*)?={C}*{KEYWORD}(?:{C}+reason{C}*={C}*{VALUE})?(?:{PROPERTY})*"
)
ID = rf'(?:{TOKEN}(?:/{TOKEN})?|"[^"/][^"]*")'
FIELD = re.compile(rf"{C}*{ID}(?:{C}+{ONE})?{C}*(?:;{C}*none{C}*|(?:;{C}*{RESULT}{C}*)+)")
SAMPLE = [
    *(
        "mx",
        "/",
        "job",
        " ",
        "1",
        ";",
        " ",
        "dmarc",
        "/",
        "1",
        "=",
        "pass",
        " ",
        "reason",
        "=",
        '"q"',
    ),
    *(" ", "header", ".", "from", "=", "corp", "(c)", ";", " ", "spf", " ", "=", "fail", " "),
]
SIGNS = st.sampled_from(sorted({*SAMPLE, "none", '"', "(", "@", "-", ","}))


@st.composite
def nearly(draw: st.DrawFn) -> str:
    """A well-formed value with up to four words or signs removed, added or exchanged."""
    words = list(SAMPLE)
    for _ in range(draw(st.integers(0, 4))):
        at = draw(st.integers(0, len(words) - 1))
        words[at : at + draw(st.integers(0, 3))] = draw(st.lists(SIGNS, max_size=2))
        words = words or [" "]
    return "".join(words)


@given(nearly())
def test_the_strict_reading_is_the_grammar(value: str) -> None:
    assert (read_field(value).fault == "") == (FIELD.fullmatch(value) is not None)


def test_results_are_taken_apart() -> None:
    found = read_field('mx.corp.example 1; dmarc=pass (x) header.from="corp.example" ; dkim = fail')
    assert found.authserv == "mx.corp.example"
    assert found.results == (
        Result("dmarc", "pass", {"header.from": "corp.example"}, "x"),
        Result("dkim", "fail", {}),
    )


def test_none_is_no_result() -> None:
    found = read_field("mx.corp.example 1; none")
    assert (found.authserv, found.results, found.fault) == ("mx.corp.example", (), "")


def test_a_pass_of_a_malformed_value_is_told_as_unsure() -> None:
    found = read_field(f"mx.corp.example;; {PASS}")
    assert [(one.method, one.result) for one in found.results] == [("dmarc", UNSURE)]


NAMELESS = (
    "spf=pass (sender IP is 192.0.2.7) smtp.mailfrom=corp.example;dmarc=pass action=none "
    "header.from=corp.example"
)


def test_an_id_may_be_missing_only_where_the_border_writes_none() -> None:
    found = read_field(NAMELESS, nameless=True)
    assert (found.authserv, found.fault, len(found.results)) == ("", "", 2)
    assert read_field(NAMELESS).fault


def test_what_exchange_online_adds_is_told_too() -> None:
    (dmarc,) = read_field(f"mx.corp.example; {PASS} action=none").results
    assert dmarc.properties == {"header.from": "corp.example", "action": "none"}


def test_where_the_border_writes_no_id_a_field_with_one_keeps_the_grammar() -> None:
    found = read_field(f"mx.corp.example 2; {PASS}", nameless=True)
    assert (found.authserv, bool(found.fault)) == ("mx.corp.example", True)
