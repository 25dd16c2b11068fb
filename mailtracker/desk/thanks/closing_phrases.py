"""How people say that they have what they asked for, that a thing does its work again, or that a
matter may be closed, one entry a language; written as those of `thanks_phrases`.

A verb stands here by name: of any verb and "again" nobody knows whether it is good news.
"""

from __future__ import annotations

import re

from mailtracker.late_pattern import late_pattern
from mailtracker.mail.origin.phrases import flat
from mailtracker.record import dataclass


@dataclass(frozen=True, slots=True)
class _Kinds:
    """What people of one language write, each field the alternatives of a pattern."""

    #: What people ask for, or what serves them: a word, or the end of one.
    things: str
    #: What may stand beside a thing: articles, "new".
    beside: str
    #: What a thing does that is well, or how it is.
    does: str
    #: "I have received", before a thing.
    has: str
    #: "picked up", behind a thing.
    taken: str
    #: "Just to let you know that", before good news.
    to_say: str
    #: How the writer will do it from now on; a clause, some words of it free.
    hence: str
    #: What it will be done with: one of these is among its words.
    way: str


_LANGUAGES = (
    _Kinds(  # English
        things=r"""(?:keys?|badges?|laptops?|computer|pc|mouse|keyboard|screens?|monitors?|phone
|headset|cables?|charger|adapter|dock|printer|scanner|projector|vpn|wifi|internet|network|e?mails?
|outlook|account|login|log in|password|codes?|access|licen[cs]e|payslips?|salary|contract
|certificate|documents?|papers|forms?|files?|links?|parcel|package|letter|cards?|invoices?|refund
|money|payment|amount|overtime|heating|light bulb|chair|desk|door|lift|toner|reset|ticket)s?""",
        beside=r"""the|my|our|a|an|that|this|new|replacement|spare|door|password|right|correct
|parking|work|company""",
        does=r"""(?:now |all |finally |just |already )*(?:(?:prints|scans|starts|loads)(?= )
|(?<=er )(?:prints|scans)|boots(?: up)?|connects|syncs|opens|starts up|rings(?= )|charges
|logs (?:me )?in|responds|refreshes|powers on|turns on
|(?:is|are|s|has been|have been|was) (?:now |all |finally |just )*(?:printing|booting|connecting
|syncing|loading|charging|scanning|opening|responding|working|running|connected|online|unlocked
|warm|on|there|right|correct|accurate|accepted|installed|set up|plugged in|restored|happy
|spitting out pages|on my (?:\w+ )?payslip)
|(?:adds up|matches)|went through|opens every door)""",
        has=r"""(?:just |now )?(?:(?:i|we)(?: ve| have)? )?(?:just |now |already )?
(?:got|received|picked up|collected|tested|installed|downloaded
|plugged in)""",
        taken=r"""(?:(?:is|are) )?(?:received|picked up|collected|tested
|installed|through|back)""",
        to_say=r"""(?:just )?(?:wanted )?to (?:say|let you know|confirm|report)(?: that)?
|i can confirm(?: that)?""",
        hence=r"""(?:then )?(?:(?:i|we) )?(?:ll|will)(?: just)? (?:use|do|go through)
(?: \w+){1,4} (?:from now on|in future|in the future|going forward|next time)
|(?:from now on|in future) (?:i|we)(?: ll| will) (?:use|do|go through)(?: \w+){1,4}""",
        way=r"(?:forms?|portal|link|page|website|site|ticket system|template|it|that|this)",
    ),
    _Kinds(  # German
        things=r"""\w*(?:schlussel|schluessel|ausweis|karte|laptop|rechner|computer|maus|tastatur
|bildschirm|monitor|telefon|handy|headset|kabel|ladegerat|drucker|scanner|beamer|netz|konto
|passwort
|kennwort|code|zugang|zugriff|lizenz|abrechnung|gehalt|vertrag|bescheinigung|dokumente?|unterlagen
|formular|dateie?n?|link|paket|brief|rechnung|erstattung|geld|betrag|stunden|heizung|licht|stuhl
|tisch|tur|tuer|aufzug|toner|bestatigung)|vpn|wlan|internet|e?mails?|outlook|pc""",
        beside=r"""der|die|das|den|dem|ein|eine|einen|meine?n?|unsere?n?|neue[rsn]?|richtige[rsn]?
|mir|jetzt""",
        does=r"""druckt|geht (?:wieder |jetzt )?auf|startet|bootet|verbindet(?: sich)?
|synchronisiert|offnet(?: sich)?|oeffnet
|klingelt(?= )|ladt|laedt|scannt|stimmt|stimmen|heizt|reagiert|funzt|funzen|spielt|druckt
|(?:ist|sind) (?:\w+ )?(?:warm|an|drin|online|verbunden|freigeschaltet|entsperrt|geandert
|geaendert|zuruckgesetzt|installiert|eingerichtet|korrekt|richtig|glucklich|zufrieden)
|passt|passen|(?:ging|geht|lauft|funktioniert) (?:alles )?wieder""",
        has=r"""(?:ich |wir )?(?:habe|hab
|haben) (?:ich |wir )?(?:soeben |gerade |heute |jetzt )?""",
        taken=r"""(?:(?:hab|habe|haben|ist|sind) )?(?:ich |wir )?(?:dankend |gerade
|heute |gut )?(?:abgeholt|erhalten|bekommen|empfangen|getestet|installiert|angeschlossen
|eingerichtet|eingetroffen)""",
        to_say=r"""(?:ich )?(?:wollte )?(?:nur )?(?:kurz )?(?:sagen|mitteilen|bestatigen
|ruckmelden) dass""",
        hence=r"""(?:dann )?(?:(?:ich )?(?:mache|mach|nutze|nehme|benutze|verwende)
|werde)(?: ich)?(?: \w+){0,3} (?:kunftig|kuenftig|in zukunft|zukunftig|ab jetzt|ab sofort)
(?: \w+){0,4}
|(?:kunftig|kuenftig|in zukunft|ab jetzt|ab sofort) (?:mache|nutze|benutze|verwende) ich
(?: \w+){1,4}""",
        way=r"(?:formular|portal|link|vorlage|seite|system|das|es|so)",
    ),
    _Kinds(  # Dutch
        things=r"""\w*(?:sleutels?|pas(?:je)?|badge|kaart|laptop|computer|muis|toetsenbord|scherm
|monitor
|telefoon|headset|kabel|oplader|printer|scanner|beamer|netwerk|account|wachtwoord|code|toegang
|licentie|strook|salaris|contract|opgave|verklaring|documenten|document|papieren|formulier|bestand
|link|pakket|pakje|brief|factuur|geld|bedrag|uren|verwarming|licht|stoel|bureau|deur|lift|toner)
|vpn|wifi|internet|e?mails?|outlook|pc""",
        beside=r"de|het|een|mijn|mn|onze|ons|nieuwe?|juiste|t",
        does=r"""(?:print|start)(?= )|start (?:weer )?op|is er weer|verbindt|synchroniseert|opent
|gaat (?:open|aan)|rinkelt(?= )|laadt
|scant|klopt|kloppen|reageert|verwarmt|doet (?:het|t)
|(?:is|zijn|ben) (?:\w+ )?(?:warm|aan|binnen|online|verbonden|ontgrendeld|gewijzigd|geinstalleerd
|juist|correct|blij|tevreden|helder|duidelijk)""",
        has=r"""(?:ik |we |wij )?(?:heb|hebben) (?:ik |we )?(?:net |nu |vandaag )?""",
        taken=r"""(?:(?:is|zijn|heb ik) )?(?:net |nu |gisteren |vandaag |goed |al )?(?:opgehaald
|ontvangen|gekregen|getest|geinstalleerd|aangesloten|binnengekomen)""",
        to_say=r"""(?:even|ik wilde even|wou even|gewoon even) (?:laten weten|zeggen|melden) dat
|om te (?:zeggen|melden) dat""",
        hence=r"""(?:dan )?(?:ik )?(?:doe|gebruik|zal)(?: ik)?(?: \w+){0,3} (?:voortaan
|in het vervolg|vanaf nu)(?: \w+){0,4}
|(?:voortaan|in het vervolg|vanaf nu) (?:doe|gebruik) ik(?: \w+){1,4}""",
        way=r"(?:formulier|portaal|link|pagina|sjabloon|systeem|dat|het|zo)",
    ),
    _Kinds(  # Danish
        things=r"""\w*(?:nøgler?n?e?|kort(?:et)?|adgang(?:en)?|computer(?:en)?|mus(?:en)?
|tastatur(?:et)?|skærm(?:en)?|telefon(?:en)?|headset(?:tet)?|kab(?:el|let)|oplader(?:en)?
|printer(?:en)?|scanner(?:en)?|net(?:tet)?|konto(?:en)?|kode(?:n|r|rne)?|sedde?le?n?|løn(?:nen)?
|kontrakt(?:en)?|dokument(?:et|er|erne)?|papirer(?:ne)?|blanket(?:ten)?|fil(?:en|er|erne)?
|link(?:et)?|pakke(?:n)?|brev(?:et)?|faktura(?:en)?|penge(?:ne)?|beløb(?:et)?|timer(?:ne)?
|varme(?:n)?|lys(?:et)?|stol(?:en)?|bord(?:et)?|dør(?:en)?|toner(?:en)?)|laptop|vpn|wifi|internet
|e?mails?|outlook|pc""",
        beside=r"den|det|de|en|et|min|mit|mine|vores|nye?|nyt|rigtige|hele",
        does=r"""(?:printer|scanner) (?:igen|nu|fint)|starter(?: op)?|forbinder|synkroniserer
|abner|abner|ringer(?= )
|passer|stemmer|svarer|varmer|kører|virker|dur
|har (?:virket|kørt|fungeret)
|(?:er|blev) (?:\w+ )?(?:varm|varmt|tændt|inde|online|forbundet|last op|installeret|rigtigt?
|korrekt|rettet|god|glad|tilfreds)|ligger i (?:e boks|indbakken|postkassen)
|er tilbage(?: pa (?:\d sal|kontoret))?""",
        has=r"""(?:jeg |vi )?har (?:jeg |vi )?(?:lige |nu )?(?:faet|modtaget|hentet|testet
|installeret)""",
        taken=r"(?:(?:er|blev) )?(?:nu )?(?:hentet|modtaget|testet|installeret|kommet)",
        to_say=r"""(?:jeg ville )?(?:bare|lige|blot)(?: lige)? (?:for at )?(?:sige|melde
|fortælle) at""",
        hence=r"""(?:sa )?(?:jeg )?(?:bruger|gør|vil bruge)(?: jeg)?(?: \w+){1,3}
 (?:fremover|i fremtiden|fra nu af|for fremtiden)(?: \w+){0,3}
|(?:fremover|i fremtiden|fra nu af) (?:bruger|gør) jeg(?: \w+){1,4}""",
        way=r"(?:blanket(?:ten)?|formular(?:en)?|portalen|linket|skabelonen|systemet|det|sadan)",
    ),
    _Kinds(  # Portuguese
        things=r"""chaves?|cracha|cartao|cartoes|portatil|notebook|computador|rato|mouse|teclado
|ecra|tela|monitor|telefone|telemovel|celular|auscultadores|fone|cabo|carregador|impressora|scanner
|projetor|rede|conta|senha|palavra passe|codigo|acesso|licenca|recibo(?: de vencimento)?|salario
|ordenado|contrato|declaracao|documentos?|papeis|formulario|ficheiros?|arquivos?|link|encomenda
|pacote|carta|fatura|reembolso|dinheiro|valor|montante|horas|aquecimento|luz|cadeira|mesa|porta
|elevador|toner|vpn|wifi|internet|e?mails?|outlook|pc""",
        beside=r"o|a|os|as|um|uma|meus?|minhas?|nossos?|nossas?|nov[oa]s?|cert[oa]|ja",
        does=r"""(?:ja )?(?:imprime|imprimem|liga|conecta|sincroniza|abre|arranca|inicia|toca(?= )
|carrega
|bate certo|digitaliza|responde|aquece|funcionando|chegou|chegaram)
|(?:ja )?(?:esta|estao|ta|foi|ficou) (?:\w+ )?(?:ligad[oa]|conectad[oa]|quente|quentinh[oa]
|funcionando|desbloquead[oa]|restabelecid[oa]|instalad[oa]|corret[oa]|cert[oa]|cert[ií]nho|online
|alterad[oa]|a trabalhar|a imprimir)(?: na perfeicao)?""",
        has=r"""(?:eu )?(?:ja )?(?:recebi|recebemos|levantei|busquei|fui buscar
|testei|instalei|retirei)""",
        taken=r"""(?:ja )?(?:foi |foram )?(?:recebid|levantad|testad|instalad|entregue
|ligad)[oa]?s?""",
        to_say=r"""(?:so )?(?:para|queria) (?:dizer|informar|confirmar|avisar) que""",
        hence=r"""(?:entao )?(?:eu )?(?:passo a usar|passarei a usar)(?: \w+){1,4}
|(?:eu )?(?:passo a usar|vou usar|vou passar a usar|passarei a usar|vou fazer)
(?: \w+){1,4} (?:entao|daqui para a frente|daqui em diante|a partir de agora|de agora em diante
|no futuro|da proxima vez)
|(?:a partir de agora|daqui em diante|da proxima vez) (?:uso|vou usar|faco)(?: \w+){1,4}""",
        way=r"(?:formulario|portal|link|modelo|sistema|isso|assim)",
    ),
    _Kinds(  # French
        things=r"""cles?|badge|carte|portable|ordinateur|ordi|souris|clavier|ecran|moniteur
|telephone|casque|cable|chargeur|imprimante|scanner|projecteur|reseau|compte|mot de passe|code
|acces|licence|fiche(?: de paie)?|salaire|contrat|attestation|documents?|papiers|formulaire
|fichiers?|lien|colis|courrier|lettre|facture|remboursement|argent|montant|heures|chauffage|lumiere
|chaise|bureau|porte|ascenseur|toner|vpn|wifi|internet|e?mails?|mails?|outlook|pc""",
        beside=r"""le|la|les|l|un|une|mon|ma|mes|notre|nos|ce|cette|nouve(?:au|lle|l)|bonne?""",
        does=r"""(?:re)?(?:marche|fonctionne)|demarre|imprime|se connecte|se synchronise|se lance
|s ouvre|s allume|sonne(?= )|charge(?= )|scanne|chauffe|repond
|(?:est|sont|etait) (?:\w+ )?(?:correct[es]?|exact[es]?|juste|chaude?|allumee?|connectee?|branchee?
|en ligne|debloquee?|changee?|installee?|rentree?s? dans l ordre)|changee?""",
        has=r"""(?:j ai|nous avons|on a) (?:bien |deja )?(?:recu|recupere|teste|installe
|eu)""",
        taken=r"(?:(?:est|sont) )?(?:bien )?(?:recue?s?|recuperee?s?|testee?s?|branchee?s?)",
        to_say=r"""(?:juste |petit (?:mot|retour) )?pour (?:vous |te )?(?:dire|confirmer|signaler
|informer) que""",
        hence=r"""(?:je|j|nous) (?:passerai|passe|utiliserai|ferai|vais utiliser|vais passer)
(?: \w+){1,4} (?:la prochaine fois|a l avenir|desormais|dorenavant)
|(?:a l avenir|desormais|dorenavant|la prochaine fois) (?:je|j) (?:passerai|utiliserai|ferai)
(?: \w+){1,4}""",
        way=r"(?:formulaire|portail|lien|modele|systeme|site|ca|comme ca)",
    ),
)
"""To add a language, add an entry."""


