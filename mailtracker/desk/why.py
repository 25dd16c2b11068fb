"""Why something was done, in one word each, for letters to say it in any language."""

from __future__ import annotations

from typing import Literal

NotJoined = Literal["", "many", "unproven", "hidden", "confidential"]
"""Why people in copy do not take part: too many of them, their author is nobody we know, the alias
was not visible, or the request is confidential. "": nobody was left out for such a reason.
"""

KeptBecause = Literal[
    "empty",  # it has no words of its own
    "unread",  # nobody would read it: who asked is not certain
    "word",  # its first line looks like a word for us, and is none
    "no request",  # none of that reference that its author has
    "same request",  # it is that one
    "closed request",  # one of the two is closed
    "other requester",  # somebody else asked there
    "has part",  # its author has a part of it already
    "read along",  # who is in copy there would read what is confidential
    "no note",  # `note`, and nothing behind or below it
    "when",  # no time that we understand, or one too far away
    "closed",  # there is nothing to wait for any more
    "below",  # something stands below a word that sends nothing
    "not yours",  # a word that its author may not use
    "nobody",  # nobody is called so
    "several",  # several people are
    "has it",  # the one who is meant has it already
    "barred",  # the one who is meant is kept out of it
    "confided",  # its requester alone chooses who reads it
    "outside",  # the one who is meant is none of us
    "salutation",  # below `for NAME` the requester is greeted
    "many",  # as many take part as can
    "private",  # it answers a word inside the team, whose author is kept out by now
    "automatic",  # it sounds like a robot's notice
    "no token",  # proven, but no answer to a mail of ours
    "disproven",  # an answer to a mail of ours, which our border denies
    "reaction",  # somebody only pressed an emoji
    "forward",  # it passes on what others wrote
    "encrypted",  # for us, so that nobody else can read it
    "button",  # begun by a button, and says something else than that
    "complaint",  # one of the two looks into how a request was, and is told of by itself
    "untold",  # it closes a complaint, and nobody told its author what was done about it
    "aside",  # it sounds as if it were for us or for a colleague
]
"""Why a mail of the owner's side is kept, and its author asked."""

NothingBecause = Literal[
    "used",  # it did its word already
    "not yours",  # somebody else has the request now
    "closed",  # it is closed
]
"""Why a button did nothing."""

HandedBecause = Literal[
    "slipped",
    "assigned",
    "mine",
    "not mine",
    "undeliverable",
    "away",
    "back",
    "confided",  # its requester chose who reads it
]
"""Why somebody else has a request now."""

NotTheirs = Literal[
    "",
    "unproven",  # nothing proves who wrote it: one reply of theirs does
    "line",  # its first line says more
    "word",  # a word for us stands below it
    "several",  # several people are called so
    "nobody",  # nobody can be written to there
    "outside",  # an address that is none of ours, and never wrote to us
    "thread",  # it belongs to a request that there is
    "ruled",  # the rules open such requests for nobody else
]
"""Why a mail that asks to be somebody else's request is its writer's own. "": it asks for no such
thing.
"""
