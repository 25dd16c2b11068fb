"""What is in hand outlives a kill; what is half, foreign or of another boot is not believed."""

from __future__ import annotations

import json
import os
import signal
import stat
import subprocess
import sys
import zlib
from dataclasses import replace
from pathlib import Path
from typing import Literal

import pytest

from mailtracker import slot as slot_module
from mailtracker.daemon.at_dot import AtDot, begin_all, what_is_left
from mailtracker.errors import Unreachable
from mailtracker.slot import Slot, slot_path
from mailtracker.store.recovery import Left
from mailtracker.store.sending import Attempt, Claimed

ROW = Claimed(17, "", "eva@corp.example", "<k.1@host>", b"", 3, None, "receipt")
SENT = Attempt("sent", 250, "queued as 4711", "")


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "mail.db"


def test_a_record_replaces_the_one_before_also_a_longer_one(tmp_path: Path) -> None:
    this = Slot(tmp_path / "slot")
    for record in ({"uids": list(range(100))}, {"uids": [7]}, {}):
        this.write(record)
        assert Slot(tmp_path / "slot").read() == record
    this.close()
    assert stat.S_IMODE((tmp_path / "slot").stat().st_mode) == 0o600


def test_no_byte_of_a_longer_record_stays_behind_a_shorter_one(tmp_path: Path) -> None:
    path = tmp_path / "slot"
    for begins_anew in (False, True):
        this = Slot(path)
        this.write({"text": "marmalade" * 300})
        if begins_anew:
            this.close()
            this = Slot(path)
        this.write({"uids": [7]})
        assert b"marmalade" not in path.read_bytes()
        assert this.read() == {"uids": [7]}
        this.close()


def test_what_a_server_said_of_somebody_is_noted_without_their_address(database: Path) -> None:
    (this,) = begin_all(database, 1)
    this.reached(ROW)
    this.became(ROW, Attempt("failed", 550, "5.1.1 <eva@corp.example>: nobody here", ""))
    said = slot_path(database, "slot-0").read_text()
    assert "nobody here" in said
    assert "eva@" not in said
    this.close()


def test_a_slot_of_a_database_in_memory_keeps_nothing() -> None:
    this = Slot(slot_path(None, "slot-0"))
    this.write({"at": 1})
    assert this.read() is None
    this.close()


WRITES = """
import sys
from pathlib import Path
from typing import Literal
from mailtracker.slot import Slot
slot = Slot(Path(sys.argv[1]))
number = 0
while True:
    number += 1
    slot.write({"number": number, "pad": "x" * (number % 3000)})
    if number == 100: print("go", flush=True)
"""


def test_a_kill_in_the_middle_of_writing_leaves_a_whole_record(tmp_path: Path) -> None:
    for _ in range(5):
        path = tmp_path / "slot"
        command = [sys.executable, "-c", WRITES, str(path)]
        with subprocess.Popen(command, stdout=subprocess.PIPE) as writer:
            assert writer.stdout is not None
            writer.stdout.readline()
            writer.send_signal(signal.SIGKILL)
        record = Slot(path).read()
        assert record is not None
        assert record["pad"] == "x" * (int(str(record["number"])) % 3000)
        path.unlink()


def line(boot: str, **record: object) -> bytes:
    data = json.dumps({"boot": boot, **record}).encode()
    return b"%08x %d %s\n" % (zlib.crc32(data), len(data), data)


HERE = slot_module._boot()
WHOLE = line(HERE, at=1)


@pytest.mark.parametrize(
    ("data", "known"),
    [
        (WHOLE, True),
        (WHOLE + b"rest of a longer one", True),
        (b"", False),
        (WHOLE[:20], False),
        (WHOLE[:-3], False),
        (WHOLE.replace(b"1", b"2"), False),
        (b"no slot at all\n", False),
        (b"\0" * 4096, False),
        (line("another-boot", at=1), False),
    ],
)
def test_what_is_half_foreign_or_of_another_boot_is_not_believed(
    tmp_path: Path, data: bytes, known: bool
) -> None:
    (tmp_path / "slot").write_bytes(data)
    assert (Slot(tmp_path / "slot").read() is not None) is known


