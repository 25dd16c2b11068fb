"""One delivery against a real SMTP server: every phase, what may be sent
again, and what nobody may hear.
"""

from __future__ import annotations

import asyncio
from typing import Any, Literal

import pytest

from mailtracker import errors
from mailtracker.daemon.way import PAUSE, Way
from mailtracker.mail.address_key import address_key, is_mailable
from mailtracker.mail.origin.refusals import Refused
from mailtracker.mail.outgoing.wire import wire
from mailtracker.smtp import Delivery, Relayhost, SmtpAnswer, SmtpLink, transaction
from mailtracker.smtp import link as links
from tests.mail.odd_addresses import spellings
from tests.servers.dovecot import free_port
from tests.servers.proxy import ChaosProxy
from tests.servers.smtpd import PostOffice, SmtpSink
from tests.smtp.links import ANA, BO, EIGHT, MAIL, play, relayhost


def send_one(
    host: Relayhost, env_from: str = ANA, env_to: str = BO, mail: bytes = MAIL
) -> Delivery:
    return play(host, lambda link: link.deliver(env_from, env_to, mail))


# -- the good case ---------------------------------------------------------------------


def test_an_accepted_mail_is_sent_and_arrives_byte_for_byte(smtp_sink: SmtpSink):
    outcome = send_one(relayhost(smtp_sink.port))
    assert (outcome.result, outcome.code, outcome.link) == ("sent", 250, False)
    assert "12345" in outcome.text
    assert smtp_sink.log == [(ANA, BO, MAIL)]


def test_a_receipt_has_the_null_return_path(smtp_sink: SmtpSink):
    assert send_one(relayhost(smtp_sink.port), env_from="").result == "sent"
    assert smtp_sink.log[0][0] == ""


def test_many_mails_take_one_connection_and_four_round_trips_each(smtp_sink: SmtpSink):
    with ChaosProxy(smtp_sink.port) as proxy:

        async def work(link: SmtpLink) -> list[Delivery]:
            return [await link.deliver(ANA, BO, MAIL) for _ in range(20)]

        assert {outcome.result for outcome in play(relayhost(proxy.port), work)} == {"sent"}
        said = [line.split(b" ")[0] for line in bytes(proxy.sent).split(b"\r\n")]
    assert smtp_sink.connections == 1
    assert smtp_sink.accepted == 20
    assert said.count(b"EHLO") == 1
    assert not {b"NOOP", b"RSET"} & set(said)


