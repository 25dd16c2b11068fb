"""What a daemon that is dead had claimed goes on with whoever takes a mailbox over, at once."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text

from mailtracker.daemon.leased_dot import LeasedDots
from mailtracker.daemon.runtime import no_courier
from tests.several.hosts import Host, Several, until, use_maildirs

CLAIM = """
UPDATE outbox SET state = 'sending', was = 'ready', attempts = attempts + 1, claimed_at = now(),
claimed_by = 999, lease_until = now() + interval '15 minutes' WHERE state = 'ready'
"""


def states(host: Host) -> set[str]:
    with host.runtime.store.read() as conn:
        return set(conn.scalars(text("SELECT state FROM outbox")))


def test_mails_of_the_dead_go_on_with_who_takes_a_mailbox_over(
    tmp_path: Path, pg_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    use_maildirs(monkeypatch, tmp_path)
    monkeypatch.setattr(LeasedDots, "look_every", 3600.0)  # the house's own look comes too late
    house = Several(tmp_path, pg_url, 1)  # nobody takes mail
    house.deliver(
        "m0", b"From: eva@corp.example\r\nSubject: VPN\r\nMessage-ID: <1@x>\r\n\r\nhelp\r\n"
    )
    with house.host() as first:
        until(lambda: states(first) == {"ready"})
        with house.host() as second:
            until(lambda: second.runtime.courier is not no_courier)  # it has looked at its start
            with first.runtime.store.beside() as conn:
                conn.execute(text(CLAIM))
            assert states(second) == {"sending"}
            first.stop()
            until(lambda: states(second) == {"ready"})
