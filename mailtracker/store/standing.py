"""Who takes part in a request, and what an effect makes of that. Plain data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import assert_never

from mailtracker.desk.effects import AddParticipant, DropParticipant, NoteBystanders
from mailtracker.desk.request import Request, Standing
from mailtracker.mail.message import Address
from mailtracker.store.columns import clean


def taking_part(
    request: Request, effect: AddParticipant | NoteBystanders | DropParticipant
) -> Request:
    match effect:
        case AddParticipant(who):
            return joined(request, who)
        case NoteBystanders(people):
            return _beside(request, people)
        case DropParticipant(who):
            return _without(request, who)
        case _:
            assert_never(effect)


def joined(request: Request, who: Address) -> Request:
    """Once each, and never the requester, who takes part anyway."""
    if request.party(who.email) is not None:
        return request
    return replace(
        request,
        copied=(*request.copied, cleaned(who)),
        bystanders=_but(request.bystanders, who),
        dropped=_but(request.dropped, who),
    )


def _beside(request: Request, people: Sequence[Address]) -> Request:
    """Those of whom nothing is known yet."""
    known = {request.requester.key, *(one.key for one in in_copy(request))}
    fresh = {one.key: cleaned(one) for one in people if one.key not in known}
    return replace(request, bystanders=(*request.bystanders, *fresh.values()))


def _without(request: Request, who: Address) -> Request:
    if who.key == request.requester.key:
        return request
    return replace(
        request,
        copied=_but(request.copied, who),
        bystanders=_but(request.bystanders, who),
        dropped=(*_but(request.dropped, who), cleaned(who)),
    )


def _but(people: tuple[Address, ...], who: Address) -> tuple[Address, ...]:
    return tuple(one for one in people if one.key != who.key)


def in_copy(request: Request) -> dict[Address, Standing]:
    """All who ever stood in copy, and how they stand."""
    return {
        **dict.fromkeys(request.copied, Standing.IN_COPY),
        **dict.fromkeys(request.bystanders, Standing.BYSTANDER),
        **dict.fromkeys(request.dropped, Standing.DROPPED),
    }


def cleaned(who: Address) -> Address:
    name, email = clean(who.name), clean(who.email)
    return who if (name, email) == (who.name, who.email) else Address(name, email)
