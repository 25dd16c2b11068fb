"""`preview`: every mail of ours with sample values, as text and on a page; the operator's own
templates as well.
"""

from __future__ import annotations

import re
import shutil
from html import unescape
from pathlib import Path

import pytest

from mailtracker.letters.samples import NAMES
from mailtracker.letters.wordings.spoken_here import WORDINGS
from mailtracker.shipped import shipped
from tests.cli.makers import Run

SHIPPED = sorted(WORDINGS)
FRAME = re.compile(r'<iframe title="([\w-]+), (\w+), (\d+) pixels wide"[^>]* srcdoc="([^"]*)">')


def test_a_letter_is_shown_as_its_reader_gets_it(mailtracker: Run) -> None:
    said = mailtracker("preview", "receipt", "--lang", "de").stdout
    assert "Subject:    Re: [IT-1042] VPN broken since this morning\n" in said
    assert (
        "In a list:  Hallo Eva, danke, deine Mail „VPN broken since this morning“ ist da." in said
    )
    assert "\nBo Jensen kümmert sich darum. Antwort bekommst du heute bis 15:30 Uhr.\n" in said
    english = mailtracker("preview", "receipt").stdout
    assert "\nBo Jensen has it. You will have an answer by 15:30 today.\n" in english


def test_a_note_is_shown_with_the_mail_that_it_goes_with(mailtracker: Run) -> None:
    asked = mailtracker("preview", "note_owner").stdout
    assert "From:       Eva Lind via IT help\n" in asked
    assert asked.index("Answer by 15:30 today") < asked.index("my VPN drops every few minutes")
    answered = mailtracker("preview", "note_requester").stdout
    assert "From:       Bo Jensen via IT help\n" in answered
    assert answered.index("I have renewed it") < answered.index("a reply to this mail reaches")
    taken_over = mailtracker("preview", "note_handed").stdout
    parts = ("it is yours now", "I have renewed it", "my VPN drops every few minutes")
    assert sorted(parts, key=taken_over.index) == list(parts)


def test_without_a_name_it_lists_all_as_a_list_of_mails_does(mailtracker: Run) -> None:
    head, *lines = mailtracker("preview").stdout.splitlines()
    assert head.split() == ["letter", "from", "subject", "begins"]
    assert [line.split()[0] for line in lines] == list(NAMES)


def test_every_case_is_shown_once(mailtracker: Run) -> None:
    cases = mailtracker("preview", "closed", "--every-case").stdout.split("=" * 76 + "\n")
    assert len(cases) == len(set(cases)) > 2
    assert sum("we have not heard from you since" in " ".join(case.split()) for case in cases) == 1


def test_the_page_has_each_letter_in_each_language_on_a_telephone_and_on_a_desk(
    mailtracker: Run, tmp_path: Path
) -> None:
    to = tmp_path / "letters.html"
    others = ", ".join(language for language in SHIPPED if language != "en")
    said = f"{to}: {len(NAMES)} letters in en, {others}\n"
    assert mailtracker("preview", "--html", str(to)).stdout == said
    page = to.read_text("utf-8")
    shown = FRAME.findall(page)
    assert {(name, lang, width) for name, lang, width, _ in shown} == {
        (name, lang, width) for name in NAMES for lang in SHIPPED for width in ("360", "660")
    }
    receipt = next(
        unescape(source) for name, lang, _, source in shown if (name, lang) == ("receipt", "de")
    )
    assert receipt.startswith('<!DOCTYPE html>\n<html lang="de">')
    assert receipt.rstrip().endswith("</html>")
    buttons = {name for name, lang, _, source in shown if ">Erledigt</a>" in unescape(source)}
    assert {"note_owner", "note_handed", "reminder", "daily_digest"} < buttons
    assert buttons.isdisjoint({"receipt", "note_requester", "handed_owner", "note_called_off"})


def test_the_operators_own_templates_count(mailtracker: Run, site: Path, tmp_path: Path) -> None:
    shutil.copytree(shipped("templates"), site / "ours")
    receipt = site / "ours" / "en" / "receipt.md"
    receipt.write_text("Subject: {{ subject }}\n\nGot it <script>, {{ owner.name }} & co.\n")
    config = site / "config.toml"
    config.write_text(f'templates = "ours"\n{config.read_text()}')
    assert "\nGot it <script>, Bo Jensen & co.\n" in mailtracker("preview", "receipt").stdout
    mailtracker("preview", "receipt", "--html", str(tmp_path / "one.html"))
    assert "<script>," not in (tmp_path / "one.html").read_text("utf-8")
    receipt.write_text("Subject: {{ subject }}\n\n{{ nobody_knows }}\n")
    broken = mailtracker("preview", "receipt")
    assert broken.exit_code == 1
    assert f"{receipt}:3:4: 'nobody_knows' is undefined" in broken.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["reciept"], "no letter is called reciept; did you mean receipt?"),
        (["\x1b[31mzzz"], "; known: receipt, "),
        (["receipt", "--lang", "tlh"], f"no letters in tlh; known: {', '.join(SHIPPED)}"),
    ],
)
def test_what_is_not_there_is_said_with_what_is(
    mailtracker: Run, words: list[str], said: str
) -> None:
    result = mailtracker("preview", *words)
    assert result.exit_code == 2
    assert said in " ".join(result.stderr.split())
    assert "\x1b" not in result.stderr


def test_a_page_that_cannot_be_written_is_one_clear_line(mailtracker: Run, tmp_path: Path) -> None:
    result = mailtracker("preview", "receipt", "--html", str(tmp_path / "no" / "folder.html"))
    assert result.exit_code == 1
    assert "folder.html cannot be written: No such file or directory" in result.stderr
