"""Why a mail did not arrive, as mail servers say it. How people are told is a matter of each
language (`wordings`). To add a reason: its name and a row here, its words in each language; to add
what a server says, a word in its row, and the case in tests/letters/test_refusal_words.py.
"""

from __future__ import annotations

from enum import Enum, auto

from mailtracker.record import dataclass


class WhyRefused(Enum):
    """Why a mail server does not take a mail."""

    NO_ADDRESS = auto()
    NO_SERVER = auto()
    NO_SUCH_KIND = auto()
    MOVED = auto()
    NO_MAIL = auto()
    OFF = auto()
    FULL = auto()
    TOO_LARGE = auto()
    NO_LIST = auto()
    SOME_ONLY = auto()
    A_FILE = auto()
    US = auto()
    UNSAFE = auto()
    SPAM = auto()
    NOT_NOW = auto()
    SILENT = auto()
    BUSY = auto()
    CIRCLE = auto()
    LATE = auto()
    CONTENT = auto()
    UNSAID = auto()
    UNKNOWN = auto()


@dataclass(frozen=True, slots=True)
class Reason:
    """What some codes and words of servers mean."""

    #: What they mean.
    why: WhyRefused
    #: Enhanced status codes without their class, as a pattern: "1\\.1" of "5.1.1".
    codes: str
    #: Words that say so where no code does, as a pattern; "" for none.
    words: str = ""
    #: Words that say so whatever the code says: some say another thing by it; "" for none.
    oddly: str = ""


REASONS = (
    # RFC 3463 §3.2, addresses. Exchange says 5.1.10, and 5.4.1 "Access denied", of addresses that
    # its directory does not have; 1.10 of others is RFC 7505.
    Reason(
        WhyRefused.NO_ADDRESS,
        r"1\.1",
        oddly=r"RecipientNotFound|recipient address rejected: access denied",
        words=r"user unknown|unknown user|no such (?:user|recipient|mailbox|address|person)"
        r"|(?:address|account|user|recipient|mailbox)\b.{0,60} does(?: not|n't) exist"
        r"|unrouteable address|invalid (?:recipient|mailbox)|mailbox (?:not found|unavailable)"
        r"|not (?:our customer|a valid (?:user|mailbox|recipient))|doesn't have an? .{1,20}account"
        r"|no mailbox here|recipient (?:unknown|not found)|address rejected",
    ),
    Reason(
        WhyRefused.NO_SERVER,
        r"1\.2|4\.4|4\.31[02]",
        words=r"(?:host|domain)\b.{0,40}\bnot found|couldn't find any host|DNS domain .{0,60}exist"
        r"|name service error|NXDOMAIN|no MX record",
    ),
    Reason(
        WhyRefused.NO_SUCH_KIND,
        r"1\.3",
    ),
    Reason(
        WhyRefused.MOVED,
        r"1\.6",
        words=r"has moved|no longer (?:here|at this address)|no forwarding address",
    ),
    Reason(
        WhyRefused.NO_MAIL,
        r"1\.10",
        words=r"null ?MX|does not accept (?:e-?)?mail",
    ),
    # §3.3, mailboxes; 4.2.1 is Gmail's of one that gets too much at once.
    Reason(
        WhyRefused.OFF,
        r"2\.1",
        words=r"(?:account|mailbox|user)\b.{0,40}(?:disabled|inactive|suspended|deactivated|closed)",
    ),
    Reason(
        WhyRefused.FULL,
        r"2\.2",
        words=r"over ?quota|quota (?:is )?exceeded|QuotaExceeded|out of (?:storage|disk)"
        r"|(?:mailbox|inbox) (?:is )?(?:too )?full|insufficient (?:system )?storage",
    ),
    Reason(
        WhyRefused.TOO_LARGE,
        r"2\.3|3\.4",
        words=r"message (?:is )?too (?:large|big)|databytes"
        r"|(?:message|mail|maximum|fixed)\b.{0,30}\bsize\b.{0,30}(?:exceed|limit|large)"
        r"|exceed\w*\b.{0,40}\b(?:message|maximum|mail)\b.{0,20}\bsize",
    ),
    Reason(
        WhyRefused.NO_LIST,
        r"2\.4|7\.2",
    ),
    # Exchange's of who lets only some people write: 5.7.12x, 5.7.13x, and 5.7.1 with words.
    Reason(
        WhyRefused.SOME_ONLY,
        r"7\.1(?:2[1-9]|3\d)",
        words=r"RST\.NotAuthorized|RestrictedRecipient|only accepts? (?:mail|messages?) from"
        r"|not (?:authori[sz]ed|allowed|permitted) to send to th(?:is|e) (?:recipient|group|list)",
    ),
    # Content: what filters say stands below any code, mostly 5.7.1.
    Reason(
        WhyRefused.A_FILE,
        "",
        words=r"attachment|banned file|file (?:type|name|extension)|blocked because of its content"
        r"|virus|malware|infected",
    ),
    # Whose IP, domain or reputation is bad, it is we.
    Reason(
        WhyRefused.US,
        r"1\.[78]|7\.(?:2[0-79]|606|70\d)",
        words=r"reputation|block ?list|black ?list|spamhaus|\b(?:dns|r)bl\b|barracuda|spamcop"
        r"|\b(?:ip|host)\b.{0,40}\b(?:blocked|listed|banned)|\b(?:spf|dkim|dmarc)\b|unauthenticated"
        r"|reverse dns|\bptr\b|relay(?:ing)? (?:access )?denied",
    ),
    Reason(
        WhyRefused.UNSAFE,
        r"7\.(?:5|10)|7\.32[1-4]",
        words=r"must issue a STARTTLS|encryption (?:is )?(?:needed|required)"
        r"|certificate (?:verif|expired|not trusted|mismatch)|TLSA?\b.{0,40}(?:failed|lookup)"
        r"|\bDANE\b|MTA-STS",
    ),
    Reason(
        WhyRefused.SPAM,
        "",
        words=r"\bspam\b|\bunsolicited\b|\bjunk\b|phish|\bUBE\b|\bspamm(?:y|ing)"
        r"|content (?:rejected|filter|policy)|message content|looks like|suspicious",
    ),
    # §3.4 and §3.5, the system and the way
    Reason(
        WhyRefused.NOT_NOW,
        r"3\.[125]",
    ),
    Reason(
        WhyRefused.SILENT,
        r"4\.[123]|4\.316",
        words=r"(?<!retry )timed? ?out|connection (?:refused|reset|lost|dropped)|no route to host"
        r"|unreachable|network error|does not (?:answer|respond)|wasn't able to establish",
    ),
    Reason(
        WhyRefused.BUSY,
        r"4\.5|7\.28",
        oddly=r"(?:receiving|received|sent) .{0,30}(?:too (?:quickly|fast)|at a rate)",
        words=r"rate limit|throttl|too many (?:messages|connections|recipients)|grey-?list",
    ),
    Reason(
        WhyRefused.CIRCLE,
        r"4\.6|4\.14",
        words=r"too many hops|hop count|mail(?:er)? loop|routing loop|loops? back to",
    ),
    Reason(
        WhyRefused.LATE,
        r"4\.7",
        words=r"expired|retry timeout|giv(?:e|en|ing) up|queue too long",
    ),
    # §3.7 and §3.8, what it holds, and what is allowed
    Reason(
        WhyRefused.CONTENT,
        r"6\.\d+",
    ),
)
"""Of rows that match alike the first one counts."""

VAGUE = Reason(WhyRefused.UNSAID, r"7\.[01]")
"""It counts where no words say more."""
