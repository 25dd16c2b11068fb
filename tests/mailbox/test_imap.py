"""The mailbox edge on real IMAP servers: every contract holds on pymap and on Dovecot."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from mailtracker import errors
from mailtracker.mailbox.connect import Account
from mailtracker.mailbox.imap import ImapMailbox
from mailtracker.mailbox.mailbox import Folder, Ways
from mailtracker.mailbox.put_away import KEYWORD
from mailtracker.mailbox.shelves import ImapShelves
from mailtracker.spool import PIECE
from tests.servers.dovecot import FROZEN, KEPT, Box, Dovecot, free_port
from tests.servers.proxy import ChaosProxy, TlsFront


def mail(subject: str = "hello", size: int = 0) -> bytes:
    body = b"".join(b"%07d 0123456789 abcdefghij\r\n" % n for n in range(size // 31))
    return f"From: ana@corp.example\r\nSubject: {subject}\r\n\r\n".encode() + body


class Poor(ImapMailbox):
    """A mailbox on a server that lacks some extensions, as old and odd ones do."""

    lacks: frozenset[bytes] = frozenset()
    no_keywords = False

    def connect(self, readonly: bool = False) -> Folder:
        folder = super().connect(readonly)
        self._capabilities -= self.lacks
        if self.no_keywords:
            self._flags = frozenset({rb"\Seen", rb"\Deleted"})
        return folder


@pytest.fixture
def opened(request: pytest.FixtureRequest) -> Callable[..., Any]:
    """Connect a mailbox and close it after the test."""

    def open_(
        account: Account, readonly: bool = False, kind: type[ImapMailbox] = ImapMailbox
    ) -> Any:
        mailbox = kind(account)
        request.addfinalizer(mailbox.close)
        mailbox.connect(readonly)
        return mailbox

    return open_


# -- what it says that it can do ------------------------------------------------------


def probed(account: Account) -> Ways:
    mailbox = ImapMailbox(account)
    mailbox.probe()
    try:
        return mailbox.ways()
    finally:
        mailbox.close()


POORER: dict[str, tuple[dict[bytes, bytes], Ways]] = {
    "a whole server": (
        {},
        Ways(True, "by MOVE", True, f"by the keyword {KEYWORD}"),
    ),
    "no MOVE": (
        {b" MOVE": b""},
        Ways(True, "by UIDPLUS", True, f"by the keyword {KEYWORD}"),
    ),
    "neither MOVE nor UIDPLUS": (
        {b" MOVE": b"", b" UIDPLUS": b""},
        Ways(
            False, "the server offers neither MOVE nor UIDPLUS", True, f"by the keyword {KEYWORD}"
        ),
    ),
    "no new keywords": (
        {rb" \*)": b")"},
        Ways(True, "by MOVE", False, "the server keeps no new keywords"),
    ),
    "nothing": (
        {b" MOVE": b"", b" UIDPLUS": b"", rb" \*)": b")"},
        Ways(
            False,
            "the server offers neither MOVE nor UIDPLUS",
            False,
            "the server keeps no new keywords",
        ),
    ),
}


@pytest.mark.parametrize("server", POORER)
def test_a_probe_says_whether_mails_can_be_moved_and_marked(account: Box, server: str):
    rewrites, expected = POORER[server]
    account.append(mail())
    with ChaosProxy(account.port) as proxy:
        proxy.rewrites = rewrites
        assert probed(account.account(port=proxy.port)) == expected
    assert KEYWORD.encode() not in account.flags().popitem()[1]
    with account.client("") as client:
        assert not client.folder_exists("Handled")


def test_who_may_not_delete_cannot_move(account: Box):
    with account.client("") as client:
        client.create_folder(KEPT)
    ways = probed(account.account(folder=KEPT))
    assert (ways.can_move, ways.moving) == (False, "this user may not delete here")
    assert ways.can_mark


# -- the contract -------------------------------------------------------------------


def test_waiting_mails_are_listed_by_uid_and_fetched_byte_for_byte(box: Box, opened):
    mails = [mail(f"number {n}") for n in range(3)]
    for raw in mails:
        box.append(raw)
    mailbox = opened(box.imap)
    uids = mailbox.waiting()
    assert uids == sorted(uids)
    assert [raw for _, raw in mailbox.fetch(uids)] == mails


def test_the_last_mail_is_not_reported_again_when_only_newer_ones_are_asked_for(box: Box, opened):
    box.append(mail())
    mailbox = opened(box.imap)
    (uid,) = mailbox.waiting()
    assert mailbox.waiting(uid) == [uid]
    assert mailbox.waiting(uid + 1) == []


def test_an_empty_folder_has_nothing_to_say(box: Box, opened):
    mailbox = opened(box.imap)
    assert mailbox.waiting() == []
    assert mailbox.describe([]) == []
    assert list(mailbox.fetch([])) == []
    assert mailbox.put_away([]) == {}


def test_deleted_mails_are_not_waiting(box: Box, opened):
    box.append(mail("stays"))
    box.append(mail("goes"))
    with box.client() as client:
        client.add_flags(max(client.search()), [rb"\Deleted"])
    assert len(opened(box.imap).waiting()) == 1


def test_reading_and_moving_never_sets_seen(box: Box, opened):
    box.append(mail())
    mailbox = opened(box.imap)
    uids = mailbox.waiting()
    list(mailbox.fetch(uids))
    assert all(rb"\Seen" not in flags for flags in box.flags().values())
    mailbox.put_away(uids)
    assert all(rb"\Seen" not in flags for flags in box.flags("Handled").values())


def test_people_reading_the_shared_mailbox_hide_nothing_from_us(box: Box, opened):
    box.append(mail(), flags=[rb"\Seen"])
    assert len(opened(box.imap).waiting()) == 1


def test_put_away_moves_into_a_folder_that_it_makes(box: Box, opened):
    box.append(mail("done"))
    mailbox = opened(box.imap)
    uids = mailbox.waiting()
    assert mailbox.put_away(uids) == {uids[0]: "moved"}
    assert mailbox.waiting() == []
    assert box.mails("Handled") == [mail("done")]


@pytest.mark.parametrize("after", ["move", "keyword"])
def test_put_away_moves_into_a_folder_that_is_named_for_these_mails(box: Box, opened, after):
    box.append(mail("secret"))
    mailbox = opened(box.account(after=after))
    uids = mailbox.waiting()
    assert mailbox.put_away(uids, "Confidential") == {uids[0]: "moved"}
    assert mailbox.waiting() == []
    assert box.mails("Confidential") == [mail("secret")]


def test_who_else_may_read_a_folder_is_told_where_the_server_can(account: Box, opened):
    mailbox = opened(account.imap)
    assert mailbox.readers(["INBOX", "Nowhere"]) == []
    with account.client() as client:
        client.setacl("INBOX", "ana@corp.example", "lr")
        client.setacl("INBOX", "bo@corp.example", "l")
    assert mailbox.readers(["INBOX"]) == ["ana@corp.example"]


def test_a_server_without_acls_cannot_tell_who_may_read(embedded_imap, opened):
    from tests.servers.dovecot import PASSWORD

    embedded_imap.add_user("hr@corp.example", PASSWORD)
    box = Box(embedded_imap.host, embedded_imap.port, "hr@corp.example", PASSWORD, embedded_imap)
    assert opened(box.imap).readers(["INBOX"]) is None


def test_keyword_mode_marks_and_leaves_the_mail_where_it_is(box: Box, opened):
    box.append(mail())
    mailbox = opened(box.account(after="keyword"))
    (uid,) = mailbox.waiting()
    assert mailbox.put_away([uid]) == {uid: "keyword"}
    assert mailbox.waiting() == []
    assert KEYWORD.encode() in box.flags()[uid]
    with box.client("") as client:
        assert not client.folder_exists(box.place("Handled"))


ODD_KEYWORDS = ("2026", "0", "NIL", "nil", "$2")
"""Mail programs name a tag's keyword like the tag (findings/imapclient-keyword-number.sh)."""


