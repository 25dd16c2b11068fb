"""A request that its requester confides to somebody → who has it, who may be chosen, whom an answer
names.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from mailtracker.desk.absence.absences import has_left
from mailtracker.desk.assign import chain
from mailtracker.desk.candidates import Candidates, candidates_for
from mailtracker.desk.names.name_letters import bare, folded, spellings
from mailtracker.desk.request import Request
from mailtracker.desk.scene import Scene
from mailtracker.policy.model import Person
from mailtracker.record import dataclass


@dataclass(frozen=True, slots=True)
class Choice:
    """Who may be chosen now (`people`); whom the mails name, so that nobody proposes them
    (`named`); who is away (`away`).
    """

    people: tuple[Person, ...] = ()
    named: tuple[Person, ...] = ()
    away: tuple[Person, ...] = ()

    @property
    def everybody(self) -> tuple[Person, ...]:
        return (*self.people, *self.named, *self.away)

    def said(self, person: Person, also: Sequence[str] = ()) -> str:
        """The name; with an address where another one of them, or of these names, is called so."""
        names = [*(one.name for one in self.everybody if one != person), *also]
        alike = any(folded(bare(name)) == folded(bare(person.name)) for name in names)
        return f"{person.name} ({person.addresses[0]})" if alike else person.name


def confidant(request: Request, scene: Scene) -> Person | None:
    """Who has it; None where nobody is chosen, and where who was chosen can read no mail of ours
    any more.
    """
    person = scene.policy.people.get(request.owner)
    if person is None or person.key not in request.given.confidants:
        return None
    gone = person.key in scene.revoked or has_left(scene, person.key)
    return None if gone else person


def has_nobody(request: Request, scene: Scene) -> bool:
    """It waits for its requester to choose. False of every request without such a choice."""
    return bool(request.given.confide_in) and confidant(request, scene) is None


def choice_of(request: Request, scene: Scene) -> Choice:
    """Never who has it, the requester, nor anybody above them. Where nobody of the rule's is left
    it is whoever else the rule names.
    """
    first = _choice(request, scene, request.given.confide_in)
    if first.people or first.away:
        return first
    team = scene.policy.teams.get(request.given.routed_to)
    beside = (*team.members, team.lead) if team else (request.given.routed_to,)
    return _choice(request, scene, tuple(dict.fromkeys((*request.given.confide_in, *beside))))


def _choice(request: Request, scene: Scene, keys: tuple[str, ...]) -> Choice:
    around = _around(request, scene)
    above = chain(scene.policy, around.asker) if around.asker else []
    people: list[Person] = []
    named: list[Person] = []
    away: list[Person] = []
    for key in keys:
        person = scene.policy.people.get(key)
        if person is None or key in (request.owner, around.asker, *above):
            continue
        if key in scene.revoked or has_left(scene, key):
            continue
        if around.is_barred(key):
            named.append(person)
        else:
            (away if around.away(key) else people).append(person)
    return Choice(tuple(people), tuple(named), tuple(away))


def _around(request: Request, scene: Scene) -> Candidates:
    """As if anybody could be chosen."""
    around = candidates_for(request, scene)
    return Candidates(scene, request.requester, barred=around.barred)


# -- what an answer says --------------------------------------------------------------

MAX_CHARACTERS = 200
"""Of a line that names somebody. Anything longer is a sentence."""

_BESIDE = (
    "i want choose would like prefer please pls to for with tell the thanks thank you hi hello dear"
    " my confidant is yes"
    " ich möchte moechte wähle waehle nehme bitte danke an zu für fuer mit hallo liebe lieber ja"
    " mich meine mein vertrauensperson anvertrauen"
    " ik kies wil graag voor aan met alsjeblieft bedankt ja hallo beste mijn vertrouwenspersoon"
    " jeg vælger vil gerne til med tak venligst hej kære min fortrolige"
    " eu escolho quero prefiro gostaria de por favor para com obrigado obrigada olá sim minha"
    " je choisis voudrais préfère à pour avec merci bonjour oui ma personne confiance"
    " s'il te vous plaît"
)
"""Words that may stand beside a name and change nothing about it, in six languages."""

BESIDE = frozenset(folded(bare(_BESIDE)).split())

_WORD = re.compile(r"[^\s,;:!?()\[\]<>\"“”„*_]+")


@dataclass(frozen=True, slots=True)
class Chosen:
    """Whom the first line of an answer names (`person`), and what stands below it (`rest`)."""

    person: Person
    rest: str


def chosen_in(text: str, people: Sequence[Person], author: str = "") -> Chosen | None:
    """`text` is a mail's new text, quotes removed; `author`: all names of who wrote it. Only a line
    that is a name, and words that say nothing else, names anybody: in doubt nobody. A whole name is
    nobody's who has more; what its author may have signed with is nobody else's.
    """
    head, _, rest = text.lstrip().partition("\n")
    line = " ".join(head.split())
    if not line or len(line) > MAX_CHARACTERS or "?" in line:
        return None
    found, below = _called(line, people), rest.strip()
    if len(found) != 1 or _is_named(line, Person("", author, ())):
        return None
    others = _called(below.partition("\n")[0], people)
    return Chosen(found[0], below) if set(others) <= set(found) else None


def _called(line: str, people: Sequence[Person]) -> list[Person]:
    """Whom a line names that says nothing else."""
    found = [person for person in people if _is_named(line, person)]
    return [person for person in found if _is_whole(line, person)] or found


def _is_named(line: str, person: Person) -> bool:
    """Nothing stands there but this person, and words that say nothing, or are their name."""
    words, name = _telling(line), _words(person.name)
    if not words:
        return bool(name) and _words(line) == name
    names = {form for forms in name for form in forms}
    names |= {folded(word) for word in (person.key, *person.addresses)}
    return not any(names.isdisjoint(forms) for forms in words)


def _is_whole(line: str, person: Person) -> bool:
    """All of the name stands there."""
    said = frozenset[str]().union(*_telling(line))
    return not any(said.isdisjoint(forms) for forms in _telling(person.name))


def _telling(text: str) -> list[frozenset[str]]:
    """Without words that say nothing."""
    return [forms for forms in _words(text) if BESIDE.isdisjoint(forms)]


def is_polite(text: str, names: str) -> bool:
    """Nothing stands there but what may stand beside a name, and how its author, who has these
    `names`, signs.
    """
    known = BESIDE.union(*map(_forms, names.split()))
    return not any(known.isdisjoint(forms) for forms in _words(text))


def _words(text: str) -> list[frozenset[str]]:
    """Each word in its spellings."""
    words = (word.strip(".'’-") for word in _WORD.findall(text))
    return [_forms(word) for word in words if word]


def _forms(word: str) -> frozenset[str]:
    return frozenset((*spellings(word), folded(bare(word))))
