"""Signs that words want something of us, or name a day: such are no names (`called`). One entry a
language, a pattern over words in lower case, without accents and signs.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from mailtracker.desk.thanks.adverse_signs import ADVERSE
from mailtracker.desk.thanks.harmless_signs import HARMLESS
from mailtracker.late_pattern import late_pattern
from mailtracker.mail.origin.phrases import flat
from mailtracker.record import dataclass


@dataclass(frozen=True, slots=True)
class _Wanting:
    """What people of one language write; all but the first are alternatives of a pattern."""

    #: Small words by which the language is known, separated by blanks.
    known_by: str
    #: Needs, requests and questions.
    wants: str
    #: With such a word a clause begins that tells somebody to do something.
    orders: str
    #: Days and months.
    times: str


_LANGUAGES = (
    _Wanting(  # English
        known_by="the is was i it my and to of have has are we you for that this all with on "
        "now ve ll "
        "m s got been they our so thanks thank in at not be will do",
        wants=r"""(?:tell|update|inform|write|email|ping) you|keep you posted|get in touch
|be in touch|(?<!the )report|look(?:ing)? forward to (?:your|hear\w*|a|an|get\w*|receiv\w*)|what$
|can|could
|should|shall|must|may|might|needs?|needed|needing|wants?|wanted|wish|please|pls|plz|kindly
|would|d|lets?|hope|hopefully|hoping|wait\w*|waiting|expect\w*|asks?|asked|asking|request\w*|who
|whom|which|where|why|whether|how(?! (?:quick|nice|kind|fast|well))|what s|make sure|ensure
|let (?:me|us) know|let you know|report back|come back to|get back|don t forget|forget
|remember to|feel free|supposed|due|owe[sd]?|promised|next|follow(?:ing)? up|looking (?:for
|forward)|get back|come (?:by|back|round)|do i|are you|did you|have you""",
        orders=r"""(?:(?:quick|short|brief|any) )+(?:update|note|status|reply|answer|question|news
|word)|tell|call|send|give|bring|add|remove|delete|cancel|order|book|put|leave|keep me|update
|check|look|see(?! you)|remind|chase|advise|confirm|contact|make|ensure|let|don t forget
|do(?! i)|go ahead|try|use|forward|ring|ask|get|fix|reset|change|print|take(?! care)|hold|stop
|start|close|open|charge|ship|deliver|drop|pick|come|note|show|explain|help|how (?:do|can|to
|long|much|many|about)|what(?! a)|just (?:tell|send|let|put|make|remind|call|confirm)""",
        times=r"""tomorrow|tonight|monday|tuesday|wednesday|thursday|friday|saturday|sunday
|next week|january|february|march|april|june|july|august|september|october|november|december""",
    ),
    _Wanting(  # German
        known_by="der die das ist ich es und habe hab jetzt alles wieder danke dank mir den dem "
        "ein "
        "eine wir sie zu im in auf mit hat war sind auch so fur von bei nun vielen nicht",
        wants=r"""melde (?:mich|ich)|berichte|bescheid(?:e)? (?:gebe|sage)
|gebe (?:\w+ )*bescheid
|auf dem laufenden|schreibe (?:dir|ihnen|euch)|sage (?:dir|ihnen|euch)|bitte|bitten|konnten?
|konntest|konnt|kannst|kann(?! (?:ich|man|wir))
|konnen(?! wir)|soll\w*|muss\w*|darf\w*|durfen|mocht\w*|will|wollen|wollt|wollt?e\w*|brauch\w*
|hatte\w* gern\w*|hatten gern\w*|gern(?:e)?|wunsch\w*|(?:ich|wir|es) wurden?|wurden? (?:ich|wir
|mich|uns|gern\w*|sie|sich)|wurdest|wurdet|hoff\w*|wart(?!eschlange|ezimmer|esaal|ung)\w*
|erwart\w*|frag\w*|(?:was|wie|wohin)$
|wer|wen|wem|wann|warum|wieso|wo|wie viel|welche\w*|ob|(?:ich|wir) (?:schicke\w*|sende\w*
|melde\w*|rufe\w*|sage\w* (?:\w+ )*bescheid)|melde (?:ich )?mich|gebe (?:\w+ ){1,2}bescheid
|sag\w* (?:\w+ )?bescheid|vergess\w*|vergiss|bestell\w*|storn\w*|benotig\w*|beantrag\w*
|verschieb\w*|verleng\w*|weiterleit\w*|ruckruf|ruckmeldung|freue mich auf (?:ihre|eure|deine)""",
        orders=r"""(?:kurze|schnelle|neue) (?:info|frage|antwort|ruckmeldung|update)
