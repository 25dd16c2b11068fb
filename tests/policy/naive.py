"""The rules once more, as the docs say them: YAML and a mail → who gets it. Slow, simple,
and no code of what it checks.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

import holidays
import yaml

from mailtracker.policy.mail_view import MailView

DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
UNSEEN = (
    "\u00ad\u061c\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e"
    "\u2060\u2066\u2067\u2068\u2069\ufe0e\ufe0f\ufeff"
)
PLAIN_SISTERS = {
    "ø": "o",
    "æ": "ae",
    "œ": "oe",
    "đ": "d",
    "ł": "l",
    "ħ": "h",
    "ŧ": "t",
    "ı": "i",
    "ð": "d",
}
SPELT_OUT = {"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe", "æ": "ae"}
NO_SPACES = ["THAI", "LAO", "MYANMAR", "KHMER", "HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA", "CJK"]


@dataclass
class Book:
    """All files, merged."""

    people: dict[str, Any] = field(default_factory=dict)
    groups: dict[str, Any] = field(default_factory=dict)
    teams: dict[str, Any] = field(default_factory=dict)
    hours: dict[str, Any] = field(default_factory=dict)
    rules: list[Any] = field(default_factory=list)
    notes: list[Any] = field(default_factory=list)
    fallback: dict[str, Any] = field(default_factory=dict)


@dataclass
class Answer:
    rule: str
    to: str
    promise: str
    ladder: str
    gap: bool
    tags: set[str]
    watch: set[str]
    attach: set[str]
    confidential: bool
    notes: list[str]


def read(texts: list[str]) -> Book:
    book = Book()
    for text in texts:
        for key, value in yaml.load(
            text, Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader)
        ).items():
            have = getattr(book, key, None)
            if isinstance(have, dict):
                have.update(value)
            elif isinstance(have, list):
                have.extend(value)
    return book


def decide(book: Book, mail: MailView) -> Answer:
    notes = [note for note in book.notes if holds(book, note["when"], mail)]
    rule = next((rule for rule in book.rules if holds(book, rule["when"], mail)), None)
    chosen = book.fallback if rule is None else rule
    added = [chosen, *(note["add"] for note in notes)]
    promise, ladder = chosen.get("promise", "normal"), chosen.get("ladder", "default")
    if chosen["to"] == "nobody":
        promise = ladder = ""
    return Answer(
        rule="fallback" if rule is None else rule["name"],
        to=chosen["to"],
        promise=promise,
        ladder=ladder,
        gap=rule is None,
        tags={one for part in added for one in many(part.get("tag"))},
        watch={one for part in added for one in many(part.get("watch"))},
        attach={one for part in added for one in many(part.get("attach"))},
        confidential=any(part.get("confidential") == "true" for part in added),
        notes=sorted(note["name"] for note in notes),
    )


def many(value: Any) -> list[Any]:
    """One value may stand for a list of one."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def holds(book: Book, when: Any, mail: MailView) -> bool:
    """A list is or, a mapping is and."""
    if isinstance(when, list):
        return any(holds(book, entry, mail) for entry in when)
    return all(entry_holds(book, key, value, mail) for key, value in when.items())


def entry_holds(book: Book, key: str, value: Any, mail: MailView) -> bool:
    return ENTRIES[key](book, value, mail)


def any_holds(book: Book, value: Any, mail: MailView) -> bool:
    entries = value if isinstance(value, list) else [{k: v} for k, v in value.items()]
    return any(holds(book, entry, mail) for entry in entries)


def all_hold(book: Book, value: Any, mail: MailView) -> bool:
    return all(holds(book, entry, mail) for entry in value)


def from_fits(book: Book, value: Any, mail: MailView) -> bool:
    return any(address_fits(one, sender_of(mail)) for one in many(value))


def to_fits(book: Book, value: Any, mail: MailView) -> bool:
    return one_fits(value, mail.to)


def cc_fits(book: Book, value: Any, mail: MailView) -> bool:
    return one_fits(value, mail.cc)


def one_fits(value: Any, addresses: tuple[str, ...]) -> bool:
    others = [other for mine in addresses for other in both(mine)]
    return any(address_fits(one, other) for one in many(value) for other in others)


