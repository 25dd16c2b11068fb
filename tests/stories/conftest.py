"""The companies and sites that stories play on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.servers.dovecot import Box
from tests.servers.smtpd import PostOffice, SmtpSink
from tests.stories.company import ALIAS, PEOPLE, Company, Envelopes, Using
from tests.stories.site import Site

USUAL = Envelopes()
MODES = (
    Envelopes("verp", "envelope"),
    Envelopes("alias", "null"),
    Envelopes("alias", "envelope"),
)


OTHER_SERVERS = ("cyrus", "courier")

TOLD = 1
"""In how many variations a story is told in each run."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Of a story in many variations the first is told in each run with each kind of envelope
    sender, all others by `make proof-variants`.
    """
    stories = (one for one in items if one.path.parent == Path(__file__).parent)
    told: Counter[tuple[Path, str, str]] = Counter()
    for story in stories:
        spec = getattr(story, "callspec", None)
        if not isinstance(story, pytest.Function) or spec is None:
            continue
        if not spec.params.keys() - {"envelopes", "mail_server"} or story.get_closest_marker(
            "proof"
        ):
            continue
        sender = spec.params["envelopes"]
        key = (story.path, story.originalname, str(sender))
        told[key] += 1
        if told[key] > TOLD:
            story.add_marker(pytest.mark.proof(part="variants"))


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Every story also with the other envelope senders: those that are marked `every_envelope` in
    each run, the rest by `make proof-envelopes`; and on other mail servers than Dovecot by `make
    proof-servers`. The long tests run once.
    """
    marks = {mark.name for mark in metafunc.definition.iter_markers()}
    if "proof" in marks:
        return
    later = () if "every_envelope" in marks else (pytest.mark.proof(part="envelopes"),)
    ways = [pytest.param(USUAL, "dovecot", id=str(USUAL))]
    ways += [pytest.param(mode, "dovecot", id=str(mode), marks=later) for mode in MODES]
    if "mail_server" not in metafunc.fixturenames:
        with_one = [pytest.param(way.values[0], id=way.id, marks=way.marks) for way in ways]
        metafunc.parametrize("envelopes", with_one, indirect=True)
        return
    others = pytest.mark.proof(part="servers")
    ways += [pytest.param(USUAL, name, id=name, marks=others) for name in OTHER_SERVERS]
    metafunc.parametrize(("envelopes", "mail_server"), ways, indirect=True)


@pytest.fixture(autouse=True)
def envelopes(request: pytest.FixtureRequest) -> Iterator[Envelopes]:
    """From whom our mails are on the envelope, in this story."""
    Using.envelopes = getattr(request, "param", USUAL)
    yield Using.envelopes
    Using.envelopes = USUAL


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
