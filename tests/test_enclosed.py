"""A folder and names in, bytes or a refusal out: nothing outside the folder is ever read, and
nothing that is no file is waited for.
"""

from __future__ import annotations

import os
import socket
import stat
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from mailtracker import enclosed
from mailtracker.enclosed import NoFile, Refusal, Unread, names, open_file, read, state_of, walk

SECRET = b"hunter2\n"
MOST = 1 << 20


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """rules/ with a file, a folder and a hidden one in it; beside it a secret."""
    (tmp_path / "secret").write_bytes(SECRET)
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "password").write_bytes(SECRET)
    folder = tmp_path / "rules"
    for inner in ("guides", "..one"):
        (folder / inner).mkdir(parents=True)
    (folder / "a.yaml").write_bytes(b"a")
    (folder / "guides" / "vpn.txt").write_bytes(b"vpn")
    (folder / "..one" / "a.yaml").write_bytes(b"one")
    return folder


def link(at: Path, to: str | Path) -> str:
    at.symlink_to(to)
    return at.name


def above(folder: Path) -> str:
    return link(folder / "up", "..") + "/secret"


def chain(folder: Path) -> str:
    link(folder / "third", "../secret")
    link(folder / "guides" / "second", "../third")
    return link(folder / "first", "guides/second")


def beside(folder: Path) -> str:
    """A sibling whose name begins like the folder's."""
    sibling = folder.with_name("rules-old")
    sibling.mkdir()
    (sibling / "secret").write_bytes(SECRET)
    return link(folder / "old", "../rules-old/secret")


def by_descriptor(folder: Path) -> str:
    """As /proc shows a file that this process has open."""
    opened = os.open(folder.parent / "secret", os.O_RDONLY)
    return link(folder / "fd", f"/proc/self/fd/{opened}")


OUT: dict[str, Callable[[Path], str]] = {
    "a link to a file": lambda f: link(f / "x", "../secret"),
    "an absolute link": lambda f: link(f / "x", f.parent / "secret"),
    "a link to a folder": lambda f: link(f / "x", "../outside") + "/password",
    "an absolute link to a folder": lambda f: link(f / "x", f.parent / "outside") + "/password",
    "a link to the folder above": above,
    "a link to the root": lambda f: link(f / "x", "/") + f"{f.parent}/secret",
    "a chain of links": chain,
    "a link in a folder below": lambda f: "guides/" + link(f / "guides" / "x", "../../secret"),
    "a link to a folder with a like name": beside,
    "a link through /proc": lambda f: link(f / "x", "/proc/self/cwd") + "/secret",
    "a link to an open file": by_descriptor,
    "a link to /etc/passwd": lambda f: link(f / "x", "/etc/passwd"),
    "a link to nothing outside": lambda f: link(f / "x", "../nothing"),
    "a link out and in and out": lambda f: link(f / "x", "../rules/../secret"),
    "a name with ..": lambda f: "../secret",
    "a name with .. behind a link": lambda f: link(f / "x", "../outside") + "/../secret",
    "an absolute name": lambda f: f"/..{f.parent}/../" + "x/../" * 40 + "etc/passwd",
}
"""What leads out of the folder; each plants it and says the name to read."""


@pytest.mark.parametrize("way", OUT)
def test_what_leads_out_of_the_folder_is_not_read(
    folder: Path, way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder.parent)
    assert read(folder, OUT[way](folder), MOST) in (enclosed.OUTSIDE, enclosed.MISSING)


