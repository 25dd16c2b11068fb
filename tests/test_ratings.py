"""Requesters say how it was: the real desk and store, in no time."""

from __future__ import annotations

import html
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes, policy
from email.utils import format_datetime

import pytest
from sqlalchemy import select

from mailtracker.desk.effects import LogEvent
from mailtracker.desk.on_command import Assign, Close
from mailtracker.desk.request import Request, Status
from mailtracker.rules.load import load_texts
from mailtracker.store import ratings_told, revoked
from mailtracker.store import tables as rows
from mailtracker.store.database import Store
from mailtracker.world import World
from tests.cases import in_each
from tests.lives import Sent
from tests.pressing import ALIAS, BO, EVA, RULES, House, Link, links_in, page_of, text_of
from tests.programs.replies import PROGRAMS, Read, Typed, answer

EVA_KEY, CARLA, DAN, HANA, TOM = (
    f"{who}@corp.example" for who in ("eva", "carla", "dan", "hana", "tom")
)
FAIL = "Authentication-Results: mx.corp.example; dmarc=fail header.from=corp.example\r\n"
PASS = "Authentication-Results: mx.corp.example; dmarc=pass header.from=corp.example\r\n"
BAD = "Not good\n\nIt took four days, and he was rude.\n"


@pytest.fixture
def house(tmp_path) -> Iterator[House]:
    store = Store.open(f"sqlite:///{tmp_path / 'mail.db'}")
    with store.write() as conn:
        yield House.built(conn)
    store.close()


def ruled(house: House, rules: str) -> None:
    house.policy = load_texts({"rules/all.yaml": rules})
    house.world = World(house.policy, house.letters, house.world.aliases, house.world.key)


def told(sent: list[Sent], to: str) -> str:
    """The one mail to somebody, its words in one line."""
    (one,) = [mail for mail in sent if mail.recipient == to]
    return " ".join(text_of(one.raw).split())


def closed(house: House, subject: str = "VPN drops", word: str = "done", **opened: str) -> Request:
    house.now += timedelta(hours=2 if house.sent else 0)  # nobody asks the same every minute
    request = house.opened(subject, **opened)
    about = [one for one in house.sent if one.request_id == request.id]
    house.reply([one for one in about if one.letter == "note_owner"][-1], word)
    assert house.now_of(request).status is Status.CLOSED
    return request


def links(house: House, who: str = EVA_KEY) -> dict[str, Link]:
    return links_in(page_of(house.to(who)[-1].raw))


def ratings(house: House) -> list[tuple[int, int, str, str]]:
    table = rows.ratings.c
    wanted = select(table.request_id, table.closing, table.rating, table.said)
    return [tuple(row) for row in house.conn.execute(wanted.order_by(table.at))]


def letters(sent: list[Sent]) -> list[tuple[str, str]]:
    return [(one.letter, one.recipient) for one in sent]


COMPLAINT = [("complaint", EVA_KEY), ("note_complaint", CARLA)]


# -- who is asked ---------------------------------------------------------------------------


def test_a_closing_mail_asks_by_three_links_and_in_words(house: House) -> None:
    closed(house)
    mail = house.to(EVA_KEY)[-1]
    found = links(house)
    assert [(one.label, one.body) for one in found.values()] == [
        ("Good", "Good\r\n\r\n"),
        ("OK", "OK\r\n\r\n"),
        ("Not good", "Not good\r\n\r\n"),
    ]
    assert {one.subject for one in found.values()} == {"Re: [IT-1001] VPN drops"}
    assert all(one.address.startswith("it+a") for one in found.values())
    assert "http" not in page_of(mail.raw).partition("</head>")[2]  # what a scanner would fetch
    assert "Reply with good, ok or not good on the first line" in told([mail], EVA_KEY)
    assert "A “not good” does not go to Bo Jensen" in told([mail], EVA_KEY)


