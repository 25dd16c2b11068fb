"""Portuguese as it is written in Portugal: days, deadlines and lengths as people say them, and no
word of Brazil or of English in a letter.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from mailtracker.letters import spoken
from mailtracker.shipped import shipped

LISBON = ZoneInfo("Europe/Lisbon")
MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def utc(year: int, month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=UTC)


DEADLINES = {
    utc(2026, 11, 23, 15, 30): "até às 15:30 de hoje",
    utc(2026, 11, 24, 10): "até às 10:00 de amanhã, terça-feira",
    utc(2026, 11, 22, 10): "até às 10:00 de ontem",
    utc(2026, 11, 26, 10): "até às 10:00 de quinta-feira, 26 de novembro",
    utc(2027, 1, 9, 10): "até às 10:00 de sábado, 9 de janeiro de 2027",
    utc(2026, 11, 24, 0): "até ao fim do dia de hoje",
    utc(2026, 11, 25, 0): "até ao fim do dia de amanhã, terça-feira",
    utc(2026, 11, 27, 0): "até ao fim do dia de quinta-feira, 26 de novembro",
}
POINTS = {
    utc(2026, 11, 23, 15, 30): "hoje, às 15:30",
    utc(2026, 11, 24, 10): "amanhã, terça-feira, às 10:00",
    utc(2026, 11, 22, 10): "ontem, às 10:00",
    utc(2025, 12, 31, 10): "quarta-feira, 31 de dezembro de 2025, às 10:00",
}
SPANS = {
    1: "1 minuto",
    90: "1 hora e 30 minutos",
    120: "2 horas",
    1500: "1 dia e 1 hora",
    4320: "3 dias",
}
NOT_FROM_PORTUGAL = (
    r"\b(?:você|vocês|usuári[oa]s?|arquivos?|mouse|senha|tela|celular|time|planilha|e-mails?"
    r"|(?:est(?:á|ão|ou|amos)|continua) \w+(?:ando|endo|indo)|registro|equipe|contato|fato)\b"
)


def test_times_are_said_as_people_in_portugal_say_them() -> None:
    assert {at: spoken.by(at, MONDAY, LISBON, "pt") for at in DEADLINES} == DEADLINES
    assert {at: spoken.at(at, MONDAY, LISBON, "pt") for at in POINTS} == POINTS
    assert {minutes: spoken.span(minutes, "pt") for minutes in SPANS} == SPANS
    assert spoken.by(MONDAY, MONDAY, ZoneInfo("Europe/Copenhagen"), "pt", show_zone=True) == (
        "até às 10:00 de hoje (hora de Copenhaga)"
    )
    assert spoken.whole_day(date(2027, 6, 1), MONDAY.date(), "pt-PT") == (
        "terça-feira, 1 de junho de 2027"
    )
    assert spoken.listed(["Ana", "Bo", "Sam"], "pt") == "Ana, Bo e Sam"
    assert spoken.size(19 << 19, "pt") == "9,5 MB"


def test_no_letter_is_written_as_in_brazil() -> None:
    for path in sorted(shipped("templates").glob("pt/*.md")):
        words = re.sub(r"\{[{%].*?[%}]\}", " ", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        assert not re.search(NOT_FROM_PORTUGAL, words, re.IGNORECASE), path.name
