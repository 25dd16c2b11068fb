"""What a mail says goes in; whether a device, a program or another tracker wrote it comes out,
where no field says so.

It is never sure, so that nothing is dropped: such a mail opens a request and gets no receipt. Who
writes *about* a scanner or another tracker greets, asks or speaks of themselves (`typed`).
"""

from __future__ import annotations

import re
from operator import attrgetter

from mailtracker.late_pattern import late_pattern
from mailtracker.mail.address_key import local_of
from mailtracker.mail.message import Address
from mailtracker.mail.origin import (
    desk_phrases,
    notice_phrases,
    program_phrases,
    voice_phrases,
)
from mailtracker.mail.origin.evidence import Evidence
from mailtracker.mail.origin.form import filled_in
from mailtracker.mail.origin.hand import by_hand, in_mail_program
from mailtracker.mail.origin.named import is_spelled, spells
from mailtracker.mail.origin.phrases import questions
from mailtracker.mail.origin.traits import (
    has_records,
    has_traits,
    is_firm,
    product,
    service,
    signed,
    team,
)
from mailtracker.mail.origin.typed import (
    is_form,
    pleads,
    speaks_for_several,
    speaks_of_self,
    tells_of_ours,
    typed,
)
from mailtracker.mail.origin.verdict import Finding, Table, by_words, find
from mailtracker.mail.subject import is_forward
from mailtracker.mail.table import Row

_TWO_NAMES = 2
_TRAITS = 3  # of six, where nothing shows a person
_TRAITS_OF_RECORDS = 2  # where records, times or sizes are one of them
_FEW = 15  # words
_MANY_TRAITS = 4  # where it greets all the same
_answers, _declared, _nothing_quoted, _passed_on, _returned = map(
    attrgetter, ("answers", "declared", "nothing_quoted", "passed_on", "returned")
)


def find_device(seen: Evidence) -> Finding | None:
    """Scanners, telephones, power supplies, monitoring, backups, filters."""
    return find(_DEVICES, seen)


def find_tracker_receipt(seen: Evidence) -> Finding | None:
    """The receipt of somebody else's tracker: an answer to it would be the first of many."""
    return find(_RECEIPTS, seen)


def _by_device(seen: Evidence) -> bool:
    senders = seen.message.from_
    return any(program_phrases.device(one.name, one.email) for one in senders)


def _headed(seen: Evidence) -> bool:
    return program_phrases.device_subject(seen.subject)


def _worded(seen: Evidence) -> bool:
    if program_phrases.device_text(seen.words):
        return True
    if _by_device(seen):
        return is_form(seen.words)
    return not personal(seen) and is_form(seen.words, least=1)  # people fill in forms


def personal(seen: Evidence) -> bool:
    """From shows two names, and one of them stands before the @; or it is a colleague's, and so
    does all that From shows.
    """
    senders = seen.message.from_
    return any(_is_personal(one) or (seen.inside and _is_first_name(one)) for one in senders)


def _is_first_name(sender: Address) -> bool:
    name = sender.name.casefold()
    local = local_of(sender.email).casefold()
    return name.isalpha() and is_spelled(local, name) and not _is_no_name(sender)


def _is_no_name(sender: Address) -> bool:
    local = local_of(sender.email)
    return team(sender) or notice_phrases.tool(local) or notice_phrases.account(local)


def _is_personal(sender: Address) -> bool:
    names = sender.name.casefold().split()
    if product(sender):
        return False
    local = local_of(sender.email).casefold()
    return len(names) >= _TWO_NAMES and any(spells(local, name) for name in names)


def _forwards(seen: Evidence) -> bool:
    return bool(seen.message.forwarded) or _says_forward(seen)


def _says_forward(seen: Evidence) -> bool:
    return is_forward(seen.subject)


def _by_no_team(seen: Evidence) -> bool:
    return any(program_phrases.no_team(one.email) for one in seen.message.from_)


def _wants(seen: Evidence) -> bool:
    said = f"{seen.subject}\n{seen.words}"
    return voice_phrases.wants(said) or voice_phrases.of_this_hour(said)