def test_the_last_answer_asks_where_it_closes(house: House) -> None:
    house.opened()
    house.write(BO, "Re: VPN drops", "Restart it, please.", **_answers(house.to(BO)[-1]))
    assert not links(house)
    assert "How was it?" not in text_of(house.to(EVA_KEY)[-1].raw)
    text = "done\n\nIt was the gateway."
    house.write(BO, "Re: VPN drops", text, **_answers(house.to(BO)[-1]))
    assert list(links(house)) == ["Good", "OK", "Not good"]
    assert "How was it?" in text_of(house.to(EVA_KEY)[-1].raw)


def test_who_only_reads_along_is_not_asked(house: House) -> None:
    house.opened(Cc=TOM)
    text = "done\n\nIt was the gateway."
    house.write(BO, "Re: VPN drops", text, **_answers(house.to(BO)[-1]))
    assert not links(house, TOM)
    assert "How was it?" not in text_of(house.to(TOM)[-1].raw)
    assert links(house)


def asks(house: House) -> bool:
    mail = house.to(EVA_KEY)[-1]
    assert bool(links(house)) == ("How was it?" in text_of(mail.raw))
    return bool(links(house))


def test_nobody_is_asked_about_what_is_confidential(house: House) -> None:
    closed(house, "complaint")
    assert not asks(house)


def test_a_mailbox_that_does_not_want_to_know_asks_nobody(house: House) -> None:
    house.it = replace(house.it, ratings=False)
    house.world = replace(house.world, aliases={"it": house.it})
    closed(house)
    assert not asks(house)
    house.reply(house.to(EVA_KEY)[-1], "good")
    assert ratings(house) == []


def test_where_nobody_else_could_look_into_it_nobody_is_asked(house: House) -> None:
    alone = """
people:
  bo: {name: Bo Jensen, email: bo@corp.example}
promises: {normal: {first_reply: 8 hours, then_every: 16 hours, hours: always}}
ladders: {default: [{at: 100%, remind: owner}]}
fallback: {to: bo, promise: normal}
ending: at once
"""
    ruled(house, alone)
    closed(house)
    assert not asks(house)


def test_an_alias_that_can_have_no_such_address_asks_in_words_alone(house: House) -> None:
    house.it = replace(house.it, subaddressing=False)
    house.world = replace(house.world, aliases={"it": house.it})
    closed(house)
    assert not links(house)
    mail = house.to(EVA_KEY)[-1]
    assert "How was it?" in text_of(mail.raw)
    _, sent = house.reply(mail, "not good", To=ALIAS)
    assert letters(sent) == COMPLAINT


# -- good and ok ------------------------------------------------------------------------------


def test_good_alone_is_kept_and_nobody_hears_of_it(house: House) -> None:
    request = closed(house)
    before = house.now_of(request)
    enacted, sent = house.press(links(house)["Good"], EVA)
    assert sent == []
    assert ratings(house) == [(1, 1, "good", "")]
    assert house.now_of(request) == before
    assert enacted.decision.request_id == request.id


def test_the_last_word_counts_and_the_same_word_is_silence(house: House) -> None:
    closed(house)
    found = links(house)
    for label in ("Good", "OK", "OK", "Good", "Good"):
        _, sent = house.press(found[label], EVA)
        assert sent == []
    assert ratings(house) == [(1, 1, "good", "")]


def test_words_of_thanks_reach_the_owner_without_the_score(house: House) -> None:
    request = closed(house)
    text = "Good\n\nThank you Bo, that was really quick!\n\nBest regards\nEva Lund\n"
    link = links(house)["Good"]
    page = "<p>Good</p><p>Thank you Bo, that was really quick!</p><p>Best regards<br>Eva Lund</p>"
    _, (mail,) = house.write(EVA, link.subject, text, page, To=link.address)
    assert (mail.letter, mail.recipient) == ("note_thanks", BO)
    carried = f"{text_of(mail.raw)} {page_of(mail.raw)}"
    assert "that was really quick" in carried
    assert "Good" not in carried
    assert house.now_of(request).status is Status.CLOSED
    ((_, _, rating, said),) = ratings(house)
    assert (rating, "really quick" in said) == ("good", True)