def from_domain_fits(book: Book, value: Any, mail: MailView) -> bool:
    return any(domain_fits(one, sender_of(mail).split("@")[-1]) for one in many(value))


def from_group_fits(book: Book, value: Any, mail: MailView) -> bool:
    mine = both(sender_of(mail))
    return any(one in addresses(book, name) for name in many(value) for one in mine)


def headers_fit(book: Book, value: Any, mail: MailView) -> bool:
    return all(header_fits(name, wanted, mail) for name, wanted in value.items())


def list_fits(book: Book, value: Any, mail: MailView) -> bool:
    inner = mail.list_id[mail.list_id.rfind("<") + 1 :].split(">")[0].strip().casefold()
    return any(domain_fits(one.strip("<>"), inner) for one in many(value))


def language_fits(book: Book, value: Any, mail: MailView) -> bool:
    wanted = [one[:2].lower() for one in many(value)]
    return mail.language[:2] in wanted and len(mail.language.split("-")[0]) == 2


def attachment_fits(book: Book, value: Any, mail: MailView) -> bool:
    return any(name_fits(one, mail.attachments) for one in many(value))


def size_fits(book: Book, value: Any, mail: MailView) -> bool:
    over, under = amount(value.get("over", "-1")), amount(value.get("under", "999 GB"))
    return over < mail.size < under


def time_fits(book: Book, value: Any, mail: MailView) -> bool:
    if "within" in value:
        return works(book, value.get("within"), mail)
    return not works(book, value["outside"], mail)


def sender_of(mail: MailView) -> str:
    return mail.from_.strip().casefold()


ENTRIES: dict[str, Callable[[Book, Any, MailView], bool]] = {
    "any": any_holds,
    "all": all_hold,
    "not": lambda book, value, mail: not holds(book, value, mail),
    "from": from_fits,
    "to": to_fits,
    "cc": cc_fits,
    "from_domain": from_domain_fits,
    "from_group": from_group_fits,
    "subject": lambda _, value, mail: text_fits(value, mail.subject),
    "body": lambda _, value, mail: text_fits(value, mail.body),
    "anywhere": lambda _, value, mail: text_fits(value, all_of(mail)),
    "header": headers_fit,
    "list_id": list_fits,
    "language": language_fits,
    "has_attachment": lambda _, value, mail: mail.has_attachment == (value == "true"),
    "attachment": attachment_fits,
    "size": size_fits,
    "time": time_fits,
    "verified": lambda _, value, mail: (mail.verified is True) == (value == "true"),
    "kind": lambda _, value, mail: mail.kind in many(value),
}
"""Each key of a condition → whether it holds."""


def all_of(mail: MailView) -> str:
    return mail.subject + "\n" + (mail.text or mail.body)


def address_fits(pattern: str, address: str) -> bool:
    pattern = pattern.casefold()
    if pattern[0] == "*":
        return address[1:].endswith(pattern[1:]) and "@" in address[1:]
    return address == pattern


def both(address: str) -> list[str]:
    """As written, and without +tag."""
    address = address.strip().casefold()
    local, at, domain = address.rpartition("@")
    return [address, local.split("+")[0] + at + domain]


def domain_fits(pattern: str, domain: str) -> bool:
    pattern = pattern.casefold()
    if pattern.startswith("*."):
        return domain.endswith(pattern[1:]) and len(domain) >= len(pattern)
    return domain == pattern


def addresses(book: Book, name: str) -> list[str]:
    if name in book.groups:
        return [mail for member in many(book.groups[name]) for mail in addresses(book, member)]
    if name in book.teams:
        team = book.teams[name]
        return [
            mail
            for member in [team["lead"], *many(team["members"])]
            for mail in addresses(book, member)
        ]
    return [mail.casefold() for mail in many(book.people[name]["email"])]


def header_fits(name: str, wanted: Any, mail: MailView) -> bool:
    values = [value for key, value in mail.headers if key.lower() == name.lower()]
    wishes = many(wanted)
    if "*" in wishes and values:
        return True
    wishes = [wish for wish in wishes if wish != "*"]
    return bool(wishes) and text_fits(wishes, "\n".join(values))


