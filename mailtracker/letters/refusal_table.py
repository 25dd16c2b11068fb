"""Why a mail did not arrive, as mail servers say it → the same for people, and what helps. To add a
reason, a row; to add what a server says, a word in its row, and the case in
tests/letters/test_refusal_words.py.
"""

from __future__ import annotations

from mailtracker.record import dataclass


@dataclass(frozen=True, slots=True)
class InWords:
    """A reason in one language: `why`, and what `helps` against it ("" for nothing)."""

    why: str
    helps: str


@dataclass(frozen=True, slots=True)
class Reason:
    """What some codes and words of servers mean."""

    #: Enhanced status codes without their class, as a pattern: "1\\.1" of "5.1.1".
    codes: str
    #: In English.
    en: InWords
    #: In German.
    de: InWords
    #: Words that say so where no code does, as a pattern; "" for none.
    words: str = ""
    #: Words that say so whatever the code says: some say another thing by it; "" for none.
    oddly: str = ""


_BY_OTHER_WORDS = InWords(
    "A filter on its way takes it for spam.",
    "Write it once more in other words, without links and files.",
)
_IN_ANDEREN_WORTEN = InWords(
    "Ein Filter auf dem Weg hält sie für Spam.",
    "Schreib sie noch einmal mit anderen Worten, ohne Links und Dateien.",
)