|kurze[sr]? (?:update|status|hinweis)|schick\w*|sende\w*|sag(?:t|en sie)?|gib|gebt|geben sie
|ruf\w*|meld\w*|mach(?:t|en sie)?|leg(?:t|en sie)?|stell(?:t|en sie)?|nimm|nehmt|nehmen sie
|andert?|loscht?|bestellt?|buch\w*|storn\w*|pruft?|erinner\w*|klart?|schau(?:t|en sie)|achtet
|vergesst|wie (?:geht|lang\w*|viel\w*|kann|komme|mache|hoch|soll)|was(?! fur ein)|lasst?
|lassen sie|tragt?|setzt?|setzen sie|schreib\w*|zeig\w*|hol(?:t|en sie)?|bring\w*
|halt(?:en sie)?|gern|lieber|tausch\w*|schalt\w*|zieh\w*""",
        times=r"""morgen|ubermorgen|montag\w*|dienstag\w*|mittwoch\w*|donnerstag\w*|freitag\w*
|samstag\w*|sonntag\w*|nachste\w*|januar|februar|marz|april|mai|juni|juli|august|september
|oktober|november|dezember""",
    ),
    _Wanting(  # Dutch
        known_by="de het een is ik en dat van op weer nu alles bedankt dank je jullie u heb "
        "heeft hij "
        "ze met voor er zijn werkt wel ook mijn we in aan dit was t",
        wants=r"""(?:laat|laten) (?:\w+ ){0,4}weten|meld|bericht(?: ik)? (?:je|u|jullie)
|kom(?:en)? (?:\w+ ){0,3}terug|op de hoogte|van mij|vertel (?:je|u|jullie)|kijk(?:en)? uit
|zie(?:n)? uit|uit naar|kun|kunt|kunnen(?! we)|kan(?! ik)|zou
|zouden|moet\w*|mag|mogen|wil|willen|wilt|graag|nodig|gelieve|alstublieft|aub|svp|hoop|hopelijk
|wacht(?!rij|kamer|woord)\w*|verwacht\w*|vraag|vragen|vroeg|(?:wat|hoe|waarheen)$|wie|wanneer
|waarom|waar(?! ik)
|welke|hoeveel|hoor (?:ik|graag|het)|herinner\w*|terugbellen|hopen|vergeet|vergeten
|laat (?:het )?(?:je|u|jullie)? ?weten|(?:op|erop) terug|terugkomen|annuleer|bestel(?:len)?
|verzoek\w*|verplaats\w*|verleng\w*""",
        orders=r"""(?:korte|snelle|kleine) (?:update|vraag|reactie|status)|kort (?:bericht
|antwoord)
|stuur|zeg|laat|bel(?:t)?|geef|doe maar|doe(?! ik)|maak|zet|leg|haal|neem|vergeet|bestel|boek
|annuleer|wijzig|controleer|regel|check|kijk|schrijf|verander|zoek|breng|vraag|wat(?! een)|hoe
|mail|verwijder|voeg|plaats|print|geeft|noteer|reken|hou|houd|schrap""",
        times=r"""morgen|overmorgen|maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag
|volgende|januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november
|december""",
    ),
    _Wanting(  # Danish
        known_by="det er jeg og den nu igen tak har var til med pa at for vi en et alt der du "
        "som min "
        "virker mange hjælpen i de sa blev fik kan ogsa",
        wants=r"""melder|giver (?:\w+ ){0,3}(?:besked|lyd)|vender (?:\w+ ){0,2}tilbage
