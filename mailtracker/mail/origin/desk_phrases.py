"""Texts and senders go in; whether a bill is told, a password handed out, whoever is a customer
greeted, or a department shown where a name stands, comes out, in six languages.
"""

from __future__ import annotations

from mailtracker.mail.origin.phrases import any_on_lines

_SEEN = 1_500  # characters of a text
_NAME = 80  # characters of a sender's name


_BILLS = any_on_lines(
    r"""\b(?:your|ihre?|uw|je|jouw|din|jeres|sua|votre|tua) (?:[\w-]+ )?(?:\w{0,14}(?:rechnung
|faktura|factuur|abrechnung|gutschrift)|bill|invoice|receipt|statement|pay ?slip|pay ?stub
|lohnzettel|loonstrook|salarisstrook|lønseddel
|(?:bulletin|fiche) de paie|fatura|facture|relevé|extrato|recibo
|regning|kvittering|quittung|kontoauszug|rekening|kassenbon)\b
|^\W{0,4}(?:\w{0,12}(?:betrag|summe|bedrag|beløb)|(?:sub)?total|montant|valor|vencimento|échéance
|vervaldatum|forfald\w*|amount|balance|price|preis|prijs|pris|preço|prix)(?: [\w.]{1,12}){0,2}\s?:?
[^\n]{0,12}\d|\b(?:vencimento|amount due|betrag|montant total|te betalen|at betale|à payer
|zu zahlen|zahlbar bis|fällig am) ?:? ?[^\n]{0,6}\d"""
)
"""The reader's bill, or what is to be paid."""

_GIVES = any_on_lines(
    r"""^\W{0,3}(?:(?:temporary|new|initial|your|the|ihr|neues|uw|nieuw|din|nyt?|sua|nova|votre
|nouveau
) )?(?:password|passwort|kennwort|wachtwoord|adgangskode|palavra-passe|senha|mot de passe|pin|otp
|(?:verification |security |access )?code|user ?name|benutzername|gebruikersnaam|brugernavn
|utilizador
|identifiant)\s?:\s?\S+\s{0,3}$"""
)
"""A line that only tells a password, a code, or for whom it is."""

_GENERIC = any_on_lines(
    r"""\A\s{0,5}(?:dear|beste|geachte|sehr geehrte/?r?|liebe/?[rs]?|kære|caro|cara|cher|chère
|exmos?\.?|hello|hi|hej|hallo|olá
|bonjour)(?: (?:\w+ ){0,1}(?:customer|client|guest|user|member|subscriber|employee|colleague
|supplier|partner|there|kunde|kundin|kunden|mitarbeiter\w*|lieferant\w*|(?:be)?nutzer\w*|medewerker
|klant|relatie|gebruiker|gast|bruger|medarbejder|kunde|gæst|utilizador|cliente|colaborador\w*
|senhores|fornecedor|forbruger|verbruiker|verbraucher\w*|consumidor|consommateur|abonn\w+|deelnemer
|deltager|teilnehmer\w*
|participant\w*|berijder|chauffeur|elev|bewoner|beboer|mieter\w*|locataire|client|collaborateur
|utilisateur|fournisseur|adhérent|usager))\b"""
)
_DEPARTMENTS = any_on_lines(
    r"""\b(?:desk|team|dept|department|office|noc|careers|jobs|security|accounts|billing|support
|service|services|center|centre|news|updates?|info|abteilung|büro|sekretariat|zentrale|buchhaltung
|kundenservice|redaktion|afdeling|secretariaat|administratie|boekhouding|klantenservice|redactie
|afdeling\w*|kontor\w*|bogholderi\w*|kundeservice|departamento|secretaria|financeiro|tesouraria
|atendimento|équipe|bureau|secrétariat|comptabilité|rédaction|website|webseite|shop|store)\b"""
)
"""What From shows where it is no person."""


def bills(text: str) -> bool:
    return bool(_BILLS.search(text[:_SEEN]))


def gives(text: str) -> bool:
    return bool(_GIVES.search(text[:_SEEN]))


def to_anybody(text: str) -> bool:
    """It greets whoever has bought, works or stays there."""
    return bool(_GENERIC.search(text[:_SEEN]))


def department(name: str) -> bool:
    """Whether a sender is called as departments are."""
    return bool(_DEPARTMENTS.search(name[:_NAME]))
