"""Which request a message belongs to, and as whom its sender speaks."""

from dataclasses import replace

import pytest

from mailtracker.desk.case import Case, Incoming
from mailtracker.desk.facts import Hint, Known
from mailtracker.desk.request import Lane
from mailtracker.desk.thread import Role, thread
from mailtracker.mail.site import Site
from tests.desk.makers import (
    NOW,
    PERSON,
    address,
    facts,
    issued,
    message,
    request,
    scene,
    staffed,
)

BORDER = Site(authserv_ids=("mx.corp.example",))


def case(policy, alias, known, sender, verified=None, **more):
    classified = replace(PERSON, verified=verified, verdict="says our border")
    incoming = Incoming(message(sender, **more), classified, known, alias)
    return Case(incoming, address(sender), scene(policy))


TO_BO = issued("bo@corp.example", Lane.REQUESTER, "bo")
TO_EVA = issued("eva@corp.example", Lane.OWNER)
TO_LEE = issued("lee@corp.example", Lane.OWNER)
TO_SAM = issued("sam@corp.example", Lane.REQUESTER, "sam")
TO_ANA = issued("ana@corp.example", Lane.TEAM, "ana")
BY_ID = Known(1, Hint.MESSAGE_ID)
BY_TAG = Known(1, Hint.REFERENCE)


@pytest.mark.parametrize(
    ("sender", "found", "role"),
    [
        ("bo@corp.example", (TO_BO,), Role.OWNER),
        ("bo.jensen@corp.example", (TO_BO,), Role.OWNER),  # the owner's other address
        ("BO@Corp.Example", (TO_BO,), Role.OWNER),
        ("sam@corp.example", (TO_SAM,), Role.FORMER),
        ("ana@corp.example", (TO_ANA,), Role.MANAGER),
        ("eva@corp.example", (TO_EVA,), Role.REQUESTER),
        ("eva@corp.example", (TO_BO,), Role.REQUESTER),  # the token is not hers, the request is
        ("eva@corp.example", (BY_ID,), Role.REQUESTER),
        ("eva@corp.example", (BY_TAG,), Role.REQUESTER),
        ("bo@corp.example", (BY_TAG,), Role.CLAIMS),
        (
            "bo@corp.example",
            (TO_EVA,),
            Role.CLAIMS,
        ),  # a token issued to somebody else proves nothing
        ("mallory@example.com", (TO_BO,), Role.ELSEWHERE),  # perhaps his provider's address
        ("mallory@example.com", (TO_SAM, BY_TAG), Role.ELSEWHERE),
        ("mallory@example.com", (TO_EVA, BY_ID, BY_TAG), Role.UNPROVEN),  # perhaps hers
        ("eva.lund@corp-group.example", (TO_EVA,), Role.UNPROVEN),
        ("sue@corp.example", (TO_EVA,), Role.STRANGER),  # we know who that is
        ("priya@corp.example", (TO_BO,), Role.STRANGER),  # an admin
        ("mallory@example.com", (BY_ID, BY_TAG), Role.STRANGER),
        ("sam@corp.example", (BY_TAG,), Role.MATE),  # of the owner's team
        ("sue@corp.example", (BY_TAG,), Role.STRANGER),
    ],
)
def test_who_speaks(policy, alias, sender, found, role):
    result = thread(case(policy, alias, facts(*found), sender))
    assert result.role is role
    assert result.request is not None


@pytest.mark.parametrize(
    ("sender", "owner", "more", "role"),
    [
        ("sam@corp.example", "bo", {}, Role.COVER),
        ("ana@corp.example", "sue", {}, Role.MANAGER),
        ("carla@corp.example", "sue", {}, Role.MANAGER),  # above the manager
        ("ana@corp.example", "carla", {"watchers": ("ana",)}, Role.WATCHER),
        ("ana@corp.example", "carla", {}, Role.COLLEAGUE),
        ("priya@corp.example", "bo", {}, Role.ADMIN),
    ],
)
def test_who_was_told_among_colleagues(policy, alias, sender, owner, more, role):
    told = issued(sender, Lane.TEAM, sender.partition("@")[0])
    on = request(owner=owner, **more)
    assert thread(case(policy, alias, facts(told, on=on), sender)).role is role


def test_proof_wins_over_a_worse_hint(policy, alias):
    result = thread(case(policy, alias, facts(TO_EVA, TO_BO), "bo@corp.example"))
    assert result.role is Role.CLAIMS or result.role is Role.OWNER
    assert thread(case(policy, alias, facts(TO_BO, TO_EVA), "bo@corp.example")).role is Role.OWNER