def test_a_connection_is_renewed_after_a_hundred_mails(
    smtp_sink: SmtpSink, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(links, "MAILS_A_CONNECTION", 3)

    async def work(link: SmtpLink) -> None:
        for _ in range(7):
            assert (await link.deliver(ANA, BO, MAIL)).result == "sent"

    play(relayhost(smtp_sink.port), work)
    assert smtp_sink.connections == 3


def test_deliveries_at_the_same_time_do_not_mix(smtp_sink: SmtpSink):
    mails = [MAIL + b"%d\r\n" % n for n in range(10)]

    async def work(link: SmtpLink) -> None:
        await asyncio.gather(*(link.deliver(ANA, BO, mail) for mail in mails))

    play(relayhost(smtp_sink.port), work)
    assert [raw for _, _, raw in smtp_sink.log] == mails
    assert smtp_sink.connections == 1


def test_mail_reaches_a_real_mailbox_without_its_subaddress(post_office: PostOffice):
    post_office.add("it-help@corp.example")
    assert (
        send_one(relayhost(post_office.smtp_port), env_to="it-help+token@corp.example").result
        == "sent"
    )
    (raw,) = post_office.mails("it-help@corp.example")
    assert raw.startswith(b"Return-Path: <ana@corp.example>\r\n")
    assert b"Delivered-To: it-help+token@corp.example\r\n" in raw
    assert raw.endswith(MAIL)
    assert send_one(relayhost(post_office.smtp_port), env_to="nobody@corp.example").code == 550


# -- every phase -------------------------------------------------------------------------

SAFE = ["CONNECT", "EHLO", "MAIL", "RCPT", "DATA", "BODY", "DOT"]


@pytest.mark.parametrize("phase", ["MAIL", "RCPT", "DATA", "DOT"])
@pytest.mark.parametrize(
    ("reply", "result"), [("451 4.3.0 later", "retry"), ("554 5.6.0 never", "failed")]
)
def test_a_refusal_concerns_this_mail_only(
    smtp_sink: SmtpSink, phase: str, reply: str, result: Literal["retry", "failed"]
):
    smtp_sink.faults[phase] = [reply]

    async def work(link: SmtpLink) -> tuple[Delivery, Delivery]:
        return await link.deliver(ANA, BO, MAIL), await link.deliver(ANA, BO, MAIL)

    refused, next_one = play(relayhost(smtp_sink.port), work)
    assert (refused.result, refused.code, refused.text) == (result, int(reply[:3]), reply[4:])
    assert (refused.link, refused.phase) == (False, phase.lower())
    assert next_one.result == "sent"
    assert (smtp_sink.accepted, smtp_sink.connections) == (1, 1)


@pytest.mark.parametrize("phase", ["MAIL", "RCPT", "DATA", "DOT"])
def test_a_refusal_of_our_envelope_sender_is_no_end_of_the_mail(smtp_sink: SmtpSink, phase: str):
    smtp_sink.faults[phase] = "550 5.7.60 no permissions to send as this sender"
    outcome = send_one(relayhost(smtp_sink.port))
    assert (outcome.result, outcome.link) == ("retry", False)
    assert "`envelope`" in outcome.text


@pytest.mark.parametrize("phase", ["MAIL", "RCPT", "DATA", "DOT"])
@pytest.mark.parametrize(
    ("said", "gives_way", "words"),
    [
        ("432 4.3.2 Concurrent connections limit exceeded.", True, "`connections = 3`"),
        ("450 4.2.1 Peak SMTP relay limit exceeded for this customer.", True, "as this login may"),
        ("550 5.4.5 Daily user sending limit exceeded.", False, "may send in a day"),
    ],
)
def test_a_limit_of_ours_is_no_fault_of_the_mail_and_one_for_now_ends_the_connection(
    smtp_sink: SmtpSink, phase: str, said: str, gives_way: bool, words: str
):
    smtp_sink.faults[phase] = [said]

    async def work(link: SmtpLink) -> tuple[Delivery, bool, Delivery]:
        refused = await link.deliver(ANA, BO, MAIL)
        return refused, link.is_up, await link.deliver(ANA, BO, MAIL)

    refused, is_up, next_one = play(relayhost(smtp_sink.port), work)
    assert (refused.result, refused.link, refused.is_limit) == ("retry", gives_way, True)
    assert refused.is_of_us is is_up is not gives_way
    assert words in refused.text
    assert (next_one.result, next_one.is_limit) == ("sent", False)


def test_a_connection_that_gave_way_is_not_made_again_for_the_same_mail(smtp_sink: SmtpSink):
    smtp_sink.faults["MAIL"] = ["", "432 4.3.2 sender thread limit exceeded"]

    async def work(link: SmtpLink) -> list[str]:
        return [(await link.deliver(ANA, BO, MAIL)).result for _ in range(2)]

    assert play(relayhost(smtp_sink.port), work) == ["sent", "retry"]
    assert smtp_sink.connections == 1


@pytest.mark.parametrize("phase", ["CONNECT", "EHLO", "MAIL", "RCPT", "DATA", "DOT"])
def test_a_server_that_is_going_away_is_a_trouble_of_the_link(smtp_sink: SmtpSink, phase: str):
    smtp_sink.faults[phase] = "421 4.3.2 shutting down"
    outcome = send_one(relayhost(smtp_sink.port))
    assert (outcome.result, outcome.link) == ("retry", True)
    assert "shutting down" in outcome.text
    assert smtp_sink.accepted == 0


@pytest.mark.parametrize("phase", SAFE[:-1])
@pytest.mark.parametrize("fault", ["drop", "stall"])
def test_everything_before_the_final_dot_is_a_safe_retry(
    smtp_sink: SmtpSink, phase: str, fault: str
):
    smtp_sink.faults[phase] = fault
    # a body larger than the sockets' buffers, so that a server which stops
    # reading is noticed before the dot
    mail = MAIL + b"x" * 70 + b"\r\n" if phase != "BODY" else MAIL + (b"x" * 70 + b"\r\n") * 200_000
    outcome = send_one(relayhost(smtp_sink.port, timeout=0.5), mail=mail)
    assert (outcome.result, outcome.link) == ("retry", True)
    assert smtp_sink.accepted == 0


@pytest.mark.parametrize("fault", ["drop", "stall"])
@pytest.mark.parametrize(("phase", "arrived"), [("DOT", 0), ("KEPT", 1)])
def test_no_answer_to_the_final_dot_is_uncertain(
    smtp_sink: SmtpSink, monkeypatch: pytest.MonkeyPatch, phase: str, arrived: int, fault: str
):
    monkeypatch.setattr(transaction, "DOT_SECONDS", 0.5)
    smtp_sink.faults[phase] = [fault]

    async def work(link: SmtpLink) -> tuple[Delivery, Delivery]:
        return await link.deliver(ANA, BO, MAIL), await link.deliver(ANA, BO, MAIL)

    lost, next_one = play(relayhost(smtp_sink.port), work)
    assert (lost.result, lost.code) == ("uncertain", 0)
    assert next_one.result == "sent"
    assert smtp_sink.accepted == arrived + 1
    assert (
        smtp_sink.connections == 2
    )  # an answer that comes late must not be read as another mail's


def test_freescout_5094_the_final_dot_may_take_longer_than_every_other_answer(smtp_sink: SmtpSink):
    """A server needed more than the 25 seconds that were waited, so that mail it had taken was sent
    again every hour. Here the answer to the final dot has ten minutes (O3).
    """
    assert transaction.DOT_SECONDS == 600

    class Slow(SmtpSink):
        async def keep(self, env_from: str, env_to: str, raw: bytes) -> None:
            await asyncio.sleep(0.6)  # the server's own slowness, not a synchronisation

    with Slow() as sink:
        assert send_one(relayhost(sink.port, timeout=0.3)).result == "sent"


def test_nonsense_after_the_dot_is_uncertain_and_before_it_a_retry(smtp_sink: SmtpSink):
    smtp_sink.faults["KEPT"] = ["what?"]

    async def work(link: SmtpLink) -> list[str]:
        return [(await link.deliver(ANA, BO, MAIL)).result for _ in range(2)]

    assert play(relayhost(smtp_sink.port), work) == ["uncertain", "sent"]
    assert smtp_sink.connections == 2  # we do not know what the server will say next
    smtp_sink.faults["RCPT"] = ["what?"]
    outcome = send_one(relayhost(smtp_sink.port))
    assert (outcome.result, outcome.link) == ("retry", True)


def test_one_unknown_recipient_is_refused_and_the_next_mail_goes(smtp_sink: SmtpSink):
    smtp_sink.refuse["gone@example.com"] = "550 5.1.1 no such user"

    async def work(link: SmtpLink) -> tuple[Delivery, Delivery]:
        return await link.deliver(ANA, "gone@example.com", MAIL), await link.deliver(ANA, BO, MAIL)

    refused, next_one = play(relayhost(smtp_sink.port), work)
    assert refused == Delivery("failed", 550, "5.1.1 no such user", False, "rcpt")
    assert next_one.result == "sent"


def test_a_server_that_wants_a_login_first_blames_the_link_not_the_mail(smtp_sink: SmtpSink):
    smtp_sink.faults["MAIL"] = "530 5.7.0 Authentication required"
    outcome = send_one(relayhost(smtp_sink.port))
    assert (outcome.result, outcome.code, outcome.link) == ("retry", 530, True)


def test_nobody_listening_is_a_retry_of_the_link():
    outcome = send_one(relayhost(free_port()))
    assert outcome.refused is Refused.SERVER  # no address is dead for that, if nothing ever helps
    assert (outcome.result, outcome.link) == ("retry", True)


# -- connections that end by themselves ------------------------------------------------------


@pytest.mark.parametrize("noticed", [True, False])
def test_an_idle_connection_that_the_server_closed_is_reopened_without_a_word(
    smtp_sink: SmtpSink, noticed: bool
):
    async def work(link: SmtpLink) -> list[str]:
        first = await link.deliver(ANA, BO, MAIL)
        if noticed:
            await asyncio.to_thread(smtp_sink.hang_up)
            while link.is_up:  # noqa: ASYNC110  there is no event for it
                await asyncio.sleep(0)
        else:
            smtp_sink.hang_up()  # blocks this loop: the link cannot have noticed
        return [first.result, (await link.deliver(ANA, BO, MAIL)).result]

    assert play(relayhost(smtp_sink.port), work) == ["sent", "sent"]
    assert smtp_sink.connections == 2


def test_a_reused_connection_that_says_421_is_reopened_without_a_word(smtp_sink: SmtpSink):
    async def work(link: SmtpLink) -> list[str]:
        first = await link.deliver(ANA, BO, MAIL)
        smtp_sink.faults["MAIL"] = ["421 4.4.2 idle for too long"]
        return [first.result, (await link.deliver(ANA, BO, MAIL)).result]

    assert play(relayhost(smtp_sink.port), work) == ["sent", "sent"]
    assert smtp_sink.accepted == 2


def test_a_cancelled_delivery_leaves_no_half_said_conversation(smtp_sink: SmtpSink):
    smtp_sink.faults["RCPT"] = ["stall"]

    async def work(link: SmtpLink) -> str:
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.3):
                await link.deliver(ANA, BO, MAIL)
        return (await link.deliver(ANA, BO, MAIL)).result

    with ChaosProxy(smtp_sink.port) as proxy:
        assert play(relayhost(proxy.port), work) == "sent"
        assert smtp_sink.connections == 2
        assert bytes(proxy.sent).count(b"MAIL FROM") == 2  # none more on the old connection


