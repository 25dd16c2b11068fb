"""A mail server in trouble is asked again after a pause, however much
new work comes in meanwhile.
"""

import asyncio

from mailtracker.daemon.exchange import Exchange
from mailtracker.daemon.run import Daemon
from mailtracker.daemon.send import Sender
from mailtracker.desk.request import State
from mailtracker.start import link_of
from mailtracker.store import health, outbox, sending


def down(runtime):
    with runtime.store.read() as conn:
        return any(beat.part == "smtp" and not beat.ok for beat in health.read(conn))


def test_new_mail_does_not_shorten_the_pause_of_a_server_in_trouble(company):
    company.write("eva@corp.example", "VPN drops", "Every hour.")
    before = company.post.connections
    company.post.faults["EHLO"] = "421 4.3.2 not now"
    with company.runtime() as runtime:
        Daemon(runtime).receivers[0].once()

        async def work_comes_in_during_the_pause():
            sending = asyncio.create_task(Sender(runtime, [link_of(runtime.config)]).run())
            while not await asyncio.to_thread(down, runtime):  # noqa: ASYNC110 - another thread's doing
                await asyncio.sleep(0.01)
            for _ in range(20):
                runtime.wake()
                await asyncio.sleep(0.02)
            runtime.stopping.set()
            await sending

        asyncio.run(work_comes_in_during_the_pause())
    assert company.post.connections - before == 1


def test_a_server_that_is_back_is_said_to_be_though_nothing_waits_for_it(company, monkeypatch):
    company.write("eva@corp.example", "VPN drops", "Every hour.")
    company.post.faults["EHLO"] = "421 4.3.2 not now"
    asked = []
    ask = Exchange.__call__

    async def counted(self, done, want, store_first=False):
        asked.append(want)
        return await ask(self, done, want, store_first)

    monkeypatch.setattr(Exchange, "__call__", counted)
    with company.runtime() as runtime:
        Daemon(runtime).receivers[0].once()

        async def nothing_waits_any_more():
            task = asyncio.create_task(Sender(runtime, [link_of(runtime.config)]).run())
            while not await asyncio.to_thread(down, runtime):  # noqa: ASYNC110
                await asyncio.sleep(0.01)
            await asyncio.to_thread(runtime.write, drop_all)
            del company.post.faults["EHLO"]
            runtime.hurry()
            while await asyncio.to_thread(down, runtime):  # noqa: ASYNC110
                await asyncio.sleep(0.01)
            asked.clear()
            await asyncio.sleep(0.3)
            runtime.stopping.set()
            runtime.wake()
            await task

        asyncio.run(nothing_waits_any_more())
    assert len(asked) < 5


def drop_all(conn):
    for row in outbox.rows(conn, State.READY):
        sending.drop(conn, row.id, row.created_at)