def test_without_any_key_a_message_starts_something_new(policy, alias):
    assert thread(case(policy, alias, facts(), "eva@corp.example")).request is None


def test_a_copied_person_takes_part(policy, alias):
    on = request(copied=(address("lee@corp.example"),))
    assert thread(case(policy, alias, facts(BY_ID, on=on), "lee@corp.example")).role is Role.IN_COPY
    answered = thread(case(policy, alias, facts(TO_LEE, on=on), "lee@corp.example"))
    assert answered.role is Role.IN_COPY


def test_who_was_dropped_takes_no_part_although_the_token_is_right(policy, alias):
    on = request(dropped=(address("lee@corp.example"),))
    answered = thread(case(policy, alias, facts(TO_LEE, on=on), "lee@corp.example"))
    assert answered.role is Role.BYSTANDER


def test_proof_of_another_mail_wins_over_somebody_elses_token(policy, alias):
    """Bo answers to all a mail that Eva wrote to her reply address: both are in it,
    and only one proves who he is.
    """
    assert thread(case(policy, alias, facts(TO_EVA, TO_BO), "bo@corp.example")).role is Role.OWNER


def test_an_owner_who_was_in_copy_is_still_only_believed_with_proof(policy, alias):
    on = request(copied=(address("bo@corp.example"),))
    assert thread(case(policy, alias, facts(BY_TAG, on=on), "bo@corp.example")).role is Role.CLAIMS


def test_an_owner_answers_from_any_mail_that_we_sent_them(policy, alias):
    to_copy = issued("bo@corp.example", Lane.OWNER, "bo")
    assert thread(case(policy, alias, facts(to_copy), "bo@corp.example")).role is Role.OWNER


def test_an_owner_of_old_who_left_the_people_file_speaks_to_the_team_only(policy, alias):
    to_zoe = issued("zoe@corp.example", Lane.REQUESTER, "zoe")
    found = thread(case(policy, alias, facts(to_zoe), "zoe@corp.example"))
    assert found.role is Role.COLLEAGUE


EVERYBODY = ("eva@corp.example", "bo@corp.example", "sam@corp.example", "mallory@example.com")


@pytest.mark.parametrize("sender", EVERYBODY)
@pytest.mark.parametrize("found", [(TO_EVA, TO_BO, TO_SAM), (BY_ID,), (BY_TAG,)])
@pytest.mark.parametrize("strict", [False, True])
def test_what_our_border_denies_speaks_as_nobody_whatever_it_answers(
    policy, alias, sender, found, strict
):
    at = replace(alias, strict=strict, site=BORDER)
    result = thread(case(policy, at, facts(*found), sender, verified=False))
    assert result.role is Role.DISPROVEN
    assert "says our border" in result.why


@pytest.mark.parametrize(
    ("site", "verified", "role"),
    [
        (Site(), None, Role.REQUESTER),
        (BORDER, None, Role.UNPROVEN),
        (BORDER, True, Role.REQUESTER),
        (BORDER, False, Role.DISPROVEN),
    ],
)
def test_a_reference_alone_is_believed_of_colleagues_where_nobody_could_prove_them(
    policy, alias, site, verified, role
):
    at = replace(alias, site=site)
    assert thread(case(policy, at, facts(BY_TAG), "eva@corp.example", verified)).role is role


def test_an_outsider_who_asked_speaks_without_proof_as_an_unproven_one(policy, alias):
    on = request(requester=address("vic@vendor.example"))
    by_hint = thread(case(policy, alias, facts(BY_TAG, on=on), "vic@vendor.example"))
    assert by_hint.role is Role.UNPROVEN
    to_vic = issued("vic@vendor.example", Lane.OWNER)
    answered = thread(case(policy, alias, facts(to_vic, on=on), "vic@vendor.example"))
    assert answered.role is Role.REQUESTER


ALL = (address("it-help@corp.example"), address("eva@corp.example"))
ALONE = (address("it-help@corp.example"),)


