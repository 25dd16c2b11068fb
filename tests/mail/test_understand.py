"""What is known of our site goes into what a mail is understood to be: lists, languages,
conversations, packed files, flowed text.
"""

from __future__ import annotations

import base64
import struct

import pytest

from mailtracker.mail.message import Classified, Kind, Message
from mailtracker.mail.mime.flowed import unflowed
from mailtracker.mail.parse import parse
from mailtracker.mail.site import Site
from mailtracker.mail.text.language import language_of
from mailtracker.mail.thread_keys import keys
from mailtracker.mail.understand import understand

LISTS = Site(
    own_lists=("it-help@corp.example", "everybody.corp.example"),
    addresses=("payroll@corp.example",),
)


def read(
    *fields: str, text: str = "The VPN drops.", site: Site = LISTS
) -> tuple[Message, Classified]:
    return understand("\n".join([*fields, "Subject: VPN", "", text]).encode(), site)


VIA = "From: 'Ana Costa' via IT help <it-help@corp.example>"


@pytest.mark.parametrize(
    "field",
    [
        "X-Original-From: Ana Costa <ana@corp.example>",
        "X-Original-Sender: ana@corp.example",
        "Reply-To: Ana Costa <ana@corp.example>",
        "Reply-To: IT help <it-help@corp.example>, Ana Costa <ana@corp.example>",
    ],
)
def test_who_wrote_to_our_list_is_the_sender(field: str) -> None:
    message, found = read(VIA, field, "Precedence: list")
    assert message.sender is not None
    assert (message.sender.email, message.passed_list) == (
        "ana@corp.example",
        "it-help@corp.example",
    )
    assert (found.kind, found.receipt) == (Kind.PERSON, True)


@pytest.mark.parametrize(
    "field",
    [
        "X-Mood: fine",
        "Reply-To: ana@corp.example, eve@evil.example",
        "X-Original-From: ana@corp.example <eve@evil.example>",
        "X-Original-From: ana@corp.example, eve@evil.example",
        "X-Original-From: it-help@corp.example",
        "X-Original-From: ana@corp.example\nX-Original-From: eve@evil.example",
        "X-Original-From: =?utf-8?q?ana=40corp.example?=",
        "Reply-To: it-help@corp.example",
        "Reply-To: it-help+1abcdefghij@corp.example",
        "Reply-To: payroll+1abcdefghij@corp.example",
        'Reply-To: "it-help"@corp.example.',
        "Reply-To: <ana@eve@corp.example>",
        "Reply-To: <ana@\uff43orp.example>",
    ],
)
def test_nobody_is_the_sender_where_the_writer_to_our_list_is_in_doubt(field: str) -> None:
    message, found = read(VIA, field, "Precedence: list")
    assert (message.sender, message.passed_list) == (None, "it-help@corp.example")
    assert "it-help@corp.example" in message.sender_doubt
    assert (found.kind, found.receipt) == (Kind.PERSON, False)


POST = "X-Mailman-Version: 3.3.8"
EVA = "Eva Lund <eva@corp.example>"


@pytest.mark.parametrize(
    ("envelope", "reply_to", "cc"),
    [
        # Reply-To is the writer's own beside what the list adds.
        ("eva@corp.example", f"Eva at home <eva@priv.example>, {EVA}", "ana@corp.example"),
        ("eva@corp.example", f"{EVA}, it-help@corp.example", "ana@corp.example"),
        # The list asks for answers to itself, or to somebody else, and puts the writer into Cc.
        ("eva@corp.example", "it-help@corp.example", f"ana@corp.example, {EVA}"),
        ("eva@corp.example", "helpers@corp.example", EVA),
        ("EVA@corp.example", "it-help@corp.example", f"ana@corp.example, {EVA}"),
        # An envelope with a tag, or signed by the writer's own server.
        ("eva+lists@corp.example", "it-help@corp.example", f"ana@corp.example, {EVA}"),
        ("prvs=3012ab=eva@corp.example", "it-help@corp.example", f"ana@corp.example, {EVA}"),
        # A service's envelope, where only one can have written.
        ("bounce-77@mailer.example", EVA, "it-help@corp.example"),
        ("", EVA, ""),
    ],
)
def test_mailman_names_the_writer_by_the_envelope_and_by_whom_it_added(
    envelope: str, reply_to: str, cc: str
) -> None:
    message, found = read(
        VIA, POST, f"X-MailFrom: {envelope}", f"Reply-To: {reply_to}", f"Cc: {cc}"
    )
    assert message.sender is not None
    assert (message.sender.email, message.sender.name) == ("eva@corp.example", "Eva Lund")
    assert (message.passed_list, found.receipt) == ("it-help@corp.example", True)


