"""What no hand typed for this mail is taken off; what somebody wrote stays."""

import pytest

from mailtracker.desk.content import own_words
from mailtracker.desk.small_print import without_small_print

SMALL_PRINT = [
    "This e-mail and any attachments are confidential and intended solely for the addressee. If"
    " you have received it in error, please notify the sender and delete it.",
    "CONFIDENTIALITY NOTICE: The contents of this email message and any attachments are intended"
    " solely for the addressee(s) and may contain confidential and/or privileged information and"
    " may be legally protected from disclosure.",
    "The information in this message is privileged. Any unauthorised copying is prohibited. We"
    " accept no liability for viruses.",
    "Diese E-Mail enthält vertrauliche und/oder rechtlich geschützte Informationen. Wenn Sie nicht"
    " der richtige Adressat sind oder diese E-Mail irrtümlich erhalten haben, informieren Sie bitte"
    " sofort den Absender und vernichten Sie diese Mail.",
    "De informatie verzonden met dit e-mailbericht is uitsluitend bestemd voor de geadresseerde."
    " Het bericht kan vertrouwelijke informatie bevatten. Gebruik door anderen is niet toegestaan.",
    "Denne e-mail kan indeholde fortrolige oplysninger og er kun tiltænkt modtageren. Har du"
    " modtaget mailen ved en fejl, bedes du slette den.",
    "Esta mensagem é confidencial e destina-se exclusivamente ao destinatário. Se a recebeu por"
    " engano, por favor elimine-a.",
    "Ce message est confidentiel et destiné exclusivement à son destinataire. Si vous l'avez reçu"
    " par erreur, merci de le supprimer.",
    "Please consider the environment before printing this email.",
    "Denken Sie bitte an die Umwelt, bevor Sie diese E-Mail ausdrucken.",
    "Tænk på miljøet, før du printer.",
    "Pensez à l'environnement avant d'imprimer ce message.",
    "Corp GmbH, Sitz der Gesellschaft: Berlin, Amtsgericht Charlottenburg HRB 12345",
    "Registered office: 1 High Street, London. Company number 1234567.",
    "Virus-free. www.avast.com",
    "[cid:image001.png@01DC]",
    "[image: image.png]",
]

WRITTEN = [
    "This message is confidential: your new salary is 5,000.",
    "Please delete the file and do not print it.",
    "Think before you call me again.",
    "Who is in the Handelsregister, do you know?",
    "The message was intended for Sam.",
    "Ich habe die Mail gelöscht.",
    "Der Virenscanner ist aus.",
]


@pytest.mark.parametrize("text", SMALL_PRINT)
def test_small_print_is_taken_off_wherever_it_is_wrapped(text):
    assert without_small_print(text) == ""
    wrapped = text.replace(" ", "\n", 1)
    assert without_small_print(f"Restart it.\n\n{wrapped}") == "Restart it."


@pytest.mark.parametrize("text", WRITTEN)
def test_what_somebody_wrote_stays(text):
    assert without_small_print(text) == text


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("Best regards\nBo Jensen\nIT, room 214\n+45 12 34 56 78", ""),
        ("Bo Jensen", ""),
        ("Best regards", ""),
        ("Dr. Bo Jensen\nHead of IT\nCorp Ltd.", ""),
        ("Danke\nBo Jensen\nIT\nTel 123", ""),
        ("Thanks\nBo", "Thanks"),
        ("Thanks", "Thanks"),
        ("Restart it.\n\nBo", "Restart it."),
        ("Restart it.\n\nThanks\nBo Jensen", "Restart it."),
        ("Bo is ill today", "Bo is ill today"),
        ("Eva Lund has called", "Eva Lund has called"),
        ("Bo?", "Bo?"),
        ("Sam Okoye", "Sam Okoye"),
    ],
)
def test_how_somebody_ends_every_mail_is_no_word_of_theirs(text, own):
    assert own_words(text, "Bo Jensen") == own
