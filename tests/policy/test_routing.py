"""What a condition means: a table of rules and mails."""

from __future__ import annotations

import time

import pytest

from mailtracker.policy.mail_view import MailView
from mailtracker.policy.model import Policy
from mailtracker.policy.route import route
from mailtracker.policy.words import TEXT_CAP, Words, read_pattern
from mailtracker.rules.load import load_texts
from mailtracker.rules.selftest import run_tests
from tests.policy.base import BASE


def policy_with(rules: str) -> Policy:
    return load_texts({"rules/base.yaml": BASE, "rules/routes.yaml": rules})


def one_rule(when: str) -> Policy:
    return policy_with(f"rules:\n  - {{name: r, why: because, to: bo, when: {when}}}\n")


def mail(
    subject: str = "",
    body: str = "",
    from_: str = "kim@example.com",
    to: tuple[str, ...] = ("it-help@corp.example",),
    list_id: str = "",
    has_attachment: bool = False,
) -> MailView:
    return MailView(from_, to, subject, body, list_id, has_attachment)


VPN = "subject: vpn"
KIM = "from: kim@example.com"


@pytest.mark.parametrize(
    ("when", "mailed", "matches"),
    [
        # words
        ("{subject: vpn}", mail("VPN is down"), True),
        ("{subject: vpn}", mail("my vpn, again"), True),
        ("{subject: vpn}", mail("(vpn)"), True),
        ("{subject: vpn}", mail("vpns"), False),
        ("{subject: vpn}", mail("openvpn"), False),
        ("{subject: vpn}", mail(body="vpn"), False),
        ("{subject: [vpn, wireguard]}", mail("Wireguard"), True),
        ("{body: vpn}", mail(body="The line\nVPN\nis dead"), True),
        ("{subject: 'lohn*'}", mail("Lohnabrechnung fehlt"), True),
        ("{subject: 'lohn*'}", mail("Lohn?"), True),
        ("{subject: 'lohn*'}", mail("Belohnung"), False),
        ("{subject: straße}", mail("STRASSE gesperrt"), True),
        ("{subject: STRASSE}", mail("die Straße"), True),
        ("{subject: störung}", mail("Störung"), True),
        ("{subject: störung}", mail("Sto\u0308rung"), True),  # decomposed, as macOS writes it
        ("{subject: störung}", mail("Entstörung"), False),
        ("{subject: стол}", mail("Новый СТОЛ"), True),
        ("{subject: İstanbul}", mail("i\u0307stanbul"), True),
        ("{subject: office}", mail("o\ufb03ce move"), True),  # ligature
        ("{subject: passwort}", mail("Pass\u00adwort"), True),  # soft hyphen
        ("{subject: 9:00}", mail("meet at 9:00 sharp"), True),
        ("{subject: on}", mail("turn it on"), True),
        ("{subject: NO}", mail("No."), True),
        ("{subject: c++}", mail("C++ licence"), True),
        ("{subject: c++}", mail("vitamin c"), False),
        ("{subject: wi-fi}", mail("Wi-Fi down"), True),
        ("{subject: wi-fi}", mail("wi fi"), False),
        ("{subject: can't}", mail("I can’t log in"), True),
        # phrases
        ("{subject: new laptop}", mail("a new   laptop please"), True),
        ("{body: new laptop}", mail(body="a new\r\n\tlaptop"), True),
        ("{subject: new laptop}", mail("new\u00a0laptop"), True),
        ("{subject: new laptop}", mail("new, laptop"), False),
        ("{subject: new laptop}", mail("laptop new"), False),
        ("{subject: new laptop}", mail("a new"), False),
        ("{subject: new laptop}", mail("new new laptop"), True),
        ("{subject: 'neue* laptop*'}", mail("neuer Laptopständer"), True),
        ("{subject: 'neue* laptop'}", mail("neuer Laptopständer"), False),
        # addresses
        ("{from: kim@example.com}", mail(), True),
        ("{from: KIM@Example.COM}", mail(from_="Kim@example.com"), True),
        ("{from: kim@example.com}", mail(from_="kim@example.com.evil.example"), False),
        ("{from: '*@example.com'}", mail(), True),
        ("{from: '*@example.com'}", mail(from_="kim@sub.example.com"), False),
        ("{from: '*@example.com'}", mail(from_="kim@badexample.com"), False),
        ("{from: '*@example.com'}", mail(from_=""), False),
        ("{from: [a@example.com, kim@example.com]}", mail(), True),
        ("{to: it-help@corp.example}", mail(), True),
        ("{to: it-help@corp.example}", mail(to=("x@corp.example", "IT-Help@corp.example")), True),
        ("{to: it-help@corp.example}", mail(to=()), False),
        # lists and attachments
        ("{list_id: staff.corp.example}", mail(list_id="staff.corp.example"), True),
        ("{list_id: staff.corp.example}", mail(list_id="All staff <Staff.corp.example>"), True),
        ("{list_id: '*.corp.example'}", mail(list_id="<staff.corp.example>"), True),
        ("{list_id: '*.corp.example'}", mail(list_id="corp.example"), False),
        ("{list_id: '*.corp.example'}", mail(), False),
        ("{has_attachment: true}", mail(has_attachment=True), True),
        ("{has_attachment: true}", mail(), False),
        ("{has_attachment: false}", mail(), True),
        # a mapping is and
        ("{subject: vpn, from: kim@example.com}", mail("vpn"), True),
        ("{subject: vpn, from: kim@example.com}", mail("vpn", from_="o@example.com"), False),
        # a list is or
        (f"[{{{VPN}}}, {{{KIM}}}]", mail(), True),
        (f"[{{{VPN}}}, {{{KIM}}}]", mail(from_="o@example.com"), False),
        # any: a list of mappings, or a mapping of which one entry is enough
        (f"{{any: [{{{VPN}}}, {{{KIM}}}]}}", mail(), True),
        (f"{{any: [{{{VPN}, {KIM}}}]}}", mail(), False),
        (f"{{any: {{{VPN}, {KIM}}}}}", mail(), True),
        (f"{{any: {{{VPN}, {KIM}}}}}", mail(from_="o@example.com"), False),
        ("{any: {subject: vpn, body: vpn}}", mail(body="vpn"), True),
        # all: each of them
        (f"{{all: [{{{VPN}}}, {{{KIM}}}]}}", mail("vpn"), True),
        (f"{{all: [{{{VPN}}}, {{{KIM}}}]}}", mail(), False),
        (
            "{all: [{any: {subject: a, body: a}}, {any: {subject: b, body: b}}]}",
            mail("a", "b"),
            True,
        ),
        (
            "{all: [{any: {subject: a, body: a}}, {any: {subject: b, body: b}}]}",
            mail("a", "a"),
            False,
        ),
        # not: under it too a mapping is and, a list is or
        ("{not: {subject: vpn}}", mail("x"), True),
        ("{not: {subject: vpn}}", mail("vpn"), False),
        (f"{{not: {{{VPN}, {KIM}}}}}", mail("vpn", from_="o@example.com"), True),
        (f"{{not: {{{VPN}, {KIM}}}}}", mail("vpn"), False),
        (f"{{not: [{{{VPN}}}, {{{KIM}}}]}}", mail("x"), False),
        (f"{{not: [{{{VPN}}}, {{{KIM}}}]}}", mail("x", from_="o@example.com"), True),
        ("{not: {not: {subject: vpn}}}", mail("vpn"), True),
        ("{subject: vpn, not: {from: kim@example.com}}", mail("vpn"), False),
        ("{not: {subject: [a, b]}}", mail("b"), False),
    ],
)
def test_a_condition_means_what_it_says(when: str, mailed: MailView, matches: bool) -> None:
    assert route(one_rule(when), mailed).gap is not matches


