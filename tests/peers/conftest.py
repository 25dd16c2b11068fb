"""The stories' company, for faults that others met and published."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.servers.proxy import ChaosProxy
from tests.servers.smtpd import PostOffice
from tests.stories.company import Company


@pytest.fixture
def company(post_office: PostOffice, tmp_path: Path) -> Company:
    return Company(post_office, tmp_path)


@pytest.fixture
def border(company: Company) -> Company:
    """The company where a border judges each sender."""
    company.site(authserv_ids=("mx.corp.example",))
    return company


@pytest.fixture
def between(company: Company) -> Iterator[ChaosProxy]:
    """What lies between the company's daemon and its mailbox."""
    (box,) = company.config.mailboxes
    with ChaosProxy(box.imap.port) as proxy:
        object.__setattr__(box.imap, "port", proxy.port)
        yield proxy
