"""Pictures in a mail's text: where each stands, and how large it is."""

from email.message import EmailMessage

import pytest

from mailtracker.mail.parse import parse
from mailtracker.mail.text.pictures import FEW_WORDS

SIGN = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"
SMALL = SIGN + (80).to_bytes(4, "big") + (40).to_bytes(4, "big")
TALL = SIGN + (900).to_bytes(4, "big") + (700).to_bytes(4, "big")
IMG = '<img width="80" src="cid:image001.png@01DC">'
QUOTE = '<p>On Monday Bo Jensen wrote:</p><blockquote type="cite">{}</blockquote>'


def mail(html, text="see HTML\n", picture=SMALL, disposition="inline"):
    made = EmailMessage()
    made["From"], made["To"] = "Eva Lund <eva@corp.example>", "it-help@corp.example"
    made["Subject"], made["In-Reply-To"] = "Re: VPN drops", "<1@corp.example>"
    made.set_content(text)
    if html is None:
        made.add_attachment(
            picture, "image", "png", cid="<image001.png@01DC>", disposition=disposition
        )
    else:
        made.add_alternative(html, subtype="html")
        page = made.get_body(("html",))
        assert page is not None
        page.add_related(
            picture,
            "image",
            "png",
            cid="<image001.png@01DC>",
            filename="image001.png",
            disposition=disposition,
        )
    return parse(made.as_bytes())


@pytest.mark.parametrize(
    ("html", "above", "signs"),
    [
        (f"<p>{IMG}</p>", "", False),
        (f"<p>Thanks {IMG}</p>", "Thanks", False),
        (f"<p>Thanks</p><p>{IMG}</p><p>Eva</p>", "Thanks", False),
        (f"<p>Thanks</p><p>Best regards<br>Eva</p>{IMG}", "Thanks\n\nBest regards\nEva", False),
        (f"<p>Thanks</p><div>-- <br>Eva Lund<br>{IMG}</div>", "Thanks\n\n--\nEva Lund", True),
        (f"<p>Thanks</p><p>{IMG}</p>{QUOTE.format('Is it better?')}", "Thanks", False),
        (
            f"<p>Thanks</p><p>{IMG.replace('<img', '<IMG').replace('src', 'SRC')}</p>",
            "Thanks",
            False,
        ),
    ],
)
def test_a_picture_has_the_words_above_it(html, above, signs):
    (found,) = mail(html).pictures
    assert (found.above, found.signs, found.small) == (above, signs, True)


@pytest.mark.parametrize(
    "html",
    [
        f"<p>Thanks</p>{QUOTE.format('It looks like this: ' + IMG)}",
        f"<p>Thanks</p><p><b>From:</b> Bo<br><b>Sent:</b> Monday, 23 November 2026 09:00<br>"
        f"<b>To:</b> Eva<br><b>Subject:</b> VPN drops</p><p>{IMG}</p>",
    ],
)
def test_a_picture_that_is_quoted_is_none_of_the_writers(html):
    assert mail(html).pictures == ()


def test_a_picture_is_also_one_without_a_page_that_shows_it():
    (found,) = mail(None).pictures
    assert (found.above, found.signs) == ("", False)


def test_what_is_attached_is_a_file():
    assert mail("<p>Thanks</p>", disposition="attachment").pictures == ()


def test_a_tall_or_heavy_picture_is_no_logo():
    assert not mail(IMG, picture=TALL).pictures[0].small
    assert not mail(IMG, picture=SMALL + bytes(70_000)).pictures[0].small


def test_the_same_picture_has_the_same_digest_and_a_very_large_one_none():
    once, again = mail(IMG).pictures[0], mail(f"<p>Thanks</p>{IMG}").pictures[0]
    assert once.digest == again.digest != mail(IMG, picture=TALL).pictures[0].digest
    assert mail(IMG, picture=bytes(300_000)).pictures[0].digest == ""


def test_beside_many_words_no_picture_is_looked_for():
    assert mail(f"<p>{'word ' * FEW_WORDS}</p>{IMG}", "word " * FEW_WORDS).pictures
    assert mail(f"<p>{'word ' * 81}</p>{IMG}", "word " * (FEW_WORDS + 1)).pictures == ()
