"""What a mail says goes in; how many traits of a program's mail it has comes out: a sender that is
no person, a subject of states, numbers and names of hosts, a text of records and times. Products
and wordings are endless, their traits are few.
"""

from __future__ import annotations

import re
from functools import lru_cache

from mailtracker.late_pattern import late_pattern
from mailtracker.mail.address_key import domain_of, local_of
from mailtracker.mail.message import Address
from mailtracker.mail.origin import notice_phrases, program_phrases, voice_phrases
from mailtracker.mail.origin.evidence import Evidence
from mailtracker.mail.origin.named import letters, spells
from mailtracker.mail.origin.phrases import any_of
from mailtracker.mail.origin.typed import is_form

_HEAD, _SEEN = 300, 1_500  # characters of subject and text
_LONG_NAME = 6  # letters by which a name and a domain are known as one
_SECOND = frozenset({"co", "com", "org", "net", "gov", "ac", "gob", "gouv"})
"""Labels under which a land sells names."""

_SHORT = 12  # words: a program has said what it had to say

_SERVICE = any_of(
    r"""\b(?:\w{0,10}alert\w{0,4}|\w{0,10}alarm\w{0,8}|notif\w+|status|reports?|reporting
|system\w{0,6}|\w{0,12}servers?
|service|svc|daemon|\w{0,10}monitor\w{0,5}|watch\w{0,4}|\w{0,14}sensor\w{0,3}|digest|terminal
|gateway|firewall|access ?point|cloud
|backups?|scanner|printer|copier|plotter|\w{0,12}[ck]amera(?= ?\d{0,3}$)|webcam|doorbell|fax|e-?fax
|voice ?mail|messaging|pbx|nas
|ups|robot|bot|job|cron
|sync|root|cpanel
|no-?reply|syslog|workflow|jenkins|ci|ansible|tower|teamcity|tracking|orders?|bookings?|reservations?|billing|quarantine|calls|message|expiry|updates?|wsus|planner
|sharepoint
|\w{0,14}anlage|\w{0,10}melder|störung\w{0,6}|heizung|klima\w{0,8}|aufzug|lift|elevator
|kühl\w{0,8}|lüftung
|\w{2,12}skab|\w{0,8}anlæg|\w{0,8}central\w{0,4}|ventilation|cts|gtc|glt|ketel|cv-ketel
|lichtstraat
|canon|ricoh|konica|kyocera|xerox|lexmark|brother|epson|toshiba|bizhub
|workcentre|docusign|caldeira|elevador|chaudière|chaufferie|ascenseur|power)\b"""
)
_TEAM = any_of(
    r"""\b(?:support|help|help ?desk|service ?desk|customer (?:care|service)|kunden(?:service
|dienst)|kundeservice|service clients?|sav
|klantenservice|suporte|soporte|supporto|apoio|assistência|assistance|atendimento|ticket\w{0,3}|case|care|hotline
|it-?service|info|office
|otrs|zammad|jira|glpi|osticket|freshdesk|zendesk|topdesk|servicenow)\b"""
)
_STATE = late_pattern(
    r"\b(?:DOWN|UP|OK|WARN(?:ING)?|CRIT(?:ICAL)?|ERROR|FAIL(?:ED|URE)?|ALERT|ALARM|FIRED|TRIGGERED"
    r"|RESOLVED|RECOVER(?:ED|Y)|OFFLINE|ONLINE|PROBLEM|NOTICE)\b"
    r"|(?i:\b(?:alert|fired|triggered|failed|failure|completed|finished|succeeded|disconnected"
    r"|reconnected|offline|online|warnings?|expir\w+|exceeded|detected|degraded|fault|summary|reports?|status"
    r"|\w{0,14}rapport\w{0,2}|\w{0,14}bericht|relatório|bilan"
    r"|notifications?|reading|event|improperly|shut down|toner|is low|unavailable|unreachable"
    r"|threshold|quota|scheduled|shared|missed|attached image|digest|on hold|almost full|banned"
    r"|awaiting|reported|new messages?|\w{0,14}störung|meldung|notruf|ausgefallen|überschritten"
    r"|unterschritten|\w{0,12}alarm\w{0,6}|fejl\w{0,8}|udfald|advarsel|storing|melding|overschreden"
    r"|défaut|panne|alerte|dépassement|avaria|alerta|falha|excedid[oa]|shipment|order confirmation"
    r"|late tasks)\b)"
)
_CODED = late_pattern(
    r"\[[^\]]{1,60}\]|#\s?\d+|\b[A-Z]{2,}-?\d+\b|\b[A-Z]{1,4}\d{3,}\b|\d ?%|\b\d{4}-\d\d-\d\d\b"
    r"|\s\|\s|\b[\w-]{1,40}\.[\w-]{1,40}\.[a-z]{2,10}\b|/(?:dev|var|srv|mnt|home)\b|\beth\d"
    r"|\b\d{6,}\b|\b[a-z]+\d+\b"
    r"|\b(?:zone|line|linie|anlage|anlæg|unit|node|disk|host|domain|port|melder|kanal) ?\d"
)
_STAMPS = (
    # Each begins with a letter of a set, and not with an edge: then the library looks for nothing
    # but that at first, which takes a tenth of the time.
    re.compile(
        r"\d(?<!\w\d)(?:\d?:\d{2}:\d{2}\b|\d{3}[-./]\d{2}[-./]\d{2}\b|\d{0,2}(?:\.\d{1,3}){3}\b"
        r"|[\d.,]* ?(?:%|ms|MB|GB|TB|kW|kg|bar|rpm|VA)(?!\w)|\d?/\d{1,2}/\d{4}\b"
        r"|\d?[.-]\d{1,2}[.-]\d{4}\b)"
    ),
    re.compile(r"\d ?°C|https?://"),
    re.compile(r"\w=\S"),
)
"""Times, sizes, numbers of machines, addresses of the web."""