# -- bytes ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "arrives"),
    [
        (b"a\r\n.\r\nb\r\n", b"a\r\n.\r\nb\r\n"),
        (b".start\r\n..two\r\n", b".start\r\n..two\r\n"),
        (b"a\n.\nb\n", b"a\r\n.\r\nb\r\n"),
        (b"a\r.\rb", b"a\r\n.\r\nb\r\n"),
        (b"a\r\n\r.\r\nb", b"a\r\n\r\n.\r\nb\r\n"),
        (b"a\n.\r\nb\r\n", b"a\r\n.\r\nb\r\n"),
        (b"a\r\n.\nMAIL FROM:<x>\r\n", b"a\r\n.\r\nMAIL FROM:<x>\r\n"),
        (b"no end", b"no end\r\n"),
        (b"\r\r\n\r\n", b"\r\n\r\n\r\n"),
        (b".", b".\r\n"),
        (b"", b"\r\n"),
        (b"\x00\xff\r\n", b"\x00\xff\r\n"),
    ],
)
def test_cve_2023_51764_dots_and_line_ends_cannot_end_a_mail_early(
    smtp_sink: SmtpSink, given: bytes, arrives: bytes
):
    """Postfix took other line ends around a dot for the end of a mail, so that what stood behind
    was a second one, smuggled in. Here a mail leaves with line ends of one kind, its dots doubled
    (O3).
    """
    assert send_one(relayhost(smtp_sink.port), mail=given).result == "sent"
    assert [raw for _, _, raw in smtp_sink.log] == [arrives]


