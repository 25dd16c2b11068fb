"""The config → what a daemon begins with: rules, letters and aliases checked against each
other, and its connections.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import structlog

from mailtracker.config import Config, MailboxConfig, OAuthConfig
from mailtracker.config.issuers import (
    AnyIssuer,
    CommandIssuer,
    DeviceIssuer,
    EndpointIssuer,
    GoogleIssuer,
    MicrosoftIssuer,
)
from mailtracker.config.site import site_of
from mailtracker.desk.alias import Alias, AliasNames
from mailtracker.errors import BadFiles, Problem
from mailtracker.letters.letters import Letters
from mailtracker.mail.address_key import address_key, domain_key
from mailtracker.mailbox.connect import Account
from mailtracker.mailbox.imap import ImapMailbox
from mailtracker.mailbox.mailbox import Mailbox, Presences, Probes, Shelves
from mailtracker.mailbox.presences import ImapPresences
from mailtracker.mailbox.probes import ImapProbes
from mailtracker.mailbox.shelves import ImapShelves
from mailtracker.oauth import SignIn, TokenSource
from mailtracker.oauth.command import TokenCommand
from mailtracker.oauth.shared import shared
from mailtracker.policy.model import Policy
from mailtracker.policy.overlay import feeds_of, with_feeds
from mailtracker.record import dataclass
from mailtracker.rules import fileset
from mailtracker.rules.fileset import RuleSet
from mailtracker.shipped import shipped
from mailtracker.smtp import Relayhost, SmtpLink
from mailtracker.store import feeds, rulesets
from mailtracker.store.database import Store
from mailtracker.world import World

if TYPE_CHECKING:
    from mailtracker.oauth.endpoint import OAuthClient
    from mailtracker.oauth.kept import KeptToken

log = structlog.get_logger("mailtracker")

USER = "{user}"
"""Stands in a word of a command for the user who logs in."""


@dataclass(frozen=True, slots=True)
class Start:
    """What a daemon begins with: its `world`, and the `rules` in force with their files. Where
    `problems` are, they are those of the files on the disk, and older rules stand in.
    """

    world: World
    rules: RuleSet
    problems: Sequence[Problem] = ()


def start_of(config: Config, store: Store, letters: Letters | None = None) -> Start:
    """Rules and templates, loaded and checked against each other. `letters` that
    are given were checked before, templates that came with this version when it was made.

    Broken rules files are no reason to stop: what served last serves again. Raises BadFiles with
    every problem of both where nothing ever did, or where templates are broken.
    """
    wrong: list[Problem] = []
    if letters is None:
        letters, ours = Letters(config.templates), shipped("templates")
        wrong = letters.check(known=letters if config.templates == ours else Letters(ours))
    rules, problems = _rules_of(config, store, letters.languages)
    if rules is None or wrong:
        raise BadFiles([*problems, *wrong])
    world = World(
        policy=with_calendars(policy_of(config, rules), store),
        letters=letters,
        aliases=aliases(config, letters.languages),
        key=store.key,
        automatic_per_hour=config.automatic_per_hour,
    )
    return Start(world, rules, problems)


def policy_of(config: Config, rules: RuleSet) -> Policy:
    """These rules, as they serve here."""
    return rules.policy.at_home(tuple(map(domain_key, config.own_domains)))


def with_calendars(policy: Policy, store: Store) -> Policy:
    """With what was read last of the calendars that they name."""
    if not feeds_of(policy):
        return policy
    with store.read() as conn:
        return with_feeds(policy, feeds.copies(conn))


def _rules_of(
    config: Config, store: Store, languages: tuple[str, ...]
) -> tuple[RuleSet | None, list[Problem]]:
    """The rules on the disk, else those that served last with the problems of these."""
    try:
        return read_rules(config, languages), []
    except BadFiles as error:
        return _last_kept(config, store), error.problems


def read_rules(config: Config, languages: tuple[str, ...]) -> RuleSet:
    """The rules on the disk, fit to serve these mailboxes. Raises BadFiles with all problems."""
    errors = [one for one in unspoken(config, languages) if not one.warning]
    return fileset.read(config.rules, languages, errors)


def _last_kept(config: Config, store: Store) -> RuleSet | None:
    """The rules that served last. None: none ever did, or this version cannot use them."""
    with store.read() as conn:
        digest = rulesets.latest(conn)
        files = rulesets.load(conn, digest) if digest else None
    try:
        return fileset.reread(files, config.rules) if files else None
    except BadFiles as error:
        log.warning(
            "the rules that served last are not valid in this version",
            problem=str(error.problems[0]),
        )
        return None


def unspoken(config: Config, languages: tuple[str, ...]) -> list[Problem]:
    """Mailboxes that want mails in languages without templates: errors where there are templates
    for none of those that a mailbox names, warnings where another one of them serves.
    """
    have, problems = ", ".join(languages), []
    for box in config.mailboxes:
        lacks = [one for one in box.languages if one not in languages]
        serves = next((one for one in box.languages if one in languages), "")
        told = (
            f"mailbox {box.name} wants mails in {', '.join(lacks)}: there are templates for {have}"
        )
        if lacks:
            said = f"{told}, and {serves} serves" if serves else told
            problems.append(Problem(str(config.path), 0, 0, said, warning=bool(serves)))
    return problems


def aliases(config: Config, languages: tuple[str, ...]) -> dict[str, Alias]:
    """The config's mailboxes as the desk knows them. Each knows the aliases of
    all: none of them is a person.
    """
    site = site_of(config, languages)
    all_of_them = list(site.addresses)
    served = tuple(
        AliasNames(
            name=box.name,
            addresses=tuple(map(address_key, (box.address, *box.aliases))),
            strict=box.trust == "strict",
            prefix=box.prefix,
        )
        for box in config.mailboxes
    )
    return {
        box.name: Alias(
            name=box.name,
            address=box.address,
            addresses=tuple(dict.fromkeys([address_key(box.address), *all_of_them])),
            prefix=box.prefix,
            language=next((one for one in box.languages if one in languages), "en"),
            languages=languages,
            home=tuple(domain_key(d) for d in config.own_domains),
            admins=tuple(config.admins),
            subaddressing=box.subaddressing,
            verp=box.subaddressing and config.smtp.envelope == "verp",
            null_receipts=config.smtp.receipts == "null",
            zone=box.zone,
            strict=box.trust == "strict",
            stale_after=box.stale_after,
            ratings=box.ratings,
            silent=box.silent_senders,
            site=site,
            handled=box.handled if box.after == "move" else "",
            served=served,
        )
        for box in config.mailboxes
    }


def mailbox_of(box: MailboxConfig, spool: Path | None = None) -> Mailbox:
    """The mailbox of one alias, not yet connected. The only place where a kind of mailbox is
    chosen. `spool`: as `Spool` has it.
    """
    return ImapMailbox(_account(box), spool)


def shelves_of(box: MailboxConfig) -> Shelves:
    """All folders of one alias's mailbox, not yet connected: of the same kind as `mailbox_of`."""
    return ImapShelves(_account(box))


