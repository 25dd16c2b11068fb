"""What owners write who do not mean the requester, and what they answer shortly: whole mails in six
languages, with the colleagues that the rules know (Sam, Ana and Carla; Eva asks, Bo answers).
"""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from mailtracker.desk.request import Lane
from mailtracker.desk.says import Says, says
from tests.desk.makers import PERSON, address, case_of, facts, issued, message, request, scene

ASIDES = """
It's not me, try Sam
Sam usually does these
These belong to Sam
Sam's the one for this
This must be Sam's desk
That sounds like Sam
Isn't this Sam's?
I think Ana looks after that
Sam would know
Better ask Carla
Not my department, Ana handles these
Wrong address, this is one for Carla
Please reassign
Please reassign this
Reassign please
Can this be reassigned?
Can somebody else take this?
Could someone else do it please?
Somebody else please
I can't take this one
I have no time for this, can someone else?
Who is she?
Who's that?
Who is this Eva?
Do we know her?
Do I know her?
Does anyone know her?
Didn't we close this already?
Haven't we answered this one?
Isn't this done already?
Wasn't this closed last week?
I thought we closed this
Her again
I'm on this one, thanks
Let me take this one
Det er ikke mig, prøv Sam
Det må være Sams bord
Det er vist Sams
Det plejer Sam at tage sig af
Sam plejer at tage dem
Hører til hos Ana
Det hører under Ana
Den ligger hos Carla
Det er Sams område
Kan en anden tage den?
Er der en anden der kan tage den?
Den må en anden tage
Flyt den venligst
Jeg har ikke tid til den her
Hvem er det?
Hvem er hun?
Hvem er hende her?
Kender vi hende?
Kender du hende?
Har vi ikke lukket den her?
Er den ikke lukket?
Har vi ikke svaret på den?
Jeg troede vi havde lukket den
Den tager jeg
Jeg overtager
Bin ich nicht zuständig, das macht Sam
Gehört zu Sam
Gehört Sam
Das liegt bei Sam
Dafür ist Sam zuständig
Darum kümmert sich Sam
Das macht sonst immer Sam
Sam macht das normalerweise
Dafür bin ich nicht zuständig
Ich bin der Falsche dafür
Fällt in Anas Bereich
Ist Anas Thema
Kann das bitte jemand anders machen?
Kann das wer anders übernehmen?
Kann jemand anderes das nehmen?
Bitte neu zuweisen
Bitte umverteilen
Ich habe dafür keine Zeit
Übernehm ich
Ich übernehm das
Ich nehm's
Ich nehme den
Wer ist das denn?
Wer ist das?
Wer ist die Frau?
Kennen wir die?
Kennt die jemand?
Ist das nicht schon erledigt?
War das nicht schon zu?
Haben wir das nicht schon geschlossen?
Das hatten wir doch schon
Ben ik niet, probeer Sam
Dat is er een voor Sam
Dit hoort bij Sam
Dit ligt bij Ana
Dat doet Sam meestal
Sam doet deze altijd
Daar gaat Ana over
Ik ga hier niet over
Kan iemand anders dit doen?
Kan dit naar iemand anders?
Graag opnieuw toewijzen
Graag aan iemand anders toewijzen
Ik neem deze
Deze is voor mij
Deze pak ik
Wie is zij?
Wie is dat?
Kennen we haar?
Hadden we deze niet al gesloten?
Is dit niet al klaar?
Não sou eu, tenta o Sam
Isso é com o Sam
Isto é da Ana
Isso pertence ao Sam
O Sam costuma tratar disso
Quem trata disso é o Sam
Não é a minha área
Outra pessoa pode tratar disto?
Alguém pode ficar com este?
Por favor reatribuir
Fico eu com este
É meu, obrigado
Quem é ela?
Quem é?
Conhecemos esta pessoa?
Não tínhamos já fechado isto?
Isto não está já resolvido?
Ce n'est pas moi, essaie Sam
Ça relève de Sam
C'est plutôt Sam
C'est du ressort de Sam
C'est Sam qui s'en occupe
Sam s'en occupe d'habitude
D'habitude c'est Sam
Je ne suis pas la bonne personne
À réattribuer
Merci de réattribuer
Quelqu'un d'autre peut s'en charger ?
Est-ce que quelqu'un d'autre peut le prendre ?
C'est pour moi, merci
Je le prends
C'est qui ?
C'est qui celle-là ?
Qui est-ce ?
On la connaît ?
On n'a pas déjà fermé ça ?
Ce n'est pas déjà réglé ?
Sam handles that kind of thing
This goes to Sam
Sam is responsible for this
That's one of Sam's
Should be Sam's job
Sam's topic, not mine
I believe this is for Ana
Why me?
Why do I get this?
Can anyone else help her?
Can someone else have a look?
Please give this to somebody else
Please pass this on
Could you reassign this?
Who is this person?
Who's she again?
Do we even know her?
Is she one of ours?
We did this last week already
Hasn't this been closed?
Wasn't that done already?
Sam ordner det normalt
Det er Sam der ordner det
Det er Sams opgave
Det må Ana tage sig af
Spørg hellere Carla
Det er ikke min opgave, det er Anas
Hvorfor får jeg den her?
Kan nogen andre tage den her?
Kan en anden ikke tage den?
Giv den til en anden, tak
Hvem er hun egentlig?
Ved nogen hvem hun er?
Var den ikke lukket?
Har vi ikke ordnet det?
Den her tager jeg
Ich glaube, das gehört zu Sam
Dafür ist doch Sam da
Das ist Sams Baustelle
Sam kümmert sich um sowas
Das ist eher was für Ana
Warum bekomme ich das?
Wieso ich?
Kann das ein anderer machen?
Kann das jemand anderes übernehmen?
Bitte anders zuweisen
Wer ist sie überhaupt?
Kennt jemand die Frau?
Haben wir das nicht schon erledigt?
Das war doch schon erledigt
Das nehme ich
Den übernehme ich
Dat is iets voor Ana
Dit is meer iets voor Carla
Sam regelt dit meestal
Waarom krijg ik dit?
Kan een collega dit oppakken?
Wil iemand anders dit doen?
Wie is deze mevrouw?
Kent iemand haar?
Is deze niet al gesloten?
Deze neem ik
Isso é da área do Sam
O Sam é que trata disto
Pergunta antes à Ana
Porque é que recebo isto?
Alguém mais pode tratar disto?
Quem é esta pessoa?
Alguém a conhece?
Isto não foi já resolvido?
Deixem que eu fico com este
C'est le domaine de Sam
C'est Ana qui gère ça
Demande plutôt à Ana
Pourquoi moi ?
Quelqu'un d'autre peut regarder ?
Un autre collègue peut le prendre ?
Qui est cette dame ?
Vous la connaissez ?
On n'avait pas déjà réglé ça ?
C'est moi qui le prends
Sam always takes these
Not for me, Carla does that
This has to go to Ana
Ask Carla instead
That's Ana's area
Can someone take over?
Somebody else has to do this
Any volunteers?
Who is this lady?
No idea who she is
Why did I get this?
Was this not closed?
Didn't we fix this last week?
Mine again
Det er Ana der tager sig af det
Prøv hellere Carla
Ikke mit område
Kan en kollega tage den?
Hvem i alverden er hun?
Har vi ikke haft den før?
Jeg tager den her
Den er vist til Ana
Das macht eigentlich Carla
Frag lieber Ana
Nicht mein Thema
Kann jemand von euch das machen?
Hatten wir das nicht schon?
Ich nehm das
Warum landet das bei mir?
Dit is voor Carla
Iemand anders?
Ken ik haar?
Die doe ik
Hebben we dit niet al gedaan?
Isto não é para mim
Isso é com a Carla
Quem pode ficar com isto?
Não sei quem é
Já não fechámos isto?
Fico com este
C'est pour Ana
Pas mon domaine
Qui peut le prendre ?
Je ne la connais pas
On l'a déjà fait, non ?
Je prends celui-ci
"""

