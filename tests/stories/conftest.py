"""The companies and sites that stories play on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.servers.dovecot import Box
from tests.servers.smtpd import PostOffice, SmtpSink
from tests.stories.company import ALIAS, PEOPLE, Company
from tests.stories.site import Site


@pytest.fixture
def company(post_office: PostOffice, tmp_path: Path) -> Company:
    return Company(post_office, tmp_path)


@pytest.fixture
def site(post_office: PostOffice, tmp_path: Path) -> Iterator[Site]:
    """Config, rules and the real command on a post office; ended whatever happens."""
    for who in (*PEOPLE, "eva@corp.example"):
        post_office.add(who)
    made = Site(post_office, post_office.add(ALIAS), tmp_path)
    yield made
    made.kill()


@pytest.fixture
def counting_site(smtp_sink: SmtpSink, account: Box, tmp_path: Path) -> Iterator[Site]:
    """The same where outgoing mail is only counted: for many mails."""
    made = Site(smtp_sink, account, tmp_path)
    yield made
    made.kill()
