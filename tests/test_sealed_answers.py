"""An owner whose mail program signs all that they write, and what goes on proving who they are."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from mailtracker.desk.request import Status
from mailtracker.store.database import Store
from tests.pressing import BO, House

SIGNED = """\
From: Bo Jensen <{bo}>
To: {to}
Message-ID: <signed{number}@client.example>
In-Reply-To: {answers}
References: {answers}
Subject: Re: [IT-1001] VPN drops
Date: Mon, 23 Nov 2026 10:0{number}:00 +0000
MIME-Version: 1.0
Content-Type: multipart/signed; protocol="application/pkcs7-signature"; boundary=s

--s
Content-Type: text/plain

{text}
--s
Content-Type: application/pkcs7-signature; name=smime.p7s

MIIB
--s--
"""


@pytest.fixture
def house(tmp_path) -> Iterator[House]:
    store = Store.open(f"sqlite:///{tmp_path / 'mail.db'}")
    with store.write() as conn:
        yield House.built(conn)
    store.close()


def test_a_second_signed_answer_to_one_note_is_an_answer_too(house: House) -> None:
    request = house.opened()
    note, done = house.to(BO)[-1], house.buttons()["Done"]
    for number, text in enumerate(("Which version do you have?", "Then install 5.2, please.")):
        to = f"it+{note.token}@corp.example"
        mail = SIGNED.format(bo=BO, to=to, number=number, text=text, answers=note.message_id)
        _, sent = house.arrives(mail.replace("\n", "\r\n").encode())
        (carried,) = [one for one in sent if one.recipient == "eva@corp.example"]
        assert text.encode() in carried.raw
        assert note.token.encode() not in carried.raw
    house.press(done)
    assert house.now_of(request).status is Status.CLOSED
