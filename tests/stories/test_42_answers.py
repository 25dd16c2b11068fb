"""What counts as an answer: words of one's own, for the requester, that they can read. A forward, a
signature, a thumb, an encrypted mail keep no promise, and a screenshot says something.
"""

from dataclasses import replace
from email.message import EmailMessage
from email.utils import make_msgid

import pytest

from mailtracker.desk.on_command import Close
from tests.stories.company import body

BO, EVA, SAM = "Bo Jensen <bo@corp.example>", "Eva Lund <eva@corp.example>", "sam@corp.example"
SHOT = bytes.fromhex("89504e470d0a1a0a0000000d49484452000000010000000108020000009077") + b"shot"
LOGO = SHOT + b"logo"
SIGNATURE = "Best regards\nBo Jensen\nIT, room 214\n+45 12 34 56 78"
DISCLAIMER = (
    "Denne e-mail kan indeholde fortrolige oplysninger og er kun tiltænkt modtageren. Har du"
    " modtaget den ved en fejl, bedes du slette den."
)


def opened(company):
    company.write(EVA, "VPN drops", "Every hour.")
    company.turn()
    return company.last("bo@corp.example")


def closed(company):
    company.reply(BO, opened(company), "done\n\nFixed the gateway.")
    company.turn()
    return company.last("eva@corp.example")


def send(company, mail):
    """As a mail program does, to everybody in To and Cc."""
    mail["Message-ID"] = make_msgid(domain="client.corp.example")
    mail["Date"] = company.clock.now()
    company._post(mail)
    company.turn()


def answer(who, to, text, subject=""):
    mail = EmailMessage()
    mail["From"], mail["To"] = who, str(to["Reply-To"] or to["From"])
    mail["Subject"] = subject or f"Re: {to['Subject']}"
    mail["In-Reply-To"] = mail["References"] = to["Message-ID"]
    mail.set_content(text)
    return mail


def with_picture(mail, html, picture=SHOT):
    mail.add_alternative(html, subtype="html")
    page = mail.get_payload()[1]
    page.add_related(picture, "image", "png", cid="<image001.png@01DC>", disposition="inline")
    return mail


IMG = '<img src="cid:image001.png@01DC">'


def owes(company):
    """Somebody still waits, and Eva has had nothing but her receipt."""
    assert company.request().unanswered_since is not None
    assert len(company.inbox("eva@corp.example")) == 1
    return True


@pytest.mark.parametrize("text", [SIGNATURE, f"{SIGNATURE}\n\n{DISCLAIMER}", "", "Bo"])
def test_a_signature_alone_is_asked_back_and_keeps_no_promise(company, text):
    send(company, answer(BO, opened(company), text))
    assert owes(company)
    assert "without a text of its own" in body(company.last("bo@corp.example"))


@pytest.mark.every_envelope
def test_mine_above_signature_disclaimer_and_logo_tells_the_requester_nothing(company):
    to = opened(company)
    html = f"<p>mine</p><p>Best regards<br>Bo Jensen<br>IT</p>{IMG}<p>{DISCLAIMER}</p>"
    send(company, with_picture(answer(BO, to, f"mine\n\n{SIGNATURE}\n\n{DISCLAIMER}"), html, LOGO))
    assert owes(company)
    assert "is yours" in body(company.last("bo@corp.example"))


def gmail(mail, emoji):
    page = mail.get_content()
    mail.set_content(f"{emoji}\n\n{page}")
    mail.add_alternative(b'{"version":1}', "text", "vnd.google.email-reaction+json")
    mail.add_alternative(f"<p>{emoji}</p><p>{page}</p>", subtype="html")
    return mail


def reactions(who, to):
    yield gmail(answer(who, to, "Somebody reacted via Gmail"), "\U0001f44d")
    yield answer(
        who,
        to,
        "Bo Jensen reacted to your message:\n\n\U0001f44d\n\nFrom: IT help\n"
        "Sent: Monday 23 November 2026 09:00\nSubject: VPN drops\n\nEvery hour.",
    )
    yield answer(who, to, "Liked “Fixed the gateway.”")
    yield answer(who, to, "\U0001f44d")


@pytest.mark.parametrize("which", range(4))
def test_an_owner_who_presses_a_thumb_hears_once_that_it_went_nowhere(company, which):
    to = opened(company)
    before = len(company.inbox("bo@corp.example"))
    for _ in range(2):
        send(company, list(reactions(BO, to))[which])
    assert owes(company)
    assert len(company.inbox("bo@corp.example")) == before + 1
    assert "with a click" in body(company.last("bo@corp.example"))


