"""The model of the rules files → JSON Schema for editors, and the reference page. Both
always say what the loader does.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from mailtracker.rules.codes import ERRORS, WARNINGS
from mailtracker.rules.field_types import NAMES
from mailtracker.rules.schema import Files

DRAFT = "http://json-schema.org/draft-07/schema#"
"""What yaml-language-server and the JetBrains editors read."""

Schema = dict[str, Any]

_TITLES: Mapping[str, str] = {
    "PersonFile": "A person",
    "AwayFile": "An absence",
    "AwayFeedFile": "A person's calendar",
    "HoursFile": "Hours",
    "HolidaysFile": "Holidays",
    "ClosedFile": "A calendar of days off",
    "PromiseFile": "A promise",
    "TeamFile": "A team",
    "TurnsFile": "A rota",
    "RungFile": "A rung of a ladder",
    "LeadFile": "A team's lead as target",
    "TakingTeamFile": "A team that takes over",
    "RuleFile": "A rule",
    "When": "A condition",
    "TextFile": "A text condition",
    "SizeFile": "A size",
    "TimeFile": "A time",
    "RegexFile": "An attachment condition",
    "TestFile": "A test",
    "MailFile": "A test's mail",
    "ExpectedFile": "What a test expects",
    "NoteFile": "A note",
    "ExtrasFile": "What a note adds",
    "SecretFile": "How a confidential request is kept",
    "FallbackFile": "The fallback",
    "RatingsFile": "Ratings",
    "NotGoodFile": "What was not good",
    "ExpectationFile": "Expected mail",
    "ElseFile": "What happens else",
    "ExpectationTestFile": "A test of expected mail",
}
"""What each model is called, in the order of the page."""
_NAMED = {
    "people": "a person",
    "teams": "a team",
    "taker": "a person or team",
    "receiver": "a person or team, or `nobody`",
    "circle": "a group or team",
    "member": "a person, team or group",
    "rule": "a rule's name",
    "target": "owner, cover, manager, lead, watchers, requester or a person",
    "taking": "cover, manager, lead, a person or a team",
    "hours": "hours, or `always`",
    "working hours": "hours",
    "promises": "a promise",
    "ladders": "a ladder",
}


def json_schema(names: Mapping[str, tuple[str, ...]] | None = None) -> Schema:
    """For one rules file. `names` by kind (`Naming`) become the words that editors offer and
    accept; without it any text is.
    """
    whole: Schema = _plain(Files.model_json_schema(), names)
    return {"$schema": DRAFT, "title": "mailtracker rules file", **whole}


def _plain(node: Any, names: Mapping[str, tuple[str, ...]] | None) -> Any:
    """Without what only pydantic needs, and with the words that editors offer."""
    if isinstance(node, list):
        return [_plain(entry, names) for entry in node]
    if not isinstance(node, dict):
        return node
    shown = {key: value for key, value in node.items() if key not in _OURS}
    kept = {key: _plain(value, names) for key, value in shown.items()}
    choices = [_plain(one, names) for one in node.get("anyOf", ()) if one != {"type": "null"}]
    if len(choices) == 1:  # left out is not the same as empty
        return kept | choices[0]
    if choices:
        kept["anyOf"] = choices
    if known := _known(node.get(NAMES), names):
        kept["enum"] = list(known)
    return kept


_OURS = (NAMES, "title", "default", "anyOf")


def _known(kind: Any, names: Mapping[str, tuple[str, ...]] | None) -> tuple[str, ...]:
    """A key of a mapping may be called like `NAMES`: then its value is no word."""
    return names.get(kind, ()) if names and isinstance(kind, str) else ()


def page() -> str:
    """The whole reference as Markdown."""
    return "\n".join(_page(Files.model_json_schema()))


def _page(schema: Schema) -> Iterator[str]:
    yield _HEAD
    yield from _table(schema)
    for name, title in _TITLES.items():
        model = schema["$defs"][name]
        yield f"\n## {title}\n"
        if model.get("description"):
            yield f"{_told(model['description'])}\n"
        yield from _table(model)
    yield _PROBLEMS
    yield from _codes(ERRORS)
    yield "\n### Warnings\n"
    yield "They stop nothing. `mailtracker check --strict` counts them as problems.\n"
    yield from _codes(WARNINGS)
    yield ""


def _table(model: Schema) -> Iterator[str]:
    yield "| key | takes | means |"
    yield "|---|---|---|"
    required = model.get("required", ())
    for key, entry in sorted(model["properties"].items(), key=lambda named: _rank(named[0])):
        must = " (required)" if key in required else ""
        yield f"| `{key}`{must} | {_takes(entry)} | {_told(entry.get('description', ''))} |"
    if model.get("additionalProperties"):
        yield _DAYS


_DAYS = """\
| `mon-fri`, `sat`, `mon,wed` | a text, or a list of them | when people work: "09:00-17:00" |
| `2026-05-15`, `2026-07-13 to 2026-07-31`, `12-24` | a text, or a list of them | on these days: \
`closed`, `open`, `until 12:00`, `from 10:00`, "09:00-12:00" |"""


def _rank(key: str) -> int:
    """What every rule needs comes before what few do; the rest keeps its order."""
    return _FIRST.index(key) if key in _FIRST else len(_FIRST)


_FIRST = ("name", "why", "when", "to", "add")


def _told(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def _takes(entry: Schema) -> str:
    """What may stand there, in words."""
    either: list[Schema] = entry.get("anyOf") or entry.get("oneOf") or []
    choices = [one for one in either if one.get("type") != "null"]
    match choices:
        case [one, {"type": "array", "items": items}] if items == one:
            return f"{_takes(one)}; or a list of these"
        case [_, *_]:
            return " or ".join(dict.fromkeys(map(_takes, choices)))
    if "$ref" in entry:
        title = _TITLES[entry["$ref"].rpartition("/")[2]]
        return f"[{title.lower()}](#{_anchor(title)})"
    return _takes_plain(entry)


def _takes_plain(entry: Schema) -> str:
    match entry:
        case {"x-names": kind}:
            return _NAMED[kind]
        case {"enum": [*words]}:
            return " or ".join(f"`{word}`" for word in words)
        case {"const": word}:
            return f"`{word}`"
        case {"type": "boolean"}:
            return "`true` or `false`"
        case {"type": "array", "items": items}:
            return f"a list: {_takes(items)}"
        case {"type": "object", "additionalProperties": dict(inner)}:
            return f"keys, each with {_takes(inner)}"
        case {"type": "object"}:
            return "keys and values"
        case _:
            return "a text"


def _anchor(title: str) -> str:
    return "".join(c for c in title.lower().replace(" ", "-") if c.isalnum() or c == "-")


def _codes(codes: Mapping[str, str]) -> Iterator[str]:
    yield "| code | means |"
    yield "|---|---|"
    for code, told in codes.items():
        yield f"| `{code}` | {_told(told)} |"


_HEAD = r"""# The rules files

