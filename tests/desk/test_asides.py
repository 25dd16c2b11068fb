"""What is for us or for a colleague is told from an answer, in six languages."""

from dataclasses import replace

import pytest

from mailtracker.desk.asides import Hearers, is_aside, names_in

WHO = Hearers(
    names_in(["Eva Lund", "eva@corp.example", "Bo Jensen"]),
    names_in(["Sam Okoye", "sam@corp.example", "Ana Costa", "Carla Stein"]),
)

ASIDES = """
not mine, ask Sam
Not mine
This is not my area
wrong queue
@sam
@sam can you take this?
@Sam Okoye: yours?
@all who knows?
Sam, can you have a look?
sam: yours
Dear Mr Okoye,
Hej Sam
Mine, thanks
Mine - on it
mine now
I'll take this one
Taking this
Done, thanks!
Done - have a nice day
Erledigt, schönen Feierabend
Klaar, fijn weekend!
Færdig, god weekend
Feito, bom fim de semana
Fait, bonne journée
done ✅
Done 👍 thanks
closed, thanks
resolved thx
Erledigt, danke
Klaar, bedankt
Færdig, tak
Feito, obrigado
Fait, merci
please close
closing this
can be closed
kann geschlossen werden
kan lukkes
for Sam, he knows
For sam please
add sam to this thread
-> Sam
over to Ana
ask Sam
frag mal Sam
assign to sam
Nicht meins, bitte an Sam
Nicht mein Bereich
Niet voor mij
ikke min
não é comigo
pas pour moi, voir avec Sam
das übernehme ich
ik pak deze op
jeg tager den
fico com este
je prends
waiting for vendor
snooze until tomorrow morning please
Note to self: call vendor
Could Ana take it?
Ana should do this
Sam's area
Sam soll das machen
das macht Sam
kan Sam dit doen?
Ana må tage den
Sam s'en occupe
who can take this?
wer kennt sich damit aus?
duplicate, close
bitte schließen
sluiten aub
fermez svp
ok done
"""

ANSWERS = """
Done, I have reset it
Done. The gateway is fixed
Done, good as new
Fertig, schönen Gruß an die Kollegen
Erledigt, das Passwort ist zurückgesetzt
It is done, Eva.
Mine works fine here
Hi Eva, please restart
Eva, please restart
@Eva: restart it
Please restart the client
Sam has ordered it for you
Sam will call you today
For Windows users there is a guide
for now use the web client
Resolved by restarting the gateway.
Closed the port; try again.
Thanks!
Wait, I will call you
Waiting for the spare part, it will be here on Tuesday
Please forward it to your manager
Not possible before Monday
Nicht möglich.
Das ist nicht normal, bitte neu starten.
Det er ikke muligt før mandag
To reset it, press F8
Ask your manager first
Try again now
Ana Costa will sign it tomorrow
Sam can help you with that
Who has your laptop?
Closing the window helps
Use the other printer for now
Taking it apart helped, now it works
Your mouse is here
Hello, it works again
I have it here, come by
yes
ok
"""


@pytest.mark.parametrize("text", ASIDES.strip().split("\n"))
def test_an_aside_is_known(text):
    assert is_aside(text, WHO)


@pytest.mark.parametrize("text", ANSWERS.strip().split("\n"))
def test_an_answer_is_no_aside(text):
    assert not is_aside(text, WHO)


@pytest.mark.parametrize("text", ["please close", "I'll take this one", "ask Sam"])
def test_what_has_an_answer_below_it_is_one(text):
    assert not is_aside(f"{text}\n\nThe gateway was full, so I restarted it.", WHO)


@pytest.mark.parametrize("text", ["yes", "yes, send it", "send it please", "ja bitte", "Nein"])
def test_what_answers_a_question_of_ours_is_an_aside(text):
    assert is_aside(text, replace(WHO, asked=True))


def test_an_invisible_character_in_front_hides_nothing():
    assert is_aside("\u200b@sam", WHO)
