"""What counts as an answer, and which words begin a promise: one function, one table of cases."""

from dataclasses import replace

import pytest

from mailtracker.desk.case import Case
from mailtracker.desk.request import Lane, Status
from mailtracker.desk.says import Says, says
from mailtracker.mail.message import Classified, Kind, Part, Picture
from tests.desk.makers import (
    PERSON,
    address,
    case_of,
    facts,
    issued,
    message,
    request,
    scene,
)

TO_BO = issued("bo@corp.example", Lane.REQUESTER, "bo")
TO_EVA = issued("eva@corp.example", Lane.OWNER)
BY_ID = issued("bo@corp.example", Lane.REQUESTER, "bo", by_token=False)
QUESTION = replace(TO_BO, letter="ask_back")
ABOUT = request(requester=address("eva@corp.example", "Eva Lund"))


def part(content_type="image/png", filename="image001.png", disposition="inline", cid="<1@x>"):
    return Part("2", content_type, "", "base64", disposition, filename, cid, (0, 0), (0, 900))


def picture(above="", signs=False, small=True):
    return Picture("2", "d" * 64, small, above, signs)


def said(policy, alias, mail, *, of_owners, known=TO_BO, on=ABOUT, seen=(), classified=PERSON):
    found = facts(known, on=on, pictures=frozenset(seen))
    return says(_case(mail, classified, found, alias, policy), on, of_owners)


def _case(mail, classified, found, alias, policy) -> Case:
    return case_of(mail, classified, found, alias, scene(policy))


def of_bo(text="", subject="Re: [IT-1001] VPN drops", **more):
    given = {"sender": address("bo@corp.example", "Bo Jensen")} | more
    return replace(message("bo@corp.example", subject, text), **given)


def of_eva(text="", subject="Re: [IT-1001] VPN drops", **more):
    given = {"sender": address("eva@corp.example", "Eva Lund")} | more
    return replace(message("eva@corp.example", subject, text), **given)


SIGNATURE = "Best regards\nBo Jensen\nIT, room 214\n+45 12 34 56 78"
DISCLAIMER = (
    "This e-mail and any attachments are confidential and intended solely for the addressee."
    " If you have received it in error, please notify the sender and delete it."
)
ARMOUR = "-----BEGIN PGP MESSAGE-----\n\nhQEMA\n-----END PGP MESSAGE-----"
FILE = part("application/pdf", "plan.pdf", "attachment", "")
SHOT = {"attachments": (part(),), "pictures": (picture(),)}
LOGO = {"attachments": (part(),), "pictures": (picture("Best regards\nBo Jensen"),)}
GMAIL = {"parts": (part("text/vnd.google.email-reaction+json", "", "", ""),)}
SMIME = part("application/pkcs7-signature", "smime.p7s", "attachment", "")
CARD = part("text/vcard", "bo.vcf", "attachment", "")

