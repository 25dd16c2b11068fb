"""One incoming message and what is known about it → a decision. The order of the
questions is the order of this file.
"""

from __future__ import annotations

from typing import Literal

from mailtracker.desk.absence.absence_said import absence_said
from mailtracker.desk.absence.noticed import answered_request, noticed
from mailtracker.desk.answering import answer
from mailtracker.desk.appointments import note_entries
from mailtracker.desk.askers.calling_off import called_off
from mailtracker.desk.askers.standing import all_stand, stands
from mailtracker.desk.asking_back import ask_whether_automatic, ask_whether_theirs
from mailtracker.desk.bounces import Answer, came_back, reported
from mailtracker.desk.called_in import call_in, call_in_by_opening, is_hidden_copy
from mailtracker.desk.case import MACHINES, Case, Incoming, address_of, perhaps_automatic
from mailtracker.desk.confidential import grown
from mailtracker.desk.confiding.choosing import asked_besides, confided, names_confidant
from mailtracker.desk.daily.whole_lists import answers_list
from mailtracker.desk.doubtful import nobody_certain, opens_nothing
from mailtracker.desk.effects import (
    Because,
    ConfirmDelivery,
    Decision,
    Dispose,
    Disposition,
    Effect,
    Judged,
    LogEvent,
    NoteServerId,
    OpenRequest,
    Relay,
    SendLetter,
)
from mailtracker.desk.elsewhere import ask_on_file
from mailtracker.desk.facts import Facts, Returned
from mailtracker.desk.following import (
    beside,
    call_again,
    change_copies,
    disproven,
    follow,
    wants_back,
)
from mailtracker.desk.gate import decide
from mailtracker.desk.handing import owner_now
from mailtracker.desk.letters import Unverified
from mailtracker.desk.limits import (
    guess_spends,
    guessed_too_much,
    hold,
    is_kept,
    opened_too_much,
    opening_spends,
    repeats,
    said_often,
    told_of_claim,
    unless_too_many,
    unless_too_many_bystanders,
    unless_too_many_disproven,
    unless_too_many_for_others,
    words_spends,
)
from mailtracker.desk.notes import NoteTeam
from mailtracker.desk.opened_for import theirs_now
from mailtracker.desk.opening import open_request
from mailtracker.desk.past_us import (
    answers_past_us,
    claimed_answer,
    kept_past_us,
    reached,
    written_as_alias,
)
from mailtracker.desk.quick import as_quick_as_seen, quick_spends
from mailtracker.desk.ratings.rated import rated
from mailtracker.desk.readers import kept_out
from mailtracker.desk.request import Lane, ProvenBy, Request, State
from mailtracker.desk.says import only_accepts, reacts_by_mail
from mailtracker.desk.scene import Scene
from mailtracker.desk.silent import as_configured
from mailtracker.desk.thread import PARTIES, Role, Thread, thread
from mailtracker.desk.ticking import ticked_beside, ticked_off
from mailtracker.desk.tongue import learns
from mailtracker.desk.words.owner_words import Word, read_command
from mailtracker.desk.words.pressing import only_presses
from mailtracker.desk.words.sending_kept import send_kept, settles
from mailtracker.mail.address_key import address_key
from mailtracker.mail.message import Kind, Message
from mailtracker.mail.origin.absence import away_robot
from mailtracker.mail.origin.recall import recalled
from mailtracker.mail.subject import without_gateway_tags
from mailtracker.policy.identity import identity
from mailtracker.policy.model import Person, Policy

SIDE_OF_REQUESTER = (*PARTIES, Role.BYSTANDER)
"""As whom people speak whose words keep others out of a confidential request."""

UNPROVEN = (State.UNCERTAIN, State.SENDING, State.READY)
"""In which no server has said yet that it took a mail of ours, and one may have it all the same."""

MAX_HOPS = 25
"""Received lines that an honest mail does not reach (docs/reliability.md, R6)."""


