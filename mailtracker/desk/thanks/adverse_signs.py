"""Signs that a clause limits what was said, or tells bad news, one entry a language; written as the
phrases of `thanks_phrases`.
"""

from __future__ import annotations

import re

from mailtracker.late_pattern import late_pattern
from mailtracker.mail.origin.phrases import flat
from mailtracker.record import dataclass


@dataclass(frozen=True, slots=True)
class _Adverse:
    """What people of one language write, each field the alternatives of a pattern."""

    #: Denied, limited, compared, doubted.
    against: str
    #: Bad news.
    bad: str


_LANGUAGES = (
    _Adverse(  # English
        against=r"""(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)$|not|n t|t|no
|nor
|none|nothing|nobody|never|neither|without|cannot|cant|dont|doesnt|didnt|isnt|wont|unable|but
|however|although|though|except|apart|unless|until|till|yet|still|only|already tried|tried that
|if|when(?:ever)?|once|or|than|rather|instead|other|others|another|else|different|same|first
|second|third|half|part|partly|some|sometimes|most|mostly|nearly|almost|otherwise|less|fewer
|worse|just the|too (?!kind|nice|good|much)\w+|either|anyway|regardless|supposedly|seems?|guess
|think|thought|assume|believe|hardly|barely|rarely|meanwhile|occasionally|hm+|unfortunately
|sadly|afraid|however|also the|at least|apparently|actually the|again and again|back to|for now
|so far|since then|before (?:i|we) (?:wrote|asked|called|rang|contacted|mailed|came|got in touch)
|(?:did|done|tried|checked) (?:all )?(?:of )?(?:that|this|it|those)(?: all)? (?:before|already)""",
        bad=r"""colleague s
|give up|gave up|giving up
|bar the|too (?:fast|quick\w*|easily)|expensive|pricey|costly|funny|used up
|sold out
|last day|belong|went out|goes out
|postponed|cancelled|stop
|(?:and|but) then|for a (?:while|bit|moment|second|time)|burn\w*|quit|resign\w*|(?:me
|us) to contact you|for (?:an?|one|two|three|five|ten|a few|about) (?:hour|minute|day|hours
|minutes|days|week|weeks|while)s?|errors?|problems?|issues?|trouble|fault\w*|bugs?|broken|broke
|crash\w*|slow\w*|blank|black|empty|expire[sd]?|lost|loses|lose|late|later|delay\w*|fail\w*
|reject\w*|refuse[sd]?|refused|complain\w*|wrong\w*|incorrect\w*|mistake\w*|twice|double\w*
|stuck|jam\w*|leak\w*|drip\w*|smell\w*|nois\w*|loud|dark|cold|dead|damage\w*|torn|crack\w*
|flicker\w*|fr[eo]{1,2}z\w*|hang\w*|missing|lack\w*|short|tight|small|confus\w*|weird|strange
|odd|concern\w*|worried|disput\w*|appeal|object\w*|disagree\w*|withdr\w*|declin\w*|bad|badly
|poor|sick|ill|(?:is|are|s|goes|went|was|turns?|switched|shuts?|fell|falls)(?: \w+){0,2} (?:down
|off|away|out)|closed|locked|blocked|old|outdated|warning|alarm|hurts?|fell|fallen|stolen|gone
|disappear\w*|vanish\w*|keeps?|squeak\w*|squeal\w*|rattl\w*|drop\w*|disconnect\w*|overdue|unpaid
|shame|disappoint\w*|ridiculous|unacceptable|stopp\w*|stops|ran out|runs? out|tripp\w*|shorter
|incomplete|cut|reset itself|beep\w*|blink\w*|mess|spam|misspel\w*|spelt|spelled""",
    ),
    _Adverse(  # German
        against=r"""(?:zwei|drei|vier|funf|sechs|sieben|acht|neun|zehn|elf|zwolf)$
|hatte(?:n)? (?:\w+ )*bestellt|nicht|nix|kein\w*|nie|niemals|nichts|niemand|weder|ohne|aber
|jedoch|allerdings|doch|nur|bloss|leider|trotzdem|dennoch|obwohl|falls|wenn|sobald|bis|ausser
|sondern|statt|anstatt|lieber|sonst|ansonsten|andere\w*|anders|zweite\w*|erste\w*|dritte\w*
|gleiche\w*|selbe\w*|dieselbe\w*|fast|teilweise|teils|halb\w*|manch\w*|einige\w*|zumindest
|wenigstens|noch(?! ?(?:mal|mals|einmal|einen?|ein|schon))|immer noch|schon wieder
|schon (?:probiert|versucht|gemacht|getan)|weiterhin|erst|oder|als|kaum|selten|mittelfristig
|vorerst|vorlaufig|zunachst|glaube|denke|dachte|vermut\w*|scheint|angeblich|eigentlich|dafur
|dagegen|seitdem|seither|zwar|halt|weniger|schlechter|zu (?:gross|klein|kurz|lang|spat|eng|laut
|leise|hell|dunkel|kalt|warm|teuer|hoch|wenig|viel|weit)|weiss""",
        bad=r"""^einmal|nur einmal|ein einziges mal
|geb\w* (?:es |s )?auf|aufgegeben
|viel zu|zu (?:schnell|leicht|fruh)|teuer|teure\w*|uberlegt|ausgefallen
|aufgebraucht
|verbraucht|ausverkauft|gerausch\w*
|gehore|verschoben
|abgesagt|letzte\w* (?:\w+tag|tag)|(?:und|aber) dann|dann (?:stehen|wieder|nicht)|eine weile
|kurz|(?:blieb|bleibt) (?:\w+ )*(?:stehen|hangen|stecken)|aufgehort|gekundigt|verbrannt|los
|(?:eine|zwei|drei|zehn|funf|paar|halbe) (?:stunden?|minuten?|tage?)|fehler\w*|problem\w*
|storung\w*|defekt\w*|kaputt\w*|falsch\w*|leer\w*|schwarz\w*|langsam\w*|fehl(?:t|en|te|ten)
|verlor\w*|verspat\w*|abgelauf\w*|lauft (?:ab|aus)|gesperrt\w*|abgelehnt\w*|beschwer\w*
|doppelt\w*|zweimal|klemmt|tropf\w*|riech\w*|stink\w*|laut\w*|dunkel\w*|kalt\w*|tot|beschadig\w*
|gerissen|flack\w*|hangt|hakt|spinnt|sturzt|bricht|brach|verschwund\w*|weg|geplatzt|krank
|kranke[nr]?|krankgeschrieben|krankmeldung|widerspr\w*|einspruch|ziehe|storniert|alte\w*
|veraltet\w*|warn\w*|alarm|quietsch\w*|piep\w*|blink\w*|klapper\w*|brumm\w*|schade|enttausch\w*
|unverschamt\w*|mahnung|offen\w*|unvollstandig\w*|(?:ist|sind|geht|gehen|war|schaltet|fallt
|fiel)(?: \w+){0,3} aus|heiss|wackel\w*|verweiger\w*|kompliziert|merkwurdig|komisch|seltsam
|streif\w*|schief|verwechs\w*|vertausch\w*|zerbroch\w*|spater|zu spat|verspat\w*|spam|gestohlen
|knapp|eng""",
    ),
    _Adverse(  # Dutch
        against=r"""(?:twee|drie|vier|vijf|zes|zeven|acht|negen|tien|elf|twaalf)$
|had(?:den)? (?:\w+ )*besteld|niet|geen|nooit|niets|niks|niemand|zonder|maar|echter|alleen
|helaas|toch|hoewel|als|zodra|tot|totdat|of|dan|liever|anders|andere?|ander|tweede|eerste|derde
|zelfde|dezelfde|hetzelfde|bijna|deels|half|soms|sommige|behalve|tenminste|nog(?! (?:een|eens
|bedankt|altijd bedankt))|al (?:\w+ )?(?:geprobeerd|gedaan)|pas (?:om|na|over|morgen|volgende
|vanaf
|in|als)|denk|dacht|geloof|lijkt|schijnt
|nauwelijks|zelden|voorlopig|eigenlijk|ondanks|enkel|slechts|minder|slechter|te (?:groot|klein
|kort|lang|laat|krap|luid|koud|warm|duur|hoog|laag|weinig|veel|ver)|verder|terug naar|wel eens
|steeds|sindsdien|overigens de""",
        bad=r"""(?<!in )(?<!nog )een(?: enkele)? keer$
|s nachts|vanzelf (?:weer|opnieuw)
|geef (?:het|t|ik) (?:\w+ )?op|geef op|opgegeven
|op (?:\w+ ){1,3}na|te (?:snel|vroeg|licht)|duur|dure|bedacht|uitgevallen|op voor
|uitverkocht|geluid|raar|verplaatst|verzet
|afgezegd|hoor bij
|en toen|een tijdje|even(?! (?:geprobeerd|getest|gekeken|laten weten|een berichtje|gecheckt))
|stopt\w*|gestopt|blijft|bleef|opgezegd|(?:een|twee|drie|vijf|tien|half|paar) (?:uur|uurtje
|minuten|minuut|dagen|dag)|fout\w*|probleem|problemen|storing\w*|defect|kapot\w*|stuk
|verkeerd\w*|leeg|lege|zwart\w*|traag|trager|langzaam|ontbreek\w*|mis|mist|kwijt|verloren|laat
|vertraag\w*|verlopen|loopt (?:af|vast|uit)|geblokkeerd|geweigerd|afgewezen|klacht\w*|klaag\w*
|dubbel\w*|tweemaal|klemt|lekt|druppel\w*|ruikt|stinkt|lawaai|donker|koud\w*|dood|beschadig\w*
|gescheurd|flikker\w*|hangt|hapert|valt|verdwenen|weg|ziek|bezwaar|trek|oude?|verouderd
|waarschuw\w*|alarm|piep\w*|brom\w*|knipper\w*|rammel\w*|jammer|teleurgesteld|schandalig
|onvolledig|(?:is|zijn|gaat|staat|valt|viel)(?: \w+){0,3} uit|heet|raar|vreemd|gek|krap|gevallen
|gestolen|wit|witte|openstaand\w*|krijg(?! ik (?:weer|nu))|ontevreden|spam|schimmel|wiebel\w*""",
    ),
    _Adverse(  # Danish
        against=r"""(?:havde|ville have|kunne have) været (?:rart|godt|fint|dejligt|smart)|(?:to
|tre|fire|fem|seks|syv|otte|ni|ti|elleve|tolv)$|havde (?:\w+ )*bestilt
|ikke
|ingen|intet|aldrig|ingenting|uden|men|dog|kun|desværre|selvom|hvis|nar|indtil|eller|end|hellere
|ellers|anden|andet|andre|anderledes|samme|første|tredje|næsten|delvist|ud over|halv\w*|nogle|nogen
|undtagen|bortset|mindst|stadig\w*|endnu(?! en gang)|havde (?:\w+ )?prøvet|først|tror|troede
|synes|vist|sjældent|næppe|knap|indtil videre|egentlig|i stedet|mindre|værre|bare(?! for)
|lige(?! (?:nu|meget|præcis|hvad|som|det))|for (?:stor|lille|kort|lang|sen|dyr|høj|lav|meget
|lidt|varm|kold)\w*|jo ikke|hverken|alligevel|til gengæld|derimod|siden da""",
        bad=r"""(?<!endnu )(?:en|een)(?: enkelt)? gang$
|kollegas|kollegaens
|giver op|gav op|opgiver|opgivet
|pa nær|alt for|for (?:hurtig|tidlig|let)\w*|dyr\w*|brugt (?:op|for)|udsolgt|lyd
|underlig\w*|udskudt|aflyst|hører til
|sidste \w*dag|gal
|galt|og sa (?:stopp|gik|kom|var|slukk)\w*|sa stopp\w*|stopp\w*|en tid|lidt|holdt op|sagt op
|bliver ved|i (?:en|to|tre|fem|ti|et par|nogle fa|kort) (?:timer?|time|minutter|minut|dage?|tid)
|fejl\w*|problem\w*|defekt|i stykker|gaet (?:i|ned|ud)|forkert\w*|tom|tomt|tomme|sort|langsom\w*
|tabt|mistet|forsink\w*|udløb\w*|spærret|afvist|klag\w*|dobbelt\w*|to gange|drypper|lugter
|støj\w*|larmer|mørk\w*|kold\w*|død|skade\w*|revnet|flimrer|hænger|falder|faldt|forsvund\w*|væk
|syg|uenig|gammel|gamle|advarsel|alarm\w*|bipper|blinker|knirker|brænd\w*|øv|ærgerlig\w*
|skuffe\w*|mangelfuld\w*|sent|senere|låst|last|lukket|slukket|mærkelig\w*|underlig\w*|stjalet
|dugger|træls|dyrt|rod|spam|ustabil\w*|svinger""",
    ),
    _Adverse(  # Portuguese
        against=r"""(?:dois|duas|tres|quatro|cinco|seis|sete|oito|nove|dez|onze|doze)$
|tinha\w* (?:\w+ )*pedido|nao|nunca|nada|nenhum\w*|ninguem|nem|sem|mas|porem|contudo|todavia
|apenas|so|somente|infelizmente|embora|se|ate|ou|senao|antes|outr[oa]s?|mesm[oa]s? (?:erro
|problema|mensagem|coisa)|segund[oa]|primeir[oa]|terceir[oa]|quase|parcialmente|meio|metade
|as vezes|algum\w*|exceto|menos|tirando|pelo menos|ainda|acho|pensei|penso|parece|creio
|raramente|mal|cad[ae] vez|por enquanto|para ja|de resto|em vez|diferente\w*|pior
|(?<!sao )(?<!es )demais
|demasiado|continu[ao]|no entanto|entretanto o|alias|ja tinha tentado|afinal (?:nao|o meu)
|desde entao""",
        bad=r"""(?<!mais )(?:so )?uma(?: unica)? vez$
|desist\w*
|fora (?:o|a|os|as)|era melhor|car[oa]s?|esgot\w*|esquisit\w*|adiad\w*|pertenc\w*
|ultim[oa] dia
|ficam? (?:\w+ )?(?:escur|pret
|par)\w*|e depois|um bocado|um tempo|par(?:ou|aram)|branco|em branco|despedi\w*|queim\w*|(?:uma
|duas|tres|dez|cinco|umas|algumas) (?:horas?|minutos?|dias?)|(?:um|dois) dias?|erro\w*
|problema\w*|avari\w*|falh\w*|estrag\w*|partid\w*|errad[oa]s?|vazi[oa]s?|pret[oa]s?|lent[oa]\w*
|perd\w*|atras\w*|expir\w*|caduc\w*|bloquead\w*|recusad\w*|rejeitad\w*|reclam\w*|dobr\w*
|duas vezes|encrav\w*|pinga\w*|cheir\w*|ruid\w*|barulh\w*|escur\w*|fri[oa]s?|mort[oa]|danific\w*
|rasgad\w*|pisca\w*|cai|caiu|caem|desaparec\w*|sumiu|doente|discord\w*|contest\w*|antig[oa]s?
|velh[oa]s?|aviso|alarme|apita\w*|chia|range|pena|desilud\w*|incomplet\w*|tarde|desligad\w*
|estranh\w*|roubad\w*|solt[oa]|curt[oa]s?|apertad[oa]s?|pequen[oa]s?|fechad[oa]|penhora\w*
|queix\w*|desist\w*|sujo|mofo|foi se""",
    ),
    _Adverse(  # French
        against=r"""(?:deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze)$
|avai\w* (?:\w+ )*commande|ne|n(?! hesite)|pas|jamais|rien|aucune?|personne|sans|mais|cependant
|toutefois|pourtant|seulement|seul|que si|malheureusement|helas|bien que|si(?! (?:vite
|rapidement|bien|gentil|efficace|simple|facile))|lorsque|des que|jusqu\w*|ou|sinon|plutot
|autre\w*|autrement|second\w*|deuxieme|premier|premiere|troisieme|meme (?:erreur|probleme
|message|chose)|presque|partiellement|moitie|parfois|sauf|hormis|a part|au moins
|encore(?! (?:merci|une fois|mille|bravo|un grand))|toujours|deja essaye|crois|pense|semble
|parait|rarement|a peine|pour l instant|pour le moment|d ailleurs|par contre|en revanche
|neanmoins|moins|pire|trop (?!bien|fort|cool|gentil)|au lieu|different\w*|juste (?:le|la|les
|une?|que)|depuis lors""",
        bad=r"""(?<!encore )(?:une|qu une)(?: seule)? fois$
|abandonn\w*|laisse beton
|trop (?:vite|tot)|hormis|chere?s?|epuise\w*|drole de|reporte\w*|fais partie
|dernier jour|deplace\w*|puis
|et ensuite
|un moment|un peu|arrete\w*|arreter|demission\w*|brule\w*|blanche?s?|(?:une|deux|trois|cinq|dix
|quelques) (?:heures?|minutes?|jours?)|erreur\w*|probleme\w*|panne|defaut\w*|casse\w*|mauvais\w*
|faux|fausse|vide\w*|noire?s?|lente?s?|lenteur\w*|perdue?s?|retard\w*|expire\w*|perime\w*
|bloque\w*|refuse\w*|rejete\w*|reclam\w*|double\w*|deux fois|coince\w*|fuit|fuite|goutte\w*
|odeur|bruit\w*|bruyant\w*|sombre|froide?s?|mort\w*|abime\w*|dechire\w*|clignot\w*|coupe\w*
|tombe(?:nt)? en|disparu\w*|malade|conteste\w*|desaccord|anciens?|ancienne\w*|vieux|vieille
|alerte|alarme|bip\w*|grince\w*|dommage|decu\w*|incomplet\w*|tard|ferme\w*|eteint\w*|bizarre
|etrange|vole|petite?s?|serre\w*|court\w*|plante\w*|rame\w*|chaud|blesse\w*|sale|bourre\w*|vomi
|ralent\w*|ralait|deborde\w*""",
    ),
)
"""To add a language, add an entry."""

ADVERSE: list[re.Pattern[str]] = [
    late_pattern(rf"\b(?:{flat(one.against)}|{flat(one.bad)})\b") for one in _LANGUAGES
]
"""One pattern a language."""