OF_OWNERS = [
    (Says.WORDS, of_bo("Restart it.")),
    (Says.WORDS, of_bo("Restart it.\n\n" + SIGNATURE)),
    (Says.WORDS, of_bo("Done, I have reset it.")),
    (Says.WORDS, of_bo("Hi Eva,\n\nplease restart it.")),
    (Says.WORDS, of_bo("Thanks, Eva!")),
    (Says.WORDS, of_bo("", attachments=(FILE,))),
    (Says.WORDS, of_bo("", **SHOT)),
    (Says.WORDS, of_bo("[cid:image001.png@01DC]", **SHOT)),
    (Says.WORDS, of_bo(SIGNATURE, **SHOT)),
    (Says.WORDS, of_bo("See below.", forwarded="From: the vendor\nIt ships today.")),
    (Says.WORDS, of_bo("Works with the key below.", sealed=True, attachments=(SMIME,))),
    (Says.WORDS, of_bo("Restart it.", "Re: FW: [IT-1001] error")),
    (Says.NOTHING, of_bo("")),
    (Says.NOTHING, of_bo(SIGNATURE)),
    (Says.NOTHING, of_bo(f"{SIGNATURE}\n\n{DISCLAIMER}")),
    (Says.NOTHING, of_bo("Bo")),
    (Says.NOTHING, of_bo("Mit freundlichen Grüßen\n\nBo Jensen\nIT-Abteilung\nCorp GmbH")),
    (Says.NOTHING, of_bo("Cordialement,\nBo Jensen\nService informatique")),
    (Says.NOTHING, of_bo("Med venlig hilsen / Kind regards\nBo Jensen\nIT")),
    (Says.NOTHING, of_bo(SIGNATURE, **LOGO)),
    (Says.NOTHING, of_bo("", attachments=(SMIME,), sealed=True)),
    (Says.NOTHING, of_bo(SIGNATURE, attachments=(CARD,))),
    (Says.NOTHING, of_bo("", forwarded="From: IT help\nEva asks, and you have it.")),
    (Says.REACTION, of_bo("👍\n\nBo Jensen reacted via Gmail", **GMAIL)),
    (Says.REACTION, of_bo("Bo Jensen reacted to your message:\n\n👍")),
    (Says.REACTION, of_bo("Bo Jensen hat auf Ihre Nachricht reagiert:\n\n❤️")),
    (Says.REACTION, of_bo("Liked “Every hour.”")),
    (Says.REACTION, of_bo("👍")),
    (Says.REACTION, of_bo(":-)\n\n" + SIGNATURE)),
    (Says.OBJECTION, of_bo("?")),
    (Says.LOCKED, of_bo("", locked=True, attachments=(FILE,))),
    (Says.LOCKED, of_bo(f"Hi Eva,\n\n{ARMOUR}", locked=True)),
    (Says.PASSED_ON, of_bo("Sam, yours?", "FW: [IT-1001] VPN drops", forwarded="From: IT help")),
    (Says.PASSED_ON, of_bo("", "WG: [IT-1001] VPN drops", forwarded="Von: IT help")),
    (Says.PASSED_ON, of_bo("", "Doorst: [IT-1001] VPN drops", forwarded="Van: IT help")),
    (Says.PASSED_ON, of_bo("", "TR: [IT-1001] VPN drops", forwarded="De : IT help")),
    (Says.PASSED_ON, of_bo("", "RV: [IT-1001] VPN drops", forwarded="De: IT help")),
    (Says.PASSED_ON, of_bo("", "Enc: [IT-1001] VPN drops", forwarded="De: IT help")),
    (Says.PASSED_ON, of_bo("fyi", "[EXTERN] WG: [IT-1001] VPN drops", forwarded="Von: IT help")),
    (Says.ASIDE, of_bo("not mine, ask Sam")),
    (Says.ASIDE, of_bo("@sam")),
    (Says.ASIDE, of_bo("Mine, thanks")),
    (Says.ASIDE, of_bo("Done, thanks!\n\n" + SIGNATURE)),
    (Says.ASIDE, of_bo("Hi Sam,\ncan you take this one?")),
    (Says.ASIDE, of_bo("for Sam, he knows it")),
    (Says.ASIDE, of_bo("Nicht meins, bitte an Sam")),
    (Says.ASIDE, of_bo("Closing this.")),
]


@pytest.mark.parametrize(("expected", "mail"), OF_OWNERS)
def test_what_the_owners_side_says(policy, alias, expected, mail):
    assert said(policy, alias, mail, of_owners=True) is expected


FINNISH = "Lähettäjä: IT help\nLähetetty: 23.11.2026\nVastaanottaja: Bo Jensen\nAihe: VPN"
DANISH = "Fra: IT help\nSendt: 23. november 2026\nTil: Bo Jensen\nEmne: VPN"
SWEDISH = "Från: IT help\nSkickat: den 23 november\nTill: Bo Jensen\nÄmne: VPN"
NOTE = part("message/rfc822", "note.eml", "attachment", "")
DANE, FINN = replace(PERSON, language="da"), replace(PERSON, language="fi")


@pytest.mark.parametrize(
    ("expected", "classified", "more"),
    [
        (Says.WORDS, PERSON, {}),
        (Says.WORDS, FINN, {"forwarded": f"-----Alkuperäinen viesti-----\n{FINNISH}"}),
        (Says.WORDS, DANE, {"forwarded": FINNISH}),
        (Says.WORDS, PERSON, {"forwarded": f"*{FINNISH}"}),
        (Says.PASSED_ON, PERSON, {"forwarded": DANISH}),
        (Says.PASSED_ON, FINN, {"forwarded": f"________________\n{DANISH}"}),
        (Says.PASSED_ON, PERSON, {"forwarded": SWEDISH}),
        (Says.PASSED_ON, PERSON, {"forwarded": "From: IT help\nSent: Monday\nTo: Bo Jensen"}),
        (Says.PASSED_ON, PERSON, {"attachments": (NOTE,)}),
        (Says.PASSED_ON, DANE, {}),
    ],
)
def test_finns_answer_with_the_mark_by_which_danes_pass_on(
    policy, alias, expected, classified, more
):
    mail = of_bo("Kan du se på det?", "VS: [IT-1001] VPN drops", **more)
    assert said(policy, alias, mail, of_owners=True, classified=classified) is expected
    told = said(policy, alias, mail, of_owners=True, classified=classified, known=BY_ID)
    assert told is Says.PASSED_ON


