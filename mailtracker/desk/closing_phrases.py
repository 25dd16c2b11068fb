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
    #: A clause that ends a matter: permission to close, no question left, praise of people.
    ends: str
    #: A clause that only explains: an apology, a cause of one's own. It asks for nothing.
    aside: str


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
|installed)""",
        to_say=r"""(?:just )?(?:wanted )?to (?:say|let you know|confirm|report)(?: that)?
|i can confirm(?: that)?""",
        hence=r"""(?:then )?(?:(?:i|we) )?(?:ll|will)(?: just)? (?:use|do|go through)
(?: \w+){1,4} (?:from now on|in future|in the future|going forward|next time)
|(?:from now on|in future) (?:i|we)(?: ll| will) (?:use|do|go through)(?: \w+){1,4}""",
        way=r"(?:forms?|portal|link|page|website|site|ticket system|template|it|that|this)",
        ends=r"""never ?mind|you (?:re|are|guys are) (?:awesome|great|amazing|wonderful|fantastic
|brilliant)
|it (?:fixed|solved|resolved|sorted) itself
|(?:that|this|it) (?:explains|clarifies|clears up|settles) (?:it|that|everything|things)
|(?:that|this)(?: s| is| was| were)? (?:so |really |very )?(?:clear|helpful)
|(?:i|we)? ?(?:ve |have )?tested (?:it|that)(?: (?:twice|today|now|again))?
|(?:please )?(?:feel free to |go ahead and |(?:you|we) (?:can|may) )?(?:now )?close
(?: (?:it|this|(?:the|this|my) (?:ticket|case|request|matter)))?
|(?:the |this |my )?(?:ticket|case|request|matter) (?:can|may) (?:now )?be closed|no more errors
|(?:received|noted) with (?:many )?thanks|confirmed|(?:i|we) (?:re|m|am|are)? ?(?:back )?in
|im (?:back )?in|logged in|back in|back online|(?:i|we) (?:re|m|am|are) (?:all )?(?:warm|connected
|online)
|(?:all |now )*sorted(?: out)?|(?:you|u|he|she|they) (?:re|are|r|guys are
|all are) (?:an? |the |my )
(?:\w+ )?(?:stars?|legends?|hero(?:es)?|genius|best|lifesavers?|angels?|gem)
|(?:really |totally |you )*made my day|(?:that|this) was (?:quick|fast)
|(?:i|we)(?: ve| have)? (?:no|nothing) (?:more|further|else)(?: questions?)?(?: to add)?""",
        aside=r"""(?:(?:so |very |really |i m |i am |we are )*(?:sorry|apologies)|my apologies)
(?: for (?:the|my|any|all the) (?:\w+ )?(?:noise|trouble|bother|fuss|confusion|inconvenience
|reply|response|answer|disturbance|hassle|false alarm)| for (?:bothering|troubling) you)?
|(?:i )?was (?:on (?:leave|holiday|vacation)|away|out sick)|my (?:bad|mistake|fault)
|good (?:morning|afternoon|evening|day)(?: (?:all|everyone|team))?
|(?:it |that )?(?:was|turned out to be) (?:just |only |simply )?(?:all )?(?:me|(?:my|the)(?: own)?
 (?:mistake|fault|error|typo|cable|plug|socket|battery|caps lock|wifi|router|browser))