def _two_of_three(seen: Evidence) -> bool:
    """Sender, subject, text: a mark that people's mail bears as well stands for a text, but not
    below a person's name.
    """
    sender, subject = _by_device(seen), _headed(seen)
    if not (sender or subject):
        return False
    hinted = seen.hinted and not _by_person(seen)
    empty = _says_nothing(seen) or (sender and _says_little(seen))
    return sender + subject + (hinted or empty or _worded(seen)) >= 2


def _three_of_three(seen: Evidence) -> bool:
    """Then what speaks of itself in it is a caller, whose words were written down."""
    if not _headed(seen):
        return False
    if program_phrases.called(seen.subject):
        return any(map(service, seen.message.from_))
    return _by_device(seen) and (program_phrases.device_text(seen.words) or is_form(seen.words))


def _two_of_words(seen: Evidence) -> bool:
    """Subject and text, whoever shows themselves: it may greet nobody by name."""
    return _headed(seen) and program_phrases.device_text(seen.words)


def _sounds_alarm(seen: Evidence) -> bool:
    """A thing and a word for an alarm above a few words, by nobody who shows a name."""
    if not program_phrases.alert_subject(seen.subject) or personal(seen):
        return False
    return len(seen.words.split()) <= _FEW and not _ASKS_FOR.search(seen.words)


_ASKS_FOR = late_pattern(
    r"\b(?:please|pls|somebody|someone|anybody|anyone|nobody|what|why|who|bitte|jemand|niemand|was"
    r"|warum|wer|graag|iemand|niemand|wat|waarom|wie|venligst|nogen|ingen|hvad|hvorfor|por favor"
    r"|alguém|ninguém|porque|s['’]il vous pla[iî]t|merci de|quelqu['’]un|personne|pourquoi)\b",
    re.IGNORECASE,
)
"""A person's, in however few words."""


def _speaks_of_theirs(seen: Evidence) -> bool:
    return tells_of_ours(seen) or speaks_for_several(seen)


def _says_nothing(seen: Evidence) -> bool:
    """Only files: people send them without a word, too, but show their name."""
    return not seen.words.strip() and not personal(seen) and not by_hand(seen)


def _says_little(seen: Evidence) -> bool:
    """A few words about what is attached."""
    return len(seen.words.split()) <= _FEW and bool(seen.message.attachments)


def _has_traits(seen: Evidence) -> bool:
    if not has_traits(seen, min(_TRAITS, _TRAITS_OF_RECORDS)):
        return False
    return has_traits(seen, _TRAITS_OF_RECORDS if has_records(seen) else _TRAITS)


def _has_many_traits(seen: Evidence) -> bool:
    return has_traits(seen, _MANY_TRAITS)


def _by_person(seen: Evidence) -> bool:
    return personal(seen) and not any(map(service, seen.message.from_))


def _by_colleague(seen: Evidence) -> bool:
    """By one person's mailbox. A page of the web is often called as its address is, too."""
    return _by_person(seen) and not any(map(_is_page, seen.message.from_))


def _is_page(sender: Address) -> bool:
    if is_firm(sender) or voice_phrases.system(sender.name):
        return True
    return desk_phrases.department(sender.name)


def _by_team(seen: Evidence) -> bool:
    return any(map(team, seen.message.from_))


def _says_received(seen: Evidence) -> bool:
    return program_phrases.created(f"{seen.subject}\n{seen.text}")


def _by_house(seen: Evidence) -> bool:
    """In the name of a firm or a department, and not of ours."""
    return not seen.inside and any(_is_page(one) or team(one) for one in seen.message.from_)


def _heads_receipt(seen: Evidence) -> bool:
    """Subject and text say that something has come."""
    return all(map(program_phrases.created, (seen.subject, seen.text)))


def _objects(seen: Evidence) -> bool:
    """What came is not as it should be."""
    return bool(_BUT.search(seen.words))


_BUT = late_pattern(
    r"\b(?:but|aber|allerdings|maar|men|missing|lacks|fehl(?:t|en)|ontbre\w{2,4}|mangle[rd]\w?|falta\w?"
    r"|manque\w{0,2})\b|, ma(?:is|s)\b",
    re.IGNORECASE,
)


def _will_answer(seen: Evidence) -> bool:
    return program_phrases.will_answer(seen.text) or _numbered(seen)