@pytest.mark.parametrize(
    ("when", "mailed", "told"),
    [
        ("{subject: vpn}", mail("VPN"), "subject has the word vpn"),
        ("{subject: [laptop, vpn]}", mail("VPN"), "subject has the word vpn"),
        ("{body: 'lohn*'}", mail(body="Lohnzettel"), "body has a word beginning with lohn"),
        ("{body: new laptop}", mail(body="new laptop"), 'body has the words "new laptop"'),
        ("{subject: vpn, not: {from: o@example.com}}", mail("vpn"), "subject has the word vpn"),
        ("{not: {from: o@example.com}}", mail("vpn"), "not (from is o@example.com)"),
        (
            "{any: {from: o@example.com, to: it-help@corp.example}}",
            mail(),
            "to is it-help@corp.example",
        ),
        (
            "{from: '*@example.com', has_attachment: true}",
            mail(has_attachment=True),
            "from is *@example.com and has an attachment",
        ),
        (
            "{list_id: '*.corp.example'}",
            mail(list_id="a.corp.example"),
            "list_id is *.corp.example",
        ),
    ],
)
def test_a_route_tells_what_matched(when: str, mailed: MailView, told: str) -> None:
    assert route(one_rule(when), mailed).matched == told


TWO = """
rules:
  - {name: first, why: one, when: {subject: vpn}, to: bo}
  - {name: second, why: two, when: {subject: [vpn, wlan]}, to: ana}
"""


def test_the_first_rule_that_matches_decides() -> None:
    policy = policy_with(TWO)
    assert route(policy, mail("vpn")).rule == "first"
    assert route(policy, mail("wlan")).rule == "second"


def test_what_no_rule_takes_goes_to_the_fallback_as_a_gap() -> None:
    found = route(policy_with(TWO), mail("printer"))
    assert (found.to, found.promise, found.ladder, found.gap) == ("ana", "normal", "default", True)