@pytest.mark.parametrize("which", range(4))
def test_a_thumb_of_the_requester_opens_nothing_and_the_owner_sees_it(company, which):
    to = closed(company)
    had = len(company.inbox("bo@corp.example"))
    send(company, list(reactions(EVA, to))[which])
    assert company.request().status == "closed"
    assert len(company.inbox("bo@corp.example")) == had + 1


def test_a_thumb_for_a_mail_among_others_opens_no_request(company):
    mail = gmail(
        answer(
            EVA,
            {
                "From": "lee@corp.example",
                "Subject": "Lunch",
                "Message-ID": "<lunch@client.example>",
                "Reply-To": None,
            },
            "Eva reacted via Gmail",
        ),
        "\U0001f44d",
    )
    mail["Cc"] = company.alias
    send(company, mail)
    with company.runtime() as runtime, runtime.store.read() as conn:
        assert conn.exec_driver_sql("select count(*) from requests").scalar() == 0


ENVELOPED = b"0\x80\x06\t*\x86H\x86\xf7\r\x01\x07\x03\xa0\x80" + bytes(40)


def smime(mail, kind):
    mail.set_content(ENVELOPED, "application", "pkcs7-mime", filename="smime.p7m")
    if kind:
        mail.set_param("smime-type", kind)
    return mail


def pgp_mime(mail):
    mail.set_content(b"Version: 1\n", "application", "pgp-encrypted")
    mail.make_mixed()
    mail.set_type("multipart/encrypted")
    mail.set_param("protocol", "application/pgp-encrypted")
    mail.add_attachment(b"-----BEGIN PGP MESSAGE-----\n\nhQEM", "application", "octet-stream")
    return mail


def pgp_inline(mail):
    mail.set_content("Hi Eva,\n\n-----BEGIN PGP MESSAGE-----\n\nhQEMA\n-----END PGP MESSAGE-----\n")
    return mail


def locked(to):
    yield smime(answer(BO, to, ""), "enveloped-data")
    yield smime(answer(BO, to, ""), "")
    yield pgp_mime(answer(BO, to, ""))
    yield pgp_inline(answer(BO, to, ""))


@pytest.mark.parametrize("which", range(4))
def test_an_answer_that_the_requester_cannot_open_is_not_carried(company, which):
    send(company, list(locked(opened(company)))[which])
    assert owes(company)
    assert "is encrypted for this address" in body(company.last("bo@corp.example"))


def test_encrypted_for_the_requester_as_well_it_has_reached_them(company):
    mail = smime(answer(BO, opened(company), ""), "enveloped-data")
    mail["Cc"] = EVA
    send(company, mail)
    assert company.request().status == "answered"


def test_a_pasted_screenshot_is_an_answer(company):
    send(company, with_picture(answer(BO, opened(company), "\n"), f"<p>{IMG}</p>"))
    assert company.request().status == "answered"
    assert any(
        part.get_content_type() == "image/png" for part in company.last("eva@corp.example").walk()
    )


def test_thanks_with_a_screenshot_opens_again(company):
    to = closed(company)
    send(company, with_picture(answer(EVA, to, "Thanks\n"), f"<p>Thanks</p><p>{IMG}</p>"))
    assert company.request().status == "open"


def test_thanks_above_a_signature_with_a_logo_opens_nothing(company):
    html = f"<p>Thanks!</p><p>Best regards<br>Eva Lund<br>Finance</p><p>{IMG}</p>"
    text = "Thanks!\n\nBest regards\nEva Lund\nFinance\n[cid:image001.png@01DC]\n"
    send(company, with_picture(answer(EVA, closed(company), text), html, LOGO))
    assert company.request().status == "closed"