def test_pieces_give_the_same_bytes_wherever_they_are_cut():
    mail = b".a\r\n..b\r\n\r.\n.\r\r\nc\r\n.\r\n.x\r"
    whole = b"".join(wire(mail))
    assert whole == b"..a\r\n...b\r\n\r\n..\r\n..\r\n\r\nc\r\n..\r\n..x\r\n"
    for size in range(1, len(mail) + 2):
        assert b"".join(wire(mail, size)) == whole


def test_a_mail_of_five_megabytes_arrives_whole(smtp_sink: SmtpSink):
    mail = MAIL + b"".join(b".%07d 0123456789\r\n" % n for n in range(270_000))
    assert send_one(relayhost(smtp_sink.port, timeout=20.0), mail=mail).result == "sent"
    assert smtp_sink.log[0][2] == mail


def test_a_mail_too_large_for_the_server_fails_before_its_body_is_sent():
    with SmtpSink(size_limit=1000) as sink, ChaosProxy(sink.port) as proxy:
        outcome = send_one(relayhost(proxy.port), mail=MAIL + b"x" * 2000)
        assert (outcome.result, outcome.code, outcome.link) == ("failed", 552, False)
        assert outcome.refused is Refused.SIZE
        assert "1000 bytes" in outcome.text
        assert b"MAIL" not in proxy.sent


def test_a_server_that_names_no_limit_is_tried():
    with SmtpSink(size_limit=0) as sink:
        assert send_one(relayhost(sink.port), mail=MAIL * 40).result == "sent"


def test_a_server_without_8bitmime_gets_the_same_words_in_ascii(smtp_sink: SmtpSink):
    smtp_sink.hidden = {"8BITMIME"}
    assert send_one(relayhost(smtp_sink.port), mail=EIGHT).result == "sent"
    ((_, _, raw),) = smtp_sink.log
    assert raw.isascii()
    assert b"Gr=C3=BC=C3=9Fe" in raw
    assert smtp_sink.options == [[f"SIZE={len(raw)}"]]


