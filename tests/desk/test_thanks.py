"""Only thanks, or that all is well: nothing reopens, nothing starts. In doubt a promise begins."""

import time
from dataclasses import replace

import pytest

from mailtracker.desk.thanks import (
    closing_clauses,
    closing_phrases,
    regained,
    thanks_doubts,
    thanks_phrases,
)
from mailtracker.desk.thanks.thanks import only_thanks
from mailtracker.mail.message import Part
from tests.desk import closing_answers
from tests.desk.makers import message

NAMES = frozenset("bo jensen eva lund sam okoro pia schmidt anna joris".split())

CLOSING = """
Danke, jetzt geht es wieder!
Vielen Dank, hat geklappt.
Great, that worked. Cheers
Bedankt, het werkt weer
Tusind tak
Muito obrigado!
Merci beaucoup, ça marche
ok
👍
Thank you so much, Bo!\\n\\nEva
Vielen Dank für die schnelle Hilfe.
Works now, thanks
Super, danke, klappt.
Done.
solved, thanks
Perfect, thank you for your quick reply. Have a nice weekend!
Hallo Bo,\\n\\nsuper, danke! Der Drucker läuft.\\n\\nViele Grüße\\nPia Schmidt\\nBuchhaltung
The VPN is working again, thanks a lot for sorting this out.
Alles klar, danke dir.
Top, bedankt voor de snelle hulp! Fijn weekend.
Het probleem is opgelost, dank je wel.
Hej Bo\\n\\nDet virker nu. Mange tak for hjælpen!\\n\\nMvh\\nEva
Obrigada, já funciona.
Perfeito, muito obrigada pela ajuda rápida.
Merci, c'est parfait.
Merci beaucoup pour votre aide, tout fonctionne.
Got it, thanks!
Thanks for your help with the printer.
That's exactly what I needed, thank you.
You can close this ticket. Thanks!
Kann geschlossen werden. Danke!
Das war's, danke!
Passt, danke.
Danke euch, ihr seid die Besten!
Dank je, ik kan weer verder.
Super fedt, tak for hjælpen.
Já recebi, obrigado.
Problema resolvido, obrigado!
C'est bon, merci.
Problème résolu, merci encore.
Thanks, everything is fine now.
Thanks Bo, much appreciated.
Wonderful. Thank you very much indeed.
Thank you! You saved my day.
Danke für die schnelle Rückmeldung, hat sich erledigt.
The laptop has arrived, thank you.
Das Paket ist angekommen, vielen Dank.
Thanks a million, Bo, that fixed it.
Brilliant, cheers mate
thx works
All good now, thank you!
Hi Sam,\\n\\nthat did it, thank you very much.\\n\\nKind regards\\nEva
Perfect, I can log in again.
I can print again, thanks!
It's working now. Have a great weekend!
Many thanks, I got the payslip.
Received, thanks. No further questions.
Thank you for explaining, that makes sense.
Ok, thanks for letting me know.
Fantastic service as always, thank you!
Great, thanks for the quick fix!
Thanks Anna! Problem solved.
Cool, ta
noted, thx
That answers my question, thanks.
👍 thanks
Thank you Bo, the key is here.
Prima, das hat geholfen. Vielen Dank!
Hat super geklappt, danke nochmal!
Danke Bo, jetzt komme ich wieder rein.
Läuft wieder, merci!
Wunderbar, herzlichen Dank für die prompte Erledigung.
Top, danke!
Besten Dank, alles angekommen.
Okay, danke für die Info.
Danke für die Auskunft, das hilft mir weiter.
Hallo Sam, es funktioniert jetzt einwandfrei. Vielen lieben Dank und ein schönes Wochenende! LG Pia
Super Service, danke!
Erledigt, danke!
Alles bestens, vielen Dank. Schönen Feierabend
Dankeschön :)
Perfekt, dann weiß ich Bescheid. Danke
Ich kann wieder drucken, danke!
Ja, passt so. Danke euch
Dank je wel Sam, het werkt als een zonnetje.
Super, opgelost! Bedankt.
Helemaal goed, dank!
Ik kan weer inloggen, bedankt!
Ontvangen, dank je.
Fijn, dankjewel. Groetjes Eva
Oké, duidelijk. Bedankt voor je uitleg.
Geweldig, hij doet het weer!
Dank voor de snelle reactie.
Prima zo, dank u.
Probleem is verholpen, hartelijk dank.
Mange tak, det virker.
Perfekt, tak!
Tak for hurtigt svar.
Super, nu kan jeg logge ind igen. Tak!
Det hjalp, tusind tak Bo.
Modtaget, tak.
Jeg har fået den, mange tak.
Fedt, tak for det! God weekend
Så er den løst, tak for hjælpen.
Det er helt i orden, tak.
Ok tak
Muito obrigada, já consigo entrar.
Obrigado pela ajuda, ficou tudo resolvido.
Ótimo, obrigada!
Já está a funcionar, muito obrigado.
Perfeito. Bom fim de semana!
Obg, recebi tudo.
Tudo certo, obrigado.
Excelente, obrigado pela rapidez.
Agradeço a ajuda, está resolvido.
Ok, obrigada pela informação.
Valeu!
Super, merci beaucoup !
C'est réglé, merci.
Parfait, merci pour votre réactivité.
Ça fonctionne à nouveau, merci.
Merci Bo, bonne journée.
Bien reçu, merci.
Je vous remercie, tout est en ordre.
Merci pour l'info.
Top, merci à toi !
J'ai bien reçu le document, merci.
Nickel, ça marche. Bon week-end
Merci bien, je peux de nouveau me connecter.
Never mind, it fixed itself after a reboot. Sorry for the noise!
Sorry for the hassle, it was just the plug. All fine now!
Picked up the door key at reception, all good.
We got the new chairs, thanks
Laptop boots fine since this morning. Legend!
The scanner scans perfectly now
Email is syncing on my phone. Sweet
The wifi is back. Thank you!
The amount is correct now, thanks
Understood. Will use the other form from now on.
You're a star
Just wanted to let you know that the VPN works again. Thanks!
Please go ahead and close it. Thanks
All sorted now thank you
Wow that was fast, tyvm
Hat sich erledigt, es lag an mir. Sorry für die Umstände!
Danke schön, Schlüssel hab ich abgeholt
Ich habe die Bescheinigung erhalten, vielen Dank
Laptop startet wieder, danke!
Der Betrag stimmt jetzt. Danke
Okay, dann mache ich das künftig über das Portal. Dankeschön!
Ihr seid die Größten!
gut zu wissen dankeschön
funzt, thx
Nach dem Neustart ging alles wieder. Ticket bitte schließen.
Bleek aan mijn kabel te liggen, is al opgelost. Sorry voor het storen
Sleutel opgehaald bij de receptie, dankjewel!
Nieuwe muis ontvangen en aangesloten, werkt perfect.
Laptop start weer op, dankjewel
Het bedrag klopt nu, bedankt
Is goed, ik doe het voortaan via het formulier.
Jullie zijn toppers!
Alles in orde, je kunt de melding afsluiten
kei bedankt, weer aan de slag
Toppie
Undskyld forstyrrelsen, det var bare min fejl. Alt virker
Nøglen er hentet i receptionen. Tak for det
Computeren starter igen, tusind tak
Lønnen passer nu. Tak!
Det er helt i orden, jeg bruger blanketten fremover.
Du er den bedste!
Sagen kan afsluttes herfra.
Bare for at sige at det hele kører som det skal
Afinal era o cabo, já está. Desculpem o incómodo
Já levantei a chave na receção. Agradeço a rapidez.
Impecável, a impressora já imprime.
O salário já bate certo, obrigada
Certo, passo a usar o formulário novo então. Obrigada
Vocês são os melhores!
Da minha parte está fechado
brigadão
En fait c'était juste la prise, plus besoin d'intervenir. Merci quand même !
J'ai bien reçu ma fiche de paie, merci beaucoup.
L'ordinateur démarre normalement, merci
Le montant est correct à présent
C'est noté, je passerai par le formulaire la prochaine fois.
T'es un chef
Rien d'autre de mon côté. Merci
Dossier clos pour ma part. Cdlt
mci
""".strip().split("\n")
"""Answers with which people end a matter; \\n is a line break."""

