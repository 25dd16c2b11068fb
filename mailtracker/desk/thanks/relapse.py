"""A mail's clauses → whether one says that its trouble is back: "Danke, das Problem ist wieder da".
Such words stand in closing answers as well ("the sound is back"), so what was learned is in doubt.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from mailtracker.late_pattern import late_pattern

_TROUBLE = (
    r"(?:problems?|error|issue|fault|bug|leak"  # English
    r"|problem|fehler|storung|leck"  # German
    r"|probleem|fout|foutmelding|storing|lek"  # Dutch
    r"|problemet|fejl(?:en)?"  # Danish
    r"|problemas?|erro|avaria|fuga"  # Portuguese
    r"|probleme|erreur|panne|fuite)"  # French
)
_BACK = (
    r"(?:back|again|wieder da|zuruck|wieder|terug|opnieuw|tilbage|igen|voltou|regressou|outra vez"
    r"|de novo|revenue?|de retour|a nouveau)"
)
_SAME = r"(?:same|dasselbe|gleiche|zelfde|samme|mesmo|meme)"
_RELAPSE: re.Pattern[str] = late_pattern(
    rf"\b{_TROUBLE}\b(?: \w+){{0,3}} {_BACK}$"
    rf"|^(?:(?:the|das|het|det|o|le) )?{_SAME} {_TROUBLE}\b"
    r"|\bvoltou o (?:problema|erro)\b|\bwieder das(?:selbe| gleiche)? problem\b"
)
_NOT: re.Pattern[str] = late_pattern(
    r"\b(?:not|never|no|without|if|solved|gone|fixed|nicht|nie|kein\w*|ohne|wenn|falls|weg|gelost"
    r"|niet|nooit|geen|zonder|als|opgelost|ikke|aldrig|ingen|uden|hvis|lost|nao|nunca|nem|sem|se"
    r"|resolvid\w*|pas|jamais|aucun\w*|sans|si|resolu\w*)\b"
)
"""Then it is not, or was."""


def tells_of_relapse(clauses: Sequence[str]) -> bool:
    return any(_RELAPSE.search(clause) and not _NOT.search(clause) for clause in clauses)