|false alarm""",
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
        hence=r"""(?:dann )?(?:(?:ich )?(?:mache|mach|nutze|benutze|verwende)
|werde)(?: ich)?(?: \w+){0,3} (?:kunftig|kuenftig|in zukunft|zukunftig|ab jetzt|ab sofort)
(?: \w+){0,4}
|(?:kunftig|kuenftig|in zukunft|ab jetzt|ab sofort) (?:mache|nutze|benutze|verwende) ich
(?: \w+){1,4}""",
        way=r"(?:formular|portal|link|vorlage|seite|system|das|es|so)",
        ends=r"""zur kenntnis genommen|(?:es |das )?hat sich (?:von (?:selbst|allein) )?(?:gelost
|erledigt)|(?:nach|seit) (?:dem|einem) neustart (?:ging|geht|lauft|lief|funktioniert) (?:es|alles)
(?: wieder)?|(?:das )?(?:ticket |die anfrage |den fall )(?:bitte )?(?:schliessen|zumachen)
|(?:(?:sie|du|ihr) )?(?:konnt|kannst|konnen|durft|darfst)? ?(?:sie |du |ihr )?(?:gerne? )?
(?:das ticket|die anfrage|den fall) (?:gerne? |jetzt )?(?:schliessen|zumachen)
|(?:ich )?(?:bin|sind) (?:ich )?(?:jetzt |wieder |wunschlos |sehr )*(?:zufrieden|drin|glucklich
|online)|(?:jetzt )?komm ich (?:wieder )?rein
|(?:du bist|ihr seid|sie sind) (?:\w+ )?(?:der|die|das|ein|eine) (?:beste[n]?|grosste[n]?|held
|heldin|helden|schatz|engel|wucht)|(?:ihr habt|du hast|sie haben) mir (?:den|meinen) tag gerettet
|(?:hat )?keine (?:funf|zehn|zwei|5|10|2) minuten gedauert|das ging (?:ja )?(?:schnell|flott|fix)
|genau das (?:hab|habe|hatte) ich (?:gebraucht|gesucht|gemeint)|meinerseits (?:alles )?erledigt
|von (?:mir|meiner seite) aus? ?(?:erledigt|alles (?:gut|erledigt)|kann (?:es|das) zu)
|(?:ich habe |hab |habe ich )?(?:sonst |soweit )?keine (?:weiteren |offenen )?fragen(?: mehr)?""",
        aside=r"""(?:sorry|entschuldigung|entschuldige|entschuldigt|verzeihung|tut mir leid)
(?: bitte)?(?: (?:fur|fuer) (?:die|den|das|meine) (?:\w+ )?(?:umstande|umstaende|storung|stoerung
|muhe|aufwand|fehlalarm|verwirrung|antwort|ruckmeldung|unannehmlichkeiten))?
|(?:es |das )?(?:lag|war) (?:wohl |nur |bloss |einfach )?(?:an mir|am (?:kabel|stecker|router|akku
|browser)|mein (?:fehler|kabel)|das kabel|der stecker|ein tippfehler)|mein fehler|fehlalarm""",
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
        ends=r"""(?:(?:het ticket|ticket|dit|de melding|melding) )?(?:mag
|kan) (?:wat mij betreft )?
(?:dicht|gesloten worden|gesloten|afgesloten worden)(?: wat mij betreft)?
|(?:je|u|jullie) (?:kunt|kan|kunnen|mag|mogen) (?:de melding|het ticket|dit|het) (?:nu |gerust )?
(?:afsluiten|sluiten)|(?:dan |nu )?weet ik (?:genoeg|voldoende|het)
|wat een (?:goede |geweldige |fijne |snelle |top ?)?service
|ik zie (?:het|hem|ze)(?: staan)?|(?:weer )?aan de slag|ik ben (?:weer |nu )?(?:binnen|online)
|(?:ik )?snap (?:het|t)|dat (?:was|is) (?:het )?inderdaad|(?:zo|nu|hiermee) kan ik (?:weer )?verder
|waarvoor (?:mijn )?dank|(?:het )?is (?:me |mij )?(?:nu )?(?:helemaal )?(?:helder|duidelijk)
|(?:fijn|mooi|knap) dat (?:het|dit) zo (?:snel|vlot) (?:kon|ging)|dat (?:was|ging) (?:snel|vlot)
|(?:ik ben )?(?:er )?(?:heel |erg )?blij mee|(?:je|jullie) (?:hebt|heb|hebben) me
(?: enorm| geweldig)? (?:uit de brand )?geholpen|(?:je|jij|u|jullie) (?:bent|zijn) (?:echt )?
(?:de beste|een (?:held|topper|schat|engel)|helden|toppers)
|(?:verder |ik heb )*geen (?:verdere )?vragen(?: meer)?|(?:het )?(?:loste|heeft) zich(?:zelf)?
 (?:vanzelf )?opgelost""",
        aside=r"""goede (?:morgen|middag|avond)|(?:sorry|excuses|mijn excuses
|pardon)(?: voor (?:het|de|mijn|alle) (?:\w+ )?
(?:storen|storing|moeite|overlast|ongemak|gedoe|verwarring|antwoord|reactie))?
|(?:het )?(?:bleek|lag)(?: gewoon| toch)? aan (?:mij|mijn (?:kabel|stekker|browser)|de (?:kabel
|stekker))(?: te liggen)?|(?:het )?was (?:gewoon )?(?:mijn (?:fout|kabel)|de (?:kabel|stekker))
|vals alarm|mijn fout""",
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
        way=r"(?:blanketten|formularen|portalen|linket|skabelonen|systemet|det|sadan)",
        ends=r"""i er (?:fantastiske|seje|gode|geniale|dygtige)|(?:sagen|den|ticketen) (?:kan
|ma) (?:godt |gerne |bare )?(?:lukkes|afsluttes)
(?: herfra| for min skyld)?|i ma (?:gerne |godt )?lukke (?:sagen|den)
|(?:det )?løste sig selv(?: efter en genstart)?
|(?:det )?var lige (?:det|hvad) jeg (?:skulle bruge|manglede|havde brug for|ledte efter)
|(?:sa|nu) er jeg (?:helt )?(?:med|pa|inde)(?: igen)?|det giver (?:god )?mening
|(?:sa |nu )*(?:fik|har) jeg (?:faet )?styr pa det|(?:sa |nu )*kan jeg (?:arbejde|komme ind
|logge pa|logge ind|printe) igen|(?:jeg )?har ikke (?:flere|yderligere) spørgsmal
|(?:du|i) er (?:en |de |den |bare )*(?:stjerner?|helte?|guld værd|bedste|engel|skat|sej)
|(?:det )?(?:gik|var) (?:hurtigt|stærkt)|du har reddet min dag|glem det""",
        aside=r"""god (?:morgen|dag|aften|formiddag|eftermiddag)|(?:undskyld|beklager
|sorry)(?: (?:for )?(?:det|den|de|min|forstyrrelsen|ulejligheden
|besværet|rodet|forvirringen)(?: sene svar| sene tilbagemelding)?)?
|det var (?:bare |blot )?(?:min (?:fejl|egen fejl)|mit kabel|kablet|stikket|mig selv)
|falsk alarm|min fejl|(?:god )?ferie nar du nar dertil""",
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
        hence=r"""(?:eu )?(?:passo a usar|vou usar|vou passar a usar|passarei a usar|vou fazer)
