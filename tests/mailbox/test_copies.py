"""Which Message-IDs a folder has mails of, on real IMAP servers: it is looked into, not touched."""

from __future__ import annotations

import pytest

from mailtracker import errors
from mailtracker.mailbox.imap import ImapMailbox
from tests.servers.dovecot import Box, free_port


def sent(box: Box, *ids: str, field: str = "Message-ID", folder: str = "Sent") -> None:
    with box.client("") as client:
        if not client.folder_exists(folder):
            client.create_folder(folder)
    for ident in ids:
        box.append(f"{field}: {ident}\r\nSubject: hello\r\n\r\nhello\r\n".encode(), folder)


def test_those_are_found_of_which_a_mail_lies_there(box: Box) -> None:
    sent(box, "<k.1@corp.example>", "<k.2@corp.example>", "<k.22@corp.example>")
    asked = ["<k.1@corp.example>", "<k.3@corp.example>", "<k.22@corp.example>"]
    found = ImapMailbox(box.imap).copies("Sent", asked)
    assert found == {"<k.1@corp.example>", "<k.22@corp.example>"}


def test_more_than_one_search_takes(box: Box) -> None:
    ids = [f"<k.{number:02}@corp.example>" for number in range(45)]
    sent(box, *ids[::9])
    assert ImapMailbox(box.imap).copies("Sent", ids) == set(ids[::9])


def test_what_only_contains_an_id_is_not_that_mail(box: Box) -> None:
    """SEARCH HEADER finds what contains the words (RFC 3501 6.4.4)."""
    sent(box, "<not.k.1@corp.example.org>")
    sent(box, "<k.1@corp.example>", field="References")
    assert ImapMailbox(box.imap).copies("Sent", ["k.1@corp.example"]) == set()
    assert ImapMailbox(box.imap).copies("Sent", ["<k.1@corp.example>"]) == set()


def test_an_id_that_a_server_folded_is_found_all_the_same(box: Box) -> None:
    sent(box, "\r\n <k.1@corp.example>", field="Message-Id")
    assert ImapMailbox(box.imap).copies("Sent", ["<k.1@corp.example>"]) == {"<k.1@corp.example>"}


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
