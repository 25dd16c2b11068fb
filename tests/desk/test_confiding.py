"""A requester chooses whom they confide in: whom an answer names, who may be chosen, and what comes
of a mail while nobody is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes, policy

import pytest

from mailtracker.desk.alias import AliasNames
from mailtracker.desk.confiding.asking import purses_of_asking
from mailtracker.desk.confiding.confidants import Choice, choice_of, chosen_in
from mailtracker.desk.effects import Decision, NextRung, SendLetter
from mailtracker.desk.on_command import Assign, Close, Reopen, Revoke, on_command
from mailtracker.desk.on_deadline import Due, on_deadline
from mailtracker.desk.request import Status
from mailtracker.errors import MailtrackerError
from mailtracker.policy.model import Person
from mailtracker.rules.load import load_texts
from mailtracker.store import requests, spent
from mailtracker.store.database import Store
from mailtracker.store.scene import scene
from tests.lives import RULES, Life, Sent, letters

RULE = """rules:
  - {name: harm, why: trouble, when: {subject: [harassment]}, to: hr, ask: "since when?",
     watch: [wes, carla], confide_in: [bo, hana, finn, ada], confidential: {keep: 30 days}}
"""
POLICY = load_texts({"rules/all.yaml": RULES.replace("rules:\n", RULE, 1)})
LETTERS = letters()
EVA = "Eva Lund <eva@corp.example>"
HER, HR = "eva@corp.example", "hr@corp.example"

ANA = Person("ana", "Ana de Sousa", ("ana@corp.example",))
BEA = Person("bea", "Béa Müller-Ørsted", ("bea@corp.example", "bmo@corp.example"))
TOM = Person("tberg", "Tom Berg", ("tom@corp.example",))
KIM = Person("kim", "Tom Kim", ("kim@corp.example",))


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    store = Store.open(f"sqlite:///{tmp_path_factory.mktemp('confiding') / 'mail.db'}")
    yield store
    store.close()


@pytest.fixture
def life(store: Store) -> Iterator[Life]:
    with store.write() as conn:
        yield Life(conn, POLICY, LETTERS)
        conn.rollback()


# -- whom a line names ---------------------------------------------------------------

NAMES = (
    ("Ana", "ana"),
    ("ana de sousa", "ana"),
    ("Sousa", "ana"),
    ("de", None),
    ("Béa", "bea"),
    ("bea muller-orsted", "bea"),
    ("BEA MÜLLER-ØRSTED.", "bea"),
    ("bmo@corp.example", "bea"),
    ("<bea@corp.example>", "bea"),
    ("tberg", "tberg"),
    ("Berg", "tberg"),
    ("Tom", None),  # two are called so
    ("Tom Kim", "kim"),
    ("Kim, please", "kim"),
    ("I want to tell Kim", "kim"),
    ("Hi, Kim please. Thanks!", "kim"),
    ("Ich möchte Kim", "kim"),
    ("Bitte an Kim", "kim"),
    ("Ik kies Kim, alsjeblieft", "kim"),
    ("Jeg vælger Kim", "kim"),
    ("Prefiro Kim, por favor", "kim"),
    ("Je préfère Kim, merci", "kim"),
    ("**Kim**", "kim"),
    ("not Kim", None),
    ("Kim?", None),
    ("nicht Kim", None),
    ("anybody but Kim", None),
    ("Kim or Ana", None),
    ("Kim shouted at me", None),
    ("Kim was there when it happened, and so was I, all of that long day in March", None),
    ("Kimberly", None),
    ("Eva", None),
    ("", None),
    ("\n\n  Kim\n\nIt began in May.", "kim"),
    ("It is about my pay.\nKim", None),
    ("Kim\nAna", None),
    ("Kim.\n\nTo Ana!\nPlease", None),
    ("Kim\nKim, please", "kim"),
    ("Kim\n\nAna de Sousa was there.", "kim"),
)


def test_only_a_line_that_is_a_name_names_anybody() -> None:
    people = Choice((ANA, BEA, TOM), (KIM,)).everybody
    found = [(text, chosen_in(text, people)) for text, _ in NAMES]
    assert [(text, one.person.key if one else None) for text, one in found] == list(NAMES)


LEE = Person("lee", "Tom Berg Lee", ("lee@corp.example",))
TWIN = Person("twin", "Tom Kim", ("twin@corp.example",))
SHARED = (  # a line, who wrote it, whom it names
    ("Tom Berg", "", "tberg"),  # whose whole name it is, though another has it, too
    ("Berg", "", None),
    ("Tom Berg Lee", "", "lee"),
    ("Tom Kim", "", None),  # two are called so
    ("Tom Kim (twin@corp.example)", "", "twin"),  # how a button says it then
    ("Ana", "Ana Lund ana", None),  # how the one who asks signs
    ("Ana de Sousa", "Ana Lund ana", "ana"),
)


ODD = (
    *("Zoë O’Brien", "Jean-Luc D'Arc", "Anna van der Berg", "Łukasz Żak", "王伟", "Ивана Петрова"),
    *("Dr. Bo Jensen, PhD", "Ana (HR) Costa", "J. R. Ewing", "x_y Zed", "A. B.", "Müller & Sohn"),
    *("An Vi", "Til An", "Yes Ja", "Dear Thanks", "Ana-Maria Costa", "Nguyễn Văn An"),
)


def test_a_button_chooses_whose_name_it_has_however_odd() -> None:
    people = [Person(f"k{at}", name, (f"k{at}@corp.example",)) for at, name in enumerate(ODD)]
    lines = [
        (f"{name}{end}", who) for name, who in zip(ODD, people, strict=True) for end in ("", ".")
    ]
    found = [(line, chosen_in(line, people)) for line, _ in lines]
    assert [one.person if one else line for line, one in found] == [who for _, who in lines]


def test_a_name_that_two_share_names_neither_and_a_whole_name_its_own() -> None:
    choice = Choice((ANA, TOM, LEE, KIM, TWIN))
    found = [(text, who, chosen_in(text, choice.everybody, who)) for text, who, _ in SHARED]
    named = [(text, who, one.person.key if one else None) for text, who, one in found]
    assert named == list(SHARED)
    buttons = [choice.said(person) for person in choice.people]
    assert [one.person for one in (chosen_in(name, choice.people) for name in buttons) if one] == [
        *choice.people
    ]


# -- what comes of mails -------------------------------------------------------------


def reports(life: Life, text: str = "Zqbody. It is Bo Jensen.", who: str = EVA) -> list[Sent]:
    return life.mail(text, "Harassment", From=who, Cc="wes@corp.example")[1]


def to(sent: list[Sent]) -> list[tuple[str, str]]:
    return [(one.letter, one.recipient.partition("@")[0]) for one in sent]


def words(sent: Sent) -> str:
    part = message_from_bytes(sent.raw, policy=policy.default).get_body(("plain",))
    return " ".join(part.get_content().split()) if part else ""


def chosen(life: Life, name: str = "Hana") -> tuple[Sent, Sent]:
    """What Hana has, and the receipt."""
    asked = reports(life)[0]
    handed, receipt = life.reply(asked, name)[1]
    return handed, receipt


def test_nobody_has_it_and_who_is_named_or_above_is_not_offered(life: Life) -> None:
    sent = reports(life)
    assert to(sent) == [("whom_to_tell", "eva")]
    request = life.request(1)
    assert (request.owner, request.status, request.promised_at) == ("", Status.WAITING, None)
    assert request.given.keep_for == 30
    choice = choice_of(request, scene(life.conn, life.policy, life.now))
    assert [one.key for one in choice.people] == ["hana", "finn", "ada"]  # Bo is above her
    assert choice.named == ()
    assert b"Zqbody" not in sent[0].raw


def test_a_choice_gives_it_and_begins_the_promise(life: Life) -> None:
    handed, receipt = chosen(life)
    assert to([handed, receipt]) == [("note_handed", "hana"), ("receipt", "eva")]
    assert "Zqbody" in words(handed)
    assert "since when?" in words(receipt)
    assert "we ask you whether somebody else should have it" in words(receipt)
    request = life.request(1)
    assert (request.owner, request.status) == ("hana", Status.OPEN)
    assert request.unanswered_since == life.now
    more = life.reply(receipt, "And more.")[1]
    assert to(more) == [("note_more", "hana")]


def test_nobody_else_chooses(life: Life) -> None:
    asked = reports(life)[0]
    for who in ("Bo Jensen <bo@corp.example>", "wes@corp.example", "Eva Lund <eva@out.example>"):
        assert not [one for one in life.reply(asked, "Hana", From=who)[1] if b"Zqbody" in one.raw]
    assert life.request(1).owner == ""


def test_silence_gives_it_to_nobody_and_closes_it(life: Life) -> None:
    asked = reports(life)[0]
    told = [one for hours in (49, 73, 121, 500) for one in life.pass_time(hours)]
    assert to(told) == [("whom_to_tell", "eva")] * 3
    assert ["We do not ask again" in words(one) for one in told] == [False, True, False]
    assert "it is kept for 30 days and then deleted" in words(told[-1])
    assert life.request(1).status is Status.CLOSED
    life.pass_time(40 * 24)  # longer ago than `stale_after`
    late = life.reply(asked, "finn")[1]
    assert to(late) == [("note_handed", "finn"), ("receipt", "eva")]


def test_who_is_named_in_it_is_chosen_by_the_name_said_twice(life: Life) -> None:
    asked = reports(life, "Zqbody. It is Hana Ito.")[0]
    assert "Hana Ito is mentioned in what you wrote" in words(asked)
    back = life.reply(asked, "Hana")[1]  # it may be about her
    assert to(back) == [("shall_they_read", "eva")]
    assert "If Hana Ito may read it, reply with the name once more" in words(back[0])
    for text in ("Hana", "Hana Ito"):  # sent twice, or typed below the first question again
        assert life.reply(asked, text)[1][1:] == []
        assert life.request(1).owner == ""
    more = life.reply(back[0], "Hana\n\nAnd it goes on.")[1]
    assert to(more) == [("shall_they_read", "eva")]
    assert life.request(1).owner == ""
    given = life.reply(more[0], "Hana please\n\nThank you, Eva")[1]
    assert to(given) == [("note_handed", "hana"), ("receipt", "eva")]


def test_asked_back_she_takes_somebody_else_and_another_name_is_asked_of_anew(life: Life) -> None:
    asked = reports(life, "Zqbody. It is Hana Ito or Finn Dahl.")[0]
    back = life.reply(asked, "Hana")[1]
    assert "- Ada Roth" in words(back[0])
    other = life.reply(back[0], "Finn")[1]
    assert to(other) == [("shall_they_read", "eva")]
    assert to(life.reply(other[0], "Ada")[1])[0] == ("note_handed", "ada")


DOUBTFUL = (  # the first line and what is below it, to a mail that lists these names
    "Hana\n\nHe asks me about her all day.",
    "Hana\n\nShe keeps touching me.",
    "Hana\n\nEr fasst mich an.",
    "Hana\n\nZij zegt dat het moet.",
    "Hana\n\nHan rører ved mig.",
    "Hana\n\nEle toca-me.",
    "Hana\n\nElle me touche.",
)


def test_a_name_above_what_somebody_does_is_whom_it_is_about(store: Store) -> None:
    wrong = []
    for text in DOUBTFUL:
        with store.write() as conn:
            life = Life(conn, POLICY, LETTERS)
            sent = life.reply(reports(life, "Zqbody.")[0], text)[1]
            if to(sent) != [("shall_they_read", "eva")] or life.request(1).owner:
                wrong.append((text, to(sent)))
            conn.rollback()
    assert wrong == []


def test_nobody_above_is_chosen_by_any_word(life: Life) -> None:
    asked = reports(life, "Zqbody, nobody named.")[0]
    for name in ("bo", "Bo Jensen", "carla"):
        assert not [one for one in life.reply(asked, name)[1] if one.letter != "whom_to_tell"]
    assert life.request(1).owner == ""


def test_a_further_mail_that_names_who_has_it_goes_to_nobody(life: Life) -> None:
    handed, receipt = chosen(life)
    told = life.reply(receipt, "Hana Ito told him! Zqmore")[1]
    assert to(told) == [("shall_they_read", "eva")]
    assert "since Hana Ito is mentioned in it" in words(told[0])
    assert life.request(1).owner == ""
    assert to(life.reply(handed, "Dear Eva, I am sorry.")[1]) == []  # kept
    moved = life.reply(told[0], "Finn")[1]
    assert to(moved) == [("note_handed", "finn"), ("receipt", "eva")]
    assert "Zqmore" in words(moved[0])


def test_she_may_let_them_have_it_all_the_same(life: Life) -> None:
    _, receipt = chosen(life)
    asked = life.reply(receipt, "Hana Ito told him! Zqmore")[1][0]
    assert to(life.reply(asked, "Hana")[1]) == [("note_handed", "hana"), ("receipt", "eva")]
    assert to(life.reply(receipt, "I asked Hana Ito.")[1]) == [("note_more", "hana")]


def test_she_moves_it_by_a_name(life: Life) -> None:
    handed, receipt = chosen(life)
    back = life.reply(receipt, "Finn, please")[1]  # which may answer what the receipt asks
    assert to(back) == [("note_more", "hana"), ("shall_they_read", "eva")]
    assert "all of it stays with Hana Ito" in words(back[1])
    moved = life.reply(back[1], "Finn, please")[1]
    assert to(moved) == [("note_handed", "finn"), ("handed_requester", "eva")]
    assert to(life.reply(receipt, "More.")[1]) == [("note_more", "finn")]
    beside = life.reply(handed, "mine")[1]  # Hana, who had it
    assert to(beside) == [("note_team", "finn")]


def test_a_name_that_answers_who_has_it_moves_nothing(life: Life) -> None:
    handed, _ = chosen(life)
    theirs = life.reply(handed, "Dear Eva, who was it?")[1][0]
    told = life.reply(theirs, "Finn Dahl")[1]
    assert to(told) == [("note_more", "hana"), ("shall_they_read", "eva")]
    assert life.request(1).owner == "hana"
    assert to(life.reply(told[1], "It was about him, sorry.")[1]) == [("note_more", "hana")]
    assert life.request(1).owner == "hana"


def test_who_has_it_is_chosen_twice_and_nothing_moves(life: Life) -> None:
    asked = reports(life)[0]
    assert len(life.reply(asked, "Hana Ito")[1]) == 2
    assert life.reply(asked, "Hana Ito")[1] == []  # the button, pressed twice
    assert to(life.reply(asked, "Hana Ito\n\nAnd one thing more.")[1]) == [("note_more", "hana")]
    assert life.request(1).owner == "hana"


@pytest.mark.parametrize("word", ["for finn", "add finn", "for hr"])
def test_whoever_has_it_passes_it_on_to_nobody(life: Life, word: str) -> None:
    handed, _ = chosen(life)
    told = life.reply(handed, f"{word}\n\nPlease look.")[1]
    assert to(told) == [("ask_back", "hana")]
    assert life.request(1).owner == "hana"


def test_not_mine_asks_her(life: Life) -> None:
    handed, _ = chosen(life)
    told = life.reply(handed, "not mine")[1]
    assert sorted(to(told)) == [("confirm", "hana"), ("whom_to_tell", "eva")]
    assert life.request(1).owner == "hana"


def test_a_ladder_asks_her_and_tells_nobody_else(life: Life) -> None:
    chosen(life)
    told = [one for _ in range(12) for one in life.pass_time(2)]
    assert {who for _, who in to(told)} == {"hana", "eva"}
    assert to(told).count(("whom_to_tell", "eva")) == 1
    assert life.request(1).owner == "hana"


def test_a_colleague_and_a_manager_who_got_nothing_hear_nothing_of_what_bounces(life: Life) -> None:
    asked = reports(life)[0]
    assert {name for name, _ in to(life.bounce(asked))} == {"dead_mailbox"}  # of no request
    handed, _ = chosen(life)
    assert {who for _, who in to(life.bounce(handed))} <= {"eva", "ada", "priya"}
    assert not [one for one in life.to("ada@corp.example") if b"Zqbody" in one.raw]


def test_a_word_takes_it_back(life: Life) -> None:
    asked = reports(life)[0]
    told = life.reply(asked, "cancel")[1]
    assert to(told) == [("whom_to_tell", "eva")]
    assert "It is closed, as you asked" in words(told[0])
    assert life.request(1).status is Status.CLOSED


def test_an_admin_gives_it_to_nobody(life: Life) -> None:
    reports(life)
    with pytest.raises(MailtrackerError, match="its requester alone chooses"):
        on_command(Assign(life.request(1), "hana"), scene(life.conn, life.policy, life.now))
    assert to(life.command(Close(life.request(1)))) == [("closed", "eva")]
    assert to(life.command(Reopen(life.request(1)))) == [("whom_to_tell", "eva")]
    assert life.request(1).owner == ""


def test_who_is_revoked_has_it_no_more(life: Life) -> None:
    chosen(life)
    told = life.command(Revoke(life.request(1), "hana"))
    assert to(told) == [("whom_to_tell", "eva")]
    assert life.request(1).owner == ""


def test_where_nobody_of_the_rule_is_left_whoever_else_it_names_is_offered(life: Life) -> None:
    asked = reports(life, "It is Hana Ito, Finn Dahl and Ada Roth.")[0]
    assert "- Hugo Silva" in words(asked)  # of the team in `to`, whose lead is above nobody
    assert "- Hana Ito" not in words(asked)


def test_a_machine_that_nobody_can_ask_is_confidential_as_ever(life: Life) -> None:
    header = {"Auto_Submitted": "auto-generated", "From": "form@corp.example"}
    life.mail("Bo Jensen.", "Harassment", **header)
    request = life.request(1)
    assert request.given.confidential
    assert request.owner in ("hana", "hugo")
    assert request.given.confide_in == ()


def test_what_she_goes_on_about_much_later_is_confided_as_well(life: Life) -> None:
    _, receipt = chosen(life)
    life.command(Close(life.request(1)))
    life.pass_time(100 * 24)
    told = life.mail("Zqmore", "And now?", From=EVA, In_Reply_To=receipt.message_id)[1]
    assert to(told) == [("whom_to_tell", "eva")]
    assert life.request(2).given.confide_in == life.request(1).given.confide_in


def test_whom_no_mail_reaches_has_it_no_more(life: Life) -> None:
    handed, _ = chosen(life)
    told = life.bounce(handed)
    assert [one for one in to(told) if one[0] != "dead_mailbox"] == [("whom_to_tell", "eva")]
    assert life.request(1).owner == ""


BY_ALIAS = """rules:
  - {name: harm, why: trouble, to: hr, confide_in: [hana, finn],
     when: {all: [{to: [hr@corp.example]}, {subject: [harassment]}]}}
  - {name: machines, why: all of it, when: {to: [it@corp.example]}, to: it}
