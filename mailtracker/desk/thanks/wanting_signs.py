"""Signs that a clause wants something of us, or answers a question, one entry a language; written
as the phrases of `thanks_phrases`.

A closing mail is free to tell anything: no table holds all of it. What shows that somebody wants
something is far less: asking, giving what was asked for, limiting and bad news (`adverse_signs`).
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
    #: What an answer gives: a choice, a document, a change.
    gives: str
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
        gives=r"""(?:happy|glad|pleased) to (?!report|say|confirm|hear|see|know|tell)|(?:will|ll
|would) (?:all )?come|of us|goes to|deputy|stand(?:s|ing)? in|(?:\w+ )?for you|own pocket|cop(?:y
|ies)|cost\w*|(?:\w+ )?(?:request|matter
|favou?r|thing|concern) (?:about|regarding|concerning
|more)|one more|portal|sharepoint|decid\w*|chos\w+|opted|switch(?:ed|ing) to|(?:cheaper|bigger
|smaller|larger
|other) (?:option|one)|(?:manager|boss|director|chief|supervisor
|head) (?:has |have |just |also )*(?:approved|agreed|signed|said|confirmed|ok\w*)|have approved
|has approved|i approve|approved the|^(?:yes|nope)$|^yes(?! (?:it|all|that|got|i see|works
|thank))|i ll (?:take|have|go)|(?:the|a) \w+ ones?|attach\w*|enclos\w*|herewith|here s|here is
|here are|see below|below|address|number|option|prefer\w*|suits?|i ll take|go(?:ing)? (?:for
|with)|moved|moving|changed (?:my|our|to)|both of|instead of|charge it|signed (?:it|and)|filled
|sent|(?:i m|i am|we re|we are) sending|forwarded|i m in|i am in|we re in|i m on|i am on|i m out
|i work|my size|my name|i was|there s|there is|there are|it s for|it is for|for pia|uploaded
|submitted|returned|replaced|wants|asks|question|queries|query|budget|colou?r|from now
|going forward|your""",
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
        gives=r"""geht an|zahle\w*|vertret\w*|fanden (?:\w+ )*besser|(?:kommen|komme) (?:alle|auch
|mit)|(?:ihnen|dir|euch) (?:\w+ ){0,3}(?:gemacht|kopiert|erstellt|vorbereitet)|kopie\w*
|eigene\w* tasche|kost\w*|anliegen|anfrage|bitte|portal|sharepoint|entschied\w*|entscheid\w*
|gewahlt|wahlen
|wahle|anders|bevorzug\w*|chef\w* (?:hat
|ist|sagt)(?: \w+)* (?:zugestimmt|genehmigt|einverstanden|unterschrieben|dafur|ok)|zugestimmt
|ich genehmige|genehmigt|^nein\b|^ja$|^ja(?! (?:genau|hat|es|passt|klappt|geht|das|alles|dank
|super|stimmt|jetzt|ist))|anbei|anhang|angehang\w*|beigefugt\w*|hier (?:ist|sind|kommt)|adresse
|anschrift|nummer|passt mir|nehme(?! (?:ich )?(?:das )?(?:mit|mal mit))|option|variante
|umgezogen|freigabe|unterschrieb\w*|ausgefullt\w*|eingereicht\w*|geschickt|gesendet
|weitergeleitet|zuruckgeschickt|hochgeladen|ich bin|wir sind|grosse|farbe|mein name|heisst
|braucht|will|moechte|frage|fragen|kunde\w*|kundin\w*|statt|ab (?:jetzt|sofort)|kunftig|uhr
|ihre[nmrs]?|dein(?!stall)\w*|eure?\w*""",
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
        gives=r"""gaa?t? naar|betaal(?:t|en)?|vervang\w*|we komen|ik kom|voor (?:je|u|jullie)$
|voor (?:je|u|jullie) (?:gemaakt|klaar\w*)|kopie\w*
|voorgeschoten|kost\w*|verzoek|portaal|sharepoint|beslo\w*|beslis\w*|gekozen|kiezen|koos|kies
|(?:manager
|baas|chef|directeur
|leidinggevende) (?:is|heeft|gaat)(?: \w+)* (?:akkoord|goedgekeurd|getekend|ok\w*)|goedgekeurd
|^nee\b|^ja$|^ja(?! (?:hoor|het|hij|ik zie|dat|alles|werkt|klopt|is|nu|dank))|bijgevoegd|bijlage
|hierbij|hier (?:is|zijn|de|het)|adres|nummer|schikt|optie|verhuisd|ondertekend|ingevuld
|ingediend|verstuurd|gestuurd|opgestuurd|doorgestuurd|teruggestuurd|geupload|ik ben|we zijn|maat
|kleur|mijn naam|heet|klant|\w+ uur|vanaf nu|voortaan|uw|jullie (?!beiden|allen|allemaal|voor|zo
|hulp|inzet|werk|geduld|snelle
|steun|team|zijn)|jouw|je (?:moet|kan|mag|zou|had|hebt)|neem""",
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
        gives=r"""gar til|betaler|stedfortræder|vikar\w*|vi kommer|jeg kommer|til (?:dig|jer)$