def test_a_signed_mail_is_not_changed_for_a_server_without_8bitmime(smtp_sink: SmtpSink):
    smtp_sink.hidden = {"8BITMIME"}
    head = b'MIME-Version: 1.0\r\nContent-Type: multipart/signed; boundary="b"\r\n\r\n--b\r\n'
    signed = head + EIGHT + b"--b\r\nContent-Type: application/pgp-signature\r\n\r\n-\r\n--b--\r\n"
    outcome = send_one(relayhost(smtp_sink.port), mail=signed)
    assert (outcome.result, outcome.refused) == ("failed", Refused.CONTENT)
    assert "signed" in outcome.text
    assert smtp_sink.log == []


@pytest.mark.parametrize(
    ("phase", "reply", "result", "refused"),
    [
        ("MAIL", "534 Message too large, SIZE=10485760", "failed", Refused.SIZE),
        ("MAIL", "552 5.3.4 too large", "failed", Refused.SIZE),
        ("DOT", "554 5.7.1 no such words", "failed", Refused.CONTENT),
        ("DOT", "550 5.1.1 no such user", "failed", Refused.CONTENT),
        ("RCPT", "550 5.1.1 no such user", "failed", Refused.ADDRESS),
        ("RCPT", "554 5.7.1 Relay access denied", "retry", Refused.SENDER),
        ("MAIL", "550 5.7.1 not from you", "retry", Refused.SENDER),
    ],
)
def test_what_is_refused_is_told_by_what_was_said_and_when(
    smtp_sink: SmtpSink, phase: str, reply: str, result: str, refused: Refused
):
    smtp_sink.faults[phase] = reply
    outcome = send_one(relayhost(smtp_sink.port))
    assert (outcome.result, outcome.link, outcome.refused) == (result, False, refused)


def test_eight_bit_mail_says_so_and_plain_mail_does_not(smtp_sink: SmtpSink):
    send_one(relayhost(smtp_sink.port), mail=MAIL + "Grüße\r\n".encode())
    send_one(relayhost(smtp_sink.port))
    said = [[option.split("=")[0] for option in options] for options in smtp_sink.options]
    assert said == [["SIZE", "BODY"], ["SIZE"]]


def test_smtputf8_is_asked_for_only_when_an_address_or_a_header_needs_it(smtp_sink: SmtpSink):
    host = relayhost(smtp_sink.port)
    assert send_one(host, env_to="jürgen@example.com").result == "sent"
    assert send_one(host, mail="Subject: Grüße\r\n\r\nx\r\n".encode()).result == "sent"
    assert send_one(host, mail="Subject: x\r\n\r\nGrüße\r\n".encode()).result == "sent"
    assert ["SMTPUTF8" in options for options in smtp_sink.options] == [True, True, False]
    assert smtp_sink.log[0][1] == "jürgen@example.com"


def test_an_address_that_the_server_cannot_take_fails_alone():
    with SmtpSink(smtputf8=False) as sink:
        outcome = send_one(relayhost(sink.port), env_to="jürgen@example.com")
        assert (outcome.result, outcome.code, outcome.link) == ("failed", 553, False)
        assert send_one(relayhost(sink.port), env_to="bo@bücher.example").result == "sent"
        assert sink.log[0][1] == "bo@xn--bcher-kva.example"


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("bo@BÜCHER.example.", "bo@xn--bcher-kva.example"),
        ("bo@straße.example", "bo@xn--strae-oqa.example"),
        ('"front desk"@example.com', '"front desk"@example.com'),
        ("bo..jensen@example.com", '"bo..jensen"@example.com'),
        ("bo+a/b=c{d}'e@example.com", "bo+a/b=c{d}'e@example.com"),
    ],
)
def test_a_plain_address_is_spoken_in_the_form_that_headers_have(
    smtp_sink: SmtpSink, written: str, spoken: str
):
    with ChaosProxy(smtp_sink.port) as proxy:
        assert send_one(relayhost(proxy.port), env_from=written, env_to=written).result == "sent"
    assert f"MAIL FROM:<{spoken}>".encode() in proxy.sent
    assert f"RCPT TO:<{spoken}>\r\n".encode() in proxy.sent


