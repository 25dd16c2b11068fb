"""Who covers for somebody → who covers for that one where they are away as well, and so on."""

from __future__ import annotations

from collections.abc import Callable, Iterator


def chain_of_covers(person: str, cover_of: Callable[[str], str]) -> Iterator[str]:
    """Keys, the nearest cover first. `cover_of` is asked for each in turn, "" ends the chain; so
    does whoever stands in it already, or `person`: two who cover for each other are no circle.
    """
    known = {person}
    while (cover := cover_of(person)) and cover not in known:
        known.add(cover)
        yield cover
        person = cover