def test_a_tag_of_digits_or_called_nil_is_no_trouble(box: Box, opened):
    box.append(mail(), flags=ODD_KEYWORDS)
    mailbox = opened(box.account(after="keyword"))
    (uid,) = mailbox.waiting()
    assert mailbox.put_away([uid]) == {uid: "keyword"}
    assert mailbox.waiting() == []
    box.append(mail(), flags=ODD_KEYWORDS)
    mailbox.refresh()
    assert mailbox.waiting() == [uid + 1]
    shelves = ImapShelves(box.imap)
    shelves.connect(readonly=True)
    shelves.look()
    assert [head.marked for group in shelves.heads() for head in group] == [True, False]
    shelves.close()


def test_a_server_without_move_gets_copy_and_expunge_of_exactly_that_uid(box: Box, opened):
    for subject in ("ours", "somebody else deleted this", "waits"):
        box.append(mail(subject))
    kind = type("NoMove", (Poor,), {"lacks": frozenset({b"MOVE"})})
    mailbox = opened(box.imap, kind=kind)
    first, second, third = mailbox.waiting()
    with box.client() as client:
        client.add_flags([second], [rb"\Deleted"])
    assert mailbox.put_away([first]) == {first: "moved"}
    assert box.mails("Handled") == [mail("ours")]
    assert set(box.flags()) == {second, third}  # a plain EXPUNGE would have taken the second too


