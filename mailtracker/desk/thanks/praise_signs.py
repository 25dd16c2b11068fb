"""Words by which people praise whoever helped them, in six languages, folded as clauses are."""

from __future__ import annotations

import re

from mailtracker.late_pattern import late_pattern

CRIES = frozenset(
    # English
    "aw aww ooh woo woohoo whoop yay yeah yess hurrah bingo ace brill champion cracking grand ideal"
    " magic mint smashing whoopee"
    # German
    " hammer astrein wahnsinn supi supidupi dufte leiwand grandios phanomenal juhuu jippie jap"
    " spitzenmassig weltklasse peinlich ausgezeichnet"
    # Dutch, Danish
    " keigoed keitof tof gaaf puik magnifiek superfijn superlief supersnel tiptop zalig hoppa"
    " prachtig sejt flot storartet fornemt pinligt eminent mageløst tjek toppen"
    # Portuguese, French
    " massa bestial porreiro fenomenal sensacional joia fechou lindo arrasou arrasaram topissimo"
    " espetaculo youpi sympa genant nikel canon epatant merveilleux superbe splendide".split()
)
"""Cries of joy and praise, as people speak."""

PRAISING = frozenset(
    # English
    "hero heroes legend legends lifesaver lifesavers genius star stars rock kudos"
    # German
    " held heldin helden lebensretter lebensretterin respekt chapeau"
    # Dutch, Danish
    " topper toppers heldin redder kanon helt helte stjerne"
    # Portuguese, French
    " heroi herois craque craques anjo bravo heros genies".split()
)
"""Whoever writes one of these praises somebody."""

PRAISED = frozenset(
    # English
    "work job help service support team response effort"
    # German
    " arbeit hilfe einsatz unterstutzung leistung truppe job reaktion"
    # Dutch, Danish
    " werk hulp ondersteuning arbejde hjælp indsats opbakning"
    # Portuguese, French
    " trabalho ajuda servico apoio equipa equipe travail aide boulot".split()
)
"""What is praised, beside a word of praise,"""

REWARD: re.Pattern[str] = late_pattern(
    r"(?:(?:an?|one|the|ein|eine|einen|een|en|et|uma?|une?|ganz|viele|dikke|big|grosse\w*|stor"
    r"|grande?|gros) )*"
    r"(?:(?:gold|guld|goud\w*|golden|virtual|big|little|virtuell\w*) )?"
    r"(?:\w*star|stars|medal|hug|hugs|kiss|kisses|cake|coffee|beer|drink|round of applause"
    r"|brownie points"
    r"|full marks|ten out of ten|top marks|10 out of 10|thumbs up|\w*stern|sternchen|\w*sternchen"
    r"|orden"
    r"|umarmung|kuss|kuchen|kaffee|bier|bienchen|applaus|blumen|daumen hoch|\w*ster|sticker|knuffel"
    r"|kus|taart|koffie|biertje|pluim|bloemen|applausje|duim omhoog|een dikke tien|\w*stjerne"
    r"|krammer|kram|kys"
    r"|kage|kaffe|øl|blomster|klapsalve|tommel op|estrelinha|estrela|medalha|abraco|beijinho|bolo"
    r"|cafe"
    r"|cerveja|palmas|gommette|etoile|medaille|bisou|bise|gateau|biere|fleurs|bon point"
    r"|coup de chapeau)"
    r" (?:for|to|fur|an|voor|aan|til|para|a|pour) (?:you|you all|everyone|the team|euch|dich|dir"
    r"|sie|alle"
    r"|jou|je|jullie|u|allen|jer|dig|alle|voces|si|ti|todos|a equipa|vous|toi|tous"
    r"|l equipe)(?: all| alle"
    r"| allemaal| todos| tous)?"
)
"""What somebody has earned: "a gold star for you"."""

PRAISES = frozenset(
    "gute guter guten tolle toller tollen starke goede mooie flot flotte godt bom boa bon bonne"
    " belle".split()
)
"""or one of these."""

OPENERS = frozenset(
    "oh ooh ah ahh ach aw aww och o oo ih hov ups upsi oups oops oeps whoops ui uiui ai uh ei jamen"
    " herrje herrjeh mensch hey haha lol hihi hehe eh uff puh uf pff ufa epa olha ben boy"
    " god gosh yay woo hoi joepie juhu hurra hourra hooray".split()
)
"""Cries with which a clause begins: what follows is what is said."""

TRAILERS = frozenset(
    "lol haha hahaha hihi hehe kkk rs rsrs mdr ptdr xd x xx xxx pal mate love hun hon duck petal"
    " lads guys folks boss darling skat schat ven makker gutter jungs leute zusammen malta pessoal"
    " gente garcons filles gars amis les rapazes meninas meninos jongens drenge piger burschen"
    " madels hoor he joh zulle meneer mevrouw monsieur madame though tho man cara mano bro".split()
)
"""Laughs, and how people call each other: with such a word a clause may end."""
