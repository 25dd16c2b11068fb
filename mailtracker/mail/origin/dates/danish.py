"""The Danish words that say when somebody is away."""

from __future__ import annotations

from mailtracker.mail.origin.dates.words import date_words

WORDS = date_words(
    names=(
        "januar jan|februar feb|marts mar|april apr|maj|juni jun|juli jul|august aug"
        "|september sept sep|oktober okt|november nov|december dec",
        "mandag man|tirsdag tirs tir|onsdag ons|torsdag tors tor|fredag fre|lørdag lør|søndag søn",
        "en et én|to|tre|fire|fem|seks|syv|otte|ni|ti",
    ),
    units=(
        r"(?:arbejds|hver)?dage?",
        r"uger?",
        r"uge(?:rne)?|uger",
    ),
    phrases=r"""
veto              din (?:e-?mail|mail|besked|henvendelse)[^.\n]{0,20}? (?:af|fra)
veto              (?:sendt|modtaget|skrevet)(?: den)?
week.of           (?:i )?ugen (?:fra|med start|der begynder)(?: den)?
fortnight         fjorten dage
every             hver|alle|(?:om )?(?:man|tirs|ons|tors|fre)dage(?:ne)?
gone              ikke længere (?:ansat|hos|en del|i (?:firmaet|virksomheden|kommunen))|fratrådt
gone              fratrædt|(?:går|gik|gået|er) på pension|pensioneret|stoppet (?:hos|i|som)
gone              forladt (?:virksomheden|firmaet|os)
lastday           sidste (?:arbejds|åbnings)?dag
rel.betweenyears  mellem jul og nytår
rel.restweek      (?:i )?resten af (?:ugen|denne uge)
rel.endweek       slutningen af (?:ugen|denne uge)|ugens udgang|udgangen af (?:ugen|denne uge)
rel.endmonth      (?:udgangen|slutningen) af (?:måneden|denne måned)|månedens udgang
rel.endyear       (?:udgangen|slutningen) af (?:året|dette år)|årets udgang|resten af året
rel.newyear       (?:i )?(?:det )?(?:nye år|næste år)|nytår
rel.christmas     jul(?:en|eferien|edagene)?
rel.easter        påske(?:n|ferien)?
rel.overmorrow    i overmorgen|overmorgen
rel.tomorrow      i morgen|imorgen
rel.yesterday     i går
rel.today         i dag|idag|i (?:eftermiddag|formiddag|aften)|hele dagen
rel.today         barne?t?s (?:første|1\.?) sygedag
rel.thisandnextweek  (?:i )?denne (?:uge )?og (?:i )?(?:den )?næste(?: uge)?
rel.thisweek      (?:i )?denne uge|hele ugen
rel.nextweek      (?:i )?næste uge
rel.weekend       weekenden?
time              om (?:morgenen|formiddagen|eftermiddagen|aftenen)
time              (?:tidlig )?(?:morgen|formiddag|eftermiddag|aften|middag)
coming            (?:de )?(?:næste|kommende)(?= \d)
next              næste
this              denne|førstkommende|kommende|nu på
rest              (?:i )?resten af
end               (?:slutningen|udgangen)(?: af)?|ultimo
middle            midten af|medio
start             (?:starten|begyndelsen) af|primo
other             kontakt\w*|ring|skriv til|henvend (?:jer|dig)|henvendelse til|dækker|vikar\w*
other             afløser
away              \w*udflugt|\w*dag(?= for personalet)
away              ikke (?:på(?: (?:kontoret|arbejde|job))?|til (?:stede|at)|i|her)
away              ikke (?:træffes|tilgængelig)|\w*ferie\w*|\w*fravær\w*|bortrejst|fri|lukket
away              \w*lukning|væk|\w*orlov|\w*barsel|\w*syg\w*|\w*rejse\w*|\w*kursus|\w*kurser
away              \w*konference|\w*messe|afspadser\w*|ude|\w{4,}tur|\w*besøg|\w*lejr|\w*fridag\w*
away              begrænset|\w*seminar|offline|udlandet|operation|\w*møde\w*|\w*uddannelse
back              er der|tilbage|igen|retur|genåbner|åbner
answer            skrives|ses|tales|tager (?:vi|jeg)|svarer?|besvarer?|besvare[ts]|læser?|vender
answer            ser på|hører|kontoret|træffes
works             (?:er )?her kun|kun (?:her|på kontoret)|jeg arbejder|arbejder jeg|deltid
works             åbningstid\w*|arbejdsdage|arbejdstid
until             slutter(?: den)?|(?:frem |indtil |ind |helt )?til(?: og med)?|indtil
until             t\.?o\.?m\.?|tom\.
after             efter
before            før|inden
since             (?:startede|begyndte)(?: den)?|siden
between           mellem
from              fra(?: og med)?|per|pr\.|f\.?o\.?m\.?
in                om(?= (?:cirka |ca\. )?\d)
to                -|–|—
about             omkring|ca|cirka
and               og|&|samt
only              først|tidligst
not               ikke|ingen|aldrig
""",
)