def test_a_server_with_neither_move_nor_uid_expunge_gets_a_keyword(box: Box, opened):
    box.append(mail())
    mailbox = opened(
        box.imap, kind=type("Old", (Poor,), {"lacks": frozenset({b"MOVE", b"UIDPLUS"})})
    )
    (uid,) = mailbox.waiting()
    assert mailbox.put_away([uid]) == {uid: "keyword"}
    assert mailbox.waiting() == []
    assert set(box.flags()) == {uid}


def test_a_server_that_can_do_nothing_leaves_the_mail_to_the_ledger(box: Box, opened):
    box.append(mail())
    kind = type("Bare", (Poor,), {"lacks": frozenset({b"MOVE", b"UIDPLUS"}), "no_keywords": True})
    mailbox = opened(box.imap, kind=kind)
    (uid,) = mailbox.waiting()
    assert mailbox.put_away([uid]) == {uid: "left"}
    assert mailbox.waiting() == [uid]


def test_a_handled_folder_that_somebody_removed_is_made_again(box: Box, opened):
    box.append(mail())
    mailbox = opened(box.imap)
    with box.client("") as client:
        client.delete_folder(box.place("Handled"))
    uids = mailbox.waiting()
    assert mailbox.put_away(uids) == {uids[0]: "moved"}
    assert box.mails("Handled") == [mail()]


def test_looking_readonly_changes_nothing_at_all(box: Box, opened):
    box.append(mail())
    mailbox = opened(box.imap, readonly=True)
    uids = mailbox.waiting()
    assert [raw for _, raw in mailbox.fetch(uids)] == [mail()]
    assert mailbox.put_away(uids) == {uids[0]: "left"}
    assert not box.flags()[uids[0]] - {rb"\Recent"}
    with box.client("") as client:
        assert not client.folder_exists(box.place("Handled"))


@pytest.mark.parametrize("announced", [True, False])
def test_a_mail_that_vanished_meanwhile_is_simply_absent(box: Box, opened, announced: bool):
    for subject in ("one", "two"):
        box.append(mail(subject))
    mailbox = opened(box.imap)
    one, two = mailbox.waiting()
    with box.client() as client:
        client.delete_messages([one])
        client.expunge()
    if announced:
        mailbox.refresh()
    found: dict[int, bytes] = {}
    for uid in (one, two, 99_999):
        with suppress(errors.NotGiven):  # some say no to what is gone
            found |= dict(mailbox.fetch([uid]))
    assert found == {two: mail("two")}
    assert mailbox.waiting() == [two]


def test_describe_gives_size_and_arrival_in_utc(box: Box, opened):
    when = datetime(2026, 3, 1, 23, 30, tzinfo=UTC) - timedelta(hours=3)
    box.append(mail(), msg_time=when.astimezone())
    mailbox = opened(box.imap)
    (item,) = mailbox.describe(mailbox.waiting())
    assert item.size == len(mail())
    assert item.arrived == when
    assert item.arrived.tzinfo is UTC


def test_arrivals_are_known_to_the_second(box: Box, opened):
    start = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)
    for offset in (
        timedelta(days=-40),
        timedelta(days=-1),
        timedelta(seconds=-1),
        timedelta(0),
        timedelta(hours=9),
    ):
        box.append(mail(), msg_time=(start + offset).astimezone())
    mailbox = opened(box.imap)

    def older(before: datetime) -> int:
        return sum(item.arrived < before for item in mailbox.describe(mailbox.waiting()))

    assert older(start) == 3
    assert older(start - timedelta(days=2)) == 1
    assert older(start + timedelta(days=2)) == 5


def test_refresh_tells_of_growth(box: Box, opened):
    mailbox = opened(box.imap)
    before = mailbox.refresh()
    box.append(mail())
    after = mailbox.refresh()
    assert (after.next_number, after.count) == (before.next_number + 1, before.count + 1)
    assert after.epoch == before.epoch


def test_a_new_uidvalidity_is_seen(box: Box, opened):
    box.append(mail())
    mailbox = opened(box.imap)
    before = mailbox.refresh()
    box.server.reset_uidvalidity(box.user)
    try:
        after = mailbox.refresh()
        assert after.epoch != before.epoch or mailbox.connect().epoch != before.epoch
    except errors.Unreachable:  # Dovecot ends a session whose folder lost its UIDs
        assert mailbox.connect().epoch != before.epoch


