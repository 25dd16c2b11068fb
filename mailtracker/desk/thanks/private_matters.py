"""Thanks that name what is nobody else's matter: pay, health, what happens at home, a trouble at
work, a secret word or a number. In six languages.
"""

from __future__ import annotations

import re

from mailtracker.late_pattern import late_pattern

_SECRETS = (
    r"\d{3}|passwor[dt]|passwords|pass ?code|passphrase|pass?wort|kennwort|wachtwoord|adgangskode"
    r"|kodeord|senha|palavra.passe|mot de passe|\bpin\b|iban\b|\bcodes?\b"
)
_PAY = (
    r"salar(?:y|ies|is|io)|sal(?:á|a)rio|salaire|wages?\b|payslip|pay (?:rise|raise|check|slip|cut)"
    r"|(?:the|my|a) raise\b|bonus|overpa|advance payment|gehalt|\blohn|lohnabrechnung|vorschuss"
    r"|pr(?:ä|ae)mie|\bloon|loonstrook|voorschot|l(?:ø|oe)n(?:sed|forh|till|min|en\b|\b)"
    r"|vencimento|ordenado|aumento|pr(?:é|e)mio|augmentation|\bprime\b|fiche de paie"
)
_HEALTH = (
    r"\bsick|\bill(?:ness)?\b|surger|hospital|doctor|therap|pregnan|maternit|paternit"
    r"|parental|depress|burn.?out|cancer\b|miscarr|disabilit|rehab|feel better"
    r"|krank|kranken|arzt|(?:ä|ae)rzt|schwanger|mutterschutz|elternzeit|reha\b|genesung|klinik"
    r"|\bziek|dokter|zwanger|operatie|\bsyg|l(?:æ|ae)ge|gravid|barse?l|hospitalet|sygdom"
    r"|doen(?:ç|c)a|doente|m(?:é|e)dic|gr(?:á|a)vida|cirurgia|baixa\b|malad|m(?:é|e)decin"
    r"|enceinte|h(?:ô|o)pital|cong(?:é|e) (?:mat|pat|par)"
)
_HOME = (
    r"divorce|custody|funeral|passed away|\bdeath|bereave|condolence|my (?:wife"
    r"|husband|partner|son|daughter|child|children|kids?|mother|father|mum|mom|dad)\b|scheidung"
    r"|geschieden|beerdigung|gestorben|todesfall|trauer|mein(?:e[mnrs]?)? (?:frau|mann|kind|sohn"
    r"|tochter|mutter|vater)|echtscheiding|begrafenis|overleden|overlijden|mijn (?:vrouw|man|kind"
    r"|zoon|dochter|moeder|vader)|skilsmisse|begravelse|d(?:ø|oe)dsfald|min (?:kone|mand|s(?:ø|oe)n"
    r"|datter|mor|far)\b|mit barn|div(?:ó|o)rcio|funeral|faleceu|minha (?:mulher|filha|m(?:ã|a)e)"
    r"|meu (?:marido|filho|pai)\b|enterrement|d(?:é|e)c(?:è|e)s|deuil|ma (?:femme|fille|m(?:è|e)re)"
    r"|mon (?:mari|fils|p(?:è|e)re)\b"
)
_TROUBLE = (
    r"discre(?:et|tion|tie|t\b|tamente)|diskre|discriminat|discr(?:é|e)tion|complaint|disciplin"
    r"|harass|bully|grievance|resign|notice period|dismissal|termination|beschwerde|abmahnung"
    r"|mobbing|bel(?:ä|ae)stig|k(?:ü|ue)ndigung|klacht|ontslag|pesten|\bklage|opsigelse"
    r"|mobning|chikane|queixa|ass(?:é|e)dio|despedi|demiss|plainte|harc(?:è|e)l|licenci"
    r"|d(?:é|e)mission|visa\b|our talk"
)
_PRIVATE: re.Pattern[str] = late_pattern(
    "|".join((_SECRETS, _PAY, _HEALTH, _HOME, _TROUBLE)), re.IGNORECASE
)


def is_private_matter(text: str) -> bool:
    """Whether a team should not read it of its writer. In doubt it does not."""
    return bool(_PRIVATE.search(" ".join(text.split())))
