"""How requesters say to us that it is solved or no longer wanted, ask how it stands, and press; one
entry a language. A phrase is a pattern over a whole clause in lower case, without accents and
signs, its words one space apart; OBJ stands for their request, `ref` for its reference.

In doubt a phrase is left out: then it is an ordinary mail, which a person reads.
"""

from __future__ import annotations

import re
from dataclasses import fields

from mailtracker.desk.askers.asker_vocabulary import Vocabulary
from mailtracker.late_pattern import late_pattern
from mailtracker.mail.origin.phrases import flat
from mailtracker.record import dataclass


@dataclass(frozen=True, slots=True)
class _Phrases:
    """What people of one language write, each field the alternatives of a pattern."""

    #: Their request, as they call it.
    obj: str
    #: It is solved, or may be closed.
    solved: str
    #: The request is taken back, by name.
    withdrawn: str
    #: It is not needed any more: of what, is not said.
    needless: str
    #: "Cancel": of what, is not said.
    cancel: str
    #: How does it stand?
    status: str
    #: The same, where a question mark stands behind it.
    status_asked: str
    #: Is there any news, when will there be?
    news: str
    #: It presses, and no answer has come.
    presses: str
    #: Stands before or behind any of these, or alone.
    polite: str


_LANGUAGES = (
    _Phrases(  # English
        obj=r"""(?:it|this|that|this one|these|ref|(?:the|this|my|our|all my
|these) (?:open )?(?:request|requests|ticket|tickets|case|inquiry|enquiry)(?: ref)?)""",
        solved=r"""(?:(?:(?:the|my|this|our) )?(?:problem|issue|ticket|request|case|matter)|it|this
|that|everything|all)(?: is| s| has been| got)?(?: now| already| all| meanwhile)* (?:solved
|resolved|fixed|sorted(?: out)?)(?: now| already| meanwhile| in the meantime| on (?:my|our) (?:side
|end))*|(?:now |already |all |has been |is )*(?:solved|resolved)(?: now| already| in the meantime)*
|(?:it |that |this |the problem |the issue )?(?:has |s |ve )?(?:solved|resolved|sorted
|fixed) itself|(?:you|we) (?:can|may) (?:now )?close OBJ(?: now)?|close OBJ(?: now)?|close
|OBJ (?:can|may) (?:now )?be closed(?: now)?|mark OBJ as (?:solved|resolved|closed)""",
        withdrawn=r"""(?:(?:i|we) (?:would like to |d like to |want to |hereby )?)?(?:cancel
|withdraw|retract|take back|drop|disregard|ignore|forget|forget about) (?:(?:the|this|my
|our) (?:request|ticket|case|inquiry|enquiry)(?: ref)?|ref)|(?:disregard|ignore) my (?:previous
|last|first|earlier) (?:e ?mail|mail|message|request)|(?:disregard|ignore) this (?:e ?mail|mail
|message)|(?:the|my|this) request (?:is obsolete|has become obsolete|is withdrawn
|is cancell?ed)""",
        needless=r"""never ?mind(?: (?:it|this|that|about (?:it|this|that)))?
|forget (?:about )?(?:it|this)|(?:(?:it|this|that|my request|the request) )?(?:is |s )?no longer
 (?:needed|necessary|required|relevant)|(?:it |this |that )?(?:is |s )?not (?:needed|necessary
|required|relevant) (?:any ?more|any longer)|(?:i|we) (?:do not|don t|dont) need (?:it|this
|that)(?: any ?more| any longer)|(?:i|we) no longer need (?:it|this|that)|(?:it|this
|that) is obsolete(?: now)?|has become obsolete""",
        cancel=r"cancel(?: it| this| that)?|withdraw(?: it| this)?",
        status=r"""(?:any chance of an? )?(?:current |latest )?status(?: update)?(?: (?:of|on
|for) OBJ| ref)?|(?:what|how) (?:is|s) the (?:current |latest )?(?:status|state of (?:play
|affairs))(?: (?:of|on|for|with) OBJ)?(?: now| at the moment)?|(?:could|can
|would) you (?:please )?(?:tell|give|send|let) me (?:know )?(?:the |a )?(?:current |latest |brief
 |quick )?status(?: update)?(?: (?:of|on|for) OBJ)?|where (?:does|do) OBJ stand
|where are we with OBJ|how (?:does|do) (?:things|OBJ) stand|what is (?:still )?open(?: for me)?
|which of my (?:requests|tickets) are (?:still )?open|what (?:is|s) happening with OBJ
|how far (?:is|are) (?:OBJ|you)(?: with OBJ)?""",
        status_asked=r"""how is OBJ going|where is (?:my request|my ticket|ref)|how is (?:it
|my request|my ticket) coming along""",
        news=r"""(?:is there |are there |do you have |have you got |got )?any(?: more)? (?:update
|updates|news|progress)(?: (?:on|about|regarding|for|with|to|from you on) OBJ)?(?: yet| now| so far
| for me)*|(?:could|can|may) (?:you|i|we) (?:please )?(?:give|have|get|send)(?: me
| us)? (?:an? |some )?(?:quick |short |brief )?update(?: (?:on|about) OBJ)?|when (?:will|can|may
|do) (?:i|we) (?:get|expect|have|receive|hear) (?:an? |the |your |my )?(?:answer|reply|response
|back|from you|anything|something)(?: from you)?|how (?:much|many) longer(?: will (?:it|this) take
| does (?:it|this) take| do i have to wait)?|how long will (?:it|this) (?:still )?take|anything new
|has anything happened|what about (?:my request|my ticket|ref)|can you hurry(?: up)?|(?:could
|can) you (?:please )?(?:hurry(?: up)?|speed (?:it|this) up)""",
        presses=r"""(?:(?:it|this|that|my request|the request|ref) )?(?:is |s )?(?:still |really
 |very |quite |getting |rather |extremely |super |now |becoming )*(?:urgent|pressing)(?: now)?
|hurry(?: up)?|asap|as soon as possible|(?:(?:i|we) )?(?:am |m |are |re )?still waiting(?: for
 (?:an? |the |your )?(?:answer|reply|response|update|news))?(?: (?:on|to) OBJ)?|(?:(?:i|we) (?:am|m
|are|re) )?(?:just )?(?:following|checking) (?:up|in)(?: again)?(?: on OBJ)?(?: again)?
|(?:just )?(?:a )?(?:(?:gentle|friendly|kind|quick|second|another|short) )+reminder
|(?:still )?no (?:answer|reply|response|news) (?:yet|so far)|still no (?:answer|reply|response
|news)|(?:i|we) (?:have|ve) (?:still )?not (?:heard|received|got(?:ten)?) (?:anything|an answer
|a reply|a response|back|any (?:answer|reply|response|news))(?: (?:yet|so far|back|from you))*|(?:i
|we) (?:still )?haven t (?:heard|received|got(?:ten)?) (?:anything|an answer|a reply|a response
|back|any (?:answer|reply|response|news))(?: (?:yet|so far|back|from you))*|(?:i
|we) need (?:an answer|this|it|a reply) (?:urgently|soon|quickly|asap)|speed (?:it|this) up|(?:i
|we) (?:(?:am|m|are|re) )?wait(?:ing)? since (?:\d+|two|three|four|five|six|seven|ten
|some|several|many) days""",
        polite=r"""please|pls|plz|kindly|thanks a lot|thanks?(?: you)?(?: (?:very
|so) much)?(?: in advance)?|many thanks(?: in advance)?
|thx|cheers|hi|hello|ok|okay|then|sorry|yes""",
    ),
    _Phrases(  # German
        obj=r"""(?:es|das|ref|(?:meine[rnms]?|die|der|diese[rnms]?|das|dem|den|unsere[rnms]?
|alle meine[rn]?) (?:offenen? )?(?:anfragen?|tickets?|anliegens?|vorgangs?|falls?|meldung
|antrags?)(?: ref)?)""",
        solved=r"""(?:(?:das|es|die sache|(?:das|mein|unser)? ?problem|das thema|(?:die
|meine) anfrage|das ticket|alles) )?(?:ist |hat sich |wurde |konnte )?(?:(?:jetzt|inzwischen|schon
|bereits|mittlerweile|nun|von selbst|von alleine?|ubrigens) )*gelost(?: worden| werden)?|(?:(?:das
|es|die sache|das problem|das thema|(?:die|meine) anfrage|alles) )?hat sich(?: (?:jetzt|inzwischen
|schon|bereits|mittlerweile|nun|von selbst|von alleine?))* (?:erledigt|geklart|gelost)
|(?:das |mein |unser )?problem (?:ist |wurde )?(?:jetzt |inzwischen |schon |bereits )*(?:behoben
|geklart|weg)|(?:das |die )?(?:ticket|anfrage|vorgang|fall) kann (?:jetzt |gerne? )*(?:geschlossen
 werden|zu|zugemacht werden)|(?:(?:sie |ihr |du )?(?:konnen|konnt
|kannst) (?:sie |ihr |du )?)?(?:das |die |den )?(?:ticket|anfrage|vorgang
|fall) (?:jetzt |gerne? |bitte )*(?:schliessen|zumachen)|schliessen sie (?:das|die|den) (?:ticket
|anfrage|vorgang|fall)|kann (?:jetzt )?geschlossen werden|(?:(?:sie|ihr|du) )?(?:konnen|konnt
|kannst) (?:(?:sie|ihr|du|es|das) ){0,2}(?:jetzt |gerne? |ruhig )*(?:schliessen|zumachen)
|(?:bitte |gerne? |ruhig )*schliessen""",
        withdrawn=r"""(?:hiermit )?(?:ich )?(?:ziehe|nehme) (?:ich )?(?:hiermit )?(?:meine|die
|diese) (?:anfrage|meldung)(?: ref)? (?:hiermit |wieder )?zuruck|(?:(?:meine|die|diese) (?:anfrage
|meldung)|(?:mein|das|dieses) (?:ticket|anliegen)|ref)(?: ref)? (?:bitte |wieder )?(?:stornieren
|zuruckziehen|abbrechen|streichen|loschen|zurucknehmen)|(?:storniert?|stornieren sie|streichen sie
|ignorieren sie|ignoriert?|vergesst|vergiss|vergessen sie) (?:bitte )?(?:meine|die
|diese) (?:anfrage|meldung|mail|letzte mail)(?: ref)?|(?:meine|die|diese) (?:anfrage
|meldung)(?: ref)? (?:ist|hat sich|wird) (?:damit |inzwischen |jetzt )?(?:hinfallig|gegenstandslos
|uberholt|zuruckgezogen|nicht mehr (?:aktuell|relevant))""",
        needless=r"""(?:(?:das|es|sie) )?(?:ist |wird |hat sich )?(?:damit |inzwischen |jetzt
 )*(?:hinfallig|gegenstandslos|uberholt)|(?:(?:das|es|die anfrage
|meine anfrage) )?(?:wird |ist )?nicht (?:mehr|langer) (?:benotigt|gebraucht|notig|erforderlich
|notwendig|aktuell|relevant)|(?:das |es )?(?:ich )?(?:brauche|brauchen|benotige|benotigen)(?: ich
| wir)?(?: es| das)? nicht mehr|vergiss (?:es|s)|vergesst (?:es|s)|vergessen sie (?:es|s)
|(?:schon )?erledigt sich|nicht mehr notig""",
        cancel=r"""stornieren(?: sie)?(?: das| es)?|(?:das |es )stornieren|storno|storniert?(?: das
| es)?|abbrechen""",
        status=r"""status(?: (?:(?:von|zu|fur) )?OBJ)?|(?:aktueller )?(?:stand der dinge)|(?:wie
|was) ist (?:denn |da )?(?:der|mein) (?:aktuelle |jetzige |derzeitige |momentane )?(?:stand
|status)(?: der dinge| (?:von|zu|bei|mit|fur) OBJ| OBJ| dazu| hier| aktuell)?
|(?:aktueller )?stand (?:zu|von|bei|meiner|der) (?:OBJ|anfrage)|wie steht (?:es|s) (?:um|mit) OBJ
|wie sieht es (?:mit OBJ )?aus|wie weit (?:ist OBJ|seid ihr|sind sie|bist du)(?: mit OBJ)?
|was ist (?:bei mir )?(?:noch )?(?:bei mir )?offen|welche (?:meiner )?anfragen sind (?:noch )?offen
|gibt es (?:schon )?einen (?:zwischenstand|aktuellen stand|neuen stand|stand)(?: (?:zu|bei) OBJ)?
|(?:ich )?(?:bitte )?um (?:den |einen )?(?:aktuellen |kurzen )?(?:stand|status|zwischenstand)
|(?:konnen sie|konnt ihr|kannst du) mir (?:bitte )?(?:den |einen )?(?:aktuellen |kurzen )?(?:stand
|status|zwischenstand)(?: (?:zu|von) OBJ| OBJ)? (?:mitteilen|sagen|nennen|geben)|wo steht OBJ
|(?:aktueller )zwischenstand|zwischenstand""",
        status_asked=r"(?:aktueller )?stand(?: ref)?|wie steht (?:es|s)",
        news=r"""gibt (?:es|s) (?:schon |denn |bereits |inzwischen |da |hier )*(?:etwas |was
 )?(?:neues|neuigkeiten|news|ein update|fortschritte?)(?: (?:dazu|hierzu|(?:zu|bei|von|in) OBJ))?
|gibts (?:schon |denn )*(?:was |etwas )?(?:neues|neuigkeiten|news)(?: dazu)?|(?:schon )?(?:was
|etwas) neues|wann (?:bekomme|bekommen|erhalte|erhalten|kriege|hore|horen|kann|konnen|darf) (?:ich
|wir) (?:mit )?(?:endlich )?(?:eine[rn]? |die )?(?:antwort|ruckmeldung|etwas|was)(?: von (?:euch
|ihnen))?(?: rechnen| erwarten)?|wie lange (?:dauert|dauerts) (?:es |das )?(?:denn )?(?:noch)?
|wie lange muss ich (?:noch )?warten|was ist (?:denn )?mit (?:meiner anfrage|ref)|(?:konnen sie
|konnt ihr|kannst du) (?:dich |euch |sich )?(?:bitte )?beeilen""",
        presses=r"""(?:(?:es|das|die sache|meine anfrage|ref) )?(?:ist |wird )?(?:wirklich |echt
 |sehr |langsam |inzwischen |ausserst |mir |immer )*(?:dringend(?:er)?|eilig)|(?:(?:es
|das) )?eilt(?: sehr| wirklich)?|beeil(?:e|t)? (?:dich|euch)|beeilen sie sich|(?:schnell
|so schnell wie moglich|asap)|(?:(?:bisher|immer|leider|bis jetzt
|bis heute) )*(?:noch )?(?:immer )?keine (?:antwort|ruckmeldung|reaktion)(?: (?:bekommen
|erhalten))?(?: bisher)?|(?:(?:ich|wir) )?warten? (?:ich |wir )?(?:immer noch|noch immer|noch
|immer)(?: auf (?:eine|die|ihre|eure) (?:antwort|ruckmeldung))?|(?:(?:ich
|wir) )?(?:habe?n?) (?:ich |wir )?(?:immer |noch |bisher |leider |bis jetzt |bis heute )*(?:nichts
|keine antwort|keine ruckmeldung|keine reaktion)(?: von (?:euch|ihnen))? (?:gehort|bekommen
|erhalten)|(?:kleine |freundliche |kurze |eine )+erinnerung|(?:ich )?(?:wollte|mochte
|will) (?:nur |noch |mal |einmal |kurz )*nachfragen|ich frage (?:noch |mal |einmal |kurz )*nach
|immer noch nichts|noch nichts (?:gehort|bekommen)""",
        polite=r"""bitte(?: sehr)?|danke(?: (?:schon|sehr|dir|euch|ihnen|im voraus))*
|vielen dank(?: im voraus)?|besten dank|herzlichen dank|hallo|moin|und|ok|also|doch|mal|sorry
|entschuldigung|gruss|gruss\w*|ja""",
    ),
    _Phrases(  # Dutch
        obj=r"""(?:het|dit|ref|(?:mijn|de|deze|het|dit|ons|onze|al mijn) (?:open
 )?(?:aanvraa?g(?:en)?|melding(?:en)?|verzoek(?:en)?|ticket(?:s)?|vraag|zaak)(?: ref)?)""",
        solved=r"""(?:(?:het|dit|(?:het |mijn |ons )?probleem|(?:de|mijn) (?:melding|vraag)
|alles) )?(?:is |heeft zich |heeft zichzelf |werd )?(?:(?:inmiddels|al|nu|ondertussen|intussen
|vanzelf|allemaal) )*opgelost(?: inmiddels| nu)?|(?:de melding|het ticket|dit|de aanvraag|ticket
|melding) (?:kan|mag) (?:nu |wel )?(?:gesloten|dicht|afgesloten)(?: worden)?|(?:je|u
|jullie) (?:kunt|kan|mag|kunnen|mogen) (?:de melding|het ticket|dit|het|hem
|de aanvraag) (?:nu |wel )?(?:sluiten|afsluiten)|(?:mag|kan) (?:nu |wel )?(?:dicht|gesloten
 worden|afgesloten worden)|sluit (?:het |dit |hem )?maar(?: af)?|(?:graag )?(?:de melding|het ticket
|de aanvraag) (?:graag )?(?:sluiten|afsluiten)""",
        withdrawn=r"""(?:hierbij )?(?:ik )?trek (?:ik )?(?:hierbij )?(?:mijn|de|deze
|dit) (?:aanvraag|verzoek|melding|vraag)(?: ref)? (?:hierbij )?in
|(?:graag |ik wil (?:graag )?)?(?:mijn|de|deze|dit|ref) ?(?:aanvraag|verzoek|melding
|ticket)?(?: ref)? (?:graag )?(?:annuleren|intrekken)|annuleer (?:mijn|de|deze|dit) (?:aanvraag
|verzoek|melding|ticket)(?: ref)?(?: maar)?|annuleer ref|(?:negeer|vergeet) (?:mijn|deze
|dit) (?:aanvraag|verzoek|melding|mail|bericht|vorige mail)(?: maar)?|(?:mijn|de|deze) (?:aanvraag
|melding) (?:is|mag) (?:vervallen|komen te vervallen|niet meer (?:nodig|van toepassing))""",
        needless=r"""laat (?:het )?maar(?: zitten)?|vergeet het(?: maar)?|(?:(?:het|dit
|dat) )?(?:is |hoeft )?(?:inmiddels |nu |al )*niet (?:meer|langer) (?:nodig|relevant
|van toepassing)|(?:het |dit |dat )?hoeft niet meer|(?:ik |we )?heb(?:ben)? (?:ik |we )?(?:het |dit
 |dat |hem )?niet (?:meer|langer) nodig""",
        cancel=r"annuleren|annuleer(?: het| dit)?(?: maar)?|graag annuleren|intrekken",
        status=r"""status(?: (?:van|over) OBJ| ref)?|(?:wat|hoe) is (?:de )?(?:huidige |actuele
 )?(?:status|stand(?: van zaken)?)(?: (?:van|rond|met|bij) OBJ| hiervan)?|stand van zaken(?: (?:van
|rond) OBJ)?|hoe staat het (?:met OBJ|ermee|er mee|ervoor|er voor)|hoe ver (?:is OBJ|zijn jullie
|bent u|ben je)(?: ermee| met OBJ)?|wat staat er (?:nog )?open|(?:kunt u|kun je
|kunnen jullie) (?:me |mij )?(?:de status|de stand van zaken) (?:van OBJ )?(?:geven|doorgeven
|laten weten|sturen)""",
        status_asked=r"hoe zit het met OBJ|hoe gaat het met (?:mijn aanvraag|mijn melding|ref)",
        news=r"""is er (?:al |nog )*(?:nieuws|iets (?:nieuws|bekend)|een update|meer nieuws
|voortgang)(?: (?:over|van|rond) OBJ)?|(?:al |nog )+(?:iets |wat )?nieuws|(?:iets|wat) nieuws
|wanneer (?:krijg|hoor|kan|mag|krijgen|horen) (?:ik|we|wij) (?:een |het )?(?:antwoord|reactie
|bericht|iets|wat)(?: van jullie| van u)?(?: verwachten)?|hoe lang (?:duurt
|gaat) het nog(?: duren)?|hoe lang moet ik nog wachten|(?:kunt u|kun je
|kunnen jullie) (?:een beetje )?(?:opschieten|haast maken)""",
        presses=r"""(?:(?:het|dit|dat|mijn aanvraag) )?(?:is |wordt )?(?:erg |heel |zeer |echt
 |nogal |wel )*(?:dringend|urgent)|spoed|(?:het |er )?(?:heeft |is )(?:veel |grote )?(?:haast
|spoed)(?: bij)?|graag (?:snel|met spoed)|nog (?:steeds |altijd )*geen (?:antwoord|reactie|bericht
|nieuws)(?: ontvangen| gehad| gekregen)?|(?:ik|we|wij) (?:wacht|wachten) nog (?:steeds
|altijd)(?: op (?:een )?(?:antwoord|reactie|bericht))?|(?:ik|we|wij) (?:wacht
|wachten) nog op (?:een )?(?:antwoord|reactie|bericht)|(?:ik|we|wij) heb(?:ben)? nog (?:steeds
 |altijd )*(?:niets|niks|geen antwoord|geen reactie) (?:gehoord|ontvangen|gekregen|vernomen)
|(?:kleine |vriendelijke |korte )+herinnering|herinnering|schiet op|nog steeds niets""",
        polite=r"""aub|alstublieft|alsjeblieft|svp|graag|gelieve|bedankt|dank (?:je|u)(?: wel)?
|alvast bedankt|bij voorbaat dank|hartelijk dank|hoi|hallo|dag|hoor|even|ok|sorry|ja""",
    ),
    _Phrases(  # Danish
        obj=r"""(?:det|den|dette|ref|(?:min|mit|mine|den|denne|alle mine) (?:abne )?(?:sag(?:en
|er)?|anmodning(?:er)?|henvendelse(?:r)?|forespørgs(?:el|ler)|ticket|sager)(?: ref)?|sagen)""",
        solved=r"""(?:sa|nu) er (?:det|den|problemet|sagen) løst|(?:(?:det|den|(?:problemet|sagen
|fejlen)|mit problem|alt) )?(?:er |blev )?(?:(?:nu|allerede|lige|blevet|i mellemtiden) )*løst(?: nu
| igen)?|problem løst|(?:det |sagen |problemet )?(?:har |er )?(?:løst|ordnet|løste
|ordnede) sig(?: selv)?(?: nu)?|(?:sagen|den|ticketen|henvendelsen|det) (?:kan
|ma) (?:bare |godt |gerne |nu )*(?:lukkes|afsluttes)|(?:(?:i|du) (?:ma
|kan) )(?:bare |godt |gerne |nu )*(?:lukke|afslutte) (?:sagen|den|ticketen|henvendelsen|denne sag)
|luk (?:bare |gerne )*(?:sagen|den|ticketen)(?: bare)?""",
        withdrawn=r"""(?:jeg )?(?:trækker|tager) (?:jeg )?(?:hermed )?(?:min|mit
|denne) (?:anmodning|henvendelse|sag|forespørgsel|ønske)(?: ref)? (?:hermed )?tilbage
|annull[eé]r (?:venligst )?(?:min|denne|mit) (?:anmodning|henvendelse|sag|forespørgsel)(?: ref)?
|annuller ref|(?:jeg vil (?:gerne )?)?(?:annullere|trække) (?:min|denne) (?:anmodning|henvendelse
|sag|forespørgsel)(?: tilbage)?|(?:se bort fra|ignorer|glem) (?:min|denne|mit|dette) (?:anmodning
|henvendelse|sag|mail|forespørgsel|sidste mail)|(?:min|denne) (?:anmodning|henvendelse
|sag) (?:bortfalder|er (?:bortfaldet|ikke længere aktuel))""",
        needless=r"""glem det(?: bare)?|(?:det |den )?(?:er |behøves )?ikke længere (?:nødvendigt?
|relevant|aktuelt?)|(?:det |den )?behøves ikke (?:længere|mere)|(?:det )?er ikke (?:nødvendigt
|aktuelt) (?:længere|mere)|(?:jeg |vi )?har (?:jeg |vi )?ikke (?:længere brug for (?:det|den)
|brug for (?:det|den) (?:længere|mere))""",
        cancel=r"annuller(?: det| den)?|(?:det |den )?(?:ma|kan) (?:gerne |godt )*annulleres",
        status=r"""status(?: (?:pa|for|vedr) OBJ| ref)?|hvad er (?:den (?:aktuelle
 )?)?status(?:sen)?(?: (?:pa|for|med) OBJ)?|hvordan (?:gar|star) det (?:til )?(?:med|for) OBJ
|hvor langt er (?:i|du|vi|OBJ)(?: med OBJ)?|hvad er der (?:stadig )?abent|(?:kan|vil) (?:i
|du) (?:give|sende|fortælle) mig (?:en |om )?status(?:sen)?(?: pa OBJ)?|hvor star (?:vi
|OBJ)(?: med OBJ)?""",
        status_asked=r"hvad sker der med OBJ|hvordan ser det ud(?: med OBJ)?",
        news=r"""(?:er der )?(?:noget |lidt |nogen )?(?:nyt|nyheder)(?: (?:i sagen|(?:om|pa|i
|vedr) OBJ))?(?: endnu)?|hvornar (?:far|kan|hører|ma) (?:jeg|vi) (?:et )?(?:svar|noget|fra jer
|forvente(?: et)? svar)|hvor længe (?:varer|tager) det (?:endnu)?|(?:kan|vil) i (?:skynde jer
|sætte fart pa)""",
        presses=r"""(?:(?:det|sagen) )?haster(?: meget| virkelig| nu)*
|(?:det )?er (?:meget |virkelig )*(?:vigtigt og haster|presserende)|skynd (?:jer|dig)
|(?:jeg |vi )?venter (?:jeg |vi )?(?:stadig(?:væk)?|fortsat|endnu)(?: pa (?:et )?svar)?
|(?:jeg |vi )?har (?:jeg )?(?:stadig |endnu )?ikke (?:hørt (?:noget|fra jer)
|faet (?:noget |et )?svar|modtaget (?:noget |et )?svar)(?: endnu)?|(?:stadig|endnu) (?:intet
|ikke noget|ingen) (?:svar|nyt)|(?:intet|ikke noget) (?:svar|nyt) endnu
|(?:venlig |lille |kærlig )+(?:pamindelse|rykker|reminder)|(?:jeg )?(?:ville
|vil) (?:lige |bare |gerne )*(?:høre|rykke|følge op)|hurtigst muligt|stadig intet""",
        polite=r"""tak(?: (?:pa forhand|for hjælpen))?|mange tak|venligst|pa forhand tak|hej|ok
|lige|gerne|ja|undskyld""",
    ),
    _Phrases(  # Portuguese
        obj=r"""(?:isto|isso|ref|(?:o |a |os |as )?(?:meus? |minhas? |este |esta |nosso |nossa
 )?(?:pedidos?|solicitac(?:ao|oes)|chamados?|tickets?|requisicao|requerimento)(?: ref)?)""",
        solved=r"""(?:(?:o |meu |o meu )?(?:problema|assunto|pedido|caso) |a questao |isto |isso
|tudo )?(?:ja )?(?:esta |foi |ficou |se encontra )?(?:tudo |agora |entretanto |ja )*(?:resolvid[oa]
|solucionad[oa])(?: agora| entretanto)?|(?:o problema |isso |ja )*(?:se resolveu
|resolveu se)(?: sozinho| por si)?|(?:(?:ja )?(?:pode(?:m|s)?|podemos) (?:ja )?)(?:fechar
|encerrar)(?: OBJ)?|(?:fechem?|encerrem?) OBJ|OBJ (?:ja )?pode ser (?:fechad[oa]|encerrad[oa])""",
        withdrawn=r"""(?:(?:eu )?(?:queria|gostaria de|quero|desejo|pretendo
|venho) )?(?:cancel(?:ar|em|e|a|o)|anul(?:ar|em|e|o)|retir(?:ar|o|em|e)) (?:o |a )?(?:meu|minha
|este|esta) (?:pedido|solicitacao|chamado|ticket|requerimento|requisicao)(?: ref)?|cancel(?:ar|em
|e) (?:o pedido )?ref|desisto d[oe] (?:meu |este )?pedido|(?:ignorem?|desconsiderem?
|esquecam?) (?:o |a )?(?:meu|minha|este|esta) (?:pedido|mensagem|e ?mail|ultimo e ?mail
|solicitacao)|(?:o )?(?:meu )?pedido (?:ficou|fica|esta) sem efeito""",
        needless=r"""deix(?:a|e|em) (?:estar|para la|pra la|la)|esquec(?:a|am|e)(?: isso| la)?
|(?:isso |isto )?(?:ja )(?:nao e|deixou de ser) (?:mais )?(?:preciso|necessario)
|(?:isso |isto )?nao (?:e|sera) mais (?:preciso|necessario)|ja nao (?:preciso|precisamos|necessito
|faz falta)(?: disso| disto)?|nao (?:preciso|precisamos) mais(?: disso| disto)?
|ja nao e preciso nada""",
        cancel=r"cancel(?:ar|em|e)(?: isto| isso)?|anul(?:ar|em|e)(?: isto| isso)?",
        status=r"""status(?: (?:d[oae]|de) OBJ| ref)?|qual (?:e )?(?:o |a )?(?:estado|status
|situacao|ponto de situacao|andamento)(?: atual)?(?: d[oae](?: OBJ)?| (?:de|do|da|dos
|das)(?: OBJ))?|(?:estado|situacao|andamento|ponto de situacao) (?:d[oae]s?|de) OBJ
|ponto de situacao|em que (?:ponto|pe|estado) (?:esta|estao) (?:o )?OBJ|como (?:esta|vai|anda|estao
|vao) OBJ|como (?:esta|vai) (?:isso|isto|a situacao)|o que (?:e que )?(?:esta
|tenho) (?:ainda )?(?:em )?abertos?|(?:pode(?:m|s|ria|riam)?) (?:me )?(?:dizer|informar
|dar) (?:me )?(?:sobre )?(?:o |qual (?:e )?o )?(?:estado|status|ponto de situacao)(?: d[oae]s?
| de)?(?: OBJ)?""",
        status_asked=r"estado|situacao|e OBJ",
        news=r"""(?:ha |tem |existem? |ja ha |ja tem |temos )?(?:alguma |algumas |mais
 )?novidades?(?: (?:sobre|d[oae]|quanto a[o]?) OBJ)?|quando (?:terei|tenho|recebo|receberei|vou ter
|vou receber|posso (?:esperar|ter)|havera) (?:uma |a |alguma )?(?:resposta|noticias)
|quanto tempo (?:falta|demora|ainda falta|ainda demora|vai demorar)(?: ainda)?
|(?:ha |tem )?(?:alguma )?(?:noticias?)|pode(?:m|s|ria|riam) (?:despachar|apressar)(?: se)?(?: isto
| isso)?""",
        presses=r"""(?:isto |isso |o meu pedido |ja )?(?:e |esta a ficar |esta |continua )?(?:muito
 |mesmo |bastante |super )*urgente|com (?:muita )?urgencia|(?:o mais rapido possivel)
|ainda (?:estou|estamos|continuo) (?:a espera|a aguardar|aguardando|esperando)(?: d[ea](?: uma
| vossa| sua)? (?:resposta|noticias))?|(?:continuo|continuamos) (?:a espera|a aguardar|aguardando
|esperando)(?: d[ea](?: uma| vossa| sua)? (?:resposta|noticias))?|(?:ainda )?nao (?:tive|recebi
|obtive|tivemos) (?:ainda )?(?:qualquer |nenhuma |uma )?(?:resposta|noticias)(?: ainda)?
|ainda sem (?:resposta|noticias|novidades)|ainda nada|(?:pequeno |so um |gentil )+lembrete
|despachem se|apressem se|estou (?:so |apenas )?a insistir|ate agora nada""",
        polite=r"""por favor|se faz favor|sff|favor|(?:muito )?obrigad[oa](?: desde ja
| pela ajuda)?|desde ja obrigad[oa]|ola|bom dia|boa tarde|ok|sim|desculpe|desculpem|agradeco|e""",
    ),
    _Phrases(  # French
        obj=r"""(?:cela|ca|ref|(?:la|ma|mes|cette|ces|notre|nos|le|mon|ce|l) (?:demandes?|tickets?
|dossiers?|requetes?|cas)(?: ref)?)""",
        solved=r"""(?:(?:c|cela|ca|(?:le |mon |notre )?probleme|(?:la |ma )?(?:question|demande)
|le souci|tout) )?(?:est |a ete |s est |ete )?(?:(?:maintenant|deja|bien|desormais|enfin
|entre temps) )*(?:resolue?s?)(?: maintenant| depuis| entre temps| tout seul)*|(?:c|cela|ca
|(?:le |mon |notre )?probleme|le souci|tout) (?:est |a ete |s est )?(?:(?:maintenant|deja|bien
|enfin) )*reglee?(?: maintenant| entre temps| tout seul)*|(?:le probleme |ca |cela )?s est
 (?:resolu|regle|arrange)(?: tout seul)?|(?:(?:vous pouvez|tu peux|on peut|de|veuillez) )(?:fermer
|clore|cloturer)(?: OBJ)?|(?:fermez|cloturez) OBJ|OBJ peut etre (?:fermee?|close?|cloturee?)""",
        withdrawn=r"""(?:d |veuillez |je (?:souhaite|voudrais|veux|desire) |j |je )?(?:annul(?:er|e
|ez)|retir(?:er|e|ez)) (?:ma|la|cette|notre|mon|ce) (?:demande|ticket|requete)(?: ref)?|annuler ref
|(?:de ne pas|ne) (?:pas )?(?:tenir|tenez) (?:pas )?compte de (?:ma|mon|ce|cette) (?:demande|mail
|message|dernier mail)|(?:oubliez|oublie|ignorez) (?:ma|cette|mon) (?:demande|mail|message)|(?:ma
|cette) demande (?:n est plus (?:d actualite|necessaire|utile|valable)|est (?:caduque
|sans objet))""",
        needless=r"""laiss(?:e|ez)(?: ca)? tomber|oubli(?:e|ez)(?: ca| cela)?
|(?:je n en ai |nous n en avons |il n y a )?plus besoin|(?:ce|ca|cela) n est plus (?:necessaire
|utile|la peine|d actualite)|plus (?:necessaire|utile|d actualite)|n est plus d actualite""",
        cancel=r"(?:d |veuillez )?annuler|annul(?:ez|e)(?: ca| cela)?|a annuler",
        status=r"""statut(?: (?:de|du|d) OBJ| ref)?|status(?: ref)?|ou en (?:est|sont) (?:on|OBJ)
|ou en (?:etes vous|sommes nous|es tu)(?: (?:avec|sur|de|pour) OBJ)?
|quel est (?:l etat(?: d avancement)?|le statut|l avancement|le status)(?: (?:actuel))?(?: (?:de|du
|d|pour) OBJ)?|(?:etat|point) d avancement(?: de OBJ)?|(?:pouvez vous|peux tu
|pourriez vous) me (?:dire|donner|communiquer|faire savoir) (?:ou en est OBJ|(?:l etat|le statut
|l avancement)(?: d avancement)?(?: (?:de|du) OBJ)?)|qu est ce qui (?:est|reste) (?:encore )?ouvert
|quelles? (?:sont )?(?:mes|de mes) demandes (?:sont )?(?:encore )?ouvertes""",
        status_asked=r"ou en est ce|et OBJ",
        news=r"""(?:avez vous |as tu |y a t il |il y a |auriez vous )?(?:des nouvelles|du nouveau
|une nouvelle|du neuf|quelque chose de nouveau)(?: (?:sur|de|concernant|pour|a propos de) OBJ)?
|quoi de neuf|quand (?:aurai je|vais je (?:avoir|recevoir)|puis je (?:avoir|attendre|esperer)
|recevrai je|est ce que j aurai|aurons nous) (?:une |la |votre |des )?(?:reponse|nouvelles)
|(?:encore )?combien de temps(?: encore)?|(?:pouvez vous|peux tu|pourriez vous) (?:faire (?:au plus
 )?vite|vous depecher|accelerer)""",
        presses=r"""(?:(?:c|ca|cela|ma demande) )?(?:est |devient )?(?:tres |vraiment |assez
 |plutot |super )*urgent(?:e|issime)?|ca (?:urge|presse)(?: vraiment)?|(?:faites
|fais)(?: au plus)? vite|depechez vous|depeche toi|toujours rien|(?:toujours|encore) (?:pas de
|aucune) (?:reponse|nouvelles?|retour)|pas (?:encore )?de reponse(?: (?:a ce jour|pour le moment
|pour l instant))|(?:j attends|nous attendons) (?:toujours|encore)(?: (?:une|la|votre) (?:reponse
|retour))?|je n ai (?:toujours |encore )*(?:pas |rien )(?:encore )?(?:eu|recu)(?: (?:de|aucune
|une) (?:reponse|nouvelles?|retour))?|(?:je )?(?:me permets de )?(?:vous |te )?relance(?:r)?
|(?:petite |simple |nouvelle )?relance|(?:petit |simple )+rappel|au plus vite|des que possible
|je suis toujours sans (?:reponse|nouvelles)|sans reponse a ce jour""",
        polite=r"""s il (?:te|vous) plait|svp|stp|merci(?: (?:beaucoup|bien|d avance|encore
|par avance|a vous))*|d avance merci|bonjour|salut|ok|oui|desole|desolee|alors""",
    ),
)
"""To add a language, add an entry."""


def _said(name: str) -> re.Pattern[str]:
    """A clause that says it in any language, with politeness around it."""
    forms = [f"(?:{flat(getattr(one, name))})".replace("OBJ", flat(one.obj)) for one in _LANGUAGES]
    return late_pattern(rf"(?>(?:{_POLITE}) )*(?:{'|'.join(forms)})(?> (?:{_POLITE})(?![^ ]))*")


_POLITE = "|".join(flat(one.polite) for one in _LANGUAGES)

POLITE: re.Pattern[str] = late_pattern(rf"(?>(?:{_POLITE})(?: |$))+")
"""Says nothing by itself."""

SOLVED, WITHDRAWN = _said("solved"), _said("withdrawn")
NEEDLESS, CANCEL = _said("needless"), _said("cancel")
STATUS, STATUS_ASKED = _said("status"), _said("status_asked")
NEWS, PRESSES = _said("news"), _said("presses")

VOCABULARY = Vocabulary(
    flat(getattr(one, field.name)) for one in _LANGUAGES for field in fields(_Phrases)
)
"""Of all that stands above: a clause that it does not hold is none of these."""
