"""Letters about no request → composed mail for the outbox, one to each reader."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import field
from datetime import datetime
from html import escape
from zoneinfo import ZoneInfo

from mailtracker.desk.alias import Alias
from mailtracker.desk.letters import AdminLetter
from mailtracker.desk.request import Lane
from mailtracker.letters.given import Common
from mailtracker.mail.carry import letter_without_keys
from mailtracker.mail.message import Address
from mailtracker.mail.outgoing.buttons import Buttons, beside
from mailtracker.mail.outgoing.compose import compose
from mailtracker.mail.outgoing.envelope import Attachment, Envelope, Rendered
from mailtracker.mail.outgoing.ids import MailIds, reply_address
from mailtracker.mail.outgoing.links import Link
from mailtracker.policy.model import Person
from mailtracker.record import dataclass
from mailtracker.store.outgoing import Outgoing
from mailtracker.world import World


@dataclass(frozen=True, slots=True)
class Notice:
    """A `letter` about something that belongs to no request, written `now`, to the admins or to one
    `person`. Of an equal `once` there is only one. `answered`: a reply to it says something, so it
    has a reply address of its own.
    """

    letter: AdminLetter
    once: str
    now: datetime
    person: Person | None = None
    answered: bool = False
    #: What goes with it.
    files: Sequence[Attachment] = ()
    #: Addresses that stand in the letter by these words.
    links: Mapping[str, Link] = field(default_factory=dict)
    #: What stands beside these links, where it is shown as a page.
    buttons: Mapping[str, Buttons] = field(default_factory=dict)
    #: The Message-ID of the mail that it answers as a machine, "" for none.
    in_reply_to: str = ""


Spoke = Callable[[str], str]
"""An address → the language in which its person asked last; "" where the people file knows theirs,
or nobody does (`store.tongues.spoke_last`).
"""


def compose_notice(world: World, alias: Alias, notice: Notice, spoke: Spoke) -> list[Outgoing]:
    """One mail to each reader, in their own words; a notice that is composed twice makes the same
    row keys.
    """
    letter, now = notice.letter, notice.now
    own, person = alias.as_address, notice.person
    mails = []
    for admin in (person.addresses[0],) if person else alias.admins:
        reader = person or world.policy.person_by_address(admin)
        common = _common_of(world, alias, now, reader, alias.fits(spoke(admin)))
        written = world.letters.render(letter, common)
        rendered = _linked(
            letter_without_keys(written, world.addresses), notice.links, notice.buttons
        )
        row_key = f"admins/{notice.once}/{admin}"
        ids = world.new_ids(alias.host)
        env_from, bounce = _return_path(alias, ids, notice)
        to = Address("", admin)
        token = ids.token if notice.answered and alias.subaddressing else None
        reply_to = Address(alias.name, reply_address(alias.address, token)) if token else None
        envelope = Envelope(
            ids.message_id,
            own,
            to,
            reply_to,
            rendered.subject,
            now,
            in_reply_to=notice.in_reply_to,
            references=tuple(filter(None, [notice.in_reply_to])),
            auto="auto-replied" if notice.in_reply_to else "auto-generated",
            language=common.language,
        )
        mails.append(
            Outgoing(
                row_key=row_key,
                request_id=None,
                letter=letter.name,
                lane=Lane.TEAM,
                recipient=admin,
                person=person.key if person else "",
                message_id=ids.message_id,
                token=token,
                env_from=env_from,
                raw=compose(rendered, envelope, notice.files),
                created_at=now,
                bounce=bounce,
            )
        )
    return mails


def _return_path(alias: Alias, ids: MailIds, notice: Notice) -> tuple[str, str | None]:
    """What answers as a machine has none (RFC 3834 §3.3), as a receipt."""
    if notice.in_reply_to and alias.null_receipts:
        return "", None
    return alias.return_path(ids)


def _linked(
    written: Rendered, links: Mapping[str, Link], buttons: Mapping[str, Buttons]
) -> Rendered:
    """With our own addresses in it, which carry keys: those that others wrote have gone."""
    if not links:
        return written
    longest_first = sorted(map(re.escape, links), key=len, reverse=True)  # one may begin as another
    words = re.compile(f"(mailto:)?({'|'.join(longest_first)})")

    def shown(found: re.Match[str]) -> str:
        link = links[found[2]]
        return escape(link.url if found[1] else link.address)

    text = words.sub(lambda found: links[found[2]].address, written.text)
    page = written.html
    for word, row in buttons.items():
        page = beside(page, word, row)
    return Rendered(written.subject, text, words.sub(shown, page))


def _common_of(
    world: World, alias: Alias, now: datetime, reader: Person | None, spoke: str
) -> Common:
    """In the words and the zone of the reader, where the people file has them; in the language that
    they asked in last (`spoke`), where it has none.
    """
    own, zone = alias.as_address, ZoneInfo(alias.zone or "UTC")
    if reader is None:
        return Common(own, "", now, zone, alias.speaks(spoke), show_zone=not alias.zone)
    hours = world.policy.hours.get(reader.hours)
    spoken = alias.speaks(reader.language, spoke)
    name = reader.name.split()[0] if reader.name.split() else ""
    theirs = hours.zone if hours else zone
    return Common(own, name, now, theirs, spoken, show_zone=not (hours or alias.zone))
