"""A mail that a server refuses for what it is: no person is unreachable by that."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from mailtracker.desk.effects import SendLetter, SetOwner, SetStatus, TellAdmins
from mailtracker.desk.lost.failed import Contents, Failed, LostMail
from mailtracker.desk.lost.lost_letters import FilesStay, NotTaken
from mailtracker.desk.on_undelivered import on_undelivered
from mailtracker.desk.request import Lane, Status
from mailtracker.mail.origin.refusals import Refused
from tests.desk.makers import NOW, address, request, scene, staffed

BO, EVA, LEE = "bo@corp.example", "eva@corp.example", "lee@corp.example"
WHOLE = Contents("Eva Lund", ("Here is the plan.",), ("plan.pdf",))
WORDS = Contents("Eva Lund", ("Here is the plan.",), ())


def effects(policy, letter, recipient, refused=Refused.SIZE, contents=WHOLE, **of_request):
    on = request(copied=(address(LEE),), **of_request)
    mail = LostMail(NOW, 42 << 20, contents, "Handled")
    failed = Failed(on, letter, recipient, "552 5.3.4 at most 25 MB", refused=refused, mail=mail)
    return on_undelivered(failed, scene(policy, NOW)).effects


def letters(found):
    return [(one.to.email, one.letter) for one in found if isinstance(one, SendLetter)]


@pytest.mark.parametrize("refused", [Refused.SIZE, Refused.CONTENT])
@pytest.mark.parametrize("letter", ["note_owner", "note_more", "reminder", "files_stay"])
def test_an_owner_whose_server_refuses_a_mail_stays_the_owner(policy, letter, refused):
    found = effects(policy, letter, BO, refused)
    assert not [one for one in found if isinstance(one, SetOwner)]
    ((to, written),) = letters(found)
    assert to == BO
    assert isinstance(written, NotTaken if letter == "files_stay" else FilesStay)


@pytest.mark.parametrize(
    ("refused", "contents", "left"),
    [
        (Refused.SIZE, WHOLE, FilesStay),
        (Refused.SIZE, WORDS, FilesStay),
        (Refused.CONTENT, WHOLE, FilesStay),
        (Refused.CONTENT, WORDS, NotTaken),
        (Refused.SIZE, None, NotTaken),
        (Refused.SIZE, Contents("Eva Lund", (), ("plan.pdf",)), NotTaken),
    ],
)
def test_as_much_of_it_goes_as_may_be_taken(policy, refused, contents, left):
    ((_, written),) = letters(effects(policy, "note_owner", BO, refused, contents))
    assert isinstance(written, left)
    assert "plan" not in repr(written) or left is FilesStay


def test_the_last_note_refused_as_well_means_that_nobody_can_be_reached_there(policy):
    found = effects(policy, "not_taken", BO)
    assert [one.owner for one in found if isinstance(one, SetOwner)] == ["sam"]


@pytest.mark.parametrize("recipient", [EVA, LEE])
def test_the_owner_hears_that_only_the_words_went(policy, recipient):
    found = effects(policy, "note_requester", recipient)
    (_, stay), (to, told) = letters(found)
    assert isinstance(stay, FilesStay)
    assert to == BO
    assert (told.why, told.by, told.words_went) == ("size", recipient, True)
    assert not [one for one in found if isinstance(one, SetStatus)]


@pytest.mark.parametrize(("recipient", "is_owed"), [(EVA, True), (LEE, False)])
def test_an_answer_of_which_nothing_went_is_owed_again(policy, recipient, is_owed):
    found = effects(policy, "files_stay", recipient, status=Status.ANSWERED, unanswered_since=None)
    assert (SetStatus(Status.OPEN) in found) is is_owed
    assert [to for to, _ in letters(found)] == [recipient, BO]


def test_a_reply_goes_where_one_to_the_whole_mail_would_have_gone(policy):
    def lane(letter, recipient):
        return next(
            one.lane for one in effects(policy, letter, recipient) if isinstance(one, SendLetter)
        )

    assert lane("note_owner", BO) is Lane.REQUESTER
    assert lane("note_team", BO) is Lane.TEAM
    assert lane("note_inside", BO) is Lane.TEAM
    assert lane("note_requester", EVA) is Lane.OWNER
    assert lane("reminder", "ana@corp.example") is Lane.TEAM


@pytest.mark.parametrize(
    ("letter", "auto"), [("note_requester", ""), ("receipt", "auto-generated")]
)
def test_only_what_people_wrote_is_no_machines_mail(policy, letter, auto):
    sent = next(one for one in effects(policy, letter, EVA) if isinstance(one, SendLetter))
    assert isinstance(sent.letter, FilesStay)
    assert sent.auto == auto


@pytest.mark.parametrize("letter", ["undelivered", "gap", "confirm"])
def test_a_notice_that_is_refused_makes_no_other(policy, letter):
    assert letters(effects(policy, letter, BO)) == []


def told_admins(policy, letter, recipient, now=NOW, **of_failure):
    failed = Failed(request(), letter, recipient, "550 5.1.1 gone", **of_failure)
    found = on_undelivered(failed, scene(policy, now)).effects
    return [one.letter.who for one in found if isinstance(one, TellAdmins)]


def test_the_admins_hear_of_dead_addresses_of_the_people_file_and_of_no_others(policy):
    gone = {"refused": Refused.ADDRESS}
    assert told_admins(policy, "note_owner", BO, **gone) == ["Bo Jensen"]
    assert told_admins(policy, "confirm", BO, **gone) == ["Bo Jensen"]
    assert told_admins(policy, "slipped_manager", "ana@corp.example", **gone) == ["Ana Costa"]
    assert told_admins(policy, "not_taken", BO, refused=Refused.CONTENT) == ["Bo Jensen"]
    assert told_admins(policy, "confirm", BO, refused=Refused.CONTENT) == []
    assert told_admins(policy, "note_requester", EVA, **gone) == []
    assert told_admins(policy, "note_owner", BO, proven=False, **gone) == []
    assert told_admins(policy, "note_owner", BO, refused=Refused.UNWRITTEN) == []
    left = staffed(policy, bo={"left": NOW.date()})
    assert told_admins(left, "note_owner", BO, **gone) == []


def test_for_how_many_days_it_was_tried_is_said_where_time_ran_out(policy):
    def days(answer):
        mail = LostMail(NOW - timedelta(days=2, hours=3))
        failed = Failed(request(), "note_requester", EVA, answer, mail=mail)
        found = on_undelivered(failed, scene(policy, NOW)).effects
        return [one.letter.days for one in found if isinstance(one, SendLetter)]

    assert days("451 4.4.1 no answer") == days("4.4.7 expired") == [2]
    assert days("550 5.1.1 no such user") == days("it broke 4.4.1") == [0]


def test_what_only_a_report_says_sends_nothing_to_whom_it_names(policy):
    on = request()
    failed = Failed(on, "note_requester", EVA, "5.3.4", proven=False, refused=Refused.SIZE)
    found = on_undelivered(failed, scene(policy, datetime(2026, 11, 23, 9, tzinfo=UTC)))
    assert EVA not in [to for to, _ in letters(found.effects)]
