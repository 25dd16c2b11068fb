"""Words by which people praise whoever helped them, in six languages, folded as clauses are."""

from __future__ import annotations

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

PRAISES = frozenset(
    "gute guter guten tolle toller tollen starke goede mooie flot flotte godt bom boa bon bonne"
    " belle".split()
)
"""or one of these."""

NOTED = frozenset(
    "klar clear noted understood gotcha verstanden notiert erhalten alles duidelijk begrepen"
    " ontvangen modtaget forstaet forstået noteret entendido percebido ciente anotado compris note"
    " recu entendu received".split()
)
"""Whoever writes no more than these takes note of something."""
