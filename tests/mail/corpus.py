"""The mails of tests/mail_corpus."""

from __future__ import annotations

from pathlib import Path

FOLDER = Path(__file__).parent.parent / "mail_corpus"

MAILS = sorted(FOLDER.glob("*.eml"))
