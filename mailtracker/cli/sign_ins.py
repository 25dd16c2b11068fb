"""Sign-ins by access tokens, as `status` and `check` tell of them: the config, and what the daemon
wrote of them, in; lines out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from math import ceil
from typing import TYPE_CHECKING

from mailtracker.cli.finding import CheckFinding
from mailtracker.cli.measured import PartState
from mailtracker.cli.output import counted, if_any, moment
from mailtracker.errors import LoginRefused, MailtrackerError, Problem

if TYPE_CHECKING:
    from mailtracker.config import Config, OAuthConfig
    from mailtracker.endings import Ending
    from mailtracker.store.health import Beat

MINUTE = 60


def sign_in_states(
    config: Config, beats: Mapping[str, Beat], running: bool, today: date
) -> Iterator[PartState]:
    """A line for each sign-in that the daemon told of, and for each thing that ends."""
    from mailtracker.endings import endings

    for oauth in config.oauth:
        told = [name for name in beats if _is_of(name, oauth.name)]
        if not told:
            none = "no access token was asked for yet: is `mailtracker run` running?"
            yield PartState(f"sign-in {oauth.name}", not running, none, None)
        for name in told:
            token = beats.get(f"access token {name.removeprefix('sign-in ')}")
            yield _state(beats[name], token, running)
    for ending in endings(config):
        yield PartState(ending.what, not ending.is_near(today), ending.said(today), None)


def _is_of(part: str, name: str) -> bool:
    """Its own, or that of a user: "corp", "corp for it-help@corp.example"."""
    said = part.removeprefix("sign-in ")
    return said != part and (said == name or said.startswith(f"{name} for "))


def _state(beat: Beat, token: Beat | None, running: bool) -> PartState:
    held = if_any("; an access token is {}", token.text if token and running else "")
    if not beat.ok:
        why = f"{beat.text} (since {moment(beat.since)}){held}"
        return PartState(beat.part, False, why, beat.seen_at)
    works = f"works since {moment(beat.since)}" if running else f"worked at {moment(beat.seen_at)}"
    return PartState(beat.part, True, f"{works}{held}", beat.seen_at)


def check_sign_ins(
    config: Config, now: datetime, strict: bool, offline: bool
) -> Iterator[CheckFinding]:
    """Whether each gives an access token, and what of them ends soon."""
    from mailtracker.endings import endings

    yield from _read(config) if offline else _tried(config)
    for ending in endings(config):
        yield _ending(config, ending, now.date(), strict)


def _read(config: Config) -> Iterator[CheckFinding]:
    """What is wrong with the keys and certificates themselves; where we may connect, the sign-in
    says it.
    """
    from mailtracker.oauth.token import NoAccess

    for oauth in config.oauth:
        try:
            _look_at(oauth)
        except NoAccess as error:
            yield CheckFinding(f"sign-in {oauth.name}", str(error), ok=False)


def _look_at(oauth: OAuthConfig) -> None:
    """Raises NoAccess."""
    from mailtracker.config.issuers import GoogleIssuer, MicrosoftIssuer
    from mailtracker.oauth.certificate import read_certificate
    from mailtracker.oauth.google import read_key

    table, file = oauth.table, oauth.file
    if file is None:
        return
    if isinstance(table, MicrosoftIssuer):
        read_certificate(file, table.thumbprint or "")
    elif isinstance(table, GoogleIssuer):
        read_key(file)


def _tried(config: Config) -> Iterator[CheckFinding]:
    from mailtracker.start import sign_ins_of

    for sign_in in sign_ins_of(config):
        what = f"sign-in {sign_in.name}"
        try:
            sign_in.access_token()
        except LoginRefused as error:
            yield CheckFinding(what, _bare(error, what), ok=False)
            continue
        except MailtrackerError as error:
            yield CheckFinding(what, f"{_bare(error, what)}; try again later", ok=False)
            continue
        state = sign_in.state()
        minutes = ceil((state.lives or 0) / MINUTE)
        lives = f"gives access tokens, this one for {counted(minutes, 'minute')}"
        yield CheckFinding(what, lives if state.ok else f"{lives}, but {state.text}", ok=state.ok)


def _bare(error: MailtrackerError, what: str) -> str:
    return str(error).removeprefix(f"{what}: ")


def _ending(config: Config, ending: Ending, today: date, strict: bool) -> CheckFinding:
    said = ending.said(today)
    if not ending.is_near(today):
        return CheckFinding(ending.what, said)
    hint = "renew it, and write the new day in `secret_ends` where one stands there"
    problem = Problem(str(config.path), 0, 0, f"{ending.what} {said}: {hint}", warning=True)
    return CheckFinding(ending.what, said, (problem,), ok=not strict and ending.left(today) > 0)