def test_a_team_that_celebrates_quotes_the_thanks_and_not_the_score(house: House) -> None:
    ruled(house, RULES.replace("assign: lead}", "assign: lead, celebrate: weekly}"))
    closed(house)
    house.press(links(house)["OK"], EVA, "OK\n\nThank you Bo, that was really quick!\n")
    ((to, words),) = house.conn.execute(select(rows.thanks.c.person, rows.thanks.c.words))
    assert (to, words) == ("bo", "Thank you Bo, that was really quick!")


WANTS = ("The second laptop still drops.", "When does the new one come?", "Please order two more.")


@pytest.mark.parametrize("text", WANTS)
@pytest.mark.parametrize("label", ["Good", "OK"])
def test_what_wants_something_besides_is_an_ordinary_mail_and_no_score(
    house: House, text: str, label: str
) -> None:
    request = closed(house)
    _, sent = house.press(links(house)[label], EVA, f"{label}\n\n{text}\n")
    after = house.now_of(request)
    assert (after.status, after.owner) == (Status.OPEN, "bo")
    assert after.promised_at is not None
    assert ("note_reopened", BO) in letters(sent)
    assert ratings(house) == []


def test_after_it_was_opened_again_each_closing_has_its_own(house: House) -> None:
    request = closed(house)
    first = links(house)
    house.press(first["OK"], EVA)
    house.reply(house.to(EVA_KEY)[-1], "It is broken again, please help.")
    house.reply(house.to(BO)[-1], "done")
    house.press(links(house)["Good"], EVA)
    assert ratings(house) == [(1, 1, "ok", ""), (1, 2, "good", "")]
    house.press(first["Good"], EVA)  # the first closing mail speaks of the first closing
    assert sorted(one[1:3] for one in ratings(house)) == [(1, "good"), (2, "good")]
    assert house.now_of(request).status is Status.CLOSED


# -- not good -------------------------------------------------------------------------------


def test_not_good_is_a_request_of_its_own_for_who_leads_the_team(house: House) -> None:
    request = closed(house)
    before, bo = house.now_of(request), len(house.to(BO))
    _, sent = house.press(links(house)["Not good"], EVA, BAD)
    assert letters(sent) == COMPLAINT
    about = house.request(2)
    assert (about.reference, about.owner, about.requester.email) == ("IT-1002", "carla", EVA_KEY)
    assert about.promised_at is not None
    assert (about.given.confidential, about.given.barred) == (True, ("bo",))
    assert about.part_of == request.id
    receipt, note = told(sent, EVA_KEY), told(sent, CARLA)
    assert receipt.startswith("Hi Eva, Carla Stein looks into what was not good about IT-1001, and")
    assert "and answers you by 16:" in receipt
    assert "Bo Jensen hears nothing of this from us." in receipt
    assert "What went wrong?" not in receipt
    assert note.startswith("Answer by 16:")
    for words in ("he was rude", "It drops every hour. The code is 4711.", "IT-1001 was not good"):
        assert words in note
    assert house.now_of(request) == before
    assert len(house.to(BO)) == bo
    assert ratings(house) == [(1, 1, "not good", "It took four days, and he was rude.")]


def test_without_a_word_more_the_receipt_asks_what_went_wrong(house: House) -> None:
    closed(house)
    _, sent = house.press(links(house)["Not good"], EVA)
    assert "What went wrong?" in told(sent, EVA_KEY)
    assert "Eva Lund wrote no more than that." in told(sent, CARLA)
    _, sent = house.reply(sent[0], "He never called back.")
    assert letters(sent) == [("note_more", CARLA)]
    assert house.request(2).status is Status.OPEN


