"""A mailbox that is looked through for mails of our own: on every server that there is."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace

import pytest

from mailtracker.mailbox.probes import ImapProbes
from tests.servers.dovecot import Box, Dovecot
from tests.servers.proxy import ChaosProxy

MAIL = b"From: a@corp.example\r\nSubject: %b\r\n\r\nx\r\n"


@pytest.fixture
def probes(box: Box) -> Iterator[ImapProbes]:
    with closing(ImapProbes(box.imap)) as probes:
        probes.connect(readonly=True)
        yield probes


def heads(probes: ImapProbes) -> list[bytes]:
    return [raw.partition(b"\r\n\r\n")[0].rpartition(b" ")[2] for _, raw in probes.found()]


def test_what_came_before_is_not_looked_at_and_each_mail_is_told_once(
    box: Box, probes: ImapProbes
) -> None:
    box.append(MAIL % b"old")
    assert probes.begin([]) == [""]
    assert heads(probes) == []
    box.append(MAIL % b"one")
    box.append(MAIL % b"two")
    assert heads(probes) == [b"one", b"two"]
    assert heads(probes) == []
    box.append(MAIL % b"three")
    assert heads(probes) == [b"three"]


def test_a_server_that_says_the_next_number_to_status_alone_is_looked_through(
    dovecot: Dovecot,
) -> None:
    """Courier."""
    box = dovecot.new_box()
    box.append(MAIL % b"old")
    with ChaosProxy(box.port) as proxy:
        proxy.rewrites = {b"[UIDNEXT": b"[X-NEXT"}
        with closing(ImapProbes(replace(box.imap, port=proxy.port))) as probes:
            probes.connect(readonly=True)
            probes.begin([])
            box.append(MAIL % b"ours")
            assert heads(probes) == [b"ours"]


def test_folders_that_are_not_there_are_left_out(box: Box, probes: ImapProbes) -> None:
    with box.client("") as client:
        client.create_folder(box.place("Handled"))
    assert probes.begin(["Handled", "Nowhere"]) == ["", "Handled"]
    box.append(MAIL % b"moved", "Handled")
    ((place, _),) = probes.found()
    assert place.folder == "Handled"


def test_only_the_mail_that_holds_the_words_is_removed(box: Box, probes: ImapProbes) -> None:
    probes.begin([])
    for subject in (b"ours", b"theirs"):
        box.append(MAIL % subject)
    first, second = (place for place, _ in probes.found())
    assert probes.remove(second, b"ours")  # somebody else's: nothing is done
    assert len(box.mails()) == 2
    assert probes.remove(first, b"ours")
    (left,) = box.mails()
    assert b"theirs" in left
    assert probes.remove(first, b"ours")  # it is gone
    assert probes.remove(replace(second, epoch=second.epoch + 1), b"theirs")
    assert len(box.mails()) == 1


def test_what_others_marked_as_deleted_stays(dovecot: Dovecot) -> None:
    box = dovecot.new_box()
    with closing(ImapProbes(box.imap)) as probes:
        box.append(MAIL % b"theirs", flags=[rb"\Deleted"])
        probes.connect(readonly=True)
        probes.begin([])
        box.append(MAIL % b"ours")
        ((place, _),) = probes.found()
        assert probes.remove(place, b"ours")
    (left,) = box.mails()
    assert b"theirs" in left


def test_a_mark_is_seen_by_another_connection(dovecot: Dovecot) -> None:
    box = dovecot.new_box()
    with closing(ImapProbes(box.imap)) as probes:
        probes.connect(readonly=True)
        probes.begin([])
        box.append(MAIL % b"ours")
        ((place, _),) = probes.found()
        assert probes.keeps_mark(place) is True
        assert probes.remove(place, b"ours")
        assert probes.keeps_mark(place) is None


def listening(probes: ImapProbes) -> tuple[threading.Thread, list[bool]]:
    """A thread that does so, from now on; and what will be announced to it."""
    heard: list[bool] = []
    thread = threading.Thread(target=lambda: heard.append(probes.announced(20)))
    thread.start()
    end = time.monotonic() + 20
    while thread.is_alive() and not probes.listens:
        assert time.monotonic() < end
        thread.join(0.02)
    return thread, heard


def test_the_servers_word_is_heard_and_a_wake_ends_the_wait(dovecot: Dovecot) -> None:
    box = dovecot.new_box()
    with closing(ImapProbes(box.imap)) as probes:
        probes.connect(readonly=True)
        assert not probes.listens
        thread, heard = listening(probes)
        box.append(MAIL % b"ours")
        thread.join()
        assert heard == [True]
        threading.Timer(0.2, probes.wake).start()
        assert not probes.announced(20)


def test_what_a_server_knew_before_it_was_listened_to_is_no_word_of_its_own(
    box: Box, probes: ImapProbes
) -> None:
    box.append(MAIL % b"ours")
    timer = threading.Timer(5, probes.wake)
    timer.start()
    assert not probes.announced(20)
    timer.cancel()
    timer.join()


def test_after_it_the_server_is_listened_to_as_before(dovecot: Dovecot) -> None:
    box = dovecot.new_box()
    with closing(ImapProbes(box.imap)) as probes:
        probes.connect(readonly=True)
        box.append(MAIL % b"before")
        assert not probes.announced(20)
        thread, heard = listening(probes)
        box.append(MAIL % b"ours")
        thread.join()
        assert heard == [True]


def test_a_server_without_idle_says_nothing(dovecot: Dovecot) -> None:
    box = dovecot.new_box()
    with ChaosProxy(box.port) as proxy:
        proxy.rewrites = {b" IDLE": b""}
        with closing(ImapProbes(replace(box.imap, port=proxy.port))) as probes:
            probes.connect(readonly=True)
            assert not probes.announced(20)
            assert "IDLE" not in probes.capabilities()


def test_where_a_folder_stands_is_told_and_none_is_made(box: Box, probes: ImapProbes) -> None:
    name = box.place("Handled")
    found = probes.standing("Handled")
    assert (found.name, found.exists) == (name, False)
    assert found.delimiter == ("." if "." in name else "/")
    with box.client("") as client:
        assert not client.folder_exists(name)
        client.create_folder(name)
    assert probes.standing("Handled").exists


def test_a_server_that_wants_a_prefix_is_told_of(dovecot: Dovecot) -> None:
    box = dovecot.new_box()
    with ChaosProxy(box.port) as proxy:
        proxy.rewrites = {b'NAMESPACE (("" "/"))': b'NAMESPACE (("INBOX/" "/"))'}
        with closing(ImapProbes(replace(box.imap, port=proxy.port))) as probes:
            probes.connect(readonly=True)
            assert probes.standing("Handled").name == "INBOX/Handled"


def test_folders_that_the_server_knows_by_their_use(dovecot: Dovecot) -> None:
    box = dovecot.new_box()
    with box.client("") as client:
        client.create_folder("Junk")
    with closing(ImapProbes(box.imap)) as probes:
        probes.connect(readonly=True)
        assert probes.special("junk") == "Junk"
        assert probes.special("sent") == ""


def test_without_tls_there_is_no_certificate(probes: ImapProbes) -> None:
    assert probes.certificate() is None
