"""What ends a matter besides thanks and success: leave to close, nothing wanted any more, a cause
that was nothing; and what only looks so.
"""

from collections.abc import Callable

from mailtracker.desk.thanks.causes import CAUSE, owns_up
from mailtracker.desk.thanks.closable import is_over
from mailtracker.desk.thanks.gladness import GLADNESS
from mailtracker.desk.thanks.praise_signs import REWARD
from mailtracker.desk.thanks.thanks import _clauses, only_thanks, thanks_for_a_letter
from mailtracker.desk.thanks.thanks_doubts import NEARLY, NO_MORE, PUT_OFF, WAITS
from tests.desk.makers import message

OVER = """
You can close this one now
So please close the ticket
Can close this one off
No longer needed
It fixed itself overnight
Nothing outstanding
Das Ticket könnt ihr schließen
Kann zu
Hat sich erübrigt
Von meiner Seite keine Fragen mehr
Dus dit mag dicht
Laat maar
Niet meer nodig
Sagen kan lukkes
Glem det
Podem fechar o pedido
Já não é preciso
Vous pouvez clôturer la demande
Plus besoin
""".strip().split("\n")

NOT_OVER = """
You can close the window now
Please close my account
Please shut it
No need to hurry
It can be closed once she has signed
The ticket machine can be closed
Bitte abschließen
Fenster könnt ihr zumachen
Kann weg
De deur mag dicht
Døren kan lukkes
Podem fechar a porta
Vous pouvez fermer la fenêtre
""".strip().split("\n")

CAUSES = """
The plug was out
I was looking at the wrong ward list
I'd put the decimal point in the wrong place
Must have been the reboot
The parcel was at reception
The cat had pulled the plug
What a muppet
Der Stecker war draußen
Ich hab auf der falschen Station gesucht
Die Katze hatte den Stecker gezogen
Lag wohl am Neustart
De stekker zat los
Ik gebruikte het oude wachtwoord
Stikket sad ikke i
Jeg kiggede på den forkerte afdeling
Estava a usar a senha antiga
Le câble était débranché
Je regardais le mauvais service
""".strip().split("\n")

NO_CAUSES = """
The door was stuck
The power was out
The cable was out again
The system locked the account
Somebody had taken the laptop
Somebody had moved my desk
We had the old contract
Der Aufzug war kaputt
Die Putzfrau hat den Bildschirm verstellt
De printer was leeg
Strømmen var væk
A porta estava fechada
La porte était fermée
""".strip().split("\n")


def _all(known: Callable[[str], object], text: str) -> bool:
    return all(known(clause) for clause in _clauses(text))


def test_leave_to_close_in_any_order_of_words_ends_a_matter_and_no_door_is_one() -> None:
    assert [line for line in OVER if not _all(is_over, line)] == []
    assert [line for line in NOT_OVER if _all(is_over, line)] == []


def test_a_cause_that_was_nothing_asks_for_nothing_and_a_fault_is_none() -> None:
    assert [line for line in CAUSES if not _all(CAUSE.fullmatch, line)] == []
    assert [line for line in NO_CAUSES if _all(CAUSE.fullmatch, line)] == []
    assert owns_up(["i was looking at the wrong list", "sorry"])
    assert not owns_up(["i was looking at the wrong list"])
    assert not owns_up(["the letter was at home", "sorry"])


def test_beside_leave_to_close_a_mail_may_say_why_but_not_want() -> None:
    why = "No need to send anyone, the caretaker had a spare key."
    assert only_thanks(message(text=why))
    assert not only_thanks(message(text=why.replace("had", "wants")))
    assert not only_thanks(message(text="Not needed any more. Refund to my card"))
    assert not only_thanks(message(text="The caretaker had a spare key."))


def test_that_others_are_glad_is_told() -> None:
    for clause in ("nan is over the moon", "die oma strahlt ubers ganze gesicht"):
        assert GLADNESS.fullmatch(clause)
    assert only_thanks(message(text="The telly works, nan is over the moon"))
    assert REWARD.fullmatch("a gold star for you")
    assert not REWARD.fullmatch("a gold star for anna")


def test_what_is_tried_later_or_works_no_more_is_open() -> None:
    assert PUT_OFF.search("ich probiere es morgen fruh im lager aus")
    assert not PUT_OFF.search("see you tomorrow")
    assert WAITS.search("on verra cette nuit")
    assert NO_MORE.search("ca marche plus merci")
    assert not NO_MORE.search("ca marche plus vite")
    assert NEARLY.fullmatch("fast geschafft")
    assert not only_thanks(message(text="Strange, thanks"))
    assert only_thanks(message(text="Works now. Strange, but okay. Thanks"))


def test_who_sees_to_a_matter_answers_with_the_word_that_it_is_over() -> None:
    for text in ("It fixed itself overnight", "No longer needed", "It was the cable, sorry!"):
        assert not thanks_for_a_letter(message(text=text))
    assert thanks_for_a_letter(message(text="It fixed itself overnight, thanks"))
