"""What a test needs of the machine, and what becomes of it where that is missing."""

from __future__ import annotations

import os

import pytest


def need(what: str, found: object) -> None:
    """Skip when it is missing, but fail where a skip would be a lie: `make test` sets
    MAILTRACKER_REQUIRE_ALL.
    """
    if found:
        return
    if os.environ.get("MAILTRACKER_REQUIRE_ALL"):
        pytest.fail(f"{what} is missing", pytrace=False)
    pytest.skip(f"{what} is missing")


def need_as_root(what: str, found: object) -> None:
    """The same for what only root may have: nobody else could set it up, whatever they require."""
    if not found and os.geteuid() != 0:
        pytest.skip(f"{what}: only root may")
    need(what, found)