def on_message(incoming: Incoming, scene: Scene) -> Decision:
    """What to do with a message that was just fetched. Pure; whatever becomes of it ends in the
    ledger with its reason.
    """
    incoming = as_configured(incoming, scene.policy)
    effects, request_id = _judge(incoming, scene)
    about = incoming.facts.requests[request_id] if request_id is not None else None
    return decide([*_proof_of_arrival(incoming), *effects], about, scene.policy)


def _proof_of_arrival(incoming: Incoming) -> list[Effect]:
    """Of mails of ours that somebody or something has in hand, or that came back as they went."""
    facts = incoming.facts
    if (own := _own(incoming)) is not None:
        proof = [ConfirmDelivery(own.outbox_id, ProvenBy.ECHO)] if own.state in UNPROVEN else []
        return [*proof, *_changed_id(own, incoming)]
    pressed = [one.issued for one in (facts.pressed, facts.rates) if one is not None]
    touched = [*facts.issued, *pressed, *([facts.returned] if facts.returned else ())]
    return [ConfirmDelivery(one.outbox_id) for one in touched if one.state in UNPROVEN]


def _changed_id(own: Returned, incoming: Incoming) -> list[NoteServerId]:
    """Others know it by the id that it came back with, if by any other than ours. What our border
    denies teaches nothing.
    """
    now = incoming.message.message_id
    if now in ("", own.message_id) or incoming.classified.verified is False:
        return []
    return [NoteServerId(own.outbox_id, now)]


def _own(incoming: Incoming) -> Returned | None:
    """The mail of ours that it is: by the Message-ID that it has or was written with, or by the
    address that it came to.
    """
    marked = incoming.classified.kind is Kind.OWN
    return incoming.facts.own_mail or (incoming.facts.returned if marked else None)


def _judge(incoming: Incoming, scene: Scene) -> Answer:
    message, classified, facts = incoming.message, incoming.classified, incoming.facts
    if facts.own or classified.kind is Kind.OWN:
        return _came_home(incoming)
    if facts.duplicate_of:
        return _duplicate(incoming, scene)
    if facts.returned is not None:
        return came_back(incoming, facts.returned, scene)
    if len(message.all_fields("received")) > MAX_HOPS:
        return _quarantine(f"passed more than {MAX_HOPS} servers: it goes in a circle")
    if (known := ticked_off(incoming, scene) or _bounced(incoming, scene)) is not None:
        return known
    if classified.kind is Kind.AUTO_REPLY and classified.sure:
        return _recalled(incoming, scene) or _machine(incoming, scene)
    if message.sender is None and opens_nothing(message, incoming.alias):
        return _quarantine(f"nobody to answer: {message.sender_doubt}")
    sender = message.sender or nobody_certain(message)
    case = as_quick_as_seen(Case(incoming, sender, scene))
    if (aside := _put_aside(case)) is not None:
        return aside
    effects, request_id = absence_said(case) or _said(case, thread(case))
    beside = ticked_beside(incoming, scene)
    spends = [*quick_spends(case), *guess_spends(case)]
    return [Judged(case.proof), *spends, *effects, *beside], request_id


def _said(case: Case, found: Thread) -> Answer:
    return rated(case, found) or _by_role(case, found)


def _bounced(incoming: Incoming, scene: Scene) -> Answer | None:
    """Of a report that a mail did not arrive; None for any other mail."""
    message, classified = incoming.message, incoming.classified
    if classified.kind is not Kind.BOUNCE:
        return None
    if classified.sure or _returns_ours(message, incoming.facts, scene.policy):
        return reported(incoming, scene)
    return None


def _recalled(incoming: Incoming, scene: Scene) -> Answer | None:
    """Of a mail by which its writer asks to have an earlier one back: the owner of that one hears
    of it. None for any other mail, and where nothing of theirs is known.
    """
    sender = incoming.message.sender
    if sender is None or recalled(incoming.message) is None:
        return None
    case = Case(incoming, sender, scene)
    found = thread(case)
    request = found.request
    if request is None or found.late or found.role not in PARTIES:
        return None
    if is_kept(case, request):
        told = hold(case, request)
    else:
        told = unless_too_many(case, request, wants_back(case, request, found.why))
    return [Judged(case.proof), *told], request.id