ANSWERS = """
Sam will come by at ten.
Sam has it on his desk, you can fetch it.
Sam fixed it this morning.
You could try Sam, he is next door.
Ask Sam at the front desk for the key, he has it.
I can't do that before Monday.
Who is your manager?
Who is it for?
Who is affected?
Which computer?
Is it urgent?
Did you restart it already?
Isn't it working yet?
Haven't you got a key?
Is your ticket not closed already?
Didn't we send you the form?
Somebody will call you.
Somebody else had your badge, sorry.
I've got your laptop here.
I have it.
I will send it today.
We take it back on Friday.
Please try again.
Again, please restart it twice.
No.
Yes, you may.
Not before Monday.
This belongs to the printer in room 3.
It is usually slow on Mondays.
I take care of your account tomorrow.
It's done.
Sam kommer forbi kl. 10.
Jeg kigger på det nu.
Hvem er din leder?
Hvem har du talt med?
Hvem er den til?
Hvilken computer er det?
Er den ikke kommet endnu?
Har du ikke fået den?
Har vi ikke sendt dig koden?
Kender du koden?
Jeg har den liggende her.
Jeg har den klar til dig.
Jeg tager den med til dig i morgen.
Den ligger i receptionen.
Den ligger hos Carla i receptionen, du kan hente den.
Det hører til printeren på 2. sal.
En anden havde taget den, du får en ny.
Det tager en times tid.
Er ordnet.
Ring til mig på 214.
Sam kommt um zehn vorbei.
Schaue ich mir gleich an.
Welcher Rechner?
Wer ist Ihr Vorgesetzter?
Wer ist noch betroffen?
Wer hat denn die Karte?
Ist es schon erledigt?
Ist das Gerät nicht schon da?
Haben Sie das nicht schon bekommen?
Das liegt am Router.
Das liegt bei dir im Fach.
Liegt am Empfang bereit.
Das gehört in die Steckdose neben der Tür.
Ist erledigt, probier bitte noch mal.
Geht leider nicht.
Ja, gern.
Bin dran.
Sam und ich schauen uns das an.
Das macht der Hersteller, es dauert eine Woche.
Das macht nichts.
Kann ich dich jetzt anrufen?
Jemand hat deine Karte gefunden.
Ich melde mich morgen.
Heute Nachmittag.
Sam komt om tien uur langs.
Welke computer?
Wie is je leidinggevende?
Wie heeft de sleutel?
Is het nog niet klaar?
Dit ligt aan de server.
Het ligt bij de receptie.
Dat doet de leverancier, het duurt een week.
Ik kijk er nu naar.
Ik neem hem morgen voor je mee.
Probeer het nog eens.
Nee, helaas niet.
Vanmiddag.
O Sam passa às dez.
Qual computador?
Quem é o seu chefe?
Quem tem a chave?
Ainda não está resolvido?
Isso é com o fornecedor, demora uma semana.
Está pronto na receção.
Tente de novo.
Não é possível.
Sim, claro.
Esta tarde.
Eu trato da sua conta amanhã.
Sam passera vers dix heures.
Je regarde tout de suite.
Quel ordinateur ?
Qui est votre responsable ?
Qui est concerné ?
Ce n'est pas encore réglé ?
C'est pour vous, à l'accueil.
Ça dépend du serveur.
C'est le fournisseur qui s'en occupe, comptez une semaine.
Je vous rappelle demain.
Redémarrez, s'il vous plaît.
C'est fait, réessayez.
Non.
Oui, bien sûr.
Cet après-midi.
Voyez avec les RH, svp.
Sam is on his way.
Please call Sam on 214.
Ana will answer you tomorrow.
Sam can do it on Friday.
Sam has the key.
Your laptop is at Sam's desk.
It is at Sam's desk.
Talk to your manager first.
Who told you that?
Who else has this?
Do you know the password?
Does it work now?
Isn't the cable plugged in?
Was it closed properly?
Can somebody open the door for you?
I can't find your account.
Someone else is using it right now.
That's fine.
That's not possible.
It is not mine to decide, ask your manager.
Not yet.
Not today, sorry.
I take it the printer is off?
Fixed.
Reset, please try it.
Sam henter den i morgen.
Ana svarer dig i dag.
Den er hos Sam, du kan hente den.
Hvem har sagt det?
Er den slukket?
Er den ikke tændt?
Har du lukket vinduet?
Kan en anden logge ind for dig?
Jeg har ikke modtaget noget.
Jeg har ikke adgang.
Det er ikke muligt.
Vent lidt.
Sam bringt es dir.
Ana meldet sich bei Ihnen.
Der Schlüssel liegt bei Sam am Empfang.
Wer hat das gesagt?
Ist der Stecker nicht drin?
Haben Sie neu gestartet?
Kann jemand bei dir aufmachen?
Jemand anders benutzt ihn gerade.
Ich habe keine Mail bekommen.
Ich habe es repariert.
Das ist normal.
Das ist nicht schlimm.
Nehmen Sie den anderen Drucker.
Sam brengt het langs.
Wie heeft dat gezegd?
Is de stekker er niet in?
Kun je het opnieuw proberen?
Ik heb het aangepast.
Dat is normaal.
Ana neemt contact met je op.
Het is klaar.
O Sam leva-lho amanhã.
Quem disse isso?
Não está ligado?
Já reiniciou?
Está resolvido.
A Ana liga-lhe hoje.
É normal.
Sam vous l'apporte demain.
Qui vous l'a dit ?
Ce n'est pas branché ?
Vous avez redémarré ?
C'est réparé.
Ana vous appelle.
C'est normal.
C'est à l'accueil.
Pas avant lundi.
Pas aujourd'hui.
It is Sam's turn to lock up, ask at the desk.
That is not allowed.
You have to ask your lead.
This one is out of stock.
It goes back on Friday.
We closed the shop at five.
We had the same issue, restart helps.
Is it plugged in?
Was it on?
Did we get your form?
I thought so.
I thought you had it.
Who signed it?
Why?
Why do you need it?
Why is it off?
For you, yes.
You take it with you.
Take the other one.
She is on leave.
It is him.
That one again, same fix.
Den er klar.
Det er ikke min skyld, men jeg retter det.
Det er din nye kode.
Hvorfor?
Hvem er det til?
Hvem er det fra?
Hun er på ferie.
Den skal til service.
Kan du ikke tage den med?
Vi har ikke flere.
Har du den ikke?
Warum?
Wer ist das auf dem Foto?
Für wen ist das?
Das ist für Sie bereit.
Das macht die IT im Haus B.
Das ist in Ordnung.
Ist das nicht Ihr Gerät?
Haben wir nicht.
Haben wir leider nicht mehr.
Nicht vorrätig.
Nimm den anderen.
Waarom?
Wie is het, A of B?
Voor wie is het?
Dat is niet mogelijk.
Is het niet aangesloten?
Hebben we niet meer.
Porquê?
É para quem?
Para si, sim.
É o cabo.
É da impressora.
Não temos.
Pourquoi ?
C'est pour qui ?
C'est votre câble.
C'est lequel ?
Nous n'en avons plus.
Prenez l'autre.
"""