@pytest.mark.parametrize(
    "fields",
    [
        # The envelope is of nobody who stands there, and several may have written.
        ("X-MailFrom: bounce-77@mailer.example", f"Reply-To: ana@corp.example, {EVA}"),
        ("X-MailFrom: bounce-77@mailer.example", "Reply-To: ana@corp.example", f"Cc: {EVA}"),
        ("X-MailFrom:", "Reply-To: it-help@corp.example", f"Cc: ana@corp.example, {EVA}"),
        # Two envelopes: one of them the writer's own invention.
        (
            "X-MailFrom: eva@corp.example",
            "X-MailFrom: ana@corp.example",
            f"Cc: ana@x.example, {EVA}",
        ),
        # An envelope alone, as an anonymous list leaves it.
        ("X-MailFrom: eva@corp.example", "Reply-To: it-help@corp.example"),
        ("X-MailFrom: it-help-bounces@corp.example", "Cc: it-help-owner@corp.example"),
        # No mailbox that a From might name.
        ("X-MailFrom: eva@corp.example", "Reply-To: a:b@corp.example"),
        ("Reply-To: @corp.example",),
    ],
)
def test_an_envelope_that_nobody_stands_behind_names_nobody(fields: tuple[str, ...]) -> None:
    message, found = read(VIA, POST, *fields)
    assert (message.sender, found.receipt) == (None, False)


def test_a_mailman_field_says_nothing_where_from_is_no_list_of_ours() -> None:
    message, _ = read("From: ana@corp.example", "X-MailFrom: eva@corp.example", f"Cc: {EVA}")
    assert message.sender is not None
    assert message.sender.email == "ana@corp.example"


NOT_NAMED = Site(own_domains=("corp.example",))
"""A site that says nothing of its lists."""

BY_ID = ("List-Id: IT help <it-help.corp.example>", "Precedence: list")
BY_POST = ("List-Id: 77", "List-Post: <mailto:it-help@corp.example>")
BY_GROUP = ("List-Post: <https://groups.example/it>, <mailto:it%2Dhelp@corp.example?x=y>",)


@pytest.mark.parametrize("says", [BY_ID, BY_POST, BY_GROUP], ids=["id", "post", "group"])
@pytest.mark.parametrize(
    ("fields", "writer"),
    [
        (
            (
                "X-MailFrom: eva@corp.example",
                f"Reply-To: Eva at home <eva@priv.example>, {EVA}",
                "Cc: ana@corp.example",
            ),
            "eva@corp.example",
        ),
        (
            (
                "X-MailFrom: eva@corp.example",
                "Reply-To: it-help@corp.example",
                f"Cc: ana@corp.example, {EVA}",
            ),
            "eva@corp.example",
        ),
        (("X-Original-Sender: eva@corp.example",), "eva@corp.example"),
        (("X-Original-From: Eva Lund <eva@corp.example>",), "eva@corp.example"),
        ((f"Reply-To: {EVA}",), "eva@corp.example"),
        # In doubt nobody; and never the list, nor its software.
        (("X-MailFrom: eva@corp.example", "Reply-To: it-help@corp.example"), ""),
        (("X-MailFrom: bounce-77@mailer.example", f"Reply-To: ana@corp.example, {EVA}"), ""),
        (("X-MailFrom: it-help-bounces@corp.example", "Cc: it-help-owner@corp.example"), ""),
        (("Reply-To: it-help@corp.example",), ""),
        (("X-Original-Sender: it-help@corp.example",), ""),
        ((), ""),
    ],
)
def test_a_list_that_nobody_named_is_no_writer_either(
    says: tuple[str, ...], fields: tuple[str, ...], writer: str
) -> None:
    message, found = read(VIA, *says, *fields, site=NOT_NAMED)
    assert (message.sender.email if message.sender else "") == writer
    assert message.passed_list == "it-help@corp.example"
    assert (found.kind, found.receipt) == (Kind.LIST, False)


@pytest.mark.parametrize(("result", "verified"), [("pass", None), ("fail", False), ("none", None)])
@pytest.mark.parametrize("named", ["X-Original-Sender: eva@corp.example", f"Reply-To: {EVA}"])
def test_what_says_of_itself_that_it_is_a_list_vouches_for_nobody(
    named: str, result: str, verified: bool | None
) -> None:
    passed = f"Authentication-Results: mx.corp.example; dmarc={result} header.from=corp.example"
    site = Site(
        authserv_ids=("mx.corp.example",),
        own_domains=("corp.example",),
    )
    message, found = read(passed, VIA, *BY_ID, named, site=site)
    assert message.sender is not None
    assert (message.sender.email, found.verified) == ("eva@corp.example", verified)


