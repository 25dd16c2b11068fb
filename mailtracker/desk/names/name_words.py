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
    hola estimado estimada estimados estimadas querido querida queridos queridas
    buenos buenas dias tardes
    ola caro cara caros caras prezado prezada prezados prezadas bom boa dia tarde
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

OWN = _set(
    """
    my our mein meine meinen meinem meiner unser unsere mijn onze min mit mine mon ma mes mi meu
    minha mio mia thank thanks danke what how when where why wie wann wo warum hoe wat
    мои моя мы я
    """
)
"""With these, and those of `GOES_ON`, somebody who has just greeted speaks of themselves."""

THIRD = _set(
    """
    he she him his hers her er sie ihn ihm seine hij zij ze hem haar han hun hon ham hende hendes
    henne honom hennes ele ela dele dela lui egli ella il elle ona он она его ее
    """
)
"""With these somebody speaks of a third person."""

MODAL = _set(
    """
    can could would will may might do did have are konnen konnten konnte kannst kann wurden wurdest
    kunt kan
    """
)
YOU = _set("you sie du ihr u jij du")

NO_PERSON = {
    "er": re.compile(
        "is|zijn|was|waren|heeft|hebben|wordt|worden|werd|werden|staat|stond|ligt|zit|gaat|ging"
        "|komt|kwam|moet|kan|mag|zou|zal|bestaat|lijkt"
    ),
    "her": re.compile("er|kommer|kom|har|i|pa|far|star|ligger|folger"),
    "il": re.compile("(?!(?:a|m|l|me|est|ne|nous|vous|avait|etait|veut|dit|va|fait|crie)$).*"),
    "sie": re.compile(".*e[lr]?n|sind|tun"),
}
"""Where the next word is such a one, these speak of no third person: "er is" (there is, in Dutch),
"il computer" (an article, in Italian), "Sie haben" (you, in German).
"""

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