(?: \w+){1,4} (?:entao|daqui para a frente|daqui em diante|a partir de agora|de agora em diante
|no futuro|da proxima vez)
|(?:a partir de agora|daqui em diante|da proxima vez) (?:uso|vou usar|faco)(?: \w+){1,4}""",
        way=r"(?:formulario|portal|link|modelo|sistema|isso|assim)",
        ends=r"""voces sao (?:fantasticos|otimos|incriveis|top)|ja esta(?! )|tomei nota
|fico esclarecid[oa]|fiquei esclarecid[oa]|beleza
|(?:por mim|da minha parte)(?: esta| ja)* (?:fechado|resolvido|encerrado|tudo|podem? fechar)
(?: certo| ok)?|(?:podem?|pode se) (?:fechar|encerrar)(?: por mim)?|show(?: de bola)?
|(?:depois de|apos) reiniciar (?:ficou|esta) (?:bom|boa|ok|bem|otimo)|(?:ficou )?tudo cert[ií]nho
|era (?:mesmo )?(?:o que|isso que) (?:eu )?precisava(?: de saber)?|resolveu se sozinho
|(?:testei )?hoje de manha|ja entrei|ja estou (?:dentro|ligad[oa]|online)
|salvaste me (?:o dia|a vida)|salvou (?:o )?(?:meu )?dia|(?:tu )?es (?:o|a|um|uma) (?:maior|melhor
|craque|heroi|anjo|estrela)|(?:voces )?sao (?:os|as) (?:maiores|melhores|craques)
|parabens(?: a equipa| a equipe| a todos| pelo trabalho)?|que rapidez|foi (?:muito )?rapido
|(?:nao tenho|sem) (?:mais )?(?:duvidas|questoes|perguntas)|esquecam|deixa estar""",
        aside=r"""bom dia|boa (?:tarde|noite)|(?:desculpem?|desculpa|desculpas|peco desculpas?
|perdao)(?: (?:o|a|pelo|pela)
 (?:incomodo|transtorno|demora|confusao|trabalho|atraso|engano))?
