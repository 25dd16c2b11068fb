"""A mail that opens a request, and its first line → for whom it is opened: somebody of the owner's
side may open one for somebody else, and that one is its requester (docs/reliability.md, W16 to
W19).
"""

from __future__ import annotations

from dataclasses import replace

from mailtracker.desk.absence.absences import has_left
from mailtracker.desk.assign import find_somebody
from mailtracker.desk.case import Case, is_a_person, perhaps_automatic
from mailtracker.desk.names.name_words import NOUNS
from mailtracker.desk.request import Request
from mailtracker.desk.why import NotTheirs
from mailtracker.desk.words.owner_words import Word, read_command
from mailtracker.desk.words.request_for import RequestFor, read_request_for
from mailtracker.mail.message import Address, Kind, Message, Proof
from mailtracker.mail.origin.phrases import daemon_address, no_reply
from mailtracker.mail.subject import is_answer, is_answer_or_forward, is_forward
from mailtracker.mail.text.header_block import MAIL, label
from mailtracker.policy.identity import identities, identity, same
from mailtracker.policy.model import Person, Policy, Route
from mailtracker.record import dataclass

_THINGS = NOUNS | frozenset(
    "access art bill case cash chance change cover frank grant guy help hope leave mark page price "
    "quote stock will".split()
)
"""Names that people ask for as things: written small they are no names."""

MAX_SUBJECT = 70
"""Characters of a line that stands for a subject."""


@dataclass(frozen=True, slots=True)
class Behalf:
    """A mail by which somebody opens a request for somebody else."""

    #: The mail as if those had written it for whom it is: what the rules see.
    case: Case
    #: The line that says so.
    line: str
    #: What its writer typed below it.
    words: str
    #: It passes on what others wrote: the owner alone has that.
    hidden: bool
    #: They are named by their name alone.
    by_name: bool

    @property
    def subject(self) -> str:
        """That of the mail. Of one that passes on what others wrote it is theirs, too: then the
        first line that was typed.
        """
        subject = self.case.message.subject
        if not self.hidden or not is_answer_or_forward(subject):
            return subject
        typed = self.words.partition("\n")[0].strip().rstrip(".") or self.line
        return typed if len(typed) <= MAX_SUBJECT else f"{typed[: MAX_SUBJECT - 1].rstrip()}…"

    def is_written_to_them(self, found: Route) -> bool:
        """ "Request for Sam", where Sam is one of those who would have it: it is for him to
        answer.
        """
        person, team = self.case.person, self.case.policy.teams.get(found.to)
        meant = (*team.members, team.lead) if team else (found.to,)
        return self.by_name and person is not None and person.key in meant


@dataclass(frozen=True, slots=True)
class Own:
    """It is its writer's own request although it asks for another's: `why`, and whom it is
    `asked_for` (the key of an address), "" where that is not certain. One reply may make it theirs.
    """

    why: NotTheirs
    asked_for: str = ""


def opens_for(case: Case) -> Behalf | Own | None:
    """For whom it is. None for a mail like any other: it asks for nobody, its writer is not among
    those who may, or our border could say who wrote it and does not.
    """
    said = read_request_for(case.message.new_text)
    if said is None or not _is_a_persons(case) or not may_open_for_others(case):
        return None
    certain = case.confirmed or case.classified.verified is True
    if not certain and (case.strict or case.has_border):
        return None
    who = _whom(case, said)
    if who is None or isinstance(who, Own):
        return who
    if _says_a_word(case, said):
        return Own("word")
    if not certain:
        # One reply may prove it; but nothing takes back what an answer to the owner's mail quotes.
        return Own("unproven", "" if passes_on_others(case, who) else who.key)
    if case.facts.issued or case.facts.known:
        return Own("thread")
    return Behalf(
        case=as_theirs(case, who),
        line=said.line,
        words=said.rest,
        hidden=passes_on_others(case, who),
        by_name=not said.email,
    )


def asks_for_somebody(case: Case) -> bool:
    """Its first line says for whom it is, whoever wrote it: in an answer it is for us."""
    said = read_request_for(case.message.new_text)
    return said is not None and _whom(case, said) is not None


def _says_a_word(case: Case, said: RequestFor) -> bool:
    """Right below it stands what would be for us, or for a colleague, in an answer: they would read
    it.
    """
    found = read_command(said.rest)
    if found is None or found.word is Word.SEND:
        return False
    if found.word not in (Word.FOR, Word.ADD, Word.DROP):
        return True
    return bool(find_somebody(case.candidates(), found.argument))


def _is_a_persons(case: Case) -> bool:
    """Written by hand, and not through a form or a list."""
    by_hand = case.classified.kind is Kind.PERSON and not perhaps_automatic(case)
    return by_hand and case.form is None and not case.message.passed_list


# Who may.


