"""Senders, subjects and texts go in; whether a tool, a shop, a carrier or a mailing speaks in them
comes out, in six languages. Words alone: people write about all of these.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from mailtracker.late_pattern import late_pattern
from mailtracker.mail.origin.phrases import any_on_lines, flat, joined

_HEAD = 300  # characters of a subject
_SEEN = 3_000  # characters of a text: a footer stands below
_PERSON = 400  # characters at the end, in which somebody signs


_TOOL = late_pattern(
    flat(
        r"""(?:[a-z0-9]{1,20}[._-])?(?:mailer|mailing|mailings|e?-?news|newsletter|nyhedsbrev
|nieuwsbrief|infolettre|boletim|surveys?|umfragen?|enquete|survey|invitations?
|invitation[\w.-]{0,20}|invite|einladungen|notifications?|notification[\w.-]{0,20}|notify|notifier
|receipts?|expenses?|promo|promotions?|offers|offres|ofertas|angebote|deals|marketing-?mail
|wordpress|www-?data|wwwrun|apache|nginx|httpd|webform|forms|formulare?|builds?|jenkins
|teamcity|gitlab|github|bitbucket|circleci|travis|sonar|sonarqube|jira|confluence|trello|asana
|sentry|dependabot|renovate|webinars?|verify|verification|validation|activation|confirm
|confirmation|registration|account-?update|auto-?confirm|ship-?confirm|shipment-?tracking|shipping
|tracking|track|track-?and-?trace|delivery|leveringen|levering|livraison|entregas?|versand
|zustellung|order-?update|digest|calendar|calendly|docusign|dse|autonotification|system-?generated
|mcinfo|lists?|listserv|listmaster|majordomo|mailman|phplist|sympa|feedback|ratings?|reviews?
|renewals?|svarikke|besvarikke|geenantwoord|automail|automailer
|mailrobot|mail-?service|e-?rechnung|billing-?noreply|workflow|approvals?|reminders?|alerts?
|updates?)(?:[._+-][a-z0-9._=-]{1,40})?"""
    ),
    re.IGNORECASE,
)
_ACCOUNT = late_pattern(
    r"(?:root|cron|crond|daemon|www|www-?data|wwwrun|apache2?|nginx|httpd|postgres|mysql|oracle"
    r"|redis|logcheck|logwatch|amavis|clamav|rkhunter|aide|tripwire|fail2ban|munin|nut|smartd"
    r"|mdadm|systemd|ansible|puppet|rundeck|tomcat|sqlagent|sqlserver|svc[._-]\w{1,30})",
    re.IGNORECASE,
)
_UNREAD = any_on_lines(
    r"""\b(?:do not|don['’]t|cannot|can not|not able to|unable to) (?:directly
)?(?:reply|respond|answer)(?: directly)? (?:to|by|via)\b.{0,20}\b(?:e-?mail|message|mail
|notification|address)\b|\bplease (?:do not|don['’]t) (?:reply|respond|answer)\b|\brepl(?:y|ies
|ying) to this (?:e-?mail|message|mail)\b.{0,30}\b(?:not|isn['’]t|aren['’]t)\b|\b(?:mailbox|inbox
|address|account) is not (?:monitored|attended|read)\b|\bunattended (?:mailbox|e-?mail)
|\bunmonitored\b|\bno[- ]reply (?:e-?mail|message|address)\b|\bsystem[- ]generated\b
|\bautomat(?:ed|ic) (?:e-?mail|message|notification|notice|mail)\b|\bnicht auf diese (?:e-?mail
|mail|nachricht|adresse)\b.{0,12}\b(?:antworten|reagieren)?|\b(?:auf )?diese (?:e-?mail|mail
|nachricht|adresse) (?:kann|können|ist) nicht (?:beantwortet|antworten)|\bautomatisch (?:erstellt
|generiert|erzeugt|versand|versendet|verschickt)\w*\b|\bantworten (?:auf|an)
diese\b.{0,40}\b(?:nicht|kein)\b|\b(?:gelieve|verzoeke) niet (?:op )?.{0,20}\b(?:antwoorden
|beantwoorden|reageren)\b|\bniet (?:op|via) (?:deze|dit) (?:e-?mail|mail|bericht)\b|\b(?:deze|dit)
(?:e-?mail|mail|bericht) (?:kan|kunt u) niet (?:worden )?(?:beantwoord|antwoorden)|\breageren is
niet mogelijk\b|\bautomatisch (?:gegenereerd|verzonden|bericht|verstuurd|aangemaakt)|\bkan ikke
besvares\b|\b(?:svar|besvar) (?:venligst )?ikke\b|\bikke (?:at )?(?:be)?svare? (?:på )?denne
|\bautomatisk (?:genereret|sendt|udsendt|besked|mail|e-?mail)\b|\bnão (?:responda|respondam|deve
responder|é possível responder)\b|\bpor favor,? não responda|\be-?mail automático\b|\bmensagem
automática\b|\b(?:gerado|enviado) automaticamente\b|\b(?:ne pas|ne) (?:y )?répondre\b|\bne
répondez pas\b|\bmessage automatique\b|\b(?:envoyé|généré) automatiquement\b"""
)
"""Nobody wrote it, or nobody will read what is answered."""

_STOPS = any_on_lines(
    r"""\bnicht (?:richtig|korrekt) (?:dargestellt|angezeigt)\b|\b(?:can['’]t|cannot
|trouble) (?:see(?:ing)?|view(?:ing)?
|read(?:ing)?) this (?:e-?mail|message)\b|\bne s['’]affiche pas\b|\bniet (?:goed
|correct) (?:weergegeven|leesbaar)\b
|\bvises (?:mailen |denne mail )?ikke korrekt\b|\bnão consegue (?:ver|visualizar) est[ae]\b
|\bnicht mehr (?:erhalten|bekommen)\b|\b(?:hier|hier:?) austragen\b|\b(?:meldingen
|notificaties) instellen\b
|\bstop getting\b|\bor (?:just )?reply to this e-?mail\b
|^[^\n]{0,80}\bunsubscribe\b[^\n?]{0,60}$|\bto unsubscribe\b|\bclick here to (?:unsubscribe|opt)
|\b(?:you['’]re|you are) (?:receiving|getting|subscribed)\b|\byou (?:have )?received this
(?:(?:e-?mail|message|mail) )?because|\bsent to you because\b
|\byou receive this\b|\b(?:to stop|stop) receiving\b
|\bdon['’]t want (?:these|this|to
(?:receive|get))|\bif you (?:do not|don['’]t|no longer) (?:wish|want) to (?:receive|get)\b
|\b(?:update|manage|change|edit) (?:your )?(?:\w+ )?(?:preferences|notifications?(?: settings)?
|subscriptions?|alert settings)\b|\bnotification (?:settings|rules|preferences)\b|\bview
(?:it |this |online |e-?mail |mail )*in (?:your |a )?(?:web ?)?browser\b|\bopt[- ]out\b
|\bnewsletter (?:abbestellen|abmelden|abzumelden|mehr)\b|\bkeine[nr]? (?:weiteren? )?(?:newsletter
|e-?mails|mails|nachrichten|benachrichtigungen)\b.{0,30}\b(?:erhalten|bekommen|wünschen|empfangen)
|\bhier (?:abmelden|abbestellen)\b|\bvom newsletter\b|\bsie erhalten diese\b.{0,20}\b(?:e-?mail
|mail|nachricht)\b|\bbenachrichtigungen? (?:verwalten|einstellen|ändern|abbestellen)
|\bbenachrichtigungseinstellungen|^\W{0,4}(?:abmelden|abbestellen|afmelden|uitschrijven|afmeld
|frameld|cancelar subscrição|se désabonner|se désinscrire|désabonnement|désinscription
|unsubscribe)\b[^\n?]{0,60}$|\b(?:u|je) (?:ontvangt|krijgt) (?:dit|deze)\b|\b(?:wilt u|wil je)
(?:geen|deze)\b.{0,40}\b(?:ontvangen|krijgen)|\bmeldingen (?:beheren|uitzetten)|\bvoorkeuren
(?:beheren|wijzigen|aanpassen)|\bdu (?:modtager|får) denne\b|\bafmeld (?:dig|nyhedsbrev)|\bønsker
du ikke\b.{0,40}\b(?:modtage|få)|\b(?:recebe|recebeu) este (?:e-?mail|mensagem) porque\b|\bnão
(?:deseja|quer) (?:mais )?receber\b|\bcancelar (?:a )?(?:sua )?subscrição\b|\bgerir (?:as
)?(?:suas |minhas )?(?:notificações|preferências)|\bvous recevez ce\b|\bne (?:souhaitez|désirez)
plus recevoir\b|\bgérer (?:mes|vos|les) (?:notifications|préférences)|\bversion en ligne\b|\b(?:me
|vous) désabonner\b"""
)
_CUSTOMER = any_on_lines(
    r"""\benviamos (?:em anexo )?(?:a )?(?:sua )?fatura\b|\b(?:staat|ligger|er|está
|est|liegt|is|are) (?:\w+ ){0,1}(?:klaar|klar|disponible|disponível|bereit|ready
|available)\b.{0,20} (?:in|på|dans|na|im|within) (?:mijn|min|mit|mon|votre|your|ihrem?|(?:a )?sua
|o seu)\b|\b(?:dear|beste|lieber?|caro|cher|kære|geachte|sehr geehrter?|sehr geehrte
|estimad[oa](?:\([oa]\))?) (?:\w+ )?(?:customer|client|user|member|subscriber|guest|kund\w+
|klant\w*|gebruiker|kunde\w*|bruger|medlem|cliente\w*|utilizador|client\w*|abonné\w*|leser\w*
|nutzer\w*|mitglied\w*|lezer\w*|læser\w*)\b|\bliebe leserinnen\b|\byour (?:\w+ ){0,2}(?:order
|flight|train|trip|stay|invoice|parcel|package|booking|reservation|subscription|payment|shipment
|purchase|bill|statement
|trial|plan|membership|domain|certificate|delivery|appointment|refund|quote|receipt|report
|workspace|account|backup|license|licence)(?: [#№]?[\w.:-]{2,30}| (?:of|for|from|to|in)
[\w.]{2,30})?(?: \([^)]{1,60}\))?(?: from \w+)? (?:is|are|has|have|was|were|will|expires?|renews?
|ends|starts|departs|arrives)\b|\b(?:ihre?|deine?) (?:\w+ ){0,1}(?:\w{0,14}rechnung|bestellung
|sendung|paket
|buchung|reservierung|zahlung|\w{0,12}abo\w{0,8}|konto\w{0,8}|termin|lieferung|lizenz
|mitgliedschaft|gutschrift|auftrag)(?: (?:(?:für|vom|von|nr\.?|van|voor|nummer|for|fra|nr|de|do|da
|du|pour|n°) )?[\w.-]{2,30}){0,2} (?:ist|wurde|wird|steht|läuft|liegt|kommt|befindet|war)\b
|\b(?:uw|je) (?:\w+ ){0,1}(?:factuur|rekening|bestelling|pakket|zending|boeking|reservering
|betaling|abonnement|account|afspraak|levering)(?: (?:(?:für|vom|von|nr\.?|van|voor|nummer|for|fra
|nr|de|do|da|du|pour|n°) )?[\w.-]{2,30}){0,2} (?:is|werd|wordt|staat|komt|loopt|ligt)\b|\b(?:din
|dit|jeres) (?:\w+ ){0,1}(?:faktura|regning|ordre|pakke|booking|reservation|betaling|abonnement
|konto|levering|bestilling|forsendelse)(?: (?:(?:für|vom|von|nr\.?|van|voor|nummer|for|fra|nr|de
|do|da|du|pour|n°) )?[\w.-]{2,30}){0,2} (?:er|blev|bliver|kommer|udløber|ligger)\b|\b(?:a|o)
(?:sua|seu) (?:\w+ ){0,1}(?:fatura|encomenda|reserva|pagamento|subscrição|assinatura|conta|pedido
|entrega|envio|recibo)(?: (?:de )?[\w.-]{2,30})? (?:está|foi|já está|será|chegou|expira
|encontra)\b|\bvotre (?:\w+ ){0,1}(?:facture|relevé|trajet|commande|colis|réservation|paiement
|abonnement|compte|livraison|billet|note de frais|reçu|devis)(?: (?:(?:für|vom|von|nr\.?|van|voor
|nummer|for|fra|nr|de|do|da|du|pour|n°) )?[\w.-]{2,30}){0,2} (?:est|a été|sera|arrive|expire|se
trouve)\b|\b(?:invoice|order|tracking|booking|transaction|confirmation|payment) (?:number|id|no\.?
|ref(?:erence)?|method)(?:\s?:|\s{0,3}$)|\bwe(?:['’]ve| have)? received your (?:payment|order
|application|booking|registration)\b|\bwir haben
ihre (?:zahlung|bestellung|bewerbung|anmeldung|buchung) erhalten\b|\bhebben (?:uw|je) (?:betaling
|bestelling|sollicitatie|aanmelding|boeking) ontvangen\b|\bvi har modtaget din (?:betaling|ordre
|bestilling|ansøgning|tilmelding)\b|\brecebemos (?:o seu|a sua) (?:pagamento|encomenda|candidatura
|reserva|inscrição)\b|\breçu votre (?:paiement|commande|candidature|réservation|inscription)\b
|\b(?:amount (?:paid|due)|date paid|due date|order total)\b|\b(?:paket
|sendungs|bestell|rechnungs|buchungs|auftrags)nummer\s?:|\bvoraussichtliche (?:zustellung|ankunft
|lieferung)\b|\b(?:bestelnummer|factuurnummer|ordrenummer|fakturanummer|número d[ao] (?:encomenda
|fatura|reserva)|numéro de (?:commande|facture|suivi|réservation))\b
|\b(?:im anhang|anbei) finden sie ihre\b(?! \w+ zurück)
|\buw factuur vindt u\b|\bvindt u (?:\w+ ){1,3}uw factuur\b(?! terug)
|\bihre rechnung finden sie (?:im|in|anbei|als|unter|online)\b
|\b(?:her|vedhæftet|hermed) (?:finder|får) du (?:\w+ ){0,2}din faktura\b
|\b(?:trouver|trouverez) (?:en pièce jointe )?votre (?:billet|facture|reçu)\b|\b(?:find|attached
is) your (?:invoice|receipt|ticket|statement|order)\b|\battached your pay ?(?:slip|stub)\b
|\bhere['’]?s? (?:is|are) your\b|\bher er din
(?:billet|faktura|kvittering|ordre)\b|\bsegue a sua fatura\b|\bhier is uw (?:factuur|ticket)\b"""
)
"""Somebody is spoken to as a customer, whose order, bill or account it is about."""

_PROMPTS = any_on_lines(
    r"""\b(?:click|tap|press) (?:here|below|on (?:the|this)|the (?:link|button))\b
|\b(?:follow|visit) (?:the|this) (?:\w+ )?link\b|\bfolgen sie (?:\w+ ){1,2}link\b|\bvolg
(?:\w+ ){1,2}link\b
|\bfølge? (?:\w+ ){1,2}link\b|\bsiga o link\b|\bsuivez (?:ce|le) lien\b|\bclicking the (?:link
|button)|\b(?:verification|confirmation|sign-?in|security|access|one[-
]time|login) code\b|\buse (?:the )?code \d|\bif you (?:didn['’]t|did not) (?:request|ask|try|sign
|make|create)\b|\b(?:if )?(?:this|it|that) was(?:n['’]t)? you\b
|\b(?:ignore|disregard) this (?:e-?mail|message|mail)\b
|\bignorieren sie (?:diese|bitte)\b|\b(?:dit|deze) (?:bericht|e-?mail|mail) (?:negeren|als niet)\b
|\bse bort fra denne\b|\bignor(?:e|ar) est[ae]\b|\bignore[rz] ce\b
|\b(?:link|code|it) expires in\b|^\W{0,4}(?:view|open|track|go to|see|join|reply in
|download|accept|decline|renew|review|manage|rate|snap|pay|respond|play|listen to|confirm)(?:
(?:in|to|the|your|this|my|a|on|it|now|online))*(?: [\w#-]+){0,3}\s{0,3}(?::.*|now)?$
|^\W{0,4}(?:(?:approve|deny|accept|decline|reject|reply|yes|no|maybe|permit|block|release
|genehmigen|ablehnen|annehmen|goedkeuren|afwijzen|godkend|afvis|aprovar|rejeitar|valider
|refuser)(?:[ |/·]{1,6}(?:or|ou|oder|of|eller)?[ ]{0,3}|\s{0,3}$)){1,4}$|\bmelden sie sich an\b
|\blog (?:ind|på) for at\b|\binicie sessão\b|\bconnectez-vous\b|\blog in om\b|\b(?:view it on|sign
in to|log in to (?:your|the|view|see|read)|visit your|go to your)\b|\b(?:confirm|verify|validate
|activate) your (?:\w+ )?(?:e-?mail|account|address|identity|registration)\b|\b(?:please )?(?:rate
|leave a review|take our|complete (?:our|this) survey|give us feedback)\b.{0,60}\bhttps?:
|\bhow likely (?:are|is it)\b|\bauf einer skala\b|\bop een schaal\b|\bpå en skala\b|\bnuma escala\b
|\bsur une échelle\b|\bleave
a review\b|\bstars?\.?$|\b(?:in|from) the (?:\w+ )?app\b|\b(?:klicken|tippen) sie\b|\bklick\w*
(?:hier|auf)\b|\bklik (?:hier|op|her)\b|\bclique (?:aqui|no)\b|\bcliquez (?:ici|sur)
|^\W{0,4}(?:antrag|sendung|bestellung|rechnung|nachricht|beitrag|aufgabe|details|ticket|profil)
(?:ansehen|verfolgen|anzeigen|öffnen|aufrufen|bewerten)\W{0,4}$|^\W{0,4}(?:bekijk|volg|ga naar
|open|gå til|se|følg|vis|ver|consultar|acompanhar|aceder|voir|consulter|suivre|accéder|ouvrir)(?:
[\w'’-]+){1,3}\W{0,4}$|\bim (?:kunden)?(?:portal|postfach|konto) (?:bereit|verfügbar|abrufen)|\bin
ihrem (?:postfach|konto|portal)|\b(?:área|espaço) de cliente\b|\bespace client\b|\bmijn account\b
|\bpå mit\b|\b(?:bestätigungs|sicherheits|anmelde)code\b|\bbevestigingscode\b|\bbekræftelseskode\b
|\bcódigo de (?:verificação|segurança|acesso)\b|\bcode de (?:vérification|sécurité|connexion)\b"""
)
"""What is to be pressed."""

_SUBJECT = any_on_lines(
    r"""\b(?:regning|relevé|trajet|extrato|kontoauszug)\b|\b(?:your|ihre?|deine?|uw|je
|din|dit|sua|seu|votre|vos)\b(?! (?:mails?|e-?mails?|phone|number|colleague)).{0,60}
|\b(?:newsletter|digest|weekly|monthly|issue|ausgabe|aktuell|edition|webinar|survey|umfrage
|enquête|enquete|inquérito|undersøgelse|how did we do|how would you rate|rate)\b|\b(?:invoice
|receipt|order|payment|shipment|parcel|package|delivery|tracking|booking|reservation|renewal
|subscription|statement|bill|rechnung|quittung|bestellung|sendung|paket|buchung|lieferung|factuur
|pakket|zending|bestelling|levering|faktura|kvittering|pakke|ordre|fatura|encomenda|reserva
|facture|commande|colis|billet|réservation)\b|\b(?:confirm|verify|activate|confirmation
|verification|code|completed|approved|declined|accepted|invited|shared|commented|mentioned
|assigned|joined|sent a|new (?:event|response|comment|message|sign-?in|login|follower)|welcome
|reminder|notification|update|maintenance|wartung|onderhoud|vedligehold\w*|manutenção|expires?
|expiring|alert|submission|created|updated|deployed|bump)\b|\b(?:bestätig\w*|freigegeben|genehmigt
|abgelehnt|eingeladen|erinnerung|unterwegs|zugestellt|willkommen|antrag)\b|\b(?:bevestig\w*
|goedgekeurd|onderweg|bezorgd|herinnering|welkom|uitnodiging)\b|\b(?:bekræft\w*|godkendt|på vej
|leveret|påmindelse|velkommen|indsendt)\b|\b(?:confirma\w*|aprovad\w*|a caminho|entregue|lembrete
|bem-vind\w*|convite)\b|\b(?:approuvée?|validée?|en route|livrée?|rappel|bienvenue|invitation)\b
|\d ?% (?:off|rabatt|auf|korting|rabat|desconto|de réduction)|\[[^\]]{2,40}\]|#\d{2,}"""
)
_HAPPENED = any_on_lines(
    r"""^\W{0,4}(?:\w+[ ]){1,3}(?:has )?(?:commented|updated|created|assigned
|mentioned|invited you|approved|rejected|declined|accepted|voted|joined|shared|left a comment|sent
a message|requested|completed|closed|reopened|merged|pushed|signed|submitted|moved|replied)\b
|\byour (?:\w+ ){1,4}(?:was|has been|is) \w+(?:ed|en|t)\b|\b(?:has |have )?(?:a|an|one) new
(?:event|response|comment|message|submission|file|task|login|sign-?in)\b|\b(?:eine?|1) neue[nrs]?
(?:aufgabe|nachricht|antwort|anfrage|dokument|mitteilung|eintrag)\b|\b(?:een|1) nieuwe? (?:taak
|bericht|reactie|document|melding)\b|\b(?:fået|modtaget) (?:en |et )?(?:ny|nyt|nye) (?:post|besked
|opgave|dokument)|\b(?:uma|1) nova (?:tarefa|mensagem|resposta)\b|\b(?:une|1) nouvelle? (?:tâche
|réponse|demande|notification)\b|\brequested (?:time off|access|approval)\b|\b(?:has been|was)
(?:scheduled|completed|approved|assigned|created|updated|automatically \w+|deployed|renewed)\b
|^\W{0,4}[\w .]{2,40} hat .{2,60} (?:gestellt|kommentiert|freigegeben|geteilt|eingeladen
|zugewiesen|genehmigt|abgelehnt|erstellt|aktualisiert|abgegeben|eingereicht|hochgeladen)\b
|^\W{0,4}[A-Z]\w+ (?:[\w.]+ )?(?:teilte|kommentierte|erwähnte) .{2,60}|^\W{0,4}(?!hej
|hallo)[A-Z]\w+ (?:[\w.]+ )?(?:hat|heeft|har) .{2,60}\b(?:verschoben|erwähnt|hinzugefügt
|geschrieben
|verplaatst|genoemd|toegevoegd|flyttet|nævnt|tilføjet)\b
|^\W{0,4}[A-Z]\w+ (?:[\w.]+ )?(?:a (?:partagé|commenté
|déplacé|mentionné|ajouté|modifié)|partilhou|comentou|moveu|mencionou|adicionou)\b
|^\W{0,4}[\w .]{2,40} (?:heeft|har)
.{2,60}\b(?:ingediend|gedeeld|uitgenodigd|goedgekeurd|gereageerd|indsendt|delt|inviteret|godkendt
|kommenteret)\b"""
)
_IMPRINT = any_on_lines(
    r"""©|\(c\) 20\d\d|\ball rights reserved\b|\balle rechte vorbehalten\b
|\bimpressum\b|\bdatenschutz(?:erklärung)?\b|\bprivacy (?:policy|statement|notice|verklaring)\b
|\bterms of (?:service|use)\b|\bview online\b|\bregistered in|\bpolítica de privacidade\b
|\bmentions légales\b|\bpolitique de confidentialité\b|\bprivatlivspolitik\b|\bthis email contains
a secure link\b|\bhelp cent(?:er|re)\b|\bquestions\? (?:contact|visit|email)\b
|^\W{0,4}[\w.:-]{0,30}https?://\S+\s{0,3}$"""
)

_LEAVES = r"""(?:thanks|thank you|many thanks|thx|cheers|ta|(?:best |kind |warm )?regards
|best|br|rgds|sincerely|yours|danke|vielen dank|(?:viele |liebe |beste |freundliche |schöne
)?gr(?:ü|ue)(?:ß|ss)e|gru(?:ß|ss)|lg|vg|mfg|mit freundlichen gr(?:ü|ue)(?:ß|ss)en|bedankt|dank
|(?:met )?(?:vriendelijke )?groet(?:en|jes)?|gr|mvg|tak|(?:med )?(?:venlig |bedste )?hilsen|mvh|vh
|kh|obrigad[oa]|cumprimentos|abraço|atenciosamente|merci|cordialement|bien à vous|cdlt)"""
_SIGNS_OFF = late_pattern(
    rf"(?:^|[.!?,;] {{0,3}})(?i:{joined(_LEAVES)})[ ,!.]{{1,3}}"
    r"(?:(?:Mrs?|Ms|Herr|Frau|Fr|Hr|Dr)\.? )?"
    r"(?!(?:Team|Support|Service|Kundenservice|The|Your|Ihr|Das|Het|Uw|Le|La)\b)"
    r"[A-ZÄÖÜÅÆØ][\w’'-]*\.?(?:,? [A-ZÄÖÜÅÆØ][\w’'-]*)?\W{0,3}$",
    re.MULTILINE,
)

_SIGNED_BELOW = late_pattern(
    rf"^(?i:{joined(_LEAVES)})[ ,!.]{{0,3}}\n{{1,2}}[ ]{{0,3}}"
    r"(?!(?:The|Your|Ihr|Das|Het|Uw|Le|La|Team)\b)"
    r"([A-ZÄÖÜÅÆØ](?:[\w’'-]*\.? [A-ZÄÖÜÅÆØ][\w’'-]*|[a-zäöüåæøé]{2,11}))[ ]{0,3}$",
    re.MULTILINE,
)
"""A first name below the words of leaving, or a first and a last."""


_OF_FIRM = late_pattern(
    r"^\w[^<>]{1,40} (?:at|from|via|von|van|fra|hos|da|do|de|du|chez|bei|bij) (\w[\w-]{1,30})\b",
    re.IGNORECASE,
)
"""A first name in a mailing's From: "Dana at Firm"."""


def of_firm(name: str, domain: str) -> bool:
    """Somebody is shown as their firm's, which is called as its domain; or a tool writes for
    them ("Ann Roe via Tool").
    """
    found = _OF_FIRM.match(name)
    if not found:
        return False
    return " via " in name or found[1].casefold() in domain.split(".")


def account(local: str) -> bool:
    """Whether what stands before the @ is an account that no person logs in with."""
    return bool(_ACCOUNT.fullmatch(local))


def tool(local: str) -> bool:
    """Whether what stands before the @ is a tool's or a mailing's, and hardly a department's."""
    return bool(_TOOL.fullmatch(local))


def unread(text: str) -> bool:
    """It says that no answer is read."""
    return bool(_UNREAD.search(text[:_SEEN]))


def stops(text: str) -> bool:
    """It says why one gets it, or how to get no more of its kind."""
    return bool(_STOPS.search(text[:_SEEN]))


def customer(text: str) -> bool:
    return bool(_CUSTOMER.search(text[:_SEEN]))


def prompts(text: str) -> bool:
    return bool(_PROMPTS.search(text[:_SEEN]))


def subject(text: str) -> bool:
    """What tools, shops and mailings call their mails; people, too."""
    return bool(_SUBJECT.search(text[:_HEAD]))


def happened(text: str) -> bool:
    """Who did what in a tool."""
    return bool(_HAPPENED.search(text[:_SEEN]))


def imprint(text: str) -> bool:
    """The small print of a firm, or a line that is only a link."""
    return bool(_IMPRINT.search(text[:_SEEN]))


def signed(text: str, names: Iterable[str]) -> bool:
    """A line ends with thanks or regards and a name, or is the first name of who is shown."""
    end = text.strip()[-_PERSON:]
    firsts = {name.split()[0].casefold() for name in names if name.strip()}
    lines = {line.strip(" -–—~.,").casefold() for line in end.split("\n")}
    return not firsts.isdisjoint(lines) or bool(_SIGNS_OFF.search(end))


def signed_below(text: str) -> Iterable[str]:
    """What stands as a name below the words of leaving."""
    return (found[1] for found in _SIGNED_BELOW.finditer(text.strip()[-_PERSON:]))