|lader (?:\w+ ){0,2}vide|fortæller (?:dig|jer)|orienteret|siger til|ser frem|glæder (?:mig
|os) til (?:at høre|dit|jeres|svar)|kan(?! (?:jeg|vi|man))
|kunne(?! (?:jeg|vi))|skal|skulle|ma|matte|vil(?! jeg)|ville|gerne|brug for|behøver|bedes
|venligst|bed(?:er|t)?|haber|forhabentlig|vente\w*|afvente\w*|forvente\w*|spørg\w*|spørgsmal\w*
|(?:hvad|hvordan|hvorhen)$|hvem|hvornar|hvorfor|hvor(?! (?:hurtigt|fint|godt|dejligt|rart))
|hvilke\w*|vender tilbage|giver (?:lyd|besked)|skriver|glem|ønsk\w*|rykke\w*|mangle\w*
|hør\w* fra""",
        orders=r"""(?:kort|hurtig|hurtigt) (?:status|update|svar|spørgsmal|opdatering)|send|sig
|lad
|ring|giv|gør|lav|sæt|læg|hent|tag(?! det)|husk|glem|bestil|book|aflys|ændr|ret|tjek|kig|skriv
|flyt|forlæng|meld|hvad|hvordan|kom|vis|fjern|tilføj|slet|stop|brug|mail|luk|hold|noter|fa""",
        times=r"""i morgen|mandag|tirsdag|onsdag|torsdag|fredag|lørdag|søndag|næste|januar|februar
|marts|april|maj|juni|juli|august|september|oktober|november|december""",
    ),
    _Wanting(  # Portuguese
        known_by="o a os as de do da e que e ja esta tudo muito obrigado obrigada para com um "
        "uma na "
        "no me foi nao ficou agora bem aqui pela pelo minha meu isso ao",
        wants=r"""(?:depois|logo) (?:vos |lhe |te )?(?:digo|conto|informo)|direi|darei|avisarei
|informarei|volto a (?:contactar|escrever|ligar|falar)|dou (?:\w+ )?(?:noticias|retorno|feedback)
|pode(?:m|s|mos|ria\w*)?|podia\w*|posso(?! (?:ja|agora|finalmente|voltar))|deve\w*
|devia\w*|precis\w*|quer\w*|queria\w*|gostava|gostaria\w*|prefir\w*|preferia\w*|desej\w*|favor
|sff|espero|espera|aguard\w*|tenho de|tem de|pergunt\w*|quem|quando|porque|onde|qual|quais
|quanto|quantos|digo (?:algo|alguma|se|depois|qualquer)|dou (?:noticias|retorno)|aviso\w*
|cancel\w*|encomend\w*|esquec\w*|pec[oa]|pedia|solicit\w*|falt\w*|convinha|da para|dava para
|ve se""",
        orders=r"""(?:breve|rapid[ao]|curt[ao]) (?:resposta|atualizacao|pergunta|nota|retorno)
|envi(?:em|e)|mand(?:em|e)|dig(?:am|a)|liguem?|de me|deem|facam?|ponham?|coloquem?|deixem?
|marquem?|tirem?|tragam?|entreguem?|encomendem?|reservem?|cancelem?|alterem?|mudem?|verifiquem?
|vejam?(?! bem)|avisem?|avisa|confirmem?|corrij\w*|lembr(?:em|e)|esquec\w*|contem|juntem?
|retirem?|como|que (?:e|faco|fazer|horas)|o que(?! (?:eu )?(?:precisava|queria))|usem|use
|apaguem?|guardem?|imprimam?|passem|mete|metam|tratem|da""",
        times=r"""amanha|segunda|terca|quarta|quinta|sexta|sabado|domingo|proxim[oa]|janeiro
|fevereiro|marco|abril|maio|junho|julho|agosto|setembro|outubro|novembro|dezembro""",
    ),
    _Wanting(  # French
        known_by="le la les est c et de je j ai tout merci a un une des du en pour ca vous au "
        "pas ce l "
        "d bien que nous mon ma sur dans il elle qui votre",
        wants=r"""(?:est|etait|c|ca) (?:donc )?(?:quoi|qui)$|(?:etait|est) quoi
