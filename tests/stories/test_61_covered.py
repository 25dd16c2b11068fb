"""Somebody is away by the people file: they are told before, their cover has one letter with all
that came over, each line of which is answered by itself, and back at work they read what became of
it. Each is told once, also over restarts.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from email.message import EmailMessage
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from mailtracker.daemon import covering
from mailtracker.daemon.watch import Watch
from mailtracker.desk.request import Status
from mailtracker.policy.model import Absence
from mailtracker.store import told_of_absences
from tests.stories.absent import vacation
from tests.stories.company import body
from tests.stories.ruled import Ruled

LONG = pytest.mark.proof(part="promises")
"""Tried by `make proof-promises`."""


BO, SAM, ANA = (f"{who}@corp.example" for who in ("bo", "sam", "ana"))
EVA, TOM, LEE = (f"{who}@corp.example" for who in ("eva", "tom", "lee"))
WEDNESDAY, FRIDAY = date(2026, 11, 25), date(2026, 11, 27)
AWAY = (Absence(WEDNESDAY, FRIDAY),)
TO_WEDNESDAY = {"hours": 18, "minutes": 5}
"""Till five past nine."""


@pytest.fixture
def company(post_office, tmp_path) -> Ruled:
    """On Tuesday at three Bo has three requests, promised for Wednesday at eleven."""
    company = Ruled(post_office, tmp_path)
    company.clock.travel(timedelta(days=1, hours=6))
    for who, subject in ((EVA, "VPN drops"), (TOM, "VPN is slow"), (LEE, "VPN for my phone")):
        company.write(f"Somebody <{who}>", subject, f"{subject}, please look.\nIt is urgent.")
    company.turn()
    for reference in ("IT-1001", "IT-1002", "IT-1003"):
        assert company.request(reference).owner == "bo"
    return company


def flat(mail: EmailMessage) -> str:
    return " ".join(body(mail).split())


def about(company: Ruled, who: str, word: str) -> list[EmailMessage]:
    return [mail for mail in company.inbox(who) if word in str(mail["Subject"])]


def untold(company: Ruled) -> list[object]:
    """Absences of which somebody is still to be told."""
    now = company.clock.now()
    with company.runtime() as runtime, runtime.store.read() as conn:
        over, ended = told_of_absences.to_welcome(conn, now)
        return [*told_of_absences.to_announce(conn, now.date()), *over, *ended]


def links(mail: EmailMessage) -> dict[str, str]:
    """The addresses of the letter's links, by the reference in their subject."""
    page = mail.get_body(("html",)).get_content()
    found = {}
    for url in re.findall(r'href="(mailto:[^"]+)"', page):
        parts = urlsplit(url.replace("&amp;", "&"))
        subject = parse_qs(parts.query)["subject"][0]
        (reference,) = re.findall(r"IT-\d+", subject)
        found[reference] = unquote(parts.path)
    return found


def test_who_will_be_away_reads_within_two_working_days_of_it_what_that_changes(
    company: Ruled,
) -> None:
    company.give(people={"bo": {"away": AWAY}})
    company.turn()
    (told,) = about(company, BO, "While you are away until Friday")
    said = flat(told)
    assert "What you have open by then (3 requests now)" in said
    assert "vpn and fire: Sam Okoye covers" in said
    assert "Only one person is left then for" in said
    assert "From Monday, 30 November on, new requests come to you again" in said
    assert "away 2026-11-25 to 2026-11-27, cover NAME" in said
    assert untold(company) == []
    for _ in range(3):
        company.travel(minutes=2)
    assert len(about(company, BO, "While you are away")) == 1


def test_it_is_not_told_earlier_than_that(company: Ruled) -> None:
    company.give(people={"bo": {"away": (Absence(FRIDAY, FRIDAY),)}})
    company.turn()
    assert about(company, BO, "While you are away") == []
    company.travel(days=1)
    assert len(about(company, BO, "While you are away")) == 1


def test_what_is_new_after_a_reload_is_told_at_once_whenever_it_begins(company: Ruled) -> None:
    far = (Absence(date(2027, 2, 8), date(2027, 2, 12)),)
    company.give(people={"sam": {"away": far}})
    with company.runtime() as runtime:
        watch = Watch(runtime)
        watch.poll()  # what stands there at the start is no news
        company.give(people={"sam": {"away": far}, "bo": {"away": far}})
        runtime.world = replace(runtime.world, policy=company.change(runtime.world.policy))
        watch.poll()
    company.turn()
    assert len(about(company, BO, "While you are away until Friday, 12 February")) == 1
    assert about(company, SAM, "While you are away") == []


