"""What became of a mail, a word for each end. The store knows it without all that sets it."""

from __future__ import annotations

from enum import StrEnum


class Disposition(StrEnum):
    """What became of a fetched mail: one word in the ledger."""

    OPENED = "opened"  # it opened a request
    REPLY = "reply"  # it joined one
    DUPLICATE = "duplicate"  # we had it already
    IGNORED = "ignored"  # a machine's mail, our own, or one that a rule wants no answer to
    FLOOD = "flood"  # kept, not carried on: too much at once. A release carries it
    ASKED_BACK = "asked back"  # kept, not carried on: its author was asked what it means
    UNVERIFIED = "unverified"  # claims to be from an owner, without proof
    QUARANTINE = "quarantine"  # could not be handled
