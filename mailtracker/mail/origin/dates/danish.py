"""The Danish words that say when somebody is away."""

from __future__ import annotations

from mailtracker.mail.origin.dates.words import date_words

WORDS = date_words(
    months="januar jan|februar feb|marts mar|april apr|maj|juni jun|juli jul|august aug"
    "|september sept sep|oktober okt|november nov|december dec",
    weekdays="mandag man|tirsdag tirs tir|onsdag ons|torsdag tors tor|fredag fre|lørdag lør"
    "|søndag søn",
    numbers="en et én|to|tre|fire|fem|seks|syv|otte|ni|ti",
    units=(
        r"(?:arbejds|hver)?dage?",
        r"uger?",
        r"uge(?:rne)?|uger",
    ),
    phrases=r"""
veto              din (?:e-?mail|mail|besked|henvendelse)[^.\n]{0,20}? (?:af|fra)
veto              (?:sendt|modtaget|skrevet)(?: den)?
every             hver|alle
gone              ikke længere (?:ansat|hos|i)|fratrådt|(?:har )?forladt|gået på pension
gone              stoppet (?:hos|i|som)
lastday           sidste (?:arbejds)?dag
rel.betweenyears  mellem jul og nytår
rel.restweek      (?:i )?resten af (?:ugen|denne uge)
rel.endweek       slutningen af (?:ugen|denne uge)|ugens udgang
rel.endweek       udgangen af (?:ugen|denne uge)
rel.endmonth      (?:udgangen|slutningen) af (?:måneden|denne måned)|månedens udgang
rel.endyear       (?:udgangen|slutningen) af (?:året|dette år)|årets udgang
rel.endyear       resten af året
rel.newyear       (?:i )?(?:det )?(?:nye år|næste år)|nytår
rel.christmas     jul(?:en|eferien|edagene)?
rel.easter        påske(?:n|ferien)?
rel.overmorrow    i overmorgen|overmorgen
rel.tomorrow      i morgen|imorgen
rel.yesterday     i går
rel.today         i dag|idag
rel.thisandnextweek  (?:i )?denne og (?:i )?næste uge
rel.thisweek      (?:i )?denne uge|hele ugen
rel.nextweek      (?:i )?næste uge
rel.weekend       weekenden?
coming            (?:de )?(?:næste|kommende)(?= \d)
next              næste
this              denne|førstkommende|kommende|nu på
end               (?:slutningen|udgangen)(?: af)?|ultimo
middle            midten af|medio
start             (?:starten|begyndelsen) af|primo
until             (?:frem |indtil |ind |helt )?til(?: og med)?|indtil|t\.?o\.?m\.?|tom\.
after             efter
before            før|inden
since             siden
between           mellem
from              fra(?: og med)?|per|pr\.|f\.?o\.?m\.?
in                om(?= (?:cirka |ca\. )?\d)
to                -|–|—
and               og|&|samt
not               ikke|ingen|aldrig
other             kontakt\w*|ring|skriv til|henvend\w*|dækker|vikar\w*|afløser
only              først
away              ikke (?:på|til|i|træffes|tilgængelig)|\w*ferie\w*|fravær\w*|bortrejst
away              fri\b|lukket|væk|orlov|barsel|syg\w*|rejse\w*|kursus|konference|messe
away              afspadser\w*|ude af|tjenesterejse|fridag|ude|holder lukket|begrænset
back              tilbage|igen|retur|genåbner|åbner
answer            svarer?|besvarer?|læser?|vender|ser på|hører|kontoret|træffes
works             arbejder|deltid|åbningstid\w*|arbejdsdage|arbejdstid
""",
)