def test_sent_twice_it_is_one_complaint_and_more_words_go_to_who_looks_into_it(
    house: House,
) -> None:
    closed(house)
    link = links(house)["Not good"]
    house.press(link, EVA, BAD)
    for _ in range(3):
        _, sent = house.press(link, EVA)
        assert sent == []
    _, sent = house.press(link, EVA, "Not good\n\nAnd nobody called me.\n")
    assert letters(sent) == [("note_more", CARLA)]
    assert len(house.conn.execute(select(rows.requests)).all()) == 2
    ((_, _, _, said),) = ratings(house)
    assert said == "It took four days, and he was rude.\nAnd nobody called me."


def test_who_says_good_after_all_tells_who_looks_into_it(house: House) -> None:
    closed(house)
    found = links(house)
    house.press(found["Not good"], EVA, BAD)
    _, sent = house.press(found["Good"], EVA, "Good\n\nBo called me and said sorry.\n")
    assert letters(sent) == [("note_more", CARLA)]
    assert house.request(2).status is Status.OPEN
    assert [one[2] for one in ratings(house)] == ["good"]
    heard = [len(house.press(found[label], EVA)[1]) for label in ("Good", "OK", "OK")]
    assert heard == [0, 1, 0]


def test_what_was_closed_is_looked_into_again(house: House) -> None:
    closed(house)
    link = links(house)["Not good"]
    _, sent = house.press(link, EVA, BAD)
    house.reply(sent[-1], "done\n\nI have talked with Bo.")
    _, sent = house.press(link, EVA)
    assert house.request(2).status is Status.OPEN
    assert ("note_reopened", CARLA) in letters(sent)


def test_its_owner_has_it_by_no_way_of_ours(house: House) -> None:
    """Whoever is silent, hands it on, or is away; and whoever names whom."""
    closed(house)
    before = len(house.to(BO))
    _, sent = house.press(links(house)["Not good"], EVA, BAD)
    note = sent[-1]
    house.reply(note, "for bo")
    assert house.request(2).owner == "carla"
    house.command(Assign(house.request(2), "dan"))
    house.pass_time(60)
    assert house.request(2).owner != "bo"
    house.reply(house.to(EVA_KEY)[-1], "I am still waiting.")
    assert len(house.to(BO)) == before
    later = [one for one in house.to(BO)[before:] if one.request_id == 2]
    assert later == []


def test_an_answer_to_their_own_complaint_stays_with_who_looks_into_it(house: House) -> None:
    """Their program cites our closing mail as well, which would lead to the owner."""
    closed(house)
    mail = house.to(EVA_KEY)[-1]
    house.reply(mail, BAD)
    mine = f"<m{house._uid}@client.example>"
    before = len(house.to(BO))
    cited = {"In_Reply_To": mine, "References": f"{mail.message_id} {mine}"}
    _, sent = house.write(EVA, "Re: [IT-1001] VPN drops", "And nobody called me.", **cited)
    assert letters(sent) == [("note_more", CARLA)]
    assert len(house.to(BO)) == before


def test_where_the_lead_had_it_somebody_above_or_the_fallback_looks_into_it(house: House) -> None:
    request = closed(house)
    found = links(house)
    house.reply(house.to(EVA_KEY)[-1], "It is broken again, please help.")
    house.command(Assign(request, "carla"))
    house.reply(house.to(CARLA)[-1], "done")
    found = links(house)
    _, sent = house.press(found["Not good"], EVA, BAD)
    assert letters(sent) == [("complaint", EVA_KEY), ("note_complaint", DAN)]


def test_whom_the_words_name_does_not_look_into_it(house: House) -> None:
    closed(house)
    text = "Not good\n\nI told Carla Stein so a week ago, and she did nothing.\n"
    _, sent = house.press(links(house)["Not good"], EVA, text)
    assert [who for letter, who in letters(sent) if letter == "note_complaint"] != [CARLA]
    assert set(house.request(2).given.barred) == {"bo", "carla"}