def test_whatever_is_mailable_is_put_on_the_wire(smtp_sink: SmtpSink):
    plain = [email for email in spellings(20261128, 1_500) if is_mailable(email)]

    async def each(link: SmtpLink) -> list[Delivery]:
        return [await link.deliver(ANA, email, MAIL) for email in plain]

    outcomes = play(relayhost(smtp_sink.port), each)
    said = {one.text for one in outcomes if one.result != "sent"}
    assert said == set()
    assert [address_key(to) for _, to, _ in smtp_sink.log] == list(map(address_key, plain))
    assert len(plain) > 50


@pytest.mark.parametrize(
    "address",
    [
        "",
        "a b@example.com",
        '"a b" c@example.com',
        '"<a>"@example.com',
        "a@example.com>\r\nDATA",
        "<a@example.com>",
        "a\x00@b",
    ],
)
def test_cpython_87290_an_address_that_could_carry_a_command_never_reaches_the_server(
    smtp_sink: SmtpSink, address: str
):
    """A line break inside an address became a command of its own in Python's smtplib. Here such an
    address is no plain one, and no connection is made for it (T19).
    """
    outcome = send_one(relayhost(smtp_sink.port), env_to=address)
    assert (outcome.result, outcome.link) == ("failed", False)
    assert smtp_sink.connections == 0


# -- asked without a mail ---------------------------------------------------------------------


def ask(relayhost: Relayhost, env_from: str, env_to: str) -> SmtpAnswer:
    return play(relayhost, lambda link: link.ask(env_from, env_to))


def test_an_envelope_can_be_asked_about_and_no_mail_goes_out(smtp_sink: SmtpSink):
    smtp_sink.refuse["gone@corp.example"] = "550 5.1.1 no such user"
    with ChaosProxy(smtp_sink.port) as proxy:
        host = relayhost(proxy.port)
        assert ask(host, "", "bo@corp.example") == SmtpAnswer(250, "250 2.1.5 OK")
        assert ask(host, "a@corp.example", "gone@corp.example") == SmtpAnswer(
            550, "550 5.1.1 no such user"
        )
        said = [line for line in bytes(proxy.sent).split(b"\r\n") if line[:4] not in (b"EHLO", b"")]
    both = [b"RSET", b"QUIT"]
    assert [line.partition(b" SIZE")[0] for line in said] == [
        *(b"MAIL FROM:<>", b"RCPT TO:<bo@corp.example>", *both),
        *(b"MAIL FROM:<a@corp.example>", b"RCPT TO:<gone@corp.example>", *both),
    ]
    assert smtp_sink.log == []


def test_a_sender_that_is_refused_is_asked_no_further(smtp_sink: SmtpSink):
    smtp_sink.faults["MAIL"] = "553 5.7.1 not your address"
    smtp_sink.faults["RCPT"] = "drop"
    answer = ask(relayhost(smtp_sink.port), "a@corp.example", "bo@corp.example")
    assert answer == SmtpAnswer(553, "553 5.7.1 not your address")


def test_a_server_that_leaves_while_it_is_asked_is_unreachable(smtp_sink: SmtpSink):
    smtp_sink.faults["RCPT"] = "drop"
    with pytest.raises(errors.Unreachable, match="broke off"):
        ask(relayhost(smtp_sink.port), "a@corp.example", "bo@corp.example")


def test_an_address_that_the_server_cannot_take_is_an_answer_too():
    with SmtpSink(smtputf8=False) as sink:
        answer = ask(relayhost(sink.port), "jürgen@example.com", "bo@corp.example")
        assert answer.code == 553


# -- logins and TLS ---------------------------------------------------------------------------


def test_probe_says_nothing_when_all_is_well():
    with SmtpSink(login=("it-help", "secret")) as sink:
        play(relayhost(sink.port, user="it-help", password="secret"), lambda link: link.open())
        assert sink.logins == 1


def test_a_wrong_password_is_a_trouble_of_the_link_and_stays_secret():
    with SmtpSink(login=("it-help", "secret")) as sink:
        host = relayhost(sink.port, user="it-help", password="wrong-secret")
        with pytest.raises(errors.LoginRefused) as caught:
            play(host, lambda link: link.open())
        assert f"127.0.0.1:{sink.port}" in str(caught.value)
        outcome = send_one(host)
        assert (outcome.result, outcome.link) == ("retry", True)
        assert "wrong-secret" not in str(caught.value) + outcome.text + repr(host)


def test_a_login_that_fails_for_the_moment_is_unreachable_not_refused():
    with SmtpSink(login=("it-help", "secret")) as sink:
        sink.faults["AUTH"] = "454 4.7.0 Temporary authentication failure"
        with pytest.raises(errors.Unreachable):
            play(relayhost(sink.port, user="it-help", password="secret"), lambda link: link.open())


