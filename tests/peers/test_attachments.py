"""Files that were lost, renamed, or written where their sender wanted."""

from __future__ import annotations

from email.message import EmailMessage

import pytest

from mailtracker.mail.parse import parse
from tests.peers.scenes import ANA, BO, EVA, SAM, asked, raw
from tests.stories.company import body

PDF = bytes(range(256)) * 40


def with_file(data: bytes, name: str):
    def edit(mail: EmailMessage) -> None:
        mail.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)

    return edit


def files(mail: EmailMessage) -> dict[str | None, object]:
    return {part.get_filename(): part.get_payload(decode=True) for part in mail.iter_attachments()}


def test_freescout_3989_an_attached_mail_arrives_as_it_was_attached(company):
    """A mail that an agent attached to an answer reached the customer as an empty text. Here an
    attached message goes on byte for byte.
    """
    inner = raw("Subject: what you wrote in May", text="The printer was green.")
    asked(company)
    note = company.last(BO)
    to = note["Reply-To"].addresses[0].addr_spec
    head = (
        f"From: Bo Jensen <{BO}>\r\nTo: {to}\r\nSubject: Re: {note['Subject']}\r\n"
        "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
        "--b\r\nContent-Type: text/plain\r\n\r\nSee below.\r\n"
        "--b\r\nContent-Type: message/rfc822\r\n"
        'Content-Disposition: attachment; filename="May.eml"\r\n\r\n'
    )
    company.post.send(BO, to, head.encode() + inner + b"\r\n--b--\r\n")
    company.turn()
    (sent,) = [mail for _, to, mail in company.post.log if to == EVA and b"See below." in mail]
    assert inner in sent


def test_freescout_5059_whoever_gets_a_request_later_gets_its_files(company):
    """Passing a conversation on passed on its words alone; the files stayed behind. Here the mail
    itself is carried to whoever has the request next, with all that was attached.
    """
    asked(company, edit=with_file(PDF, "plan.pdf"))
    assert files(company.last(BO)) == {"plan.pdf": PDF}
    company.reply(BO, company.last(BO), "for sam")
    company.turn()
    assert any(files(mail) == {"plan.pdf": PDF} for mail in company.inbox(SAM))


@pytest.mark.parametrize(
    "name", ["Größe & Plan.msg", "見積書.eml", "a very long name " * 5 + ".msg"]
)
def test_freescout_4738_a_file_keeps_its_name(company, name):
    """Names of attached mails came out as a muddle, so nobody knew what they were. Here a name
    beyond ASCII is the same on the other side.
    """
    asked(company, edit=with_file(PDF, name))
    assert files(company.last(BO)) == {name: PDF}


NAMES = ["../../outside.txt", "/tmp/outside.txt", "..\\..\\outside.txt", "a/../../outside.txt"]


@pytest.mark.parametrize("name", NAMES)
def test_superagi_1466_the_name_of_a_file_is_only_shown(company, tmp_path, name):
    """A file was written under the name that its sender gave it, so the sender chose the folder.
    Here bytes lie in the database under their digest, and what is shown of a name is its last part
    (I10).
    """
    before = {path.name for path in tmp_path.iterdir()}
    mail = asked(company, edit=with_file(PDF, name))
    (part,) = parse(mail.as_bytes()).attachments
    assert part.filename == "outside.txt"
    assert list(files(company.last(BO)).values()) == [PDF]
    assert not list(tmp_path.parent.rglob("outside.txt"))
    made = {path.name for path in tmp_path.iterdir()} - before
    assert all(name.startswith("mailtracker.db") for name in made)


def test_vince_63_markup_in_a_subject_or_a_files_name_is_words(company):
    """A subject with markup was put into pages as it was, so that whoever wrote decided what the
    reader saw. Here every value in a letter of ours is words, a link among them too (S2).
    """
    evil = '<img src="http://shop.example/x.png"><b>Click</b> [here](http://shop.example)'
    asked(company, f"Hello {evil}", edit=with_file(PDF, "<b>bold</b>.pdf"))
    for who in (EVA, ANA):  # the receipt, and the report that no rule took it
        page = company.last(who).get_body(("html",)).get_content()
        assert '<img src="http://shop' not in page
        assert "<b>Click" not in page
        assert 'href="http://shop' not in page
        assert "<b>Click</b>" in " ".join(body(company.last(who)).split())