def _any(name: str) -> str:
    """The same of every language, as one group of a pattern."""
    return f"(?:{'|'.join(flat(getattr(language, name)) for language in _LANGUAGES)})"


_BESIDE = rf"(?:{_any('beside')} )"
_OF = r"(?:for|of|fur|vom|van|voor|til|de|du|da|do|pour)"
THING = rf"{_BESIDE}{{0,3}}{_any('things')}(?: {_any('beside')})?(?: {_OF} \w+)?"
"""A thing that people ask for or use, by name."""

DOES = _any("does")

_TAKEN = rf"{_any('taken')}(?: (?:and|und|en|og|e|et) {_any('taken')})?"
WHEN = (
    r"(?:today|yesterday|(?:this|yesterday) (?:morning|afternoon|evening)|just now"
    r"|heute(?: (?:morgen|fruh|mittag|nachmittag))?|gestern|eben|vandaag|gisteren|vanmorgen"
    r"|vanochtend|vanmiddag|i dag|i gar|i morges|idag|hoje|ontem|esta (?:manha|tarde)"
    r"|aujourd hui|hier|ce matin|cet apres midi)"
)
"""Lately."""

_COUNT = (
    r"(?:over |about |more than |uber |mehr als |ruim |meer dan |mais de |plus d )?(?:an?|one|two"
    r"|three|\d+|a few|some|several|einer?|zwei|drei|einigen|mehreren|ein paar|een|twee|drie|enkele"
    r"|een paar|en|et par|to|tre|flere|uma?|duas|dois|tres|alguns|algumas|une?|deux|trois|quelques"
    r"|plusieurs)"
)
_SPAN = (
    r"(?:hours?|days?|weeks?|months?|stunden?|tage?n?|wochen?|monate?n?|uur|dag|dagen|weken|maand"
    r"|maanden|timer?|dage?|uger?|horas?|dias?|semanas?|mes|meses|heures?|jours?|semaines?|mois)"
)
WEEKDAY = (
    r"(?:(?:mon|tues|wednes|thurs|fri)day|montag|dienstag|mittwoch|donnerstag|freitag|maandag"
    r"|dinsdag|woensdag|donderdag|vrijdag|mandags?|tirsdags?|onsdags?|torsdags?|fredags?|segunda"
    r"|terca|quarta|quinta|sexta|lundi|mardi|mercredi|jeudi|vendredi)"
)
_DAY = (
    rf"(?:(?:i |last |letzte[nrm] |vorige |sidste |a |o )?(?:{WEEKDAY}|week|woche|uge)"
    r"|a semana passada|la semaine derniere)"
)
_LONG = (
    rf"(?:(?:(?:schon|jetzt|nun|seit|al|nu|sinds|i|ha|depuis) )+{_COUNT} {_SPAN}(?: nu)?"
    rf"|for {_COUNT} {_SPAN} (?:now|already)"
    rf"|(?:since|seit|sinds|siden|desde|depuis) {_DAY})"
)
_STABLE = (
    r"(?:stabl[ey]|steadily|rock solid|stabil(?:er|t)?|stabiel|estave(?:l|is)|stables?|fine|well"
    r"|smoothly|perfectly|problemlos|einwandfrei|tadellos|reibungslos|gut|super|prima|perfekt|goed"
    r"|perfect|vlekkeloos|fint|godt|upaklageligt|bem|perfeitamente|bien|parfaitement"
    r"|without (?:any )?(?:problems?|issues?|errors?|trouble)|ohne (?:probleme|fehler|storungen)"
    r"|zonder (?:problemen|fouten)|uden (?:problemer|fejl)|sem (?:problemas?|erros?|falhas?)"
    r"|sans (?:problemes?|soucis?|erreurs?))"
)
STEADY = rf"(?:(?:{_LONG} )?{_STABLE}(?: {_LONG})?)"
"""How well something runs, and for how long it has: of how long alone nobody is glad."""
_NOW = r"(?: (?:now|all|jetzt|nun|wieder|alle|nu|weer|igen|agora|maintenant|enfin))*"
IS_STEADY = (
    rf"(?:(?:re|is|are|s|ist|sind|zijn|er|esta|estao|est|sont|c est){_NOW}"
    rf" (?:{_LONG} )?(?:stabl[ey]|stabil|stabiel|estave(?:l|is)|stables?)(?: {_LONG})?"
    rf"|(?:(?:has|have|s|ve) )?been (?:working|fine|ok|okay|good|great|stable|running {STEADY})"
    rf"(?: {_LONG}| for {_COUNT} {_SPAN})?"
    rf"|(?:har|heeft) (?:{STEADY} )?(?:kørt|virket|fungeret|gewerkt|gedraaid)(?: {STEADY})?)"
)
HAS_THING = rf"(?:{_any('has')} ?{THING}(?: {_TAKEN})?(?: {WHEN})?|{THING} {_TAKEN}(?: {WHEN})?)"
"""The writer has a thing."""