def presences_of(box: MailboxConfig) -> Presences:
    """What databases left in one alias's mailbox, not yet connected: as `mailbox_of`."""
    return ImapPresences(_account(box))


def probes_of(box: MailboxConfig) -> Probes:
    """One alias's mailbox to look for mails of our own in, not yet connected: as `mailbox_of`."""
    return ImapProbes(_account(box))


def link_of(config: Config) -> SmtpLink:
    """One connection to the mail server that takes ours, not yet made."""
    return SmtpLink(_relayhost(config))


def _account(box: MailboxConfig) -> Account:
    imap = box.imap
    return Account(
        host=imap.host,
        port=imap.port,
        tls=imap.tls,
        user=imap.user,
        password=imap.password.get_secret_value(),
        folder=box.folder,
        after=box.after,
        handled=box.handled,
        ca_file=str(imap.ca_file or ""),
        timeout=imap.timeout,
        fast_poll=box.fast_poll,
        access=access_of(imap.oauth, imap.user),
    )


def _relayhost(config: Config) -> Relayhost:
    smtp = config.smtp
    return Relayhost(
        host=smtp.host,
        port=smtp.port,
        tls=smtp.tls,
        user=smtp.user,
        password=smtp.password.get_secret_value(),
        ca_file=str(smtp.ca_file or ""),
        timeout=smtp.timeout,
        helo=smtp.helo,
        access=access_of(smtp.oauth, smtp.user),
    )


