"""Three daemons as processes on one PostgreSQL database, people who write to four aliases and
answer, and what befalls daemons, sessions and the server. At the end everything is counted.
"""

from __future__ import annotations

import asyncio
import os
import random
import re
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import make_msgid, parseaddr
from pathlib import Path
from typing import Any, Self

import psycopg

from mailtracker.daemon.doubt import ECHOED
from mailtracker.store import leases
from mailtracker.store.database import Store
from tests.servers.dovecot import Box, Dovecot
from tests.servers.postgresql import PostgresServer, name_in
from tests.servers.smtpd import PostOffice, plain
from tests.stories.site import mailbox_entry

PATIENCE = 60.0

RULES = """
people:
  ana: {name: Ana Costa, email: ana@corp.example, digest: never, manager: carla, cover: bo}
  bo: {name: Bo Jensen, email: bo@corp.example, digest: never, manager: ana, cover: sam}
  sam: {name: Sam Okoye, email: sam@corp.example, digest: never, manager: ana, cover: bo}
  carla: {name: Carla Stein, email: carla@corp.example, digest: never}
promises:
  quick: {first_reply: 1 minute, then_every: 2 minutes, hours: always}
teams:
  desk: {lead: carla, members: [bo, sam], assign: least-loaded}
ladders:
  default:
    - {at: 50%, remind: owner}
    - {at: 100%, hand_to: cover, tell: [owner, requester]}
    - {at: 200%, tell: manager}
    - {at: 400%, tell: {lead: desk}, repeat: daily}
rules:
  - name: vpn
    why: VPN trouble goes to the desk
    when: {subject: [vpn]}
    to: desk
    promise: quick
fallback: {to: desk, promise: quick, report_to: ana}
ending: at once
"""

LADDER = ("reminder", "handed_owner", "handed_requester", "slipped_requester", "slipped_manager")
"""Letters of which each reader of a request that nobody answered gets one."""


class TownOffice(PostOffice):
    """Takes mail for everybody; only aliases have a mailbox. What it has in full it keeps, also
    where nobody waits for its answer, and for all recipients or none. Within `thinks` seconds it
    answers to the dot.
    """

    thinks = 0.0
    _dice = random.Random(1)

    def unknown(self, address: str) -> str:
        return ""

    async def keep(self, env_from: str, env_to: str, raw: bytes) -> None:
        if plain(env_to) in self.boxes:
            await super().keep(env_from, env_to, raw)

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        said = await asyncio.shield(super().handle_DATA(server, session, envelope))
        await asyncio.sleep(self._dice.uniform(0, self.thinks))
        return said


@dataclass
class Life:
    """One start of a daemon."""

    process: subprocess.Popen[bytes]
    log: Path

    @property
    def is_up(self) -> bool:
        return self.process.poll() is None

    @property
    def stands_still(self) -> bool:
        stat = Path(f"/proc/{self.process.pid}/stat").read_text()
        return stat.rpartition(")")[2].split()[0] == "T"


