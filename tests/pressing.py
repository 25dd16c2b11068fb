"""A company whose owners press the buttons of their mails: the real desk and store, in no time."""

from __future__ import annotations

import html
import re
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import format_datetime
from urllib.parse import parse_qs, unquote, urlsplit

from sqlalchemy import Connection

from mailtracker.desk.alias import Alias
from mailtracker.desk.request import Request
from mailtracker.enact import Enacted
from mailtracker.mail.site import Site
from mailtracker.record import dataclass
from mailtracker.rules.load import load_texts
from mailtracker.store import requests
from mailtracker.world import World
from tests.lives import HOME, Life, Sent, letters

RULES = """
people:
  bo: {name: Bo Jensen, email: [bo@corp.example, bo.jensen@corp.example], manager: carla,
       cover: dan}
  dan: {name: Dan Ortiz, email: dan@corp.example, manager: carla, cover: bo}
  carla: {name: Carla Stein, email: carla@corp.example}
  eva: {name: Eva Lund, email: eva@corp.example}
  finn: {name: Finn Dahl, email: finn@corp.example, language: de}
  hana: {name: Hana Ito, email: hana@corp.example}
  tom: {name: Tom Berg, email: tom@corp.example}
promises:
  normal: {first_reply: 8 hours, then_every: 16 hours, hours: always}
teams:
  it: {name: IT, lead: carla, members: [bo, dan], assign: lead}
ladders:
  default:
    - {at: 50%, remind: [owner]}
    - {at: 100%, hand_to: cover, tell: [owner, requester, manager]}
    - {at: 200%, tell: [manager], repeat: daily}
rules:
  - {name: complaint, why: HR, when: {subject: [complaint]}, to: hana, promise: normal,
     confidential: true}
  - {name: german, why: IT, when: {subject: [drucker]}, to: finn, promise: normal}
  - {name: vpn, why: IT, when: {subject: [vpn]}, to: bo, promise: normal}
fallback: {to: dan, promise: normal, report_to: carla}
ending: at once
"""

ALIAS = f"it@{HOME}"
BO, EVA = f"bo@{HOME}", f"Eva Lund <eva@{HOME}>"
BORDER = "mx.corp.example"


@dataclass(frozen=True)
class Link:
    """A button as it stands in a mail: its `label`, and what a mail program makes of it."""

    label: str
    address: str
    subject: str
    body: str

    @property
    def token(self) -> str:
        return self.address.rpartition("@")[0].rpartition("+")[2]


def page_of(raw: bytes) -> str:
    """The HTML of a mail, "" without one."""
    part = message_from_bytes(raw, policy=policy.default).get_body(("html",))
    return str(part.get_content()) if part is not None else ""


def text_of(raw: bytes) -> str:
    part = message_from_bytes(raw, policy=policy.default).get_body(("plain",))
    return str(part.get_content()) if part is not None else ""


def links_in(page: str) -> dict[str, Link]:
    """The buttons of a page, by their label."""
    found = re.findall(r'<a\b[^>]*?href="(mailto:[^"]*)"[^>]*>([^<]*)</a>', page)
    links = {}
    for url, label in found:
        parts = urlsplit(html.unescape(url))
        asked = {name: one[0] for name, one in parse_qs(parts.query).items()}
        if "body" in asked:
            address = unquote(parts.path)
            links[label] = Link(label, address, asked["subject"], asked["body"])
    return links


class House(Life):
    """Eva asks, Bo has it. `authserv_ids`: a border stands before it."""

    @classmethod
    def built(cls, conn: Connection, strict: bool = False, border: bool = False) -> House:
        made = cls(conn, load_texts({"rules/all.yaml": RULES}), letters())
        site = Site(authserv_ids=(BORDER,) if border else ())
        made.it = _alias(strict, site)
        made.hr = made.it
        made.world = World(made.policy, made.letters, {"it": made.it}, b"k" * 32)
        return made

    def write(
        self, sender: str, subject: str, text: str, page: str = "", top: str = "", **header: str
    ) -> tuple[Enacted, list[Sent]]:
        """With HTML beside the text, as most people's mail. `top`: lines that servers put above."""
        mail = EmailMessage()
        fields = {"From": sender, "To": ALIAS, "Subject": subject, **header}
        fields.setdefault("Message-ID", f"<m{self._uid + 1}@client.example>")
        for name, value in fields.items():
            mail[name.replace("_", "-")] = value
        mail["Date"] = format_datetime(self.now + timedelta(minutes=1))
        mail.set_content(text)
        mail.add_alternative(page or f"<p>{html.escape(text)}</p>", subtype="html")
        return self.arrives(top.encode() + mail.as_bytes())

    def arrives(self, raw: bytes) -> tuple[Enacted, list[Sent]]:
        self._uid += 1
        self.now += timedelta(minutes=1)
        return self._file(raw, self.it)

    def opened(self, subject: str = "VPN drops", sender: str = EVA, **header: str) -> Request:
        enacted, _ = self.write(sender, subject, "It drops every hour. The code is 4711.", **header)
        assert enacted.request is not None
        return enacted.request

    def now_of(self, request: Request) -> Request:
        return requests.request(self.conn, request.id)

    def buttons(self, to: str = BO) -> dict[str, Link]:
        """Of the last mail to somebody that has any."""
        found = (links_in(page_of(one.raw)) for one in reversed(self.to(to)))
        return next(filter(None, found))

    def press(
        self, link: Link, sender: str = BO, text: str | None = None, **header: str
    ) -> tuple[Enacted, list[Sent]]:
        """As a mail program sends it: a new mail, that answers nothing."""
        body = link.body if text is None else text
        fields = {"To": link.address, **header}
        return self.write(sender, fields.pop("Subject", link.subject), body, **fields)


def _alias(strict: bool, site: Site) -> Alias:
    return Alias(
        name="IT help",
        address=ALIAS,
        addresses=(ALIAS,),
        prefix="IT",
        language="en",
        languages=("en", "de"),
        home=(HOME,),
        admins=(f"priya@{HOME}",),
        strict=strict,
        site=site,
    )