def test_the_rules_may_say_who_looks_into_it_and_how_soon(house: House) -> None:
    more = "  quick: {first_reply: 1 hour, then_every: 2 hours, hours: always}\nteams:"
    rules = RULES.replace("teams:", more, 1)
    ruled(house, f"{rules}ratings: {{not_good: {{to: hana, promise: quick}}}}\n")
    closed(house)
    _, sent = house.press(links(house)["Not good"], EVA, BAD)
    about = house.request(2)
    assert (about.owner, about.given.promise) == ("hana", "quick")
    said = told(sent, EVA_KEY)
    assert "Hana Ito looks into what was not good about IT-1001, and answers you by 09:0" in said


def test_a_missed_complaint_climbs_its_ladder_past_whom_it_is_about(house: House) -> None:
    closed(house)
    house.press(links(house)["Not good"], EVA, BAD)
    sent = house.pass_time(4.5) + house.pass_time(4)
    assert ("reminder", CARLA) in letters(sent)
    assert house.request(2).owner == "dan"
    assert BO not in [who for _, who in letters(sent)]


# -- what was done about it -------------------------------------------------------------------


def complained(house: House) -> Sent:
    """What the lead has."""
    closed(house)
    return house.press(links(house)["Not good"], EVA, BAD)[1][-1]


def test_who_closes_it_without_a_word_is_asked_once_what_was_done(house: House) -> None:
    note = complained(house)
    _, sent = house.reply(note, "done")
    assert letters(sent) == [("ask_back", CARLA)]
    assert "What was done about it?" in told(sent, CARLA)
    assert "send" not in told(sent, CARLA)
    assert house.request(2).status is Status.OPEN
    _, sent = house.reply(sent[0], "done")
    assert house.request(2).status is Status.CLOSED
    assert ("closed", EVA_KEY) in letters(sent)
    assert "How was it?" not in told(sent, EVA_KEY)  # nobody rates how a rating was dealt with


def test_what_was_done_goes_to_who_complained_and_is_kept_with_both(house: House) -> None:
    note = complained(house)
    house.reply(note, "done")
    done = "I have talked with Bo, and the gateway is new."
    _, sent = house.reply(house.to(CARLA)[-1], f"done\n\n{done}")
    assert told([one for one in sent if one.recipient == EVA_KEY], EVA_KEY).startswith(done)
    assert house.request(2).status is Status.CLOSED
    for number in (1, 2):
        (one,) = ratings_told.told(house.conn, number, whole=True)
        assert (one.reference, one.complaint, one.done) == ("IT-1001", "IT-1002", done)


def test_after_an_answer_it_closes_by_one_word(house: House) -> None:
    note = complained(house)
    house.reply(note, "I am sorry. Dan brings you a new one today.")
    house.reply(note, "done")
    assert house.request(2).status is Status.CLOSED
    (one,) = ratings_told.told(house.conn, 2, whole=True)
    assert one.done == "I am sorry. Dan brings you a new one today."


def test_the_button_is_asked_back_as_well_and_stays_good(house: House) -> None:
    note = complained(house)
    link = links_in(page_of(note.raw))["Done"]
    _, sent = house.press(link, CARLA)
    assert letters(sent) == [("ask_back", CARLA)]
    house.press(link, CARLA, "Done\n\nI have talked with him.\n")
    assert house.request(2).status is Status.CLOSED


def test_who_takes_it_over_later_reads_no_score(house: House) -> None:
    request = closed(house)
    house.press(links(house)["OK"], EVA)
    house.reply(house.to(EVA_KEY)[-1], "It drops again, please help.")
    sent = house.command(Assign(request, "dan"))
    handed = told([one for one in sent if one.letter == "note_handed"], DAN)
    assert "It drops again" in handed
    assert "OK" not in handed


