"""How mails say it in Dutch."""

from __future__ import annotations

from mailtracker.desk.troubles import EndingKind, PartKind
from mailtracker.letters.refusal_table import WhyRefused
from mailtracker.letters.wordings.admin_words import AdminWords
from mailtracker.letters.wordings.wording import InWords, Wording

WORDING = Wording(
    locale="nl",
    today="vandaag",
    tomorrow="morgen ({weekday})",
    yesterday="gisteren",
    day="EEEE d MMMM",
    day_and_year="EEEE d MMMM y",
    by="uiterlijk {day} om {time} uur",
    by_date="uiterlijk {day} om {time} uur",
    by_midnight="{day} vóór middernacht",
    by_midnight_of="vóór het einde van {day}",
    at="{day} om {time} uur",
    at_date="{day} om {time} uur",
    zone="(lokale tijd {place})",
    two="{} en {}",
    outside="{}, extern",
    unproven="{}, niet geverifieerd",
    disproven="Let op: NIET {}",
    doubtful="Afzender onzeker",
    somebody="iemand",
    typed={
        "done": "afgehandeld",
        "mine": "van mij",
        "not mine": "niet van mij",
        "for": "voor",
        "for NAME": "voor NAAM",
        "waiting": "wacht op antwoord",
        "snooze": "uitstellen",
        "snooze 2d": "herinner me over 2 dagen",
        "answered": "beantwoord",
        "add": "toevoegen",
        "drop": "verwijderen",
        "send": "verzenden",
        "add NAME": "NAAM toevoegen",
        "drop NAME": "NAAM verwijderen",
        "note: TEXT": "notitie: TEKST",
        "merge REF": "samenvoegen met REF",
        "part": "mijn deel",
    },
    mentions={
        "subject": "in het onderwerp staat “{}”",
        "body": "in de tekst staat “{}”",
        "anywhere": "er staat “{}” in",
        "attachment": "“{}” zit erbij",
    },
    team_takes="geen regel kende deze mail, en zulke mails gaan naar {}",
    person_takes="geen regel kende deze mail, en zulke mails gaan naar {}",
    no_rule="geen regel kende deze mail",
    admins=AdminWords(
        quote="“{}”",
        parts={
            PartKind.MAILBOX: "mailbox {}",
            PartKind.SENDING: "het versturen van mail",
            PartKind.ECHO: "kopieën van onze eigen mail",
            PartKind.SENT_FOLDER: "de map met verzonden mail van {}",
            PartKind.SIGN_IN: "aanmelding {}",
            PartKind.HOOK: "de aanroep van hook {}",
            PartKind.DEADLINES: "termijnen en herinneringen",
            PartKind.DIGESTS: "verzamelde berichten",
            PartKind.DAILY: "de dagoverzichten",
            PartKind.WEEKLY: "de wekelijkse mails",
            PartKind.CELEBRATION: "de mail met bedankjes",
            PartKind.ABSENCES: "mails over afwezigheid",
            PartKind.EXPECTED: "het uitkijken naar verwachte mail",
            PartKind.CLOCK: "de klok van de computer",
            PartKind.DATABASE: "de database",
            PartKind.BORDER: "de controle van afzenders door de mailserver",
            PartKind.AUTOMATIC: "automatische mail",
            PartKind.MAIL_FROM: "mail van {}",
            PartKind.MAIL_FROM_NOBODY: "mail zonder afzender op de envelop",
            PartKind.OTHER: "{}",
        },
        secrets={
            EndingKind.CLIENT: "het clientgeheim van aanmelding {}",
            EndingKind.KEY: "de sleutel van aanmelding {}",
            EndingKind.RENEWING: "het vernieuwingstoken van aanmelding {}",
            EndingKind.CERTIFICATE: "het certificaat van aanmelding {}",
        },
        absences_of="de agenda van {} ({})",
        days_off_of="de agenda met vrije dagen van {} ({})",
        wrong={
            "ahead": (
                "Die is {by} vooruitgezet. Er wordt niemand herinnerd en niets overgedragen tot "
                "{until}; loopt de klok verkeerd, zet hem dan alsjeblieft vóór die tijd goed."
            ),
            "back": (
                "Die is {by} teruggezet. Er wordt niemand herinnerd en niets overgedragen tot "
                "{until}; loopt de klok verkeerd, zet hem dan alsjeblieft vóór die tijd goed."
            ),
            "twice": (
                "Nog een mailtracker, met een andere database of een kopie van deze, bedient die "
                "ook: mensen krijgen alles dubbel. Zet alsjeblieft een van de twee stil, of geef "
                "hem een andere mailbox."
            ),
            "older": (
                "De database is ouder dan de mailbox en kent {count} van de mails erin niet. "
                "`mailtracker audit` noemt ze, `mailtracker resync --since {since}` neemt ze op."
            ),
            "automatic": (
                "Er zouden er meer dan {most} binnen een uur uitgaan, de eerste aan elke persoon "
                "niet meegeteld. Tot dat voorbij is, schrijven we er geen meer. Mail wordt "
                "aangenomen, aanvragen worden geopend, en wie ze behandelt krijgt wat mensen "
                "schrijven."
            ),
            "repeated": (
                "Vervalste Authentication-Results worden niet verwijderd. Mails in {days} dagen "
                "met twee velden van ons over dezelfde methode: {count}. Laat ze alsjeblieft uit "
                "mail van buiten verwijderen (RFC 8601 §5), tenzij twee filters van jullie onder "
                "één naam schrijven."
            ),
            "below": (
                "Vervalste Authentication-Results worden niet verwijderd. Mails in {days} dagen "
                "met een veld van ons onder de regel van een vreemde server: {count}. Laat ze "
                "alsjeblieft uit mail van buiten verwijderen (RFC 8601 §5), of zet die server in "
                "border_hosts als hij van jullie is."
            ),
            "unbelieved": (
                "Antwoorden van {domain} in {days} dagen met een sleutel van ons, waar hij niets "
                'over zegt: {count}. Door `trust = "strict"` kwamen ze bij niemand aan. {own}'
            ),
            "fails": (
                "{count} van de laatste {last} mails van {domain} zijn afgekeurd. Of ze zijn "
                "vervalst, of SPF, DKIM of DMARC van {domain} is niet goed ingesteld."
            ),
            "proves none": (
                "Van de laatste {last} mails van {domain} is er geen bevestigd, dus gelden "
                "collega's als buitenstaanders. Staat in authserv_ids wat jullie server "
                "schrijft? {own}"
            ),
        },
        own=(
            "Laat alsjeblieft ook mail van eigen mensen controleren (in Exchange Online: "
            "exchange_tenant, in Google Workspace: DKIM)."
        ),
    ),
    uncoded="Wat we ervan weten: “{}”",
    refusals={
        WhyRefused.NO_ADDRESS: InWords(
            "Dat adres bestaat niet.",
            "Misschien zit er een typefout in, of is er een nieuw adres: bel even.",
        ),
        WhyRefused.NO_SERVER: InWords(
            "Voor dat adres is geen mailserver gevonden.",
            "Misschien zit er een typefout in wat achter de @ staat: bel even.",
        ),
        WhyRefused.NO_SUCH_KIND: InWords(
            "Naar zo'n adres kan geen mail.", "Bel even om het juiste te vragen."
        ),
        WhyRefused.MOVED: InWords(
            "Die mailbox is verhuisd, en er wordt niets doorgestuurd.",
            "Bel even om het nieuwe adres te vragen.",
        ),
        WhyRefused.NO_MAIL: InWords(
            "Dat domein neemt geen mail aan.", "Is er een ander adres? Bel even."
        ),
        WhyRefused.OFF: InWords(
            "Die mailbox is uitgeschakeld.", "Is er een ander adres? Bel even."
        ),
        WhyRefused.FULL: InWords(
            "Die mailbox is vol.",
            "Zodra iemand ruimte maakt, komt er weer mail aan: probeer het morgen nog "
            "eens, of bel.",
        ),
        WhyRefused.TOO_LARGE: InWords(
            "De mail is te groot voor een mailserver onderweg.",
            "Stuur kleinere of minder bestanden, of een link ernaar.",
        ),
        WhyRefused.NO_LIST: InWords(
            "Die mailinglijst neemt de mail niet aan.",
            "Wie de lijst beheert, kan ons adres toelaten.",
        ),
        WhyRefused.SOME_ONLY: InWords(
            "Naar dat adres mogen alleen bepaalde afzenders schrijven.",
            "Daar kan iemand ons adres toelaten: bel even.",
        ),
        WhyRefused.A_FILE: InWords(
            "Een mailserver onderweg neemt zo'n bestand niet aan.",
            "Stuur de mail zonder het bestand, of met een link ernaar.",
        ),
        WhyRefused.US: InWords(
            "Een mailserver onderweg neemt deze mail van ons niet aan.",
            "Aan de mail zelf ligt het niet: laat dit alsjeblieft aan jullie beheerders zien.",
        ),
        WhyRefused.UNSAFE: InWords(
            "Met die mailserver kwam geen veilige verbinding tot stand.",
            "Aan de mail zelf ligt het niet: laat dit alsjeblieft aan jullie beheerders zien.",
        ),
        WhyRefused.SPAM: InWords(
            "Een filter onderweg ziet de mail voor spam aan.",
            "Schrijf hem nog eens in andere woorden, zonder links en bestanden.",
        ),
        WhyRefused.NOT_NOW: InWords(
            "Een mailserver onderweg kan nu geen mail aannemen.",
            "Misschien lukt het inmiddels: stuur hem nog eens, of bel.",
        ),
        WhyRefused.SILENT: InWords(
            "Een mailserver onderweg geeft geen antwoord.",
            "Misschien inmiddels wel weer: stuur hem nog eens, of bel.",
        ),
        WhyRefused.BUSY: InWords(
            "Een mailserver onderweg neemt voorlopig geen mail meer aan.",
            "Stuur hem over een uur of twee nog eens, of bel.",
        ),
        WhyRefused.CIRCLE: InWords(
            "De mail gaat daar in een kringetje rond.",
            "Alleen de beheerders daar kunnen dat verhelpen: bel even.",
        ),
        WhyRefused.LATE: InWords(
            "De mail kon niet op tijd worden bezorgd.",
            "Misschien lukt het inmiddels: stuur hem nog eens, of bel.",
        ),
        WhyRefused.CONTENT: InWords(
            "Een mailserver onderweg kan niet aannemen wat er in de mail zit.",
            "Schrijf hem nog eens als gewone tekst, zonder bestanden.",
        ),
        WhyRefused.UNSAID: InWords(
            "Een mailserver onderweg neemt deze mail van ons niet aan en zegt niet waarom.",
            "Schrijf hem nog eens in andere woorden, zonder links en bestanden; helpt "
            "dat niet, laat dit dan aan jullie beheerders zien.",
        ),
        WhyRefused.UNKNOWN: InWords(
            "Een mailserver onderweg heeft de mail geweigerd.",
            "Is het belangrijk, probeer het dan langs een andere weg.",
        ),
    },
)
