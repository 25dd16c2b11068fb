"""A mail under a gateway's banner goes in; rules must see the writer's words alone, and the
language must be theirs.
"""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from mailtracker.mail.site import Site
from mailtracker.mail.understand import understand
from mailtracker.policy.mail_view import MatchContext, view_of

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
SITE = Site(languages=("en", "de", "nl", "da", "pt"), own_domains=("corp.example",))
BANNER = (
    "CAUTION: This email originated from outside of the organization. Do not click links or open "
    "attachments. Report phishing with the button."
)
WORDS = "Guten Tag, anbei die Rechnung für die neuen Bildschirme. Bitte bis Freitag zahlen."
PASSED_ON = (
    "Bitte prüfen.\n\n-----Ursprüngliche Nachricht-----\nVon: Vic <vic@out.example>\nGesendet: "
    f"Montag, 23. November 2026 09:02\nAn: Ana\nBetreff: Rechnung\n\n{BANNER}\n\n{WORDS}"
)


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("Rechnung", f"{BANNER}\n\n{WORDS}"),
        ("Rechnung", f"{WORDS}\n\n{BANNER}"),
        ("WG: Rechnung", PASSED_ON),
    ],
    ids=["above", "below", "passed on"],
)
def test_banner_decides_no_rule_and_no_language(subject: str, text: str) -> None:
    raw = (
        f"From: Vic <vic@out.example>\nTo: it-help@corp.example\nSubject: {subject}\n"
        f"Content-Type: text/plain; charset=utf-8\n\n{text}\n"
    )
    message, classified = understand(raw.encode(), SITE)
    seen = MatchContext(view_of(message, classified, (), NOW))
    assert classified.language == "de"
    assert "Bildschirme" in seen.text("body")
    assert "phishing" not in seen.text("body")
    assert "Bildschirme" in seen.text("anywhere")
    assert "phishing" not in seen.text("anywhere")