|kopi\w*|lagt ud|ombestemt|kost\w*|anmodning\w*|ønske|portalen
|sharepoint|beslut\w*|valgt|valgte|vælger|(?:chef
|leder|direktør)\w* (?:har
|er)(?: \w+)* (?:godkendt|sagt|enig|underskrevet)|godkendt|bestemt os|^nej(?! nej)\b|^ja$
|^ja(?! (?:det|den|nu|alt|sa|virker|jeg kan se))|vedhæft\w*|vedlagt|her (?:er|kommer)|adresse\w*
|nummer\w*|passer mig|mulighed|flyttet|underskrevet|udfyldt|indsendt|sendt(?! (?:mig|os))
|videresendt|returneret|jeg er|vi er|størrelse|farve|hedder|kunde\w*|klokken|kl|fremover|din|dit
|dine|jeres|lægger|afbestil\w*|jeg vælger""",
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
        gives=r"""vai para|vao para|pago|pagamos|substitu\w*|seri\w*|para (?:si|ti|voce|vos)$
|copia\w*|do meu bolso|cust\w*|de ideias|mais um pedido
|portal|sharepoint|decid\w*|escolh\w*|optei|optamos|(?:chefe
|diretor\w*|gerente
|superior) (?:ja )?(?:aprovou|assinou|concord\w*|autorizou|deu)|aprovou|autorizou|aprovad[oa]
|as (?:uma|duas|tres|quatro|cinco|nove|dez|onze)|^sim$|^sim(?! (?:ja|esta|funciona|tudo|recebi
|e isso))|anexo|em anexo|junto|segue|seguem|aqui (?:esta|vai|tem)|morada|endereco|numero|opcao
|mudei|mudou|assinad[oa]|assinei|preench\w*|enviei|enviad[oa]|reenviei|devolvi
|estou(?! (?:\w+ )?(?:content|satisfeit|aliviad|feliz|encantad|muito))|somos
|estamos(?! (?:\w+ )?(?:content|satisfeit|aliviad|feliz|encantad|muito))|tamanho|cor|chamo me
|cliente\w*|daqui em diante|iban|nif|vosso|vossa|sua (?!ajuda|atencao|paciencia|disponibilidade
|rapidez|resposta)|teu|tua|tambem vem|peco|fico a""",
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
        gives=r"""va au|va a la|paie|payons|remplac\w*|serai\w*|pour (?:vous|toi)$|copie\w*
|avance les|cout\w*|change d avis|m a (?:dit|demande)
|vous allie[zr]|encore une|portail|sharepoint|decid\w*|chois\w*|opte\w*|(?:chef\w*|responsable
|direct\w*|patron|manager) (?:a
|est|vient)(?: \w+)* (?:valide|approuve|signe|d accord|accepte|autorise)|valide le|approuve
|a \w+ heures|^oui(?! (?:c est|ca|tout|je vois|merci|en effet))|joint\w*|jointe|ci joint
|ci dessous|voici|voila (?:le|la|les|mon|ma|mes)|adresse|numero|option|demenage\w*|signe\w*
|rempli\w*|envoye\w*|renvoye\w*|transmis\w*|depose\w*|nous sommes|taille|pointure|couleur
|je m appelle|client\w*|desormais|vos (?!explications|conseils|efforts)|ta(?! (?:reponse
|patience|gentillesse))|je prends|confirme ma|accompagnant\w*""",
        times=r"""demain|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|prochaine?|janvier
|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre""",
    ),
)
"""To add a language, add an entry."""


def _search(*names: str) -> list[re.Pattern[str]]:
    """One pattern a language, of one or more fields."""
    return [
        late_pattern(rf"\b(?:{'|'.join(flat(getattr(one, name)) for name in names)})\b")
        for one in _LANGUAGES
    ]


KNOWN_BY = [frozenset(one.known_by.split()) for one in _LANGUAGES]
"""The small words of each language."""

_WANTS = _search("wants")
_GIVES = _search("gives")
_TIMES = _search("times")
_BEGIN = (
    r"^(?:(?:and|so|then|ok|und|dann|en|dan|og|sa|e|entao|et|alors|donc|also|auch|ook|ogsa|tambem"
    r"|aussi) )*"
)
_ORDERS = [late_pattern(rf"{_BEGIN}(?:{flat(one.orders)})\b") for one in _LANGUAGES]
_FIGURE = re.compile(r"\d")


def languages_of(clauses: Sequence[str]) -> frozenset[int]:
    """Which languages the clauses may be of, as places in the tables: more than one in doubt."""
    words = [word for clause in clauses for word in clause.split()]
    counts = [sum(word in known for word in words) for known in KNOWN_BY]
    return frozenset(at for at, count in enumerate(counts) if count == max(counts))


def wants(clause: str, languages: frozenset[int]) -> bool:
    """Whether a clause may want something, limit something or tell bad news."""
    return any(_shows(signs, clause, languages) for signs in (_WANTS, ADVERSE, _ORDERS))


def limits(clause: str, languages: frozenset[int]) -> bool:
    """The same of words that are no clause of their own, and so order nothing."""
    return any(_shows(signs, clause, languages) for signs in (_WANTS, ADVERSE))


def gives(clause: str, languages: frozenset[int]) -> bool:
    """Whether a clause may answer a question: with a choice, a document, a figure."""
    return _FIGURE.search(clause) is not None or _shows(_GIVES, clause, languages)


def names_a_day(clause: str, languages: frozenset[int]) -> bool:
    """Whether a day or month is among the words: it may be an answer, or a deadline."""
    return _shows(_TIMES, clause, languages)


def is_open(clause: str, languages: frozenset[int]) -> bool:
    """Any of these: what only tells does none of them."""
    return any(sign(clause, languages) for sign in (wants, gives, names_a_day))


def is_harmless(clause: str, languages: frozenset[int]) -> bool:
    """Whether something in it only looks like a sign."""
    return any(HARMLESS[at].search(clause) for at in languages)


def _shows(signs: list[re.Pattern[str]], clause: str, languages: frozenset[int]) -> bool:
    return any(signs[at].search(HARMLESS[at].sub("_", clause)) for at in languages)
