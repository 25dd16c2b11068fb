"""A mail goes in; whether its head shows that somebody typed it comes out: the program in which
people write, an address that people have with a provider, or a name that is spelled before the @.
"""

from __future__ import annotations

import re

from mailtracker.late_pattern import late_pattern
from mailtracker.mail.address_key import domain_of, local_of
from mailtracker.mail.message import Address, Message
from mailtracker.mail.origin import voice_phrases
from mailtracker.mail.origin.evidence import Evidence
from mailtracker.mail.origin.named import letters
from mailtracker.mail.origin.traits import called_service, called_system, is_firm, team

_ID = 300  # characters of a Message-ID
_END = 200  # characters of a text, in which somebody signs
_SERVERS = frozenset(
    """mx.google.com smtp.gmail.com localhost localhost.localdomain smtp.office365.com
    smtp-mail.outlook.com smtp.mail.yahoo.com smtp.web.de smtp.gmx.net mail.gmx.net smtp.mail.me.com
    smtp.orange.fr smtp.free.fr smtp.sapo.pt""".split()
)
"""Of providers, where programs hand in their mail."""

_TYPED_ID = late_pattern(
    r"<(?:[0-9A-F]{8}\.\d{5,8}@"  # Thunderbird, until 2015
    r"|[0-9A-F]{8}-[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{12}@"  # Apple
    r"|CA[\w+=-]{40,}@mail\.gmail\.com>"
    r"|OF[0-9A-F]{8}\.[0-9A-F]{8}-ON"  # Notes
    r"|[0-9a-f]{12}\$[0-9a-f]{8}\$[0-9a-f]{8}\$?@"  # Outlook
    r"|[0-9A-Z]{30,60}@[\w.-]{1,80}\.prod\.outlook\.com>"
    r"|[0-9A-F]{36,60}@"  # Exchange
    r"|trinity-[0-9a-f-]{20,}|[^@>]{1,80}[Jj]ava[Mm]ail\.(?:zimbra|ngmail)@)"
)
"""Message-IDs as mail programs make them, in their own case: those of libraries look otherwise."""

_TYPED_FIELDS = frozenset(
    {"accept-language", "x-accept-language", "x-mozilla-draft-info", "x-apple-mail-uuid"}
)
"""Exchange writes the first for whoever writes in Outlook, and not for what it only carries on."""

_PROVIDERS = frozenset(
    """gmail.com googlemail.com msn.com ymail.com icloud.com me.com mac.com aol.com aol.de
    proton.me protonmail.com pm.me tuta.com tutanota.com tutanota.de fastmail.com mail.com
    web.de t-online.de freenet.de arcor.de posteo.de mailbox.org online.de email.de bluewin.ch
    gmail.de aon.at chello.at a1.net ziggo.nl kpnmail.nl hetnet.nl planet.nl xs4all.nl home.nl
    quicknet.nl telenet.be skynet.be proximus.be orange.fr wanadoo.fr free.fr laposte.net sfr.fr
    neuf.fr bbox.fr numericable.fr sapo.pt iol.pt netcabo.pt clix.pt bol.com.br uol.com.br
    terra.com.br ig.com.br mail.dk jubii.dk stofanet.dk webspeed.dk mail.tele.dk comcast.net
    verizon.net sbcglobal.net att.net bellsouth.net cox.net charter.net btinternet.com
    virginmedia.com talktalk.net ntlworld.com sky.com bigpond.com rogers.com shaw.ca mail.ru
    yandex.ru qq.com 163.com""".split()
)
_IN_MANY_LANDS = frozenset({"yahoo", "hotmail", "live", "outlook", "gmx"})
"""Providers of mailboxes for people. Firms use them, too, and then show the firm's name."""

_SPELLED = late_pattern(r"(?:[^\W\d_]{1,30}[._]){1,2}[^\W\d_]['’]?[^\W\d_]{2,30}")
"""first.last, f.last, or first.m.last."""


def by_hand(seen: Evidence) -> bool:
    """Somebody typed it, by its head alone. What names itself a device, a service or a firm sends
    through anybody's mailbox, and through the programs of its provider.
    """
    message = seen.message
    if in_mail_program(seen):
        return True
    if any(_is_persons(one, seen) for one in message.from_):
        return True
    return _is_made_for_typing(message) and not any(map(called_service, message.from_))


def in_mail_program(seen: Evidence) -> bool:
    """That in which people write is named."""
    return voice_phrases.by_mail_program(seen.message.fields)


def _is_made_for_typing(message: Message) -> bool:
    if _TYPED_ID.match(message.message_id[:_ID]):
        return True
    return any(name in _TYPED_FIELDS for name, _ in message.fields)


def _is_persons(sender: Address, seen: Evidence) -> bool:
    if _is_with_provider(sender):
        return not (_is_thing(sender) or _is_used_by_thing(sender, seen))
    return _is_spelled(sender) and not _is_thing(sender)


def _is_used_by_thing(sender: Address, seen: Evidence) -> bool:
    """A program handed it in at the provider's, or a thing shows its model or its team."""
    return _is_handed_in(seen.message) or _is_model(sender) or _signs_as_team(sender, seen)


def _is_handed_in(message: Message) -> bool:
    """The provider's server made up the Message-ID: what people type in brings its own."""
    name = message.message_id.rpartition("@")[2].strip(" >").casefold()
    return name in _SERVERS or voice_phrases.by_script(message.fields)


def _is_model(sender: Address) -> bool:
    """It shows a number ("Brother MFC-2710"), which is not that of its address."""
    if not any(map(str.isdigit, sender.name)):
        return False
    return letters(sender.name) != letters(local_of(sender.email))


def _signs_as_team(sender: Address, seen: Evidence) -> bool:
    """ "The Firm Team", where Firm is what it shows."""
    end = seen.words.strip()[-_END:].casefold()
    name = sender.name.strip().casefold()
    if not name or name not in end:
        return False
    return any(sign in end for sign in (f"{name} team", f"{name}-team", f"team {name}"))


def _is_with_provider(sender: Address) -> bool:
    domain = domain_of(sender.email)
    return domain in _PROVIDERS or domain.partition(".")[0] in _IN_MANY_LANDS


def _is_spelled(sender: Address) -> bool:
    return not sender.name and bool(_SPELLED.fullmatch(local_of(sender.email)))


def _is_thing(sender: Address) -> bool:
    if called_service(sender) or is_firm(sender) or team(sender):
        return True
    spelled = re.sub("[._]", " ", local_of(sender.email))
    return voice_phrases.system(spelled) or called_system(sender)