REASONS = (
    # RFC 3463 §3.2, addresses. Exchange says 5.1.10, and 5.4.1 "Access denied", of addresses that
    # its directory does not have; 1.10 of others is RFC 7505.
    Reason(
        r"1\.1",
        InWords(
            "That address does not exist.",
            "Perhaps it is misspelled, or there is a new one: a call helps.",
        ),
        InWords(
            "Diese Adresse gibt es nicht.",
            "Vielleicht ist sie falsch geschrieben, oder es gibt eine neue: Ein Anruf hilft.",
        ),
        oddly=r"RecipientNotFound|recipient address rejected: access denied",
        words=r"user unknown|unknown user|no such (?:user|recipient|mailbox|address|person)"
        r"|(?:address|account|user|recipient|mailbox)\b.{0,60} does(?: not|n't) exist"
        r"|unrouteable address|invalid (?:recipient|mailbox)|mailbox (?:not found|unavailable)"
        r"|not (?:our customer|a valid (?:user|mailbox|recipient))|doesn't have an? .{1,20}account"
        r"|no mailbox here|recipient (?:unknown|not found)|address rejected",
    ),
    Reason(
        r"1\.2|4\.4|4\.31[02]",
        InWords(
            "No mail server was found for that address.",
            "Perhaps what stands behind the @ is misspelled: a call helps.",
        ),
        InWords(
            "Zu dieser Adresse wurde kein Mailserver gefunden.",
            "Vielleicht ist falsch geschrieben, was hinter dem @ steht: Ein Anruf hilft.",
        ),
        words=r"(?:host|domain)\b.{0,40}\bnot found|couldn't find any host|DNS domain .{0,60}exist"
        r"|name service error|NXDOMAIN|no MX record",
    ),
    Reason(
        r"1\.3",
        InWords("That is no address that mail can go to.", "A call helps to have the right one."),
        InWords(
            "An so eine Adresse kann keine Mail.", "Frag am besten telefonisch nach der richtigen."
        ),
    ),
    Reason(
        r"1\.6",
        InWords(
            "That mailbox has moved, and nothing is passed on.",
            "A call helps to have the new address.",
        ),
        InWords(
            "Dieses Postfach ist umgezogen, und es wird nichts weitergeleitet.",
            "Frag am besten telefonisch nach der neuen Adresse.",
        ),
        words=r"has moved|no longer (?:here|at this address)|no forwarding address",
    ),
    Reason(
        r"1\.10",
        InWords("That domain takes no mail.", "Is there another address? A call helps."),
        InWords(
            "Diese Domain nimmt keine Mail an.", "Gibt es eine andere Adresse? Ein Anruf hilft."
        ),
        words=r"null ?MX|does not accept (?:e-?)?mail",
    ),
    # §3.3, mailboxes; 4.2.1 is Gmail's of one that gets too much at once.
    Reason(
        r"2\.1",
        InWords("That mailbox is switched off.", "Is there another address? A call helps."),
        InWords(
            "Dieses Postfach ist abgeschaltet.", "Gibt es eine andere Adresse? Ein Anruf hilft."
        ),
        words=r"(?:account|mailbox|user)\b.{0,40}(?:disabled|inactive|suspended|deactivated|closed)",
    ),
    Reason(
        r"2\.2",
        InWords(
            "That mailbox is full.",
            "Mail arrives there again once somebody has made room: try again tomorrow, or call.",
        ),
        InWords(
            "Dieses Postfach ist voll.",
            "Sobald dort jemand Platz macht, kommt wieder Mail an: "
            "Versuch es morgen noch einmal oder ruf an.",
        ),
        words=r"over ?quota|quota (?:is )?exceeded|QuotaExceeded|out of (?:storage|disk)"
        r"|(?:mailbox|inbox) (?:is )?(?:too )?full|insufficient (?:system )?storage",
    ),
    Reason(
        r"2\.3|3\.4",
        InWords(
            "The mail is too large for a mail server on its way.",
            "Send smaller files, fewer of them, or a link to them.",
        ),
        InWords(
            "Die Mail ist einem Mailserver auf dem Weg zu groß.",
            "Schick kleinere oder weniger Dateien, oder einen Link darauf.",
        ),
        words=r"message (?:is )?too (?:large|big)|databytes"
        r"|(?:message|mail|maximum|fixed)\b.{0,30}\bsize\b.{0,30}(?:exceed|limit|large)"
        r"|exceed\w*\b.{0,40}\b(?:message|maximum|mail)\b.{0,20}\bsize",
    ),
    Reason(
        r"2\.4|7\.2",
        InWords(
            "That mailing list does not take it.",
            "Whoever looks after the list can let our address write to it.",
        ),
        InWords(
            "Diese Liste nimmt sie nicht an.",
            "Wer sich um die Liste kümmert, kann unsere Adresse dort schreiben lassen.",
        ),
    ),
    # Exchange's of who lets only some people write: 5.7.12x, 5.7.13x, and 5.7.1 with words.
    Reason(
        r"7\.1(?:2[1-9]|3\d)",
        InWords(
            "Only certain senders may write to that address.",
            "They can let our address in: a call helps.",
        ),
        InWords(
            "An diese Adresse dürfen nur bestimmte Absender schreiben.",
            "Dort kann jemand unsere Adresse zulassen: Ein Anruf hilft.",
        ),
        words=r"RST\.NotAuthorized|RestrictedRecipient|only accepts? (?:mail|messages?) from"
        r"|not (?:authori[sz]ed|allowed|permitted) to send to th(?:is|e) (?:recipient|group|list)",
    ),
    # Content: what filters say stands below any code, mostly 5.7.1.
    Reason(
        "",
        InWords(
            "A mail server on its way does not take a file of this kind.",
            "Send it without the file, or with a link to it.",
        ),
        InWords(
            "Ein Mailserver auf dem Weg nimmt so eine Datei nicht an.",
            "Schick sie ohne die Datei oder mit einem Link darauf.",
        ),
        words=r"attachment|banned file|file (?:type|name|extension)|blocked because of its content"
        r"|virus|malware|infected",
    ),
    # Whose IP, domain or reputation is bad, it is we.
    Reason(
        r"1\.[78]|7\.(?:2[0-79]|606|70\d)",
        InWords(
            "A mail server on its way does not take this mail from us.",
            "The mail itself is not at fault: please show this to your admins.",
        ),
        InWords(
            "Ein Mailserver auf dem Weg nimmt diese Mail von uns nicht an.",
            "An der Mail selbst liegt es nicht: Zeig das bitte deinen Admins.",
        ),
        words=r"reputation|block ?list|black ?list|spamhaus|\b(?:dns|r)bl\b|barracuda|spamcop"
        r"|\b(?:ip|host)\b.{0,40}\b(?:blocked|listed|banned)|\b(?:spf|dkim|dmarc)\b|unauthenticated"
        r"|reverse dns|\bptr\b|relay(?:ing)? (?:access )?denied",
    ),
    Reason(
        r"7\.(?:5|10)|7\.32[1-4]",
        InWords(
            "No safe connection to that mail server could be made.",
            "The mail itself is not at fault: please show this to your admins.",
        ),
        InWords(
            "Mit diesem Mailserver kam keine sichere Verbindung zustande.",
            "An der Mail selbst liegt es nicht: Zeig das bitte deinen Admins.",
        ),
        words=r"must issue a STARTTLS|encryption (?:is )?(?:needed|required)"
        r"|certificate (?:verif|expired|not trusted|mismatch)|TLSA?\b.{0,40}(?:failed|lookup)"
        r"|\bDANE\b|MTA-STS",
    ),
    Reason(
        "",
        _BY_OTHER_WORDS,
        _IN_ANDEREN_WORTEN,
        words=r"\bspam\b|\bunsolicited\b|\bjunk\b|phish|\bUBE\b|\bspamm(?:y|ing)"
        r"|content (?:rejected|filter|policy)|message content|looks like|suspicious",
    ),
    # §3.4 and §3.5, the system and the way
    Reason(
        r"3\.[125]",
        InWords(
            "A mail server on its way cannot take mail now.",
            "Perhaps it can by now: send it once more, or call.",
        ),
        InWords(
            "Ein Mailserver auf dem Weg kann gerade keine Mail annehmen.",
            "Vielleicht geht es inzwischen: Schick sie noch einmal oder ruf an.",
        ),
    ),
    Reason(
        r"4\.[123]|4\.316",
        InWords(
            "A mail server on its way does not answer.",
            "Perhaps it does by now: send it once more, or call.",
        ),
        InWords(
            "Ein Mailserver auf dem Weg antwortet nicht.",
            "Vielleicht inzwischen wieder: Schick sie noch einmal oder ruf an.",
        ),
        words=r"(?<!retry )timed? ?out|connection (?:refused|reset|lost|dropped)|no route to host"
        r"|unreachable|network error|does not (?:answer|respond)|wasn't able to establish",
    ),
    Reason(
        r"4\.5|7\.28",
        InWords(
            "A mail server on its way takes no more mail for now.",
            "Send it once more in an hour or two, or call.",
        ),
        InWords(
            "Ein Mailserver auf dem Weg nimmt gerade keine weiteren Mails an.",
            "Schick sie in ein, zwei Stunden noch einmal oder ruf an.",
        ),
        oddly=r"(?:receiving|received|sent) .{0,30}(?:too (?:quickly|fast)|at a rate)",
        words=r"rate limit|throttl|too many (?:messages|connections|recipients)|grey-?list",
    ),
    Reason(
        r"4\.6|4\.14",
        InWords(
            "The mail goes round in a circle there.",
            "Only the admins there can put that right: a call helps.",
        ),
        InWords(
            "Die Mail läuft dort im Kreis.",
            "Das können nur die Admins dort richten: Ein Anruf hilft.",
        ),
        words=r"too many hops|hop count|mail(?:er)? loop|routing loop|loops? back to",
    ),
    Reason(
        r"4\.7",
        InWords(
            "It could not be delivered in time.",
            "Perhaps it works by now: send it once more, or call.",
        ),
        InWords(
            "Sie ließ sich nicht rechtzeitig zustellen.",
            "Vielleicht geht es inzwischen: Schick sie noch einmal oder ruf an.",
        ),
        words=r"expired|retry timeout|giv(?:e|en|ing) up|queue too long",
    ),
    # §3.7 and §3.8, what it holds, and what is allowed
    Reason(
        r"6\.\d+",
        InWords(
            "A mail server on its way cannot take what the mail holds.",
            "Write it once more as plain text, without files.",
        ),
        InWords(
            "Ein Mailserver auf dem Weg kann nicht annehmen, was die Mail enthält.",
            "Schreib sie noch einmal als einfachen Text, ohne Dateien.",
        ),
    ),
)
"""Of rows that match alike the first one counts."""

VAGUE = Reason(
    r"7\.[01]",
    InWords(
        "A mail server on its way does not take this mail from us, and does not say why.",
        "Write it once more in other words, without links and files; if that does not help, "
        "show this to your admins.",
    ),
    InWords(
        "Ein Mailserver auf dem Weg nimmt diese Mail von uns nicht an und sagt nicht, warum.",
        "Schreib sie noch einmal mit anderen Worten, ohne Links und Dateien; hilft das nicht, "
        "zeig das deinen Admins.",
    ),
)
"""InWords of anything: it counts where no words say more."""

UNKNOWN = Reason(
    "",
    InWords("A mail server on its way refused it.", "If it matters, try another way."),
    InWords(
        "Ein Mailserver auf dem Weg hat sie abgelehnt.",
        "Ist es wichtig, versuch es auf einem anderen Weg.",
    ),
)