def test_nobody_is_written_to_at_night(company: Ruled) -> None:
    company.travel(hours=7)  # ten in the evening
    company.give(people={"bo": {"away": (Absence(date(2026, 11, 26), FRIDAY),)}})
    company.turn()
    assert about(company, BO, "While you are away") == []
    company.travel(hours=11, minutes=5)
    assert len(about(company, BO, "While you are away")) == 1


def test_the_cover_has_one_letter_with_each_request_and_each_line_is_answered(
    company: Ruled,
) -> None:
    company.give(people={"bo": {"away": AWAY}})
    promised = company.request("IT-1002").promised_at
    for reference in ("IT-1001", "IT-1002", "IT-1003"):
        company.reply(BO, company.inbox(BO)[int(reference[-1]) - 1], "I will look into it.")
    company.turn()
    for who, number in ((EVA, 0), (TOM, 1), (LEE, 2)):
        company.reply(who, company.last(who), f"Is there any news? {number}")
    company.turn()
    before = len(company.inbox(SAM))
    company.travel(**TO_WEDNESDAY)
    assert {company.request(f"IT-100{n}").owner for n in (1, 2, 3)} == {"sam"}
    (letter,) = company.inbox(SAM)[before:]
    assert "Bo Jensen is away: 3 requests are yours now" in str(letter["Subject"])
    told = [flat(mail) for mail in company.inbox(EVA)]
    assert any(
        "Sam Okoye looks after your request now and has everything you" in one for one in told
    )
    said = flat(letter)
    for number, subject in enumerate(("VPN drops", "VPN is slow", "VPN for my phone")):
        assert f"IT-100{number + 1}" in said
        assert f"“{subject}”" in said
        assert f"Is there any news? {number}" in said
    files = [str(part.get_filename()) for part in letter.iter_attachments()]
    assert sorted(files) == ["IT-1001.eml", "IT-1002.eml", "IT-1003.eml"]
    assert company.request("IT-1002").promised_at != promised  # that of the later reply
    company.write(SAM, "Re: [IT-1002] VPN is slow", "Restart it.", to=links(letter)["IT-1002"])
    company.turn()
    assert "Restart it." in body(company.last(TOM))
    assert company.request("IT-1002").status == Status.ANSWERED
    assert {company.request(f"IT-100{n}").status for n in (1, 3)} == {Status.OPEN}
    for _ in range(3):
        company.travel(minutes=2)
    assert len(about(company, SAM, "are yours now")) == 1


@LONG
def test_nobody_else_speaks_by_a_line_of_the_letter(company: Ruled) -> None:
    company.give(people={"bo": {"away": AWAY}})
    company.travel(**TO_WEDNESDAY)
    address = links(about(company, SAM, "are yours now")[0])["IT-1001"]
    company.write("mallory@example.com", "Re: [IT-1001] VPN drops", "Send money.", to=address)
    company.turn()
    assert not any("Send money." in body(mail) for mail in company.inbox(EVA))