@pytest.mark.parametrize("way", [way for way in OUT if "link" in way and ".." not in way])
def test_it_is_told_that_it_leads_out_whether_or_not_there_is_something(
    folder: Path, way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else a link could ask which files there are."""
    monkeypatch.chdir(folder.parent)
    assert read(folder, OUT[way](folder), MOST) == enclosed.OUTSIDE


INSIDE: dict[str, tuple[Callable[[Path], str], bytes]] = {
    "a plain name": (lambda f: "a.yaml", b"a"),
    "a file below": (lambda f: "guides/vpn.txt", b"vpn"),
    "a link": (lambda f: link(f / "x", "a.yaml"), b"a"),
    "an absolute link": (lambda f: link(f / "x", f / "a.yaml"), b"a"),
    "a link to a folder": (lambda f: link(f / "x", "guides") + "/vpn.txt", b"vpn"),
    "a link from below": (lambda f: "guides/" + link(f / "guides" / "x", "../a.yaml"), b"a"),
    "a link out and in again": (lambda f: link(f / "x", "../rules/a.yaml"), b"a"),
    "a link to the folder itself": (lambda f: link(f / "x", ".") + "/a.yaml", b"a"),
    "a link into a hidden folder": (
        lambda f: link(f / "x", link(f / "..data", "..one") + "/a.yaml"),
        b"one",
    ),
}
"""What stays inside, and what is read there."""


@pytest.mark.parametrize("way", INSIDE)
@pytest.mark.parametrize("turned", [False, True], ids=["a folder", "a link to it"])
def test_links_that_stay_inside_are_followed(folder: Path, way: str, turned: bool) -> None:
    plant, expected = INSIDE[way]
    name = plant(folder)
    if turned:
        folder.with_name("current").symlink_to("rules")
        folder = folder.with_name("current")
    assert read(folder, name, MOST) == expected


def bind(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(path))


def linked_pipe(path: Path) -> None:
    os.mkfifo(path.with_name("pipe"))
    path.symlink_to("pipe")


NO_FILES: dict[str, tuple[Callable[[Path], object], str]] = {
    "a pipe": (lambda path: os.mkfifo(path), "is not a file, but a pipe"),
    "a socket": (bind, "is not a file, but a socket"),
    "a folder": (lambda path: path.mkdir(), "is not a file"),
    "a link to a pipe": (linked_pipe, "is not a file, but a pipe"),
    "a link to the folder": (lambda path: path.symlink_to("."), "is not a file"),
    "a link to nothing": (lambda path: path.symlink_to("nowhere"), "is not a file"),
    "a link to itself": (lambda path: path.symlink_to(path.name), "is not a file"),
}


@pytest.mark.parametrize("what", NO_FILES)
@pytest.mark.timeout(10)
def test_what_is_no_file_is_refused_at_once(
    folder: Path, what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)  # a socket's path is short
    make, said = NO_FILES[what]
    make(Path("x"))
    assert read(folder, "x", MOST) == Refusal(Unread.NO_FILE, said)


@pytest.mark.timeout(10)
def test_a_device_is_refused_before_it_is_opened() -> None:
    """By the operator's own hand: a folder of devices needs the rights to make one."""
    with pytest.raises(NoFile, match="is not a file, but a device"):
        open_file("/dev/zero")
    assert read(Path("/dev"), "zero", MOST) == Refusal(
        Unread.NO_FILE, "is not a file, but a device"
    )


TAKES_THE_PLACE: dict[str, tuple[Callable[[Path], object], Unread]] = {
    "a pipe": (os.mkfifo, Unread.NO_FILE),
    "a link out": (lambda path: path.symlink_to("../secret"), Unread.OUTSIDE),
    "a folder": (lambda path: path.mkdir(), Unread.NO_FILE),
}


@pytest.mark.parametrize("what", TAKES_THE_PLACE)
@pytest.mark.timeout(10)
def test_what_takes_the_files_place_before_it_is_opened_is_neither_waited_for_nor_followed(
    folder: Path, what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked = os.stat
    make, why = TAKES_THE_PLACE[what]

    def swap(path: str, **more: object) -> os.stat_result:
        status = looked(path, **more)  # type: ignore[arg-type]
        (folder / "a.yaml").unlink()
        make(folder / "a.yaml")
        monkeypatch.setattr(os, "stat", looked)
        return status

    before = opened_now()
    monkeypatch.setattr(os, "stat", swap)
    data = read(folder, "a.yaml", MOST)
    assert isinstance(data, Refusal)
    assert data.why is why
    assert opened_now() == before


@pytest.mark.parametrize("turned", ["a.yaml", "guides/vpn.txt"])
def test_a_link_that_is_turned_after_it_was_looked_at_leads_nowhere(
    folder: Path, turned: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps = enclosed._steps
    (folder.parent / "outside" / "vpn.txt").write_bytes(SECRET)
    (folder / "other.yaml").symlink_to("a.yaml")
    (folder / "manuals").symlink_to("guides")
    asked_for = {"a.yaml": "other.yaml", "guides/vpn.txt": "manuals/vpn.txt"}[turned]

    def turn(*asked: object) -> list[str]:
        found = steps(*asked)  # type: ignore[arg-type]
        if turned == "a.yaml":
            (folder / "a.yaml").unlink()
            (folder / "a.yaml").symlink_to("../secret")
        else:
            (folder / "guides").rename(folder / "old")
            (folder / "guides").symlink_to("../outside")
        return found

    monkeypatch.setattr(enclosed, "_steps", turn)
    data = read(folder, asked_for, MOST)
    assert isinstance(data, Refusal)
    assert data.why is Unread.NO_FILE


def test_links_that_are_turned_all_the_time_never_show_what_is_outside(folder: Path) -> None:
    """Two writers and four hundred readings: every answer is the file inside, or a refusal."""
    done = threading.Event()
    (folder.parent / "outside" / "vpn.txt").write_bytes(SECRET)

    def turn(name: str, targets: tuple[str, str]) -> None:
        while not done.is_set():
            for target in targets:
                (folder / f".{name}").symlink_to(target)
                (folder / f".{name}").rename(folder / name)

    turning = [
        threading.Thread(target=turn, args=("x", ("a.yaml", "../secret"))),
        threading.Thread(target=turn, args=("y", ("guides", "../outside"))),
    ]
    for thread in turning:
        thread.start()
    try:
        found = {read(folder, name, MOST) for _ in range(200) for name in ("x", "y/vpn.txt")}
    finally:
        done.set()
        for thread in turning:
            thread.join()
    assert SECRET not in found
    assert {one for one in found if isinstance(one, bytes)} <= {b"a", b"vpn"}


def test_a_file_that_is_too_large_is_read_no_further_than_that(folder: Path) -> None:
    with (folder / "big").open("wb") as file:
        file.truncate(1 << 40)
    assert read(folder, "big", MOST) == Refusal(Unread.TOO_LARGE, "is larger than 1 MB")
    (folder / "big").write_bytes(bytes(MOST))
    assert len(bytes(read(folder, "big", MOST))) == MOST  # type: ignore[arg-type]


def test_names_no_disk_takes_are_refused(folder: Path) -> None:
    for name in ("x" * 300, "a\x00b", "\ud800"):
        data = read(folder, name, MOST)
        assert isinstance(data, Refusal)
        assert data.why is Unread.FAILED


def test_a_closed_folder_is_passed_and_never_listed(folder: Path) -> None:
    """Root may list everything."""
    (folder / "guides").chmod(0o311)
    assert read(folder, "guides/vpn.txt", MOST) == b"vpn"
    if os.getuid():
        assert isinstance(names(folder, "guides"), Refusal)


def test_names_are_those_inside(folder: Path) -> None:
    link(folder / "other", "guides")
    link(folder / "out", "../outside")
    assert names(folder) == ["..one", "a.yaml", "guides", "other", "out"]
    assert names(folder, "guides") == names(folder, "other") == ["vpn.txt"]
    assert names(folder, "out") == enclosed.OUTSIDE
    assert names(folder, "a.yaml") == Refusal(Unread.NO_FILE, "is not a file")
    assert names(folder / "gone") == enclosed.MISSING


def test_a_walk_enters_each_folder_once_and_none_outside(folder: Path) -> None:
    link(folder / "loop", ".")
    link(folder / "again", "guides")
    link(folder / "out", "../outside")
    link(folder / "all", "/")
    link(folder / "x.yaml", "../secret")
    os.mkfifo(folder / "pipe")
    walked = {Path(where).relative_to(folder).as_posix(): found for where, found in walk(folder)}
    assert walked == {".": ["a.yaml", "pipe", "x.yaml"], "again": ["vpn.txt"]}
    assert list(walk(folder / "gone")) == []


def test_a_walk_ends_in_a_crowd(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(enclosed, "MAX_FOUND", 20)
    for number in range(30):
        (folder / f"{number:02}").mkdir()
        (folder / f"{number:02}.yaml").write_bytes(b"")
    walked = list(walk(folder))
    assert len(walked) == 1
    assert len(walked[0][1]) == 20


def test_of_a_link_out_only_the_link_itself_is_looked_at(folder: Path) -> None:
    path = str(folder / link(folder / "x", "../secret"))
    before = state_of(folder, path)
    (folder.parent / "secret").write_bytes(b"longer than before")
    assert state_of(folder, path) == before
    assert before[0] == os.lstat(path).st_ino
    inner = str(folder / link(folder / "y", "a.yaml"))
    assert state_of(folder, inner)[0] == os.stat(folder / "a.yaml").st_ino
    assert state_of(folder, str(folder / "gone")) == (0, 0, 0, 0)


def opened_now() -> int:
    """Descriptors of this process, where the system shows them."""
    return len(os.listdir("/dev/fd")) if os.path.isdir("/dev/fd") else 0


def test_nothing_stays_open(folder: Path) -> None:
    link(folder / "x", "../secret")
    os.mkfifo(folder / "pipe")
    before = opened_now()
    for name in ("a.yaml", "guides/vpn.txt", "x", "pipe", "guides", "gone", "guides/gone"):
        read(folder, name, MOST)
        names(folder, name)
    assert opened_now() == before


def test_the_file_that_is_opened_is_a_regular_one(folder: Path) -> None:
    opened = open_file(folder / "a.yaml")
    assert stat.S_ISREG(os.fstat(opened).st_mode)
    os.close(opened)