def test_a_forward_without_its_mark_is_known_by_its_block(policy, alias):
    mail = of_bo("Have a look, please.", "Printers", forwarded="From: IT help")
    assert said(policy, alias, mail, of_owners=True, known=BY_ID) is Says.PASSED_ON


def test_the_mark_of_the_request_itself_makes_no_forward_of_its_answer(policy, alias):
    about = replace(ABOUT, subject="FW: error at login")
    mail = of_bo("Restart it.", "[IT-1001] FW: error at login")
    assert said(policy, alias, mail, of_owners=True, on=about) is Says.WORDS


def test_somebody_who_reads_it_may_be_spoken_to(policy, alias):
    """So nobody is asked where Sam is in copy."""
    mail = of_bo("Sam, can you have a look?", cc=(address("sam@corp.example"),))
    assert said(policy, alias, mail, of_owners=True) is Says.WORDS
    about = replace(ABOUT, requester=address("sam.lee@corp.example", "Sam Lee"))
    mail = of_bo("Hi Sam,\nplease restart it.")
    assert said(policy, alias, mail, of_owners=True, on=about) is Says.WORDS


SAM, DESK = address("sam@corp.example"), address("it-help@corp.example")
REPLY = address("it-help+0123456789abcdef@corp.example")
EVA = address("eva@corp.example")


@pytest.mark.parametrize("known", [TO_BO, BY_ID])
@pytest.mark.parametrize(
    ("expected", "to", "cc"),
    [
        (Says.ASIDE, (SAM,), (REPLY,)),
        (Says.ASIDE, (SAM,), (DESK,)),
        (Says.ASIDE, (SAM, address("ana@corp.example")), (REPLY,)),
        (Says.ASIDE, (SAM,), ()),
        (Says.ASIDE, (SAM,), (REPLY, EVA)),
        (Says.WORDS, (REPLY,), (SAM,)),
        (Says.WORDS, (SAM, REPLY), ()),
        (Says.WORDS, (EVA, SAM), (REPLY,)),
        (Says.WORDS, (EVA,), (REPLY, SAM)),
        (Says.WORDS, (), (REPLY,)),
    ],
)
def test_what_is_written_to_a_colleague_with_a_copy_to_us_is_not_for_the_requester(
    policy, alias, known, expected, to, cc
):
    mail = of_bo("Have you an idea? Not urgent.", to=to, cc=cc)
    assert said(policy, alias, mail, of_owners=True, known=known) is expected
    if to == (SAM,):
        on = replace(ABOUT, copied=(SAM,))
        assert said(policy, alias, mail, of_owners=True, known=known, on=on) is Says.WORDS


@pytest.mark.parametrize("text", ["yes", "yes, send it please", "ja bitte", "it was me"])
def test_what_answers_a_question_of_ours_is_for_us(policy, alias, text):
    assert said(policy, alias, of_bo(text), of_owners=True, known=QUESTION) is Says.ASIDE
    assert said(policy, alias, of_bo(text), of_owners=True) is Says.WORDS


@pytest.mark.parametrize("letter", ["confirm", "reminder", "ask_back", "assigned"])
def test_thanks_for_a_letter_of_ours_are_for_us(policy, alias, letter):
    ours = replace(TO_BO, letter=letter)
    assert said(policy, alias, of_bo("Thanks!"), of_owners=True, known=ours) is Says.ASIDE


@pytest.mark.parametrize("letter", ["reminder", "assigned"])
def test_who_answers_a_letter_with_how_it_stands_does_not_thank_us(policy, alias, letter):
    """They may have the mail itself, without us."""
    ours = replace(TO_BO, letter=letter)
    wanted = {
        "I have looked into it, it works now": Says.WORDS,
        "Habe es mir angeschaut, es geht jetzt wieder": Says.WORDS,
        "Es geht wieder und alles funktioniert": Says.WORDS,
        "The VPN is back": Says.WORDS,
        "It works now and thanks": Says.ASIDE,
        "works now thank you": Says.ASIDE,
        "Fixed, thanks!": Says.ASIDE,
        "Danke, erledigt": Says.ASIDE,
        "It is fixed \N{THUMBS UP SIGN}": Says.ASIDE,
        "Alles klar": Says.ASIDE,
        "Perfect": Says.ASIDE,
        "Your access is set up. Thanks for your patience!": Says.WORDS,
        "Der Zugang ist eingerichtet, vielen Dank für Ihre Geduld": Says.WORDS,
        "Je badge werkt weer. Bedankt voor het wachten": Says.WORDS,
        "Adgangen er på plads. Tak for tålmodigheden": Says.WORDS,
        "O acesso está pronto. Obrigado pela paciência!": Says.WORDS,
        "Votre accès est prêt. Merci de votre patience.": Says.WORDS,
        "Thanks for your patience!": Says.ASIDE,
    }
    told = {text: said(policy, alias, of_bo(text), of_owners=True, known=ours) for text in wanted}
    assert told == wanted