@pytest.mark.parametrize(
    ("sender", "to", "by", "role"),
    [
        ("vic@vendor.example", ALL, BY_ID, Role.BYSTANDER),
        ("vic@vendor.example", ALL, BY_TAG, Role.BYSTANDER),
        ("vic@vendor.example", ALONE, BY_ID, Role.STRANGER),  # a matter of their own
        ("dee@corp.example", ALL, BY_ID, Role.BYSTANDER),  # had it by a staff list
        ("dee@corp.example", ALL, BY_TAG, Role.STRANGER),
        ("dee@corp.example", ALONE, BY_ID, Role.STRANGER),
    ],
)
def test_who_stood_in_copy_and_answers_all_has_no_matter_of_their_own(
    policy, alias, sender, to, by, role
):
    on = request(bystanders=(address("vic@vendor.example"),))
    found = thread(case(policy, alias, facts(by, on=on), sender, to=to))
    assert found.role is role


def test_what_its_author_confirmed_is_proven_and_speaks_as_the_owner(policy, alias):
    at = replace(alias, site=BORDER)
    kept = facts(BY_TAG, confirmed=True)
    assert thread(case(policy, at, kept, "bo@corp.example", verified=False)).role is Role.OWNER


def by_server_id(mail):
    return replace(mail, by_token=False, server_id="<1@server.example>")


@pytest.mark.parametrize(
    ("sender", "mail", "verified", "role"),
    [
        ("bo@corp.example", TO_BO, None, Role.CLAIMS),
        ("bo@corp.example", TO_BO, True, Role.CLAIMS),
        ("sam@corp.example", TO_SAM, True, Role.MATE),
        ("ana@corp.example", TO_ANA, True, Role.MATE),
        ("eva@corp.example", TO_EVA, True, Role.REQUESTER),
        ("eva@corp.example", TO_EVA, None, Role.UNPROVEN),
        ("mallory@example.com", TO_EVA, None, Role.STRANGER),
    ],
)
def test_an_id_that_a_server_gave_our_mail_points_and_proves_nothing(
    policy, alias, sender, mail, verified, role
):
    """We did not make it: perhaps it is a number that anybody can guess, and it travels on with
    whatever quotes it. As whom somebody speaks is what the same words would come to with a
    reference in the subject.
    """
    alias = replace(alias, site=BORDER)
    asked = case(policy, alias, facts(by_server_id(mail)), sender, verified)
    found = thread(asked)
    assert (found.role, found.proof) == (role, None)
    assert found.why.startswith("the id that a server gave our mail")
    tagged = case(policy, alias, facts(BY_TAG), sender, verified)
    assert (tagged.proof, thread(tagged).role) == (asked.proof, role)


@pytest.mark.parametrize(
    ("sender", "found", "role"),
    [
        ("bo@corp.example", (TO_BO,), Role.STRANGER),  # their owner's token
        ("bo@corp.example", (issued("bo@corp.example", Lane.TEAM, "bo"),), Role.STRANGER),
        ("bo@corp.example", (BY_TAG,), Role.STRANGER),
        ("bo@corp.example", (issued("bo@corp.example", Lane.OWNER, "bo"),), Role.BYSTANDER),
        ("sam@corp.example", (TO_SAM,), Role.FORMER),
    ],
)
def test_who_has_left_speaks_for_the_owners_side_no_more(policy, alias, sender, found, role):
    """`request` is Bo's own still: he spoke for it before."""
    gone = staffed(policy, bo={"left": NOW.date()})
    assert thread(case(gone, alias, facts(*found), sender)).role is role


def test_who_has_left_the_owners_team_is_no_mate(policy, alias):
    gone = staffed(policy, sam={"left": NOW.date()})
    assert thread(case(gone, alias, facts(BY_TAG), "sam@corp.example")).role is Role.STRANGER


def test_what_they_asked_for_themselves_is_theirs_as_before(policy, alias):
    gone = staffed(policy, bo={"left": NOW.date()})
    theirs = request(requester=address("bo@corp.example"), owner="sam")
    to_bo = issued("bo@corp.example", Lane.OWNER, "bo")
    assert thread(case(gone, alias, facts(to_bo, on=theirs), "bo@corp.example")).role is (
        Role.REQUESTER
    )
    by_owner = issued("bo@corp.example", Lane.REQUESTER, "bo")
    assert thread(case(gone, alias, facts(by_owner, on=theirs), "bo@corp.example")).role is (
        Role.REQUESTER
    )


def test_a_covers_cover_speaks_as_one(policy, alias):
    policy = staffed(policy, sam={"cover": "sue"})
    to_sue = issued("sue@corp.example", Lane.TEAM, "sue")
    assert thread(case(policy, alias, facts(to_sue), "sue@corp.example")).role is Role.COVER