def test_of_the_request_itself_nobody_reads_the_words_of_its_complaint(house: House) -> None:
    complained(house)
    (one,) = ratings_told.told(house.conn, 1, whole=False)
    assert (one.rating, one.complaint, one.said, one.done) == ("not good", "IT-1002", "", "")
    request = house.request(1)
    house.reply(house.to(EVA_KEY)[0], "It drops again, please help.")
    sent = house.command(Assign(request, "dan"))
    for words in ("rude", "Not good", "not good"):
        assert words not in told([one for one in sent if one.letter == "note_handed"], DAN)


# -- typed ------------------------------------------------------------------------------------


def test_typed_in_answer_to_the_closing_mail_it_counts_the_same(house: House) -> None:
    for number, (word, rating) in enumerate(
        {"gut": "good", "OK.": "ok", "niet goed": "not good"}.items(), 1
    ):
        subject = f"VPN {number}"
        closed(house, subject)
        mail = [one for one in house.to(EVA_KEY) if one.letter == "closed"][-1]
        _, sent = house.reply(mail, word)
        assert ratings(house)[-1][2] == rating
        assert letters(sent) == (COMPLAINT if rating == "not good" else [])


def test_in_any_other_mail_it_is_what_people_say(house: House) -> None:
    request = house.opened()
    house.reply(house.to(EVA_KEY)[-1], "ok")
    house.reply(house.to(BO)[-1], "Restart it, please.")
    _, sent = house.reply(house.to(EVA_KEY)[-1], "not good, it still drops")
    assert ("note_more", BO) in letters(sent)
    answer_of_bo = house.to(EVA_KEY)[-1]
    house.reply(house.to(BO)[-1], "done")
    house.reply(answer_of_bo, "good")  # to a mail of before
    assert ratings(house) == []
    assert house.now_of(request).reference == "IT-1001"


KEEPS = {
    "Thanks!": Status.CLOSED,
    "Good morning Bo, it still drops.": Status.OPEN,
    "Not good enough, it drops again.": Status.OPEN,
    "Good? It is worse than before.": Status.OPEN,
    "It is broken again.": Status.OPEN,
}


def test_whatever_else_answers_a_closing_mail_keeps_its_meaning(house: House) -> None:
    for number, (text, status) in enumerate(KEEPS.items()):
        request = closed(house, f"VPN {number}")
        mail = [one for one in house.to(EVA_KEY) if one.letter == "closed"][-1]
        house.reply(mail, text)
        assert house.now_of(request).status is status, text
    assert ratings(house) == []


def test_of_button_and_line_the_worse_one_counts(house: House) -> None:
    for number, (label, text) in enumerate(
        [("Good", "Not good\n"), ("Not good", "Good\n"), ("OK", "nicht gut\n\nZu spät.\n")]
    ):
        closed(house, f"VPN {number}")
        _, sent = house.press(links(house)[label], EVA, text)
        assert letters(sent) == COMPLAINT, text


SIX = (
    *("Outlook, classic", "Outlook, new", "Gmail, web", "Apple Mail, mac"),
    *("Apple Mail, iPhone", "Thunderbird, HTML", "K-9", "mutt"),
)


