"""The French words that say when somebody is away."""

from __future__ import annotations

from mailtracker.mail.origin.dates.words import date_words

WORDS = date_words(
    months="janvier janv|février fevrier févr fév fevr fev|mars|avril avr|mai|juin"
    "|juillet juil|août aout|septembre sept|octobre oct|novembre nov"
    "|décembre decembre déc dec",
    weekdays="lundi lun|mardi mar|mercredi mer|jeudi jeu|vendredi ven|samedi sam|dimanche dim",
    numbers="un une|deux|trois|quatre|cinq|six|sept|huit|neuf|dix",
    units=(
        r"jours?",
        r"semaines?",
        r"semaines?",
    ),
    phrases=r"""
veto              votre (?:e-?mail|mail|message|courriel|demande)[^.\n]{0,20}? du
veto              (?:envoyé|reçu|écrit)(?:e?)(?: le)?
every             tou(?:s|tes) les|chaque
gone              ne (?:travaille|fai[ts]|font) plus|n['’](?:est|suis|travaille) plus
gone              (?:a|ai) quitté|(?:à|en) (?:la )?retraite|plus partie
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
rel.today         aujourd['’]hui|ce (?:jour|matin)|cet après-midi
rel.thisandnextweek  cette semaine et la (?:semaine )?(?:prochaine|suivante)
rel.thisweek      (?:toute )?cette semaine|toute la semaine
rel.nextweek      (?:la )?semaine prochaine
rel.weekend       (?:le )?week-?end
coming            (?:pour )?(?:ces |les )?(?=\d+ prochain)
next              prochaine?
this              ce(?:tte)?\b|prochaine?
end               (?:la )?fin(?: du mois)?(?: de| d['’])?
middle            (?:la )?mi-|(?:le )?milieu (?:de|du mois de|du mois d['’])
start             (?:le )?début(?: du mois)?(?: de| d['’])?
until             jusqu(?:['’](?:au?x?|à|en)|e)(?: la| le)?
after             après(?: le)?
before            avant(?: le)?
since             depuis(?: le)?
between           entre(?: le)?
from              (?:à|a) (?:partir|compter) d(?:u|e|['’])|dès(?: le)?|du|de
in                dans(?= (?:environ )?\d)|d['’]ici
to                -|–|—|au|à|a
and               et|&
not               pas|plus|aucun\w*|jamais|ne
other             contacte\w*|appele\w*|joindre|rempla\w*|adresse\w*|suppl\w*
only              seulement|que le|qu['’]
away              absen\w*|congés?|vacances|déplacement|voyage|fermé\w*|ferme|formation
away              arrêt|malade|maladie|pas (?:au|disponible|joignable|là)|indisponible
away              injoignable|en repos|récupération|salon|congrès|hors|rtt|fermeture
away              stage|pause|accès limité|peu joignable
back              retour\w*|revien\w*|reviendrai\w*|de nouveau|repren\w*|reprise|rouvr\w*
back              rentr\w*
answer            répon\w*|réponse|lirai|lis|traite\w*|disponible|joignable|verrai
answer            consulter\w*|prendrai
works             travaille|temps partiel|horaires|ouvert\w*|mi-temps
""",
)
