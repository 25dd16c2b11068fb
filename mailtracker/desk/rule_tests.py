"""A mail, and who should have had it → a test to be pasted beside a rule, in YAML; none where the
rules of today give it to them already.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from unicodedata import category

from mailtracker.policy.mail_view import MailView
from mailtracker.policy.model import Person, Policy
from mailtracker.policy.route import route

MAX_BODY, MAX_SUBJECT = 600, 250
"""Characters of a test's texts as YAML has them: each stands on one line of a mail."""


def as_tested(mail: MailView, to: Sequence[str] = ()) -> MailView:
    """What a test has of a mail: its sender, its subject, and how its text begins. `to`: to which
    alias it came, where there are several.
    """
    subject, body = (_readable(text).strip() for text in (mail.subject, mail.body))
    return MailView(mail.from_, tuple(to), _cut(subject, MAX_SUBJECT), _cut(body, MAX_BODY))


def _readable(text: str) -> str:
    """Without what no rules file may have: control characters, halves of characters."""
    if text.isprintable():
        return text
    return "".join(one if one in "\n\t" else _UNREADABLE.get(category(one), one) for one in text)


_UNREADABLE = {"Cc": " ", "Cs": "\ufffd"}
"""What stands for characters of these categories."""


def _cut(text: str, most: int) -> str:
    """Whole words, as many as fit."""
    while len(_quoted(text)) > most:
        shorter = text[: len(text) * 7 // 8]
        end = max(shorter.rfind(" "), shorter.rfind("\n"))
        text = shorter[: end if end > 0 else len(shorter)].rstrip()
    return text


def rule_test(policy: Policy, mail: MailView, owner: Person, remark: str) -> list[str]:
    """Its lines, as an entry of `tests:` below a rule: that `mail`, which is as `as_tested` makes
    it, goes to `owner`, or to their team where they are in one. It fails by these rules; no lines
    where it would not. `remark` stands behind it.
    """
    teams = [one.key for one in policy.teams.values() if owner.key in (*one.members, one.lead)]
    if route(policy, mail).to in (owner.key, *teams):
        return []
    own = [one.key for one in policy.teams.values() if owner.key in one.members]
    then = own[0] if len(own) == 1 else owner.key
    texts = {
        "from": mail.from_,
        "to": ", ".join(mail.to),
        "subject": mail.subject,
        "body": mail.body,
    }
    said = [f"          {name}: {_quoted(text)}" for name, text in texts.items() if text]
    return ["      - mail:", *said, f"        then: {then}  # {remark}"] if said else []


def _quoted(text: str) -> str:
    """As a double-quoted scalar (YAML 1.2, 7.3.1): JSON, and whatever nobody sees as a number."""
    quoted = json.dumps(text, ensure_ascii=False)
    return quoted if quoted.isprintable() else "".join(map(_seen, quoted))


def _seen(character: str) -> str:
    if character.isprintable():
        return character
    number = ord(character)
    return f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"