_IMPERSONAL = any_of(
    r"""\b(?:has|have|had) (?:just |now )?been \w{2,}ed\b|\b(?:was|were|is|are
|will be) (?:\w+ )?\w{3,}ed\b|\bthis (?:message|report|mail|e-?mail
|notification|notice) (?:was|is|shows|has|contains|lists)|\byou (?:have|received|missed)(?: (?:a
|an|new|\d+|received))+\b
|\b(?:view|open|click here|see) (?:the |your |in )?\w*|^\W{0,9}(?:##|—-)|\b(?:automatic
|automatically|automated)\b
|\bdear (?:user|customer|client|administrator)\b|\bpowered by\b|\bdo not (?:reply|answer)\b
|\bwurde(?:n)? .{0,40}\w+t\b
|\bist .{0,20}(?:offline|ausgefallen|gestört)|\b(?:is|werd) .{0,30}ge\w+d\b|\ber blevet\b
|\bblev \w+et\b|\bfoi \w+d[oa]\b
|\ba été \w+|\bsee the\b"""
)


@lru_cache(maxsize=32)  # one mail's sender is asked about seven times
def service(sender: Address) -> bool:
    """No person, by name or address: a device, a product, a numbered thing."""
    return called_service(sender) or _is_numbered(sender)


@lru_cache(maxsize=32)  # one mail's sender is asked about several times
def called_service(sender: Address) -> bool:
    """It is called as devices, products and services are."""
    if program_phrases.device(sender.name, sender.email):
        return True
    return bool(_SERVICE.search(f"{sender.name} {re.sub('[_.]', ' ', local_of(sender.email))}"))


_PRODUCT = late_pattern(r"\b(?!Mac|Van|Von|Fitz|Del|Des|San|Saint)[A-Z][a-z]{2,}[A-Z]")
"""Two words in one, as products are called."""


def product(sender: Address) -> bool:
    """ "LaserJet", or "MX" of mx2640@; no firm that is called so."""
    if _PRODUCT.search(sender.name):
        return not is_firm(sender)
    numbered = _NUMBERED.match(local_of(sender.email))
    return numbered is not None and numbered[1].upper() in sender.name.split()[1:]


_NUMBERED = late_pattern(r"([a-z]{2,4})\d{2,}", re.IGNORECASE)


def called_system(sender: Address) -> bool:
    """It shows a system's name, or has a tool's before the @."""
    return voice_phrases.system(sender.name) or notice_phrases.tool(local_of(sender.email))