@pytest.mark.parametrize(
    "named",
    [
        "X-Original-Sender: eva@corp.example",
        f"X-MailFrom: eva@corp.example\nCc: {EVA}",
        f"Reply-To: {EVA}",
        "X-Original-From: bob@other.example",
    ],
)
def test_a_list_of_others_names_nobody(named: str) -> None:
    by = ("From: Eva Lund via Us <us@evil.example>", "List-Id: <us.evil.example>")
    message, found = read(*by, named, site=NOT_NAMED)
    assert (message.sender, found.kind, found.receipt) == (None, Kind.LIST, False)
    assert "us@evil.example" in message.sender_doubt


@pytest.mark.parametrize("sender", ["ana@corp.example", "it-help-owner@corp.example"])
def test_who_writes_to_a_list_that_leaves_from_alone_is_the_sender(sender: str) -> None:
    message, found = read(f"From: {sender}", *BY_ID, f"Reply-To: {EVA}", site=NOT_NAMED)
    assert message.sender is not None
    assert (message.sender.email, message.passed_list) == (sender, "")
    assert (found.kind, found.receipt) == (Kind.LIST, False)


ROLES = (
    "it-help-request it-help-owner it-help-bounces it-help-join it-help-leave it-help-confirm "
    "it-help-subscribe it-help-unsubscribe owner-it-help request-it-help it-help+confirm "
    "it-help+owner it-help+bounces-7-eva=corp.example it-help-bounces+eva=corp.example "
    "it-help-return-12-eva=corp.example it-help-confirm+0123abcd IT-Help-Request"
).split()


@pytest.mark.parametrize("local", [*ROLES, "it-help", "It-Help"])
def test_a_list_of_ours_and_its_software_are_no_persons(local: str) -> None:
    assert LISTS.is_list_address(f"{local}@corp.example")
    assert not LISTS.is_list_address(f"{local}@other.example")


@pytest.mark.parametrize(
    "address",
    [
        "it@corp.example",
        "it-helpers@corp.example",
        "it-help-admin@corp.example",
        "it-help-owners-club@corp.example",
        "help-request@corp.example",
        "eva-it-help@corp.example",
        "owner@corp.example",
        "everybody@sub.corp.example",
        "@corp.example",
        "",
    ],
)
def test_people_and_others_with_a_like_name_are(address: str) -> None:
    assert not LISTS.is_list_address(address)


@pytest.mark.parametrize("local", ROLES)
def test_a_lists_software_is_nobody_to_answer(local: str) -> None:
    message, found = read(f"From: {local}@corp.example", "Reply-To: eva@corp.example")
    assert (message.sender, message.passed_list, found.receipt) == (None, "", False)
    assert f"{local}@corp.example" in message.sender_doubt


def test_an_alias_that_is_also_a_list_is_itself_where_no_list_carried_the_mail() -> None:
    both = Site(own_lists=LISTS.own_lists, addresses=("it-help@corp.example",))
    message, _ = read(VIA, site=both)
    assert message.sender is not None
    assert message.sender.email == "it-help@corp.example"
    message, _ = read(VIA, "List-Id: <it-help.corp.example>", site=both)
    assert message.sender is None


@pytest.mark.parametrize("sender", ["ana@corp.example", "news@other.example"])
def test_reply_to_is_nobodys_identity_elsewhere(sender: str) -> None:
    message, _ = read(
        f"From: {sender}", "Reply-To: eve@evil.example", "X-Original-From: eve@evil.example"
    )
    assert message.sender is not None
    assert message.sender.email == sender


def test_a_list_vouches_for_itself_and_not_for_who_wrote_to_it() -> None:
    passed = "Authentication-Results: mx.corp.example; dmarc=pass header.from=corp.example"
    known = Site(own_lists=LISTS.own_lists, authserv_ids=("mx.corp.example",))
    _, found = read(passed, VIA, "Reply-To: ana@corp.example", site=known)
    assert found.verified is None
    assert "the list" in found.verdict


def test_a_forged_list_gets_nobody_a_receipt() -> None:
    failed = "Authentication-Results: mx.corp.example; dmarc=fail header.from=corp.example"
    known = Site(own_lists=LISTS.own_lists, authserv_ids=("mx.corp.example",))
    _, found = read(failed, VIA, "Reply-To: victim@other.example", site=known)
    assert (found.verified, found.receipt) == (False, False)


