"""What a folder has of mails with certain ids, on real IMAP servers: it is only looked into."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from mailtracker import errors
from mailtracker.mailbox.copies import NEWEST
from mailtracker.mailbox.imap import ImapMailbox
from mailtracker.mailbox.mailbox import Copy
from tests.mailbox.odd_server import Meddled
from tests.servers.dovecot import Box, free_port
from tests.servers.proxy import ChaosProxy


def sent(box: Box, *ids: str, field: str = "Message-ID", folder: str = "Sent") -> None:
    with box.client("") as client:
        if not client.folder_exists(box.place(folder)):
            client.create_folder(box.place(folder))
    for ident in ids:
        box.append(f"{field}: {ident}\r\nSubject: hello\r\n\r\nhello\r\n".encode(), folder)


def found(box: Box, *ids: str) -> set[str]:
    """Of which of these a mail lies in Sent."""
    there = {one for copy in ImapMailbox(box.imap).copies("Sent", ids) for one in copy.ids}
    return there & set(ids)


def crowded(box: Box) -> None:
    """So much was sent since that a mail is none of the newest."""
    with box.client("Sent") as client:
        for number in range(NEWEST):
            client.append(
                box.place("Sent"), f"Message-ID: <{number}@b.example>\r\n\r\nx\r\n".encode()
            )


def test_those_are_found_of_which_a_mail_lies_there(box: Box) -> None:
    sent(box, "<k.1@corp.example>", "<k.2@corp.example>", "<k.22@corp.example>")
    asked = ["<k.1@corp.example>", "<k.3@corp.example>", "<k.22@corp.example>"]
    assert found(box, *asked) == {"<k.1@corp.example>", "<k.22@corp.example>"}


def test_a_folder_below_the_servers_prefix_is_found(account: Box) -> None:
    """As Cyrus and Courier have it (RFC 2342)."""
    sent(account, "<k.1@corp.example>", folder="INBOX/Sent")
    with ChaosProxy(account.port) as proxy:
        proxy.rewrites = {b'NAMESPACE (("" "/"))': b'NAMESPACE (("INBOX/" "/"))'}
        copies = ImapMailbox(account.account(port=proxy.port)).copies("Sent", [])
    assert copies == [Copy("<k.1@corp.example>", "")]


@pytest.mark.parametrize("field", ["Message-ID", "X-Mailtracker-Id"])
@pytest.mark.parametrize("behind", [False, True])
def test_by_either_field_also_behind_the_newest(box: Box, field: str, behind: bool) -> None:
    """Where a server changes Message-IDs a mail is known by what it says of itself."""
    ids = [f"<k.{number:02}@corp.example>" for number in range(45)]
    sent(box, *ids[::9], field=field)
    if behind:
        crowded(box)
    assert found(box, *ids) == set(ids[::9])


def test_a_copy_says_both_ids(box: Box) -> None:
    sent(box, "<k.1@corp.example>\r\nMessage-ID: <9@server.example>", field="X-Mailtracker-Id")
    sent(box, "<1@client.example>")
    assert ImapMailbox(box.imap).copies("Sent", []) == [
        Copy("<9@server.example>", "<k.1@corp.example>"),
        Copy("<1@client.example>", ""),
    ]


def test_an_empty_folder_has_none(box: Box) -> None:
    sent(box)
    assert ImapMailbox(box.imap).copies("Sent", ["<k.1@corp.example>"]) == []


def no_to_unknown_fields(data: bytes) -> Meddled:
    words = data.split()
    if b"SEARCH" in words and b"X-Mailtracker-Id" in data:
        return b"", words[0] + b" BAD Unknown header field.\r\n"
    return data, b""


def nothing_by_unknown_fields(data: bytes) -> Meddled:
    return data.replace(b"X-Mailtracker-Id", b"X-Unheard-Of-Id1"), b""


@pytest.mark.parametrize("meddle", [no_to_unknown_fields, nothing_by_unknown_fields])
def test_where_the_server_does_not_search_that_field_the_newest_are_read(
    box: Box, meddle: Callable[[bytes], Meddled]
) -> None:
    """And by Message-ID it finds all the same, also behind them."""
    sent(box, "<k.1@corp.example>")
    crowded(box)
    sent(box, "<k.2@corp.example>\r\nMessage-ID: <9@server.example>", field="X-Mailtracker-Id")
    asked = ["<k.1@corp.example>", "<k.2@corp.example>", "<k.3@corp.example>"]
    with ChaosProxy(box.port) as proxy:
        proxy.meddle = meddle
        copies = ImapMailbox(box.account(port=proxy.port)).copies("Sent", asked)
    there = {one for copy in copies for one in copy.ids}
    assert there & set(asked) == {"<k.1@corp.example>", "<k.2@corp.example>"}


def test_a_connection_that_breaks_at_the_search_is_an_error(box: Box) -> None:
    sent(box, "<k.1@corp.example>")
    with ChaosProxy(box.port) as proxy:
        proxy.meddle = lambda data: (None if b"HEADER" in data else data, b"")
        with pytest.raises(errors.Unreachable):
            ImapMailbox(box.account(port=proxy.port)).copies("Sent", ["<k.2@corp.example>"])


def test_what_only_contains_an_id_is_not_that_mail(box: Box) -> None:
    """SEARCH HEADER finds what contains the words (RFC 3501 6.4.4)."""
    sent(box, "<not.k.1@corp.example.org>")
    sent(box, "<k.1@corp.example>", field="References")
    crowded(box)
    assert found(box, "k.1@corp.example") == set()
    assert found(box, "<k.1@corp.example>") == set()


def test_an_id_that_a_server_folded_is_found_all_the_same(box: Box) -> None:
    sent(box, "\r\n <k.1@corp.example>", field="Message-Id")
    assert found(box, "<k.1@corp.example>") == {"<k.1@corp.example>"}


def test_the_mailbox_that_is_served_goes_on_as_it_was(box: Box) -> None:
    sent(box, "<k.1@corp.example>")
    box.append(b"Subject: one\r\n\r\none\r\n")
    mailbox = ImapMailbox(box.imap)
    mailbox.connect()
    before = mailbox.waiting()
    mailbox.copies("Sent", ["<k.1@corp.example>"])
    box.append(b"Subject: two\r\n\r\ntwo\r\n")
    mailbox.refresh()
    assert len(mailbox.waiting()) == len(before) + 1
    assert all(b"\\Seen" not in flags for flags in box.flags("Sent").values())
    mailbox.close()


def test_a_folder_that_is_not_there_is_a_clear_error(box: Box) -> None:
    with pytest.raises(errors.BadFolder, match=r"folder Gesendet of .* cannot be opened"):
        ImapMailbox(box.imap).copies("Gesendet", ["<k.1@corp.example>"])


def test_a_server_that_is_not_there_is_a_clear_error(box: Box) -> None:
    with pytest.raises(errors.Unreachable):
        ImapMailbox(box.account(port=free_port())).copies("Sent", ["<k.1@corp.example>"])


def test_what_people_wrote_says_whom_it_answers_and_to_whom_it_is(box: Box) -> None:
    cites = "In-Reply-To: <1@c.example>\r\nReferences: <0@c.example> <1@c.example>"
    to = "To: Eva <Eva@corp.example>\r\nCc: tom@corp.example"
    sent(box, f"<2@c.example>\r\n{cites}\r\n{to}")
    sent(box, f"<3@c.example>\r\n{cites}\r\n{to}\r\nAuto-Submitted: auto-replied")
    by_hand, by_robot = ImapMailbox(box.imap).copies("Sent", [])
    assert by_hand.answers == ("<1@c.example>", "<0@c.example>")
    assert by_hand.to == ("eva@corp.example", "tom@corp.example")
    assert by_hand.at is not None
    assert by_hand.at.utcoffset() == timedelta(0)
    assert by_robot == Copy("<3@c.example>", "")
