"""A mail that says how it was → that is kept; not good: somebody else looks into it. What wants
something goes on as any mail does (docs/reliability.md, U2 to U8).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from mailtracker.desk.bounces import Answer
from mailtracker.desk.case import Case, address_of, sounds_automatic
from mailtracker.desk.confidential import grown
from mailtracker.desk.effects import Because, Dispose, Disposition, Effect, LogEvent, Relay
from mailtracker.desk.facts import RATING_LIFE, Issued, KeptRating, PressedRating
from mailtracker.desk.following import follow
from mailtracker.desk.handing import owner_now
from mailtracker.desk.limits import hold, is_kept, unless_too_many
from mailtracker.desk.notes import NoteMore, NoteRequester
from mailtracker.desk.participants import is_sure_by_ours
from mailtracker.desk.ratings.complaining import complain
from mailtracker.desk.ratings.offering import CLOSING
from mailtracker.desk.ratings.rating_effects import KeepRating
from mailtracker.desk.ratings.rating_words import Rating, RatingLine, read_rating, worse
from mailtracker.desk.request import Lane, Request, Status
from mailtracker.desk.rights import Act, may
from mailtracker.desk.says import passes_on, says, says_more
from mailtracker.desk.thanks.thanks import gives_thanks
from mailtracker.desk.thread import Role, Thread, led_by
from mailtracker.mail.message import Kind, Proof
from mailtracker.record import dataclass


@dataclass(frozen=True, slots=True)
class _Rated:
    """What a mail (`case`, where it `found` its way) says of a `request` that was closed."""

    case: Case
    found: Thread
    request: Request
    #: When it was closed for the so-manieth time.
    closing: int
    #: How it was, and what else it says.
    said: RatingLine
    #: It came while that still counts.
    counts: bool

    @property
    def before(self) -> KeptRating | None:
        """What was kept of that closing."""
        about, kept = (self.request.id, self.closing), self.case.facts.ratings
        return next((one for one in kept if (one.request, one.closing) == about), None)

    @property
    def more(self) -> bool:
        """It says something besides: thanks on the same line close no mail."""
        beside = bool(self.said.words) and not self.said.line
        thanks = beside and gives_thanks(self.said.words.partition("\n")[0])
        return thanks or says_more(self.case, self.said.words)

    @property
    def again(self) -> bool:
        """It says nothing but what was kept of that closing already."""
        before = self.before
        return before is not None and before.rating is self.said.rating and not self.more

    @property
    def beneath(self) -> Case:
        """The mail without its word."""
        message = replace(self.case.message, new_text=self.said.words)
        return replace(self.case, incoming=replace(self.case.incoming, message=message))

    @property
    def words(self) -> str:
        return self.said.words.strip() if self.more else ""

    @property
    def kept(self) -> list[Effect]:
        """Nothing of a mail that nothing proves, and of a late one; but somebody looks into what
        was not good, and does so once.
        """
        bad = self.said.rating is Rating.NOT_GOOD
        rating, by = self.said.rating, self.case.sender.key
        keep = KeepRating(self.request.id, self.closing, rating, self.words, by)
        sure = may(Role.REQUESTER, Act.RATE, self.request) and is_sure_by_ours(self.case)
        return [keep] if bad or (sure and self.counts) else []


def rated(case: Case, found: Thread) -> Answer | None:
    """None for any other mail, and for one that goes on as any other does."""
    if case.facts.rates is not None and not _is_theirs(case, case.facts.rates):
        return _ignored(case, case.facts.rates.issued)
    if (closing := _below_closing_mail_of_others(case, found)) is not None:
        return _ignored(case, closing)
    about = _pressed(case, found) or _typed(case, found)
    if about is None:
        return None
    if is_kept(case, about.request):
        return hold(case, about.request), about.request.id
    return _not_good(about) if about.said.rating is Rating.NOT_GOOD else _good(about)


def _is_theirs(case: Case, rates: PressedRating) -> bool:
    """Its button was sent to its author, whom our border does not deny, and who asked."""
    asked = case.facts.requests[rates.issued.request_id].requester
    return case.rates and case.is_from(asked) and case.proof is not Proof.DISPROVEN


def _below_closing_mail_of_others(case: Case, found: Thread) -> Issued | None:
    """The closing mail in answer to which it says that it was not good, where nobody knows that its
    author asked, or our border denies it: else its owner would have it, with a warning.
    """
    request, answered = found.request, found.meant or found.proof
    if request is None or answered is None or found.role not in (Role.UNPROVEN, Role.DISPROVEN):
        return None
    if not _is_asked(case, request, answered):
        return None
    line = read_rating(case.message.new_text)
    return answered if line is not None and line.rating is Rating.NOT_GOOD else None


def _is_asked(case: Case, request: Request, answered: Issued) -> bool:
    """Whether that mail asks how it was. An answer does where it was the last one; a closing mail
    also where the request goes on since.
    """
    written, closed = answered.written_at or case.now, request.closed_at
    if request.given.confidential or request.merged_into or not case.alias.ratings:
        return False
    if answered.letter == NoteRequester.name:
        return closed is not None and written >= closed
    return answered.letter in CLOSING and (closed is not None or request.openings > 1)


def _closing(request: Request, written: datetime) -> int:
    """When it was closed for the so-manieth time this mail was written."""
    last = request.closed_at is not None and written >= request.closed_at
    return request.openings if last else max(1, request.openings - 1)


def _ignored(case: Case, closing: Issued) -> Answer:
    """Whoever has the button, or the `closing` mail, of somebody else: it says nothing to anybody,
    whatever stands in it. A word on who was not content is not for whoever would get it as any
    mail.
    """
    reason = "says how it was in a mail to somebody else"
    told = LogEvent("rating", f"{case.sender.email} {reason}: not counted")
    filed = Dispose(Disposition.UNVERIFIED, reason)
    return [Because(reason), told, filed], closing.request_id


def _pressed(case: Case, found: Thread) -> _Rated | None:
    """Of button and first line the worse one counts."""
    rates = case.facts.rates
    if rates is None:
        return None
    request, text = case.facts.requests[rates.issued.request_id], case.message.new_text
    why = f"says “{rates.rating}” to our mail to {case.sender.email}"
    found = Thread(request, Role.REQUESTER, why, rates.issued, late=found.late)
    line = read_rating(text)
    said = RatingLine(rates.rating, text, "")
    if line is not None:
        said = replace(line, rating=worse(rates.rating, line.rating))
    written = rates.issued.written_at or case.now
    closing = _closing(request, written)
    counts = case.now - written <= RATING_LIFE
    return _Rated(case, found, request, closing, said, counts)


def _typed(case: Case, found: Thread) -> _Rated | None:
    """The first line of an answer to the mail by which it was closed. In another mail it is what
    people say.
    """
    request, answered = found.request, found.proof
    if request is None or answered is None or not may(found.role, Act.RATE, request):
        return None
    if not _is_asked(case, request, answered):
        return None
    line = read_rating(case.message.new_text) if _is_typed(case, request) else None
    if line is None:
        return None
    written = answered.written_at or case.now
    counts = case.now - written <= RATING_LIFE
    return _Rated(case, found, request, _closing(request, written), line, counts)


def _is_typed(case: Case, request: Request) -> bool:
    if case.classified.kind is not Kind.PERSON or sounds_automatic(case):
        return False
    return not (case.message.amid_quotes or passes_on(case, request))


def _good(about: _Rated) -> Answer | None:
    """Kept, and its owner hears nothing, but for words. Where these want something, they are an
    answer like any other, and no rating.
    """
    case, before = about.case, about.before
    request = led_by(case, about.request)
    looks = _looks_into_it(before)
    if looks is not None and not about.again:
        return _more(about, looks) if about.more else _better(about, looks)
    if not about.more:
        because = Because(f"{about.request.reference} was {about.said.rating}")
        kept = [] if about.again else [*about.kept, *_noted(about)]
        filed = Dispose(Disposition.IGNORED, f"says how it was: {about.found.why}")
        return [because, *kept, filed], request.id
    if request.given.confidential or about.found.late:
        return None
    wants = says(about.beneath, request, of_owners=False).begins
    found = replace(about.found, request=request)
    carried = [_cut(one, about) for one in follow(about.beneath, request, found)]
    if not wants:
        carried += [*about.kept, *_noted(about)]
    return unless_too_many(case, request, carried), request.id


def _noted(about: _Rated) -> list[Effect]:
    return [LogEvent("rating", f"its requester: {about.said.rating}")] if about.kept else []


def _looks_into_it(before: KeptRating | None) -> Request | None:
    complaint = before.complaint if before else None
    return None if complaint is None or complaint.status is Status.CLOSED else complaint


def _better(about: _Rated, complaint: Request) -> Answer:
    """Who complained says otherwise by now: whoever looks into it reads that, and decides."""
    case, why = about.case, f"says otherwise by now: {about.found.why}"
    owner, handed = owner_now(case.candidates_for(complaint), complaint)
    note = NoteMore(case.author.shown, ())
    effects = [
        Because(f"who complained says “{about.said.rating}” by now"),
        *about.kept,
        *handed,
        LogEvent("rating", f"its requester: {about.said.rating}"),
        Relay(note, address_of(owner), owner.key, Lane.REQUESTER, case.author),
        Dispose(Disposition.REPLY, why),
    ]
    return unless_too_many(case, complaint, effects), complaint.id


def _cut(effect: Effect | Because, about: _Rated) -> Effect | Because:
    """How it was stands in no mail to whom it is about."""
    if not isinstance(effect, Relay) or not about.said.line:
        return effect
    return replace(effect, cut=about.said.line)


def _not_good(about: _Rated) -> Answer | None:
    before = about.before
    complaint = before.complaint if before else None
    if complaint is not None:
        return _more(about, complaint)
    return complain(about.case, about.request, about.words, about.kept)


def _more(about: _Rated, complaint: Request) -> Answer:
    """One request looks into it: what was sent twice is silence, further words are for that one."""
    case = about.case
    if about.again and complaint.status is not Status.CLOSED:
        reason = "says how it was once more"
        return [Because(reason), Dispose(Disposition.IGNORED, reason)], complaint.id
    changed, secrecy = grown(case, complaint)
    found = replace(about.found, request=changed, late=False)
    followed = unless_too_many(case, changed, follow(case, changed, found))
    return [*secrecy, *about.kept, *followed], complaint.id
