"""A mail server in trouble is asked again after a pause, however much new work comes in meanwhile."""

import asyncio

from mailtracker.daemon import Daemon
from mailtracker.send import Sender
from mailtracker.smtp import Outcome


class Dead:
    """A link to nowhere that counts how often it was tried."""

    tries = 0

    async def deliver(self, *mail):
        self.tries += 1
        await asyncio.sleep(0)
        return Outcome("retry", 0, "connection refused", link=True)

    async def close(self):
        pass


def test_new_mail_does_not_shorten_the_pause_of_a_server_in_trouble(company):
    company.write("eva@corp.example", "VPN drops", "Every hour.")
    with company.house() as house:
        Daemon(house).receivers[0].once()
        link = Dead()

        async def a_while():
            sending = asyncio.create_task(Sender(house, [link]).run())
            while not link.tries:
                await asyncio.sleep(0.01)
            house.wake()
            await asyncio.sleep(0.5)
            house.stopping.set()
            await sending

        asyncio.run(a_while())
    assert link.tries == 1
