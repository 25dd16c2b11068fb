"""Who takes a request over gets one mail with all that was written, by whatever way it comes to
them.
"""

from __future__ import annotations

import re
from datetime import timedelta
from email.message import EmailMessage
from functools import partial
from html import escape

import pytest

from mailtracker.commands import revoked_in
from mailtracker.desk.on_command import Assign
from mailtracker.store.purging import purge_requests
from tests.stories.company import RULES, Company, body

PLAN = b"%PDF-1.4 the plan of the third floor"
SHOT = b"\x89PNG a picture of the error"
CARLA = "Carla Stein <carla.stein@partner.example>"
BO, SAM, EVA = "bo@corp.example", "sam@corp.example", "eva@corp.example"


def with_copy(mail: EmailMessage) -> None:
    mail["Cc"] = f"Tom Berg <tom@corp.example>, {CARLA}"
    mail.add_attachment(PLAN, maintype="application", subtype="pdf", filename="plan.pdf")


def with_picture(mail: EmailMessage) -> None:
    mail.add_attachment(SHOT, maintype="image", subtype="png", filename="error.png")
    mail.add_attachment(PLAN, maintype="application", subtype="pdf", filename="plan.pdf")


def to_tom(mail: EmailMessage) -> None:
    mail.replace_header("To", f"tom@corp.example, {Company.alias}")


def thread_of_six(company: Company) -> None:
    """Asked, answered, said more, an outsider in copy, answered, "does not fit"."""
    opening = (
        "Hello,\n\nsince this morning the VPN drops every hour. I sit on the third floor, next to "
        "the\nbig printer, and have tried both sockets. A plan of the floor is attached.\n\n"
        "- laptop: LT-4711\n- error: 809 <timeout> & retry\n\nRegards, Eva\n"
    )
    asked = company.write(f"Eva Lind <{EVA}>", "VPN drops", opening, edit=with_copy)
    company.turn()
    company.travel(minutes=20)
    company.reply(BO, company.last(BO), "Please install version 4.2.\n\nBo")
    company.turn()
    company.travel(minutes=45)
    mail = company.last(EVA)
    company.reply(f"Eva Lind <{EVA}>", mail, "It still drops, see here.", edit=with_picture)
    company.turn()
    company.travel(minutes=5)
    company.reply(CARLA, asked, "Our gateway was changed on Friday.\n\nCarla", edit=to_tom)
    company.turn()
    company.travel(minutes=10)
    company.reply(BO, company.inbox(BO)[-2], "Then please use the other gateway: gw2.")
    company.turn()
    company.travel(minutes=30)
    company.reply(f"Eva Lind <{EVA}>", company.last(EVA), "Passt leider nicht.")
    company.turn()


PIECES = (
    "Passt leider nicht.",
    "- laptop: LT-4711",
    "Please install version 4.2.",
    "It still drops, see here.",
    "Our gateway was changed on Friday.",
    "Then please use the other gateway: gw2.",
)


def slips(company: Company) -> str:
    company.travel(days=4)
    return SAM


def is_for_sam(company: Company) -> str:
    company.reply(BO, company.last(BO), "for sam")
    company.turn()
    return SAM


def is_taken(company: Company) -> str:
    """By somebody who was told that it slips."""
    company.travel(days=4)
    told = next(mail for mail in company.inbox(BO) if "mine" in body(mail) and len(body(mail)))
    before = len(company.inbox(BO))
    company.reply(BO, told, "mine")
    company.turn()
    assert len(company.inbox(BO)) == before + 1
    return BO


def is_assigned(company: Company) -> str:
    company.act(partial(Assign, who="sam"))
    company.turn()
    return SAM


def cannot_be_reached(company: Company) -> str:
    company.post.refuse[BO] = "550 5.1.1 no such user"
    company.reply(EVA, company.last(EVA), "Passt leider wirklich nicht.")
    company.turn()
    company.turn()
    return SAM


def is_revoked(company: Company) -> str:
    with company.runtime() as runtime:
        bo = runtime.world.policy.people["bo"]
        now = company.clock.now()
        runtime.write(lambda conn: revoked_in(conn, runtime.world, bo, now))
    company.turn()
    return SAM


def leaves(company: Company) -> str:
    """The people file no longer has the owner; their next mail finds that out."""
    rules = RULES.replace("members: [bo, sam]", "members: [sam]").replace("cover: bo, ", "")
    rules = rules.replace("    to: bo\n", "    to: sam\n").replace("lead: ana", "lead: sam")
    gone = "".join(line for line in rules.splitlines(True) if not line.startswith("  bo: "))
    (company.config.rules / "all.yaml").write_text(gone, encoding="utf-8")
    company.reply(EVA, company.last(EVA), "Passt leider wirklich nicht.")
    company.turn()
    return SAM