def _is_numbered(sender: Address) -> bool:
    """One of several things: not Ann Roe who has roe2@, since another Roe was there first."""
    local, names = local_of(sender.email).casefold(), sender.name.casefold().split()
    if any(map(str.isdigit, sender.name)):
        return True
    shown = len(names) > 1 and any(spells(local, name) for name in names if len(name) > 1)
    return any(map(str.isdigit, local)) and not shown


def signed(seen: Evidence) -> bool:
    """One line is a person's first name, or ends with thanks or regards and a name."""
    people = (one for one in seen.message.from_ if not service(one) and not is_firm(one))
    if notice_phrases.signed(seen.text, [one.name for one in people]):
        return True
    below = notice_phrases.signed_below(seen.text)
    return not all(_is_nobodys(name) or _is_sender(name, seen) for name in below)


def _is_nobodys(name: str) -> bool:
    """A product's or a team's: "Dein Team"."""
    if name.casefold().endswith("team"):
        return True
    return any(kind.search(name) for kind in (_PRODUCT, _TEAM, _SERVICE))


def _is_sender(name: str, seen: Evidence) -> bool:
    """Below stands what From shows, a word of it at least, or what its domain is called."""
    words = name.casefold().split()
    return any(
        not set(one.name.casefold().split()).isdisjoint(words) or _is_called(name, _label(one))
        for one in seen.message.from_
    )


def is_firm(sender: Address) -> bool:
    """What From shows first is what its domain is called, or begins as it does."""
    domain = _label(sender)
    if domain and f"{domain}." in sender.name.casefold():  # "Ann Roe - shop.example"
        return True
    first = sender.name.casefold().split()[:1]
    return (
        first == [domain] or first[:1] == domain.split("-")[:1] or _is_called(sender.name, domain)
    )


def _label(sender: Address) -> str:
    """What its domain is called: "shop" of mail.shop.example and of shop.co.uk."""
    labels = domain_of(sender.email).split(".")
    if labels[-2:-1] and labels[-2] in _SECOND:
        labels = labels[:-1]
    return "".join(labels[-2:-1])


def _is_called(name: str, domain: str) -> bool:
    name, domain = letters(name), letters(domain)
    if len(name) < _LONG_NAME or len(domain) < _LONG_NAME:
        return False
    return name[:_LONG_NAME] in domain or domain in name


def team(sender: Address) -> bool:
    """Those who answer for a firm, and the program that answers in their name."""
    return bool(_TEAM.search(local_of(sender.email)) or _TEAM.search(sender.name))


def coded(subject: str) -> bool:
    """It has numbers, hosts, or a tag in brackets."""
    return bool(_CODED.search(subject[:_HEAD]))


def states(subject: str) -> bool:
    """It tells how something is: down, failed, exceeded."""
    return bool(_STATE.search(subject[:_HEAD]))


def has_records(seen: Evidence) -> bool:
    """Its text has lines of "name: value", or times, sizes and the like."""
    return is_form(seen.words, least=1) or _is_stamped(seen.text[:_SEEN])


def _is_stamped(text: str) -> bool:
    return any(one.search(text) for one in _STAMPS)


_OF_TEXT = 2
"""Traits that a whole text is searched for, in the longest patterns."""


def has_traits(seen: Evidence, least: int) -> bool:
    """Whether it has so many of six. What cites a number, or tells of an alarm, has one or two. A
    text is looked at only where that can decide: of most mails neither sender nor subject has any.
    """
    found = _of_head(seen)
    if not least - _OF_TEXT <= found < least:
        return found >= least
    text = seen.text[:_SEEN]
    found += _is_stamped(f"{seen.subject[:_HEAD]}\n{text}")
    return found >= least or found + (_is_terse(seen) or bool(_IMPERSONAL.search(text))) >= least


def _of_head(seen: Evidence) -> int:
    subject = seen.subject[:_HEAD]
    return sum(
        (
            any(map(service, seen.message.from_)),
            states(subject),
            coded(subject),
            is_form(seen.words, least=1),
        )
    )


def _is_terse(seen: Evidence) -> bool:
    """Nothing but what is attached, or some words that are no sentence."""
    words = seen.words.split()
    return len(words) <= _SHORT and not re.search(r"[.!?](?:\s|$)", seen.words)
