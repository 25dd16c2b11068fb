"""The French words that say when somebody is away."""

from __future__ import annotations

from mailtracker.mail.origin.dates.words import date_words

WORDS = date_words(
    names=(
        "janvier janv|février fevrier févr fév fevr fev|mars|avril avr|mai|juin"
        "|juillet juil|août aout|septembre sept|octobre oct|novembre nov"
        "|décembre decembre déc dec",
        "lundi lun|mardi mar|mercredi mer|jeudi jeu|vendredi ven|samedi sam|dimanche dim",
        "un une|deux|trois|quatre|cinq|six|sept|huit|neuf|dix",
    ),
    units=(
        r"jours?",
        r"semaines?",
        r"semaines?|sem|s",
    ),
    phrases=r"""
veto              votre (?:e-?mail|mail|message|courriel|demande)[^.\n]{0,20}? du
veto              (?:envoyé|reçu|écrit)(?:e?)(?: le)?
week.of           (?:la )?semaine du
fortnight         (?:une )?quinzaine(?: de jours)?|quinze jours
every             tou(?:s|tes) les|chaque
every             le(?= (?:lun|mar|mercre|jeu|vendre|same)di\b(?! (?:\d|prochain|premier|1er|qui)))
gone              ne (?:travaill\w+|fai[ts]|font) plus(?: partie)?
gone              plus (?:en poste|salariée?|employée?|parmi nous)|n['’]est plus (?:dans|chez)
gone              (?:a|ai) quitté (?:l['’]entreprise|la société|l['’]école|notre|le)
gone              (?:à|en) (?:la )?retraite|retraitée?
lastday           dernier jour(?: de travail)?
rel.betweenyears  entre (?:noël|les fêtes)(?: et (?:le )?(?:nouvel an|jour de l['’]an))?
rel.restweek      (?:le )?reste de (?:la|cette) semaine
rel.endweek       (?:la |en )?fin de (?:la |cette )?semaine
rel.endmonth      (?:la )?fin du mois
rel.endyear       (?:la )?fin (?:de l['’]|d['’])année
rel.newyear       (?:la )?nouvelle année|nouvel an|jour de l['’]an|année prochaine
rel.newyear       la rentrée de janvier
rel.christmas     noël
rel.easter        pâques
rel.overmorrow    après[- ]demain
rel.tomorrow      demain
rel.yesterday     hier
rel.today         aujourd['’]hui|ce (?:jour|matin)|cet? (?:après-midi|aprem|soir)|toute la journée
rel.thisandnextweek  (?:toute )?(?:la|cette) semaine et la (?:semaine )?(?:prochaine|suivante)
rel.thisweek      (?:toute )?cette semaine|toute la semaine
rel.nextweek      (?:la )?semaine prochaine
rel.weekend       (?:le )?week-?end
time              (?:au |en |dans la |dans l['’])?(?:matin(?:ée)?|soir(?:ée)?|midi|après-midi)
coming            (?:pour )?(?:les |ces )?prochaine?s(?= \d)
next              prochaine?
this              ce(?:tte)?\b|prochaine?
rest              (?:le )?reste d[eu](?: mois de)?
end               (?:la )?fin(?: du mois)?(?: de| d['’])?
middle            (?:la )?mi(?= \w)|(?:le )?milieu (?:de|du mois de|du mois d['’])
start             (?:le )?début(?: du mois)?(?: de| d['’])?
other             contacte\w*|appele\w*|joindre|rempla\w*|adresse\w*|suppl\w*
away              en mission|ne travaill\w+ pas|absen\w*|congés?|vacances|\w*déplacement|voyage
away              fermé\w*|ferme\w*|formation|arrêt|malade|maladie
away              pas (?:au|disponible|joignable|là|derrière|de bureau)|indisponible|injoignable
away              en repos|récup\w*|salon|congrès|hors|rtt|fermeture|stage|pause|accès limité
away              peu joignable|séminaire|colloque|classe (?:de|verte)|sortie|télétravail|atelier
away              hospitalis\w*|opér\w*|à l['’]étranger
back              retour\w*|revien\w*|reviendrai\w*|de nouveau|repren\w*|reprise|rouvr\w*|rentr\w*
answer            répon\w*|réponse|lirai|lis|traite\w*|disponible|joignable|verrai|consulter\w*
answer            prendrai
works             je suis là|présente? (?:le|les)|je travaille|temps partiel|horaires|ouvert\w*
works             mi-temps
until             (?:se termine|prend fin|s['’]achève)(?: le)?
until             jusqu(?:['’](?:au?x?|à|en)|e)(?: la| le)?
after             après(?: le)?
before            avant(?: le)?
since             (?:a )?(?:commencé|débuté)(?: le)?|depuis(?: le)?
between           entre(?: le)?
from              (?:à|a) (?:partir|compter) d(?:u|e|['’])|dès(?: le)?|du|de
in                dans(?= (?:environ )?\d)|d['’]ici
to                -|–|—|au|à|a
about             vers|environ|autour d[eu]|aux alentours d[eu]
and               ainsi que|et|&
only              au plus tôt|seulement|que le|qu['’]
not               pas|plus|aucun\w*|jamais|ne
""",
)