def _came_home(incoming: Incoming) -> Answer:
    """Our own mail, filed with its request, so that it lies where mail of that one may."""
    own = _own(incoming)
    told, _ = _ignore("our own mail came back")
    return told, own.request_id if own else None


def _duplicate(incoming: Incoming, scene: Scene) -> Answer:
    """Nothing comes of it, but where it is the copy of an alias that nobody has heard of yet."""
    facts, sender = incoming.facts, incoming.message.sender
    same, number = facts.duplicate_of, facts.duplicate_request
    filed = Dispose(Disposition.DUPLICATE, f"the same mail as {same}")
    called: list[Effect] = []
    if sender is not None and number is not None and incoming.read_in:
        called = _heard_there(Case(incoming, sender, scene), facts.requests[number])
    return [Because(f"duplicate of {same}"), filed, *called], number


def _heard_there(case: Case, request: Request) -> list[Effect]:
    """As if that copy alone had come; whatever else that would set off, the first one did."""
    if not is_hidden_copy(case, request):
        return []
    found = thread(case)
    if found.request is None or found.request.id != request.id:
        return call_in_by_opening(case, request)
    return call_in(case, request, found, _on_request(case, found, request))


def _returns_ours(message: Message, facts: Facts, policy: Policy) -> bool:
    """A bounce in words is one of ours if it brings the id of a mail of ours back, and is not from
    whom that was sent to.
    """
    sender = identity(policy, message.sender) if message.sender else ""
    named = set(message.original_ids)
    back = [one for one in facts.issued if not named.isdisjoint((one.message_id, one.server_id))]
    return bool(back) and all(identity(policy, issued.recipient) != sender for issued in back)


def _ignore(reason: str) -> Answer:
    return [Because(reason), Dispose(Disposition.IGNORED, reason)], None


def _quarantine(reason: str) -> Answer:
    return [Because(reason), Dispose(Disposition.QUARANTINE, reason)], None


def _put_aside(case: Case) -> Answer | None:
    """Of what nobody is to read, whatever it says; None for any other mail."""
    if case.sender.key in case.alias.addresses:
        return _from_an_alias(case)
    if only_accepts(case):
        return _machine(case.incoming, case.scene, "an answer to an invitation, only signed")
    guessed = guessed_too_much(case) if case.facts.guesses else None
    return _ignore(guessed) if guessed else None


def _from_an_alias(case: Case) -> Answer:
    """Another alias of ours may be a team that writes from it, but our answers to it would be
    ignored as our own mail.
    """
    sender = case.sender
    if sender.key == address_key(case.alias.address):
        return written_as_alias(case) or _ignore("comes from the alias itself")
    told = f"comes from {sender.email}, an alias of ours: nobody would read the answer"
    return _quarantine(told)


def _by_role(case: Case, found: Thread) -> Answer:
    request = found.request
    if _robot_answers(case, found):
        return _machine(case.incoming, case.scene)
    if request is None or _has_its_own_matter(found):
        if reacts_by_mail(case):
            return _ignore("only a reaction, to no mail of a request that is served")
        if only_presses(case):
            return _ignore("only presses a button of a mail to somebody else")
        told = (answers_list(case) or all_stand(case)) if request is None else []
        return told or opened_too_much(case) or _open(case, found), None
    secrecy: list[Effect] = []
    changed = request
    if found.role in SIDE_OF_REQUESTER:
        changed, secrecy = grown(case, request)
    entries = note_entries(case.message, request, found.role)
    done = confided(case, request, changed, found) or _on_request(case, found, changed)
    done = [*done, *asked_besides(case, request, changed, found)]
    called, learnt = call_again(case, request, found.role), learns(case, request, found.role)
    about = [*secrecy, *entries, *called, *learnt]
    return [*about, *done, *call_in(case, changed, found, done)], request.id