*Generated from the model by `mailtracker schema --reference`; edit the model, not this page.*

Every `.yaml` and `.yml` file of the rules folder is read, by name; files in folders below only
where `include` names them. Any file may hold any of the keys below, and a name may be given only
once. [rules/](../rules/) is a whole example. `mailtracker check` says what is wrong and where,
`mailtracker test` runs the rules' own tests, `mailtracker explain` shows for a mail what each
rule saw in it, `mailtracker replay` what other rules would have done with last month's mail.

The **first** rule that matches decides who gets a mail and what is promised. **All** notes that
match add to it. What no rule takes goes to the `fallback`.

**And, or, not.** Entries of one mapping must all hold; of a list one is enough, of words as of
mappings.

```yaml
when: {subject: [vpn, wireguard], from_domain: corp.example}   # one of the words, and from there
when: [{subject: vpn}, {to: vpn-help@corp.example}]            # one or the other
when: {any: {subject: vpn, body: vpn}}                         # under any: one entry is enough
when: {subject: vpn, not: {from_group: monitoring}}            # the first, and not the second
when: {subject: vpn, not: {subject: test, body: test}}         # fails only where both hold
when: {subject: vpn, not: [{subject: test}, {body: test}]}     # fails where one holds
```

**Words** are whole words in any case: `vpn` is found in `VPN-Zugang`, not in `vpnx` or `vpn_2`.
`lohn*` finds whatever begins so. Several words must follow each other, signs between them too:
`new laptop` is not in `new, laptop`. Accents are optional on both sides, and those of the rule
may be spelt out: `störung` also finds `storung` and `stoerung` (but `stoerung` does not find
`Störung`: write the accent). `{words: schön, accents: exact}` takes them as written.

