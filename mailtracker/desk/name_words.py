"""Words that stand around names, in the languages that people write to us in; without marks on
letters and case folded.
"""

from __future__ import annotations

import re


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


GREETING = _set(
    """
    dear hi hello hey hiya howdy greetings good morning afternoon evening day
    liebe lieber liebes hallo guten tag morgen abend moin servus gruss gott gruezi hoi
    sehr geehrte geehrter geehrtes werte werter verehrte verehrter
    beste geachte dag goedemorgen goedemiddag goedenavond goedendag lieve
    kaere kjaere hej hei heisann hejsan god goddag basta baste bedste
    cher chere chers cheres bonjour bonsoir salut
    hola estimado estimada querido querida buenos buenas dias tardes
    ola caro cara prezado prezada bom boa dia tarde
    ciao gentile egregio egregia buongiorno buonasera salve
    czesc dzien dobry szanowna szanowny witam drogi droga
    ahoj vazeny vazena dobry den hyva moi terve merhaba sayin
    здравствуите уважаемыи уважаемая привет добрыи день
    """
)
"""Words with which a salutation begins, without marks on letters."""

TITLE = _set(
    """
    mr mrs ms miss mx sir madam dr prof professor doctor
    herr herrn frau fraulein hr fr fru de heer mevrouw mevr mw dhr meneer
    m mme mlle monsieur madame senor senora sr sra srta senhor senhora don dona
    signor signora dott dottore dottoressa pan pani panie
    team all everyone everybody colleague colleagues kollege kollegin kollegen kolleginnen
    """
)
AND = _set("and or und oder og och en et e y i a und ja ve и")
PARTICLE = _set("van von der den de del della di da do dos das du la le el al bin ben af av ten")
THANKS = _set(
    """
    thanks thank thankyou thx cheers many you very much so a lot
    danke dank vielen herzlichen besten schonen tak mange tusind takk tack
    bedankt dankjewel dankuwel dank je u wel merci beaucoup gracias muchas
    obrigado obrigada muito grazie mille dziekuje спасибо
    """
)
THANKING = _set(
    """
    thanks thank thankyou thx cheers danke dank tak takk tack bedankt dankjewel dankuwel merci
    gracias obrigado obrigada grazie dziekuje спасибо
    """
)
GOES_ON = _set("for fur voor pour por per za i we please ich wir bitte ik wij jeg vi je nous eu")
"""With these a sentence begins, or goes on behind a salutation or thanks without a comma."""

MODAL = _set("can could would will may might do did have are konnten konnte kannst kann kunt kan")
YOU = _set("you sie du ihr u jij du")

VERBS = _set(
    """
    will mark sue bill grace art bob pat jack drew frank rob rich chase grant dean guy sunny
    long small brown white black green gray good hand king young hope ernst
    """
)
"""Names that are words as well: alone they name somebody only in the midst of a sentence."""

NOUNS = _set(
    """
    may april june august summer rose joy dawn miles faith day best hall hill house wood stone field
    rivers lane bush bauer koch schneider wagner klein lang gross kurz stark berg wolf sommer winter
    heide max an in on at so to no do we he me am man hat die das und den der bei mit von vom zum
    """
)
"""Names that are words as well, with a capital even in a sentence (months; in German every noun):
alone they name somebody only behind a title.
"""

OFFICE = re.compile(
    r"assist|sekret|secret|behalf|auftrag|office of|geschaftsfuhr|vorstand|aufsichtsrat|direct|"
    r"\bceo\b|\bcfo\b|chair|vorsitz|president|inhaber|owner|gerant|bestuur|direkt|prokur|registered"
)
"""What stands in a line below a signature that names others: whose assistant, who runs the
company (in many countries every business mail must say so).
"""
