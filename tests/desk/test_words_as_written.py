"""Words in mails as programs write them, through the real reading: only what somebody typed, above
what they quote, where it is seen, is a word for us.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from email.message import EmailMessage
from email.policy import SMTP

from mailtracker.desk.alias import Alias
from mailtracker.desk.case import Incoming
from mailtracker.desk.effects import Decision, Relay, SendLetter, SetStatus
from mailtracker.desk.facts import Facts
from mailtracker.desk.on_message import on_message
from mailtracker.desk.request import Lane, Status
from mailtracker.desk.word_letters import KeptInside
from mailtracker.mail.site import Site
from mailtracker.mail.understand import understand
from mailtracker.policy.model import Policy
from tests.cases import in_each
from tests.desk.makers import facts, issued, scene

BO, EVA = "bo@corp.example", "eva@corp.example"
QUOTE = "On Mon, 23 Nov 2026 at 09:02, Eva Lund <eva@corp.example> wrote:"
WARNING = "CAUTION: This email originated from outside of the organization. Do not click links."
MSO = '<p class="MsoNormal">{}<o:p></o:p></p>'


def plain(text: str, **header: str) -> bytes:
    return written(text, None, header)


def page(html: str, **header: str) -> bytes:
    """HTML alone, as Outlook and telephones often send it."""
    return written(None, html, header)


def written(text: str | None, html: str | None, header: Mapping[str, str]) -> bytes:
    mail = EmailMessage()
    known = {"From": f"Bo Jensen <{BO}>", "To": "it-help+t1@corp.example"}
    known |= {"Subject": "Re: [IT-1001] VPN drops", "Message-ID": "<a1@client.example>"}
    known["In-Reply-To"] = "<k.1@corp.example>"
    for name, value in (
        known | {key.replace("_", "-"): one for key, one in header.items()}
    ).items():
        mail[name] = value
    if html is None:
        mail.set_content(text or "")
    else:
        mail.set_content(html, subtype="html")
    return mail.as_bytes(policy=SMTP)


def outlook(above: str) -> str:
    return (
        f'<html><head><style>p.MsoNormal {{margin:0}}</style></head><body lang="EN-US">'
        f'<div class="WordSection1">{above}<p class="MsoNormal">&nbsp;</p>'
        '<div style="border:none;border-top:solid #E1E1E1 1.0pt"><p class="MsoNormal"><b>From:</b> '
        "IT help &lt;it-help@corp.example&gt;<br><b>Sent:</b> Monday, November 23, 2026 9:02 AM<br>"
        "<b>To:</b> Bo Jensen<br><b>Subject:</b> VPN drops</p></div>"
        '<p class="MsoNormal">done</p></div></body></html>'
    )


def gmail(above: str) -> str:
    return (
        f'<div dir="ltr">{above}</div><br><div class="gmail_quote"><div dir="ltr" '
        f'class="gmail_attr">{QUOTE}<br></div><blockquote class="gmail_quote">done<br></blockquote>'
        "</div>"
    )


def apple(above: str) -> str:
    return (
        f'<html><body dir="auto">{above}<div dir="ltr">Sent from my iPhone</div><div dir="ltr"><br>'
        f'<blockquote type="cite">{QUOTE}<br><br></blockquote></div><blockquote type="cite">'
        '<div dir="ltr">done</div></blockquote></body></html>'
    )


CARRIED_OUT = {
    "mutt": plain(f"done\n\n{QUOTE}\n> It drops.\n"),
    "Thunderbird, flowed": plain("done \n\nAm 23.11.26 um 09:02 schrieb Eva:\n> It drops.\n"),
    "a telephone": plain(
        "Done\n\nSent from my iPhone\n\n> On 23 Nov 2026, Eva wrote:\n> It drops.\n"
    ),
    "claws-mail, below the quote": plain(f"{QUOTE}\n> It drops.\n> Why?\n\ndone\n"),
    "Outlook": page(outlook(MSO.format("done"))),
    "Outlook, with a name": page(
        outlook(MSO.format("Done.") + MSO.format("&nbsp;") + MSO.format("Bo"))
    ),
    "Gmail": page(gmail("done")),
    "Gmail, above a signature": page(gmail("done<div><br></div>--&nbsp;<br><div>Bo Jensen</div>")),
    "Apple Mail": page(apple("done<br><br>")),
    "in bold, in a span": page(outlook('<p class="MsoNormal"><b><span>do</span>ne</b></p>')),
    "below a banner": plain(f"{WARNING}\n\ndone\n\n{QUOTE}\n> It drops.\n"),
    "below a banner, as a page": page(f"<div>{WARNING}</div><div>done</div>"),
    "below blank lines": page(gmail("<br><br><div>done</div>")),
    "with a non-breaking space": page(gmail("done&nbsp;")),
    "in German": page(outlook(MSO.format("Erledigt"))),
}

NOT_CARRIED_OUT = {
    "quoted alone": plain(f"Please restart it.\n\n{QUOTE}\n> done\n"),
    "quoted by Outlook": page(outlook(MSO.format("Please restart it."))),
    "quoted by Gmail": page(gmail("Please restart it.")),
    "quoted by a telephone": page(apple("Please restart it.<br>")),
    "between quotes": plain(f"{QUOTE}\n> It drops.\n\ndone\n\n> Why?\n\nNo idea.\n"),
    "not shown": page('<div style="display:none">done</div><p>Please restart it.</p>'),
    "too small to see": page('<p style="font-size:0">done</p><p>Please restart it.</p>'),
    "a comment": page("<!-- done --><p>Please restart it.</p>"),
    "in the title": page("<html><head><title>done</title></head><body>Restart it.</body></html>"),
    "on the second line": plain("Please restart it.\ndone\n"),
    "in the subject": plain("Please restart it.", Subject="done"),
    "in a signature": plain("Please restart it.\n\n-- \ndone\n"),
    "in a forward": plain(
        f"done\n\n---------- Forwarded message ----------\nFrom: Eva Lund <{EVA}>\n"
        "Date: Mon, 23 Nov 2026\nSubject: VPN\nTo: x@corp.example\n\nIt drops.\n",
        Subject="Fwd: VPN drops",
        To="sam@corp.example, it-help@corp.example",
    ),
    "what is passed on": plain(
        f"\n---------- Forwarded message ----------\nFrom: Eva Lund <{EVA}>\n"
        "Date: Mon, 23 Nov 2026\nSubject: VPN\nTo: x@corp.example\n\ndone\n",
        Subject="Fwd: VPN drops",
    ),
    "automatic": plain("done", Auto_Submitted="auto-replied"),
    "automatic by its words": plain("done\n\nI am out of office.", Subject="Out of office"),
    "of a list": plain("done", Precedence="bulk", Auto_Submitted="auto-generated"),
}

NEAR_MISSES = ("doen", "not mine, ask Sam", "@sam", "for Sam please", "done?", "note she is mad")


def read(raw: bytes, alias: Alias, policy: Policy, known: Facts) -> Decision:
    mail, classified = understand(raw, Site(addresses=("it-help@corp.example",)))
    return on_message(Incoming(mail, classified, known, alias), scene(policy))


def known() -> Facts:
    return facts(replace(issued(BO, Lane.REQUESTER, "bo"), by_token=True))


def reaches_eva(decision: Decision) -> bool:
    return any(isinstance(e, Relay | SendLetter) and e.to.email == EVA for e in decision.effects)


def test_a_word_that_somebody_typed_is_carried_out_in_every_program(policy, alias):
    def check(name: str) -> None:
        decision = read(CARRIED_OUT[name], alias, policy, known())
        assert SetStatus(Status.CLOSED) in decision.effects

    in_each(CARRIED_OUT, check)


def test_what_is_quoted_hidden_passed_on_or_automatic_is_no_word(policy, alias):
    def check(name: str) -> None:
        decision = read(NOT_CARRIED_OUT[name], alias, policy, known())
        assert SetStatus(Status.CLOSED) not in decision.effects

    in_each(NOT_CARRIED_OUT, check)


def test_near_misses_and_notes_reach_nobody_whatever_wrote_them(policy, alias):
    ways = {
        "plain": lambda line: plain(f"{line}\n\nShe is mad.\n\n{QUOTE}\n> It drops.\n"),
        "Outlook": lambda line: page(outlook(MSO.format(line) + MSO.format("She is mad."))),
        "Gmail": lambda line: page(gmail(f"<div>{line}</div><div>She is mad.</div>")),
        "Apple Mail": lambda line: page(apple(f"<div>{line}</div><div>She is mad.</div>")),
        "under a banner": lambda line: page(f"<p>{WARNING}</p><p>{line}</p><p>She is mad.</p>"),
    }

    def check(case: tuple[str, str]) -> None:
        how, line = case
        decision = read(ways[how](line), alias, policy, known())
        assert not reaches_eva(decision)
        (told,) = [e for e in decision.effects if isinstance(e, SendLetter)]
        assert isinstance(told.letter, KeptInside) is line.startswith("note:")

    in_each([(how, line) for how in ways for line in (*NEAR_MISSES, "note: she is mad")], check)
