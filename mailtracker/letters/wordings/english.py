"""How mails say it in English."""

from __future__ import annotations

from mailtracker.desk.troubles import EndingKind, PartKind
from mailtracker.letters.refusal_table import WhyRefused
from mailtracker.letters.wordings.admin_words import AdminWords
from mailtracker.letters.wordings.wording import InWords, Wording

WORDING = Wording(
    locale="en_GB",
    today="today",
    tomorrow="tomorrow, {weekday}",
    yesterday="yesterday",
    day="EEEE, d MMMM",
    day_and_year="EEEE, d MMMM y",
    by="by {time} {day}",
    by_date="by {time} on {day}",
    by_midnight="by the end of {day}",
    by_midnight_of="by the end of {day}",
    at="{day} at {time}",
    at_date="{day}, at {time}",
    zone="({place} time)",
    two="{} and {}",
    outside="{}, outside",
    unproven="{}, not verified",
    disproven="Careful: NOT {}",
    doubtful="Sender in doubt",
    somebody="somebody",
    mentions={
        "subject": "the subject mentions “{}”",
        "body": "the text mentions “{}”",
        "anywhere": "it mentions “{}”",
        "attachment": "“{}” is attached",
    },
    team_takes="no rule knew this mail, and the {} takes those",
    person_takes="no rule knew this mail, and those go to {}",
    no_rule="no rule knew this mail",
    admins=AdminWords(
        quote="“{}”",
        parts={
            PartKind.MAILBOX: "the mailbox {}",
            PartKind.SENDING: "sending mail",
            PartKind.ECHO: "copies of our own mail",
            PartKind.SENT_FOLDER: "the Sent folder of {}",
            PartKind.SIGN_IN: "the sign-in {}",
            PartKind.HOOK: "the hook {}",
            PartKind.DEADLINES: "deadlines and reminders",
            PartKind.DIGESTS: "gathered notices",
            PartKind.DAILY: "the daily digests",
            PartKind.WEEKLY: "the weekly letters",
            PartKind.CELEBRATION: "the mail of thanks",
            PartKind.ABSENCES: "letters about absences",
            PartKind.EXPECTED: "the watch for expected mail",
            PartKind.CLOCK: "the machine's clock",
            PartKind.DATABASE: "the database",
            PartKind.BORDER: "the mail server's check of senders",
            PartKind.AUTOMATIC: "automatic mail",
            PartKind.MAIL_FROM: "mail from {}",
            PartKind.MAIL_FROM_NOBODY: "mail without an envelope sender",
            PartKind.OTHER: "{}",
        },
        secrets={
            EndingKind.CLIENT: "the secret of the sign-in {}",
            EndingKind.KEY: "the key of the sign-in {}",
            EndingKind.RENEWING: "the refresh token of the sign-in {}",
            EndingKind.CERTIFICATE: "the certificate of the sign-in {}",
        },
        absences_of="calendar of {} ({})",
        days_off_of="days off of {} ({})",
        wrong={
            "ahead": (
                "It was turned ahead by {by}. Nobody is reminded and nothing is handed over until "
                "{until}; if it is wrong, please set it right before then."
            ),
            "back": (
                "It was turned back by {by}. Nobody is reminded and nothing is handed over until "
                "{until}; if it is wrong, please set it right before then."
            ),
            "twice": (
                "Another mailtracker, with another database or a copy of this one, serves it, too: "
                "people are answered twice. Please stop one of them, or give it another mailbox."
            ),
            "older": (
                "The database is older than the mailbox and lacks {count} of its mails. "
                "`mailtracker audit` names them, `mailtracker resync --since {since}` takes them "
                "in."
            ),
            "automatic": (
                "More than {most} were due within an hour, beyond the first to each person. No "
                "more are written until that is over. Mail is taken, requests open, and owners get "
                "what people write."
            ),
            "repeated": (
                "It does not strip forged Authentication-Results. Mails in {days} days with two "
                "fields of ours about one method: {count}. Please have it remove them from mail "
                "that comes from outside (RFC 8601 §5), unless two filters of yours write under "
                "one id."
            ),
            "below": (
                "It does not strip forged Authentication-Results. Mails in {days} days with a "
                "field of ours below the line of a strange server: {count}. Please have it remove "
                "them from mail that comes from outside (RFC 8601 §5), or add that server to "
                "border_hosts if it is yours."
            ),
            "unbelieved": (
                "Answers from {domain} in {days} days with a key of ours, of which it says "
                'nothing: {count}. By `trust = "strict"` they reached nobody. {own}'
            ),
            "fails": (
                "{count} of the last {last} mails from {domain} failed its check. Either they are "
                "forged, or SPF, DKIM or DMARC of {domain} are not set up right."
            ),
            "proves none": (
                "Not one of the last {last} mails from {domain} is proven, so colleagues count as "
                "outsiders. Does authserv_ids name what your server writes? {own}"
            ),
        },
        own=(
            "Please have it check mail of your own people, too (in Exchange Online: "
            "exchange_tenant, in Google Workspace: DKIM)."
        ),
    ),
    uncoded="What we know of it: “{}”",
    refusals={
        WhyRefused.NO_ADDRESS: InWords(
            "That address does not exist.",
            "Perhaps it is misspelled, or there is a new one: a call helps.",
        ),
        WhyRefused.NO_SERVER: InWords(
            "No mail server was found for that address.",
            "Perhaps what stands behind the @ is misspelled: a call helps.",
        ),
        WhyRefused.NO_SUCH_KIND: InWords(
            "That is no address that mail can go to.", "A call helps to have the right one."
        ),
        WhyRefused.MOVED: InWords(
            "That mailbox has moved, and nothing is passed on.",
            "A call helps to have the new address.",
        ),
        WhyRefused.NO_MAIL: InWords(
            "That domain takes no mail.", "Is there another address? A call helps."
        ),
        WhyRefused.OFF: InWords(
            "That mailbox is switched off.", "Is there another address? A call helps."
        ),
        WhyRefused.FULL: InWords(
            "That mailbox is full.",
            "Mail arrives there again once somebody has made room: try again tomorrow, or call.",
        ),
        WhyRefused.TOO_LARGE: InWords(
            "The mail is too large for a mail server on its way.",
            "Send smaller files, fewer of them, or a link to them.",
        ),
        WhyRefused.NO_LIST: InWords(
            "That mailing list does not take it.",
            "Whoever looks after the list can let our address write to it.",
        ),
        WhyRefused.SOME_ONLY: InWords(
            "Only certain senders may write to that address.",
            "They can let our address in: a call helps.",
        ),
        WhyRefused.A_FILE: InWords(
            "A mail server on its way does not take a file of this kind.",
            "Send it without the file, or with a link to it.",
        ),
        WhyRefused.US: InWords(
            "A mail server on its way does not take this mail from us.",
            "The mail itself is not at fault: please show this to your admins.",
        ),
        WhyRefused.UNSAFE: InWords(
            "No safe connection to that mail server could be made.",
            "The mail itself is not at fault: please show this to your admins.",
        ),
        WhyRefused.SPAM: InWords(
            "A filter on its way takes it for spam.",
            "Write it once more in other words, without links and files.",
        ),
        WhyRefused.NOT_NOW: InWords(
            "A mail server on its way cannot take mail now.",
            "Perhaps it can by now: send it once more, or call.",
        ),
        WhyRefused.SILENT: InWords(
            "A mail server on its way does not answer.",
            "Perhaps it does by now: send it once more, or call.",
        ),
        WhyRefused.BUSY: InWords(
            "A mail server on its way takes no more mail for now.",
            "Send it once more in an hour or two, or call.",
        ),
        WhyRefused.CIRCLE: InWords(
            "The mail goes round in a circle there.",
            "Only the admins there can put that right: a call helps.",
        ),
        WhyRefused.LATE: InWords(
            "It could not be delivered in time.",
            "Perhaps it works by now: send it once more, or call.",
        ),
        WhyRefused.CONTENT: InWords(
            "A mail server on its way cannot take what the mail holds.",
            "Write it once more as plain text, without files.",
        ),
        WhyRefused.UNSAID: InWords(
            "A mail server on its way does not take this mail from us, and does not say why.",
            "Write it once more in other words, without links and files; if that does "
            "not help, show this to your admins.",
        ),
        WhyRefused.UNKNOWN: InWords(
            "A mail server on its way refused it.", "If it matters, try another way."
        ),
    },
)