def test_every_mail_program_says_it_as_a_reply(house: House) -> None:
    """With its quote of our mail, buttons and all, below it."""

    def says(name: str) -> None:
        (program,) = [one for one in PROGRAMS if one.name == name]
        request = closed(house, f"VPN {name}")
        sent = [one for one in house.to(EVA_KEY) if one.letter == "closed"][-1]
        got = message_from_bytes(sent.raw, policy=policy.default)
        read = Read(str(got["From"]), text_of(sent.raw), page_of(sent.raw))
        signed = Typed("Not good\n\nHe was rude.", signature=program.signs or "Eva Lund\nSales")
        for typed, rating in ((Typed("Good", signature=signed.signature), "good"), (signed, "bad")):
            mail = answer(program, read, typed, sent.message_id.strip("<>"))
            mail["From"], mail["To"] = EVA, str(got["Reply-To"])
            mail["Subject"], mail["In-Reply-To"] = f"Re: {got['Subject']}", sent.message_id
            mail["Message-ID"] = f"<{name.replace(' ', '.').replace(',', '')}.{rating}@x.example>"
            mail["Date"] = format_datetime(house.now)
            _, came = house.arrives(mail.as_bytes(policy=policy.SMTP))
            assert letters(came) == (COMPLAINT if rating == "bad" else []), (name, rating)
            kept = [one for one in ratings(house) if one[0] == request.id]
            assert [one[2] for one in kept] == ["not good" if rating == "bad" else "good"]
        assert kept[0][3] == "He was rude."

    in_each(SIX, says)


NOTHING_MORE = {
    "nothing, as some programs leave it": "",
    "a signature below": "Good\n\n-- \nEva Lund\nSales\n+45 1234\n",
    "a signature that nothing parts": "Good\n\nBest regards\nEva Lund\nSales\n",
    "a telephone's line": "Good\n\nSent from my iPhone\n",
    "a signature alone": "\n\n-- \nEva Lund\n",
}


def test_what_a_mail_program_adds_to_a_press_is_no_sentence(house: House) -> None:
    for number, text in enumerate(NOTHING_MORE.values()):
        closed(house, f"VPN {number}")
        _, sent = house.press(links(house)["Good"], EVA, text)
        assert sent == [], text
        assert ratings(house)[-1][2:] == ("good", ""), text


# -- late, forged, somebody else's --------------------------------------------------------------


def test_late_it_is_counted_no_more_and_not_good_is_looked_into_all_the_same(house: House) -> None:
    closed(house)
    found = links(house)
    house.now += timedelta(days=31)
    _, sent = house.press(found["Good"], EVA)
    assert (sent, ratings(house)) == ([], [])
    _, sent = house.press(found["Not good"], EVA, BAD)
    assert letters(sent) == COMPLAINT
    _, sent = house.press(found["Not good"], EVA)
    assert sent == []


def test_late_words_of_thanks_reach_the_owner(house: House) -> None:
    closed(house)
    found = links(house)
    house.now += timedelta(days=29)
    _, sent = house.press(found["Good"], EVA, "Good\n\nThank you so much, Bo!\n")
    assert letters(sent) == [("note_thanks", BO)]
    house.now += timedelta(days=2)
    _, sent = house.press(found["OK"], EVA, "OK\n\nThanks again!\n")
    assert letters(sent) == [("note_thanks", BO)]
    assert [one[2] for one in ratings(house)] == ["good"]


OTHERS = {
    "a colleague": f"Tom <{TOM}>",
    "the owner": f"Bo <{BO}>",
    "a stranger": "Eva Lund <eva@evil.example>",
    "the lead": f"Carla <{CARLA}>",
}


def test_somebody_elses_press_says_nothing_to_anybody(house: House) -> None:
    """Whatever stands in it: who is complained of must not have it as any mail."""
    request = closed(house)
    found = links(house)
    before = house.now_of(request)
    for sender in OTHERS.values():
        for label in found:
            for text in (None, f"{label}\n\nBo is rude, and it still drops.\n"):
                enacted, sent = house.press(found[label], sender, text)
                assert sent == [], (sender, label, text)
                told_of = [one for one in enacted.decision.effects if isinstance(one, LogEvent)]
                assert [one.kind for one in told_of] == ["rating"]
    assert ratings(house) == []
    assert house.now_of(request) == before
    assert len(house.conn.execute(select(rows.requests)).all()) == 1


def guess(link: Link) -> Link:
    local, _, host = link.address.rpartition("@")
    end = "a" if local[-1] != "a" else "b"
    return replace(link, address=f"{local[:-1]}{end}@{host}")


