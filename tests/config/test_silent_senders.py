"""`silent_senders`: addresses and domains with stars, of the site and of a mailbox; what would
silence everybody, or nobody, is said.
"""

from __future__ import annotations

import pytest

from mailtracker.desk.silent import named_by
from mailtracker.errors import BadFiles
from mailtracker.mail.message import Address
from mailtracker.start import aliases
from tests.config.reading import GOOD, Reading


def with_silent(site: str, box: str = "") -> str:
    own = f"silent_senders = {box}\n" if box else ""
    return f"silent_senders = {site}\n" + GOOD.replace('prefix = "IT"\n', f'prefix = "IT"\n{own}')


def test_those_of_the_site_and_of_the_mailbox_count_together(read: Reading) -> None:
    config = read(with_silent('["UPS*@Corp.example"]', '["Alerts.Example", "ups*@corp.example"]'))
    (box,) = config.mailboxes
    assert box.silent_senders == ("ups*@corp.example", "alerts.example")


COVERED = {
    "ups*@corp.example": ["ups2@corp.example", "UPS@corp.example"],
    "alerts.example": ["a@alerts.example", "b@ALERTS.example"],
    "*.devices.example": ["a@x.devices.example", "b@y.x.devices.example"],
    "*@x.example": ["a@x.example"],
    "büro.example": ["a@büro.example", "a@xn--bro-hoa.example"],
}
SPARED = ["ana@corp.example", "a@devices.example", "ups2@corp.example.net", "alerts@x.y.example"]


@pytest.mark.parametrize("glob", COVERED)
def test_a_glob_covers_whole_addresses_or_domains(read: Reading, glob: str) -> None:
    silent = aliases(read(with_silent(f'["{glob}"]')), ("en",))["IT help"].silent
    assert all(named_by(silent, Address("", one)) for one in COVERED[glob])
    assert not any(named_by(silent, Address("", one)) for one in SPARED)


@pytest.mark.parametrize("glob", ["*", "*@*", "*.*", "a b@x.example", "", "a@b@c.example"])
def test_what_is_no_sender_or_everybody_is_an_error(read: Reading, glob: str) -> None:
    with pytest.raises(BadFiles) as caught:
        read(with_silent(f'["{glob}"]'))
    (found,) = caught.value.problems
    assert found.message.startswith("silent_senders")
    assert " an address or a domain" in found.message