@LONG
def test_what_would_make_the_letter_too_large_goes_by_a_mail_of_its_own(
    company: Ruled, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(covering, "MAX_FILE", 100_000)

    def with_a_film(mail: EmailMessage) -> None:
        mail.add_attachment(b"x" * 150_000, "video", "mp4", filename="film.mp4")

    company.write(f"Eva Lund <{EVA}>", "VPN on film", "Here it drops.", edit=with_a_film)
    company.turn()
    assert company.request("IT-1004").owner == "bo"
    company.give(people={"bo": {"away": AWAY}})
    company.travel(**TO_WEDNESDAY)
    (letter,) = about(company, SAM, "are yours now")
    assert len(list(letter.iter_attachments())) == 3
    assert flat(letter).count("all of it comes in a mail of its own") == 1
    (apart,) = about(company, SAM, "IT-1004")
    assert [part.get_filename() for part in apart.iter_attachments()] == ["film.mp4"]
    company.reply(SAM, apart, "Thank you, I see it.")
    company.turn()
    assert company.request("IT-1004").status == Status.ANSWERED
    assert "IT-1004" in links(letter)


@LONG
def test_where_the_letter_cannot_be_delivered_each_request_goes_on_to_somebody_else(
    company: Ruled,
) -> None:
    company.give(people={"bo": {"away": AWAY}})
    company.post.refuse[SAM] = "550 5.1.1 no such user"
    company.travel(**TO_WEDNESDAY)
    company.turn()
    for number, subject in enumerate(("VPN drops", "VPN is slow", "VPN for my phone"), 1):
        assert company.request(f"IT-100{number}").owner == "ana"
        assert any(f"{subject}, please look." in body(mail) for mail in company.inbox(ANA))


@LONG
def test_nor_where_that_is_only_reported_later(company: Ruled) -> None:
    company.give(people={"bo": {"away": AWAY}})
    company.post.gone.add(SAM)
    company.travel(**TO_WEDNESDAY)
    company.turn()
    for number in (1, 2, 3):
        assert company.request(f"IT-100{number}").owner == "ana"


@LONG
def test_where_a_server_refuses_the_letter_each_request_comes_in_a_mail_of_its_own(
    company: Ruled,
) -> None:
    company.give(people={"bo": {"away": AWAY}})
    company.post.refuse_holding[b"3 requests are yours now"] = "554 5.7.1 content rejected"
    company.travel(**TO_WEDNESDAY)
    company.turn()
    assert about(company, SAM, "are yours now") == []
    for number, subject in enumerate(("VPN drops", "VPN is slow", "VPN for my phone"), 1):
        assert company.request(f"IT-100{number}").owner == "sam"
        assert any(f"{subject}, please look." in body(mail) for mail in company.inbox(SAM))


@LONG
def test_a_request_that_the_cover_asked_for_goes_to_who_covers_for_them(company: Ruled) -> None:
    company.write(f"Sam Okoye <{SAM}>", "VPN of mine", "It drops for me, too.")
    company.turn()
    assert company.request("IT-1004").owner == "bo"
    company.give(people={"bo": {"away": AWAY}})
    company.travel(**TO_WEDNESDAY)
    assert company.request("IT-1004").owner == "ana"
    assert "IT-1004" not in flat(about(company, SAM, "are yours now")[0])


@LONG
def test_who_covers_is_chosen_by_one_reply(company: Ruled) -> None:
    company.give(people={"bo": {"away": AWAY}})
    company.turn()
    company.reply(BO, company.last(BO), "away 2026-11-25 to 2026-11-27, cover jonas")
    company.turn()
    assert "jonas" in flat(company.last(BO)).casefold()
    assert "Jonas Weber covers" in flat(company.last(BO))
    company.travel(**TO_WEDNESDAY)
    assert {company.request(f"IT-100{n}").owner for n in (1, 2, 3)} == {"jonas"}
    assert len(about(company, "jonas@corp.example", "liegen jetzt bei dir")) == 1


@LONG
def test_back_at_work_they_read_once_what_became_of_it(company: Ruled) -> None:
    company.give(people={"bo": {"away": AWAY}})
    company.travel(**TO_WEDNESDAY)
    letter = about(company, SAM, "are yours now")[0]
    company.write(SAM, "Re: [IT-1002] VPN is slow", "Restart it.", to=links(letter)["IT-1002"])
    company.write(SAM, "Re: [IT-1003] VPN", "done\n\nDone.", to=links(letter)["IT-1003"])
    company.turn()
    company.travel(days=3)  # Saturday
    assert about(company, BO, "Welcome back") == []
    company.travel(days=2)  # Monday, nine o'clock
    (told,) = about(company, BO, "Welcome back")
    said = flat(told)
    assert (
        "IT-1001 “VPN drops” from Somebody (eva@corp.example): still open with Ana" in said
    )  # Sam was silent, too
    assert "IT-1002 “VPN is slow” from Somebody (tom@corp.example): answered" in said
    assert "IT-1003 “VPN for my phone” from Somebody (lee@corp.example): closed" in said
    assert company.request("IT-1001").owner == "ana"  # nothing comes back by itself
    company.write("eva@corp.example", "VPN again", "It drops again.")
    company.turn()
    assert company.request("IT-1004").owner == "bo"  # new ones do
    assert untold(company) == []
    for _ in range(3):
        company.travel(minutes=2)
    assert len(about(company, BO, "Welcome back")) == 1


@LONG
def test_days_that_were_said_again_lose_nothing_of_what_went_over(company: Ruled) -> None:
    """The second mail takes the place of the first one, for which all went to others."""
    company.reply(BO, company.last(BO), "away until 2026-11-25")
    company.turn()
    assert {company.request(f"IT-100{n}").owner for n in (1, 2, 3)} == {"sam"}
    company.reply(BO, company.last(BO), "away until 2026-11-26")
    company.turn()
    company.travel(days=2)
    assert about(company, BO, "what others took over") == []
    company.travel(days=1)
    assert len(about(company, BO, "what others took over")) == 1


@LONG
def test_who_is_back_early_reads_what_stays_with_others(company: Ruled) -> None:
    company.reply(BO, company.last(BO), "away until 2026-11-27")
    company.turn()
    letter = about(company, SAM, "are yours now")[0]
    company.write(SAM, "Re: [IT-1002] VPN is slow", "Restart it.", to=links(letter)["IT-1002"])
    company.turn()
    company.travel(hours=18)
    company.reply(BO, about(company, BO, "Away until")[0], "back")
    company.turn()
    company.travel(minutes=2)
    (told,) = about(company, BO, "what others took over")
    assert "IT-1002 “VPN is slow” from Somebody (tom@corp.example): answered" in flat(told)


@LONG
def test_whoever_had_nothing_reads_nothing_when_they_are_back(company: Ruled) -> None:
    company.give(people={"jonas": {"away": AWAY}})
    company.travel(**TO_WEDNESDAY)
    company.travel(days=5)
    assert about(company, "jonas@corp.example", "Willkommen") == []


@LONG
def test_one_request_goes_over_by_a_mail_of_its_own(company: Ruled) -> None:
    for number in (0, 1):
        company.reply(BO, company.inbox(BO)[number], "done\n\nRestart it.")
    company.turn()
    company.give(people={"bo": {"away": AWAY}})
    company.travel(**TO_WEDNESDAY)
    assert company.request("IT-1003").owner == "sam"
    assert "VPN for my phone, please look." in body(company.last(SAM))
    assert "Bo Jensen is away" in flat(company.last(SAM))


@LONG
def test_an_absence_that_the_file_has_no_more_is_none(company: Ruled) -> None:
    company.give(people={"bo": {"away": AWAY}})
    company.turn()
    company.give()
    company.travel(**TO_WEDNESDAY)
    assert company.request("IT-1001").owner == "bo"


@LONG
def test_other_days_are_told_again(company: Ruled) -> None:
    company.give(people={"bo": {"away": AWAY}})
    company.turn()
    company.give(people={"bo": {"away": (Absence(WEDNESDAY, date(2026, 12, 4)),)}})
    company.turn()
    assert len(about(company, BO, "While you are away")) == 2
    assert "4 December" in str(company.last(BO)["Subject"])


@LONG
def test_leads_hear_once_of_days_on_which_nobody_is_there(company: Ruled) -> None:
    company.give(people={"bo": {"away": AWAY}, "sam": {"away": AWAY}})
    company.turn()
    company.travel(minutes=2)
    told = about(company, ANA, "is away")
    assert len(told) == 1
    said = flat(told[0])
    assert "Nobody who usually does it is there for" in said
    assert "what no rule takes: it goes to Ana Costa (lead)" in said


# Who leaves for good.


@LONG
def test_who_leaves_hands_over_all_on_that_day_and_speaks_for_it_no_more(company: Ruled) -> None:
    company.give(people={"bo": {"left": WEDNESDAY}})
    old = company.inbox(BO)[0]
    company.turn()
    assert about(company, BO, "While you are away") == []
    company.travel(**TO_WEDNESDAY)
    assert {company.request(f"IT-100{n}").owner for n in (1, 2, 3)} == {"sam"}
    (letter,) = about(company, SAM, "are yours now")
    assert "Bo Jensen has left: 3 requests" in str(letter["Subject"])
    for who in (EVA, TOM, LEE):
        assert "Sam Okoye" in body(company.last(who))
    company.reply(BO, old, "Restart it.")
    company.turn()
    assert not any("Restart it." in body(mail) for mail in company.inbox(EVA))
    assert company.request("IT-1001").status == Status.OPEN
    company.write("eva@corp.example", "VPN again", "It drops again.")
    company.turn()
    assert company.request("IT-1004" if company.request("IT-1004").owner else "IT-1005")
    company.travel(days=9)
    assert about(company, BO, "Welcome back") == []


@LONG
def test_without_reply_addresses_each_request_is_a_mail_of_its_own(post_office, tmp_path) -> None:
    company = Ruled(post_office, tmp_path, subaddressing=False)
    company.clock.travel(timedelta(days=1, hours=6))
    for number in range(3):
        company.write(f"user{number}@corp.example", f"VPN {number}", "It drops.")
    company.turn()
    company.give(people={"bo": {"away": AWAY}})
    company.travel(**TO_WEDNESDAY)
    assert about(company, SAM, "are yours now") == []
    for number in (1, 2, 3):
        (mail,) = about(company, SAM, f"IT-100{number}")
        assert "Bo Jensen is away" in flat(mail)


@LONG
def test_what_a_program_answered_goes_at_once_and_all_else_by_one_letter(company: Ruled) -> None:
    vacation(company, BO, "I am out of the office until Friday, 27 November 2026.")
    company.turn()
    assert {company.request(f"IT-100{n}").owner for n in (1, 2, 3)} == {"sam"}
    (letter,) = about(company, SAM, "are yours now")
    (first,) = about(company, SAM, "IT-1003")
    assert "VPN for my phone, please look." in body(first)
    assert sorted(links(letter)) == ["IT-1001", "IT-1002"]