def test_a_picture_of_every_mail_of_hers_is_a_logo_wherever_it_stands(company):
    """The mail program of this requester sets nothing but a picture below her words."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = EVA, company.alias, "VPN drops"
    mail.set_content("Every hour.")
    send(company, with_picture(mail, f"<p>Every hour.</p>{IMG}", LOGO))
    company.reply(BO, company.last("bo@corp.example"), "done\n\nFixed.")
    company.turn()
    thanks = answer(EVA, company.last("eva@corp.example"), "Thanks!\n")
    send(company, with_picture(thanks, f"<p>Thanks!</p>{IMG}", LOGO))
    assert company.request().status == "closed"
    again = answer(EVA, company.last("eva@corp.example"), "Thanks!\n")
    send(company, with_picture(again, f"<p>Thanks!</p>{IMG}", SHOT))
    assert company.request().status == "open"


def forward(to, recipient, mark="FW:", text="Can you take this?"):
    mail = answer(
        BO,
        to,
        f"{text}\n\n-----Original Message-----\nFrom: IT help\n"
        f"Sent: Monday, 23 November 2026 09:00\nTo: Bo Jensen\nSubject: VPN drops\n\n"
        "Eva Lund asks, and you have it.",
        f"{mark} {to['Subject']}",
    )
    del mail["To"]
    mail["To"] = recipient
    return mail


@pytest.mark.parametrize("mark", ["FW:", "Fwd:", "WG:", "Rv:", "TR:", "VS:", "Doorst:", "Enc:"])
def test_a_forward_with_us_in_copy_is_not_carried_and_one_reply_sends_it(company, mark):
    mail = forward(opened(company), SAM, mark)
    mail["Cc"] = company.alias
    send(company, mail)
    assert owes(company)
    question = company.last("bo@corp.example")
    assert "You forwarded" in body(question)
    send(company, answer(BO, question, "send"))
    assert company.request().status == "answered"
    assert "Can you take this?" in body(company.last("eva@corp.example"))


def test_a_forward_to_us_alone_is_asked_back_once(company):
    to = opened(company)
    had = len(company.inbox("bo@corp.example"))
    for _ in range(2):
        send(company, forward(to, company.alias))
    assert owes(company)
    assert len(company.inbox("bo@corp.example")) == had + 1


def test_a_forward_to_the_requester_has_answered_and_the_owner_hears_so(company):
    mail = forward(opened(company), EVA, text="See the vendor's words.")
    mail["Cc"] = company.alias
    send(company, mail)
    assert company.request().status == "answered"
    assert len(company.inbox("eva@corp.example")) == 2  # the receipt, and what Bo sent her
    assert "among its recipients" in body(company.last("bo@corp.example"))


@pytest.mark.parametrize(
    "text", ["not mine, ask Sam", "@sam", "Mine, thanks", "Hi Sam,\ncan you look at it?"]
)
def test_words_that_are_not_for_the_requester_are_asked_back(company, text):
    send(company, answer(BO, opened(company), text))
    assert owes(company)
    question = company.last("bo@corp.example")
    assert text.split("\n")[0] in body(question)
    send(company, answer(BO, question, "yes, send it"))
    assert owes(company)
    send(company, answer(BO, question, "send"))
    assert company.request().status == "answered"


@pytest.mark.parametrize("ours", ["From", "Reply-To"])
def test_a_mail_to_a_colleague_with_a_copy_to_us_is_asked_back(company, ours):
    note = opened(company)
    mail = answer(BO, note, "Please take it, I am out.")
    del mail["To"]
    mail["To"], mail["Cc"] = SAM, note[ours]
    send(company, mail)
    assert owes(company)
    told = " ".join(body(company.last("bo@corp.example")).split())
    assert "Please take it, I am out.” and does not look as if it were for Eva" in told


def direct(company, who, first, text="Please restart the client."):
    mail = answer(who, {**dict(first.items()), "Reply-To": None}, text)
    mail["Cc"] = company.alias
    send(company, mail)


@pytest.mark.parametrize("who", [BO, "IT help <it-help@corp.example>"])
def test_what_went_to_the_requester_without_us_keeps_the_promise(company, who):
    first = company.write(EVA, "VPN drops", "Every hour.")
    company.turn()
    direct(company, who, first)
    assert company.request().status == "answered"
    assert "among its recipients" in body(company.last("bo@corp.example"))
    company.travel(hours=5)
    assert not any("did not keep" in body(mail) for mail in company.inbox("eva@corp.example"))
    direct(company, EVA, company.inbox("eva@corp.example")[1], "I did, it still drops.")
    assert company.request().unanswered_since is not None


@pytest.mark.parametrize("who", [BO, "IT help <it-help@corp.example>"])
def test_without_proof_where_there_is_a_border_it_keeps_nothing(company, who):
    company.config = replace(company.config, authserv_ids=("mx.corp.example",))
    first = company.write(EVA, "VPN drops", "Every hour.")
    company.turn()
    direct(company, who, first)
    assert company.request().unanswered_since is not None


def test_a_thumb_that_went_to_the_requester_keeps_nothing(company):
    first = company.write(EVA, "VPN drops", "Every hour.")
    company.turn()
    direct(company, BO, first, "\U0001f44d")
    assert company.request().unanswered_since is not None


def test_an_admin_closes_and_thanks_open_nothing(company):
    opened(company)
    company.act(Close)
    company.turn()
    send(company, answer(EVA, company.last("eva@corp.example"), f"Thanks!\n\n{DISCLAIMER}"))
    assert company.request().status == "closed"