def _has_its_own_matter(found: Thread) -> bool:
    """It points at a request that is not its author's, or at one that is history. What our border
    denies opens nothing beside the request that it names.
    """
    return found.role is not Role.DISPROVEN and (found.late or found.role is Role.STRANGER)


def _on_request(case: Case, found: Thread, request: Request) -> list[Effect | Because]:
    role = found.role
    if role is Role.DISPROVEN:
        return _disproven(case, request, found)
    if role is Role.ELSEWHERE:
        return [*ask_on_file(case, request, found), *claimed_answer(case, request)]
    if role is Role.CLAIMS:
        return _claimed(case, request, found)
    if role is Role.MATE and is_kept(case, request):
        return hold(case, request)
    if role not in SIDE_OF_REQUESTER:
        # Proven colleagues are heard also while the other side is held.
        return _answered(case, request, found)
    if is_kept(case, request):
        return hold(case, request)
    if role is Role.BYSTANDER:
        return unless_too_many_bystanders(case, request, beside(case, request, found.why))
    followed = _for_us(case, request, found) or follow(case, request, found)
    effects = unless_too_many(case, request, followed)
    return effects if found.meant is None else unless_too_many_for_others(case, effects)


def _for_us(case: Case, request: Request, found: Thread) -> list[Effect | Because]:
    """What the requester's side says to us, and not to the owner; nothing for any other mail."""
    changed = theirs_now(case, request, found) or change_copies(case, request, found)
    return changed or called_off(case, request, found) or stands(case, request, found)


def _answered(case: Case, request: Request, found: Thread) -> list[Effect | Because]:
    if kept_out(case.policy, request, case.sender):
        return _from_outside(case, request, found.why)
    # No program answers a mail by a button; what says that it is one was put aside before.
    by_hand = case.confirmed or found.pressed is not None
    if not by_hand and _is_automatic(case, request):
        return ask_whether_automatic(case, request, found.role)
    answered = answer(case, request, found)
    if found.role is Role.MATE:  # whose mail answers nothing of ours, so anybody may write more
        return unless_too_many(case, request, answered)
    return [*answered, *words_spends(case, request)]


def _is_automatic(case: Case, request: Request) -> bool:
    """As far as words say so. A note may tell that somebody is away, though not time and again."""
    sounds_away = perhaps_automatic(case) or away_robot(without_gateway_tags(case.message.subject))
    command = read_command(case.message.new_text)
    if command is not None and command.word in (Word.NOTE, None):
        return sounds_away and said_often(case, request)
    return sounds_away or repeats(case, request)


def _open(case: Case, found: Thread) -> list[Effect | Because]:
    """A request is paid for where there is one: a rule may want no answer to a mail."""
    effects = open_request(case, found.why, linked=found.request)
    opens = any(isinstance(effect, OpenRequest) for effect in effects)
    return [*effects, *(opening_spends(case) if opens else ())]


def _disproven(case: Case, request: Request, found: Thread) -> list[Effect | Because]:
    """What our border denies changes nothing. Where it answers a mail of ours to the owner's side,
    it may be theirs all the same: they are asked at the address on file.
    """
    speaks = found.said not in (*PARTIES, Role.BYSTANDER, Role.STRANGER, Role.CLAIMS)
    if found.proof and case.person and speaks:
        kept = settles(case, found)
        if kept is not None:
            return send_kept(request, kept, case.person, found.proof.lane)
        return ask_whether_theirs(case, request, found)
    owner, named = case.policy.people.get(request.owner), grown(case, request)[0]
    if owner and (kept_out(case.policy, named, owner) or names_confidant(request, named)):
        return _kept_back(found.why)  # it may be the requester's all the same
    return unless_too_many_disproven(case, request, disproven(case, request, found.why))


def _kept_back(why: str) -> list[Effect | Because]:
    """What names the owner of a confidential request and may not be from whom it says: it moves
    nothing, and the owner does not read it.
    """
    told = LogEvent("disproven", f"a mail that names the owner was carried to nobody: {why}")
    return [Because("disproven, and names the owner"), told, Dispose(Disposition.UNVERIFIED, why)]


