"""Thanks that are meant for one person alone, in six languages."""

from __future__ import annotations

import re

from mailtracker.late_pattern import late_pattern

_BETWEEN_US: re.Pattern[str] = late_pattern(
    # English
    r"between (?:us|you and me|the two of us|ourselves)|confidential(?:ly)?|in confidence"
    r"|to yourself|off the record|(?:just|only) for you\b|for your eyes|in private\b|privately"
    r"|(?:don.?t|do not|please not|never) (?:share|quote|tell|pass|forward|publish|print)"
    r"|(?:nobody|no one|anybody|anyone) else"
    # German
    r"|unter (?:uns|vier augen)|vertraulich|nur f(?:ü|u|ue)r (?:dich|sie|euch)\b|f(?:ü|u|ue)r dich"
    r" behalten|nicht (?:weiter|teilen|zitieren|ver(?:ö|o|oe)ffentlichen|an die gro(?:ß|ss)e)"
    r"|niemand(?:em|en)? (?:sonst|sagen|erz(?:ä|a|ae)hlen)|behalt(?:e|en sie)? (?:das|es)"
    # Dutch
    r"|onder ons|tussen ons|vertrouwelijk|alleen voor (?:jou|je|u)\b|voor jezelf|niet (?:delen"
    r"|doorsturen|doorvertellen|citeren|verder)|niemand anders"
    # Danish
    r"|mellem os|imellem os|fortroligt?|kun til dig|for dig selv|ikke (?:dele?s?|citere?s?|sende?"
    r" det videre|fort(?:æ|ae)lle|sige det til)|ingen andre"
    # Portuguese
    r"|entre n(?:ó|o)s|confidencial(?:mente)?|s(?:ó|o) para (?:ti|si|voc(?:ê|e))\b|n(?:ã|a)o"
    r" (?:partilh|compartilh|cit|divulg|cont|reencaminh)\w*|mais ningu(?:é|e)m"
    # French
    r"|entre nous|confidentiel(?:lement)?|rien que pour (?:toi|vous)|pour (?:toi|vous) seule?s?\b"
    r"|ne (?:pas )?(?:le |la |les )?(?:partage|cite|diffuse|transfère|transfere|répète|repete)\w*"
    r"|garde(?:z|r)?(?: |-)(?:ça|ca|cela|le) pour|personne d.autre",
    re.IGNORECASE,
)


def is_between_us(text: str) -> bool:
    """Whether its writer may not want it to be read by others. In doubt they do not."""
    return bool(_BETWEEN_US.search(" ".join(text.split())))
