"""A digest that is due → one letter that lists its lines, to whoever may read it now."""

from __future__ import annotations

from mailtracker.desk.candidates import candidates_for
from mailtracker.desk.case import address_of
from mailtracker.desk.digests import MAX_LINES, OF_A_PERSON, Digested, Gathered
from mailtracker.desk.effects import Because, Decision, Effect, LogEvent, SendLetter
from mailtracker.desk.gate import decide
from mailtracker.desk.handing import owner_now
from mailtracker.desk.letters import AnswersGiven, Digest
from mailtracker.desk.readers import kept_out
from mailtracker.desk.request import Lane, Request
from mailtracker.desk.scene import Scene
from mailtracker.errors import MailtrackerError
from mailtracker.policy.model import Person


def on_digest(gathered: Gathered, scene: Scene) -> Decision:
    """What was gathered for an owner follows the request to whoever has it by now. Nobody who is
    kept out of it reads a line.
    """
    request, kind = gathered.request, gathered.kind
    if request is None or kind in OF_A_PERSON:
        raise MailtrackerError(f"{kind} are told by no request: a bug")
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


def answered(gathered: Gathered) -> AnswersGiven:
    """What went out in its reader's name."""
    shown = gathered.lines[:MAX_LINES]
    return AnswersGiven(shown, len(gathered.lines) - len(shown))


def _reader(gathered: Gathered, request: Request, scene: Scene) -> tuple[Person, list[Effect]]:
    if gathered.kind is Digested.CLAIMS:
        named = scene.policy.people.get(gathered.person)
        if named is not None:
            return named, []
    return owner_now(candidates_for(request, scene), request)
