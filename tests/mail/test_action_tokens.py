"""A button's token: nobody makes one without the key, nobody makes another of one that they have,
and any change of any character makes it none.
"""

from __future__ import annotations

import random

import pytest

from mailtracker.mail.outgoing.ids import (
    ACTION,
    BASE32,
    BOUNCE,
    action_address,
    action_token,
    is_like_a_token,
    is_our_token,
    mail_ids,
    read_action,
    reply_token,
)
from mailtracker.mail.outgoing.links import Link
from mailtracker.mail.outgoing.quoted_keys import key_forms

KEY, OTHER = b"k" * 32, b"x" * 32
LETTERS = "abcdefghijklmnopqrstuvwxyz234567"
USES = "mnwdsa"


def tokens(seed: int, count: int = 20) -> list[tuple[str, str, str]]:
    """Reply token, use, action token."""
    dice = random.Random(seed)
    made = []
    for _ in range(count):
        reply, use = reply_token(KEY, dice.randbytes(16)), dice.choice(USES)
        made.append((reply, use, action_token(KEY, reply, use)))
    return made


def test_it_says_mail_and_use_to_who_has_the_key_alone() -> None:
    for reply, use, token in tokens(1):
        found = read_action(KEY, token)
        assert found is not None
        assert (found.reply, found.use, found.token) == (reply, use, token)
        assert read_action(KEY, token.upper()) == found  # servers fold case
        assert read_action(OTHER, token) is None


def test_any_change_of_any_character_makes_it_none() -> None:
    """Every place, every other letter that may stand there, and every other length."""
    for _, _, token in tokens(2, 3):
        for place in range(len(token)):
            for other in {*LETTERS, *"0189-._+"} - {token[place]}:
                changed = token[:place] + other + token[place + 1 :]
                assert read_action(KEY, changed) is None, (place, other)
            assert read_action(KEY, token[:place] + token[place + 1 :]) is None
            assert read_action(KEY, token[:place] + "a" + token[place:]) is None
            swapped = token[:place] + token[place : place + 2][::-1] + token[place + 2 :]
            assert swapped == token or read_action(KEY, swapped) is None
        for cut in range(len(token)):
            assert read_action(KEY, token[:cut]) is None


def test_halves_of_two_tokens_make_no_third() -> None:
    made = tokens(3, 6)
    for _, _, one in made:
        for _, _, two in made:
            for place in range(1, len(one)):
                if (mixed := one[:place] + two[place:]) not in (one, two):
                    assert read_action(KEY, mixed) is None


def test_neither_a_reply_address_nor_another_use_can_be_made_of_one() -> None:
    for reply, _, token in tokens(4):
        parts = [token[at : at + 14] for at in range(len(token) - 14)]
        assert reply[1:15] not in parts
        for used in USES:
            assert action_token(OTHER, reply, used) != action_token(KEY, reply, used)
        assert not is_our_token(KEY, token)
        assert not BOUNCE.fullmatch(token)
    reply, use = tokens(5, 1)[0][:2]
    all_of_it = {action_token(KEY, reply, one)[2:] for one in USES}
    assert len(all_of_it) == len(USES)
    for rest in all_of_it:
        assert sum(read_action(KEY, f"a{one}{rest}") is not None for one in USES) == 1
    assert use in USES


def test_of_a_thousand_mails_no_two_share_one() -> None:
    made = {token for _, _, token in tokens(6, 1000)}
    assert len(made) == 1000
    assert all(len(token) == 36 for token in made)
    assert all(set(token) <= set(LETTERS) for token in made)
    assert BASE32 == "a-z2-7"


@pytest.mark.parametrize(("length", "fits"), [(1, True), (27, True), (28, False), (40, False)])
def test_a_local_part_stays_under_65_octets(length: int, fits: bool) -> None:
    alias = f"{'x' * length}@corp.example"
    token = tokens(7, 1)[0][2]
    address = action_address(alias, token)
    assert (address is not None) is fits
    assert address is None or len(address.partition("@")[0]) <= 64


def test_what_has_its_form_is_told_from_what_people_put_behind_a_plus() -> None:
    for word in ("vpn", "a", "newsletter-2026", "1", "a" * 35, "a" * 37, "b1" + "a" * 20):
        assert not is_like_a_token(word)
    for word in ("1" + "a" * 20, "a" * 36, "AD" + "K7" * 17):
        assert is_like_a_token(word)


def test_it_is_found_wherever_it_is_quoted() -> None:
    forms = key_forms(("it-help@corp.example",))
    token = tokens(8, 1)[0][2]
    address = f"it-help+{token}@corp.example"
    url = Link(address, "Re: [IT-1042] VPN & more", "Done\n").url
    for quoted in (address, url, url.replace("%2B", "%252B"), address.upper()):
        assert forms.found_in(f"<a href='{quoted}'>").tokens == (token,)
        assert token not in forms.without(f"> {quoted} >").lower()
    assert ACTION.fullmatch(token)
    assert "+" not in forms.without(address)


def test_a_link_is_what_rfc_6068_wants() -> None:
    link = Link("it+a@corp.example", "Re: [IT-1] ä & =?#", "Done\nand more")
    assert link.url == (
        "mailto:it%2Ba@corp.example?subject=Re%3A%20%5BIT-1%5D%20%C3%A4%20%26%20%3D%3F%23"
        "&body=Done%0D%0Aand%20more"
    )
    assert mail_ids(KEY, b"d" * 16, "x").token is not None
