"""A clause that is well by its predicate alone, and what makes such news doubtful."""

from mailtracker.desk.thanks.thanks import _clauses
from mailtracker.desk.thanks.well import is_well

WELL = """
The label printer on ward 7 works again
The whiteboard is behaving itself
Queue is showing my calls again
The printer came back to life
Year 9 can all log in
Ward 7 has its label printer back
Back on the phones
Overtime is on the slip now
I've been able to complete the course now
Please ignore my last mail
You saved my lesson
Dave sorted it
No need to do anything
The refund hit my account this morning
No more error messages
The bin was emptied today
The letter was behind the radiator
The door opens with my card again
Etikettendrucker auf Station 7 tut wieder
Nach dem Akkutausch lief er wieder
Die Warteschlange wird wieder angezeigt
Die ganze 9b kommt wieder rein
Bin wieder am Telefon
Überstunden stehen jetzt drauf
Konnte den Kurs jetzt abschließen
Meine Mail bitte ignorieren
Ihr habt mir die Stunde gerettet
Dieter hats hingekriegt
Braucht ihr nix mehr machen
Die Erstattung ist heute auf meinem Konto eingegangen
Keine Fehlermeldung mehr
Die Tonne wurde heute geleert
Brief lag hinter der Heizung
Die Tür geht mit meiner Karte wieder auf
Labelprinter op afdeling 7 werkt weer
Het digibord doet weer wat het moet doen
Klas 3b kan weer inloggen
Ik kan er weer in
De overuren staan er nu op
Ik heb de cursus nu kunnen afronden
Vergeet mijn vorige mail
Je hebt mijn les gered
Dirk heeft het al gefikst
Hoeft niet meer
De terugbetaling staat vanmorgen op mijn rekening
Geen foutmelding meer
De container is vanmorgen geleegd
De deur gaat weer open met mijn pas
Labelprinteren på afsnit 7 virker igen
Tavlen opfører sig pænt igen
Hele 9b kan logge ind igen
Så er jeg på igen
Overtiden står der nu
Se bort fra min mail
Du reddede min time
Dan har ordnet det
I behøver ikke gøre mere
Nøglen til skabet er dukket op
Ingen fejlmeddelelse mere
Spanden blev tømt i morges
A impressora de etiquetas do piso 7 voltou
O quadro está a portar-se bem
A turma do 9 B já entra toda
De volta ao atendimento
As horas extra já lá estão
Ignorem o meu e-mail
Salvou a minha aula
O Daniel já arranjou
Não precisam de fazer nada
O reembolso caiu na conta hoje cedo
Já não dá erro nenhum
O lixo foi recolhido hoje
L'imprimante du service 7 remarche
Toute la 3e B arrive à se connecter
De retour au téléphone
Les heures sup y sont maintenant
J'ai pu terminer la formation
Ne tenez pas compte de mon mail
Vous avez sauvé mon cours
David l'a réparé
Plus la peine
Le remboursement est arrivé sur mon compte ce matin
Plus de message d'erreur
La carte est rechargée
""".strip().split("\n")

DOUBTFUL = """
A second letter has arrived
The same message works again
One of the printers works again
Only the printer in room 3 works again
The wrong form is on the list now
Back to square one
The alarm is on again
Is the printer working again
Does the printer work now
My contract runs out today
He came back on Monday
I was able to reproduce the error
You saved my old password
Your visitor has arrived
Sure, ignore it
The casing is empty
Ein Techniker ist jetzt da
Der alte Fehler geht wieder
Rechner startet von selbst
Ich könnte jetzt den Termin verschieben
Er ist wieder da
Nur ein Drucker druckt wieder
Meine Rechnung ist nicht angekommen
Der Wagen ist gestohlen
Een monteur is binnen
De storing is er weer
Dezelfde melding werkt weer
De deur staat open
Ik ben weer bij af
En ny fejl er dukket op
Den samme besked virker igen
Den starter igen
Jeg er tilbage på mandag
O problema voltou
Uma carta chegou
O sistema caiu
Só a Ana já entra
O nome está trocado
Le casier est vide
Une lettre est arrivée
La panne est de retour
Le même message s'affiche à nouveau
Je suis de retour lundi
""".strip().split("\n")


def _all_well(text: str) -> bool:
    return all(map(is_well, _clauses(text)))


def test_a_matter_is_well_by_its_predicate_whatever_it_is_about() -> None:
    assert [line for line in WELL if not _all_well(line)] == []


def test_what_is_limited_new_old_somebody_elses_or_asked_is_doubtful() -> None:
    assert [line for line in DOUBTFUL if _all_well(line)] == []
