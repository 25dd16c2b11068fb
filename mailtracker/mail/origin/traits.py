"""What a mail says goes in; how many traits of a program's mail it has comes out: a sender that is
no person, a subject of states, numbers and names of hosts, a text of records and times. Products
and wordings are endless, their traits are few.
"""

from __future__ import annotations

import re

from mailtracker.late_pattern import late_pattern
from mailtracker.mail.address_key import domain_of, local_of
from mailtracker.mail.message import Address
from mailtracker.mail.origin import notice_phrases, program_phrases
from mailtracker.mail.origin.evidence import Evidence
from mailtracker.mail.origin.phrases import any_of
from mailtracker.mail.origin.typed import is_form

_HEAD, _SEEN = 300, 1_500  # characters of subject and text
_SHORT = 12  # words: a program has said what it had to say

_SERVICE = any_of(
    r"""\b(?:\w{0,10}alert\w{0,4}|\w{0,10}alarm\w{0,8}|notif\w+|status|reports?|reporting
|system\w{0,6}|server
|service|svc|daemon|\w{0,10}monitor\w{0,5}|watch\w{0,4}|\w{0,14}sensor\w{0,3}|digest|terminal
|gateway|firewall|access ?point|cloud
|backups?|scanner|printer|copier|plotter|fax|e-?fax|voice ?mail|pbx|nas|ups|robot|bot|job|cron
|sync|root|cpanel
|no-?reply|syslog|workflow|jenkins|ci|ansible|tower|teamcity|tracking|orders?|billing|quarantine|calls|message|expiry|updates?|wsus|planner
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
    r"|reconnected|offline|online|expir\w+|exceeded|detected|degraded|fault|summary|reports?|status"
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
_STAMPED = late_pattern(
    # Most words begin with no digit, and need one look.
    r"\b(?=\d)(?:\d{1,2}:\d{2}:\d{2}\b|\d{4}[-./]\d{2}[-./]\d{2}\b|\d{1,3}(?:\.\d{1,3}){3}\b"
    r"|\d[\d.,]* ?(?:%|ms|MB|GB|TB|kW|bar|rpm|VA)(?!\w)|\d{1,2}/\d{1,2}/\d{4}\b"
    r"|\d{1,2}\.\d{1,2}\.\d{4}\b)|\d ?°C|\b\w+=\S+|\bhttps?://"
)
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


def service(sender: Address) -> bool:
    """No person, by name or address: a device, a product, a numbered thing."""
    if program_phrases.device(sender.name, sender.email):
        return True
    called = f"{sender.name} {re.sub('[_.]', ' ', local_of(sender.email))}"
    return bool(_SERVICE.search(called)) or any(map(str.isdigit, called))


def signed(seen: Evidence) -> bool:
    """One line is a person's first name, or ends with thanks or regards and a name."""
    people = (one for one in seen.message.from_ if not service(one) and not _is_firm(one))
    return notice_phrases.signed(seen.text, [one.name for one in people])


def _is_firm(sender: Address) -> bool:
    """What From shows first is what its domain is called."""
    return sender.name.casefold().split()[:1] == domain_of(sender.email).split(".")[-2:-1]


def team(sender: Address) -> bool:
    """Those who answer for a firm, and the program that answers in their name."""
    return bool(_TEAM.search(local_of(sender.email)) or _TEAM.search(sender.name))


def has_records(seen: Evidence) -> bool:
    """Its text has lines of "name: value", or times, sizes and the like."""
    return is_form(seen.words, least=1) or bool(_STAMPED.search(seen.text[:_SEEN]))


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
    found += bool(_STAMPED.search(f"{seen.subject[:_HEAD]}\n{text}"))
    return found >= least or found + (_is_terse(seen) or bool(_IMPERSONAL.search(text))) >= least


def _of_head(seen: Evidence) -> int:
    subject = seen.subject[:_HEAD]
    return sum(
        (
            any(map(service, seen.message.from_)),
            bool(_STATE.search(subject)),
            bool(_CODED.search(subject)),
            is_form(seen.words, least=1),
        )
    )


def _is_terse(seen: Evidence) -> bool:
    """Nothing but what is attached, or some words that are no sentence."""
    words = seen.words.split()
    return len(words) <= _SHORT and not re.search(r"[.!?](?:\s|$)", seen.words)
