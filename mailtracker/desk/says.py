"""A message on a request → what it says there: the one place that knows what an answer is, and
which words begin a promise (docs/reliability.md, D11).
"""

from __future__ import annotations

import re
from dataclasses import replace
from enum import StrEnum

from mailtracker.desk.aside_phrases import MOST, name_forms
from mailtracker.desk.asides import Hearers, first_line, is_aside, names_in
from mailtracker.desk.behalf_letters import AskedThrough
from mailtracker.desk.case import Case, sounds_automatic
from mailtracker.desk.content import attached, own_words
from mailtracker.desk.letters import AskBack
from mailtracker.desk.lost.lost_letters import FilesStay
from mailtracker.desk.names.name_directory import directory
from mailtracker.desk.names.name_letters import bare as without_marks
from mailtracker.desk.names.name_letters import folded
from mailtracker.desk.names.name_words import NOUNS, VERBS
from mailtracker.desk.notes import CARRYING
from mailtracker.desk.reactions import Pressed, is_reaction_mail, may_be_reaction_mail, pressed
from mailtracker.desk.request import Request
from mailtracker.desk.seeing_to import sees_to_it
from mailtracker.desk.thanks.thanks import only_thanks, thanks_for_a_letter
from mailtracker.desk.words.on_behalf import asks_for_somebody
from mailtracker.desk.words.owner_words import is_sign_off
from mailtracker.mail.message import Kind, Message
from mailtracker.mail.origin.appointments import bare_answer, bare_cancellation, may_answer
from mailtracker.mail.subject import is_answer, is_forward, unmarked
from mailtracker.mail.text.quote_phrases import FINNISH
from mailtracker.policy.identity import identities

_WORD = re.compile(r"[^\W_]+")
_OF_SUBJECTS = frozenset("ext extern external ekstern externo externe re aw sv".split())
"""What gateways and mail programs put into a subject; nobody says anything by it."""

_PASS_ON_WITH_VS = ("da", "nb", "nn", "no")
"""Languages of those who forward with that mark."""

_CARRIED = (*CARRYING, FilesStay.name, AskedThrough.name)
"""What brings somebody's words, whole or without their files."""


class Says(StrEnum):
    """What a message says on its request."""

    #: Words, a file or a picture of its author's own, for whom the request is about.
    WORDS = "words"
    #: Only thanks, or that all is well.
    THANKS = "thanks"
    #: An emoji that was pressed or typed.
    REACTION = "reaction"
    #: The same, of which nobody knows whether it is a no or a question.
    OBJECTION = "objection"
    #: A signature, small print, quotes.
    NOTHING = "nothing"
    #: What others wrote, passed on.
    PASSED_ON = "passed on"
    #: Encrypted for us: nobody else can read it.
    LOCKED = "locked"
    #: For us, or for a colleague who does not read it.
    ASIDE = "aside"
    #: Only that an appointment is called off.
    CALLED_OFF = "called off"
    #: It sounds like a machine's answer.
    MACHINE = "machine"

    @property
    def is_answer(self) -> bool:
        """From the owner's side it is carried, and keeps the promise. In doubt it does neither."""
        return self is Says.WORDS

    @property
    def is_for_others(self) -> bool:
        """From the owner's side it is for whom they wrote it to, and not for the requester."""
        return self in (Says.PASSED_ON, Says.ASIDE)

    @property
    def begins(self) -> bool:
        """From the requester's side it starts a promise, and opens what is closed. In doubt it
        does both.
        """
        return self not in _BEGINS_NOTHING


_BEGINS_NOTHING = (Says.THANKS, Says.REACTION, Says.NOTHING, Says.CALLED_OFF, Says.MACHINE)


def says(case: Case, request: Request, of_owners: bool) -> Says:
    """What the message at hand says on this request; `of_owners`: its author speaks for the owner's
    side. What its author told us to send is what they mean to say.
    """
    if of_owners and case.confirmed:
        return Says.WORDS
    if sounds_automatic(case):
        return Says.MACHINE
    if only_calls_off(case):
        return Says.CALLED_OFF
    if case.message.locked:
        return Says.LOCKED
    if passes_on(case, request):
        return Says.PASSED_ON
    name = names_of(case)
    words = own_words(case.message.new_text, name)
    shows = attached(case.message, name, case.facts.pictures)
    if (reacts := _reacts(case, words, shows)) is not None:
        return reacts
    if of_owners:
        return _of_owners(case, request, words, shows)
    return _of_requesters(case, request, words, shows)


def says_more(case: Case, rest: str) -> bool:
    """Whether something is said besides a word for us: by the `rest` of the text below it, a file,
    or a picture that is too large for a logo.
    """
    name = names_of(case)
    below = "" if is_sign_off(rest, name) else own_words(rest, name)
    small = frozenset(one.digest for one in case.message.pictures if one.small)
    return bool(below) or attached(case.message, name, case.facts.pictures | small)


def reacts_by_mail(case: Case) -> bool:
    """Whether it is nothing but an emoji that somebody pressed, whatever it belongs to."""
    if not may_be_reaction_mail(case.message):  # as nearly every mail
        return False
    words = own_words(case.message.new_text, names_of(case))
    return is_reaction_mail(case.message, words) and not attached(case.message, "")