SEEN_TO = """
On it
Thanks, on it
Thanks, on it!
I'm on it.
On it now, thanks
Will do
Will do, thanks
Thanks for the reminder
Thanks for the reminder, I'll do it today
Danke für die Erinnerung, mache ich
Tak for påmindelsen, jeg kigger på det
Bedankt voor de herinnering, doe ik
Obrigado pelo lembrete, vou ver
Merci pour le rappel, je regarde
Will do it today
I'll do it today
I will do it this afternoon
I'll look at it tomorrow
I'll take a look
Looking at it now
Looking into it
Working on it
Still working on it
I am working on this
Doing it now
I'll get to it today
I'll get to it after lunch
I'll answer today
Will answer this afternoon
I'll deal with it
I'll take care of it, thanks
I'll handle it
Getting to it now
Sorry, on it
OK, will do
Yes, I know, on it
Mache ich
Mach ich
Mach ich gleich
Mache ich heute noch
Danke, mache ich heute noch
Danke, mach ich!
Wird gemacht
Wird erledigt
Bin dran
Ich bin dran
Bin schon dran, danke
Ich kümmere mich
Ich kümmere mich darum
Kümmere mich drum
Schaue ich mir an
Ich schau's mir gleich an
Erledige ich heute
Ja, mache ich
Ja, ich weiß, kommt heute
Sorry, mache ich sofort
Doe ik
Ga ik doen
Doe ik vandaag
Komt goed
Ik ben ermee bezig
Ben ermee bezig, bedankt
Ik kijk ernaar
Ik kijk er vandaag naar
Pak ik op
Ik ga ermee aan de slag
Regel ik
Gør jeg
Det gør jeg
Skal jeg nok
Tak, jeg kigger på det
Jeg kigger på det
Jeg kigger på den i dag
Jeg ser på det nu
Er i gang
Jeg er i gang, tak
Jeg er på den
Jeg tager mig af det
Det ordner jeg
Jeg klarer det i dag
Skal nok svare i dag
Vou fazer
Faço hoje
Vou ver
Vou tratar disso
Trato disso hoje
Estou a tratar disso
Estou tratando disso
Já estou a ver
Obrigado, vou já tratar disso
Deixa comigo
Je m'en occupe
Merci, je m'en occupe
Je m'en occupe tout de suite
Je le fais aujourd'hui
Je vais le faire
Je regarde
Je regarde ça aujourd'hui
C'est en cours
J'y travaille
Je suis dessus
Ce sera fait
Oui, je m'en charge
I'm looking into this
Yes will do
Thanks, I'll get on it
I'm on it today
Will get to it soon
I'll sort it out this afternoon
I know, working on it
Doing it right now
Thanks, answering now
Mach ich sofort
Danke, ich kümmere mich
Ich schaue es mir heute an
Ich mach's heute
Ja, kommt noch
Ich arbeite dran
Mache ich morgen früh
Jeg gør det i dag
Tak, det ordner jeg
Jeg svarer i dag
Jeg er i gang med den
Tak, jeg tager mig af det
Doe ik meteen
Ik ga het vandaag doen
Ik ben er mee bezig
Bedankt, ik kijk ernaar
Vou responder hoje
Obrigada, vou ver
Estou a ver isso
Trato já disso
Je m'en charge
Je vais répondre aujourd'hui
Merci, je regarde ça
Je le fais demain
"""

