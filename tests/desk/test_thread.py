"""Which request a message belongs to, and as whom its sender speaks."""

import pytest

from mailtracker.desk.case import Case, Incoming
from mailtracker.desk.facts import Hint, Known
from mailtracker.desk.request import Lane
from mailtracker.desk.thread import Role, thread
from tests.desk.makers import PERSON, address, facts, issued, message, request, scene


def case(policy, alias, known, sender):
    incoming = Incoming(message(sender), PERSON, known, alias)
    return Case(incoming, address(sender), scene(policy))


TO_BO = issued("bo@corp.example", Lane.REQUESTER, "bo")
TO_EVA = issued("eva@corp.example", Lane.OWNER)
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
        ("ana@corp.example", (TO_ANA,), Role.TEAM),
        ("eva@corp.example", (TO_EVA,), Role.PARTY),
        ("eva@corp.example", (TO_BO,), Role.PARTY),  # the token is not hers, the request is
        ("eva@corp.example", (BY_ID,), Role.PARTY),
        ("eva@corp.example", (BY_TAG,), Role.PARTY),
        ("bo@corp.example", (BY_TAG,), Role.CLAIMS),
        (
            "bo@corp.example",
            (TO_EVA,),
            Role.CLAIMS,
        ),  # a token issued to somebody else proves nothing
        ("mallory@example.com", (TO_BO,), Role.STRANGER),
        ("mallory@example.com", (TO_EVA, BY_ID, BY_TAG), Role.STRANGER),
        ("sam@corp.example", (BY_TAG,), Role.STRANGER),
    ],
)
def test_who_speaks(policy, alias, sender, found, role):
    result = thread(case(policy, alias, facts(*found), sender))
    assert result.role is role
    assert result.request is not None


def test_proof_wins_over_a_worse_hint(policy, alias):
    result = thread(case(policy, alias, facts(TO_EVA, TO_BO), "bo@corp.example"))
    assert result.role is Role.CLAIMS or result.role is Role.OWNER
    assert thread(case(policy, alias, facts(TO_BO, TO_EVA), "bo@corp.example")).role is Role.OWNER


def test_without_any_key_a_message_starts_something_new(policy, alias):
    assert thread(case(policy, alias, facts(), "eva@corp.example")).request is None


def test_a_copied_person_takes_part(policy, alias):
    on = request(copied=(address("lee@corp.example"),))
    assert thread(case(policy, alias, facts(BY_ID, on=on), "lee@corp.example")).role is Role.PARTY


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
    assert thread(case(policy, alias, facts(to_zoe), "zoe@corp.example")).role is Role.TEAM