WANTING = """
Please call me back
Thanks, but it is broken again
Danke, aber es geht nicht
Thanks. Who fixes my phone?
Thanks for nothing
Thanks in advance
Vielen Dank im Voraus
still broken
It still does not work, thanks.
Danke, der Fehler ist wieder da.
The problem is back. Thanks
Call me when it works
Alvast bedankt
Bedankt, maar het werkt niet.
Thanks, and the other one
Thank you for calling me back tomorrow
Danke! Mein Kollege hat das gleiche Problem.
Bitte um Rückruf
Works only sometimes, thanks
Tak, men det virker ikke
Obrigado, mas ainda não funciona
Merci, mais ça ne marche pas
Merci d'avance
Works again, but only in black
I need a new mouse
ring mig venligst
Help
no
Tell me when it works
thanks, now my phone is broken
Hi Bo
hello
Thank you for looking into it
Thank you for your help. Next question: where is the form
Thanks, please also reset Pia's password
Thanks. It worked for Pia, mine still fails
Thank you, I will test it tomorrow and let you know
Great, one more thing: the scanner is dead
Thanks for the reply. Waiting for the new laptop then
ok but when
Please call me back
Call me
Any news
Need a new badge
My screen is black
Not solved
Not working
Reminder
Could someone look at this
It worked once, now it is gone again
The error is back
Thanks for your patience, I am still trying
I have a question
Thanks, can I have two
Thanks in advance for fixing the printer
Danke, könnt ihr auch den Drucker in 214 ansehen
Danke, leider geht es nur manchmal
Danke im Voraus
Bitte um Rückmeldung
Geht immer noch nicht
Funktioniert nicht
Jetzt geht gar nichts mehr
Danke, aber das war nicht meine Frage
Ich melde mich morgen
Mein Konto ist gesperrt
Ich brauche eine neue Maus
Danke, warte auf Rückruf
Der Drucker ist wieder kaputt
Danke für nichts
Danke. Und das Telefon
Alvast dank
Werkt nog steeds niet
Bedankt, maar nu doet de printer het niet
Graag een nieuwe muis
Kan iemand mij bellen
Dank, ik wacht af
Nog geen bericht ontvangen
Bel me even terug
Op voorhand tak
På forhånd tak
Virker stadig ikke
Tak, men jeg mangler stadig adgang
Jeg har brug for en ny skærm
Ring til mig
Fejlen er tilbage
Kan du også hjælpe Eva
Desde já obrigado
Continua sem funcionar
Obrigado, mas falta o outro documento
Não recebi nada
Preciso de um monitor
Ligue-me por favor
O erro voltou
Obrigada, fico a aguardar
Merci d'avance pour votre aide
Ça ne marche toujours pas
Merci, mais il manque le badge
Rappelez-moi svp
J'ai besoin d'un écran
Le problème est revenu
Je n'ai rien reçu
Merci de me rappeler
Merci de vérifier mon compte
Thanks, now Outlook asks for a password
Sorry for the trouble, it is back
Just wanted to let you know that it is back
It was the cable. Can I get one
The key works but the badge
I got the wrong badge, thanks
I got the invoice again
Got the same message, thanks
I got the error again, thanks
Will use the other form, send it to me
I will use the form you send me from now on
I'll take the day off from now on
The printer prints only one page
The printer prints blank pages again
Outlook crashes again
it starts again
The warning light is on again
My contract runs out today
The water is running again
I think it works
My files are gone again
My account is closed
Thanks a lot, now the scanner
Thanks my phone is dead
Thanks for the mouse the keyboard is missing
I would appreciate your help
You are the best, can you do the same for Joris
Ticket can be closed when the laptop is here
You can close the account
Close the door please
Yes, thanks
Good morning
was it solved
Your parcel has arrived
The visitor is here
I found a key
Entschuldigung für die Störung, er ist wieder da
Es lag am Kabel. Brauche ein neues
Schlüssel hab ich verloren
Ich habe den Fehler wieder bekommen
Drucker druckt wieder alles doppelt
Rechner startet von selbst
Schlüssel gefunden
danke, das hatte ich schon probiert
danke das hatte ich schon probiert
Danke mein Handy ist weg
Ist der Schlüssel da
Das Problem ist nicht gelöst
Ab jetzt bitte an meine neue Adresse
Die Frist läuft heute
Sorry voor het storen, hij is er weer
Sleutel opgehaald, past niet
Ik heb dezelfde laptop gekregen
Printer print alles dubbel
Laptop start weer opnieuw
Het bedrag klopt bijna
Ticket mag dicht als Pia het heeft
bedankt mijn scherm is zwart
Mijn sleutel is weg
Beklager ulejligheden, den er tilbage
Jeg har fået den forkerte nøgle
Printeren printer igen striber
den starter igen
Er den kommet
Giv også Joris adgang, så er alt godt
Nøglen er væk
Fremover bruger jeg blanketten som du sender
Sagen kan lukkes når skærmen er kommet
Varmen er tilbage på 15 grader
Ja tak
Desculpem o incómodo, voltou
Recebi a mesma mensagem
A impressora imprime só uma página
O valor está quase certo
Passo a usar o formulário novo, mandem-no
Podem fechar a conta
Obrigado a impressora avariou
Agradeço o envio do contrato
já está outra vez
Désolé pour le dérangement, il est revenu
J'ai récupéré la mauvaise clé
J'ai reçu la facture à nouveau
L'imprimante imprime une page sur deux
Outlook redémarre à nouveau tout seul
Le montant est presque correct
Vous pouvez clôturer mon compte
Merci mon écran est noir
Plus de toner
Mes mails ont disparu
Ich kann wieder nicht drucken
Nu kan jeg ikke logge ind igen
Danke für die Rückmeldung bis morgen
T'es un chef, donne aussi l'accès à Joris
""".strip().split("\n")
"""What wants something, or leaves something open."""


