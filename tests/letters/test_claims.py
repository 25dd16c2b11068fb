"""A letter says only what a value of it proves: every claim that letters make, and the values that
must stand behind it, over all letters, languages and combinations of values.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from itertools import chain, combinations, product
from pathlib import Path
from typing import Any

import pytest

from mailtracker.desk import letters
from mailtracker.desk.letters import AnyLetter
from mailtracker.letters import samples
from mailtracker.record import dataclass
from mailtracker.shipped import shipped
from tests.letters.made import render
from tests.shipped_letters import shipped_letters

LETTERS = shipped_letters()
TEMPLATES = sorted(shipped("templates").glob("*/*.md"))
HERE = Path(__file__).parent
Values = Mapping[str, Any]


@dataclass(frozen=True)
class Claim:
    """What letters say (`en` and `de`, patterns; in other languages claims_*.txt), and when it is
    so (`proof`, of the values).
    """

    name: str
    en: str
    de: str
    proof: Callable[[Values], bool]


def _late(values: Values) -> bool:
    return bool(values.get("late")) and values["request"].promised_at is not None


def _owed(values: Values) -> bool:
    return values["request"].promised_at is not None


PROVEN = (
    Claim(
        "somebody thanks",
        "Thanks from",
        "Danke von ",
        lambda v: v["thanks"],
    ),
    Claim(
        "all is well",
        "All is well, writes",
        "Alles gut, schreibt",
        lambda v: not v["thanks"],
    ),
    Claim(
        "thanks that ask nothing",
        r"(Thanks|All is well)[^:]*: nothing to do",
        r"(Danke von|Alles gut)[^:]*: Du musst nichts tun",
        lambda v: v["request"].promised_at is None,
    ),
    Claim(
        "the reader answered what somebody else has",
        "You answered this one",
        "Beantwortet hast du das",
        lambda v: v["with_whom"],
    ),
    Claim(
        "there were more thanks",
        "And more, for which",
        "Und noch mehr, wofür",
        lambda v: v["more"],
    ),
    Claim(
        "the next one of expected mail came in time",
        "in time for the next one",
        "rechtzeitig für das nächste Mal",
        lambda v: v["next_one"],
    ),
    Claim(
        "expected mail came late",
        r"came [^.;]*; it was expected",
        r"kam [^.;]*; erwartet war es",
        lambda v: not v["next_one"],
    ),
    Claim(
        "expected mail was seen",
        "Last seen:",
        "Zuletzt gesehen:",
        lambda v: v["last_seen"] is not None,
    ),
    Claim(
        "expected mail may be one that nobody could read",
        "may be it|it may be there",
        "ist es vielleicht|Vielleicht ist es dabei",
        lambda v: v["unread"] > 0,
    ),
    Claim(
        "it was missed or asked before",
        "for an earlier one already|we asked you for",
        "wegen eines früheren Mals|schon einmal um",
        lambda v: v["again"],
    ),
    Claim(
        "nobody asked: expected mail has not come",
        "was expected and has not come|was expected, and we have not seen it yet;",
        "war erwartet und ist nicht gekommen|war erwartet, und wir haben es noch nicht gesehen;",
        lambda v: v["request"].given.expected,
    ),
    Claim(
        "the promise was broken",
        "did not keep that promise",
        "das Versprechen nicht gehalten",
        lambda v: _late(v) and v["sorry"] and not v["perhaps"],
    ),
    Claim(
        "we say so the first time",
        "We are sorry",
        "(tut es uns|Das tut uns) leid",
        lambda v: v["sorry"],
    ),
    Claim(
        "we know of no certain answer",
        "know of none that has reached you for certain",
        "wissen von keiner, die dich sicher erreicht hat",
        lambda v: _late(v) and v["perhaps"],
    ),
    Claim(
        "we step in again",
        "we step in again",
        "kümmern wir uns noch einmal",
        lambda v: v["next_at"] is not None and v["late"],
    ),
    Claim(
        "who takes over has all",
        "has everything you wrote|with everything that was written",
        "hat alles, was du geschrieben|(?<!nicht )mit allem, was geschrieben",
        lambda v: v["has"] == "all",
    ),
    Claim(
        "who has a part has answered",
        "has written to you about it|and has answered it",
        "hat dir dazu geschrieben|und ist schon beantwortet",
        lambda v: v["answered"],
    ),
    Claim(
        "the promise stays",
        "promise stays as it was|promised time stays",
        "Das Versprechen bleibt|versprochene Zeit bleibt",
        lambda v: _owed(v) and not v.get("late"),
    ),
    Claim(
        "the promise still stands",
        "the promise still stands",
        "das Versprechen läuft weiter",
        _owed,
    ),
    Claim(
        "the requester stands among the recipients",
        "is among its recipients",
        "steht unter (den|ihren) Empfängern",
        lambda v: v["reached"],
    ),
    Claim(
        "the requester gets a closing mail",
        "gets a mail that says so",
        "bekommt dazu eine Mail",
        lambda v: v["told"],
    ),
    Claim(
        "somebody says that it is done",
        "says that it is done",
        "sagt, dass sie erledigt ist",
        lambda v: v["by_name"] != "" and not v.get("silent"),
    ),
    Claim(
        "an answer was given before, and the requester was silent",
        "have not heard from you since",
        "seitdem haben wir nichts von dir gehört",
        lambda v: v["silent"] if "silent" in v else v["by_name"] == "",
    ),
    Claim(
        "the requester was told before on which day it is closed",
        "A mail of ours has said so already",
        "So stand es schon in einer Mail von uns",
        lambda v: v["did"] == "ends" and not v["told"],
    ),
    Claim(
        "it is closed on a day that was said",
        "is done, and we close it on",
        "erledigt ist, und wir schließen",
        lambda v: v["request"].ends_at is not None and v["request"].done_by,
    ),
    Claim(
        "what was answered",
        "What (Bo Jensen|was) (answered|wrote last|written)",
        "Was (Bo Jensen|dir|am) [^:]*(geantwortet|zuletzt)",
        lambda v: v["past"].answer,
    ),
    Claim("what was asked", "What it was about", "Worum es ging", lambda v: v["past"].asked),
    Claim(
        "the promised time had passed",
        r"By the promised time|no answer of \w+ \w+ that we know of came in time",
        "bis zur versprochenen Zeit|Rechtzeitig kam von",
        lambda v: v["late"],
    ),
    Claim(
        "nobody had answered by then",
        "before anybody had answered it|nobody had answered it yet",
        "bevor jemand darauf geantwortet hat|geantwortet hatte noch niemand",
        lambda v: not v["answered"] and v["how"] == "cancelled",
    ),
    Claim(
        "the owner has their mail",
        "Your mail went on to",
        "Deine Mail ging weiter an",
        lambda v: v["carried"],
    ),
    Claim(
        "all that they asked is closed",
        "[Nn]othing is open for you",
        "für dich ist nichts offen",
        lambda v: not v["lines"],
    ),
    Claim(
        "an answer is late",
        "The answer is late",
        "Die Antwort ist verspätet",
        lambda v: v["request"].told_by < v["now"],
    ),
    Claim(
        "we are closed",
        "We are closed right now",
        "Wir haben gerade geschlossen",
        lambda v: v["outside"],
    ),
    Claim(
        "the address does not exist",
        "That address does not exist",
        "Diese Adresse gibt es nicht",
        lambda v: "5.1.1" in v["text"],
    ),
    Claim(
        "a mail may be the answer",
        "A mail that may be (one|the answer) came to us",
        "Eine Mail, die vielleicht (eine|die Antwort) ist",
        lambda v: v["perhaps"],
    ),
    Claim(
        "no receipt went out",
        "no receipt went out",
        "ging keine Bestätigung hinaus",
        lambda v: not v["receipt_sent"],
    ),
    Claim(
        "the reader is asked how it was, and somebody else looks into what was not good",
        "How was it|somebody else looks into it",
        "Wie war es|Jemand anderes kümmert sich darum",
        lambda v: v["asks_rating"],
    ),
    Claim(
        "who complained said no more than that",
        "wrote no more than that|What went wrong",
        "Mehr hat .* nicht geschrieben|Was ist schiefgegangen",
        lambda v: not v["said"],
    ),
    Claim(
        "who it is about hears nothing",
        "hears nothing of this from us",
        "erfährt (davon|hiervon) durch uns nichts",
        lambda v: bool(v.get("kept_from") or v.get("had_by")),
    ),
    Claim(
        "it went out before",
        "went out once, and nobody knows",
        "ging einmal hinaus, und niemand weiß",
        lambda v: v["uncertain"],
    ),
)

NEVER = (
    (
        "what somebody has read",
        r"has (not )?(seen|read) (it|this|them)|knows (it|that)|does not know",
        r"hat (sie|es|das) nicht (gesehen|gelesen)|weiß (das|es) noch nicht|weiß Bescheid",
    ),
    (
        "that somebody waits since then",
        r"waiting (for an answer )?since|still waiting for an answer",
        r"wartet seit|wartet noch auf eine",
    ),
    ("when somebody will write", r"You will hear from", r"hörst als Nächstes von"),
    (
        "that nobody else has it",
        r"[Nn]obody (but you|else) (sees|got|has)|wrote this to you alone",
        r"[Nn]iemand sonst hat|[Nn]ur du siehst",
    ),
    ("an empty subject", r"“\s*”", r"„\s*“"),
    (
        "what does not exist yet",
        r"not work yet|does nothing yet|planned",
        r"tut noch nichts|geplant",
    ),
    (
        "what none of us can know",
        r"has not gone out yet|we no longer have what you wrote",
        r"noch nicht hinausgegangen|haben nicht mehr, was du",
    ),
)

FLAGGED = (
    letters.HandedRequester,
    letters.SlippedRequester,
    letters.SlippedManager,
    letters.Reminder,
    letters.HandedOwner,
    letters.Closed,
    letters.Unverified,
)
"""Letters whose values are tried in every combination; of the others, each two together."""


def flat(text: str) -> str:
    return " ".join(text.split())


def cases(kind: type[AnyLetter]) -> Iterator[dict[str, Any]]:
    usual = samples.of(kind.name)[0]
    own = dict(samples.OWN[kind])
    if "request" in usual:
        own["request"] = samples.COMMON["request"]
    if kind in FLAGGED:
        for chosen in product(*own.values()):
            yield {**usual, **dict(zip(own, chosen, strict=True))}
        return
    pairs = combinations(own.items(), 2) if len(own) > 1 else ((one, one) for one in own.items())
    for (first, some), (second, others) in pairs:
        for one, other in product(some, others):
            yield {**usual, first: one, second: other}


@cache
def said(language: str) -> Mapping[str, list[tuple[str, Values]]]:
    """What each letter says in every case."""
    return {
        kind.name: [
            (flat(render(LETTERS, kind.name, language, values).text), values)
            for values in chain([samples.of(kind.name)[0]], cases(kind))
        ]
        for kind in samples.OWN
    }


@cache
def patterns(language: str) -> Mapping[str, re.Pattern[str]]:
    """How a language says each claim, and what it must not: by name, as in the tables above."""
    if language in ("en", "de"):
        own = {claim.name: getattr(claim, language) for claim in PROVEN}
        own |= {what: en if language == "en" else de for what, en, de in NEVER}
    else:
        lines = (HERE / f"claims_{language}.txt").read_text("utf-8").splitlines()
        own = dict(line.split(" = ", 1) for line in lines)
    return {name: re.compile(pattern) for name, pattern in own.items()}


EACH_RUN = ("en", "de")
OTHERS = tuple(one for one in LETTERS.languages if one not in EACH_RUN)
LATER = pytest.mark.proof(part="languages")
IN_LANGUAGES = pytest.mark.parametrize(
    "languages", [EACH_RUN, pytest.param(OTHERS, marks=LATER)], ids=["in each run", "others"]
)


@pytest.mark.parametrize(
    "language", [*EACH_RUN, *(pytest.param(one, marks=LATER) for one in OTHERS)]
)
def test_each_language_has_letters_and_words_for_each_claim(language):
    """What it says is written here, a language at a time, for the tests below."""
    assert set(said(language)) == {kind.name for kind in samples.OWN}
    names = {claim.name for claim in PROVEN} | {what for what, *_ in NEVER}
    assert set(patterns(language)) ^ names == set()


@IN_LANGUAGES
@pytest.mark.parametrize("claim", PROVEN, ids=[claim.name for claim in PROVEN])
def test_a_claim_stands_only_where_it_is_proven(claim, languages):
    for language in languages:
        claims = patterns(language)[claim.name].search
        found = [
            (text, v) for texts in said(language).values() for text, v in texts if claims(text)
        ]
        assert found, f"no letter in {language} says this: take it out of the table"
        for text, values in found:
            assert claim.proof(values), text


PAGE = re.compile(r"(?m)^(?!\{%|Subject)[^\n]*%\}\n\n(?!\n)[^\n{]")
"""A tag at the end of a line takes its newline away: the paragraph below would join this one."""


def test_no_paragraph_joins_the_one_above_it():
    for path in TEMPLATES:
        assert not (found := PAGE.search(path.read_text("utf-8"))), (path, found[0])


TWICE = re.compile(r"(?m)^(?!- |\{%|    )([^\n]{20})[^\n]*\n\1")
"""Two lines, one below the other, that begin alike: as a merge leaves them that kept both."""


def test_nothing_is_said_twice():
    assert [path for path in TEMPLATES if TWICE.search(path.read_text("utf-8"))] == []


def test_a_promise_is_said_as_a_deadline():
    """ "for today at 15:30" is a point in time: whoever answers at 15:00 keeps the promise."""
    assert [path for path in TEMPLATES if "promised_at | at" in path.read_text("utf-8")] == []


@IN_LANGUAGES
@pytest.mark.parametrize("what", [what for what, *_ in NEVER])
def test_nothing_is_claimed_that_nobody_can_know(what, languages):
    for language in languages:
        pattern = patterns(language)[what]
        for name, texts in said(language).items():
            for text, _ in texts:
                assert not pattern.search(text), f"{name}: {what}: {text}"
