"""A note for who takes a request over in, that mail with what two people wrote before out."""

from __future__ import annotations

from datetime import timedelta

from mailtracker.desk.alias import Alias
from mailtracker.desk.notes import NoteHanded
from mailtracker.desk.transcript import PastMail, Readers, Transcript
from mailtracker.letters import samples
from mailtracker.letters.given import AboutRequest, Common
from mailtracker.letters.letters import Letters
from mailtracker.mail.message import Proof
from mailtracker.policy.model import Fallback, Person, Policy
from mailtracker.transcript import TranscriptWriter, Written
from mailtracker.world import World

DANA = Person("dana", "Dana Levi", ("dana@corp.example",))
EVA = Person("eva", "Eva Lind", ("eva@corp.example",))
_PEOPLE = {one.key: one for one in (samples.BO, DANA, EVA)}
_POLICY = Policy(
    *(_PEOPLE, {}, {}, {}, {}, (), Fallback("bo", "", "", "", ""), ""),
    _by_address={one.addresses[0]: one.key for one in _PEOPLE.values()},
)
_AN_HOUR = timedelta(hours=1)


def sample_world(letters: Letters, common: Common) -> tuple[World, Alias]:
    """In which each mail has the same ids, and its one alias."""
    alias = Alias(
        name=common.alias.name,
        address=common.alias.email,
        addresses=(common.alias.key,),
        prefix="IT",
        language=common.language,
        languages=letters.languages,
        home=(common.alias.domain,),
        admins=(),
    )
    return World(_POLICY, letters, {alias.name: alias}, b"nobody's", draw=bytes), alias


def sample_transcript(
    letters: Letters,
    note: NoteHanded,
    common: AboutRequest,
    mails: tuple[bytes, bytes],
    buttons: str = "",
) -> Written:
    """`mails`: what the requester asked, and what Dana answered. `buttons`: a row, as HTML."""
    world, alias = sample_world(letters, common)
    asked, answered = (common.now - _AN_HOUR, common.now - _AN_HOUR / 2)
    read = Readers(parties=True, requester=True)
    eva, dana = EVA.addresses[0], DANA.addresses[0]
    past = (
        PastMail(1, eva, asked, asked, Proof.PROVEN, True, Readers(), mails[0]),
        PastMail(2, dana, answered, answered, Proof.PROVEN, False, read, mails[1]),
    )
    transcript = Transcript(past, note.left_out, note.lost, note.lost_until, note.held)
    return TranscriptWriter(world, alias, common, buttons=buttons).write(transcript, note, room=0)