WAYS = (slips, is_for_sam, is_taken, is_assigned, cannot_be_reached, is_revoked, leaves)


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_by_whatever_way_somebody_takes_it_over_one_mail_tells_all_of_it_once(company, way):
    thread_of_six(company)
    before = len(company.inbox(SAM))
    new = way(company)
    handed = [mail for mail in company.inbox(new) if "yours now" in body(mail)]
    handed += [mail for mail in company.inbox(new) if "You took" in body(mail)]
    assert len(handed) == 1
    if new == SAM:
        assert len(company.inbox(SAM)) == before + 1
    (mail,) = handed
    page = mail.get_body(("html",)).get_content()
    for piece in PIECES:
        assert (body(mail).count(piece), page.count(escape(piece))) == (1, 1), piece
    files = {part.get_filename(): part.get_content() for part in mail.iter_attachments()}
    assert files == {"plan.pdf": PLAN, "error.png": SHOT}
    assert len(list(mail.iter_attachments())) == 2
    assert "Carla Stein (carla.stein@partner.example, outside)" in body(mail)
    assert mail["Subject"] == "Re: [IT-1001] VPN drops"
    assert mail["Auto-Submitted"] is None


def test_the_newest_comes_first_then_the_story_from_its_beginning(company):
    thread_of_six(company)
    is_for_sam(company)
    text = body(company.last(SAM))
    order = (PIECES[0], "From the beginning", *PIECES[1:])
    places = [text.index(piece) for piece in order]
    assert places == sorted(places)
    assert re.search(r"Eva Lind \(eva@corp.example\), today at 10:50\s+Passt", text)
    assert re.search(r"Bo Jensen, today at 09:20\s+Please install", text)
    assert "somebody wrote" not in text


def test_what_the_requester_has_not_read_is_not_shown_to_them_by_a_quote(company):
    thread_of_six(company)
    is_for_sam(company)
    company.reply(SAM, company.last(SAM), "I come by at two.")
    company.turn()
    answer = body(company.last(EVA))
    assert "I come by at two." in answer
    assert "Passt leider nicht." in answer  # they wrote it
    assert "gateway was changed" not in answer
    assert "asks you to take" not in answer


def test_the_same_of_a_page_that_is_quoted(company):
    thread_of_six(company)
    is_for_sam(company)
    mail = company.last(SAM)
    page = mail.get_body(("html",)).get_content()

    def in_html(reply: EmailMessage) -> None:
        quoted = page[page.index("<table") : page.rindex("</table>") + len("</table>")]
        inside = f"<p>I come by at two.</p><blockquote>{quoted}</blockquote>"
        reply.set_content(inside, subtype="html")

    company.reply(SAM, mail, "", edit=in_html)
    company.turn()
    answer = company.last(EVA).get_body(("html",)).get_content()
    assert "I come by at two." in answer
    assert "Passt leider nicht." in answer
    assert "gateway was changed" not in answer
    assert "asks you to take" not in answer


def test_words_between_colleagues_stay_between_them(company):
    thread_of_six(company)
    company.reply(BO, company.last(BO), "for sam\n\nShe is difficult, be careful.")
    company.turn()
    assert [body(mail).count("difficult") for mail in company.inbox(SAM)[-2:]] == [0, 1]
    company.reply(SAM, company.last(SAM), "Thanks for the warning.")  # to Bo alone
    company.turn()
    company.act(partial(Assign, who="ana"))
    company.turn()
    told = body(company.last("ana@corp.example"))
    assert all(piece in told for piece in PIECES)
    assert "difficult" not in told
    assert "warning" not in told
    assert "for sam" not in told


def test_what_is_held_back_is_counted_and_not_told_and_nobody_is_told_everything(company):
    company.write(EVA, "VPN drops", "Every hour.")
    company.turn()
    for number in range(12):
        company.write(EVA, "Re: [IT-1001] VPN drops", f"still {'very ' * number}broken")
    company.turn()
    assert company.request().held_since is not None
    company.act(partial(Assign, who="sam"))
    company.turn()
    told = body(company.last(SAM))
    assert "held back until an admin releases" in " ".join(told.split())
    assert "still very very very very very very very very very very very broken" not in told
    assert "everything you wrote" not in body(company.last(EVA))


def purged(company: Company) -> None:
    """What was written of requests that have been at rest for 30 days is gone."""
    now = company.clock.now()
    with company.runtime() as runtime:
        runtime.write(lambda conn: purge_requests(conn, "IT help", now - timedelta(30), now, 10))


def test_what_is_no_longer_kept_is_said_to_both_sides(company):
    thread_of_six(company)
    company.reply(BO, company.last(BO), "Take the other cable.")
    company.turn()
    company.travel(days=90)
    purged(company)
    company.reply(EVA, company.last(EVA), "That did not help either.")
    company.turn()
    company.reply(BO, company.last(BO), "for sam")
    company.turn()
    told = " ".join(body(company.last(SAM)).split())
    assert "That did not help either." in told
    assert "7 mails are no longer kept and not in this mail" in told
    assert "the last of them came Monday, 23 November 2026, at 10:50" in told
    assert "not all that came before" in " ".join(body(company.last(EVA)).split())
    assert "but not all of it" in " ".join(body(company.last(BO)).split())


def test_where_nothing_is_kept_the_new_owner_has_the_request_and_knows_it(company):
    company.write(EVA, "VPN drops", "Every hour.")
    company.turn()
    company.reply(BO, company.last(BO), "Restart it.")
    company.turn()
    company.travel(days=90)
    purged(company)
    company.act(partial(Assign, who="sam"))
    company.turn()
    told = " ".join(body(company.last(SAM)).split())
    assert "2 mails are no longer kept" in told
    company.reply(SAM, company.last(SAM), "What was it about?")
    company.turn()
    assert "What was it about?" in body(company.last(EVA))
