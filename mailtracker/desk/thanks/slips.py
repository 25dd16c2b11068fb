"""How people own up to a slip of theirs: overlooked, mistyped, opened by mistake. One entry a
language; written as the phrases of `thanks_phrases`. It asks for nothing, thanked for or not.
"""

from __future__ import annotations

import re

from mailtracker.late_pattern import late_pattern
from mailtracker.mail.origin.phrases import flat
from mailtracker.record import dataclass


@dataclass(frozen=True, slots=True)
class _Slips:
    """What people of one language write, each field the alternatives of a pattern."""

    #: "I have", with the small words around it.
    have: str
    #: "it", "that line".
    it: str
    #: A verb that is a slip by itself.
    slipped: str
    #: A verb that is one
    did: str
    #: with this beside it.
    by_mistake: str
    #: The same told of the thing: "it had escaped me".
    escaped: str


_LANGUAGES = (
    _Slips(  # English
        have=r"""(?:i|we)(?: (?:had|have|ve|d|must have|just|simply|totally|completely|somehow
|did|really|obviously|only|also|clearly))*""",
        it=r"it|that|this|them|one|(?:the|that|this|your|one|those) \w+(?: \w+)?",
        slipped=r"overlooked|missed|misread|mistyped|misspelled|misunderstood|mixed up|not seen"
        "|not noticed|misclicked",
        did="opened|posted|sent|clicked|created|submitted|reported|raised|did|used|typed|entered",
        by_mistake="by mistake|by accident|accidentally|in error|too (?:early|soon|fast|quickly)",
        escaped=r"(?:it|that|this) (?:had )?(?:escaped|slipped) (?:me|my (?:mind|attention))",
    ),
    _Slips(  # German
        have=r"""(?:(?:da|das|den|die|es|ich|wir|hier|dabei) )*(?:hab|habe|haben|hatte|hatten
|muss)(?: (?:ich|wir|mich|uns|das|es|den|die|da|wohl|wirklich|leider|glatt|einfach|total|komplett
|vollig|irgendwie|schlicht|ganz|tatsachlich|doch|auch|nur|offenbar|anscheinend))*""",
        it=r"(?:den|die|das|diese[nrs]?) \w+(?: \w+)?",
        slipped=r"""ubersehen|uberlesen|verlesen|vertippt|verschrieben|verklickt|vertan|geirrt
|verguckt|verwechselt|missverstanden|nicht (?:gesehen|bemerkt|beachtet|gelesen)""",
        did="geoffnet|geschickt|gesendet|angelegt|erstellt|geklickt|gemeldet|eingegeben",
        by_mistake="aus versehen|versehentlich|irrtumlich|zu (?:fruh|schnell|voreilig)",
        escaped=r"""(?:das|es|der|die)(?: \w+)? (?:ist|war) mir
 (?:\w+ )?(?:entgangen|durchgerutscht)""",
    ),
    _Slips(  # Dutch
        have=r"""(?:(?:daar|dat|die|het|ik|we|hier) )*(?:heb|hebben|had|hadden|moet)(?: (?:ik|we
|me|mij|ons|dat|het|die|daar|er|gewoon|helaas|echt|helemaal|blijkbaar|dus|even|wel|ook))*""",
        it=r"(?:de|het|die|dat) \w+(?: \w+)?",
        slipped=r"""over het hoofd gezien|gemist|vergist|verkeken|vertypt|verwisseld|verkeerd
 (?:gelezen|begrepen|getypt|gezien)|overheen (?:gelezen|gekeken)|niet (?:gezien|gemerkt|gelezen
|opgemerkt)""",
        did="geopend|gestuurd|verstuurd|aangemaakt|geklikt|gemeld|ingevuld",
        by_mistake="per ongeluk|per abuis|te (?:snel|vroeg)",
        escaped=r"(?:dat|het|die)(?: \w+)? (?:is|was) (?:me|mij|ons) (?:\w+ )?ontgaan",
    ),
    _Slips(  # Danish
        have=r"""(?:(?:det|den|der|jeg|vi|her) )*(?:har|havde|ma have|fik)?(?: ?(?:jeg|vi|mig|det
|den|sa|desværre|helt|bare|nok|vist|jo|ogsa|abenbart|simpelthen|da))*""",
        it=r"(?:det|den|de) \w+(?: \w+)?",
        slipped=r"""overset|oversa|misforstaet|misforstod|(?:læste?|læst|tastede|tastet|skrevet
|skrev) forkert|taget fejl|tog fejl|byttet om pa|ikke (?:set|lagt mærke til|opdaget)""",
        did="abnet|abnede|sendt|sendte|oprettet|oprettede|klikket|klikkede|trykket|trykkede",
        by_mistake="ved en fejl(?:tagelse)?|for (?:hurtigt|tidligt)",
        escaped=r"(?:det|den)(?: \w+)? (?:var|er) (?:smuttet|gaet) (?:for mig|min næse forbi)",
    ),
    _Slips(  # Portuguese
        have=r"""(?:(?:eu|nos|realmente|entao|ja|mesmo|me|afinal|acho que) )*
(?:tinha|tinhamos|devo ter)?""",
        it=r"(?:o|a|esse|essa|este|esta|isso|isto|nisso|nisto|n[oa]|dess[ea])(?: \w+){0,2}",
        slipped=r"""enganei me|me enganei|confundi(?: me)?|me confundi|errei|baralhei(?: me)?
|distrai me|(?:nao|nem) (?:tinha )?(?:reparei|vi|visto|notei|notado|reparado|percebi|percebido
|lido|li)|deixei passar|digitei errado|escrevi mal|li mal|percebi mal|entendi errado""",
        did="abri|enviei|mandei|cliquei|criei|postei|publiquei",
        by_mistake="sem querer|por engano|por lapso|cedo demais",
        escaped=r"""(?:isso |isto |essa? )?(?:passou me|tinha me escapado|escapou me|me escapou
|me passou)(?: despercebid[oa]| completamente)?|(?:foi )?(?:um )?(?:lapso|distracao|erro
|descuido) (?:meu|minha)""",
    ),
    _Slips(  # French
        have=r"""(?:(?:je|j|nous|on|effectivement|ah) )*(?:(?:n|ne|m|l|les|me) )*(?:ai|avais
|avions|etais|suis|dois avoir)?(?: (?:juste|bien|tout simplement|completement|simplement
|effectivement|malheureusement|du|m etre))*""",
        it=r"(?:le|la|les|l|ce|cette|ca|cela|a ca)(?: \w+){0,2}",
        slipped=r"""trompee?s?(?: de \w+)?|mal (?:lu|compris|vu|saisi|regarde|tape)|rate|loupe
|zappe|confondu|pas (?:vu|lu|remarque|fait attention|compris)|passee?s? a cote|melange""",
        did="ouvert|envoye|clique|poste|cree|publie",
        by_mistake="par erreur|par megarde|sans faire expres|trop (?:vite|tot)",
        escaped=r"""(?:ca|cela|il|elle) m (?:avait|a|est) (?:completement )?
(?:echappee?|passee? sous le nez)""",
    ),
)
"""To add a language, add an entry."""


def _of(one: _Slips) -> str:
    have, it, slipped, did, by_mistake, escaped = (
        f"(?:{flat(getattr(one, name))})" for name in _Slips.__slots__
    )
    seen = rf"(?: {it})?"
    return (
        rf"{have}{seen} ?{slipped}{seen}"
        rf"|{have}{seen} {by_mistake} {did}{seen}|{have} {did}{seen} {by_mistake}|{escaped}"
    )


_BEFORE = r"(?:(?:sorry|oh|ah|ja|yes|oui|sim|ok|ups|oops|and|und|en|og|e|et|mea culpa) )*"
SLIP: re.Pattern[str] = late_pattern(rf"{_BEFORE}(?:{'|'.join(map(_of, _LANGUAGES))})")
"""A whole clause that tells so."""
