"""How mails say it in Danish."""

from __future__ import annotations

from mailtracker.desk.troubles import EndingKind, PartKind
from mailtracker.letters.refusal_table import WhyRefused
from mailtracker.letters.wordings.admin_words import AdminWords
from mailtracker.letters.wordings.wording import InWords, Wording

WORDING = Wording(
    locale="da",
    time="%H.%M",
    today="i dag",
    tomorrow="i morgen {weekday}",
    yesterday="i går",
    day="EEEE 'den' d. MMMM",
    day_and_year="EEEE 'den' d. MMMM y",
    by="senest {day} kl. {time}",
    by_date="senest {day} kl. {time}",
    by_midnight="senest {day} inden midnat",
    by_midnight_of="inden udgangen af {day}",
    at="{day} kl. {time}",
    at_date="{day} kl. {time}",
    zone="(lokal tid i {place})",
    two="{} og {}",
    outside="{}, ekstern",
    unproven="{}, ikke bekræftet",
    disproven="Pas på: IKKE {}",
    doubtful="Usikker afsender",
    somebody="nogen",
    typed={
        "done": "løst",
        "mine": "jeg tager den",
        "not mine": "ikke min",
        "for": "til",
        "for NAME": "til NAVN",
        "waiting": "afventer svar",
        "snooze": "udskyd",
        "snooze 2d": "mind mig om 2 dage",
        "answered": "besvaret",
        "add": "tilføj",
        "drop": "fjern",
        "send": "send den",
        "add NAME": "tilføj NAVN",
        "drop NAME": "fjern NAVN",
        "note: TEXT": "notat: TEKST",
        "merge REF": "slå sammen med REF",
        "part": "min del",
    },
    mentions={
        "subject": "emnet nævner ”{}”",
        "body": "teksten nævner ”{}”",
        "anywhere": "den nævner ”{}”",
        "attachment": "”{}” er vedhæftet",
    },
    team_takes="ingen regel kendte denne mail, og den slags går til {}",
    person_takes="ingen regel kendte denne mail, og den slags går til {}",
    no_rule="ingen regel kendte denne mail",
    admins=AdminWords(
        quote="”{}”",
        parts={
            PartKind.MAILBOX: "postkassen {}",
            PartKind.SENDING: "afsendelsen af mail",
            PartKind.ECHO: "kopier af vores egen mail",
            PartKind.SENT_FOLDER: "mappen med sendt mail for {}",
            PartKind.SIGN_IN: "login {}",
            PartKind.HOOK: "kaldet til hook {}",
            PartKind.DEADLINES: "frister og påmindelser",
            PartKind.DIGESTS: "samlede beskeder",
            PartKind.DAILY: "de daglige oversigter",
            PartKind.WEEKLY: "de ugentlige mails",
            PartKind.CELEBRATION: "mailen med tak",
            PartKind.ABSENCES: "mails om fravær",
            PartKind.EXPECTED: "udkigget efter ventet mail",
            PartKind.CLOCK: "computerens ur",
            PartKind.DATABASE: "databasen",
            PartKind.BORDER: "mailserverens kontrol af afsendere",
            PartKind.AUTOMATIC: "automatisk mail",
            PartKind.MAIL_FROM: "mail fra {}",
            PartKind.MAIL_FROM_NOBODY: "mail uden afsender på kuverten",
            PartKind.OTHER: "{}",
        },
        secrets={
            EndingKind.CLIENT: "klienthemmeligheden for login {}",
            EndingKind.KEY: "nøglen for login {}",
            EndingKind.RENEWING: "opdateringstokenet for login {}",
            EndingKind.CERTIFICATE: "certifikatet for login {}",
        },
        absences_of="kalenderen for {} ({})",
        days_off_of="kalenderen med fridage for {} ({})",
        wrong={
            "ahead": (
                "Det blev stillet {by} frem. Ingen bliver mindet om noget, og intet bliver givet "
                "videre indtil {until}. Går det forkert, så stil det venligst rigtigt inden da."
            ),
            "back": (
                "Det blev stillet {by} tilbage. Ingen bliver mindet om noget, og intet bliver "
                "givet videre indtil {until}. Går det forkert, så stil det venligst rigtigt "
                "inden da."
            ),
            "twice": (
                "Endnu en mailtracker, med en anden database eller en kopi af denne, betjener den "
                "også: Folk får alting to gange. Stands venligst den ene, eller giv den en anden "
                "postkasse."
            ),
            "older": (
                "Databasen er ældre end postkassen og kender ikke {count} af mailene i den. "
                "`mailtracker audit` nævner dem, `mailtracker resync --since {since}` tager dem "
                "ind."
            ),
            "automatic": (
                "Der skulle have været sendt mere end {most} på en time, ud over den første til "
                "hver person. Der bliver ikke skrevet flere, før det er overstået. Mail bliver "
                "modtaget, sager bliver åbnet, og de ansvarlige får det, folk skriver."
            ),
            "repeated": (
                "Forfalskede Authentication-Results bliver ikke fjernet. Mails på {days} dage med "
                "to felter fra os om samme metode: {count}. Få dem venligst fjernet fra mail "
                "udefra (RFC 8601 §5), medmindre to af jeres filtre skriver under samme navn."
            ),
            "below": (
                "Forfalskede Authentication-Results bliver ikke fjernet. Mails på {days} dage med "
                "et felt fra os under en fremmed servers linje: {count}. Få dem venligst fjernet "
                "fra mail udefra (RFC 8601 §5), eller skriv serveren i border_hosts, hvis den er "
                "jeres."
            ),
            "unbelieved": (
                "Svar fra {domain} på {days} dage med en nøgle fra os, som den ikke siger noget "
                'om: {count}. På grund af `trust = "strict"` nåede de ikke frem til nogen. {own}'
            ),
            "fails": (
                "{count} af de sidste {last} mails fra {domain} bestod den ikke. Enten er de "
                "forfalskede, eller også er SPF, DKIM eller DMARC for {domain} ikke sat rigtigt "
                "op."
            ),
            "proves none": (
                "Ingen af de sidste {last} mails fra {domain} er bekræftet, så kolleger regnes "
                "for udefrakommende. Står der i authserv_ids, hvad jeres server skriver? {own}"
            ),
        },
        own=(
            "Få venligst også jeres egne folks mail kontrolleret (i Exchange Online: "
            "exchange_tenant, i Google Workspace: DKIM)."
        ),
    ),
    uncoded="Det ved vi om det: ”{}”",
    refusals={
        WhyRefused.NO_ADDRESS: InWords(
            "Adressen findes ikke.",
            "Måske er den stavet forkert, eller der er kommet en ny: Prøv at ringe.",
        ),
        WhyRefused.NO_SERVER: InWords(
            "Der blev ikke fundet nogen mailserver til adressen.",
            "Måske er det, der står efter @, stavet forkert: Prøv at ringe.",
        ),
        WhyRefused.NO_SUCH_KIND: InWords(
            "Man kan ikke sende mail til sådan en adresse.", "Ring og spørg efter den rigtige."
        ),
        WhyRefused.MOVED: InWords(
            "Postkassen er flyttet, og intet bliver sendt videre.",
            "Ring og spørg efter den nye adresse.",
        ),
        WhyRefused.NO_MAIL: InWords(
            "Domænet tager ikke imod mail.", "Er der en anden adresse? Prøv at ringe."
        ),
        WhyRefused.OFF: InWords("Postkassen er lukket.", "Er der en anden adresse? Prøv at ringe."),
        WhyRefused.FULL: InWords(
            "Postkassen er fuld.",
            "Når nogen har ryddet op, kan den tage imod igen: Prøv igen i morgen, eller ring.",
        ),
        WhyRefused.TOO_LARGE: InWords(
            "Mailen er for stor til en mailserver på vejen.",
            "Send mindre eller færre filer, eller et link til dem.",
        ),
        WhyRefused.NO_LIST: InWords(
            "Mailinglisten tager ikke imod den.",
            "Den, der passer listen, kan give vores adresse lov til at skrive.",
        ),
        WhyRefused.SOME_ONLY: InWords(
            "Kun bestemte afsendere må skrive til adressen.",
            "De kan give vores adresse lov: Prøv at ringe.",
        ),
        WhyRefused.A_FILE: InWords(
            "En mailserver på vejen tager ikke imod sådan en fil.",
            "Send mailen uden filen, eller med et link til den.",
        ),
        WhyRefused.US: InWords(
            "En mailserver på vejen tager ikke imod denne mail fra os.",
            "Det er ikke mailen selv, der er noget galt med: Vis venligst jeres "
            "administratorer det her.",
        ),
        WhyRefused.UNSAFE: InWords(
            "Der kunne ikke oprettes en sikker forbindelse til mailserveren.",
            "Det er ikke mailen selv, der er noget galt med: Vis venligst jeres "
            "administratorer det her.",
        ),
        WhyRefused.SPAM: InWords(
            "Et filter på vejen tror, at den er spam.",
            "Skriv den igen med andre ord, uden links og filer.",
        ),
        WhyRefused.NOT_NOW: InWords(
            "En mailserver på vejen kan ikke tage imod mail lige nu.",
            "Måske kan den nu: Send mailen igen, eller ring.",
        ),
        WhyRefused.SILENT: InWords(
            "En mailserver på vejen svarer ikke.",
            "Måske gør den det nu: Send mailen igen, eller ring.",
        ),
        WhyRefused.BUSY: InWords(
            "En mailserver på vejen tager ikke imod flere mails foreløbig.",
            "Send mailen igen om en time eller to, eller ring.",
        ),
        WhyRefused.CIRCLE: InWords(
            "Mailen kører i ring derovre.",
            "Det kan kun administratorerne dér rette: Prøv at ringe.",
        ),
        WhyRefused.LATE: InWords(
            "Den kunne ikke leveres i tide.",
            "Måske går det nu: Send mailen igen, eller ring.",
        ),
        WhyRefused.CONTENT: InWords(
            "En mailserver på vejen kan ikke tage imod det, mailen indeholder.",
            "Skriv den igen som almindelig tekst, uden filer.",
        ),
        WhyRefused.UNSAID: InWords(
            "En mailserver på vejen tager ikke imod denne mail fra os og siger ikke hvorfor.",
            "Skriv den igen med andre ord, uden links og filer; hjælper det ikke, så vis "
            "jeres administratorer det her.",
        ),
        WhyRefused.UNKNOWN: InWords(
            "En mailserver på vejen afviste den.", "Er det vigtigt, så prøv på en anden måde."
        ),
    },
)