PLACE = (
    r"(?: (?:(?:at|from) (?:the )?(?:reception|front desk)|(?:an|bei|von) der (?:rezeption|pforte)"
    r"|am empfang|(?:bij|van) de (?:receptie|balie)|i receptionen|na (?:rececao|recepcao|portaria)"
    r"|a l accueil))"
)
"""Where a thing was handed over."""

_AFTER_THAT = (
    r"(?:after|since|nach|seit|na|sinds|efter|siden|depois d[eoa]|apos|desde|apres|depuis)"
    r" (?:(?:a|an|the|my|that|your|dem|der|einem|het|de|en|et|min|o|um|le|un|la|mon) )?"
    r"(?:quick |second |new |zweiten |kurzen )?(?:restart|reboot|restarting|rebooting|update|reset"
    r"|neustart|herstarten|herstart|opnieuw opstarten|genstart|genstarten|opdatering\w*|reiniciar"
    r"|reinicio|redemarrage|redemarrer|mise a jour)"
)
SAYING: re.Pattern[str] = late_pattern(rf"{_any('to_say')} (?=\w+ \w+ \w+)")
"""The same without a clause behind it."""

TO_SAY = rf"(?:(?:{_any('to_say')}|{_AFTER_THAT}) )"
"""Before what is said, a clause of its own: "just to say that"."""

_YOU = "(?:you|du|ihr|sie|jij|jullie|som|voces|vous|que|which)"  # has something to do first
HENCE: re.Pattern[str] = late_pattern(rf"(?=.*\b{_any('way')}\b)(?!.*\b{_YOU}\b){_any('hence')}")
"""How it will be done from now on."""