def test_a_search_in_windows_finds_the_same(box: Box, opened):
    for n in range(7):
        box.append(mail(str(n)))
    mailbox = opened(box.imap)
    whole = mailbox.waiting()
    for window in (1, 2, 3, 7):
        mailbox.search_window = window
        assert mailbox.waiting() == whole
        assert mailbox.waiting(whole[4]) == whole[4:]


def test_a_mail_of_three_megabytes_comes_in_pieces_and_whole(box: Box, opened):
    big = mail("big", 3_000_000)
    small = mail("small")
    for raw in (small, big, small):
        box.append(raw)
    with ChaosProxy(box.port) as proxy:
        mailbox = opened(box.account(port=proxy.port, timeout=20.0))
        uids = mailbox.waiting()
        assert [raw for _, raw in mailbox.fetch(uids)] == [small, big, small]
        pieces = bytes(proxy.sent).count(b"BODY.PEEK[]<")
    assert pieces == len(big) // PIECE + 1


def test_a_mail_that_ends_with_a_piece_is_not_cut_short(box: Box, opened):
    raw = mail("exact", 2 << 20)
    raw += b"x" * (-len(raw) % PIECE - 2) + b"\r\n"
    assert len(raw) % PIECE == 0
    box.append(raw)
    mailbox = opened(box.imap)
    assert [got for _, got in mailbox.fetch(mailbox.waiting())] == [raw]


def test_a_thousand_mails_come_in_twenty_groups_in_order(account: Box, opened):
    mails = [mail(f"number {n}") for n in range(1000)]
    with account.client("") as client:
        client.multiappend("INBOX", mails)
    with ChaosProxy(account.port) as proxy:
        mailbox = opened(account.account(port=proxy.port, timeout=20.0))
        uids = mailbox.waiting()
        assert [raw for _, raw in mailbox.fetch(uids)] == mails
        assert bytes(proxy.sent).count(b"BODY.PEEK[]") == 20
        assert set(mailbox.put_away(uids).values()) == {"moved"}
        assert mailbox.waiting() == []


def test_groups_end_before_eight_megabytes(account: Box, opened):
    for n in range(10):
        account.append(mail(str(n), 1_000_000))
    with ChaosProxy(account.port) as proxy:
        mailbox = opened(account.account(port=proxy.port, timeout=20.0))
        assert len(list(mailbox.fetch(mailbox.waiting()))) == 10
        assert bytes(proxy.sent).count(b"BODY.PEEK[]") == 2


# -- what goes wrong -----------------------------------------------------------------


def test_a_wrong_password_is_refused_with_one_clear_line(box: Box):
    account = Account(box.host, box.port, "none", box.user, "wrong-secret")
    with pytest.raises(errors.LoginRefused) as caught:
        ImapMailbox(account).connect()
    text = str(caught.value)
    assert f"{box.host}:{box.port}" in text
    assert box.user in text
    assert "wrong-secret" not in text + repr(account)
    assert "\n" not in text


def test_a_password_that_is_not_ascii_is_said_by_authenticate_plain(account: Box):
    with pytest.raises(errors.LoginRefused, match=r"(?i)auth"):
        ImapMailbox(
            Account(account.host, account.port, "none", account.user, 'grün "x\\')
        ).connect()


def test_nobody_listening_is_unreachable():
    with pytest.raises(errors.Unreachable, match=r"127\.0\.0\.1:\d+ cannot be reached"):
        ImapMailbox(Account("127.0.0.1", free_port(), "none", "x", "y", timeout=2.0)).connect()


def test_a_server_that_accepts_and_says_nothing_is_unreachable_in_time():
    with socket.create_server(("127.0.0.1", 0)) as silent:
        account = Account("127.0.0.1", silent.getsockname()[1], "none", "x", "y", timeout=0.3)
        with pytest.raises(errors.Unreachable):
            ImapMailbox(account).connect()


def test_a_server_that_closes_at_once_is_unreachable_and_comes_back(box: Box, opened):
    with ChaosProxy(box.port) as proxy:
        proxy.refuse = True
        mailbox = ImapMailbox(box.account(port=proxy.port))
        with pytest.raises(errors.Unreachable):
            mailbox.connect()
        proxy.refuse = False
        assert mailbox.connect().count == 0
        mailbox.close()


def test_a_connection_cut_at_the_login_is_no_wrong_password(box: Box):
    with ChaosProxy(box.port) as proxy:
        proxy.cut_on = b"LOGIN"
        mailbox = ImapMailbox(box.account(port=proxy.port))
        with pytest.raises(errors.Unreachable):
            mailbox.connect()
        mailbox.connect()
        mailbox.close()


