"""What does it cost to understand one mail? Microseconds, typical and worst, and memory at
the peak for a 50 MB attachment.

The mails are those of tests/mail_corpus and ordinary ones as benchmarks/throughput.py makes them.
Beside ours, in the same run, the floor: the standard library's `email.message_from_bytes`
(compat32) with its header decoded and its text parts taken out, which classifies nothing, splits no
quotes, tells no language and proves nobody.

Run: make bench, or python benchmarks/reading.py [--rounds 5]
"""

from __future__ import annotations

import argparse
import email
import email.policy
import os
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from email.header import decode_header, make_header
from email.message import EmailMessage
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.throughput import mail
from mailtracker.mail.site import Site
from mailtracker.reader import ChildReader, InProcessReader
from tests.mail.corpus import MAILS
from tests.mail.past_caps import PAST_CAPS

SITE = Site(
    own_lists=("everybody@corp.example",),
    authserv_ids=("mx.corp.example",),
    languages=("en", "de", "nl", "da", "pt"),
    addresses=("it-help@corp.example",),
)


def floor(raw: bytes) -> None:
    """What a tracker at least does with a mail."""
    message = email.message_from_bytes(raw)
    for name in ("From", "To", "Subject"):
        try:
            str(make_header(decode_header(str(message[name] or ""))))
        except (LookupError, ValueError):
            continue
    for part in message.walk():
        if part.get_content_maintype() == "text":
            try:
                bytes(part.get_payload(decode=True) or b"").decode(
                    part.get_content_charset() or "utf-8", "replace"
                )
            except (LookupError, ValueError):
                continue


def timed(read: Callable[[bytes], object], mails: Sequence[bytes]) -> list[float]:
    """Microseconds for each mail."""
    found = []
    for raw in mails:
        began = time.perf_counter()
        read(raw)
        found.append((time.perf_counter() - began) * 1e6)
    return found


def compare(name: str, mails: Sequence[bytes], rounds: int) -> None:
    reader = InProcessReader(SITE)
    ours, bare = [], []
    for _ in range(rounds):  # in turn, so that a slow moment hits both
        ours.append(timed(lambda raw: reader.read([raw]), mails))
        bare.append(timed(floor, mails))
    best = [min(times) for times in zip(*ours, strict=True)]
    lowest = [min(times) for times in zip(*bare, strict=True)]
    ratio = statistics.median(sum(a) / sum(b) for a, b in zip(ours, bare, strict=True))
    print(
        f"{name}: median {statistics.median(best):,.0f} µs a mail, 95 % under "
        f"{quantile(best, 0.95):,.0f} µs, worst "
        f"{max(best):,.0f} µs; the floor takes a median of {statistics.median(lowest):,.0f} µs; "
        f"{ratio:.1f} times the floor in all"
    )


def quantile(values: Sequence[float], part: float) -> float:
    return sorted(values)[int(len(values) * part)]


def worst() -> None:
    reader = InProcessReader(SITE)
    found = sorted(
        (
            (timed(lambda raw: reader.read([raw]), [raw])[0], name)
            for name, raw in PAST_CAPS.items()
        ),
        reverse=True,
    )
    slow = "; ".join(f"{name} {took / 1e6:.2f} s" for took, name in found[:3])
    print(
        f"{len(PAST_CAPS)} mails past our caps: median "
        f"{statistics.median(took for took, _ in found) / 1e3:,.0f} ms; {slow}"
    )


def large(megabytes: int) -> None:
    """Through the child, as the daemon reads: the peak is the child's own."""
    made = EmailMessage()
    made["From"], made["Subject"] = "ana@corp.example", "The video"
    made.set_content("Attached.")
    made.add_attachment(os.urandom(megabytes << 20), "video", "mp4", filename="party.mp4")
    raw = made.as_bytes(policy=email.policy.SMTP)
    reader = ChildReader(SITE)
    try:
        reader.read([mail(1)])
        before = memory(reader.child.pid, "VmRSS")
        began = time.perf_counter()
        (reading,) = reader.read([raw])
        took = time.perf_counter() - began
        assert reading.message is not None, reading.trouble
        peak = memory(reader.child.pid, "VmHWM")
        print(
            f"an attachment of {megabytes} MB ({len(raw) >> 20} MB of mail): {took:.2f} s; the "
            f"reading child grows by "
            f"{peak - before} MB at the peak"
        )
    finally:
        reader.close()


def memory(pid: int | None, what: str) -> int:
    """Megabytes."""
    line = next(
        line
        for line in Path(f"/proc/{pid}/status").read_text().splitlines()
        if line.startswith(what)
    )
    return int(line.split()[1]) // 1024


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_known_args()[0].rounds
    compare("ordinary mail, 4 kB to 70 kB", [mail(number) for number in range(200)], rounds)
    compare("odd mail, the corpus", [path.read_bytes() for path in MAILS], rounds)
    worst()
    large(50)


if __name__ == "__main__":
    main()