def text_fits(wanted: Any, text: str) -> bool:
    text = text[:65536]
    for wish in many(wanted):
        if isinstance(wish, str):
            if words_fit(wish, text, False):
                return True
        elif "regex" in wish:
            if re.search(
                wish["regex"], unicodedata.normalize("NFC", text), re.IGNORECASE | re.MULTILINE
            ):
                return True
        elif any(
            words_fit(one, text, wish.get("accents") == "exact") for one in many(wish["words"])
        ):
            return True
    return False


def words_fit(wish: str, text: str, exact: bool) -> bool:
    spellings = [wish]
    if not exact:
        spellings.append(
            "".join(SPELT_OUT.get(c, c) for c in unicodedata.normalize("NFC", wish).casefold())
        )
    return any(phrase_fits(one, tokens(text, exact), exact) for one in spellings)


def phrase_fits(wish: str, said: list[str], exact: bool) -> bool:
    steps: list[tuple[str, bool]] = []
    for chunk in wish.split():
        cut = tokens(chunk.rstrip("*") if chunk.endswith("*") else chunk, exact)
        steps += [(word, False) for word in cut[:-1]] + [(cut[-1], chunk.endswith("*"))]
    for at in range(len(said) - len(steps) + 1):
        window = said[at : at + len(steps)]
        if all(
            one.startswith(word) if open_ else one == word
            for one, (word, open_) in zip(window, steps, strict=True)
        ):
            return True
    return False


@cache
def tokens(text: str, exact: bool) -> list[str]:
    """Words and single signs. A word is letters, digits and _ with the marks on them."""
    found: list[str] = []
    open_ = ""  # the kind of word that could go on
    for char in folded(text, exact):
        if unicodedata.category(char)[0] == "M" and open_:
            found[-1] += char
        elif not (char.isalnum() or char == "_"):
            open_ = "alone" if not char.isspace() and stands_alone(char) else ""
            found += [] if char.isspace() else [char]
        elif stands_alone(char):
            found.append(char)
            open_ = "alone"
        elif open_ == "word":
            found[-1] += char
        else:
            found.append(char)
            open_ = "word"
    return found


def stands_alone(char: str) -> bool:
    return unicodedata.name(char, "").split(" ")[0] in NO_SPACES


def folded(text: str, exact: bool) -> str:
    text = "".join("'" if c == "’" else c for c in text if c not in UNSEEN)
    text = unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold())
    return text if exact else unicodedata.normalize("NFC", "".join(map(without_accent, text)))


def without_accent(char: str) -> str:
    if char in "йўїѓќ":
        return char
    kept = "".join(c for c in unicodedata.normalize("NFD", char) if not "\u0300" <= c <= "\u036f")
    return "".join(PLAIN_SISTERS.get(c, c) for c in unicodedata.normalize("NFC", kept))


def name_fits(wish: Any, names: tuple[str, ...]) -> bool:
    if isinstance(wish, dict):
        return text_fits(wish, "\n".join(names))
    pattern = ".*".join(re.escape(folded(piece, False)) for piece in wish.split("*"))
    return any(re.fullmatch(pattern, folded(name, False), re.DOTALL) for name in names)


def amount(text: str) -> float:
    number, _, unit = text.partition(" ")
    return float(number) * {"": 1, "b": 1, "kb": 1e3, "mb": 1e6, "gb": 1e9}[unit.lower()]


def works(book: Book, name: str, mail: MailView) -> bool:
    """By the local clock; a mail of no known time comes within."""
    if mail.at is None:
        return True
    hours = book.hours[name]
    local = mail.at.astimezone(ZoneInfo(hours["zone"]))
    if "holidays" in hours:
        country, _, part = hours["holidays"].partition("-")
        if local.date() in holidays.country_holidays(
            country, subdiv=part or None, years=local.year
        ):
            return False
    clock = local.hour * 60 + local.minute
    return any(
        start <= clock < end
        for key, openings in hours.items()
        if key not in ("zone", "holidays") and local.weekday() in week(key)
        for start, end in map(opening, many(openings))
    )


def week(key: str) -> list[int]:
    found: list[int] = []
    for piece in key.split(","):
        first, _, last = piece.strip().partition("-")
        found += range(DAYS.index(first), DAYS.index(last or first) + 1)
    return found


def opening(text: str) -> tuple[int, int]:
    numbers = [int(part) for part in re.findall("[0-9]+", text)]
    return numbers[0] * 60 + numbers[1], numbers[2] * 60 + numbers[3]
