"""An owner presses buttons: each begins a mail that does one word, once."""

from __future__ import annotations

from email.message import EmailMessage

from mailtracker.desk.request import Status
from tests.pressing import Link, links_in
from tests.stories.company import Company, body

EVA, BO, JONAS = "Eva Lund <eva@corp.example>", "bo@corp.example", "jonas@corp.example"
PAGE = "<html><body><p>It drops <b>every</b> hour.</p></body></html>"


def as_page(mail: EmailMessage) -> None:
    mail.add_alternative(PAGE, subtype="html")


def buttons(company: Company, who: str) -> dict[str, Link]:
    page = company.last(who).get_body(("html",))
    return links_in(page.get_content()) if page else {}


def press(company: Company, who: str, link: Link, text: str | None = None) -> None:
    """What a mail program makes of the link, and its writer of that."""
    company.write(who, link.subject, link.body if text is None else text, to=link.address)
    company.turn()


def test_an_owner_works_by_buttons_alone(company: Company) -> None:
    company.write(EVA, "VPN drops", "It drops every hour.", edit=as_page)
    company.turn()
    first = buttons(company, BO)
    assert first["Waiting"].body == "Waiting\r\n"

    press(company, BO, first["Waiting"], "Waiting\n\nWhich computer is it?\n\n-- \nBo Jensen\n")
    asked = company.last("eva@corp.example")
    assert body(asked).startswith("Which computer is it?")
    assert asked["Subject"] == "Re: [IT-1001] VPN drops"
    assert company.request().status is Status.WAITING

    company.reply(EVA, asked, "The laptop.", edit=as_page)
    company.turn()
    assert company.request().status is Status.OPEN
    press(company, BO, buttons(company, BO)["Done"])
    assert company.request().status is Status.CLOSED
    assert "IT-1001 is closed" in body(company.last(BO))

    told = len(company.inbox("eva@corp.example"))
    press(company, BO, first["Waiting"])
    assert "“Waiting” was carried out already: today at 09:00" in body(company.last(BO))
    press(company, BO, first["Mine"])
    assert "“Mine” changed nothing: IT-1001 is closed already." in body(company.last(BO))
    assert len(company.inbox("eva@corp.example")) == told
    assert company.request().status is Status.CLOSED


def test_the_button_of_a_mail_that_was_passed_on_is_nobody_elses(company: Company) -> None:
    company.write(EVA, "VPN drops", "It drops every hour.", edit=as_page)
    company.turn()
    link = buttons(company, BO)["Done"]
    before = company.request()
    for who in ("sam@corp.example", "mallory@example.com", EVA):
        press(company, who, link)
    assert company.request() == before
    press(company, BO, link)
    assert company.request().status is Status.CLOSED


def test_they_speak_german_to_whom_we_speak_german(company: Company) -> None:
    company.write(EVA, "Gehalt im Mai", "Es fehlt etwas.", edit=as_page)
    company.turn()
    found = buttons(company, JONAS)
    press(company, JONAS, found["Bis morgen zurückstellen"])
    assert company.request().snoozed_until is not None
    press(company, JONAS, found["Bis morgen zurückstellen"])
    assert "haben wir schon ausgeführt: heute um 09:00" in body(company.last(JONAS))