def only_accepts(case: Case) -> bool:
    """Whether a calendar program answers an invitation for its author, who typed nothing: the name
    that ends all their mails is no word.
    """
    return may_answer(case.message) and bare_answer(_as_typed(case))


def only_calls_off(case: Case) -> bool:
    """The same of an appointment that is called off."""
    return case.message.scheduling is not None and bare_cancellation(_as_typed(case))


def _as_typed(case: Case) -> Message:
    return replace(case.message, new_text=own_words(case.message.new_text, names_of(case)))


def _reacts(case: Case, words: str, shows: bool) -> Says | None:
    found = Pressed.NOTHING if shows else pressed(case.message, words)
    if found is Pressed.NOTHING:
        return None
    return Says.OBJECTION if found is Pressed.OBJECTION else Says.REACTION


def _of_owners(case: Case, request: Request, words: str, shows: bool) -> Says:
    if _is_written_to_others(case, request) or _answers_a_letter(case, words, shows):
        return Says.ASIDE
    if is_aside(words, _hearers(case, request, words)) or asks_for_somebody(case):
        return Says.ASIDE
    return Says.WORDS if words or shows else Says.NOTHING


def _of_requesters(case: Case, request: Request, words: str, shows: bool) -> Says:
    """What a list or a machine passes on is never only thanks."""
    if shows or case.classified.kind is not Kind.PERSON:
        return Says.WORDS
    said = replace(case.message, new_text=words, attachments=())
    if words:
        return Says.THANKS if only_thanks(said) else Says.WORDS
    return Says.WORDS if adds_in_subject(case, request) else Says.NOTHING


def _is_written_to_others(case: Case, request: Request) -> bool:
    """Neither to us nor to anybody who takes part: to a colleague, with a copy to us."""
    to = case.message.to
    if not to or any(map(case.alias.is_ours, to)):
        return False
    parties = identities(case.policy, (request.requester, *request.copied))
    return parties.isdisjoint(identities(case.policy, to))


def passes_on(case: Case, request: Request) -> bool:
    """Whether it is a forward: by the mark of its subject, or by a block in a mail that answers
    nobody. An answer may hold what others wrote as well.
    """
    subject = case.message.subject.lstrip()
    ours = subject.upper().startswith(f"[{request.reference}]".upper())
    if is_forward(subject) and not (ours and is_forward(request.subject)):
        return not (is_answer(subject) and _answers_with_vs(case))
    if is_answer(subject) or not case.message.forwarded:
        return False
    return not _comes_to_a_reply_address(case)


def _answers_with_vs(case: Case) -> bool:
    """Finns answer with "VS:", Danes and Norwegians pass on with it. An answer comes to a reply
    address; what stands below it bears the labels that its author's mail program writes.
    """
    if not _comes_to_a_reply_address(case):
        return False
    if case.message.forwarded:
        return bool(FINNISH.search(case.message.forwarded))
    attached = {part.content_type for part in case.message.attachments}
    return "message/rfc822" not in attached and case.classified.language not in _PASS_ON_WITH_VS


def _comes_to_a_reply_address(case: Case) -> bool:
    return any(one.by_token for one in case.facts.issued)


def names_of(case: Case) -> str:
    """All names of its author, in one text."""
    sender, person = case.sender, case.person
    local = sender.email.partition("@")[0].replace(".", " ").replace("_", " ")
    return " ".join((sender.name, person.name if person else "", local))


def _hearers(case: Case, request: Request, words: str) -> Hearers:
    """Who reads what goes to the requester, and which colleagues whom these `words` begin by naming
    do not.
    """
    parties = (request.requester, *request.copied, *case.message.to, *case.message.cc, case.sender)
    known = [(one, case.policy.person_by_address(one.email)) for one in parties]
    people = [person for _, person in known if person]
    said = [
        text for one, _ in known if not case.alias.is_ours(one) for text in (one.name, one.email)
    ]
    reading = {person.key for person in people}
    readers = names_in([*said, *(person.name for person in people)])
    forms = map(name_forms, names_in([first_line(words), words[:MOST]]))
    named = frozenset(form for one in forms for form in one) - readers - VERBS - NOUNS
    others = frozenset(word for word in named if _people_called(case, word) - reading)
    return Hearers(readers, others, _answers_question(case))


def _people_called(case: Case, word: str) -> set[str]:
    """The keys of all in whose name this word stands."""
    index, plain = directory(case.policy.people), folded(without_marks(word))
    return index.given.get(plain, set()) | index.family.get(plain, set())


def _answers_question(case: Case) -> bool:
    return any(one.letter == AskBack.name and case.answers(one) for one in case.facts.issued)


def _answers_a_letter(case: Case, words: str, shows: bool) -> bool:
    """Thanks to us, or that they see to it, for a letter that brought nobody's words."""
    answered = [one for one in case.facts.issued if case.answers(one)]
    if shows or not answered or answered[0].letter in _CARRIED:
        return False
    return sees_to_it(words) or thanks_for_a_letter(replace(case.message, attachments=()))


def adds_in_subject(case: Case, request: Request) -> bool:
    """Whoever has nothing to say in the mail itself may have said it above."""
    known = {*_words(request.subject), *_words(request.reference), *_OF_SUBJECTS}
    return not known.issuperset(_words(unmarked(case.message.subject)[0]))


def _words(text: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(text)]
