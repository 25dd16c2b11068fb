"""A text → what it says besides thanks, praise and politeness. Thanks tell nothing of what stands
beside them: "Nobody came. Thanks!"
"""

from __future__ import annotations

import re
from typing import NamedTuple

from mailtracker.desk.thanks.called import without_names
from mailtracker.desk.thanks.clauses import ENDS, folded
from mailtracker.desk.thanks.polite_words import POLITE, PRAISE
from mailtracker.desk.thanks.thanks_words import FOR, GLAD, THANKING

_PARTS = re.compile(f"({ENDS.pattern})")
_WORD = re.compile(r"[^\W_]+")
_KIND = POLITE | PRAISE
_LOOSE = " ,;:\n–—-"
"""Signs that joined it to the thanks."""
_GREETINGS = frozenset(
    "hi hello hey dear hallo hoi hej kaere kære liebe lieber sehr geehrte geehrter beste lieve ola"
    " oi bonjour cher chere caro cara prezado prezada estimado estimada salut coucou moin servus"
    " all team alle sammen allen tous toutes a todos pessoal frau herr monsieur madame meneer"
    " mevrouw senhor senhora".split()
)
_IN_ADVANCE = frozenset("alvast mal morgen tomorrow demain amanha".split())
_CONSENT = frozenset("ja yes yep yeah oui sim jo jep gern gerne graag please bitte".split())
_WITHOUT_FOR = frozenset("agradeco agradecemos".split())
_ANY = frozenset("an ein eine einen een et um uma un une".split())
"""Behind "for", or these thanks: "merci pour un retour rapide" asks for one."""
_UNTIL = frozenset("see talk speak bis tot a ate vi auf till until".split())
_DAYS = frozenset(
    "tomorrow monday tuesday wednesday thursday friday morgen ubermorgen montag dienstag mittwoch"
    " donnerstag freitag nachste maandag dinsdag woensdag donderdag vrijdag volgende i mandag"
    " tirsdag onsdag torsdag fredag naeste demain lundi mardi mercredi jeudi vendredi semaine"
    " prochaine amanha segunda terca quarta quinta sexta ved tales snakkes to".split()
)
"""Until when somebody says goodbye."""
_OF_WISHES = frozenset(
    "have day days weekend evening morning afternoon night week one luck tag abend morgen nacht"
    " wochenende feierabend woche dag avond weken aften uge dia noite tarde fim semana viagem"
    " journee soiree soir nuit dimanche vacances ferien urlaub".split()
)
"""A wish has words of praise, too: "have a nice day"."""
_SMILES = re.compile(rf"[{''.join(GLAD)}\uFE0F]|[:;]-?[)D]+|\^\^|<3")
_ONE_WORD = "thanks"
_JOINT = re.compile(r"\s(?:and|und|en|og|e|et)\s", re.IGNORECASE)
_MOST = 6
"""Words of thanks behind something else, without a sign between."""


class Besides(NamedTuple):
    #: What it says besides, names aside; "" where that is all.
    rest: str
    #: There are neither thanks nor praise in it.
    is_bare: bool


def besides_thanks(text: str) -> Besides:
    parts = _parts(text)
    ends = [*parts[1::2], ""]
    left = [_without_thanks(part) for part in parts[::2]]
    left[-1] = _without_wish(left[-1])
    rest = "".join(part + end for part, end in zip(left, ends, strict=True) if part).strip(_LOOSE)
    return Besides(rest, is_bare=not any(map(_thanks_or_praises, map(_words, parts[::2]))))


def _thanks_or_praises(words: list[str]) -> bool:
    if THANKING.search(" ".join(words)):
        return True
    praises = not PRAISE.isdisjoint(words) and _KIND.issuperset(words)
    return praises and _OF_WISHES.isdisjoint(words)


def within_kindness(text: str) -> str:
    """What stands between a greeting and wishes, names, smiles and full stops, with one word for
    all thanks: these change nothing of an answer. "Tak, det virker og god weekend" is "Thanks, det
    virker". All of it where nothing is left.
    """
    parts = _parts(text)
    while len(parts) > 1 and _GREETINGS.issuperset(_words(parts[0])):
        parts = parts[2:]
    while len(parts) > 1 and _is_wish(_words(parts[-1])):
        parts = parts[:-2]
    parts[-1] = _without_wish(parts[-1])
    parts[::2] = map(_with_one_word, parts[::2])
    left = "".join(parts).strip(f"{_LOOSE}!")
    return (left if left.endswith("..") else left.rstrip(f"{_LOOSE}.!")) or text