def access_of(oauth: OAuthConfig | None, user: str) -> SignIn | None:
    """What lets a user in without a password: one for all logins whose access token is the same.
    The only place where a kind of issuer is chosen. None: the user has a password.
    """
    if oauth is None:
        return None
    whose = user if _is_of_user(oauth.table) else ""
    name = f"{oauth.name} for {whose}" if whose else oauth.name
    return shared(oauth, whose, lambda: SignIn(name, _source(oauth, user)))


def sign_ins_of(config: Config) -> list[SignIn]:
    """All of them, each once."""
    logins = [*((box.imap.oauth, box.imap.user) for box in config.mailboxes)]
    logins.append((config.smtp.oauth, config.smtp.user))
    found = [access_of(oauth, user) for oauth, user in logins]
    return list(dict.fromkeys(one for one in found if one is not None))


def _is_of_user(table: AnyIssuer) -> bool:
    """Whether each user has an access token, or all share one."""
    match table:
        case CommandIssuer():
            return any(USER in word for word in table.token_command)
        case GoogleIssuer():
            return table.subject is None
    return False


def _source(oauth: OAuthConfig, user: str) -> TokenSource:
    table = oauth.table
    if isinstance(table, CommandIssuer):
        words = [word.replace(USER, user) for word in table.token_command]
        return TokenCommand(words, oauth.folder, table.timeout.total_seconds())
    return _web_source(oauth, table, user)


def _web_source(
    oauth: OAuthConfig,
    table: MicrosoftIssuer | GoogleIssuer | EndpointIssuer | DeviceIssuer,
    user: str,
) -> TokenSource:
    """Of an issuer that is asked by HTTPS; what that needs is loaded where there is one."""
    from mailtracker.oauth.endpoint import ClientCredentials, RefreshToken
    from mailtracker.oauth.google import GoogleServiceAccount
    from mailtracker.oauth.microsoft import MicrosoftApp
    from mailtracker.oauth.web import Web

    web = Web(oauth.ca_file, table.timeout.total_seconds())
    match table:
        case MicrosoftIssuer():
            return MicrosoftApp(
                authority=table.authority,
                tenant=table.tenant,
                client_id=table.client_id,
                secret=oauth.secret.get_secret_value(),
                certificate=oauth.file,
                thumbprint=table.thumbprint or "",
                scope=table.scope or "",
                web=web,
            )
        case GoogleIssuer():
            assert oauth.file is not None
            return GoogleServiceAccount(oauth.file, table.subject or user, table.scope, web)
    client = client_of(oauth, table)
    if oauth.file is None:
        return ClientCredentials(client)
    return RefreshToken(client, kept_of(oauth, table))


def client_of(oauth: OAuthConfig, table: EndpointIssuer | DeviceIssuer) -> OAuthClient:
    """Who asks a token endpoint."""
    from mailtracker.oauth.endpoint import OAuthClient
    from mailtracker.oauth.web import Web

    return OAuthClient(
        url=table.token_url,
        client_id=table.client_id,
        secret=oauth.secret.get_secret_value(),
        client_auth=table.client_auth if isinstance(table, EndpointIssuer) else "post",
        scope=table.scope,
        kind=table.issuer,
        web=Web(oauth.ca_file, table.timeout.total_seconds()),
    )


def kept_of(oauth: OAuthConfig, table: EndpointIssuer | DeviceIssuer) -> KeptToken:
    """Where the refresh token of a sign-in is."""
    from mailtracker.oauth.kept import KeptToken

    assert oauth.file is not None
    if isinstance(table, DeviceIssuer):
        return KeptToken(oauth.file, f"type `mailtracker login {oauth.name}`")
    return KeptToken(oauth.file, "write the refresh token there that the issuer gave you")
