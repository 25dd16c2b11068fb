"""What servers say of themselves, judged."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from mailtracker.doctor.finding import Level
from mailtracker.doctor.servers import certificate_finding, limit_finding, untrusted_finding
from mailtracker.tls import Certificate, certificate_of, why_untrusted

NOW = datetime(2026, 11, 28, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("days", "level"),
    [(365, Level.OK), (30, Level.OK), (29, Level.DOUBT), (7, Level.DOUBT), (6, Level.FAULT)],
)
def test_a_certificate_is_renewed_in_time(days: int, level: Level) -> None:
    found = certificate_finding("imap.tls", Certificate(NOW + timedelta(days=days), "TLSv1.3"), NOW)
    assert (found.level, found.measured) == (level, {"days": days})


def test_without_tls_there_is_none() -> None:
    assert certificate_of(None, None) is None
    assert certificate_of({}, "TLSv1.3") is None
    assert certificate_finding("imap.tls", None, NOW).level is Level.OK


def test_the_end_is_read_as_openssl_writes_it() -> None:
    shown = certificate_of({"notAfter": "Jun  1 12:00:00 2027 GMT"}, "TLSv1.2")
    assert shown == Certificate(datetime(2027, 6, 1, 12, tzinfo=UTC), "TLSv1.2")


@pytest.mark.parametrize(
    ("why", "words"),
    [
        (10, "renew"),
        (9, "clock"),
        (62, "name in `host`"),
        (18, "ca_file"),
        (20, "ca_file"),
        (0, ""),
    ],
)
def test_each_distrust_has_its_own_cure(why: int, words: str) -> None:
    found = untrusted_finding("smtp.tls", why, "not trusted")
    assert (found.level, words in found.todo) == (Level.FAULT, True)


def test_what_was_no_certificate_has_no_number() -> None:
    assert why_untrusted(ValueError("x")) == 0


@pytest.mark.parametrize(
    ("limit", "level"), [(0, Level.OK), (1 << 20, Level.DOUBT), (10 << 20, Level.OK)]
)
def test_the_largest_mail(limit: int, level: Level) -> None:
    assert limit_finding("smtp.limit", "the server", limit).level is level
