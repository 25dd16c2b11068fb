"""A new mail by the rules: what they may look at, what they give the request,
and mail that needs no answer.
"""

from dataclasses import replace

from mailtracker.desk.effects import Dispose, Disposition, Judged, OpenRequest, Relay, SendLetter
from mailtracker.desk.facts import Facts
from mailtracker.desk.request import Lane
from mailtracker.desk.rule_view import mail_view
from mailtracker.mail.message import Classified, Kind, Part
from mailtracker.policy.model import NOBODY, Extras
from mailtracker.policy.worktime import Span
from mailtracker.rules.load import load_texts
from tests.desk.makers import (
    NOW,
    PERSON,
    RULES,
    address,
    decided,
    facts,
    issued,
    message,
    ruled,
    scene,
)


def decide(policy, alias, mail, known=None, classified=PERSON):
    return decided(mail, classified, known or Facts(), alias, scene(policy, NOW))


def only(decision, kind):
    (found,) = (effect for effect in decision.effects if isinstance(effect, kind))
    return found


def part(filename, disposition="attachment", content_id=""):
    return Part(
        "2", "application/pdf", "", "base64", disposition, filename, content_id, (0, 0), (0, 0)
    )


def test_rules_see_a_message_whole():
    mail = message(
        "Eva@Corp.Example",
        to=(address("IT-Help@corp.example"), address("lee@corp.example")),
        cc=(address("Lee@Corp.example"), address("tom@corp.example")),
        delivered_to=("it-help@CORP.example", "helpdesk@corp.example"),
        text="new\n> old",
        new_text="new",
        forwarded="from elsewhere",
        fields=(("x-spam", "no"),),
        attachments=(part("bill.pdf"), part("logo.png", "inline", "<1@x>"), part("")),
        packed=("inside.docx",),
        size=1234,
    )
    seen = mail_view(mail, replace(PERSON, language="da", verified=True), NOW)
    assert seen.from_ == "eva@corp.example"
    assert seen.to == (
        "it-help@corp.example",
        "lee@corp.example",
        "tom@corp.example",
        "helpdesk@corp.example",
    )
    assert seen.cc == ("lee@corp.example", "tom@corp.example")
    assert (seen.body, seen.text) == ("new\nfrom elsewhere", "new\n> old")
    assert seen.headers == (("x-spam", "no"),)
    assert (seen.language, seen.verified, seen.kind) == ("da", True, "person")
    assert seen.attachments == ("bill.pdf", "inside.docx")
    assert (seen.has_attachment, seen.size, seen.at) == (True, 1234, NOW)


def test_rules_see_who_wrote_and_at_most_64_kb():
    long = message(text="x" * 70_000)
    seen = mail_view(long, Classified(Kind.AUTO_GENERATED, False, "a form"), NOW)
    assert (len(seen.body), len(seen.text)) == (65536, 65536)
    assert (seen.kind, seen.verified, seen.language) == ("auto_generated", None, "")


def test_mail_for_nobody_opens_nothing_and_writes_to_nobody_but_stands_in_the_ledger(policy, alias):
    rules = ruled(policy, to=NOBODY, reason="newsletters need no answer")
    decision = decide(rules, alias, message())
    assert [type(effect) for effect in decision.effects] == [Judged, Dispose]
    filed = only(decision, Dispose)
    assert filed.disposition is Disposition.IGNORED
    assert filed.reason.startswith("rule vpn: nobody: newsletters need no answer (")
    assert "vpn" in filed.reason.rpartition("(")[2].casefold()
    assert decision.request_id is None


def test_a_mail_on_a_request_is_carried_whatever_the_rules_say_to_nobody(policy, alias):
    rules = ruled(policy, to=NOBODY, reason="newsletters need no answer")
    decision = decide(rules, alias, message(), facts(issued("eva@corp.example", Lane.OWNER)))
    assert only(decision, Relay).person == "bo"


def test_the_request_keeps_what_the_rules_said_of_it(policy, alias):
    given = Extras(tags=("vip", "vpn"), confidential=False)
    opened = only(
        decide(ruled(policy, extras=given, close_after=Span(days=5)), alias, message()), OpenRequest
    )
    assert (opened.given.routed_to, opened.given.rule_at) == ("bo", policy.rules[0].where)
    assert opened.given.rule_at.startswith("rules/all.yaml:")
    assert opened.given.rules_digest == policy.digest
    assert "vpn" in opened.given.matched.casefold()
    assert (opened.given.tags, opened.given.close_after, opened.given.confidential) == (
        ("vip", "vpn"),
        Span(days=5),
        False,
    )


def test_what_the_fallback_takes_is_routed_to_the_fallbacks_team(policy, alias):
    decision = decide(policy, alias, message(subject="A chair"))
    opened = only(decision, OpenRequest)
    assert (opened.given.routed_to, opened.owner) == ("desk", "bo")
    assert [e.letter.name for e in decision.effects if isinstance(e, SendLetter)] == [
        "receipt",
        "gap",
    ]


def test_the_log_bears_no_words_of_the_mail_that_a_regex_found(alias):
    rule = "  - {name: card, why: w, when: {body: [{regex: 'card.*'}], subject: [vpn]}, to: bo}\n"
    rules = load_texts({"all.yaml": RULES.replace("rules:\n", f"rules:\n{rule}")})
    decision = decided(
        message(text="my card 4111 “x” hunter2"), PERSON, Facts(), alias, scene(rules, NOW)
    )
    assert (
        "hunter2" in next(e for e in decision.effects if isinstance(e, OpenRequest)).given.matched
    )
    assert "rule card: " in decision.reason
    assert "→ Bo Jensen" in decision.reason
    assert not any(word in decision.reason for word in ("4111", "hunter2"))
