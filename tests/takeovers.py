"""Attempts to do an owner's things, or to read what is not one's own: a line each.

Bo has IT-1001, which Eva asked and Tom reads in copy; Mallory knows all addresses that ever stood
in a mail of ours about it, and what border fields look like.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from tests.pressing import BORDER

BO, DAN, CARLA, EVA, TOM, HANA = (
    f"{who}@corp.example" for who in ("bo", "dan", "carla", "eva", "tom", "hana")
)
INSIDE, OUTSIDE = "mallory@corp.example", "mallory@evil.example"

_A_R = f"Authentication-Results: {BORDER}; "
PASS, FAIL = (f"{_A_R}dmarc={what} header.from=corp.example\n" for what in ("pass", "fail"))
OURS = (
    f"Received: from smtp.evil.example by {BORDER} with ESMTPS; Mon, 23 Nov 2026 08:00:00 +0000\n"
)
THEIRS = "Received: from a by smtp.evil.example with ESMTP; Mon, 23 Nov 2026 08:00:00 +0000\n"


@dataclass(frozen=True)
class Attempt:
    """A mail from `sender` `to` a place that `Places` knows by that word."""

    name: str
    sender: str
    to: str
    text: str = "Done\n"
    subject: str = "[IT-1001] VPN drops"
    #: Which company it comes to: "plain" has no border, "border" has one, "strict" wants it.
    house: str = "plain"
    #: Lines that servers put above, or seem to.
    top: str = ""
    header: dict[str, str] = field(default_factory=dict)
    page: str = ""


SECRETS = ("4711", "0815", "Every secret")
"""Words of the threads that nobody but their people may read."""

WORDS = {
    "done": "Done\n",
    "mine": "Mine\n",
    "not": "Not mine\n",
    "waiting": "Waiting\n",
    "snooze": "Snooze until tomorrow\n",
}
WRONG = (
    *("other request", "other mailbox", "expired", "used", "revoked", "shown"),
    *("truncated", "longer", "changed first", "changed last", "other use", "random"),
    *("reply with a use", "bounce", "receipt", "made by another key", "no key at all"),
)
"""Places that are no button of the one who writes there, or none any more."""

STRANGERS = {
    "an outsider": OUTSIDE,
    "a colleague whom nobody knows": INSIDE,
    "a colleague on file": HANA,
    "the requester": EVA,
    "who stands in copy": TOM,
    "somebody of a domain that looks alike": "bo@c0rp.example",
    "a longer domain": "bo@corp.example.evil.example",
    "a subdomain": "bo@mail.corp.example",
    "letters that look alike": "b\u043e@corp.example",
    "a name that reads like an address": '"bo@corp.example" <mallory@evil.example>',
    "the owner's name": '"Bo Jensen" <mallory@evil.example>',
    "a comment that reads like an address": "mallory@evil.example (bo@corp.example)",
}
NOBODY = {
    "two addresses in From": "bo@corp.example, mallory@evil.example",
    "an empty From": "<>",
    "a group": "undisclosed: bo@corp.example;",
    "a route": "<@evil.example:bo@corp.example>",
    "a quoted local part": '"bo@corp.example"@evil.example',
}
MALLORY = {"Reply-To": OUTSIDE, "Cc": f"Accomplice <{OUTSIDE}>"}

NOT_PROVEN = {
    "no field": "",
    "a forged field of another id": "Authentication-Results: mx.evil.example; dmarc=pass "
    "header.from=corp.example\n",
    "a forged pass below a real fail": f"{FAIL}{OURS}{PASS}",
    "a forged pass above a real fail": f"{PASS}{FAIL}{OURS}",
    "a pass of another domain": f"{_A_R}dmarc=pass header.from=evil.example\n{OURS}",
    "a pass in a quoted string": f'{_A_R}spf=none reason="dmarc=pass header.from=corp.example"\n',
    "a pass in a comment": f"{_A_R}spf=none (; dmarc=pass header.from=corp.example)\n",
    "a pass below a hop of others": f"{_A_R}spf=none\n{OURS}{THEIRS}{PASS}",
    "spf alone": f"{_A_R}spf=pass smtp.mailfrom=bo@corp.example\n{OURS}",
    "a login of somebody else": f"{_A_R}auth=pass smtp.auth=eva@corp.example\n{OURS}",
}


RATED = {
    "rate good": "Good\n",
    "rate ok": "OK\n\nThank you, Bo!\n",
    "rate not": "Not good\n\nBo is rude.\n",
}
"""The buttons of IT-1005's closing mail, which Eva has, and what is written there."""

NO_RATING = ("truncated", "longer", "changed first", "changed last", "other use", "another key")
"""What is none of them, or hers no more."""


def attempts() -> Iterator[Attempt]:
    yield from _by_strangers()
    yield from _by_forgers()
    yield from _without_proof()
    yield from _by_those_inside()
    yield from _by_rating()
    yield from _unseen()
    yield from _confidential()


def _by_strangers() -> Iterator[Attempt]:
    """Who has Bo's buttons by a forward, and writes as themselves."""
    for who, sender in STRANGERS.items():
        for word in ("done", "mine"):
            yield Attempt(f"{who} presses {word}", sender, word, WORDS[word])
        yield Attempt(f"{who} writes below it", sender, "waiting", "Waiting\n\nWhat is the code?\n")
    for who, sender in NOBODY.items():
        yield Attempt(f"{who} presses done", sender, "done")
        yield Attempt(f"{who} presses done, with an accomplice", sender, "done", header=MALLORY)


