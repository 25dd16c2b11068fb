"""100 lives of requests whose requesters choose whom they confide in: nobody but these two gets a
mail about one, or reads a word of it in any other, whatever comes in whatever order.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest

from mailtracker.desk.on_command import Assign, Close, Command, Reopen, Revoke
from mailtracker.desk.request import Request
from mailtracker.rules.load import load_texts
from mailtracker.store import requests
from mailtracker.store.database import Store
from tests.lives import HOME, RULES, Life, Sent, letters

LIVES, IN_EACH_RUN, STEPS = 100, 15, 16
CONFIDANTS = "bo hana finn ada wes".split()
CONFIDED = RULES.replace("     confidential: true,", f"     confide_in: [{', '.join(CONFIDANTS)}],")
EVERYBODY = "ada bo carla dan finn hana hugo helge wes".split()
HER = f"eva@{HOME}"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    store = Store.open(f"sqlite:///{tmp_path_factory.mktemp('confided') / 'mail.db'}")
    yield store
    store.close()


@dataclass
class Secret:
    """What the test itself knows: whom Eva named as her confidant, and the words that were hers."""

    life: Life
    dice: random.Random
    #: By the test's own account.
    confidants: set[str] = field(default_factory=set)
    #: Whom what she wrote names.
    named: set[str] = field(default_factory=set)
    marks: list[str] = field(default_factory=list)
    leaks: list[str] = field(default_factory=list)
    story: list[str] = field(default_factory=list)

    @property
    def request(self) -> Request:
        return self.life.request(1)

    def mark(self) -> str:
        self.marks.append(f"zq{self.dice.randrange(10**9)}x")
        return self.marks[-1]

    def opens(self) -> None:
        named = self.dice.choice(["", "It was Wes Tan.", "It was Hana Ito and Bo Jensen."])
        self.named |= {key for key in EVERYBODY if self.life.policy.people[key].name in named}
        text = f"{self.mark()} {named}"
        self.check(self.life.mail(text, "A complaint", From=HER, Cc=f"wes@{HOME}")[1], "opens")

    def step(self) -> None:
        turns = [self.chooses, self.chooses, self.follows, self.follows, self.confidant_writes]
        turns += [self.waits, self.waits, self.others_write, self.admin, self.bounces]
        self.dice.choice(turns)()

    def mails_to(self, who: str) -> list[Sent]:
        return [one for one in self.life.to(f"{who}@{HOME}") if one.request_id == 1 and one.token]

    def chooses(self) -> None:
        who = self.dice.choice(CONFIDANTS)
        name = self.life.policy.people[who].name
        text = self.dice.choice([name, who, f"{name}, please", f"not {name}", f"Is {name} there?"])
        mine = self.mails_to("eva")
        if not mine:
            return
        to = self.dice.choice(mine)
        if text in (name, who, f"{name}, please") and who != "bo" and self.is_sure(to, who):
            self.confidants.add(who)
        else:
            self.named.add(who)
        self.check(self.life.reply(to, text)[1], f"{text} to {to.letter}")

    def is_sure(self, to: Sent, who: str) -> bool:
        """She was asked, and a name that she wrote before she was asked about."""
        named = f"{self.life.policy.people[who].name}".encode()
        if to.letter == "shall_they_read" and who in self.named:
            return any(
                one.letter == "shall_they_read" and named in one.raw for one in self.life.sent
            )
        asks = ("whom_to_tell", "shall_they_read")
        return to.letter in asks and who not in self.named

    def follows(self) -> None:
        key = self.dice.choice(EVERYBODY)
        who = self.life.policy.people[key].name
        said = self.dice.choice(["", f"{who} laughed."])
        self.named |= {key} if said else set()
        text = f"{self.mark()} {said}"
        subject = f"Re: [{self.request.reference}] A complaint"
        self.check(self.life.mail(text, subject, From=HER, Cc=f"dan@{HOME}")[1], text)

    def confidant_writes(self) -> None:
        who = self.dice.choice(EVERYBODY)
        if got := self.mails_to(who):
            words = [
                "I will look.",
                "done",
                "for bo",
                "add dan",
                "not mine",
                "waiting",
                "snooze 2d",
            ]
            self.check(self.life.reply(got[-1], self.dice.choice(words))[1], f"{who} writes")

    def others_write(self) -> None:
        who = self.dice.choice(EVERYBODY)
        header = {"In_Reply_To": "<m1@client.example>"} if self.dice.random() < 0.5 else {}
        subject = "vpn" if header else f"Re: [{self.request.reference}] A complaint"
        self.check(self.life.mail("And?", subject, From=f"{who}@{HOME}", **header)[1], who)

    def waits(self) -> None:
        hours = self.dice.choice([3, 9, 30, 80, 800])
        self.check(self.life.pass_time(hours), f"{hours} hours")

    def admin(self) -> None:
        request = self.request
        commands: list[Command] = [Close(request), Reopen(request), Assign(request, "hugo")]
        commands.append(Revoke(request, request.owner))
        command = self.dice.choice(commands)
        self.check(self.life.command(command), type(command).__name__)

    def bounces(self) -> None:
        got = [one for one in self.life.sent if one.request_id == 1]
        self.check(self.life.bounce(self.dice.choice(got)), "bounce")

    def check(self, sent: list[Sent], what: str) -> None:
        self.story.append(what)
        for one in sent:
            who = one.recipient.partition("@")[0]
            mine = [mark for mark in self.marks if mark.encode() in one.raw]
            if who == "eva" or who in self.confidants or not (one.request_id == 1 or mine):
                continue
            self.leaks.append(f"{one.letter} to {who}: {mine}")


@pytest.mark.parametrize(
    "seed",
    [
        pytest.param(seed, marks=() if seed < IN_EACH_RUN else pytest.mark.proof(part="lives"))
        for seed in range(LIVES)
    ],
)
def test_nobody_but_the_two_reads_a_word(seed: int, store: Store) -> None:
    policy = load_texts({"rules/all.yaml": CONFIDED})
    with store.write() as conn:
        secret = Secret(Life(conn, policy, letters()), random.Random(seed))
        secret.opens()
        for _ in range(STEPS):
            secret.step()
        found = requests.requests(conn)
        conn.rollback()
    assert found[0].given.confide_in
    assert not secret.leaks, (secret.leaks, secret.story)