def test_a_slot_never_follows_a_link(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").write_text("untouched")
    (tmp_path / "slot").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(OSError, match="symbolic links"):
        Slot(tmp_path / "slot").write({"at": 1})
    assert (tmp_path / "elsewhere").read_text() == "untouched"


def test_without_any_slot_nobody_knows(database: Path) -> None:
    assert what_is_left(database) == Left(known=False)


def test_a_start_that_did_nothing_yet_left_nothing(database: Path) -> None:
    begin_all(database, 3)
    assert what_is_left(database) == Left(known=True)


def test_the_row_at_the_dot_and_what_became_of_others_are_told(database: Path) -> None:
    first, second, _ = begin_all(database, 3)
    first.reached(ROW)
    second.reached(ROW)
    second.became(ROW, SENT)
    assert what_is_left(database) == Left(True, ((17, 3),), (((17, 3), SENT),))


def test_all_that_ended_is_told_beside_what_is_at_the_dot_until_it_is_stored(
    database: Path,
) -> None:
    (slot,) = begin_all(database, 1)
    first, second, third = (replace(ROW, id=number) for number in (1, 2, 3))
    for row in (first, second):
        slot.reached(row)
        slot.became(row, SENT)
    slot.reached(third)
    assert what_is_left(database) == Left(True, ((3, 3),), (((1, 3), SENT), ((2, 3), SENT)))
    slot.stored(first, again=False)
    slot.came_to_nothing(third)
    assert what_is_left(database) == Left(True, (), (((2, 3), SENT),))


def test_a_try_that_the_store_took_back_is_forgotten_at_once_and_nothing_else(
    database: Path,
) -> None:
    """The next try has its number, and may be another connection's."""
    (slot,) = begin_all(database, 1)
    other = replace(ROW, id=18)
    slot.became(ROW, Attempt("retry", 421, "leaving"))
    slot.reached(other)
    slot.stored(ROW, again=True)
    assert what_is_left(database) == Left(True, ((18, 3),), ())


@pytest.mark.parametrize("result", ["sent", "retry"])
@pytest.mark.parametrize(
    "text", ["ok", "x" * 400, "\u00fc" * 400, "\U0001f600" * 400, "\x01" * 400]
)
def test_a_slot_that_is_full_says_so_while_its_record_fits_a_page(
    database: Path, text: str, result: Literal["sent", "retry"]
) -> None:
    (slot,) = begin_all(database, 1)
    number = 0
    while not slot.is_full:
        number += 1
        row = replace(ROW, id=10**15 + number, attempts=10**4)
        slot.reached(row)
        slot.became(row, Attempt(result, 451, text, "rcpt 451 4.7.1 " + "d" * 255))
    assert database.with_name("mail.db.slot-0").stat().st_size <= slot_module.PAGE
    assert len(what_is_left(database).became) == number


def test_a_record_of_an_older_version_is_understood(database: Path) -> None:
    said = ["sent", 250, "queued as 4711", ""]
    path = database.with_name("mail.db.slot-0")
    path.write_bytes(line(HERE, of=1, became=[17, 3, *said]))
    assert what_is_left(database) == Left(True, (), (((17, 3), SENT),))
    path.write_bytes(line(HERE, of=1, at=[17, 3]))
    assert what_is_left(database) == Left(True, ((17, 3),))


def test_a_slot_that_is_missing_or_damaged_makes_every_row_uncertain(database: Path) -> None:
    begin_all(database, 3)
    path = database.with_name("mail.db.slot-1")
    path.write_bytes(b"")
    assert not what_is_left(database).known
    path.unlink()
    assert not what_is_left(database).known


def test_fewer_connections_leave_no_slot_of_the_many_behind(database: Path) -> None:
    begin_all(database, 12)
    begin_all(database, 2)
    assert sorted(os.listdir(database.parent)) == ["mail.db.slot-0", "mail.db.slot-1"]
    assert what_is_left(database).known


def test_a_disk_that_is_full_stops_the_dot_and_not_the_answer(tmp_path: Path) -> None:
    this = AtDot(tmp_path / "gone" / "mail.db", 0, of=1)
    with pytest.raises(Unreachable, match="beside the database: No such file"):
        this.reached(ROW)
    this.became(ROW, SENT)
