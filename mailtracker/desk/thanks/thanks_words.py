"""How people thank, an entry a language: a pattern over a clause in lower case, without accents and
signs, its words one space apart. And signs that say so without a word.
"""

from __future__ import annotations

import re

from mailtracker.late_pattern import late_pattern
from mailtracker.mail.origin.phrases import flat

_LANGUAGES = (
    # English
    r"""(?:so |very |once |again |really )*
(?:(?:a |so )?(?:many|much|big|huge|great|heartfelt|thousand|million) )?
(?:thank(?: you| u| ya)?|thanks|thanx|thankx|thankyou|thks|tks|fanx|thx|thnx|tnx|tysm|tyvm|ty
|cheers|ta)(?: you)?(?: kindly| ever so(?: much)?| muchly| very much)?
|(?:god )?bless(?: you| u| ya)?(?: all| both)?
|(?:this is |that is |it is )?(?:very |really |so )?much appreciated
|(?:really |very )?appreciated?(?: it| that| this)?
|(?:i|we) (?:(?:really|just|only|do|very|much) )*(?:appreciate|thank(?: you)?)
|(?:(?:i|we) )?(?:just |would |d )*(?:like|want(?:ed)?) to (?:say )?thank(?:s| you)?""",
    # German
    r"""(?:ein |viele )?(?:ganz )?(?:grosses |riesen ?|riesiges |herzliches |dickes
 |fettes |liebes )*danke(?:schon|schoen)(?: (?:von (?:mir|uns)|an (?:alle|euch|dich|sie|das team)
|dafur|euch))*|(?:vielen|besten|herzlichen|lieben|schonen|schoenen|tausend|1000|recht
 herzlichen)(?: lieben)? dank|danke(?:schon|schoen|sehr)?(?: schon| schoen| sehr)?(?: (?:dir|euch
|ihnen)(?: (?:beiden|zwei|allen))?)?|(?:dank|danke) (?:eich|enk|aich|da)|merci (?:vilmal|vielmals
|vil mal)|vergelts? (?:s )?gott|dangge\w*|dank(?:e )?schee\w*|(?:mille |tante )?grazie(?: mille)?
|(?:muchas |mil )?gracias|dank (?:dir|euch|ihnen)|(?:ich|wir) (?:be)?danken?(?: mich| uns)?
|bedanke mich""",
    # Dutch
    r"""(?:heel |erg |hartelijk |super |nogmaals |kei ?|onwijs |reuze )*bedankt
|(?:hartelijk |veel |heel veel )?dank(?:je(?:wel)?|jewel|u(?:wel)?)?(?: je| u| jullie)?(?: ?wel)?
|duizendmaal dank|(?:dikke |grote )?merci(?: he| hoor| zulle)*|(?:duizend|1000)(?: maal
| keer)? dank""",
    # Danish
    r"""(?:mange |tusind |1000 |sa |mega |stort? )*tak(?: skal? (?:du
|i|de) (?:have|hae?))?(?: (?:til )?(?:jer )?begge(?: to)?)?|takker
|(?:jeg|vi) takker""",
    # Portuguese
    r"""deus (?:lhe|te|vos) pague|bem hajam?|(?>muit[oa] |mto
 |mil |muitissimo )*(?:obrigad[oa]s?|obrigadissim[oa]
|brigadao|obrigadao|obrigadinh[oa]|obg
|brigad[oa]|agradecid[oa]s?)(?: (?:aos|as) (?:dois|duas))?|(?:muito )?grat[oa]|(?:valeu
|vlw)(?: demais| mesmo)?
|(?:agradeco|agradecemos)(?: (?:o|a|os|as) (?:vosso |vossa |seu |sua )?(?:ajuda|rapidez|retorno
|resposta|apoio|informac[aoe]+s?|atencao|disponibilidade|esforco|paciencia|esclarecimentos?
|info))?""",
    # French
    r"""(?:un )?(?:grand |tout grand )?(?:merci|mci|mrc)(?: mille fois| vielmals?)?
|mille (?:fois )?mercis?
|(?:je|nous) (?:te|vous) remerci(?:e|ons)|remerciements""",
)
"""To add a language, add an entry."""

THANKING: re.Pattern[str] = late_pattern(f"(?<![^ ])(?:{'|'.join(map(flat, _LANGUAGES))})(?![^ ])")
"""Thanks."""

FOR = frozenset(
    "for that to fur fuer furs dass an voor dat aan til fordi pelo pela pelos pelas por a ao aos de"
    " d du des pour".split()
)
"""Behind such a word stands what is thanked for, or who is thanked."""

PATIENCE = frozenset(
    "patience patient waiting understanding patiente geduld geduldig warten verstandnis"
    " verstaendnis wachten begrip talmodighed talmodigheden ventetid ventetiden forstaelse"
    " paciencia espera aguardar compreensao attente attendu comprehension".split()
)
"""Who thanks for that speaks to somebody who waits, and not to us."""

GLAD = frozenset(
    "👍👌🙏🎉🥳❤💛💚💙💜🤩😀😃😄😁😊🙂😉☺🤗😍🥰💪✅✔🏆🌟🙌👏🌷🌹💐🌻🍀🚀😎😘🤝👊✌🥇💯🎊🌈☀🫶"
)
"""Signs that say so without a word."""

UNGLAD = frozenset("👎❓❔⁉‽🤔😕😟😠😡🤬😢😭😞🙁☹💔🚫❌✖🆘⚠🔜")
"""Signs of those who are not, or ask."""
