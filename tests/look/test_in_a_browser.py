"""Every letter, in every language and every case, drawn by a browser: on a telephone and on a desk,
in light and in dark. Nothing is cut off or too small, and axe finds nothing that keeps a person
from reading it. What can be told without a browser stands in tests/letters/test_looks.py.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from importlib.resources import files
from pathlib import Path

import pytest

from mailtracker.cli.preview_page import page_of
from mailtracker.cli.sample_mails import SampleMail, sample_mails
from mailtracker.letters.samples import NAMES
from tests.need import need
from tests.servers.browser import Browser
from tests.servers.unpacked import find_unpacked
from tests.shipped_letters import shipped_letters

pytestmark = [pytest.mark.proof(part="look"), pytest.mark.timeout(1500)]

LETTERS = shipped_letters()
TELEPHONE, DESK = 360, 1000
WIDTHS = (TELEPHONE, DESK)
AXE = (files("axe_core_python") / "axe.min.js").read_text("utf-8")
FINDS = """
axe.run({whole} ? document : {{include: [["body > div"]]}}, {{
  resultTypes: ["violations"], rules: {{"avoid-inline-spacing": {{enabled: {whole}}}}}
}}).then(
  found => found.violations.filter(one => ["serious", "critical"].includes(one.impact)).map(
    one => one.id + ": " + one.nodes.map(node => node.html.slice(0, 200)).join(" | ")))
"""
"""Of somebody else's page it looks at our note alone, in which no style gives way to any other."""

MEASURES = """(() => {
  const root = document.documentElement, small = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node; node = walker.nextNode();) {
    const said = node.textContent.trim();
    const size = parseFloat(getComputedStyle(node.parentElement).fontSize);
    if (said && !said.startsWith("~") && !said.endsWith("~") && size < 14) small.push(said);
  }
  const boxes = [...document.querySelectorAll('a[style*="inline-block"]')].map(
    one => one.getBoundingClientRect());
  const apart = (one, two) => Math.max(one.left - two.right, two.left - one.right,
    one.top - two.bottom, two.top - one.bottom);
  const close = boxes.some((one, at) => boxes.slice(at + 1).some(two => apart(one, two) < 8));
  return {wide: root.scrollWidth - root.clientWidth, small, close};
})()"""
ASKED = "<p>Hello,"
LONG = "Donaudampfschifffahrtsgesellschaftskapitaen" * 3


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    unpacked = find_unpacked("chromium")
    need("Chromium (run tools/unpack-debian chromium)", unpacked)
    assert unpacked is not None
    with Browser(unpacked) as running:
        yield running


def mails(every_case: bool) -> Iterator[SampleMail]:
    for name in NAMES:
        for language in LETTERS.languages:
            yield from sample_mails(LETTERS, name, language, every_case)


def looked_over(browser: Browser, whole: bool = True) -> list[str]:
    """What axe finds serious in the page that is shown."""
    browser.run(AXE)
    found: list[str] = browser.run(FINDS.format(whole=json.dumps(whole)))
    return found


def test_every_case_fits_a_telephone_and_a_desk(
    browser: Browser, figure: Callable[[str], None]
) -> None:
    number = 0
    for mail in mails(every_case=True):
        for width in WIDTHS:
            browser.show(mail.html, width)
            found = browser.run(MEASURES)
            assert found == {"wide": 0, "small": [], "close": False}, (
                mail.letter,
                mail.number,
                width,
                found,
            )
            number += 1
    figure(f"{number} pages measured")
    assert number > 2 * 2 * len(NAMES)


def test_axe_finds_nothing_serious_in_light_and_in_dark(
    browser: Browser, figure: Callable[[str], None]
) -> None:
    number = 0
    for mail in mails(every_case=False):
        for width in WIDTHS:
            for dark in (False, True):
                browser.show(mail.html, width, dark)
                whole = mail.html.startswith("<!DOCTYPE")
                assert looked_over(browser, whole) == [], (mail.letter, width, dark)
                number += 1
    figure(f"{number} pages looked over by axe")


def test_a_word_that_is_wider_than_a_telephone_breaks(browser: Browser) -> None:
    for mail in mails(every_case=False):
        if "VPN" in mail.html:
            whole = mail.html.startswith("<!DOCTYPE")  # else a note of ours above somebody's page
            ours, between, theirs = (mail.html, "", "") if whole else mail.html.partition(ASKED)
            browser.show(f"{ours.replace('VPN', LONG)}{between}{theirs}", TELEPHONE)
            assert browser.run(MEASURES)["wide"] == 0, mail.letter


def test_a_browser_sees_what_is_wrong(browser: Browser) -> None:
    page = next(mails(every_case=False)).html
    browser.show(page.replace("color:#1e252c", "color:#dddddd"), TELEPHONE)
    assert [one.split(":")[0] for one in looked_over(browser)] == ["color-contrast"]
    browser.show(re.sub('<html lang="..">', "<html>", page), TELEPHONE)
    assert [one.split(":")[0] for one in looked_over(browser)] == ["html-has-lang"]
    browser.show(page.replace("max-width:600px", "width:600px"), TELEPHONE)
    assert browser.run(MEASURES)["wide"] > 0


def test_the_page_of_all_letters_is_drawn_whole(browser: Browser, tmp_path: Path) -> None:
    page = page_of(list(mails(every_case=False)))
    for width in (TELEPHONE, 1600):
        browser.show(page, width)
        assert browser.run("document.querySelectorAll('iframe').length") >= 4 * len(NAMES)
        assert browser.run(MEASURES)["wide"] == 0