"""


@pytest.mark.parametrize("first", ["it", "hr"])
def test_nobody_reads_it_before_whichever_alias_leads(store: Store, first: str) -> None:
    policy = load_texts({"rules/all.yaml": RULES.replace("rules:\n", BY_ALIAS, 1)})
    with store.write() as conn:
        life = Life(conn, policy, LETTERS)
        served = tuple(AliasNames(one, (f"{one}@corp.example",)) for one in ("hr", "it"))
        life.hr = replace(life.hr, addresses=("hr@corp.example",), served=served)
        life.it = replace(life.it, addresses=("it@corp.example",), served=served)
        life.world = replace(life.world, aliases={"hr": life.hr, "it": life.it})
        both = ", ".join(dict.fromkeys([f"{first}@corp.example", "it@corp.example", HR]))
        sent = life.mail("Zqbody.", "Harassment", From=EVA, To=both)[1]
        assert to(sent) == [("whom_to_tell", "eva")]
        conn.rollback()


def test_she_is_asked_later_where_enough_was_written_to_her(life: Life) -> None:
    about = "apple brick chair door egg fish goat hill".split()
    sent = [life.mail(f"Zq {one}", f"Harassment {one}", From=EVA)[1] for one in about]
    unasked = sent.index([])
    request = life.request(unasked + 1)
    assert (request.owner, request.status, request.quiet) == ("", Status.WAITING, False)
    assert request.given.confide_in
    theirs, at = purses_of_asking(request.requester), life.now + timedelta(hours=1)
    muted = [spent.nothing_left(life.conn, theirs, when) for when in (life.now, at)]
    assert muted == [True, False]
    life.now = at

    def step(muted: bool) -> Decision:
        return on_deadline(Due(request, muted=muted), scene(life.conn, life.policy, at))

    later = step(muted=True).effects
    assert later == (NextRung(0, at + timedelta(hours=1), request.repeats),)
    asked = next(one for one in step(muted=False).effects if isinstance(one, SendLetter))
    assert (asked.to.email, asked.letter.name) == (HER, "whom_to_tell")
    assert to(life.pass_time(1))[0] == ("whom_to_tell", "eva")
    assert life.request(unasked + 1).repeats == 0  # and from now on as any other


def test_history_bears_no_word_of_it(life: Life) -> None:
    chosen(life)
    told = " ".join(one.text for one in requests.history(life.conn, 1))
    assert "Zqbody" not in told