def _replies_above(seen: Evidence) -> bool:
    """ "Reply above this line" stands first: whoever answers it has that below."""
    return program_phrases.replies_above(seen.text)


def _questions(seen: Evidence) -> bool:
    return questions(seen.words) or questions(seen.subject)


def _complains(seen: Evidence) -> bool:
    return program_phrases.complaint_subject(seen.subject)


def _received(seen: Evidence) -> bool:
    return program_phrases.received(seen.subject) or program_phrases.received(seen.words)


def _numbered(seen: Evidence) -> bool:
    return program_phrases.numbered(seen.subject) or program_phrases.numbered(seen.words)


def _tells_of_call(seen: Evidence) -> bool:
    """And of its number. A colleague at the desk tells of one, too."""
    if seen.inside and not _by_device(seen):
        return False
    return program_phrases.tells_of_call(seen.words) and bool(_NUMBER.search(_said(seen)))


def _said(seen: Evidence) -> str:
    return f"{seen.subject}\n{seen.words}"


_NUMBER = late_pattern(r"\d(?:[ ()/.-]{0,2}\d){4}")


def _sent_by_itself(seen: Evidence) -> bool:
    return program_phrases.sent_by_itself(seen.words)


_DEVICES: Table[Evidence] = (
    Row(by_words("a complaint report in words"), when=(_complains, _returned), unless=(typed,)),
    Row(
        by_words("worded like a device's or a program's mail"),
        when=(_two_of_three,),
        unless=(_passed_on, _answers, typed, signed),
    ),
    Row(
        by_words("a device's mail by sender, subject and text"),
        when=(_three_of_three,),
        unless=(_passed_on, _answers, signed, _questions),
    ),
    Row(
        by_words("a device's mail by subject and text"),
        when=(_two_of_words,),
        unless=(_passed_on, _answers, _by_person, in_mail_program, pleads, signed),
    ),
    Row(
        by_words("an alarm in a few words"),
        when=(_sounds_alarm,),
        unless=(_passed_on, _answers, by_hand, typed, _speaks_of_theirs, signed, _wants),
    ),
    Row(
        by_words("has the traits of a program's mail, and nothing that a person typed"),
        when=(_has_traits,),
        unless=(_passed_on, _answers, _by_person, by_hand, typed, tells_of_ours, signed, _wants),
    ),
    Row(
        by_words("has many traits of a program's mail, which greets"),
        when=(_has_many_traits,),
        unless=(_passed_on, _answers, _by_person, by_hand, pleads, signed),
    ),
    Row(
        by_words("a form of the web that somebody filled in"),
        when=(filled_in,),
        unless=(_passed_on, _answers, _by_colleague, in_mail_program),
    ),
    Row(
        by_words("from a device's or a program's address, with nothing that a person typed"),
        when=(_by_no_team,),
        unless=(_passed_on, _answers, pleads, signed),
    ),
    Row(
        by_words("tells of a fax or a call"),
        when=(_tells_of_call,),
        unless=(_passed_on, _answers, pleads, signed, _wants),
    ),
    Row(
        by_words("says itself that it was sent automatically"),
        when=(_sent_by_itself, _nothing_quoted),
        unless=(_passed_on, pleads, signed),
    ),
)
_RECEIPTS: Table[Evidence] = (
    Row(
        by_words("the receipt of another tracker"),
        when=(_received, _numbered, _nothing_quoted),
        unless=(_declared, _forwards, pleads),
    ),
    Row(
        by_words("the receipt of another tracker, and says that it is automatic"),
        when=(_received, _sent_by_itself, _nothing_quoted),
        unless=(_declared, _forwards, pleads),
    ),
    Row(
        by_words("another tracker's, which wants answers above a line"),
        when=(_replies_above,),
        unless=(_declared, _says_forward, _questions),
    ),
    Row(
        by_words("the receipt of another house, by its heading"),
        when=(_by_house, _heads_receipt, _will_answer, _nothing_quoted),
        unless=(_declared, _forwards, by_hand, _questions, speaks_of_self, _objects),
    ),
    Row(
        by_words("the receipt of another tracker, in its team's name"),
        when=(_by_team, _says_received, _will_answer, _nothing_quoted),
        unless=(_declared, _forwards, _questions, speaks_of_self, _objects),
    ),
)