def _parts(text: str) -> list[str]:
    """Clauses and the signs between, in turns. Where there are words, a smile says no more."""
    return _PARTS.split(_SMILES.sub("", without_names(text)))


def _with_one_word(part: str) -> str:
    """For its thanks, if it does not say what for."""
    if _thanks_for_what_was(_words(part)):
        return _ONE_WORD
    rest = _without_thanks(part)
    if not rest or rest == part:
        return part
    return f"{rest} {_ONE_WORD}" if part.startswith(rest) else f"{_ONE_WORD} {rest}"


def _is_wish(words: list[str]) -> bool:
    if words[1:] and words[0] in _UNTIL:
        return (_KIND | _DAYS).issuperset(words)
    return _is_kind(words) and not is_plain_thanks(words)


def _without_wish(part: str) -> str:
    """Of a clause: " and have a nice evening"."""
    for joint in _JOINT.finditer(part):
        if _is_wish(_words(part[joint.end() :])):
            return part[: joint.start()]
    return part


def thanks_alone(text: str) -> bool:
    """Whether it thanks behind no more than a greeting, for nothing that has to be named, and all
    below is kind: "Hi Bo, thanks for your help. Have a nice day". It consents to nothing, and
    thanks for nothing that is still to be done.
    """
    said = [words for part in _parts(text) if (words := _words(part))]
    thanks = next((at for at, words in enumerate(said) if not _GREETINGS.issuperset(words)), None)
    if thanks is None or not is_plain_thanks(said[thanks]):
        return False
    return all(map(_is_kind, said[thanks:]))


def _is_kind(words: list[str]) -> bool:
    if not (_IN_ADVANCE | _CONSENT).isdisjoint(words):
        return False
    return _KIND.issuperset(words) or _thanks_for_what_was(words)


def _thanks_for_what_was(words: list[str]) -> bool:
    return is_plain_thanks(words) and not _asks_for(words)


def asks_by_thanks(text: str) -> bool:
    """ "Merci pour un retour rapide", "thanks for a quick reply"."""
    said = map(_words, _PARTS.split(text))
    return any(is_plain_thanks(words) and _asks_for(words) for words in said)


def _asks_for(words: list[str]) -> bool:
    rest = _behind_thanks(words) or []
    if rest[:1] and words[0] in _WITHOUT_FOR:
        return rest[0] in _ANY
    if len(rest) < 2 or rest[0] not in FOR:
        return False
    return rest[1] in _ANY or rest[:2] == ["for", "a"]


def _words(part: str) -> list[str]:
    return [folded(word) for word in _WORD.findall(part)]


def thanks_whole(words: list[str]) -> bool:
    """Whether they only thank: somebody, or for something. Folded as `clauses` does."""
    rest = _behind_thanks(words)
    return rest is not None and (_KIND.issuperset(rest) or rest[0] in FOR)


def is_plain_thanks(words: list[str]) -> bool:
    """The same for nothing that had to be named: "thanks for your quick help"."""
    rest = _behind_thanks(words)
    return rest is not None and (_KIND | FOR).issuperset(rest)


def _behind_thanks(words: list[str]) -> list[str] | None:
    """None where they do not begin with thanks."""
    found = THANKING.match(" ".join(words))
    return None if found is None else found.string[found.end() :].split()


def _without_thanks(part: str) -> str:
    """Of a clause, with its capitals and accents."""
    places = list(_WORD.finditer(part))
    words = [folded(place[0]) for place in places]
    if _KIND.issuperset(words) or thanks_whole(words):
        return ""
    for last in range(min(_MOST, len(words) - 1), 0, -1):
        if _behind_thanks(words[-last:]) == []:
            return part[: places[-last].start()].rstrip()
    for first in range(min(_MOST, len(words) - 1), 0, -1):
        if _behind_thanks(words[:first]) == [] and words[first] not in FOR:
            return part[places[first].start() :]
    return part