def written(line: str) -> str:
    return line.replace("\\n", "\n")


@pytest.mark.parametrize("line", CLOSING)
def test_a_closing_answer_starts_nothing(line: str) -> None:
    assert only_thanks(message(text=written(line)), NAMES)


@pytest.mark.parametrize("line", WANTING)
def test_what_leaves_something_open_starts_a_promise(line: str) -> None:
    assert not only_thanks(message(text=written(line)), NAMES)


@pytest.mark.parametrize("line", CLOSING)
def test_a_question_behind_a_closing_answer_starts_a_promise(line: str) -> None:
    assert not only_thanks(message(text=f"{written(line)}\nWho has the spare key?"), NAMES)


@pytest.mark.parametrize(
    "text", ["", " \n", "thanks " * 60, "thank you for " + "very " * 60 + "much", "\U0001f4a3"]
)
def test_in_doubt_it_is_not(text: str) -> None:
    assert not only_thanks(message(text=text))


def test_each_pattern_compiles_and_says_what_its_name_says() -> None:
    thanked = thanks_phrases.THANKS.fullmatch("vielen dank fur die hilfe")
    assert thanked is not None
    assert thanked["free"] == "fur die hilfe"
    works = thanks_phrases.RUNS.fullmatch("der neue drucker lauft wieder")
    assert works is not None
    assert works["free"].strip() == "der neue drucker"
    assert thanks_phrases.GONE.fullmatch("het probleem is opgelost")
    assert thanks_phrases.NOTED.fullmatch("bien recu")
    assert thanks_phrases.AHEAD.search("tak pa forhand")
    assert thanks_phrases.OPEN.search("es geht nicht")
    assert thanks_phrases.TROUBLE.search("the old error")
    assert thanks_phrases.OTHER.search("the wrong badge")
    assert thanks_phrases.HAS.fullmatch("ich habe die karte abgeholt")
    assert thanks_phrases.AGREED.fullmatch("ja tak")
    assert closing_phrases.HENCE.fullmatch("i will use the new form from now on")
    assert closing_clauses.ASIDE.fullmatch("sorry for the noise")
    assert regained.regained("jetzt sehe ich den ordner wieder") == "den ordner"
    assert regained.regained("ik heb de sleutel gevonden") == "de sleutel"
    assert regained.regained("i found a key") is None
    assert regained.regained("i received the parcel again") is None
    assert regained.regained("ik vond je sleutel") is None
    assert regained.NOT_WHOLE.search("alles doppelt")
    assert thanks_doubts.RETURNED.fullmatch("it is back")
    assert not thanks_doubts.RETURNED.fullmatch("the wifi is back")
    assert thanks_doubts.ASKED.fullmatch("is it fixed")
    assert thanks_doubts.VANISHED.search("ist weg")
    assert thanks_doubts.AGAIN.search("de novo")
    assert thanks_doubts.ARRIVED.search("is here")
    assert thanks_doubts.FOR_OTHERS.search("your parcel")
    assert thanks_doubts.ABLE.search("jetzt kann ich wieder drucken")
    assert thanks_doubts.ANEW.search("for the mouse the keyboard is missing")
    assert thanks_doubts.FOR.match("fur die hilfe")
    assert thanks_doubts.MEANT_FOR.fullmatch("det var til")
    assert not thanks_doubts.FOR.match("de me rappeler")