def test_a_disproven_sender_gets_no_receipt() -> None:
    failed = "Authentication-Results: mx.corp.example; dmarc=fail header.from=corp.example"
    _, found = read(failed, "From: ana@corp.example", site=Site(authserv_ids=("mx.corp.example",)))
    assert (found.kind, found.receipt, found.reason) == (
        Kind.PERSON,
        False,
        "DMARC failed for corp.example",
    )


OUR_ID = f"Message-ID: <k.{'0123456789abcdef' * 2}@corp.example>"
WRITTEN_ID = OUR_ID.replace("Message-ID", "X-Mailtracker-Id")
OTHER_ID = "Message-ID: <1@server.example>"


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ((OUR_ID, "From: Bo via IT help <it-help@corp.example>"), Kind.OWN),
        ((OUR_ID, "From: ana@corp.example"), Kind.PERSON),
        ((OTHER_ID, WRITTEN_ID, "From: IT help <it-help@corp.example>"), Kind.OWN),
        ((OTHER_ID, WRITTEN_ID, "From: ana@corp.example"), Kind.PERSON),
        (("Message-ID: <1@corp.example>", "From: IT help <it-help@corp.example>"), Kind.PERSON),
    ],
)
def test_a_mail_of_ours_is_known_by_its_id_and_its_sender(
    fields: tuple[str, ...], kind: Kind
) -> None:
    assert read(*fields, site=Site(addresses=("it-help@corp.example",)))[1].kind is kind


WRITTEN = ("en", "de", "nl", "da", "pt")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("My screen stays black, can you help?", "en"),
        ("Password reset please", "en"),
        ("Mein Bildschirm bleibt schwarz, könnt ihr helfen?", "de"),
        ("Drucker kaputt", "de"),
        ("Mijn scherm blijft zwart, kunnen jullie helpen?", "nl"),
        ("Printer doet het niet", "nl"),
        ("Min skærm er sort, kan I hjælpe?", "da"),
        ("Printeren virker ikke", "da"),
        ("O meu ecrã está preto, podem ajudar?", "pt"),
        ("Impressora avariada", "pt"),
        ("Mon écran reste noir, pouvez-vous m'aider ?", ""),
        ("Mi pantalla está negra, ¿me pueden ayudar?", ""),
        ("Skärmen är svart, kan ni hjälpa mig?", ""),
        ("VPN", ""),
        ("1234 https://corp.example/x ana@corp.example", ""),
        ("", ""),
    ],
)
def test_short_texts_tell_their_language_or_nothing(text: str, language: str) -> None:
    assert language_of("", text, WRITTEN) == language


def test_a_language_that_we_cannot_write_is_none_of_ours() -> None:
    assert (
        language_of("Drucker", "Mein Drucker druckt nicht mehr, könnt ihr helfen?", ("en", "da"))
        == ""
    )
    assert language_of("Drucker", "Mein Drucker druckt nicht mehr, könnt ihr helfen?", ()) == ""


def test_a_long_text_costs_no_more_than_its_beginning() -> None:
    assert language_of("", "Der Drucker geht nicht. " * 20_000, WRITTEN) == "de"


CONVERSATION = bytes([1]) + bytes(range(100, 121))


@pytest.mark.parametrize(
    ("value", "found"),
    [
        (base64.b64encode(CONVERSATION).decode(), CONVERSATION.hex()),
        (base64.b64encode(CONVERSATION + b"abcde" * 300).decode(), CONVERSATION.hex()),
        (base64.b64encode(CONVERSATION[:21]).decode(), ""),
        (base64.b64encode(b"\0" + CONVERSATION[1:]).decode(), ""),
        ("not base64 at all", ""),
        ("", ""),
    ],
)
def test_outlooks_conversation_is_what_all_its_answers_share(value: str, found: str) -> None:
    assert (
        parse(f"From: ana@corp.example\nThread-Index: {value}\n\nx".encode()).conversation == found
    )


LATER = f"Thread-Index: {base64.b64encode(CONVERSATION + b'abcde').decode()}"


@pytest.mark.parametrize(
    ("fields", "counts"),
    [
        ((LATER, "Subject: Re: VPN"), True),
        ((LATER, "Subject: AW: VPN"), True),
        ((LATER, "Subject: VPN"), False),
        ((LATER, "Subject: FW: VPN"), False),
        ((LATER, "Subject: Re: VPN", "In-Reply-To: <1@corp.example>"), False),
        ((LATER, "Subject: Re: VPN", "References: <1@corp.example>"), False),
        ((LATER, "Subject: Re: [IT-1042] VPN"), False),
        ((f"Thread-Index: {base64.b64encode(CONVERSATION).decode()}", "Subject: Re: VPN"), False),
    ],
)
def test_a_conversation_counts_only_for_an_answer_that_lost_all_else(
    fields: tuple[str, ...], counts: bool
) -> None:
    raw = "\n".join(["From: ana@corp.example", *fields, "", "x"]).encode()
    assert keys(parse(raw), ["it-help@corp.example"]).conversation == (
        CONVERSATION.hex() if counts else ""
    )


