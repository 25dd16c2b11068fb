"""A digest that is due → one letter that lists its lines, to whoever may read it now."""

from __future__ import annotations

from mailtracker.desk.candidates import candidates_for
from mailtracker.desk.case import address_of
from mailtracker.desk.digests import MAX_LINES, OF_A_PERSON, Digested, Gather, Gathered
from mailtracker.desk.effects import Because, Decision, Effect, LogEvent, SendLetter
from mailtracker.desk.gate import decide
from mailtracker.desk.handing import owner_now
from mailtracker.desk.letters import AnswersGiven, Denied, Digest
from mailtracker.desk.readers import kept_out
from mailtracker.desk.request import Lane, Request
from mailtracker.desk.rungs import climb_of, waited
from mailtracker.desk.scene import Scene
from mailtracker.desk.several import SEVERAL, several
from mailtracker.desk.several_letters import Several
from mailtracker.errors import MailtrackerError
from mailtracker.policy.model import Person


def on_digest(gathered: Gathered, scene: Scene) -> Decision:
    """What was gathered for an owner follows the request to whoever has it by now. Nobody who is
    kept out of it reads a line.
    """
    request, kind = gathered.request, gathered.kind
    if request is None or kind in OF_A_PERSON:
        raise MailtrackerError(f"{kind} are told by no request: a bug")
    if kind is Digested.WAITS:
        return decide(_waited(gathered, request, scene), request, scene.policy)
    reader, handed = _reader(gathered, request, scene)
    told = f"{len(gathered.lines)} gathered mails ({kind})"
    if kept_out(scene.policy, request, reader) and not handed:
        kept = LogEvent("told nobody", f"{told}: {reader.name} is kept out of it")
        return decide([Because(f"{told} for nobody"), kept], request, scene.policy)
    lane = Lane.REQUESTER if reader.key == request.owner else Lane.TEAM
    shown = gathered.lines[:MAX_LINES]
    letter = Digest(kind, shown, len(gathered.lines) - len(shown))
    effects: list[Effect | Because] = [
        Because(f"{told} to {reader.name}"),
        *handed,
        SendLetter(letter, address_of(reader), reader.key, lane),
        LogEvent("digest", f"{told} to {reader.name}"),
    ]
    return decide(effects, request, scene.policy)


def _waited(gathered: Gathered, request: Request, scene: Scene) -> list[Effect | Because]:
    """A letter of its ladder to who was not at work: as it is by now."""
    person = scene.policy.people.get(gathered.person)
    since = gathered.lines[-1].at
    letter = waited(request, person, since, scene) if person and since else None
    if letter is None:
        return [Because(f"{request.reference} needs no word of its ladder any more")]
    return [Because(f"{gathered.person} is at work again ({request.reference})"), letter]


def put_off(gathered: Gathered, scene: Scene) -> list[tuple[int, Gather]]:
    """Lines of ladders whose reader is not at work, with the ids of their requests: for when they
    are. Nothing where one of these requests is promised by every minute.
    """
    person = scene.policy.people.get(gathered.person)
    if gathered.kind is not Digested.LATE or person is None:
        return []
    owed = [climb_of(one, scene) for one in gathered.requests if one is not None]
    opens = {one.request.id: one.opening(person) for one in owed if one}
    if None in opens.values():
        return []
    line = gathered.lines[0]
    return [
        (about, Gather(person.key, gathered.kind, line, at)) for about, at in opens.items() if at
    ]


def to_person(
    gathered: Gathered, scene: Scene, beside: Gathered | None = None
) -> tuple[Person, AnswersGiven | Denied | Several] | None:
    """Who is told what was gathered over all of their requests, and the letter: without a line of
    a request that they are kept out of by now. `beside`: what is told together with it. None:
    nothing is left to tell, or nobody to read it.
    """
    person = scene.policy.people.get(gathered.person)
    if person is None:
        return None
    if gathered.kind in SEVERAL:
        others = _each_once(beside) if beside else []
        letter = several(person, gathered.kind, _each_once(gathered), scene, others)
        return None if letter is None else (person, letter)
    each = zip(gathered.lines, gathered.requests, strict=True)
    lines = [line for line, about in each if not _is_kept_from(person, about, scene)]
    if not lines:
        return None
    shown, more = lines[:MAX_LINES], len(lines[MAX_LINES:])
    if gathered.kind is Digested.ANSWERS:
        return person, AnswersGiven(shown, more)
    return person, Denied(shown, more)


def _each_once(gathered: Gathered) -> list[Request]:
    return list({one.id: one for one in gathered.requests if one is not None}.values())


def _is_kept_from(person: Person, about: Request | None, scene: Scene) -> bool:
    return about is not None and kept_out(scene.policy, about, person)


def _reader(gathered: Gathered, request: Request, scene: Scene) -> tuple[Person, list[Effect]]:
    if gathered.kind in (Digested.CLAIMS, Digested.UNASKED):
        named = scene.policy.people.get(gathered.person)
        if named is not None:
            return named, []
    return owner_now(candidates_for(request, scene), request)
