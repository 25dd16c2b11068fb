"""One Authentication-Results value goes in; who wrote it, what it found and what is wrong with it
come out (RFC 8601 §2.2).

Two readings of the same value. The strict one takes the value whole, or finds the fault that makes
it no value of this field: what a border cannot parse it does not strip, so a pass counts only where
nothing is at fault. The lenient one looks for results in whatever there is: a malformed field may
still prove a fail. Both take linear time.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from mailtracker.mail.address_key import domain_key
from mailtracker.record import dataclass

VALUE_CAP = 8 * 1024
"""Characters of a value; of a longer one nothing is believed."""

MAX_RESULTS = 12
"""Results that one field may hold."""

MAX_FAULT = 100
"""Characters of a fault, which may name what stands in the value."""

UNSURE = "malformed"
"""A "pass" of a field that is not well-formed."""

_PTYPES = frozenset({"smtp", "header", "body", "policy"})
"""Of RFC 8601 §2.3. Borders are known that cannot parse a field with any other."""

_BLANK = re.compile(r"[ \t\r\n]++")
_CFWS = frozenset(" \t\r\n(")  # how blanks and comments begin
_TOKEN = re.compile(r'[^\x00-\x20\x7f-\xff()<>@,;:\\"/\[\]?=]++')
_KEYWORD = re.compile(r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?+(?![a-z0-9-])", re.IGNORECASE)
_VERSION = re.compile(r"1(?![^ \t\r\n;(=])")
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*+)"')
_ESCAPED = re.compile(r"\\(.)")
_VALUE = re.compile(r'[^\x00-\x20\x7f-\xa0()";\\]++')
_IN_COMMENT = re.compile(r"\\.|[()]")


@dataclass(frozen=True, slots=True)
class Result:
    """One `method` with its `result`, both in lower case, and its `properties`: ("dmarc", "pass",
    {"header.from": "corp.example"}). `told` is what stands beside them for people: the comments and
    the reason.
    """

    method: str
    result: str
    properties: dict[str, str]
    told: str = ""

    def says(self, method: str, result: str) -> bool:
        return (self.method, self.result) == (method, result)


@dataclass(frozen=True, slots=True)
class AuthField:
    """One Authentication-Results field: the `authserv` that wrote it, in lower case and without a
    job's id ("" where there is none, as Exchange Online writes it), and its `results`. `fault` says
    for people why the value is malformed, "" for one that obeys RFC 8601; a malformed one has no
    result "pass".
    """

    authserv: str
    results: tuple[Result, ...]
    fault: str = ""


def read_field(value: str, nameless: bool = False) -> AuthField:
    """The value of one field, unfolded. `nameless`: an id may be missing, as Exchange Online writes
    it. What that adds to a result of DMARC, `action=`, is no property by RFC 8601 and taken anyway.

    What stands in a comment or a quoted string proves nothing, with one exception: a "dmarc=fail"
    behind a semicolon there is a fail, since a quote or a bracket that somebody smuggled in would
    else hide it. A value past VALUE_CAP counts as such a fail too: what was cut off may be one.
    """
    if len(value) > VALUE_CAP:
        return AuthField(_loose_id(value), CUT_OFF.results, f"longer than {VALUE_CAP >> 10} KB")
    try:
        found = _Strict(value, nameless).field()
    except _Fault as fault:
        found = AuthField(_loose_id(value), tuple(_loose_results(value)), str(fault))
    hidden = tuple(_hidden_fails(value))
    if not hidden or any(one.says("dmarc", "fail") for one in found.results):
        return found
    return AuthField(found.authserv, (*found.results, *hidden), found.fault)


CUT_OFF = AuthField("", (Result("dmarc", "fail", {}),), "cut off")
"""Stands for what cannot be seen."""


def without_comments(value: str) -> str:
    """Of any field, with blanks in their place; a comment that never ends stays."""
    return _bare(value, quotes=False)


# -- what RFC 8601 allows --------------------------------------------------------------------------


class _Fault(Exception):
    """Why a value does not obey RFC 8601."""


class _Strict:
    """One walk over a value; `at` is where it stands, `told` the comments passed lately."""

    def __init__(self, value: str, nameless: bool) -> None:
        self.value, self.nameless = value, nameless
        self.at = 0
        self.told: list[str] = []

    def field(self) -> AuthField:
        """authserv-id [version], then `; none` or one or more `; method=result ...`."""
        authserv = self._authserv()
        pieces: list[Result | None] = []
        while not self._ended():
            if pieces or authserv:
                self._sign(";", "two things without a semicolon between them")
            pieces.append(self._piece())
        results = tuple(one for one in pieces if one)
        self._check(bool(pieces), "no result")
        self._check(len(pieces) == 1 or len(results) == len(pieces), '"none" beside results')
        self._check(len(results) <= MAX_RESULTS, f"more than {MAX_RESULTS} results")
        return AuthField(authserv, results)

    def _authserv(self) -> str:
        self._skip()
        begin = self.at
        quoted = self._take(_QUOTED)
        name = (_unquoted(quoted) if quoted else self._id()).partition("/")[0]
        self._check(bool(name), "no id")
        spaced = self._skip()
        if not quoted and self.nameless and self._stands("="):
            self.at = begin
            return ""
        if spaced and not self._at_end():
            self._check(bool(self._take(_VERSION)), "more than one id, or no version 1")
        return domain_key(name)

    def _id(self) -> str:
        """A token; behind a slash OpenDMARC and OpenDKIM may put the id of the job."""
        name = self._take(_TOKEN)
        if self._stands("/"):
            self.at += 1
            self._check(bool(self._take(_TOKEN)), "no job behind the slash")
        return name

    def _piece(self) -> Result | None:
        """None: the word "none"."""
        self.told = []
        self._skip()
        self._check(not self._at_end(), "an empty piece")
        method = self._keyword("method")
        self._skip()
        if method == "none" and self._at_end():
            return None
        if self._stands("/"):
            self.at += 1
            self._skip()
            self._check(bool(self._take(_VERSION)), "a method of another version")
        self._sign("=", f"no result for {method}")
        self._skip()
        result = self._keyword("result")
        properties = self._properties(method)
        return Result(method, result, properties, " ".join(self.told))

    def _properties(self, method: str) -> dict[str, str]:
        found: dict[str, str] = {}
        alone = {"reason", "action"} if method == "dmarc" else {"reason"}
        while self._skip() and not self._at_end():
            name = self._name(alone)
            alone.discard("reason")
            self._check(name not in found, f"{name} twice")
            self._sign("=", f"no value for {name}")
            found[name] = self._property_value(name)
        self._check(self._at_end(), "two things without a blank between them")
        if reason := found.pop("reason", ""):
            self.told.append(reason)
        return found

    def _name(self, alone: Collection[str]) -> str:
        """ptype.property, or one of those that stand `alone`: a reason may, as the first."""
        ptype = self._keyword("property")
        self._skip()
        if not self._stands("."):
            self._check(ptype in alone, f"{ptype} is no property")
            return ptype
        self._check(ptype in _PTYPES, f"{ptype} is no type of a property")
        self.at += 1
        self._skip()
        return f"{ptype}.{self._keyword('property')}"

    def _property_value(self, name: str) -> str:
        """A quoted string, a word, or both as an address: "Ana Costa"@corp.example."""
        self._skip()
        quoted, rest = self._take(_QUOTED), self._take(_VALUE)
        domain = rest.startswith("@") and len(rest) > 1
        whole = domain if quoted and rest else quoted or rest
        self._check(bool(whole), f"no value for {name}")
        return _unquoted(quoted) + rest

    def _keyword(self, what: str) -> str:
        word = self._take(_KEYWORD)
        self._check(bool(word), f"no {what} where one belongs")
        return word.casefold()

    def _take(self, pattern: re.Pattern[str]) -> str:
        """What the pattern finds here, which is passed; "" for nothing."""
        hit = pattern.match(self.value, self.at)
        if hit is None:
            return ""
        self.at = hit.end()
        return hit[0]

    def _skip(self) -> bool:
        """Blanks and comments, if any (CFWS)."""
        begin = self.at
        while self.value[self.at : self.at + 1] in _CFWS and (
            self._take(_BLANK) or self._comment()
        ):
            pass
        return self.at > begin

    def _comment(self) -> bool:
        if not self._stands("("):
            return False
        end = _comment_end(self.value, self.at)
        if end is None:
            raise _Fault("a comment that does not end")
        self.told.append(self.value[self.at + 1 : end - 1])
        self.at = end
        return True

    def _sign(self, sign: str, fault: str) -> None:
        self._skip()
        self._check(self._stands(sign), fault)
        self.at += 1

    def _stands(self, sign: str) -> bool:
        return self.value.startswith(sign, self.at)

    def _ended(self) -> bool:
        return self.at >= len(self.value)

    def _at_end(self) -> bool:
        """Of the piece."""
        return self._stands(";") or self._ended()

    @staticmethod
    def _check(holds: bool, fault: str) -> None:
        if not holds:
            raise _Fault(fault[:MAX_FAULT])


def _unquoted(text: str) -> str:
    return _ESCAPED.sub(r"\1", text[1:-1])


def _comment_end(value: str, pos: int) -> int | None:
    """The offset behind the comment that begins at `pos`; None where it never ends."""
    depth = 0
    for hit in _IN_COMMENT.finditer(value, pos):
        depth += {"(": 1, ")": -1}.get(hit[0], 0)
        if not depth:
            return hit.end()
    return None


# -- whatever there is -----------------------------------------------------------------------------

_OPENING = re.compile(r'["(]')
_LOOSE_ID = re.compile(r'[\s"(]*+([^\s"()<>@,;:\\/\[\]?=]++)"?(?!\s*+=)')
_LOOSE = re.compile(
    r"(?<![\w./@=-])([a-z][a-z0-9-]{0,40})\s*+(?:/\s*+\d*+\s*+)?=\s*+([a-z]{1,40})(?![\w-])",
    re.IGNORECASE,
)
_HIDDEN = re.compile(r";\s*+dmarc\s*+(?:/\s*+\d*+\s*+)?=\s*+fail(?![\w-])([^;]*+)", re.IGNORECASE)


def _loose_id(value: str) -> str:
    hit = _LOOSE_ID.match(_bare(value[:VALUE_CAP], quotes=False))
    return domain_key(hit[1]) if hit else ""


def _loose_results(value: str) -> Iterator[Result]:
    """Whatever looks like method=result outside of quotes and comments; all that stands behind one
    that never ends is outside.
    """
    text = _bare(value)
    for hit in _LOOSE.finditer(text):
        method, result = hit[1].casefold(), hit[2].casefold()
        end = value.find(";", hit.end())
        told = value[hit.end() : end if end >= 0 else None]
        yield Result(method, UNSURE if result == "pass" else result, {}, told)


def _hidden_fails(value: str) -> Iterator[Result]:
    for hit in _HIDDEN.finditer(value):
        yield Result("dmarc", "fail", {}, hit[1])


def _bare(value: str, quotes: bool = True) -> str:
    """The same length, with blanks for comments and, if `quotes`, for quoted strings."""
    parts: list[str] = []
    pos = 0
    while hit := _OPENING.search(value, pos):
        begin, end = hit.start(), _end_of(value, hit.start())
        if end is None:
            break
        inner = value[begin:end]
        drops = quotes or hit[0] == "("
        parts += [value[pos:begin], " " * len(inner) if drops else inner]
        pos = end
    return "".join([*parts, value[pos:]])


def _end_of(value: str, opening: int) -> int | None:
    """The offset behind the quoted string or comment that begins there; None: it never ends."""
    if value[opening] == "(":
        return _comment_end(value, opening)
    quoted = _QUOTED.match(value, opening)
    return quoted.end() if quoted else None