def test_a_token_that_we_never_made_is_as_if_it_did_not_stand_there(house: House) -> None:
    closed(house)
    for label, link in links(house).items():
        house.press(guess(link), "Mallory <m@evil.example>", f"{label}\n")
    assert ratings(house) == []
    sent: list[Sent] = []
    for number in range(20):
        link = guess(links(house)["Not good"])
        _, sent = house.press(link, "Mallory <m@evil.example>", f"Not good\n\n{number}\n")
    assert sent == []
    assert ratings(house) == []


def test_what_our_border_denies_is_not_counted_and_reaches_nobody(tmp_path) -> None:
    store = Store.open(f"sqlite:///{tmp_path / 'mail.db'}")
    with store.write() as conn:
        house = House.built(conn, border=True)
        house.write(EVA, "VPN drops", "It drops.", top=PASS)
        house.write(BO, "Re: VPN", "done", top=PASS, **_answers(house.to(BO)[-1]))
        found = links(house)
        before = len(house.sent)
        for label in found:
            house.press(found[label], EVA, f"{label}\n\nBo is rude.\n", top=FAIL)
        assert len(house.sent) == before
        assert ratings(house) == []
        # Whom nothing proves is not counted; but what was not good somebody looks into.
        house.press(found["Good"], EVA)
        assert ratings(house) == []
        _, sent = house.press(found["Not good"], EVA, BAD)
        assert letters(sent) == COMPLAINT
        house.press(found["Good"], EVA, top=PASS)
        assert [one[2] for one in ratings(house)] == ["good"]
    store.close()


def _answers(mail: Sent) -> dict[str, str]:
    return {"To": ALIAS.replace("@", f"+{mail.token}@"), "In_Reply_To": mail.message_id}


def test_each_address_of_a_person_is_that_person_and_servers_may_fold_case(house: House) -> None:
    closed(house, sender=f"Bo <{BO}>", subject="printer")
    link = links(house, BO)["Good"]
    shouted = replace(link, address=link.address.upper())
    _, sent = house.press(shouted, "Bo <bo.jensen@corp.example>")
    assert [one[2] for one in ratings(house)] == ["good"]
    assert sent == []


def test_the_button_of_a_mail_that_went_is_void_with_its_reader(house: House) -> None:
    closed(house)
    link = links(house)["Not good"]
    revoked.revoke(house.conn, "eva", [EVA_KEY])
    house.press(link, EVA, BAD)
    assert ratings(house) == []


def test_a_quote_of_the_closing_mail_brings_no_button_to_the_owner(house: House) -> None:
    closed(house)
    mail, found = house.to(EVA_KEY)[-1], links(house)
    page = f"<p>It drops again.</p><blockquote>{page_of(mail.raw)}</blockquote>"
    _, sent = house.write(EVA, "Re: [IT-1001] VPN drops", "It drops again.", page, **_answers(mail))
    (note,) = [one for one in sent if one.recipient == BO]
    for link in found.values():
        assert link.token not in html.unescape(page_of(note.raw)) + text_of(note.raw)


def test_by_hand_closed_and_merged_ones_stay_as_they_are(house: House) -> None:
    request = house.opened()
    house.command(Close(request))
    house.press(links(house)["OK"], EVA)
    assert ratings(house) == [(1, 1, "ok", "")]


# -- figures ------------------------------------------------------------------------------------


def test_figures_are_of_a_mailbox_and_never_of_few(house: House) -> None:
    for number in range(5):
        assert ratings_told.totals(house.conn, house.now) == {}
        closed(house, f"VPN {number}")
        house.press(links(house)["Good" if number else "OK"], EVA)
    found = ratings_told.totals(house.conn, house.now)
    assert found == {"IT help": {"good": 4, "ok": 1}}
    assert ratings_told.totals(house.conn, house.now + timedelta(days=31)) == {}
