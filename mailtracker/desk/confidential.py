"""A confidential request and what its requester's side writes → who must never hear of it. Both
that it is confidential and who is kept out only ever grow (docs/reliability.md, T6).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from mailtracker.desk.assign import chain
from mailtracker.desk.case import Case
from mailtracker.desk.confiding.choosing import without_choice
from mailtracker.desk.effects import Bar, DropParticipant, Effect, LogEvent
from mailtracker.desk.facts import Facts
from mailtracker.desk.names.name_directory import directory
from mailtracker.desk.names.name_letters import as_latin, plain
from mailtracker.desk.names.naming import NameSearch, addresses_in, has_address
from mailtracker.desk.names.salutations import writer_called
from mailtracker.desk.readers import kept_out, names_of
from mailtracker.desk.request import Request
from mailtracker.desk.words.owner_words import Word, read_command
from mailtracker.desk.words.taking_part import who_is_meant
from mailtracker.mail.address_key import without_tag
from mailtracker.mail.message import Address, Message
from mailtracker.policy.model import Policy
from mailtracker.record import dataclass

HEADING_LINES = 12
"""Of what somebody passes on: where it says who wrote that."""


@dataclass(frozen=True, slots=True)
class Secrecy:
    """Whether something is `confidential`, and who is kept out of it (`barred`): keys of people,
    and addresses of colleagues who are not in the people file.
    """

    confidential: bool = False
    barred: tuple[str, ...] = ()

    def joined(self, other: Secrecy) -> Secrecy:
        """Both, each person once: it never shrinks."""
        barred = tuple(dict.fromkeys((*self.barred, *other.barred)))
        return Secrecy(self.confidential or other.confidential, barred)


# -- who is barred ------------------------------------------------------------------


def barred_by(
    policy: Policy, requester: Address, message: Message, ours: Sequence[str] = ()
) -> tuple[str, ...]:
    """Whom a confidential request's first mail keeps out: everybody above its sender, and whom it
    names. `ours` are our aliases' addresses, case folded.
    """
    asker = policy.person_by_address(requester.email)
    above = chain(policy, asker.key) if asker else []
    named = named_by(policy, requester, message, ours)
    return tuple(
        key for key in dict.fromkeys((*above, *named)) if asker is None or key != asker.key
    )


def named_by(
    policy: Policy, author: Address, message: Message, ours: Sequence[str] = ()
) -> tuple[str, ...]:
    """Person keys, and addresses of our colleagues who have none: whom a mail names by name or by
    address in subject, own words, and what it passes on. Not its author.

    What it answers or quotes does not count, nor To and Cc, nor a mail of ours that it passes on.
    """
    person = policy.person_by_address(author.email)
    writer = writer_called(
        author.name, person.name if person else "", author.email.partition("@")[0]
    )
    search = NameSearch(directory(policy.people))
    own = message.new_text
    passed_on = "" if _is_ours(message.forwarded, ours) else message.forwarded
    if not own.strip():  # in doubt they are the writer's own words
        own, passed_on = passed_on, ""
    search.in_own_words(message.subject, writer)
    search.in_own_words(own, writer)
    search.in_passed_on(passed_on)
    by_address = _by_address(policy, f"{message.subject}\n{own}\n{passed_on}", author, ours)
    myself = person.key if person else ""
    found = {*search.found, *by_address} - {myself}
    in_order = [key for key in policy.people if key in found]
    return tuple(dict.fromkeys((*in_order, *sorted(found))))


def _is_ours(passed_on: str, ours: Sequence[str]) -> bool:
    """Whether the mail that is passed on came from us: its heading begins with its author."""
    for line in passed_on.split("\n")[:HEADING_LINES]:
        if found := addresses_in(line):
            return any(without_tag(address) in ours for address in found)
    return False


def _by_address(policy: Policy, text: str, author: Address, ours: Sequence[str]) -> tuple[str, ...]:
    folded, found = plain(text), addresses_in(text)
    if not text.isascii():
        found |= addresses_in(as_latin(text))
    people = [
        key
        for key, person in policy.people.items()
        if any(has_address(folded, found, address) for address in person.addresses)
    ]
    home = {address.rpartition("@")[2] for address in ours}
    bare = {without_tag(address) for address in found} - {without_tag(author.email), *ours}
    colleagues = (
        address
        for address in sorted(bare)
        if address.rpartition("@")[2] in home and policy.person_by_address(address) is None
    )
    return (*people, *colleagues)


# -- how it grows --------------------------------------------------------------------


def inherited(facts: Facts, but: int | None = None) -> Secrecy:
    """That of every request at which a mail points, by whatever hint and whoever wrote it; `but`
    leaves one out.
    """
    pointed = [one.request_id for one in facts.issued]
    pointed += [one.request_id for one in facts.known]
    found = Secrecy()
    for number in dict.fromkeys(pointed):
        request = facts.requests.get(number)
        if request is not None and number != but:
            found = found.joined(secrecy_of(request))
    return found if found.confidential else Secrecy()


def secrecy_of_new(case: Case, ruled: bool) -> Secrecy:
    """That of a request which a mail opens; `ruled`: its rule makes it confidential."""
    found = inherited(case.facts)
    if not (ruled or found.confidential):
        return found
    named = barred_by(case.policy, case.sender, case.message, case.alias.addresses)
    return Secrecy(True, named).joined(found)


def secrecy_of(request: Request) -> Secrecy:
    return Secrecy(request.given.confidential, request.given.barred)


def grown(case: Case, request: Request) -> tuple[Request, list[Effect]]:
    """The request as a later mail of its requester's side leaves it, and what says so. Decide with
    that one: nobody whom the mail names reads the mail.

    A mail of somebody who is kept out themselves keeps nobody out.
    """
    before = secrecy_of(request)
    after = before.joined(inherited(case.facts, but=request.id))
    if after.confidential and not kept_out(case.policy, request, case.sender):
        after = after.joined(Secrecy(True, _newly_named(case, request)))
    return with_secrecy(case.policy, request, after)


def with_secrecy(policy: Policy, request: Request, after: Secrecy) -> tuple[Request, list[Effect]]:
    """The request with a secrecy that may have grown, and what says so."""
    if after == secrecy_of(request):
        return request, []
    given = replace(request.given, confidential=True, barred=after.barred)
    changed = replace(request, given=given)
    fresh = [key for key in after.barred if key not in request.given.barred]
    gone = [one for one in request.copied if kept_out(policy, changed, one)]
    return _without(changed, gone), [
        Bar(after.barred),
        *(DropParticipant(one) for one in gone),
        LogEvent("confidential", f"kept from {called(policy, fresh) or 'nobody else'}"),
    ]


def _newly_named(case: Case, request: Request) -> tuple[str, ...]:
    """Also everybody above the requester, where it has only now become confidential."""
    requester, ours = request.requester, case.alias.addresses
    asker = case.policy.person_by_address(requester.email)
    above = chain(case.policy, asker.key) if asker and not request.given.confidential else []
    named = named_by(case.policy, case.sender, _without_word(case, request), ours)
    own = names_of(case.policy, requester)
    return tuple(key for key in (*above, *named) if key not in own)


def _without_word(case: Case, request: Request) -> Message:
    """`add NAME` has somebody join, and keeps nobody out, nor does the name of whom they confide
    in. A first line that only begins like that
    is what its author says.
    """
    message = without_choice(case, request)
    command = read_command(message.new_text)
    if command is None or command.word not in (Word.ADD, Word.DROP):
        return message
    nobody = who_is_meant(case, request, command).why == "nobody"
    return message if nobody else replace(message, new_text=command.rest)


def _without(request: Request, gone: Sequence[Address]) -> Request:
    left = tuple(one for one in request.copied if one not in gone)
    return replace(request, copied=left, dropped=(*request.dropped, *gone))


def called(policy: Policy, keys: Iterable[str]) -> str:
    """For people: the names behind keys of a list of the barred."""
    people = policy.people
    return ", ".join(people[key].name if key in people else key for key in keys)
