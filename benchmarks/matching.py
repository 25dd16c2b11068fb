"""What does it cost to find a mail's owner? Microseconds a rule with 60, 250 and 1,000 rules; the
worst mail against the worst rules; and how long a thousand rules take to load.

The mails are those of tests/mail_corpus as the desk shows them to the rules, and no rule but the
last takes any of them, so that every rule is asked. Each rule has words of subject and body,
beginnings, phrases and addresses, as rules have them.

Run: make bench, or python benchmarks/matching.py [--rounds 5]
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from mailtracker.errors import Unreadable
from mailtracker.mail.understand import understand
from mailtracker.policy.mail_view import MailView
from mailtracker.policy.model import Policy
from mailtracker.policy.route import explain, route
from mailtracker.rules.load import load_texts
from tests.policy.base import BASE
from tests.policy.views import SETTING, mailed, raw_mails
from tests.rules.hostile import HOSTILE_MAILS, hostile_rules


def text_of(count: int) -> str:
    """Rules as people write them; the names of things are numbered,
    so that none is like another.
    """
    kinds = (
        "{{any: [{{subject: [gadget{n}, 'widget{n}*', new gizmo{n}]}}, {{body: [gadget{n}, 'broken "
        "gizmo{n}']}}]}}",
        "{{subject: [störung{n}, 'lohn{n}*'], not: {{from: monitoring{n}@corp.example}}}}",
        "[{{to: alias{n}@corp.example}}, {{from: '*@customer{n}.example', has_attachment: true}}]",
        "{{body: [{{regex: 'INC{n}-[0-9]+'}}, ticket{n}], from_domain: customer{n}.example}}",
    )
    rules = (
        f"  - {{name: r{n}, why: w, to: bo, when: {kinds[n % 4].format(n=n)}}}\n"
        for n in range(count)
    )
    return "rules:\n" + "".join(rules)


def policy_of(count: int) -> Policy:
    return load_texts({"base.yaml": BASE, "rules.yaml": text_of(count)})


def corpus() -> list[MailView]:
    found = []
    for number, raw in enumerate(raw_mails()):
        try:
            found.append(mailed(*understand(raw, SETTING), number))
        except Unreadable:
            continue
    return found


def best(rounds: int, work: Callable[[], object]) -> float:
    """Seconds of this process's own work, the least of some rounds."""
    found = []
    for _ in range(rounds):
        began = time.process_time()
        work()
        found.append(time.process_time() - began)
    return min(found)


def per_rule(rounds: int) -> None:
    mails = corpus()
    costs = {count: of_rules(count, mails, rounds) for count in (60, 250, 1000)}
    ratio = costs[1000] / 1000 / (costs[60] / 60)
    print(f"a rule among 1,000 costs {ratio:.2f} times one among 60; {len(mails)} mails")


def of_rules(count: int, mails: list[MailView], rounds: int) -> float:
    """Microseconds a mail."""
    policy = policy_of(count)
    each = [best(rounds, partial(route, policy, mail)) * 1e6 for mail in mails]
    asked = best(1, lambda: [explain(policy, mail) for mail in mails]) / len(mails) * 1e3
    mean = statistics.mean(each)
    print(
        f"{count:5} rules: median {statistics.median(each):,.0f} µs a mail (mean {mean:,.0f}, "
        f"worst {max(each):,.0f}), "
        f"{mean / count:.2f} µs a rule; explain {asked:.1f} ms"
    )
    return mean


def worst(rounds: int) -> None:
    policy = load_texts({"base.yaml": BASE, "rules.yaml": hostile_rules()})
    found = sorted(
        ((best(rounds, partial(route, policy, m)) * 1e3, n) for n, m in HOSTILE_MAILS.items()),
        reverse=True,
    )
    told = "; ".join(f"{name} {took:.0f}" for took, name in found)
    print(f"60 hostile rules, {len(found)} hostile mails of up to 3 x 64 KB, ms: {told}")


def loading(rounds: int) -> None:
    for count in (60, 1000):
        print(f"{count:5} rules load in {best(rounds, partial(policy_of, count)):.2f} s")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_known_args()[0].rounds
    per_rule(rounds)
    worst(rounds)
    loading(min(rounds, 3))


if __name__ == "__main__":
    main()
