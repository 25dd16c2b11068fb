"""How mails say it in German."""

from __future__ import annotations

from mailtracker.desk.troubles import EndingKind, PartKind
from mailtracker.letters.refusal_table import WhyRefused
from mailtracker.letters.wordings.admin_words import AdminWords
from mailtracker.letters.wordings.wording import InWords, Wording

WORDING = Wording(
    locale="de",
    today="heute",
    tomorrow="morgen, {weekday},",
    yesterday="gestern",
    day="EEEE, d. MMMM",
    day_and_year="EEEE, d. MMMM y",
    by="{day} bis {time} Uhr",
    by_date="bis {day}, {time} Uhr",
    by_midnight="{day} bis Mitternacht",
    by_midnight_of="bis zum Ende von {day}",
    at="{day} um {time} Uhr",
    at_date="{day}, um {time} Uhr",
    zone="(Ortszeit {place})",
    two="{} und {}",
    outside="{}, extern",
    unproven="{}, nicht geprüft",
    disproven="Vorsicht: NICHT {}",
    doubtful="Absender zweifelhaft",
    somebody="jemand",
    typed={
        "done": "erledigt",
        "mine": "meins",
        "not mine": "nicht meins",
        "for": "für",
        "for NAME": "für NAME",
        "waiting": "wartet",
        "snooze": "zurückstellen",
        "snooze 2d": "erinnere mich in 2 Tagen",
        "answered": "beantwortet",
        "add": "hinzufügen",
        "drop": "entfernen",
        "send": "senden",
        "add NAME": "NAME hinzufügen",
        "drop NAME": "NAME entfernen",
        "note: TEXT": "Notiz: TEXT",
        "merge REF": "zusammenführen mit REF",
        "part": "mein Teil",
    },
    mentions={
        "subject": "im Betreff steht „{}“",
        "body": "im Text steht „{}“",
        "anywhere": "darin steht „{}“",
        "attachment": "„{}“ ist angehängt",
    },
    team_takes="keine Regel kannte diese Mail, und solche gehen an {}",
    person_takes="keine Regel kannte diese Mail, und solche gehen an {}",
    no_rule="keine Regel kannte diese Mail",
    admins=AdminWords(
        quote="„{}“",
        parts={
            PartKind.MAILBOX: "Postfach {}",
            PartKind.SENDING: "Versand von Mails",
            PartKind.ECHO: "Kopien unserer eigenen Mails",
            PartKind.SENT_FOLDER: "Ordner für Gesendetes von {}",
            PartKind.SIGN_IN: "Anmeldung {}",
            PartKind.HOOK: "Aufruf des Hooks {}",
            PartKind.DEADLINES: "Fristen und Erinnerungen",
            PartKind.DIGESTS: "gesammelte Hinweise",
            PartKind.DAILY: "Tagesübersichten",
            PartKind.WEEKLY: "Wochenmails",
            PartKind.CELEBRATION: "Mail mit dem Dank der Woche",
            PartKind.ABSENCES: "Mails über Abwesenheiten",
            PartKind.EXPECTED: "Ausschau nach erwarteten Mails",
            PartKind.CLOCK: "Uhr des Rechners",
            PartKind.DATABASE: "Datenbank",
            PartKind.BORDER: "Absenderprüfung des Mailservers",
            PartKind.AUTOMATIC: "automatische Mails",
            PartKind.MAIL_FROM: "Mails von {}",
            PartKind.MAIL_FROM_NOBODY: "Mails ohne Absender im Umschlag",
            PartKind.OTHER: "{}",
        },
        secrets={
            EndingKind.CLIENT: "der geheime Clientschlüssel der Anmeldung {}",
            EndingKind.KEY: "der Schlüssel der Anmeldung {}",
            EndingKind.RENEWING: "das Aktualisierungstoken der Anmeldung {}",
            EndingKind.CERTIFICATE: "das Zertifikat der Anmeldung {}",
        },
        absences_of="Abwesenheiten von {} ({})",
        days_off_of="freie Tage von {} ({})",
        wrong={
            "ahead": (
                "Sie wurde um {by} vorgestellt. Bis {until} wird niemand erinnert und nichts "
                "weitergegeben. Geht sie falsch, stell sie bitte vorher richtig."
            ),
            "back": (
                "Sie wurde um {by} zurückgestellt. Bis {until} wird niemand erinnert und nichts "
                "weitergegeben. Geht sie falsch, stell sie bitte vorher richtig."
            ),
            "twice": (
                "Noch ein mailtracker, mit einer anderen Datenbank oder einer Kopie von dieser, "
                "bedient es: Die Leute bekommen alles doppelt. Bitte halte einen von beiden an "
                "oder gib ihm ein anderes Postfach."
            ),
            "older": (
                "Die Datenbank ist älter als das Postfach und kennt {count} seiner Mails nicht. "
                "`mailtracker audit` nennt sie, `mailtracker resync --since {since}` nimmt sie "
                "auf."
            ),
            "automatic": (
                "Mehr als {most} wären in einer Stunde fällig gewesen, die jeweils erste an jede "
                "Person nicht mitgezählt. Bis das vorbei ist, schreiben wir keine weiteren. Mails "
                "werden angenommen, Anfragen eröffnet, und wer zuständig ist, bekommt, was die "
                "Leute schreiben."
            ),
            "repeated": (
                "Gefälschte Authentication-Results werden nicht entfernt. Mails in {days} Tagen "
                "mit zwei Feldern von uns über dasselbe Verfahren: {count}. Bitte lass sie aus "
                "Mails von außen entfernen (RFC 8601 §5), falls nicht zwei eurer Filter unter "
                "einer Kennung schreiben."
            ),
            "below": (
                "Gefälschte Authentication-Results werden nicht entfernt. Mails in {days} Tagen "
                "mit einem Feld von uns unter der Zeile eines fremden Servers: {count}. Bitte lass "
                "sie aus Mails von außen entfernen (RFC 8601 §5), oder nimm den Server in "
                "border_hosts auf, falls er eurer ist."
            ),
            "unbelieved": (
                "Antworten von {domain} in {days} Tagen mit einem Schlüssel von uns, zu denen sie "
                'nichts sagt: {count}. Wegen `trust = "strict"` haben sie niemanden erreicht. '
                "{own}"
            ),
            "fails": (
                "{count} der letzten {last} Mails von {domain} sind durchgefallen. Entweder sind "
                "sie gefälscht, oder SPF, DKIM oder DMARC von {domain} sind nicht richtig "
                "eingerichtet."
            ),
            "proves none": (
                "Keine der letzten {last} Mails von {domain} ist bestätigt, also gelten Kollegen "
                "als extern. Steht in authserv_ids, was euer Server schreibt? {own}"
            ),
        },
        own=(
            "Bitte lass auch Mails eurer eigenen Leute prüfen (in Exchange Online: "
            "exchange_tenant, in Google Workspace: DKIM)."
        ),
    ),
    uncoded="Was wir davon wissen: „{}“",
    refusals={
        WhyRefused.NO_ADDRESS: InWords(
            "Diese Adresse gibt es nicht.",
            "Vielleicht ist sie falsch geschrieben, oder es gibt eine neue: Ein Anruf hilft.",
        ),
        WhyRefused.NO_SERVER: InWords(
            "Zu dieser Adresse wurde kein Mailserver gefunden.",
            "Vielleicht ist falsch geschrieben, was hinter dem @ steht: Ein Anruf hilft.",
        ),
        WhyRefused.NO_SUCH_KIND: InWords(
            "An so eine Adresse kann keine Mail.", "Frag am besten telefonisch nach der richtigen."
        ),
        WhyRefused.MOVED: InWords(
            "Dieses Postfach ist umgezogen, und es wird nichts weitergeleitet.",
            "Frag am besten telefonisch nach der neuen Adresse.",
        ),
        WhyRefused.NO_MAIL: InWords(
            "Diese Domain nimmt keine Mail an.", "Gibt es eine andere Adresse? Ein Anruf hilft."
        ),
        WhyRefused.OFF: InWords(
            "Dieses Postfach ist abgeschaltet.", "Gibt es eine andere Adresse? Ein Anruf hilft."
        ),
        WhyRefused.FULL: InWords(
            "Dieses Postfach ist voll.",
            "Sobald dort jemand Platz macht, kommt wieder Mail an: Versuch es morgen "
            "noch einmal oder ruf an.",
        ),
        WhyRefused.TOO_LARGE: InWords(
            "Die Mail ist einem Mailserver auf dem Weg zu groß.",
            "Schick kleinere oder weniger Dateien, oder einen Link darauf.",
        ),
        WhyRefused.NO_LIST: InWords(
            "Diese Liste nimmt sie nicht an.",
            "Wer sich um die Liste kümmert, kann unsere Adresse dort schreiben lassen.",
        ),
        WhyRefused.SOME_ONLY: InWords(
            "An diese Adresse dürfen nur bestimmte Absender schreiben.",
            "Dort kann jemand unsere Adresse zulassen: Ein Anruf hilft.",
        ),
        WhyRefused.A_FILE: InWords(
            "Ein Mailserver auf dem Weg nimmt so eine Datei nicht an.",
            "Schick sie ohne die Datei oder mit einem Link darauf.",
        ),
        WhyRefused.US: InWords(
            "Ein Mailserver auf dem Weg nimmt diese Mail von uns nicht an.",
            "An der Mail selbst liegt es nicht: Zeig das bitte deinen Admins.",
        ),
        WhyRefused.UNSAFE: InWords(
            "Mit diesem Mailserver kam keine sichere Verbindung zustande.",
            "An der Mail selbst liegt es nicht: Zeig das bitte deinen Admins.",
        ),
        WhyRefused.SPAM: InWords(
            "Ein Filter auf dem Weg hält sie für Spam.",
            "Schreib sie noch einmal mit anderen Worten, ohne Links und Dateien.",
        ),
        WhyRefused.NOT_NOW: InWords(
            "Ein Mailserver auf dem Weg kann gerade keine Mail annehmen.",
            "Vielleicht geht es inzwischen: Schick sie noch einmal oder ruf an.",
        ),
        WhyRefused.SILENT: InWords(
            "Ein Mailserver auf dem Weg antwortet nicht.",
            "Vielleicht inzwischen wieder: Schick sie noch einmal oder ruf an.",
        ),
        WhyRefused.BUSY: InWords(
            "Ein Mailserver auf dem Weg nimmt gerade keine weiteren Mails an.",
            "Schick sie in ein, zwei Stunden noch einmal oder ruf an.",
        ),
        WhyRefused.CIRCLE: InWords(
            "Die Mail läuft dort im Kreis.",
            "Das können nur die Admins dort richten: Ein Anruf hilft.",
        ),
        WhyRefused.LATE: InWords(
            "Sie ließ sich nicht rechtzeitig zustellen.",
            "Vielleicht geht es inzwischen: Schick sie noch einmal oder ruf an.",
        ),
        WhyRefused.CONTENT: InWords(
            "Ein Mailserver auf dem Weg kann nicht annehmen, was die Mail enthält.",
            "Schreib sie noch einmal als einfachen Text, ohne Dateien.",
        ),
        WhyRefused.UNSAID: InWords(
            "Ein Mailserver auf dem Weg nimmt diese Mail von uns nicht an und sagt nicht, warum.",
            "Schreib sie noch einmal mit anderen Worten, ohne Links und Dateien; hilft "
            "das nicht, zeig das deinen Admins.",
        ),
        WhyRefused.UNKNOWN: InWords(
            "Ein Mailserver auf dem Weg hat sie abgelehnt.",
            "Ist es wichtig, versuch es auf einem anderen Weg.",
        ),
    },
)
