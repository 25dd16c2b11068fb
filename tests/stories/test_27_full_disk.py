"""A database that takes no more: mail waits in the mailbox, it is told, and goes on by itself."""

import pytest

from mailtracker.daemon.run import Daemon
from mailtracker.errors import Unreachable
from mailtracker.pulse import last
from mailtracker.store.database import file_of

NO_LIMIT = 1 << 30


def pages(runtime, most):
    """As a disk that has no more room; SQLite then says the same."""
    runtime.write(lambda conn: conn.exec_driver_sql(f"PRAGMA max_page_count = {most}"))


def test_a_full_disk_is_told_beside_the_database_and_work_goes_on_when_there_is_room(company):
    with company.runtime() as runtime:
        daemon = Daemon(runtime)
        pages(runtime, 1)  # as many as there are
        company.write("eva@corp.example", "VPN drops", "Every hour. " * 20000)
        with pytest.raises(Unreachable):
            daemon.receivers[0].once()
        runtime.pulse()
        said = last(file_of(runtime.config.store.url))
        assert "full" in said.trouble
        runtime._probe()  # still no room
        assert not runtime.heart.is_well
        pages(runtime, NO_LIMIT)
        assert not runtime.heart.is_well
        runtime._probe()
        runtime.pulse()
        assert last(file_of(runtime.config.store.url)).trouble == ""
        assert daemon.receivers[0].once() == 1
    assert company.request().subject == "VPN drops"