def test_a_server_that_takes_no_more_logins_is_not_asked_for_one_soon():
    with SmtpSink(login=("user", "secret")) as sink:
        sink.faults["AUTH"] = "454 4.7.0 Too many login attempts, please try again later."

        async def beat(up: bool, text: str) -> None:
            said.append(text)

        async def twice(link: SmtpLink) -> None:
            way = Way([link], beat)
            assert not await way.open(link)
            with pytest.raises(TimeoutError):
                await asyncio.wait_for(way.open(link), PAUSE[0] + 0.3)

        said: list[str] = []
        play(relayhost(sink.port, user="user", password="secret"), twice)
        assert sink.connections == 1
        assert "454 4.7.0 Too many login attempts" in said[0]


def test_a_server_without_logins_is_named(smtp_sink: SmtpSink):
    with pytest.raises(errors.LoginRefused, match="offers no login"):
        play(relayhost(smtp_sink.port, user="it-help", password="secret"), lambda link: link.open())


@pytest.mark.parametrize("tls", ["implicit", "starttls"])
def test_tls_with_a_known_authority_works(certificate: tuple[str, str], tls: str):
    with SmtpSink(certificate, implicit=tls == "implicit", login=("it-help", "secret")) as sink:
        host = relayhost(
            sink.port, tls=tls, ca_file=certificate[0], user="it-help", password="secret"
        )
        mail = MAIL + (b".x" * 30 + b"\r\n") * 10_000
        assert send_one(host, mail=mail).result == "sent"
        assert sink.log[0][2] == mail
        assert sink.logins == 1


@pytest.mark.parametrize("tls", ["implicit", "starttls"])
def test_an_unknown_certificate_is_untrusted(certificate: tuple[str, str], tls: str):
    with SmtpSink(certificate, implicit=tls == "implicit") as sink:
        with pytest.raises(errors.Untrusted, match="ca_file"):
            play(relayhost(sink.port, tls=tls), lambda link: link.open())
        assert send_one(relayhost(sink.port, tls=tls)).link
        assert sink.accepted == 0


@pytest.mark.parametrize("refusal", ["not offered", "454 4.7.0 TLS not available", "501 no"])
def test_a_refused_starttls_never_falls_back_to_clear_text(
    certificate: tuple[str, str], refusal: str
):
    with (
        SmtpSink(
            None if refusal == "not offered" else certificate, login=("it-help", "secret")
        ) as sink,
        ChaosProxy(sink.port) as proxy,
    ):
        sink.faults["STARTTLS"] = refusal
        host = relayhost(
            proxy.port, tls="starttls", ca_file=certificate[0], user="it-help", password="secret"
        )
        with pytest.raises(errors.Untrusted, match="STARTTLS"):
            play(host, lambda link: link.open())
        outcome = send_one(host)
        assert (outcome.result, outcome.link) == ("retry", True)
        assert (sink.logins, sink.accepted) == (0, 0)
        assert not {b"AUTH", b"MAIL"} & {
            line[:4].upper() for line in bytes(proxy.sent).split(b"\r\n")
        }


def test_tls_to_a_port_without_tls_says_so(smtp_sink: SmtpSink):
    with pytest.raises(errors.Untrusted, match="check tls and port"):
        play(relayhost(smtp_sink.port, tls="implicit"), lambda link: link.open())


def test_clear_text_login_to_another_machine_is_refused_before_any_connection():
    # 192.0.2.1 is nobody's (RFC 5737): a connection attempt would be Unreachable, and late
    host = Relayhost("192.0.2.1", 25, "none", user="it-help", password="secret")
    with pytest.raises(errors.Untrusted, match="in the clear"):
        play(host, lambda link: link.open())


# -- the moment of the dot ---------------------------------------------------------------------


def test_who_asks_is_told_when_the_dot_goes_and_not_before(smtp_sink: SmtpSink):
    dots_before: list[int] = []
    with ChaosProxy(smtp_sink.port) as proxy:
        body = MAIL + b"the last line\r\n"

        async def work(link: SmtpLink) -> Delivery:
            return await link.deliver(ANA, BO, body, count_dots)

        def count_dots() -> None:
            dots_before.append(proxy.sent.count(b"\r\n.\r\n"))

        outcome = play(relayhost(proxy.port), work)
    assert (outcome.result, outcome.phase) == ("sent", "dot")
    assert proxy.sent.count(b"\r\n.\r\n") == 1
    assert dots_before == [0]