TOLD = """
I am on it, more tomorrow
Ich bin dran, morgen mehr
Jeg er i gang, mere i morgen
I'll call you this afternoon.
I will send it to you today.
I'm on it, the new key comes tomorrow.
Will do it once the part is here, expect Friday.
Working on your laptop now.
The vendor looks into it, it takes a week.
On it, Eva.
Hi Eva, I'm on it.
Looking at it now: please leave it switched on.
Mache ich gern für dich, komm um zehn vorbei.
Ich rufe dich heute noch an.
Der Techniker kümmert sich morgen darum.
Bin dran, der Router ist kaputt.
Ich schaue mir deinen Rechner heute an.
Jeg ringer til dig i dag.
Jeg kigger på din computer i dag.
Vi venter på leverandøren.
Den er i gang igen.
Ik bel je vandaag.
Ik kijk vandaag naar je laptop.
Het komt morgen aan.
Vou ligar-lhe hoje.
Estou a tratar da sua conta.
Je vous appelle aujourd'hui.
Je m'occupe de votre compte demain.
Le serveur est en cours de redémarrage.
Tomorrow.
Restart it, please.
It works again.
"""
ABOUT = request(requester=address("eva@corp.example", "Eva Lund"))
NOTE = issued("bo@corp.example", Lane.REQUESTER, "bo")
REMINDER = replace(NOTE, letter="reminder")
TEMPLATES = Path(__file__).parents[2] / "templates"


