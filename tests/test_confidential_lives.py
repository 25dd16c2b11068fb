"""250 lives of confidential requests: nobody who is kept out gets a mail about them, or reads a
word of them in any other.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest

from mailtracker.desk.effects import Dispose, Disposition
from mailtracker.desk.on_command import Assign, Close, Command, Reopen
from mailtracker.desk.request import Request
from mailtracker.enact import Enacted
from mailtracker.mail.address_key import without_tag
from mailtracker.rules.load import load_texts
from mailtracker.store.database import Store
from tests.lives import HOME, RULES, Life, Sent, letters

LIVES, GROUPS, STEPS = 250, 10, 14

WHO = "ada bo carla dan eva finn hana hugo helge wes".split()


@pytest.fixture(scope="module")
def policy():
    return load_texts({"rules/all.yaml": RULES})


@pytest.fixture(scope="module")
def templates():
    return letters()


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    path = tmp_path_factory.mktemp("lives") / "mail.db"
    store = Store.open(f"sqlite:///{path}")
    yield store
    store.close()


@dataclass
class Told:
    """What the test itself knows: who was named on which request, and the mark in each mail."""

    life: Life
    dice: random.Random
    #: Of each confidential request: keys of people, by the test's own account.
    barred: dict[int, set[str]] = field(default_factory=dict)
    #: Marks of the mails that were filed to each request.
    marks: dict[int, list[str]] = field(default_factory=dict)
    story: list[str] = field(default_factory=list)
    leaks: list[str] = field(default_factory=list)
    count: int = 0

    def step(self) -> None:
        turns = [
            self.follows,
            self.follows,
            self.cites,
            self.late,
            self.owner_writes,
            self.owner_writes,
            self.watcher_writes,
            self.kept_out_writes,
            self.copied_writes,
            self.forged,
            self.bounces,
            self.waits,
            self.waits,
            self.admin,
        ]
        self.dice.choice(turns)()

    # -- what happens ----------------------------------------------------------------

    def opens(self) -> None:
        asker = self.dice.choice(["eva@corp.example", "finn@corp.example", "zoe@out.example"])
        named = self.some(self.dice.choice([0, 1, 1, 2]), but=asker)
        self.mail(asker, "A complaint", named, To=self.to("hr"), **self.copies())

    def follows(self) -> None:
        request = self.any_request()
        asker = request.requester.email
        named = self.some(self.dice.choice([0, 0, 1, 1, 2]), but=asker)
        if self.dice.random() < 0.4:
            named |= {request.owner} - {asker.partition("@")[0]}
        way = self.dice.choice(["reply", "reference", "id"])
        mine = [one for one in self.life.to(asker) if one.request_id == request.id]
        if way == "reply" and mine:
            self.reply(self.dice.choice(mine), named, **self.copies())
        elif way == "id" and request.first_id:
            header = {"In-Reply-To": request.first_id, **self.copies()}
            self.mail(asker, "Re: A complaint", named, To=self.to("hr"), **header)
        else:
            subject = f"Re: [{request.reference}] A complaint"
            self.mail(asker, subject, named, To=self.to("hr"), **self.copies())

    def cites(self) -> None:
        """A stranger, or somebody inside, names a request that is not theirs."""
        request = self.any_request()
        who = self.dice.choice(["yan@out.example", "dan@corp.example", "bo@corp.example"])
        header = {"References": request.first_id} if self.dice.random() < 0.5 else {}
        words = self.dice.choice(["vpn", "question", "complaint"])
        subject = words if header else f"{words} [{request.reference}]"
        self.mail(who, subject, set(), To=self.to(self.dice.choice(["hr", "it"])), **header)

    def late(self) -> None:
        request = self.any_request()
        self.check(self.life.command(Close(request)), "close")
        self.check(self.life.pass_time(35 * 24), "35 days")
        self.follows()

    def owner_writes(self) -> None:
        request = self.any_request()
        owner = self.life.policy.people[request.owner]
        got = [
            one
            for one in self.life.sent
            if one.request_id == request.id and one.recipient in owner.addresses and one.token
        ]
        if got:
            word = self.dice.choice(
                ["I will look.", "done", "mine", f"for {self.dice.choice(WHO)}", "for hr"]
            )
            self.say(got[-1], word, **self.copies())

    def watcher_writes(self) -> None:
        told = [one for one in self.life.sent if one.letter in ("watching", "slipped_manager")]
        if told:
            self.say(self.dice.choice(told), self.dice.choice(["mine", "for wes", "And now?"]))

    def kept_out_writes(self) -> None:
        got = [
            one
            for one in self.life.sent
            if one.token and self.key(one.recipient) in self.barred.get(one.request_id or 0, ())
        ]
        if got:
            self.say(self.dice.choice(got), self.dice.choice(["mine", "done", "for bo", "What?"]))
        else:
            request = self.any_request()
            for key in sorted(self.barred.get(request.id, ()))[:1]:
                self.mail(f"{key}@{HOME}", f"[{request.reference}] I?", set(), To=self.to("hr"))

    def copied_writes(self) -> None:
        request = self.any_request()
        people = [
            one
            for one in (*request.copied, *request.bystanders)
            if self.key(one.email) not in self.side_of(request.owner)
        ]
        if people:
            who = self.dice.choice(people).email
            named = self.some(self.dice.choice([0, 1]), but=who)
            self.mail(who, f"Re: [{request.reference}]", named, To=self.to("hr"))

    def forged(self) -> None:
        request = self.any_request()
        owner = self.life.policy.people[request.owner].addresses[0]
        subject = f"[{request.reference}] now"
        self.mail(owner, subject, set(), To=self.to("hr"))

    def bounces(self) -> None:
        got = [one for one in self.life.sent if one.request_id]
        if got:
            self.check(self.life.bounce(self.dice.choice(got[-6:])), "bounce")

    def waits(self) -> None:
        hours = self.dice.choice([1, 3, 5, 9, 30])
        self.check(self.life.pass_time(hours), f"{hours} hours")

    def admin(self) -> None:
        request = self.any_request()
        free = sorted(set(WHO) - self.barred.get(request.id, set()))
        commands: list[Command] = [Reopen(request), Assign(request, self.dice.choice(free))]
        command = self.dice.choice(commands)
        self.check(self.life.command(command), repr(type(command)))

    # -- a mail, and what the test knows of it ---------------------------------------

    def mail(self, who: str, subject: str, named: set[str], **header: str) -> None:
        mark, text = self.words(named)
        enacted, sent = self.life.mail(text, subject, From=who, **header)
        speaks = not is_unverified(enacted)  # the owner's own address proves nothing
        self.knows(enacted.request, who, named if speaks else set(), mark, subject)
        self.check(sent, f"{who}: {subject!r} names {sorted(named)} {header}")

    def reply(self, to: Sent, named: set[str], **header: str) -> None:
        mark, text = self.words(named)
        enacted, sent = self.life.reply(to, text, **header)
        self.knows(enacted.request, to.recipient, named, mark, "")
        self.check(sent, f"{to.recipient} replies to {to.letter}, names {sorted(named)}")

    def say(self, to: Sent, word: str, **header: str) -> None:
        mark, _ = self.words(set())
        enacted, sent = self.life.reply(to, f"{word}\n\nThat is all, {mark}.", **header)
        if enacted.request is not None:
            self.marks.setdefault(enacted.request.id, []).append(mark)
        self.check(sent, f"{to.recipient} says {word!r} to {to.letter}")

    def words(self, named: set[str]) -> tuple[str, str]:
        self.count += 1
        mark = f"zq{self.dice.randrange(10**9)}x{self.count}"
        people = self.life.policy.people
        said = [
            self.dice.choice([f"It was {people[k].name}.", f"{people[k].addresses[0]} did it."])
            for k in sorted(named)
        ]
        hello = self.dice.choice(["Dear Hana Ito,\n\n", "Hello,\n\n", ""])
        return mark, f"{hello}Something happened {mark}. {' '.join(said)}\n"

    def knows(
        self, request: Request | None, who: str, named: set[str], mark: str, subject: str
    ) -> None:
        """By what was written, and not by what the store says."""
        if request is None:
            return
        pointed = {one.id for one in self.all() if one.reference in subject}
        confidential = "complaint" in subject.casefold() or request.id in self.barred
        cited = set().union(*(self.barred.get(number, set()) for number in pointed))
        if confidential or any(number in self.barred for number in pointed):
            known = self.barred.setdefault(request.id, set())
            side = self.side_of(request.owner) - {self.key(request.requester.email)}
            speaks = self.key(who) not in known | side
            known |= cited | (named if speaks else set())
            self.marks.setdefault(request.id, []).append(mark)

    def check(self, sent: list[Sent], what: str) -> None:
        self.story.append(what)
        for one in sent:
            key = self.key(one.recipient)
            for number, barred in self.barred.items():
                request = self.life.request(number)
                mine = key == self.key(request.requester.email)
                entrusted = key == request.owner and key in request.given.entrusted
                if key not in barred or mine or entrusted:
                    continue
                words = [m for m in self.marks.get(number, ()) if m.encode() in one.raw]
                if one.request_id == number or words:
                    self.leaks.append(f"{one.letter} to {one.recipient} of {number}: {words}")

    # -- small things ------------------------------------------------------------------

    def all(self) -> list[Request]:
        from mailtracker.store import requests

        return requests.requests(self.life.conn)

    def side_of(self, owner: str) -> set[str]:
        """The owner, and their team, who speak for that side."""
        teams = [team for team in self.life.policy.teams.values() if owner in team.members]
        return {owner, *(key for team in teams for key in (*team.members, team.lead))}

    def any_request(self) -> Request:
        return self.dice.choice(sorted(self.all(), key=lambda one: one.id))

    def some(self, count: int, but: str) -> set[str]:
        free = [key for key in WHO if key != but.partition("@")[0]]
        return set(self.dice.sample(free, count))

    def copies(self) -> dict[str, str]:
        people = self.dice.sample(WHO, self.dice.choice([0, 0, 1, 2]))
        return {"Cc": ", ".join(f"{key}@{HOME}" for key in people)} if people else {}

    def to(self, alias: str) -> str:
        return f"{alias}@{HOME}"

    def key(self, address: str) -> str:
        person = self.life.policy.person_by_address(without_tag(address))
        return person.key if person else address


def is_unverified(enacted: Enacted) -> bool:
    disposed = [one for one in enacted.decision.effects if isinstance(one, Dispose)]
    return any(one.disposition is Disposition.UNVERIFIED for one in disposed)


_IN_EACH_RUN = 1
_GROUPS = [
    pytest.param(group, marks=() if group < _IN_EACH_RUN else pytest.mark.proof(part="lives"))
    for group in range(GROUPS)
]


@pytest.mark.parametrize("group", _GROUPS)
def test_nobody_who_is_kept_out_gets_a_mail_or_reads_a_word(group, policy, templates, store):
    for number in range(LIVES // GROUPS):
        seed = group * 1000 + number
        with store.write() as conn:
            told = Told(Life(conn, policy, templates), random.Random(seed))
            told.opens()
            for _ in range(STEPS):
                told.step()
            conn.rollback()  # the next one begins with nothing
        assert told.count > 1
        assert not told.leaks, (seed, told.leaks, told.story)