def test_no_dot_goes_where_who_asks_cannot_keep_a_note_of_it(smtp_sink: SmtpSink):
    def full() -> None:
        raise OSError("No space left on device")

    async def work(link: SmtpLink) -> tuple[Delivery, Delivery]:
        return await link.deliver(ANA, BO, MAIL, full), await link.deliver(ANA, BO, MAIL)

    kept_back, next_one = play(relayhost(smtp_sink.port), work)
    assert kept_back == Delivery("retry", 0, "No space left on device", True, "body")
    assert (next_one.result, smtp_sink.accepted, smtp_sink.connections) == ("sent", 1, 2)


def test_a_mail_that_never_reached_the_dot_does_not_tell_of_it(smtp_sink: SmtpSink):
    told: list[str] = []
    smtp_sink.faults["DATA"] = ["451 4.3.0 later"]
    outcome = play(
        relayhost(smtp_sink.port),
        lambda link: link.deliver(ANA, BO, MAIL, lambda: told.append("!")),
    )
    assert (outcome.result, outcome.phase, told) == ("retry", "data", [])


def test_a_connection_is_opened_first_and_used_then(smtp_sink: SmtpSink):
    async def work(link: SmtpLink) -> list[str]:
        await link.open()
        await link.open()
        return [(await link.deliver(ANA, BO, MAIL)).result for _ in range(2)]

    assert play(relayhost(smtp_sink.port), work) == ["sent", "sent"]
    assert smtp_sink.connections == 1


@pytest.mark.parametrize(
    ("fault", "phase"),
    [("CONNECT", "connect"), ("MAIL", "mail"), ("RCPT", "rcpt"), ("DATA", "data"), ("DOT", "dot")],
)
def test_a_delivery_says_where_the_connection_broke(smtp_sink: SmtpSink, fault: str, phase: str):
    smtp_sink.faults[fault] = "drop"
    assert send_one(relayhost(smtp_sink.port)).phase == phase


# -- a second recipient ------------------------------------------------------------------

OURS = "it-help+b1aaaaaaaaaaaaaaaaaaaa@corp.example"


def send_both(sink: SmtpSink, also: str = OURS, **host: Any) -> Delivery:
    return play(relayhost(sink.port, **host), lambda link: link.deliver(ANA, BO, MAIL, also=also))


def test_a_second_recipient_is_of_the_same_transaction(smtp_sink: SmtpSink):
    outcome = send_both(smtp_sink)
    assert (outcome.result, outcome.also_taken) == ("sent", True)
    assert smtp_sink.log == [(ANA, BO, MAIL), (ANA, OURS, MAIL)]
    assert smtp_sink.accepted == 1


@pytest.mark.parametrize("said", ["550 5.1.1 no such user", "451 4.7.1 greylisted", "452 4.5.3 no"])
def test_a_second_recipient_who_is_refused_costs_the_first_nothing(smtp_sink: SmtpSink, said: str):
    smtp_sink.refuse[OURS] = said
    outcome = send_both(smtp_sink)
    assert (outcome.result, outcome.also_taken, outcome.also) == ("sent", False, said)
    assert smtp_sink.log == [(ANA, BO, MAIL)]


def test_without_the_first_recipient_the_second_is_not_named(smtp_sink: SmtpSink):
    smtp_sink.refuse[BO] = "550 5.1.1 no such user"
    outcome = send_both(smtp_sink)
    assert (outcome.result, outcome.phase, outcome.also) == ("failed", "rcpt", "")
    assert smtp_sink.log == []


@pytest.mark.parametrize("also", ["", "b\u00fcro@corp.example", "a>\r\nRCPT TO:<x@corp.example"])
def test_no_second_address_of_another_kind_reaches_the_server(smtp_sink: SmtpSink, also: str):
    outcome = send_both(smtp_sink, also)
    assert (outcome.result, outcome.also_taken) == ("sent", False)
    assert smtp_sink.log == [(ANA, BO, MAIL)]


def test_a_server_that_leaves_over_the_second_recipient_gets_it_all_again(smtp_sink: SmtpSink):
    smtp_sink.faults["RCPT"] = ["", "421 4.3.2 going down"]
    outcome = send_both(smtp_sink)
    assert outcome.result == "retry"
    assert smtp_sink.log == []