def _claimed(case: Case, request: Request, found: Thread) -> list[Effect | Because]:
    """Somebody of the owner's side, by their address. Where our border vouches for it, or our
    tenant, only the answer to a mail of ours is missing: they are asked at the address on file.
    """
    if answers_past_us(case, request):
        return kept_past_us(case, request, found.why)
    vouched = case.classified.verified or case.classified.inside
    if vouched and case.person:
        return ask_whether_theirs(case, request, found)
    return _unverified(case, request, found.why)


def _from_outside(case: Case, request: Request, why: str) -> list[Effect | Because]:
    """From somebody on the owner's side who is kept out by now: the owner alone reads it, no word
    in it is carried out, and nothing is answered.
    """
    owner, handed = owner_now(case.candidates_for(request), request)
    note = NoteTeam(case.author.shown, answers=False, reached=reached(case, request))
    told = f"{case.sender.email}, who is kept out of it, wrote; the owner alone has that"
    return [
        Because(f"from somebody who is kept out of {request.reference}"),
        *handed,
        Relay(note, address_of(owner), owner.key, Lane.TEAM, case.author),
        LogEvent("confidential", told),
        Dispose(Disposition.REPLY, f"kept out: {why}"),
    ]


def _robot_answers(case: Case, found: Thread) -> bool:
    """A generated mail may ask, and a machine may add to what it asked; on a person's request it is
    no answer and no word.

    Robots of absent people call themselves auto-generated, too (Exchange), and would settle a
    promise.
    """
    request = found.request
    if request is None or case.classified.kind not in MACHINES:
        return False
    if (
        found.role is Role.STRANGER or found.meant
    ):  # the robot of somebody to whom a mail of ours was forwarded
        return bool(case.facts.issued)
    if perhaps_automatic(case) or case.classified.kind is not Kind.AUTO_GENERATED:
        return False
    return not (found.role in PARTIES and request.quiet)


def _unverified(case: Case, request: Request, why: str) -> list[Effect | Because]:
    """Filed, carried to nobody. Whose name it bears hears of it, of several in one digest; the mail
    itself gets no answer.
    """
    people = (case.person, case.policy.people.get(request.owner))
    heard = [one for one in people if one and not kept_out(case.policy, request, one)]
    return [
        Because("unverified"),
        *(effect for one in heard[:1] for effect in _tell_claim(case, request, one)),
        LogEvent("unverified", f"a mail that says it is from {case.sender.email}: {why}"),
        *claimed_answer(case, request),
        Dispose(Disposition.UNVERIFIED, why),
    ]


def _tell_claim(case: Case, request: Request, named: Person) -> list[Effect]:
    return told_of_claim(case, request, _somebody_says(case, request, named))


def _of_border(case: Case) -> Literal["", "denied", "silent"]:
    """What it says, where its word is asked for."""
    if not case.strict:
        return ""
    return "denied" if case.classified.verified is False else "silent"


def _somebody_says(case: Case, request: Request, named: Person) -> SendLetter:
    letter = Unverified(case.sender.email, _of_border(case), reached(case, request))
    lane = Lane.REQUESTER if named.key == request.owner else Lane.TEAM
    once = f"unverified.{case.now:%Y%m%d}"
    return SendLetter(letter, address_of(named), named.key, lane, once=once)


def _machine(incoming: Incoming, scene: Scene, why: str = "") -> Answer:
    """A vacation notice and the like: written down on the request it answers, never answered, never
    carried on.
    """
    reason, issued = why or incoming.classified.reason, incoming.facts.issued
    filed: list[Effect | Because] = [Because(reason), Dispose(Disposition.IGNORED, reason)]
    if not issued:
        return filed, None
    told = LogEvent("machine", f"{issued[0].recipient}: {reason}")
    about = answered_request(incoming, scene) or issued[0].request_id
    return [*filed, told, *noticed(incoming, scene)], about