def test_a_missing_folder_is_named(box: Box):
    with pytest.raises(errors.BadFolder, match="folder Nowhere of"):
        ImapMailbox(box.account(folder="Nowhere")).connect()


def test_a_read_only_folder_is_an_error_for_a_person_not_a_lost_connection(account: Box, opened):
    with account.client("") as client:
        client.create_folder(FROZEN)
    mailbox = ImapMailbox(account.account(folder=FROZEN))
    with pytest.raises(errors.BadFolder, match="may be read but not changed"):
        mailbox.connect()
    mailbox.close()
    assert opened(account.account(folder=FROZEN), readonly=True).waiting() == []


def test_a_connection_cut_in_the_middle_of_a_mail_is_unreachable_and_loses_nothing(box: Box):
    raw = mail("long", 400_000)
    box.append(raw)
    with ChaosProxy(box.port) as proxy:
        mailbox = ImapMailbox(box.account(port=proxy.port))
        mailbox.connect()
        uids = mailbox.waiting()
        mailbox.describe(uids)
        proxy.cut_after(100_000)
        with pytest.raises(errors.Unreachable):
            list(mailbox.fetch(uids))
        with pytest.raises(errors.Unreachable, match="is not connected"):
            mailbox.waiting()
        mailbox.connect()
        assert dict(mailbox.fetch(mailbox.waiting())) == {uids[0]: raw}
        mailbox.close()


def test_a_server_that_stalls_is_unreachable_after_the_timeout(box: Box):
    with ChaosProxy(box.port) as proxy:
        mailbox = ImapMailbox(box.account(port=proxy.port, timeout=0.5))
        mailbox.connect()
        proxy.stall.set()
        start = time.monotonic()
        with pytest.raises(errors.Unreachable):
            mailbox.refresh()
        assert time.monotonic() - start < 4
        mailbox.close()


def test_a_killed_server_process_is_unreachable(dovecot: Dovecot, account: Box):
    mailbox = ImapMailbox(account.imap)
    mailbox.connect()
    assert dovecot.kill_imap()
    with pytest.raises(errors.Unreachable):
        mailbox.waiting()
    mailbox.connect()
    mailbox.close()


def test_close_never_raises_and_may_come_twice(box: Box):
    with ChaosProxy(box.port) as proxy:
        mailbox = ImapMailbox(box.account(port=proxy.port, timeout=1.0))
        mailbox.connect()
        proxy.cut()
        mailbox.close()
        mailbox.close()
        mailbox.wake()


# -- who may hear the password ----------------------------------------------------------


def test_clear_text_login_to_another_machine_is_refused_before_any_connection():
    # 192.0.2.1 is nobody's (RFC 5737): a connection attempt would be Unreachable, and late
    with pytest.raises(errors.Untrusted, match="in the clear"):
        ImapMailbox(Account("192.0.2.1", 143, "none", "x", "y")).connect()


@pytest.mark.parametrize("mode", ["implicit", "starttls"])
def test_tls_with_a_known_authority_works(
    account: Box, certificate: tuple[str, str], opened, mode: str
):
    account.append(mail())
    with TlsFront(account.port, certificate, mode) as front:
        settings = account.account(
            port=front.port, tls=mode, host="localhost", ca_file=certificate[0]
        )
        mailbox = opened(settings)
        assert [raw for _, raw in mailbox.fetch(mailbox.waiting())] == [mail()]
        account.append(mail("pushed"))
        assert mailbox.wait(10) is True
        mailbox.close()
        assert account.password.encode() not in front.clear


@pytest.mark.parametrize("mode", ["implicit", "starttls"])
def test_an_unknown_certificate_is_untrusted(account: Box, certificate: tuple[str, str], mode: str):
    with (
        TlsFront(account.port, certificate, mode) as front,
        pytest.raises(errors.Untrusted, match=r"certificate that we cannot trust.*ca_file"),
    ):
        ImapMailbox(account.account(port=front.port, tls=mode)).connect()


def test_tls_to_a_port_without_tls_says_so(box: Box):
    with pytest.raises(errors.Untrusted, match="check tls and port"):
        ImapMailbox(box.account(tls="implicit")).connect()


def test_a_ca_file_that_is_none_is_named(box: Box, tmp_path: Path):
    with pytest.raises(errors.Untrusted, match=r"none\.pem cannot be used"):
        ImapMailbox(box.account(tls="implicit", ca_file=str(tmp_path / "none.pem"))).connect()
