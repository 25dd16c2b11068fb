"""The Dutch words that say when somebody is away."""

from __future__ import annotations

from mailtracker.mail.origin.dates.words import date_words

WORDS = date_words(
    months="januari jan|februari feb|maart mrt|april apr|mei|juni jun|juli jul|augustus aug"
    "|september sept sep|oktober okt|november nov|december dec",
    weekdays="maandag ma|dinsdag di|woensdag wo|donderdag do|vrijdag vr|zaterdag za|zondag zo",
    numbers="een één|twee|drie|vier|vijf|zes|zeven|acht|negen|tien",
    units=(
        r"(?:werk)?dag(?:en)?",
        r"we(?:ek|ken)",
        r"week|weken|wk\.?",
    ),
    phrases=r"""
veto              (?:uw|je|jouw) (?:e-?mail|mail|bericht|vraag)[^.\n]{0,20}? van
veto              (?:verzonden|verstuurd|ontvangen)(?: op)?
every             elke|iedere|alle
gone              (?:werk\w* |is )(?:hier )?niet (?:meer|langer)
gone              niet (?:meer|langer) (?:bij|voor|werkzaam|in dienst|hier)|uit dienst
gone              met pensioen|overgestapt
lastday           laatste (?:werk)?dag
rel.betweenyears  tussen kerst(?:mis)? en (?:oud ?en ?nieuw|nieuwjaar|het nieuwe jaar)
rel.restweek      (?:de )?rest van (?:de|deze) week
rel.endweek       (?:het )?eind(?:e)? van (?:de|deze) week
rel.endmonth      (?:het )?eind(?:e)? van (?:de|deze) maand
rel.endyear       (?:het )?eind(?:e)? van (?:het|dit) jaar
rel.newyear       (?:in )?(?:het )?(?:nieuwe jaar|nieuwjaar|volgend jaar)|jaarwisseling
rel.christmas     kerst(?:mis|dagen|vakantie)?
rel.easter        pasen
rel.overmorrow    overmorgen
rel.tomorrow      (?<!goede)morgen
rel.yesterday     gisteren
rel.today         vandaag|vanmiddag|vanochtend
rel.thisandnextweek  deze en (?:de )?(?:volgende|komende) week
rel.thisweek      deze(?: hele)? week|de hele week
rel.nextweek      (?:volgende|komende|aankomende) week
rel.weekend       (?:het )?weekend
coming            (?:de )?(?:komende|volgende|eerstvolgende)(?= \d)
next              volgende
this              deze|komende|aanstaande|aankomende|a\.s\.
end               eind(?:e)?(?: van)?
middle            half|medio|midden
start             begin
until             tot(?: en met| aan)?|t/m|t\.e\.m\.|tem|t\.m\.
after             na
before            voor|vóór
since             sinds|sedert
between           tussen
from              vanaf|van|met ingang van|per|m\.i\.v\.
in                over(?= (?:ongeveer )?\d)
to                -|–|—
and               en|&
not               niet|geen|nooit
other             contact|bellen|bel|vervang\w*|waargenomen|terecht|mailen (?:naar|met)
only              pas
away              niet (?:op|aanwezig|bereikbaar|beschikbaar|werkzaam|in)|er niet
away              afwezig\w*|\w*vakantie\w*|\w*verlof\w*|op reis|zakenreis|ziek|gesloten
away              dicht|vrij|weg|cursus|congres|training|beurs|kamp|onderweg|afwezigheid
away              studiedag|dicht|beperkt
back              terug\w*|weer|hervat\w*|open
answer            antwoord\w*|beantwoord\w*|reageer|reageren|lees|lezen|zie|hoor|bekijk
answer            bereikbaar|oppakken|pak
works             (?:ik )?werk(?: ik)?|werkdagen|deeltijd|parttime|openingstijden|geopend
""",
)