|je (?:verrai|vois ca) avec
|(?:vous|te) (?:re)?(?:dis|dirai|ecris|ecrirai|informe|informerai|tiens|tiendrai
|recontacte|recontacterai|previens)|(?:redis|redirai|recontacte|reecris)|fais (?:un )?retour
|donne(?:rai)? (?:des )?nouvelles|tiens? au courant|pouvez|peux tu|pourr\w*|peut(?! (?:etre fier
|dire))|dois|doit|doivent|devez
|devr\w*|faut|faudr\w*|besoin|veux|veut|voulez|voulais|voudr\w*|souhait\w*|aimer\w*|prefer\w*
|veuillez|svp|stp|s il (?:te|vous) plait|esper\w*|attend\w*|attente|demand\w*|qui est|(?:qui
|quoi|quand|ou|combien)$|quand|pourquoi|ou (?:est|sont|dois)|comment|combien|quels?|quelles?
|revien\w* vers|reviendrai|tiens (?:\w+ )?(?:au courant|informe)|vous dirai|te dirai|rappel\w*
|relanc\w*|annul\w*|oubli\w*|n oubli\w*|manque\w*|necessaire|merci de (?!(?:\w{1,4} )?(?:avoir
|etre|votre|vos|ton|ta|ce|cette|la|l)\b)\w+""",
        orders=r"""(?:petite?|rapide|bref|breve) (?:retour|point|question|reponse|mise a jour)
|envoyez|envoie|dites|dis|appelez|appelle|rappel\w*|donnez|donne|mettez|mets|ajoutez|ajoute
|supprimez|laissez|laisse|commandez|commande|reservez|annul\w*|changez|verifiez|regardez
|prenez(?! soin)
|prends(?! soin)|faites|fais|tenez|preven\w*|pensez|pense|corrigez|modifiez|transmettez|allez
|comment (?!vous|te)|combien|que (?:dois|faire|faut|fait)|qu est ce|est ce|notez|gardez|utilisez
|passez moi|merci de (?!(?:\w{1,4} )?(?:avoir|etre|votre|vos|ton|ta|ce|cette|la|l|d)\b)\w+""",
        times=r"""demain|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|prochaine?|janvier
|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre""",
    ),
)
"""To add a language, add an entry."""


def _search(name: str) -> list[re.Pattern[str]]:
    """One pattern a language, of one field."""
    return [late_pattern(rf"\b(?:{flat(getattr(one, name))})\b") for one in _LANGUAGES]


_KNOWN_BY = [frozenset(one.known_by.split()) for one in _LANGUAGES]
"""The small words of each language."""

_WANTS = _search("wants")
_TIMES = _search("times")
_BEGIN = (
    r"^(?:(?:and|so|then|ok|und|dann|en|dan|og|sa|e|entao|et|alors|donc|also|auch|ook|ogsa|tambem"
    r"|aussi) )*"
)
_ORDERS = [late_pattern(rf"{_BEGIN}(?:{flat(one.orders)})\b") for one in _LANGUAGES]


def languages_of(clauses: Sequence[str]) -> frozenset[int]:
    """Which languages the clauses may be of, as places in the tables: more than one in doubt."""
    words = [word for clause in clauses for word in clause.split()]
    counts = [sum(word in known for word in words) for known in _KNOWN_BY]
    return frozenset(at for at, count in enumerate(counts) if count == max(counts))


def orders(clauses: Sequence[str]) -> bool:
    """Whether one of a mail's clauses begins as an order does."""
    languages = languages_of(clauses)
    return any(_shows(_ORDERS, clause, languages) for clause in clauses)


def wants(clause: str, languages: frozenset[int]) -> bool:
    """Whether a clause may want something, limit something or tell bad news."""
    return any(_shows(signs, clause, languages) for signs in (_WANTS, ADVERSE, _ORDERS))


def names_a_day(clause: str, languages: frozenset[int]) -> bool:
    """Whether a day or month is among the words: it may be an answer, or a deadline."""
    return _shows(_TIMES, clause, languages)


def _shows(signs: list[re.Pattern[str]], clause: str, languages: frozenset[int]) -> bool:
    return any(signs[at].search(HARMLESS[at].sub("_", clause)) for at in languages)
