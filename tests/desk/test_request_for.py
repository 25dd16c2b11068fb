"""First lines that say for whom a request is opened, and lines that only look like it."""

from __future__ import annotations

from mailtracker.desk.words.request_for import read_request_for

EVA = "eva@corp.example"

BY_ADDRESS = f"""
request for {EVA}
Request for {EVA}:
REQUEST FOR {EVA}.
new request for {EVA}
a request for {EVA}
ticket for {EVA}
case for {EVA}
request on behalf of {EVA}
on behalf of {EVA}
request for: {EVA}
request for <{EVA}>
request for {EVA} please
request for {EVA}, thanks!
request for {EVA}<mailto:{EVA}>
request for [{EVA}](mailto:{EVA})
request for {EVA} <{EVA}>
request for Eva Lund <{EVA}>
request for "Eva Lund" <{EVA}>
request for Eva Lund <mailto:{EVA}>
request   for   {EVA}
Anfrage für {EVA}
anfrage fuer {EVA}
Neue Anfrage für {EVA}, bitte
Ticket für {EVA}
Anliegen für {EVA}
im Namen von {EVA}
im Auftrag von Eva Lund <{EVA}>
verzoek voor {EVA}
Nieuw verzoek voor {EVA}
aanvraag voor {EVA}
melding voor {EVA} aub
namens {EVA}
henvendelse for {EVA}
ny henvendelse for {EVA}
anmodning for {EVA}, tak
sag for {EVA}
på vegne af {EVA}
pedido para {EVA}
novo pedido para {EVA}
solicitação para {EVA}, por favor
em nome de {EVA}
demande pour {EVA}
nouvelle demande pour {EVA}
ticket pour {EVA}, merci
au nom de {EVA} s'il vous plaît
"""

BY_NAME = """
request for Eva = Eva
request for Eva Lund = Eva Lund
request for @eva = eva
Anfrage für Anne-Marie von Beek = Anne-Marie von Beek
verzoek voor Eva. = Eva
henvendelse for Søren Ærø: = Søren Ærø
pedido para João = João
demande pour Zoé = Zoé
Request for quotation = quotation
Request for leave = leave
Anfrage für Angebote = Angebote
"""
"""Whether anybody is called so, the people file says."""

SAYS_MORE = f"""
request for {EVA}: her printer is dead
request for {EVA} and tom@corp.example
request for {EVA}, tom@corp.example
Anfrage für {EVA}, dringend
demande pour {EVA} (imprimante)
Pedido para {EVA} ter acesso
Demande pour {EVA} de changer son écran
"""

NONE = f"""
Request for information about the new laptop models
Request for quotation: 20 laptops
Request for leave from 3 to 5 December
Request for quotation from {EVA}
Request for access to the folder of {EVA}
Request for a new badge
Request for Eva, who cannot print since Monday
Requests for Eva
request to {EVA}
request from {EVA}
my request for {EVA}
This is a request for {EVA}
requested for {EVA}
request for
request
On behalf of the whole team: thank you
On behalf of all of us, well done!
Anfrage für ein Angebot
Anfrage für ein Angebot an {EVA}
Anfrage für den Drucker im 3. Stock, bitte
Ich habe eine Anfrage für {EVA}
Anfrage von {EVA}
Im Namen von allen hier vielen Dank für die Hilfe
Verzoek voor een offerte van vijf schermen
verzoek van {EVA}
Namens het hele team bij ons bedankt
Henvendelse for at høre om min bestilling
Sag for sag gik vi det igennem
Anmodning om adgang
Pedido para acesso à pasta de vendas
pedido de {EVA}
Em nome de toda a equipa aqui, obrigado
Demande pour un nouvel écran de 27 pouces
Request for Eva Lund <{EVA}> and Tom
demande de {EVA}
Au nom de toute l'équipe, merci
for {EVA}
für {EVA}
Eva Lund <{EVA}>
> request for {EVA}
"Request for {EVA}" is what she wrote
request for {"x" * 120}@corp.example
"""


def _lines(table: str) -> list[str]:
    return [line for line in table.split("\n") if line]


def test_who_is_named_by_address_is_meant() -> None:
    lines = _lines(BY_ADDRESS)
    for line in lines:
        found = read_request_for(f"\n {line}\n\nHer printer.\n")
        assert found is not None, line
        assert (found.email, found.alone, found.rest) == (EVA, True, "Her printer."), line
        assert " ".join(line.split()) == found.line
    found = read_request_for(f"request for Eva Lund <{EVA}>")
    assert found is not None
    assert found.name == "Eva Lund"


def test_a_name_is_read_whole() -> None:
    for line in _lines(BY_NAME):
        said, name = line.split(" = ")
        found = read_request_for(said)
        assert found is not None, line
        assert (found.email, found.name, found.alone) == ("", name, True), line


def test_a_line_that_names_an_address_and_says_more_is_perhaps_one() -> None:
    for line in _lines(SAYS_MORE):
        found = read_request_for(line)
        assert found is not None, line
        assert not found.alone, line


def test_what_only_looks_like_it_names_nobody_by_address() -> None:
    """Nor anybody who could be called so: "Anfrage für ein Angebot"."""
    lines = _lines(NONE)
    found = [one for one in map(read_request_for, lines) if one is not None]
    assert all(one.alone and not one.email for one in found)
    assert {one.name for one in found} == {
        *("a new badge", "ein Angebot", "the whole team", "toda a equipa aqui"),
        "toute l'équipe",
    }
    assert len(lines) + len(_lines(BY_ADDRESS)) + len(_lines(BY_NAME)) >= 90


def test_only_the_first_line_counts() -> None:
    assert read_request_for(f"Hello,\nrequest for {EVA}") is None
    assert read_request_for("") is None