**Regular expressions** are RE2's (https://github.com/google/re2/wiki/Syntax): they take linear
time over any mail, find any case, know no look-ahead, look-behind or back-references, and take
accents as written. `^` and `$` hold at every line. `\b` and `\w` are refused, as they know ASCII
letters only. Patterns see the first 64 KB of a text.

**Whom it was sent to.** `to` sees To, Cc and where the server delivered it, `cc` only Cc.
`it@corp.example` also stands for `it+tag@corp.example`; `it+tag@` only for itself. `from` is the
address as written.

**Texts.** `subject` is the subject. `body` is what is new in the mail, and what it forwards in
its text; quotes below an answer are in `anywhere` only. Mails that are attached as files are not
looked into.

**Attached files** go by their whole names, in any case; `*` stands for anything: `*.pdf`,
`*invoice*`.

**Size** is that of the whole mail, by thousands: `over: 5 MB` is more than 5,000,000 bytes.

**Time** is when the mail is handled. `within` and `outside` know breaks and holidays of the
hours. Tests without `time` come within; times without a zone are UTC.

**Verified** is `true` where our own mail server proved the sender (`authserv_ids` in the config),
`false` for all else: forged, or simply not known. That somebody inside our own Exchange Online
tenant sent a mail (`exchange_tenant`) proves no sender: inside a tenant it is `false`.

**Kind** is who wrote it: a `person`; a `list` that is not ours; `auto_generated`, monitoring and
web forms; `auto_reply`, an answer by a machine that may be a person's after all (those that
surely are none open no request and meet no rule).

**Expected mail** (`expected`) is ticked off where it comes: it opens no request and gets no
receipt, whatever rule would take it; the first entry that it fits has it. Where it has not come by
its time, a request opens by itself, and late mail closes it. A *period* begins after one due time
and ends with the next; what comes in it is for the due time that ends it. After a missed one what
comes in the first half of the next period is late mail, and counts for the missed one alone. An
entry begins with the first whole period after it was first read. Answers of people to other mail,
bounces, and what our border calls forged are no expected mail.

```yaml
expected:
  - name: nightly backup
    when: {from: backup@corp.example, subject: [backup, finished]}
    by: "06:30 each working day"
    hours: office
    else: {to: network, promise: urgent}
    tests:
      - {mail: {from: backup@corp.example, subject: Backup finished}, then: expected}
  - name: weekly figures
    from: [managers]                     # each owes one, with these words in its subject
    ask: Please answer with the figures of this week.
    ask_at: "09:00 each friday"
    by: "17:00 each friday"
    else: {to: ana}
```

**Ladders.** `at` says when a rung is due: `75%` of the promise's time, `2 working hours before` or
`1 working day after` the promised time, counted in the promise's hours, or by the clock
`30 minutes before`. Rungs must rise; where that depends on the promise, it is worked out for each
promise whose requests climb the ladder.

```yaml
ladders:
  default:
    - {at: 2 working hours before, remind: owner}
    - {at: 100%, hand_to: cover, tell: [owner, requester]}
    - {at: 1 working day after, tell: [manager, watchers], raise: urgent, post: pager}
    - {at: 400%, tell: lead, repeat: daily}                    # the last rung repeats for ever
```

Whom a rung means: `owner`; `cover`, or the lead of the owner's team; `manager`; `lead`, of the team
that the rule named, else of a team of the owner; `watchers`, who read along; `requester`; a person;
`{lead: TEAM}`. `hand_to` also takes a team, `network` or `{team: network}`: the member gets it who
would get a new request. A rung that means a second person always reaches one: where that is the
owner, the requester, or somebody who must not hear of it, and where nobody is meant, it goes up the
managers, past those who are away, then to the people of the fallback.

What a rung writes to somebody waits for their working hours, unless the promise's hours are
`always`; by then it says how things stand, or nothing where somebody has answered. A hand-over and
the word to the requester wait for nobody.

`raise` makes another promise the request's from then on, for this answer and all later ones. It
never buys time: the promised time stays, or comes sooner, as if the new promise began now. The
requester is not told; until the time that they were told no mail to them says that it is late, and
then they get the word that the ladder has for them.

`post` tells a hook of [config.toml](config.md) about it, without a word of the mail
([operations.md](operations.md)).

## A rules file
"""

_PROBLEMS = """
## Problems

What `mailtracker check` finds, by code. The codes never change.

### Errors
"""