@dataclass
class Town:
    """`daemons` of one site on the database at `url`, whose mailboxes are `boxes`."""

    folder: Path
    url: str
    post: TownOffice
    boxes: dict[str, Box]
    ident: str
    lives: list[Life] = field(default_factory=list)

    def write_config(self, connections: int = 4, echo: bool = True) -> None:
        (self.folder / "rules").mkdir()
        (self.folder / "rules" / "all.yaml").write_text(RULES)
        text = f"""
own_domains = ["corp.example"]
admins = ["priya@corp.example"]
[smtp]
host = "127.0.0.1"
port = {self.post.smtp_port}
tls = "none"
connections = {connections}
echo = {str(echo).lower()}
[store]
url = "{self.url}"
"""
        for number, (name, box) in enumerate(self.boxes.items()):
            secret = self.folder / f"secret-{number}"
            secret.write_text(box.password)
            secret.chmod(0o600)
            text += mailbox_entry(name, address_of(name), name.upper(), box, secret.name)
        (self.folder / "config.toml").write_text(text)

    # -- daemons ------------------------------------------------------------------

    def start(self, fault: str = "") -> Life:
        env = {**os.environ, "NO_COLOR": "1", "PYTHONPATH": str(Path(__file__).parents[2])}
        if fault:
            env["MAILTRACKER_FAULT"] = fault
        path = self.folder / f"daemon-{len(self.lives) + 1}.log"
        with path.open("wb") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "mailtracker", "run"],
                cwd=self.folder,
                stdout=log,
                stderr=log,
                env=env,
            )
        life = Life(process, path)
        self.lives.append(life)
        return life

    @property
    def up(self) -> list[Life]:
        return [life for life in self.lives if life.is_up]

    def end(self) -> None:
        for life in self.lives:
            if life.is_up:
                life.process.send_signal(signal.SIGCONT)
                life.process.kill()
            life.process.wait(PATIENCE)

    def put_right(self) -> int:
        """As an admin does with mails in quarantine, who knows that nothing is wrong with them."""
        shelved = self.rows("SELECT id FROM ledger WHERE disposition = 'quarantine'")
        for (which,) in shelved:
            command = [sys.executable, "-m", "mailtracker", "quarantine", "retry", str(which)]
            subprocess.run(command, cwd=self.folder, timeout=PATIENCE, check=True)
        return len(shelved)

    def logs(self) -> str:
        return "\n".join(f"== {one.log.name}\n{one.log.read_text()[-1500:]}" for one in self.lives)

    # -- the database ---------------------------------------------------------------

    def rows(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        where = self.url.replace("+psycopg", "")
        with psycopg.connect(where, autocommit=True) as conn:
            done = conn.execute(statement, values or None)
            found: list[tuple[Any, ...]] = done.fetchall() if done.description else []
            return found

    def count(self, what: str) -> int:
        ((number,),) = self.rows(f"SELECT count(*) FROM {what}")
        return int(number)

    def alive(self) -> dict[int, int]:
        """The id of each daemon that lives, by its process."""
        found = self.rows("SELECT id, name FROM daemons")
        pids = {life.process.pid for life in self.up}
        return {pid: n for n, name in found if (pid := int(name.rsplit(":", 1)[1])) in pids}

    def served(self) -> dict[str, int]:
        """The session that holds each mailbox, and the house."""
        keys = {leases.key_of(self.ident, name): name for name in (*self.boxes, leases.HOUSE)}
        return {keys[key]: pid for key, pid in self._held() if key in keys}

    def sessions(self) -> set[int]:
        """The processes of daemons that others see alive."""
        held = {key for key, _ in self._held()}
        own = {
            pid: leases.key_of(self.ident, leases.of_daemon(which))
            for pid, which in self.alive().items()
        }
        return {pid for pid, key in own.items() if key in held}

    def _held(self) -> list[tuple[Any, ...]]:
        """Each lease by its key, and who holds it, as the server says."""
        return self.rows(
            "SELECT objid::bigint, pid FROM pg_locks JOIN pg_database d ON d.oid = database "
            "WHERE locktype = 'advisory' AND classid::bigint = %s AND granted "
            "AND datname = current_database()",
            leases.LEASE,
        )

    def until(self, wanted: Callable[[], object], patience: float = PATIENCE) -> float:
        """Seconds that it took."""
        began = time.monotonic()
        while not wanted():
            assert time.monotonic() - began < patience, (
                f"waited {patience:g} s: {open_ends(self)}\n{self.logs()}"
            )
            time.sleep(0.05)
        return time.monotonic() - began


def address_of(name: str) -> str:
    return f"{name}-help@corp.example"


def user(number: int) -> str:
    return f"user{number}@corp.example"


def mail(sender: str, to: str, subject: str, text: str) -> EmailMessage:
    written = EmailMessage()
    written["From"], written["To"], written["Subject"] = sender, to, subject
    written["Message-ID"] = make_msgid(domain="client.corp.example")
    written.set_content(text)
    return written


@contextmanager
def town(
    folder: Path, dovecot: Dovecot, url: str, names: Sequence[str], **how: Any
) -> Iterator[Town]:
    with TownOffice(dovecot) as post:
        boxes = {name: post.add(address_of(name)) for name in names}
        store = Store.open(url)
        store.close()
        made = Town(folder, url, post, boxes, store.ident)
        made.write_config(**how)
        try:
            yield made
        finally:
            made.end()


class People:
    """Employees who write `rate` mails a second, and owners who answer most of what they get."""

    def __init__(self, town: Town, dice: random.Random, rate: float = 0.0) -> None:
        self._town, self._dice, self._rate = town, dice, rate
        self.written: dict[int, str] = {}  # the alias, by job
        self.answered: dict[int, str] = {}  # by whom
        self._due: list[tuple[float, int, str, EmailMessage]] = []
        self._seen = 0
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def stop(self) -> None:
        self._ended.set()
        self._thread.join(PATIENCE)

    def _run(self) -> None:
        aliases = list(self._town.boxes)
        while not self._ended.wait(self._dice.expovariate(self._rate)):
            self.write(self._dice.choice(aliases))
            self.answer()

    def write(self, name: str) -> None:
        """To the alias of a mailbox."""
        number = len(self.written) + 1
        text = f"VPN drops every hour, job {number}."
        self._post(mail(user(number), address_of(name), f"VPN job {number}", text))
        self.written[number] = name

    def answer(self) -> None:
        """What owners got since: each job has an answer of one of them, or none at all."""
        log = self._town.post.log
        for _, to, raw in log[self._seen :]:
            self._seen += 1
            got = message_from_bytes(raw, policy=policy.default)
            job = re.search(r"VPN job (\d+)", str(got["Subject"]))
            if job is None or to.startswith("user") or plain(to) in self._town.post.boxes:
                continue
            number = int(job[1])
            if number in self.answered or not got["Reply-To"]:
                continue
            self.answered[number] = ""
            if self._dice.random() < 0.7:
                self._due.append((time.monotonic() + self._dice.uniform(0, 8), number, to, got))
        now = time.monotonic()
        ready = [one for one in self._due if one[0] <= now]
        self._due = [one for one in self._due if one[0] > now]
        for _, number, who, got in ready:
            self.answered[number] = who
            self._post(_reply(who, got, f"Answer for job {number}: restart the router."))

    @property
    def is_done(self) -> bool:
        return not self._due

    def _post(self, written: EmailMessage) -> None:
        to = parseaddr(str(written["To"]))[1]
        raw = f"Delivered-To: {to}\r\n".encode() + written.as_bytes(policy=policy.SMTP)
        self._town.post.boxes[plain(to)].deliver(raw)


def _reply(who: str, got: EmailMessage, text: str) -> EmailMessage:
    answer = mail(who, str(got["Reply-To"]), f"Re: {got['Subject']}", text)
    answer["In-Reply-To"] = got["Message-ID"]
    answer["References"] = f"{got['References'] or ''} {got['Message-ID']}".strip()
    return answer


# -- what befalls them ------------------------------------------------------------------


class Chaos:
    """Kills daemons, drops sessions and has the server fall; who was killed comes up again."""

    def __init__(self, town: Town, server: PostgresServer, dice: random.Random, size: int) -> None:
        self._town, self._server, self._dice, self._size = town, server, dice, size
        self._again: list[float] = []

    def run(self, events: Sequence[str], pause: float) -> None:
        for event in events:
            self._wait(self._dice.expovariate(1 / pause))
            getattr(self, f"_{event}")()
            leases_of_dead_end(self._town)

    def _wait(self, seconds: float) -> None:
        end = time.monotonic() + seconds
        while True:
            self.revive()
            left = end - time.monotonic()
            if left <= 0:
                return
            time.sleep(min(left, 0.1))

    def revive(self) -> None:
        """Who ended, for whatever reason, is started again a while later."""
        missing = self._size - len(self._town.up) - len(self._again)
        self._again += [time.monotonic() + self._dice.uniform(0, 2) for _ in range(missing)]
        for due in [one for one in self._again if one <= time.monotonic()]:
            self._again.remove(due)
            self._town.start()

    def _kill(self) -> None:
        if up := self._town.up:
            life = self._dice.choice(up)
            life.process.kill()
            life.process.wait(PATIENCE)

    def _drop(self) -> None:
        pids = [pid for pid, _ in self._server.connections(name_in(self._town.url))]
        if pids:
            self._server.execute("SELECT pg_terminate_backend(%s)", self._dice.choice(pids))

    def _restart(self) -> None:
        self._server.restart()

    def _crash(self) -> None:
        self._server.crash()
        self._server.start()


def leases_of_dead_end(town: Town, *standing: Life) -> None:
    """As when a quarter of an hour has passed. Of who lives nothing is changed, but of those that
    stand still: half a minute has passed for them.
    """
    pids = {life.process.pid for life in standing}
    for pid in pids:
        town.rows(
            "UPDATE daemons SET seen_at = seen_at - interval '40 seconds' WHERE name LIKE %s",
            f"%:{pid}",
        )
    alive = [which for pid, which in town.alive().items() if pid not in pids]
    town.rows(
        "UPDATE outbox SET lease_until = now() - interval '1 second' "
        "WHERE lease_until > now() AND NOT claimed_by = ANY(%s)",
        alive,
    )


class Doubted:
    """As when a quarter of an hour has passed since a row became uncertain, but for some seconds,
    `left`: proof that came until now is read.
    """

    def __init__(self, town: Town, left: float = 60) -> None:
        self._town, self._by = town, timedelta(minutes=15, seconds=-left)
        self._moved = set[tuple[int, Any]]()

    def move_on(self) -> None:
        for which, at in self._town.rows(
            "SELECT id, settled_at FROM outbox WHERE state = 'uncertain'"
        ):
            if (which, at) in self._moved:
                continue
            ((moved,),) = self._town.rows(
                "UPDATE outbox SET settled_at = settled_at - %s WHERE id = %s RETURNING settled_at",
                self._by,
                which,
            )
            self._moved |= {(which, at), (which, moved)}


# -- what is counted at the end ---------------------------------------------------------


def open_ends(town: Town) -> str:
    """What is still under way, "" for nothing."""
    echoed = ", ".join(f"'{name}'" for name in sorted(ECHOED))
    ends = {
        "mails wait in mailboxes": sum(len(box.mails()) for box in town.boxes.values()),
        "ready": town.count("outbox WHERE state = 'ready' AND next_try_at < now()"),
        "on the way": town.count("outbox WHERE state = 'sending'"),
        "uncertain": town.count(
            f"outbox WHERE state = 'uncertain' AND resent = 0 AND letter IN ({echoed})"
        ),
        "not put away": town.count("ledger WHERE put_away = ''"),
    }
    return ", ".join(f"{count} {what}" for what, count in ends.items() if count)


_PROVEN = "outbox WHERE state = 'sent' AND proven_by != '' AND code IS NULL"


@dataclass(frozen=True)
class Account:
    """Everything that is wrong, and figures."""

    wrong: Sequence[str]
    figures: str


def account(town: Town, people: People) -> Account:
    wrong: list[str] = []
    reached = Counter(
        (env_to, str(message_from_bytes(raw, policy=policy.default)["Message-ID"]))
        for _, env_to, raw in town.post.log
    )
    outbox = town.rows("SELECT id, letter, recipient, message_id, state, resent FROM outbox")
    for which, letter, recipient, message_id, state, resent in outbox:
        count = reached[recipient, message_id]
        least = 1 if state == "sent" else 0
        if not least <= count <= 1:
            wrong.append(f"row {which} {letter} {state} (resent {resent}) arrived {count} times")
    ours = {(recipient, message_id) for _, _, recipient, message_id, *_ in outbox}
    wrong += _requests(town, people)
    wrong += _answers(town, people)
    wrong += _ladders(town)
    wrong += _leases(town)
    held = Counter(row[1] for row in outbox if row[4] == "uncertain")
    failed = Counter(row[1] for row in outbox if row[4] == "failed")
    if failed:
        wrong.append(f"failed: {dict(failed)}")
    doubled = sum(1 for key in ours if reached[key] > 1)
    return Account(
        wrong,
        f"{len(people.written)} requests, {sum(map(bool, people.answered.values()))} answers, "
        f"{len(outbox)} mails out: {doubled} doubled, {town.count(_PROVEN)} settled by proof, "
        f"{sum(row[5] for row in outbox)} sent again without it, held: {dict(held)}",
    )


def _requests(town: Town, people: People) -> Iterator[str]:
    subjects = Counter(subject for (subject,) in town.rows("SELECT subject FROM requests"))
    rows = town.rows(
        "SELECT r.subject, o.letter, count(*) FROM outbox o JOIN requests r ON r.id = o.request_id "
        "WHERE o.letter IN ('receipt', 'note_owner') GROUP BY 1, 2"
    )
    told = {(subject, letter): count for subject, letter, count in rows}
    for number in people.written:
        subject = f"VPN job {number}"
        if subjects.pop(subject, 0) != 1:
            yield f"{subject}: not one request"
        if told.get((subject, "receipt")) != 1:
            yield f"{subject}: {told.get((subject, 'receipt'))} receipts"
        if not told.get((subject, "note_owner")):
            yield f"{subject}: nobody has it"
    if subjects:
        yield f"requests out of nothing: {dict(subjects)}"
    for subject, reason in town.rows(
        "SELECT subject, reason FROM ledger WHERE disposition = 'quarantine'"
    ):
        yield f"in quarantine: {subject}: {reason}"


def _answers(town: Town, people: People) -> Iterator[str]:
    log = list(town.post.log)
    for number, who in people.answered.items():
        words = f"Answer for job {number}:".encode()
        count = sum(words in raw for _, to, raw in log if to == user(number))
        if who and count != 1:
            yield f"the answer of {who} for job {number} arrived {count} times"


def _ladders(town: Town) -> Iterator[str]:
    names = ", ".join(f"'{name}'" for name in LADDER)
    for row in town.rows(
        "SELECT r.reference, o.letter, o.recipient, count(*) FROM outbox o "
        f"JOIN requests r ON r.id = o.request_id WHERE o.letter IN ({names}) "
        "AND NOT r.answered_once GROUP BY 1, 2, 3 HAVING count(*) > 1"
    ):
        yield f"a step twice: {row}"
    for row in town.rows(
        "SELECT r.reference, r.status, r.epoch, d.epoch FROM requests r "
        "LEFT JOIN deadlines d ON d.request_id = r.id "
        "WHERE r.promised_at IS NOT NULL AND d.epoch IS DISTINCT FROM r.epoch"
    ):
        yield f"no next step: {row}"


def _leases(town: Town) -> Iterator[str]:
    held = town.served()
    sessions = dict(town.rows("SELECT session, id FROM daemons"))
    alive = set(town.alive().values())
    for name in (*town.boxes, leases.HOUSE):
        if sessions.get(held.get(name)) not in alive:
            yield f"{name} is served by nobody who lives"
    if orphans := town.count("outbox WHERE state != 'sending' AND claimed_by IS NOT NULL"):
        yield f"{orphans} rows are claimed and not on their way"
    if left := town.count("working WHERE record NOT LIKE '%%[]%%'"):
        yield f"{left} mailboxes have something in hand"
