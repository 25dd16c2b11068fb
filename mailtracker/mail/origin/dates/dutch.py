"""The Dutch words that say when somebody is away."""

from __future__ import annotations

from mailtracker.mail.origin.dates.words import date_words

WORDS = date_words(
    names=(
        "januari jan|februari feb|maart mrt|april apr|mei|juni jun|juli jul|augustus aug"
        "|september sept sep|oktober okt|november nov|december dec",
        "maandag ma|dinsdag di|woensdag wo|donderdag do|vrijdag vr|zaterdag za|zondag zo",
        "een één|twee|drie|vier|vijf|zes|zeven|acht|negen|tien",
    ),
    units=(
        r"(?:werk)?dag(?:en)?",
        r"we(?:ek|ken)",
        r"week|weken|wk\.?",
    ),
    phrases=r"""
veto              (?:uw|je|jouw) (?:e-?mail|mail|bericht|vraag)[^.\n]{0,20}? van
veto              (?:verzonden|verstuurd|ontvangen)(?: op)?
week.of           (?:de )?week van(?= (?:\w+ )?\d)
fortnight         veertien dagen
every             elke|iedere|alle|(?:maan|dins|woens|donder|vrij)dags
gone              mijn pensioen|werk\w* (?:hier |er )?niet (?:meer|langer)
gone              niet (?:meer|langer) (?:bij|voor|werkzaam|in dienst)|uit dienst|met pensioen
gone              overgestapt|gepensioneerd|(?:bedrijf|organisatie|ons) verlaten
lastday           laatste (?:werk|openings)?dag
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
rel.today         vandaag|vanmiddag|vanochtend|vanavond|de hele dag
rel.thisandnextweek  deze (?:week )?en (?:de )?(?:volgende|komende)(?: week)?
rel.thisweek      deze(?: hele)? week|de hele week
rel.nextweek      (?:volgende|komende|aankomende) week
rel.weekend       (?:het )?weekend
time              ['’]s (?:ochtends|morgens|middags|avonds)
time              (?:ochtend|middag|avond|einde? (?:van de )?dag)
coming            (?:de )?(?:komende|volgende|eerstvolgende)(?= \d)
next              volgende
this              deze|komende|aanstaande|aankomende|a\.s\.
rest              (?:de )?rest van
end               eind(?:e)?(?: van)?
middle            half|medio|midden
start             begin
other             contact|bellen|bel|vervang\w*|waargenomen|terecht|mailen (?:naar|met)
away              \w*uitje|niet (?:op|aanwezig|bereikbaar|beschikbaar|werkzaam|in|aan|achter)
away              er niet|afwezig\w*|\w*vakantie\w*|\w*verlof\w*|op reis|\w*reis|ziek\w*|gesloten
away              dicht|vrij|weg|\w*cursus|\w*congres|\w*conferentie|\w*training|\w*beurs|\w*kamp
away              onderweg|\w*studiedag|beperkt|\w*opleiding|buiten|in het buitenland|offline
away              \w*excursie|\w*weekje|\w*dienst|operatie|revalid\w*
back              wel|terug\w*|weer|hervat\w*|open
answer            antwoord\w*|beantwoord\w*|reageer|reageren|lees|lezen|zie|hoor|bekijk|bereikbaar
answer            oppakken|pak
works             vrije dag|alleen (?:op )?(?:\w+ )?aanwezig|ik werk|werk ik|werkdagen|deeltijd
works             parttime|openingstijden|geopend
until             eindigt op|tot(?: en met| aan)?|t/m|t\.e\.m\.|tem|t\.m\.
after             na
before            voor|vóór
since             (?:begon|begonnen|gestart)(?: op)?|sinds|sedert
between           tussen
from              vanaf|van|met ingang van|per|m\.i\.v\.
in                over(?= (?:ongeveer )?\d)
to                -|–|—
about             rond|omstreeks|ongeveer
and               en|&
only              pas|op zijn vroegst|niet eerder dan
not               niet|geen|nooit
""",
)
