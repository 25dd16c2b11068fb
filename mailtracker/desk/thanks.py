"""Is this mail only a thank-you? Such a mail does not reopen a closed
request, nor start a new promise.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import islice

from mailtracker.desk.case import files
from mailtracker.mail.message import Message

WORDS = frozenset(
    "thank thanks thx ty cheers danke dankeschön merci super perfect perfekt great toll prima "
    "done solved resolved fixed erledigt gelöst opgelost løst resolvido "
    "tak bedankt dank obrigado obrigada tusen klasse wunderbar wonderful awesome excellent "
    "lovely".split()
)
SMALL = frozenset(
    "you so much very a lot many for your the quick help again all bo it works now working is was "
    "and i m my dear hi hello hey "
    "vielen schön schnelle hilfe die für deine ihre eure das ist jetzt es geht klappt funktioniert "
    "alles bestens gut nochmal "
    "best regards kind liebe grüße viele gruß lg vg mfg that did trick everything fine good have "
    "nice day "
    "team colleague ok okay yes".split()
)
MAX_WORDS = 20

_WORD = re.compile(r"[^\W_]+")
"""Of what `str.isalnum` says yes to."""


def only_thanks(message: Message, names: frozenset[str] = frozenset()) -> bool:
    """Short, a word of thanks or that it is solved, nothing but small words beside it, no
    question, no file.

    In doubt False. `names` are case-folded words that do not count: the
    owner's and the sender's names.
    """
    if files(message) or "?" in message.new_text or not message.new_text.strip():
        return False
    text = unicodedata.normalize("NFKC", message.new_text).casefold()
    words = [found[0] for found in islice(_WORD.finditer(text), MAX_WORDS + 1)]
    if len(words) > MAX_WORDS or not any(word in WORDS for word in words):
        return False
    return all(word in WORDS or word in SMALL or word in names for word in words)