|(?:afinal )?(?:era|foi) (?:so |apenas )?(?:o (?:meu )?cabo|(?:um )?erro meu|culpa minha|a tomada
|engano meu|a ficha)|falso alarme|erro meu|culpa minha""",
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
        hence=r"""(?:je|nous) (?:passerai|passe|utiliserai|ferai|vais utiliser|vais passer)
(?: \w+){1,4} (?:la prochaine fois|a l avenir|desormais|dorenavant)
|(?:a l avenir|desormais|dorenavant|la prochaine fois) (?:je|j) (?:passerai|utiliserai|ferai)
(?: \w+){1,4}""",
        way=r"(?:formulaire|portail|lien|modele|systeme|site|ca|comme ca)",
        ends=r"""(?:c est|c|cest) (?:tout )?(?:bon|ok|parfait|regle)(?: pour (?:moi|nous|ma part))?
|(?:vous pouvez|tu peux|on peut) (?:donc )?(?:clore|cloturer|fermer)
|(?:dossier|ticket) clos(?: pour (?:ma part|moi))?|ah? ?d accord|je comprends(?: mieux)?
|(?:voila qui|cela|ca) (?:repond|a repondu) (?:parfaitement )?a ma question|bien note|impec
|(?:plus|rien) (?:rien )?(?:d autre|a ajouter|a signaler)(?: de mon cote| pour moi| pour ma part)?
|(?:apres (?:un )?redemarrage )?plus (?:aucun|de) (?:souci|probleme|erreur)s?
|plus besoin d (?:intervenir|aide)|ne vous derangez plus|laissez tomber
|tout est rentre dans l ordre|(?:je suis|me voila) (?:bien |de nouveau )?connectee?
|(?:tu es|t es|vous etes) (?:vraiment )?(?:(?:un|une|le|la|les|des) )?(?:chef|genie|as|ange
|meilleure?s?
|heros|formidables?|geniale?s?|geniaux|super|au top|top|tops)
|(?:tu m as|vous m avez) sauve (?:la mise|la vie|ma journee)
|tout le (?:bureau|monde|service) vous remercie|c etait rapide|quelle (?:rapidite|efficacite)
|bravo(?: a (?:toute )?(?:l|votre|vous|toi) ?(?:equipe|tous)?)?""",
        aside=r"""bonjour(?: a tous)?|bonne journee|(?:desolee?s?|pardon|toutes mes excuses
|mes excuses)(?: (?:pour|de) (?:le|la|l|les|ma|ce)
 (?:\w+ )?(?:derangement|reponse|bruit|confusion|retard|souci|gene))?
|(?:en fait )?(?:c etait|ca venait de|cela venait de) (?:juste |seulement )?(?:moi|la prise
|le cable
|mon cable|mon erreur|ma faute|ma prise)|fausse alerte|mon erreur""",
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
HAS_THING = rf"(?:{_any('has')} ?{THING}(?: {_TAKEN})?|{THING} {_TAKEN})"
"""The writer has a thing."""

PLACE = (
    r"(?: (?:(?:at|from) (?:the )?(?:reception|front desk)|(?:an|bei|von) der (?:rezeption|pforte)"
    r"|am empfang|(?:bij|van) de (?:receptie|balie)|i receptionen|na (?:rececao|recepcao|portaria)"
    r"|a l accueil))"
)
"""Where a thing was handed over."""

TO_SAY = rf"(?:{_any('to_say')} )"
"""Before what is said, a clause of its own: "just to say that"."""

_YOU = "(?:you|du|ihr|sie|jij|jullie|som|voces|vous|que|which)"  # has something to do first
HENCE: re.Pattern[str] = late_pattern(rf"(?=.*\b{_any('way')}\b)(?!.*\b{_YOU}\b){_any('hence')}")
"""How it will be done from now on."""

ENDS = _any("ends")
ASIDE: re.Pattern[str] = late_pattern(_any("aside"))