def lines(table):
    return table.strip().split("\n")


@pytest.fixture
def read(policy, alias):
    """What Bo says with these words, in answer to a letter of ours."""

    def of(text, letter=NOTE):
        mail = message("bo@corp.example", "Re: [IT-1001] VPN drops", text)
        mail = replace(mail, sender=address("bo@corp.example", "Bo Jensen"))
        case = case_of(mail, PERSON, facts(letter, on=ABOUT), alias, scene(policy))
        return says(case, ABOUT, of_owners=True)

    return of


def test_an_aside_is_asked_back(read):
    assert [text for text in lines(ASIDES) if read(text) is not Says.ASIDE] == []


def test_a_short_answer_is_carried(read):
    assert [text for text in lines(ANSWERS) if read(text) is not Says.WORDS] == []


def test_an_aside_with_an_answer_below_it_is_carried(read):
    for text in ("Who is she?", "Das macht Sam.", "Har vi ikke lukket den her?", "Übernehm ich"):
        assert read(text) is Says.ASIDE
        assert read(f"{text}\n\nThe gateway was full, so I restarted it.") is Says.WORDS


def test_several_clauses_are_one_aside(read):
    assert read("Bin ich nicht zuständig.\n\nDas macht Sam, glaube ich.") is Says.ASIDE
    assert read("Wer ist das denn? Ist das nicht schon erledigt?") is Says.ASIDE


def test_only_of_a_colleague_who_does_not_read_it(read):
    assert read("Sam usually does these") is Says.ASIDE
    assert read("Eva usually does these") is Says.WORDS
    assert read("Hertz usually does these") is Says.WORDS


def test_who_tells_us_that_they_see_to_it_tells_the_requester_nothing(read):
    assert [text for text in lines(SEEN_TO) if read(text, REMINDER) is not Says.ASIDE] == []


def test_what_the_requester_is_told_is_an_answer_to_a_reminder_as_well(read):
    assert [text for text in lines(TOLD) if read(text, REMINDER) is not Says.WORDS] == []


def test_the_words_that_a_reminder_offers_are_an_answer(read):
    for letter in sorted(TEMPLATES.glob("*/reminder.md")):
        offered = re.findall("[“„”]([^“„”{}]+,[^“„”{}]+)[”“]", letter.read_text(encoding="utf-8"))
        assert len(offered) == 1, letter
        assert read(offered[0], REMINDER) is Says.WORDS


def test_the_requester_may_hear_that_somebody_sees_to_it(read):
    assert [text for text in lines(SEEN_TO) if read(text) is not Says.WORDS] == []