def test_what_its_author_tells_us_to_send_is_an_answer(policy, alias):
    for _, mail in OF_OWNERS:
        case = _case(mail, PERSON, facts(TO_BO, on=ABOUT, confirmed=True), alias, policy)
        assert says(case, ABOUT, of_owners=True) is Says.WORDS


def test_a_picture_that_comes_with_every_mail_is_a_logo(policy, alias):
    mail = of_bo("", **SHOT)
    seen = ["d" * 64]
    assert said(policy, alias, mail, of_owners=True, seen=seen) is Says.NOTHING
    thanks = of_eva("Thanks", **SHOT)
    assert said(policy, alias, thanks, of_owners=False, seen=seen) is Says.THANKS


OF_REQUESTERS = [
    (Says.WORDS, of_eva("Please call me back")),
    (Says.WORDS, of_eva("Thanks", **SHOT)),
    (Says.WORDS, of_eva("Danke!\n\nViele Grüße\nEva Lund", **SHOT)),
    (Says.WORDS, of_eva("Thanks", attachments=(FILE,))),
    (Says.WORDS, of_eva("", **SHOT)),
    (Says.WORDS, of_eva("", "Re: [IT-1001] VPN drops - it is back")),
    (Says.WORDS, of_eva("not mine, ask Sam")),
    (Says.THANKS, of_eva("Thanks!")),
    (Says.THANKS, of_eva("Thanks!\n\n" + DISCLAIMER)),
    (Says.THANKS, of_eva("Thanks!\n\n[cid:logo.png@01DC]")),
    (Says.THANKS, of_eva("Thanks!", attachments=(SMIME,), sealed=True)),
    (
        Says.THANKS,
        of_eva(
            "Thanks!\n\nBest regards\nEva Lund\nFinance\n[cid:image001.png@01DC]",
            attachments=(part(),),
            pictures=(picture("Thanks!\n\nBest regards\nEva Lund\nFinance"),),
        ),
    ),
    (Says.NOTHING, of_eva("")),
    (Says.NOTHING, of_eva("Best regards\nEva Lund\nFinance\nExt. 4711")),
    (Says.NOTHING, of_eva("", "AW: [EXT] [IT-1001] VPN drops")),
    (Says.REACTION, of_eva("👍")),
    (Says.REACTION, of_eva("❤️\n\nEva Lund reagerede via Gmail", **GMAIL)),
    (Says.REACTION, of_eva("Eva Lund reacted to your message:\n\n👍")),
    (Says.REACTION, of_eva("A aimé « C’est réparé. »")),
    (Says.OBJECTION, of_eva("👎")),
    (Says.OBJECTION, of_eva("???")),
    (Says.OBJECTION, of_eva("Disliked “Fixed.”")),
    (Says.OBJECTION, of_eva("👎\n\nEva Lund reacted via Gmail", **GMAIL)),
    (Says.LOCKED, of_eva("", locked=True)),
    (Says.PASSED_ON, of_eva("Thanks", "FW: [IT-1001] error", forwarded="From: the vendor")),
]


@pytest.mark.parametrize(("expected", "mail"), OF_REQUESTERS)
def test_what_the_requesters_side_says(policy, alias, expected, mail):
    assert said(policy, alias, mail, of_owners=False, known=TO_EVA) is expected


def test_a_picture_too_large_for_a_logo_is_said_wherever_it_stands(policy, alias):
    shown = picture("Thanks!\n\nBest regards\nEva Lund", small=False)
    mail = of_eva("Thanks!\n\nBest regards\nEva Lund", attachments=(part(),), pictures=(shown,))
    assert said(policy, alias, mail, of_owners=False) is Says.WORDS


def test_what_sounds_like_a_machine_is_no_answer(policy, alias):
    robot = Classified(Kind.AUTO_REPLY, False, "worded like an absence", sure=False)
    mail = of_bo("I am away until Monday.")
    assert said(policy, alias, mail, of_owners=True, classified=robot) is Says.MACHINE


def test_in_doubt_a_promise_is_not_kept_and_begins():
    assert [one for one in Says if one.is_answer] == [Says.WORDS]
    nothing = {Says.THANKS, Says.REACTION, Says.NOTHING, Says.CALLED_OFF, Says.MACHINE}
    assert {one for one in Says if not one.begins} == nothing


def test_a_closed_request_has_the_same_answers(policy, alias):
    closed = replace(ABOUT, status=Status.CLOSED, unanswered_since=None, promised_at=None)
    assert said(policy, alias, of_bo("Restart it."), of_owners=True, on=closed) is Says.WORDS
