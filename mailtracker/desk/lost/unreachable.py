"""Our mail does not reach somebody of the people file → what is owed goes to somebody else at once,
and who lost it hears so in another way, or somebody above them does.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import dropwhile

from mailtracker.desk.assign import boss, stand_in
from mailtracker.desk.candidates import Candidates, all_present, away_record
from mailtracker.desk.case import address_of
from mailtracker.desk.effects import Effect, LogEvent, SendLetter, TellAdmins
from mailtracker.desk.handing import HandOver, hand_over
from mailtracker.desk.letters import HandedOwner, Letter
from mailtracker.desk.lost.failed import Failed
from mailtracker.desk.lost.lost_letters import DeadMailbox, Undelivered, Unreached
from mailtracker.desk.readers import admitted
from mailtracker.desk.request import Lane
from mailtracker.desk.scene import Scene
from mailtracker.mail.address_key import address_key
from mailtracker.mail.message import Address
from mailtracker.policy.model import Person


def pass_on(failed: Failed, candidates: Candidates, owner: Person) -> list[Effect]:
    """To whoever has not had it yet, and the owner told in another way; where everybody had, the
    one above them must know that nobody can be reached.
    """
    new = stand_in(candidates, owner.key)
    if new:
        usual = stand_in(all_present(candidates), owner.key)
        handed = HandOver(new, "undeliverable", tell_former=False)
        return [
            *away_record(candidates, usual, new),
            *hand_over(failed.request, handed, candidates.scene),
            *tell_former(failed, candidates, owner, new),
        ]
    lost = Undelivered(owner.addresses[0], failed.answer, proven=True, left=False)
    told = LogEvent("no cover", "nobody else can take it")
    return [told, *above(failed, candidates, owner.key, lost)]


def tell_former(
    failed: Failed, candidates: Candidates, former: Person, new: Person
) -> list[Effect]:
    """Who lost a request because our mail does not reach them hears so at their next address in the
    people file; after the last one somebody above them does.
    """
    later = list(dropwhile(lambda one: address_key(one) != failed.recipient, former.addresses))[1:]
    if later:
        letter = HandedOwner(new.name, "undeliverable", by_name="")
        to = Address(former.name, later[0])
        return [SendLetter(letter, to, former.key, Lane.REQUESTER)]
    unreached = Unreached(former.name, failed.recipient, failed.answer, new.name)
    others = replace(candidates, former=(*candidates.former, new.key))
    second = boss(others, former.key)
    if second and second.key not in (new.key, former.key):
        return [to_person(unreached, second)]
    return _to_admins(failed, candidates.scene, unreached)


def above(
    failed: Failed, candidates: Candidates, owner: str, letter: Letter, once: str = ""
) -> list[Effect]:
    """Somebody above the owner who has not had it, and been out of reach or silent; else the
    admins.
    """
    second = boss(candidates, owner)
    if second and second.key not in (owner, *candidates.former):
        return [to_person(letter, second, once)]
    return _to_admins(failed, candidates.scene, letter, once)


def _to_admins(failed: Failed, scene: Scene, letter: Letter, once: str = "") -> list[Effect]:
    """Without those whom a confidential request is kept from."""
    admins = (Address("", admin) for admin in failed.admins)
    return [
        SendLetter(letter, admin, "", Lane.TEAM, once=once)
        for admin in admitted(scene.policy, failed.request, admins)
    ]


def to_person(letter: Letter, person: Person, once: str = "") -> SendLetter:
    return SendLetter(letter, address_of(person), person.key, Lane.TEAM, once=once)


def dead_mailbox(failed: Failed, person: Person, scene: Scene) -> TellAdmins:
    """The people file has an address at which nothing arrives: whoever keeps it must know, also
    where the mail was not worth a word. It names no request.
    """
    letter = DeadMailbox(person.name, failed.recipient, failed.answer)
    return TellAdmins(letter, f"dead.{failed.recipient}.{scene.now:%G%V}")
