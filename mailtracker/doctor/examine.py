"""The config in; all that the doctor finds by trying out, part by part, as it is known."""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import field, replace
from datetime import UTC, datetime

from mailtracker.config import Config, MailboxConfig
from mailtracker.config.site import site_of
from mailtracker.doctor.finding import DoctorFinding, fault
from mailtracker.doctor.judge import Court, findings_of_trial
from mailtracker.doctor.servers import (
    certificate_finding,
    findings_of_imap,
    limit_finding,
    untrusted_finding,
)
from mailtracker.doctor.trial import ProbeWay, TrialPlan, tried
from mailtracker.errors import MailtrackerError, Untrusted
from mailtracker.mail.outgoing.ids import probe_token, reply_address
from mailtracker.mailbox.mailbox import Probes
from mailtracker.record import dataclass
from mailtracker.start import link_of, probes_of
from mailtracker.tls import why_untrusted

AT_ONCE = 8
"""Mailboxes that are tried side by side."""

_ANY = probe_token(b"", b"")
"""As long as any: behind a long alias there is no room for one."""


@dataclass(frozen=True, slots=True)
class Doctor:
    """What is tried: the `config`; with which `key` probes are marked; how many seconds a probe may
    take (`wait`), and whether any is sent (`mails`); `tell` hears what is waited for, `stop` ends
    that.
    """

    config: Config
    key: bytes = field(repr=False)
    wait: float
    mails: bool
    tell: Callable[[str], None]
    stop: threading.Event = field(default_factory=threading.Event)

    def servers(self) -> Iterator[tuple[str, list[DoctorFinding]]]:
        """Part by part: the server that takes mail, then the mailboxes in the config's order, all
        tried side by side.
        """
        with ThreadPoolExecutor(max_workers=AT_ONCE) as pool, self._stopping():
            out = pool.submit(lambda: asyncio.run(self._smtp()))
            boxes = [(box, pool.submit(self._mailbox, box)) for box in self.config.mailboxes]
            yield "smtp", out.result()
            for box, found in boxes:
                yield box.part, [replace(one, about=box.name) for one in found.result()]

    @contextmanager
    def _stopping(self) -> Iterator[None]:
        """Whoever does not wait for the end leaves no mail behind either."""
        try:
            yield
        finally:
            self.stop.set()

    async def _smtp(self) -> list[DoctorFinding]:
        link = link_of(self.config)
        try:
            await link.open()
            shown, limit = link.certificate, link.offer.size_limit
        except MailtrackerError as error:
            return _refused("smtp", error)
        finally:
            await link.close()
        found = certificate_finding("smtp.tls", shown, datetime.now(UTC))
        return [found, limit_finding("smtp.limit", "the server", limit)]

    def _mailbox(self, box: MailboxConfig) -> list[DoctorFinding]:
        with closing(probes_of(box)) as probes:
            try:
                probes.connect(readonly=True)
                found = list(self._said(box, probes))
            except MailtrackerError as error:
                return _refused("imap", error)
            if not self.mails:
                return found
            try:
                return [*found, *self._tried(box, probes)]
            except MailtrackerError as error:
                todo = "this ends the trial of the mailbox: mend it, and ask again"
                return [*found, fault("probe.trouble", str(error), todo)]

    def _said(self, box: MailboxConfig, probes: Probes) -> Iterator[DoctorFinding]:
        yield certificate_finding("imap.tls", probes.certificate(), datetime.now(UTC))
        standing = probes.standing(box.handled)
        yield from findings_of_imap(box, probes.capabilities(), standing)

    def _tried(self, box: MailboxConfig, probes: Probes) -> Iterator[DoctorFinding]:
        idles = "IDLE" in probes.capabilities()
        learns = bool(box.sent_folder) or self.config.smtp.echo
        court = Court(box, site_of(self.config, ()), self.wait, idles, learns)
        return findings_of_trial(tried(self._plan(box), probes), court)

    def _plan(self, box: MailboxConfig) -> TrialPlan:
        smtp = self.config.smtp
        ways = [ProbeWay.PLAIN]
        if box.subaddressing and reply_address(box.address, _ANY) != box.address:
            ways.append(ProbeWay.SUBADDRESS)
        if smtp.receipts == "null":
            ways.append(ProbeWay.NULL)
        return TrialPlan(
            box=box,
            key=self.key,
            draw=os.urandom,
            probes=lambda: probes_of(box),
            link=link_of(self.config),
            ways=ways,
            wait=self.wait,
            verp=box.subaddressing and smtp.envelope == "verp",
            forged=next(iter(self.config.authserv_ids), ""),
            tell=self.tell,
            stop=self.stop,
        )


def _refused(part: str, error: MailtrackerError) -> list[DoctorFinding]:
    """`check` says who refuses us; what is wrong with a certificate is said here."""
    if not isinstance(error, Untrusted):
        return []
    return [untrusted_finding(f"{part}.tls", why_untrusted(error), str(error))]