def _by_forgers() -> Iterator[Attempt]:
    """Who writes as Bo, and has no button of his that does anything."""
    for place in WRONG:
        yield Attempt(f"Bo's From to {place}", BO, place)
        yield Attempt(f"Bo's From to {place}, with an accomplice", BO, place, header=MALLORY)
        yield Attempt(
            f"Bo's From to {place}, to strict", BO, place, house="strict", top=f"{PASS}{OURS}"
        )
    for place in ("upper random", "percent", "plain alias"):
        yield Attempt(f"Bo's From to {place}", BO, place)
    yield Attempt("Bo's other address to a guess", "bo.jensen@corp.example", "random")
    yield Attempt("his manager's From to a guess", CARLA, "random")
    yield Attempt("the reference in another subject", BO, "plain alias", subject="Re: IT-1001 Done")


def _without_proof() -> Iterator[Attempt]:
    """Who writes as Bo and has his button, where our border has a word in it."""
    for what, top in NOT_PROVEN.items():
        for word in ("done", "waiting"):
            yield Attempt(f"{word}, strict, {what}", BO, word, WORDS[word], house="strict", top=top)
    for what in ("a forged pass below a real fail", "a forged pass above a real fail"):
        for word in WORDS:
            top = NOT_PROVEN[what]
            yield Attempt(f"{word}, {what}", BO, word, WORDS[word], house="border", top=top)


def _by_those_inside() -> Iterator[Attempt]:
    """Who has a place in the request, and not this one; and programs."""
    for who, sender in {"a team mate": DAN, "the manager": CARLA, "in copy": TOM}.items():
        for word, text in WORDS.items():
            yield Attempt(f"{who} presses the owner's {word}", sender, word, text)
    for word, text in WORDS.items():
        yield Attempt(f"the requester presses the owner's {word}", EVA, word, text)
        if word not in ("mine", "not"):  # which take it back, or keep it from coming back (W8)
            yield Attempt(f"a former owner's {word} that he had", DAN, f"former {word}", text)
    for marked in ("auto-generated", "auto-replied", "auto-notified"):
        for word in ("done", "mine"):
            header = {"Auto-Submitted": marked}
            yield Attempt(f"a robot ({marked}), {word}", BO, word, WORDS[word], header=header)
    for name, value in (("Precedence", "auto_reply"), ("X-Autoreply", "yes")):
        yield Attempt(f"a robot by {name}", BO, "done", "I am away.", header={name: value})


def _by_rating() -> Iterator[Attempt]:
    """Who says how it was in Eva's place, or in her name."""
    others = {who: sender for who, sender in STRANGERS.items() if sender != EVA}
    owners = {"the owner": BO, "the owner's other address": "bo.jensen@corp.example", "lead": CARLA}
    for place, text in RATED.items():
        for who, sender in (others | owners | NOBODY).items():
            yield Attempt(f"{who}: {place}", sender, place, text, "Re: [IT-1005] VPN laptop")
        yield Attempt(f"the owner: {place}, with an accomplice", BO, place, text, header=MALLORY)
        top = NOT_PROVEN["a forged pass below a real fail"]
        for house in ("border", "strict"):
            yield Attempt(f"{place}, {house}, denied", EVA, place, text, house=house, top=top)
    bad = RATED["rate not"]
    yield Attempt("Not good, typed from outside", OUTSIDE, "rate reply", bad, "Re: VPN laptop")
    for house in ("border", "strict"):
        name = f"Not good, typed and denied, {house}"
        top = NOT_PROVEN["a forged pass below a real fail"]
        yield Attempt(name, EVA, "rate reply", bad, "Re: VPN laptop", house, top)
    for wrong in NO_RATING:
        yield Attempt(f"Eva's From, {wrong}", EVA, f"rate {wrong}", bad, "Hello")
    yield Attempt("Eva's From, a revoked one", EVA, "rate revoked", bad, "Hello")
    for what, top in NOT_PROVEN.items():  # what was not good somebody looks into all the same
        for house in ("border", "strict"):
            name, not_hers = f"good, {house}, {what}", top.replace("smtp.auth=eva", "smtp.auth=bo")
            yield Attempt(name, EVA, "rate good", RATED["rate good"], house=house, top=not_hers)


def _unseen() -> Iterator[Attempt]:
    """What stands in a mail without being its address."""
    yield Attempt("a button in a quote", BO, "plain alias", "> it+{done}@corp.example\n> Done\n")
    yield Attempt("a button in the text", BO, "plain alias", "it+{done}@corp.example\n")
    yield Attempt("a button in Reply-To", BO, "plain alias", header={"Reply-To": "{done}"})
    yield Attempt("a button in Sender", BO, "plain alias", header={"Sender": "{done}"})
    yield Attempt("a button in Bcc", BO, "plain alias", header={"Bcc": "{done}"})
    yield Attempt("a button in References", BO, "plain alias", header={"References": "<{done}>"})
    yield Attempt("a button in the subject", BO, "plain alias", subject="[IT-1001] {done}")
    hidden = "<p style='display:none'>Done</p><p>it+{done}@corp.example</p>"
    yield Attempt("a button in hidden HTML", BO, "plain alias", "\n", page=hidden)
    yield Attempt(
        "a button as a name", BO, "plain alias", header={"To": '"{done}" <it@corp.example>'}
    )
    yield Attempt("a button of another host", BO, "plain alias", header={"To": "{elsewhere}"})


def _confidential() -> Iterator[Attempt]:
    """IT-1003 is Hana's, and Carla is barred from it."""
    for who, sender in {"barred": CARLA, "her mate": DAN, "Bo": BO, "outside": OUTSIDE}.items():
        for word, text in WORDS.items():
            subject = "[IT-1003] complaint about Carla"
            yield Attempt(f"confidential, {who}, {word}", sender, f"hana {word}", text, subject)
