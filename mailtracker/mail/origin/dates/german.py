"""The German words that say when somebody is away."""

from __future__ import annotations

from mailtracker.mail.origin.dates.words import date_words

WORDS = date_words(
    names=(
        "januar jänner jan|februar feber feb|märz maerz mär mrz|april apr|mai|juni jun"
        "|juli jul|august aug|september sept sep|oktober okt|november nov|dezember dez",
        "montag mo|dienstag di|mittwoch mi|donnerstag do|freitag fr|samstag sonnabend sa"
        "|sonntag so",
        "eine ein einen einem einer|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn",
    ),
    units=(
        r"(?:werk|arbeits)?tagen?|tage",
        r"wochen?",
        r"kalenderwochen?|kw\.?|woche",
    ),
    phrases=r"""
veto              (?:ihre|deine|eure) (?:e-?mail|mail|nachricht|anfrage)[^.\n]{0,20}? vom
veto              (?:gesendet|geschrieben|eingegangen|erhalten)(?: am)?|stand(?= \d)
week.of           (?:der |die )?woche (?:vom|ab dem|ab)|wochen? vom
fortnight         vierzehn tagen?
every             jede[nrsm]?|(?:mon|diens|donners|frei)tags|mittwochs
gone              arbeite[tn]? nicht (?:mehr|länger)
gone              nicht (?:mehr|länger) (?:bei (?:uns|der|dieser)|für (?:uns|die|das))
gone              nicht (?:mehr|länger) (?:tätig|beschäftigt|angestellt|im unternehmen)
gone              (?:im|in den) ruhestand
gone              (?:unternehmen|firma|uns|betrieb|hochschule|schule) .{0,20}verlassen
gone              ausgeschieden|in rente|pensioniert
lastday           letzte[rn]? (?:arbeits|öffnungs)?tag
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
rel.today         heute(?: morgen| vormittag| nachmittag| abend)?|(?:den )?ganzen tag
rel.thisandnextweek  diese (?:woche )?und (?:die )?(?:nächste|kommende|folgende)(?: woche)?
rel.thisweek      (?:in )?dieser? woche|(?:die )?ganze woche
rel.nextweek      (?:in der |die )?(?:nächste[nr]?|kommende[nr]?) woche
time              (?:in der |am )?(?:frühe?n?|morgens|vormittags?|mittags?|abends?|dienstschluss)
time              (?:am )?nachmittags?
coming            (?:die |in den |den )?(?:nächsten|kommenden)(?= \d)
next              nächste[nrsm]?
this              diese[nrsm]?|kommende[nrsm]?
rest              (?:den )?rest des(?: monats)?
end               ende
middle            mitte
start             anfang
other             wenden|kontaktieren|anrufen|vertr(?:itt|eten|etung)|melden sie sich
away              (?:beim|bei einem) kunden|\w*termin|\w*ausflug|\w*feier
away              nicht (?:im|da|erreichbar|zu erreichen|anwesend|verfügbar|am|in|an)
away              nicht (?:arbeit\w+|besetzt)|abwesen\w*|\w*urlaub\w*|\w*reise|auswärts|unterwegs
away              außer haus|\w*krank\w*|geschlossen|\w*pause|frei(?:er tag)?|weg|elternzeit
away              mutterschutz|\w*messe|\w*konferenz|\w*tagung|\w*kongress|\w*kurs|\w*schulung
away              \w*fortbildung|\w*weiterbildung|\w*seminar|verreist|\w*auszeit|\w*fahrt|zu
away              \w*workshop|arbeite ich nicht|\w*ferien|\w*sitzung|betriebsruhe|verhindert|kur
away              reha|sabbatical|notbesetzung|eingeschränkt|fort|ansprechbar|\w*dienst
away              \w*freizeit\w*|überstunden\w*|pflegezeit|\w*ausgleich|keine? (?:zugriff|mails?)
away              \w*exkursion|offline|operation|op
back              \w*rückkehr|wiederkehr|wieder|zurück\w*|weiter|retour
answer            rückmeldung|antwort|antworte\w*|beantworte\w*|lese|bearbeite\w*|melde|kümmere
answer            erreichbar|für sie da|im büro|gelesen
works             nur (?:\w+ )?da|freier tag(?= ist)|ich arbeite|arbeite ich|teilzeit
works             öffnungszeiten|sprechzeiten|geöffnet|bürozeiten
until             (?:endet|läuft) am
until             bis(?: einschl(?:ie(?:ß|ss)lich)?| inkl(?:usive|\.)?| zum| zur| mit| auf)*
after             nach(?: dem)?
before            vor(?: dem)?
since             (?:begann|begonnen)(?: am)?|seit(?: dem)?
between           zwischen(?: dem)?
from              ab(?: dem)?|von|vom|per|zum
in                in(?= (?:etwa |circa |ca\. )?\d)
to                -|–|—
about             um|ca|etwa|gegen|ungefähr
and               und|&|sowie
only              erst|frühestens
not               nicht|kein\w*|nie
""",
)
