"""Words of praise, greeting and good wishes, one entry a language, folded as clauses are. A clause
of these alone asks for nothing.
"""

from __future__ import annotations

from mailtracker.desk.thanks.praise_signs import CRIES
from mailtracker.record import dataclass


@dataclass(frozen=True, slots=True)
class _Polite:
    """What people of one language write, words with a blank between."""

    #: Alone they say that all is well.
    praise: str
    #: Greetings, wishes, whom they are for, and what is praised: they ask for nothing.
    polite: str


_LANGUAGES = (
    _Polite(  # English
        praise="""
fab wow alright sweet ah aha great stuff perfect super wonderful awesome excellent
lovely fantastic brilliant amazing marvellous marvelous splendid nice cool neat
fabulous superb good fine ok okay k kk yes yep yay hooray hurray hurrah terrific
stellar outstanding incredible legend legends star stars genius hero heroes
lifesaver lifesavers kudos props credits done solved rock rocks grand aye belter ace
""",
        polite="""
and also so that this it was is were are i we you me us my your our the a an to
whole entire of for with at in on all both very much really truly again once more
too just dear hi hello hey hiya good morning afternoon evening day days night
weekend week holidays holiday christmas easter year new rest nice lovely have enjoy
wish wishing happy merry take care see soon later tomorrow bye best regards regard
one keep up work good go talk ya soon tuned stay safe well kr brgds kind warm wishes sincerely
yours faithfully greetings cheers sent from team
colleague colleagues everyone everybody folks guys there sir madam ladies gentlemen
mate service support help job work effort efforts response reply answer reaction
solution patience time trouble quick fast swift speedy prompt friendly helpful
competent ever as always usual well made saved turnaround indeed lot million bunch
ton tons heaps everything br mr mrs ms hun hon lads chaps boss buddy gang girls calm
pal petal darling xx xxx
""",
    ),
    _Polite(  # German
        praise="""
perfekt toll prima klasse wunderbar spitze genial herrlich hervorragend grossartig
ausgezeichnet mega geil fein bestens schon schoen gut hurra juhu jawohl ja jo joa
jep jup exzellent fantastisch einwandfrei respekt topp top sauber funzt geschafft
""",
        polite="""
haben sie hab machs mach s gut tschuss tschues ciao mahlzeit appetit guten restwoche bleibt
bleiben gesund nacht macht weiter grusse und auch so das dies es war ist sind ich wir du ihr sie
mir uns dir euch dich mein
dein deine deinen deiner euer eure eurer euren ihre ihrer die der den dem ein eine einen sehr
viel ganz wirklich nochmal
nochmals noch mal mehr beste bester besten herzlich vielmals liebe lieber liebes
lieben hallo moin servus guten gutes gute morgen tag abend wunsche wuensche wunschen
ihnen tatsachlich schonen schoenen schones schoenes schone schoene wochenende woche feierabend
feiertage urlaub weihnachten ostern rest frohe frohes neues jahr bis bald dann
spater spaeter viele freundliche freundlichen herr frau grussen gruessen herzliche
sonnige grusse gruesse gruss mit lg vg mfg bg gru kollege kollegin kollegen
kolleginnen zusammen team leute alle arbeit hilfe unterstutzung unterstuetzung
antwort losung loesung leistung geduld zeit muhe muehe schnell schnelle schneller
schnellen rasch rasche nett freundlich tolle toller tolles wie immer gemacht echt
bist seid jungs madels leutchen
""",
    ),
    _Polite(  # Dutch
        praise="""
geweldig fantastisch mooi fijn uitstekend perfect goed oke okee keurig knap helemaal
lekker fantastische geweldige uitstekende joepie jaa helden held toppers topper
prima gelukt toppie okidoki hoor yes
""",
        polite="""
eet smakelijk smakelijke allerbeste nacht geachte geachtes welterusten slaap lekker en ook zo
dat dit het was is zijn ik wij we jij je jullie u mij me ons mijn jouw uw
onze de een heel erg echt veel nogmaals beste lieve hoi hallo hee dag goedemorgen
goedemiddag goedenavond goede morgen middag avond fijne prettige prettig weekend
week vakantie dagen feestdagen kerst jaarwisseling groet groeten groetjes
vriendelijke met hartelijke mvg vlg gr tot snel straks later ziens inderdaad collega collegas
team allemaal allen iedereen werk hulp service ondersteuning antwoord oplossing
moeite geduld tijd snelle vlotte goeie super top gedaan als altijd bent geweldige
nog aan joh hoor meneer mevrouw heer alvast ja mannen jongens meiden gasten baas
""",
    ),
    _Polite(  # Danish
        praise="""
fedt fantastisk skønt dejligt herligt glimrende fint godt sejt alletiders jubii
lækkert jep genialt kanon mega skide super topper
""",
        polite="""
ha rigtig glaedelig glædelig godnat velbekomme knus tales ved god og ogsa også sa så det den var
er jeg vi du i dig jer mig os min din jeres vores en
et meget virkelig igen endnu engang kære kaere hej goddag godmorgen god godaften
morgen dag aften aftenen weekend uge ferie jul paske påske nytår hav fortsat venlig
venlige med bedste mange hilsen hilsner kh mvh vh ses snart senere kollega kollegaer
team alle sammen arbejde hjælp hjaelp hjælpen hjalpen service support svar løsning
indsats tålmodighed tid hurtig hurtige hurtigt til hejsa aha hr fru flot godt dejlig
gjort som altid gutter drenge piger venner chef
""",
    ),
    _Polite(  # Portuguese
        praise="""
otimo otima blz tranquilo perfeito perfeita excelente fantastico fantastica maravilha maravilhoso
impecavel fixe bom boa espetacular espectacular sim certo bacana beleza certinho
show
""",
        polite="""
tenha tenham tudo almoco noite otimo otima tchau adeus passe e tambem isso isto foi era sao eu
nos voces voce tu lhe vos me minha meu seu sua
vossa vosso nossa nosso o a os as um uma muito mesmo mais vez ola oi bom boa dia
tarde noite caro cara caros caras prezado prezada estimado estimada continuacao de
fim semana semanas ferias feliz natal pascoa ano novo cumprimentos cumps melhores
com abraco abracos atenciosamente saudacoes ate logo breve ja beijinhos colega
colegas equipa equipe todos pessoal trabalho ajuda servico apoio resposta solucao
rapidez atencao disponibilidade paciencia tempo rapida rapido bem feito sempre que
es tao boas bons bjs bj viu senhor senhora malta gente chefe amigo amiga
""",
    ),
    _Polite(  # French
        praise="""
parfait genial impeccable nickel chouette formidable magnifique extra bien bravo
impec oui ouf ca chapeau cool
""",
        polite="""
au revoir appetit dimanche nuit joyeux joyeuse continuation courage passez passe souhaite heure
tout et aussi si c est effectivement etait je nous tu vous te me mon ma mes ton votre vos notre
nos le
la les un une tres vraiment encore fois cher chere chers cheres bonjour bonsoir
salut coucou toute toutes deux l bonne bon journee matinee apres midi soiree soir
week end fin de semaine vacances fetes noel annee belle excellente cordialement bien
a toi sinceres salutations amicalement bises bientot plus tard demain cdt collegue
collegues equipe tous tout monde travail aide service soutien reponse solution
reactivite patience temps rapide rapidite efficace efficacite excellent comme
toujours d pour etes monsieur madame bcp beaucoup infiniment quand meme bonnes cdlt
mille ah gars filles amis chef bisous bisou bises bise bisoux
""",
    ),
)
"""To add a language, add an entry."""

PRAISE = frozenset(word for one in _LANGUAGES for word in one.praise.split()) | CRIES
POLITE = frozenset(word for one in _LANGUAGES for word in one.polite.split())
