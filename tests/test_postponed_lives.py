"""Lives of requests that are waited with, snoozed, raised, handed over and left, by dice: whatever
comes in whatever order, no request is open without a step, and nothing of what is over stays.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest

from mailtracker.desk.on_command import Assign, Close, Command, Reopen
from mailtracker.desk.request import Request, Status
from mailtracker.policy.model import Policy
from mailtracker.rules.load import load_texts
from mailtracker.store.database import Store
from tests.lives import HOME, Life, Sent, letters

LIVES, STEPS = 12, 18

RULES = """
people:
  bo: {name: Bo Jensen, email: bo@corp.example, manager: carla, cover: dan}
  dan: {name: Dan Ortiz, email: dan@corp.example, manager: carla, cover: bo}
  carla: {name: Carla Stein, email: carla@corp.example}
  eva: {name: Eva Lund, email: eva@corp.example}
promises:
  normal: {first_reply: 8 hours, then_every: 16 hours, hours: always}
  urgent: {first_reply: 1 hours, then_every: 2 hours, hours: always}
teams:
  it: {name: IT, lead: carla, members: [bo, dan], assign: round-robin}
ladders:
  default:
    - {at: 50%, remind: [owner]}
    - {at: 75%, raise: urgent}
    - {at: 100%, hand_to: cover, tell: [owner, requester, manager]}
    - {at: 200%, tell: [manager], repeat: daily}
rules:
  - {name: vpn, why: IT, when: {subject: [vpn]}, to: it, promise: normal, close_after: 3 days}
fallback: {to: it, promise: normal, report_to: carla}
ending: at once
"""

WORDS = (
    "waiting\n\nWhich computer is it?",
    "waiting",
    "snooze 2d",
    "snooze 30d",
    "snooze 2d\n\nI am on it, more on Friday.",
    "Please restart the client, that helped others.",
    "mine",
    "for dan",
    "for bo",
    "done",
    "answered",
)
OF_HERS = ("It is the laptop, and it still drops.", "Thanks a lot!", "Can you call me back?")


def faults(request: Request) -> list[str]:
    """What must never be said of a request at once."""
    status, owed = request.status, request.unanswered_since is not None
    found = {
        "open, and nothing owed": status is Status.OPEN and not owed,
        "open, and no step": status is Status.OPEN and request.due_at is None,
        "waits, and owed": status is Status.WAITING and owed,
        "waits, and no step": status is Status.WAITING and request.due_at is None,
        "a pause without waiting": request.paused_left is not None and status is not Status.WAITING,
        "owed without a time": owed != (request.promised_at is not None),
        "a told time of no promise": request.told_at is not None and not owed,
        "told earlier than promised": _is_told_earlier(request),
        "closed, and a step": status is Status.CLOSED and request.due_at is not None,
        "closed, and a snooze": status is Status.CLOSED and request.snoozed_until is not None,
    }
    return [name for name, is_so in found.items() if is_so]


def _is_told_earlier(request: Request) -> bool:
    told, promised = request.told_at, request.promised_at
    return told is not None and promised is not None and told < promised


class Company:
    """One request and its people."""

    def __init__(self, life: Life, dice: random.Random) -> None:
        self.life, self.dice, self.story = life, dice, list[str]()
        opened = life.mail("It drops.", "VPN", From=f"eva@{HOME}", To=f"it@{HOME}")[0].request
        assert opened is not None
        self.number = opened.id

    @property
    def request(self) -> Request:
        return self.life.request(self.number)

    def last_to(self, who: str) -> Sent | None:
        return next((one for one in reversed(self.life.to(who)) if one.token), None)

    def says(self, who: str, text: str) -> None:
        if (mail := self.last_to(who)) is not None:
            self.story.append(f"{who}: {text!r}")
            self.life.reply(mail, text)

    def step(self) -> None:
        steps: list[Callable[[], None]] = [
            *[self.owner_says] * 4,
            *[self.she_says] * 2,
            *[self.waits] * 3,
            self.notice,
            self.bounces,
            self.admin,
        ]
        self.dice.choice(steps)()

    def owner_says(self) -> None:
        who = self.dice.choice([self.request.owner] * 4 + ["bo", "dan"])
        self.says(f"{who}@{HOME}", self.dice.choice(WORDS))

    def she_says(self) -> None:
        self.says(f"eva@{HOME}", self.dice.choice(OF_HERS))

    def notice(self) -> None:
        """The owner's mail program answers."""
        mail = self.last_to(f"{self.request.owner}@{HOME}")
        if mail is not None:
            until = (self.life.now + timedelta(days=4)).strftime("%d %B %Y")
            self.story.append(f"notice of {mail.recipient} until {until}")
            text = f"I am out of the office until {until} and will answer then."
            self.life.reply(mail, text, Auto_Submitted="auto-replied")

    def waits(self) -> None:
        hours = self.dice.choice((1, 5, 24, 60, 200))
        self.story.append(f"{hours} h")
        self.life.pass_time(hours)

    def bounces(self) -> None:
        mail = self.dice.choice(self.life.sent)
        if mail.request_id == self.number:
            self.story.append(f"bounce of {mail.letter} to {mail.recipient}")
            self.life.bounce(mail)

    def admin(self) -> None:
        on, who = self.request, self.dice.choice(["bo", "dan"])
        commands: list[Command] = [Assign(on, who), Close(on), Reopen(on)]
        command = self.dice.choice(commands)
        self.story.append(f"{type(command).__name__} {who}")
        self.life.command(command)


@pytest.fixture(scope="module")
def policy() -> Policy:
    return load_texts({"rules/all.yaml": RULES}).at_home((HOME,))


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    store = Store.open(f"sqlite:///{tmp_path_factory.mktemp('lives') / 'mail.db'}")
    yield store
    store.close()


@pytest.mark.parametrize("group", range(4))
def test_nothing_of_what_is_over_stays_and_no_open_request_rests(
    store: Store, policy: Policy, group: int
) -> None:
    said: dict[str, int] = {}
    for number in range(group * LIVES // 4, (group + 1) * LIVES // 4):
        with store.write() as conn:
            company = Company(Life(conn, policy, letters()), random.Random(number))
            for _ in range(STEPS):
                company.step()
                request = company.request
                found = faults(request)
                assert found == [], (number, company.story, request)
                said[request.status] = said.get(request.status, 0) + 1
            conn.rollback()
    assert Status.WAITING in said, said
