"""What lies where, and who can change it."""

from __future__ import annotations

from pathlib import Path

import pytest

from mailtracker.doctor.finding import Level
from mailtracker.doctor.machine import disk_finding, findings_of_machine, kind_of_disk
from tests.stories.company import config_for

MOUNTS = r"""27 1 254:0 / / rw,relatime - ext4 /dev/vda rw
30 27 0:40 / /srv rw,relatime shared:12 master:1 - xfs /dev/vdb rw
31 30 0:41 / /srv/mail rw,relatime shared:13 - nfs4 nas:/mail rw,vers=4.2
32 27 0:42 / /srv/two\040words rw - cifs //nas/x rw
33 27 0:43 / /mnt rw - autofs systemd-1 rw
34 33 0:44 / /mnt rw - fuse.sshfs me@nas: rw
"""


@pytest.mark.parametrize(
    ("folder", "kind"),
    [
        ("/", "ext4"),
        ("/var/lib", "ext4"),
        ("/srv", "xfs"),
        ("/srv/mailbox", "xfs"),  # not below /srv/mail
        ("/srv/mail", "nfs4"),
        ("/srv/mail/db", "nfs4"),
        ("/srv/two words/db", "cifs"),
        ("/mnt/db", "fuse.sshfs"),  # what is mounted last is seen
    ],
)
def test_the_deepest_mount_holds_a_folder(folder: str, kind: str) -> None:
    assert kind_of_disk(Path(folder), MOUNTS) == kind


@pytest.mark.parametrize("mounts", ["", "nonsense", "1 2 3", "a b c d e - ", " - ext4"])
def test_what_is_no_list_of_mounts_tells_nothing(mounts: str) -> None:
    assert kind_of_disk(Path("/srv"), mounts) == ""


@pytest.mark.parametrize(
    ("kind", "level"),
    [
        *((kind, Level.OK) for kind in ("ext4", "xfs", "btrfs", "zfs", "apfs", "")),
        *((kind, Level.FAULT) for kind in ("nfs", "nfs4", "cifs", "smb3", "9p", "ceph", "tmpfs")),
        *((kind, Level.FAULT) for kind in ("fuse", "fuse.sshfs", "fuse.rclone", "virtiofs")),
        *((kind, Level.DOUBT) for kind in ("overlay", "fuseblk")),
    ],
)
def test_where_a_database_may_lie(kind: str, level: Level) -> None:
    found = disk_finding(kind)
    assert (found.level, bool(found.todo)) == (level, level is not Level.OK)


def test_who_can_change_what_goes_out_in_our_name(tmp_path: Path, account) -> None:
    config = config_for(tmp_path, account, 25)
    config.path.touch(0o600)
    (tmp_path / "mounts").write_text(f"1 1 0:1 / {tmp_path} rw - nfs nas:/ rw\n")
    disk, files = findings_of_machine(config, tmp_path / "mounts")
    assert (disk.level, disk.measured) == (Level.FAULT, {"kind": "nfs"})
    assert files.level is Level.OK
    rules = next(iter((tmp_path / "rules").iterdir()))
    rules.chmod(0o666)
    _, files = findings_of_machine(config, tmp_path / "mounts")
    assert (files.level, files.measured) == (Level.FAULT, {"count": 1})
    assert f"chmod o-w {rules}" in files.todo
    rules.chmod(0o600)
    (tmp_path / "rules").chmod(0o777)  # files in it can be replaced
    _, files = findings_of_machine(config, tmp_path / "mounts")
    assert files.level is Level.FAULT