def test_an_attachment_says_that_there_is_more():
    part = Part("2", "image/png", "", "base64", "attachment", "shot.png", "", (0, 1), (1, 2))
    assert not only_thanks(replace(message(text="Thanks!"), attachments=(part,)))


def test_the_logo_below_a_thank_you_is_no_attachment():
    logo = Part("2", "image/png", "", "base64", "inline", "logo.png", "logo@x", (0, 1), (1, 2))
    assert only_thanks(replace(message(text="Thanks!"), attachments=(logo,)))
    file = replace(logo, disposition="attachment")
    assert not only_thanks(replace(message(text="Thanks!"), attachments=(file,)))


@pytest.mark.parametrize(
    ("text", "ended"), [("Done.", True), ("solved, thanks", True), ("not solved", False)]
)
def test_who_says_that_it_is_solved_wants_nothing_more(text, ended):
    assert only_thanks(message(text=text)) is ended


def test_hundreds_of_closing_answers_are_told_from_those_that_want_something():
    missed = [
        text for text in closing_answers.CLOSING if not only_thanks(message(text=text), NAMES)
    ]
    silenced = [text for text in closing_answers.WANTING if only_thanks(message(text=text), NAMES)]
    assert (missed, silenced) == ([], [])
    assert min(len(closing_answers.CLOSING), len(closing_answers.WANTING)) > 140


@pytest.mark.parametrize(
    "text",
    [
        "läuft" + " super perfekt" * 12,
        "it works" + " fine well" * 12,
        "thanks" + " you" * 38,
        "nu alles " * 14,
    ],
)
def test_a_word_of_two_lists_is_read_one_way(text):
    only_thanks(message(text="works"))  # compiles what is common
    began = time.process_time()
    only_thanks(message(text=f"{text} xq"))
    assert time.process_time() - began < 5  # each pair more took four times as long
