"""The German words that say when somebody is away."""

from __future__ import annotations

from mailtracker.mail.origin.dates.words import date_words

WORDS = date_words(
    months="januar jänner jan|februar feber feb|märz maerz mär mrz|april apr|mai|juni jun"
    "|juli jul|august aug|september sept sep|oktober okt|november nov|dezember dez",
    weekdays="montag mo|dienstag di|mittwoch mi|donnerstag do|freitag fr|samstag sonnabend sa"
    "|sonntag so",
    numbers="eine ein einen einem einer|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn",
    units=(
        r"(?:werk|arbeits)?tagen?|tage",
        r"wochen?",
        r"kalenderwochen?|kw\.?|woche",
    ),
    phrases=r"""
veto              (?:ihre|deine|eure) (?:e-?mail|mail|nachricht|anfrage)[^.\n]{0,20}? vom
veto              (?:gesendet|geschrieben|eingegangen|erhalten)(?: am)?|stand(?= \d)
every             jede[nrsm]?
gone              nicht mehr (?:für|bei|im|in|hier)|ausgeschieden|verlassen|ruhestand
gone              in rente|pensioniert
lastday           letzte[rn]? (?:arbeits)?tag
rel.betweenyears  zwischen (?:weihnachten und (?:neujahr|silvester)|den (?:jahren|feiertagen))
rel.restweek      (?:für den |den )?rest (?:der|dieser) woche
rel.endweek       (?:zum )?ende (?:der|dieser) woche|wochenende
rel.endmonth      (?:zum )?(?:ende (?:des|dieses) monats|monatsende)
rel.endyear       (?:zum |am )?(?:ende (?:des|dieses) jahres|jahresende)
rel.newyear       (?:im |ins )?(?:neuen? jahr|neujahr|nächsten jahr|jahreswechsel)
rel.christmas     weihnachten|weihnachtsfeiertagen?
rel.easter        ostern|osterfeiertagen?
rel.overmorrow    übermorgen
rel.tomorrow      (?<!guten )(?<!heute )morgen
rel.yesterday     gestern
rel.today         heute(?: morgen| vormittag| nachmittag)?
rel.thisandnextweek  diese und (?:die )?(?:nächste|kommende) woche
rel.thisweek      (?:in )?dieser? woche|(?:die )?ganze woche
rel.nextweek      (?:in der |die )?(?:nächsten?|kommenden?) woche
coming            (?:die |in den |den )?(?:nächsten|kommenden)(?= \d)
next              nächste[nrsm]?
this              diese[nrsm]?|kommende[nrsm]?
end               ende
middle            mitte
start             anfang
until             bis(?: einschlie(?:ß|ss)lich| inkl(?:usive|\.)?| zum| zur| mit| auf)*
after             nach(?: dem)?
before            vor(?: dem)?
since             seit(?: dem)?
between           zwischen(?: dem)?
from              ab(?: dem)?|von|vom|per|zum
in                in(?= (?:etwa |circa |ca\. )?\d)
to                -|–|—
and               und|&|sowie
not               nicht|kein\w*|nie
other             wenden|kontaktieren|anrufen|vertr(?:itt|eten|etung)|melden sie sich
only              erst
away              nicht (?:im|da|erreichbar|zu erreichen|anwesend|verfügbar|am|in|arbeit\w+)
away              abwesen\w*|\w*urlaub\w*|\w*reise|auswärts|unterwegs|außer haus
away              ausser haus|krank\w*|geschlossen|frei(?:er tag)?\b|weg|elternzeit
away              mutterschutz|messe|konferenz|tagung|schulung|fortbildung|seminar
away              verreist|auszeit|klassenfahrt|zu|arbeite ich nicht|ferien|sitzung
away              betriebsruhe|verhindert|kur|reha|sabbatical|notbesetzung|eingeschränkt
away              fort|ansprechbar
back              wieder|zurück\w*|weiter|retour
answer            antworte\w*|beantworte\w*|lese|bearbeite\w*|melde|kümmere|erreichbar
answer            für sie da|im büro|gelesen
works             arbeite|(?:mon|diens|donners|frei)tags|mittwochs|teilzeit
works             öffnungszeiten|sprechzeiten|geöffnet|bürozeiten
""",
)