def test_a_route_carries_the_rule_s_why_promise_and_ladder() -> None:
    found = route(policy_with(TWO), mail("vpn"))
    assert (found.why, found.to, found.promise, found.ladder, found.gap) == (
        "one",
        "bo",
        "normal",
        "default",
        False,
    )


def test_rules_of_several_files_stand_in_the_order_of_the_file_names() -> None:
    texts = {
        "rules/b.yaml": "rules: [{name: late, why: w, when: {subject: vpn}, to: bo}]",
        "rules/a.yaml": "rules: [{name: early, why: w, when: {subject: [vpn, x]}, to: bo}]",
        "rules/c.yaml": BASE,
    }
    assert [rule.name for rule in load_texts(texts).rules] == ["early", "late"]


TESTED = """
rules:
  - name: vpn
    why: w
    when: {subject: vpn}
    to: bo
    tests:
      - {mail: {subject: "VPN down"}, then: bo}
      - {mail: {subject: "Printer"}, then: bo}
      - mail: {from: a@example.com, to: [x@corp.example, y@corp.example], subject: VPN,
               has_attachment: true}
        then: ana
"""


def test_failed_tests_say_where_they_stand_and_what_happened_instead() -> None:
    assert [str(problem) for problem in run_tests(policy_with(TESTED))] == [
        "rules/routes.yaml:9:44: test of rule `vpn`: expected bo, but it goes to ana "
        "(no rule matched, so the fallback took it). Rule `vpn` did not: subject has none of vpn: "
        "it says “Printer”",
        "rules/routes.yaml:12:15: test of rule `vpn`: expected ana, but it goes to bo "
        "(rule `vpn` took it: subject has the word vpn)",
    ]


EVERY_FIELD = """
rules:
  - name: all
    why: w
    when: {from: a@example.com, to: y@corp.example, list_id: l.corp.example,
           has_attachment: true, body: hi, subject: x}
    to: bo
    tests:
      - mail:
          {from: a@example.com, to: [x@corp.example, y@corp.example], list_id: l.corp.example,
           has_attachment: true, body: "Hi!", subject: X}
        then: bo
      - {mail: {has_attachment: false, subject: ""}, then: ana}
"""


def test_a_test_s_mail_may_set_every_field() -> None:
    assert run_tests(policy_with(EVERY_FIELD)) == []


HOSTILE = {
    "one word again and again": "vpn " * (TEXT_CAP // 4),
    "one endless word": "a" * TEXT_CAP,
    "almost the phrase": "new " * (TEXT_CAP // 4) + "laptopp",
    "marks, more in a row than are kept": ("a" + "\u0301\u0327" * 20) * (TEXT_CAP // 41),
    "signs": "*" * TEXT_CAP,
    "characters that grow": "\ufb2c" * TEXT_CAP,
    "different words": " ".join(f"w{n}" for n in range(12_000)),
    "spaces": " " * TEXT_CAP,
    "ten times too long": "vpn x " * (TEXT_CAP * 2),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_takes_no_more_than_a_moment(name: str) -> None:
    policy = one_rule(
        "{any: {subject: [wireguard, new new laptop, 'neu* laptop', 'w* x'], body: ['zz*', a b c "
        "d]}}"
    )
    text = HOSTILE[name]
    begun = time.process_time()
    route(policy, mail(text, text))
    assert time.process_time() - begun < 1.5  # the marks took seconds before they were thinned


def test_text_beyond_the_cap_is_not_looked_at() -> None:
    policy = one_rule("{body: vpn}")
    assert not route(policy, mail(body="x " * 1000 + "vpn")).gap
    assert route(policy, mail(body="x" * TEXT_CAP + " vpn")).gap


def test_marks_are_thinned_only_beyond_what_any_script_needs() -> None:
    assert Words("Sto\u0308rung").has(read_pattern("Störung"))
    assert Words("q" + "\u0301" * 30).has(read_pattern("q" + "\u0301" * 30))


def test_a_thousand_rules_route_a_mail_quickly() -> None:
    rules = "rules:\n" + "".join(
        f"  - {{name: r{n}, why: w, when: {{subject: [word{n}, 'start{n}*', two words{n}], body: "
        f"[word{n}]}}, to: bo}}\n"
        for n in range(1000)
    )
    begun = time.process_time()
    policy = policy_with(rules)
    loaded = time.process_time()
    assert loaded - begun < 3.0  # 0.6 s when this was written
    assert route(policy, mail("word999", "word999")).rule == "r999"
    assert time.process_time() - loaded < 0.2


@pytest.mark.parametrize("sender", ["eva@MÜLLER.example", "eva@xn--mller-kva.example"])
def test_domains_with_umlauts_are_found_however_mail_carries_them(sender: str) -> None:
    for when in (
        "{from_domain: müller.example}",
        "{from: '*@Müller.example'}",
        "{from: eva@müller.example}",
    ):
        policy = policy_with(f"rules:\n  - {{name: r, why: w, to: bo, when: {when}}}\n")
        assert route(policy, MailView(sender, (), "x", "y")).rule == "r"