def may_open_for_others(case: Case) -> bool:
    """Whoever has, shares or leads requests by the rules, and the admins. Not whose mailbox is in
    the wrong hands, nor whom our border denies.
    """
    if case.proof is Proof.DISPROVEN or case.has_left:
        return False
    person = case.person
    if person is None:
        return case.is_admin
    if person.key in case.scene.revoked:
        return False
    return case.is_admin or has_requests(case.policy, person)


def has_requests(policy: Policy, person: Person) -> bool:
    """Whether the rules, or a team that they name, may give somebody a request."""
    named = {*(rule.to for rule in policy.rules), policy.fallback.to}
    teams = policy.teams.values()
    return person.key in named or any(person.key in (*one.members, one.lead) for one in teams)


# For whom.


def _whom(case: Case, said: RequestFor) -> Address | Own | None:
    if not said.alone:
        return Own("line")
    if said.email:
        return _by_address(case, said)
    people = _called(case, said.name)
    if len(people) != 1:
        return Own("several") if people else None
    (person,) = people
    return None if case.is_from(person) else Address(person.name, person.addresses[0])


def _by_address(case: Case, said: RequestFor) -> Address | Own | None:
    email = said.email
    person = case.policy.person_by_address(email)
    who = Address(person.name if person else said.name, email)
    if case.is_from(who):
        return None
    if case.alias.is_ours(who) or no_reply(email) or daemon_address(email):
        return Own("nobody")
    if not is_a_person(case, who):
        return Own("nobody")
    if person is not None:
        return who if _is_there(case, person) else Own("nobody")
    known = who.domain in case.alias.home or same(case.policy, who, case.facts.wrote_before)
    return who if known else Own("outside")


def _called(case: Case, name: str) -> list[Person]:
    """By a whole name, a key or a given name. A family name alone is as often a thing, and so is
    a given name that is written small and is a word besides.
    """
    wanted, people = name.casefold(), case.policy.people.values()
    if name == wanted and wanted in _THINGS:
        return []
    exact = [one for one in people if one.name.casefold() == wanted]
    found = exact or [one for one in people if wanted in _short_names(one)]
    return [one for one in found if _is_there(case, one)]


def _short_names(person: Person) -> tuple[str, ...]:
    return (person.key.casefold(), *person.name.casefold().split()[:1])


def _is_there(case: Case, person: Person) -> bool:
    """Neither gone, nor is their mailbox in the wrong hands."""
    return person.key not in case.scene.revoked and not has_left(case.scene, person.key)


# What they may read.


def passes_on_others(case: Case, who: Address) -> bool:
    """Whether the mail has words that neither its writer typed nor they wrote, as far as its
    headings say: then what an answer quotes would show them. They may have it already.
    """
    message = case.message
    if case.has_it_already(who):
        return False
    answers = is_answer(message.subject) or (message.in_reply_to and not message.forwarded)
    passes_on = bool(message.forwarded) or is_forward(message.subject)
    return bool(answers) or (passes_on and not _wrote_all(case.policy, message, who))


def _wrote_all(policy: Policy, message: Message, who: Address) -> bool:
    """Every heading of what is passed on names them as its author, by address."""
    headings = (label(line) for line in message.forwarded.split("\n"))
    authors = [MAIL.findall(value) for category, value in headings if category == "from"]
    theirs = {identity(policy, who)}
    return bool(authors) and all(found and theirs >= identities(policy, found) for found in authors)


def written_by(message: Message, who: Address) -> Message:
    """A mail that was opened for somebody, as if they had written it themselves."""
    said = read_request_for(message.new_text)
    if said is None:
        return message
    text, whole = said.rest, message.text.replace(said.line, "", 1)
    return replace(message, sender=who, from_=(who,), reply_to=(), new_text=text, text=whole)


def as_asked(case: Case, request: Request) -> Case:
    """The mail that opened a request: its requester's, whoever opened it for them."""
    return as_theirs(case, request.requester) if request.given.opened_by else case


def as_theirs(case: Case, who: Address) -> Case:
    """Its writer, who is certain, vouches for them."""
    message = written_by(case.message, who)
    classified = replace(case.classified, verified=True)
    facts = replace(case.facts, confirmed=False, confirmed_by="")
    incoming = replace(case.incoming, message=message, classified=classified, facts=facts)
    return Case(incoming, who, case.scene, through=case)


def says_again(case: Case, request: Request, owner: Person) -> Case | None:
    """A reply of its requester by which the `request` is that of whom they asked it for: the reply
    as if those had written it. None for any other, and where they have a part in it already.
    """
    said = read_request_for(case.message.new_text)
    if said is None or not request.given.asked_for or not may_open_for_others(case):
        return None
    who = _whom(case, said)
    if not isinstance(who, Address) or not same(case.policy, who, request.given.asked_for[0]):
        return None
    taken = identities(case.policy, (*request.copied, owner))
    return None if identity(case.policy, who) in taken else as_theirs(case, who)