def packed(*names: bytes, more: bytes = b"") -> bytes:
    """A winmail.dat with these files: for each a place, a title and its content (MS-OXTNEF 2.1)."""

    def part(level: int, name: int, kind: int, data: bytes) -> bytes:
        return (
            struct.pack("<BHHI", level, name, kind, len(data))
            + data
            + struct.pack("<H", sum(data) & 0xFFFF)
        )

    out = struct.pack("<IH", 0x223E9F78, 1)
    out += part(1, 0x9006, 8, struct.pack("<I", 0x10000)) + part(
        1, 0x9007, 6, struct.pack("<II", 1252, 0)
    )
    for name in names:
        out += (
            part(2, 0x9002, 6, bytes(14))
            + part(2, 0x8010, 1, name + b"\0")
            + part(2, 0x800F, 6, b"content" * 1000)
        )
    return out + more


def with_winmail(content: bytes) -> Message:
    head = b"From: ana@corp.example\nContent-Type: application/ms-tnef; name=winmail.dat\n"
    return parse(head + b"Content-Transfer-Encoding: base64\n\n" + base64.encodebytes(content))


def test_the_files_inside_a_winmail_dat_are_named() -> None:
    message = with_winmail(packed(b"plan.pdf", b"Kost\xfcme.doc", b"../../etc/passwd"))
    assert message.packed == ("plan.pdf", "Kostüme.doc", "passwd")
    assert [part.filename for part in message.attachments] == ["winmail.dat"]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x78\x9f\x3e\x22",
        packed(b"a.pdf")[:60],
        b"no tnef at all",
        packed(more=b"\x02\x02\x90" + b"\xff" * 40),
    ],
)
def test_a_damaged_winmail_dat_is_carried_all_the_same(content: bytes) -> None:
    message = with_winmail(content)
    assert len(message.attachments) == 1
    assert message.packed in ((), ("a.pdf",))


@pytest.mark.timeout(5)
def test_a_winmail_dat_of_more_objects_than_we_look_at_is_read_in_time() -> None:
    tiny = struct.pack("<BHHI", 2, 0x9002, 6, 0) + b"\0\0"
    assert with_winmail(packed(b"plan.pdf", more=tiny * 2_001)).packed[:1] == ("plan.pdf",)


@pytest.mark.parametrize(
    ("text", "delsp", "flat"),
    [
        ("one \ntwo\nthree", False, "one two\nthree"),
        ("one \ntwo", True, "onetwo"),
        ("> one \n> two\nthree", False, "> one two\nthree"),
        ("> one \n>> two", False, "> one \n>> two"),
        ("one \n-- \nBo", False, "one \n-- \nBo"),
        (" From here\n > there", False, "From here\n> there"),
        ("", False, ""),
        ("one ", False, "one "),
    ],
)
def test_flowed_paragraphs_are_put_together(text: str, delsp: bool, flat: str) -> None:
    assert unflowed(text, delsp=delsp) == flat


# -- several aliases of ours ---------------------------------------------------------------

IT, PAY = ("it@corp.example", "support@corp.example"), ("payroll@corp.example",)
BOTH = Site(addresses=(*IT, *PAY), served=(IT, PAY))


@pytest.mark.parametrize(
    ("fields", "beside"),
    [
        (("To: it@corp.example, payroll@corp.example",), PAY),
        (("To: payroll@corp.example, it@corp.example",), IT),
        (("To: Support <SUPPORT+x@corp.example>", "Cc: payroll@corp.example"), PAY),
        (("To: bo@corp.example, payroll@corp.example", "Cc: it@corp.example"), IT),
        (("To: bo@corp.example", "Cc: it@corp.example, payroll@corp.example"), ()),  # none leads
        (("To: bo@corp.example",), ()),
    ],
)
def test_the_first_alias_in_to_leads(fields: tuple[str, ...], beside: tuple[str, ...]) -> None:
    _, found = read("From: ana@corp.example", *fields, site=BOTH)
    assert found.beside == beside


@pytest.mark.parametrize("fields", ["To: it@corp.example, support@corp.example", "Cc: a@b.example"])
def test_one_alias_has_none_beside_it(fields: str) -> None:
    site = Site(addresses=IT, served=(IT,))
    _, found = read("From: ana@corp.example", fields, site=site)
    assert found.beside == ()
