"""What mail programs make of a page that they quote: in theirs, and as the text beside it."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import quote

_HIDDEN = ("head", "style", "title", "script")
_BLOCKS = frozenset(("p", "div", "tr", "li", "table", "blockquote", "hr", "h1", "h2", "h3"))
_TAG = re.compile(r"<(/?)([a-zA-Z][\w:]*)([^<>]*)>")
_ATTRIBUTE = re.compile(r"""\s([\w-]+)=("[^"]*"|'[^']*'|[^\s"'>]+)""")


def inner(page: str) -> str:
    """What stands in its body."""
    head = re.search(r"(?is)<body[^>]*>", page)
    return re.split(r"(?i)</body", page[head.end() :])[0] if head else page


def bare(page: str) -> str:
    """Its body without comments and style sheets."""
    return re.sub(r"(?is)<!--.*?-->|<style.*?</style>", "", inner(page))


@dataclass(frozen=True)
class Reading:
    """How a program writes a page as text."""

    link: str = "{0}"
    bold: str = ""
    picture: str = ""


GMAIL = Reading("{0} <{1}>", "*", "[image: {0}]")
OUTLOOK = Reading("{0}<{1}>", "", "[cid:{1}]")
APPLE = Reading()
THUNDERBIRD = Reading("{0} <{1}>", "*")
BROWSER = Reading("{0}", "", "[{0}]")


class _Reader(HTMLParser):
    def __init__(self, reading: Reading) -> None:
        super().__init__(convert_charrefs=True)
        self.reading, self.out = reading, [""]
        self.hidden, self.fixed, self.links = 0, 0, list[tuple[str, int]]()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.hidden += tag in _HIDDEN
        self.fixed += tag == "pre"
        if tag in _BLOCKS:
            self._line()
        elif tag == "br":
            self.out.append("")
        elif tag in ("b", "strong"):
            self.out[-1] += self.reading.bold
        elif tag == "a":
            self.links.append((given.get("href", ""), len(self.out[-1])))
        elif tag == "img":
            source = given.get("src", "").removeprefix("cid:")
            self.out[-1] += self.reading.picture.format(given.get("alt", ""), source)

    def handle_endtag(self, tag: str) -> None:
        self.hidden -= tag in _HIDDEN
        self.fixed -= tag == "pre"
        if tag in _BLOCKS:
            self._line()
            if tag == "p":
                self.out.append("")
        elif tag in ("b", "strong"):
            self.out[-1] += self.reading.bold
        elif tag == "a" and self.links:
            url, start = self.links.pop()
            text = self.out[-1][start:]
            if url.removeprefix("mailto:") != text:
                self.out[-1] = self.out[-1][:start] + self.reading.link.format(text, url)

    def handle_data(self, data: str) -> None:
        if self.fixed:
            first, *rest = data.split("\n")
            self.out[-1] += first
            self.out += rest
        elif not self.hidden:
            words = re.sub(r"[ \t\r\n]+", " ", data)
            line = self.out[-1]
            self.out[-1] += words if line and not line.endswith(" ") else words.lstrip(" ")

    def _line(self) -> None:
        if self.out[-1]:
            self.out.append("")


def text_of(page: str, reading: Reading) -> str:
    reader = _Reader(reading)
    reader.feed(page)
    reader.close()
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line.rstrip() for line in reader.out)).strip("\n")


def folded(text: str, width: int) -> str:
    return "\n".join(
        textwrap.fill(line, width, break_on_hyphens=False, break_long_words=False)
        for line in text.split("\n")
    )


def marked(text: str, mark: str = "> ") -> str:
    return "\n".join(f"{mark}{line}".rstrip() for line in text.split("\n"))


Rewrite = Callable[[str, dict[str, str]], tuple[str, dict[str, str]]]


def rewritten(page: str, change: Rewrite) -> str:
    """Each opening tag's name and attributes as `change` has them."""

    def one(found: re.Match[str]) -> str:
        closes, name, rest = found[1], found[2], found[3]
        given = {key: value.strip("\"'") for key, value in _ATTRIBUTE.findall(rest)}
        name, given = change(name, given)
        if closes:
            return f"</{name}>"
        said = "".join(f' {key}="{value}"' for key, value in given.items())
        return f"<{name}{said}>"

    return _TAG.sub(one, page)


def as_gmail(page: str) -> str:
    def change(name: str, given: dict[str, str]) -> tuple[str, dict[str, str]]:
        kept = {key: value for key, value in given.items() if key not in ("id", "role")}
        if "class" in given:
            kept["class"] = f"m_-4011886207531164{given['class']}"
        if "style" in given:
            kept["style"] = ";".join(
                one for one in given["style"].split(";") if not one.startswith(("all:", "position"))
            )
        if name == "a":
            kept["target"] = "_blank"
        return name, kept

    return rewritten(bare(page), change)


def safe(url: str) -> str:
    where = "https://eur01.safelinks.protection.outlook.com/?url="
    return f"{where}{quote(url.replace('&amp;', '&'), safe='')}&amp;data=05%7C02&amp;reserved=0"


def as_web_outlook(page: str) -> str:
    """Outlook on the web, the new one, and the apps."""

    def change(name: str, given: dict[str, str]) -> tuple[str, dict[str, str]]:
        for key in ("class", "id"):
            if key in given:
                given[key] = f"x_{given[key]}"
        if name == "a" and "href" in given:
            given = {"href": safe(given["href"]), "originalsrc": given["href"], **given}
            given["href"] = safe(given["originalsrc"])
        return name, given

    return rewritten(re.sub(r"(?s)<!--.*?-->", "", inner(page)), change)


_WORD = {
    "p": {"class": "MsoNormal"},
    "table": {"class": "MsoNormalTable", "border": "0", "style": "border-collapse:collapse"},
    "td": {"style": "padding:4.5pt 12.0pt 6.0pt 10.5pt"},
    "span": {"style": "font-size:6.0pt;font-family:&quot;Arial&quot;,sans-serif;color:#5D6771"},
}


def as_word(page: str, of_links: Callable[[str], str] = safe) -> str:
    """Outlook's, which writes with Word."""

    def change(name: str, given: dict[str, str]) -> tuple[str, dict[str, str]]:
        if name == "strong":
            return "b", {}
        if name == "a" and "href" in given:
            return "a", {"href": of_links(given["href"]), "target": "_blank"}
        if name == "img":
            return name, given
        return name, _WORD.get(name, {})

    page = rewritten(bare(page), change).replace("</p>", "<o:p></o:p></p>")
    page = re.sub(r"~([A-Z]+)-", r"~<span class=SpellE>\1</span>-", page)
    page = re.sub(r'"(Mso\w+)"', r"\1", page)
    return wrapped(page.replace("  ", "&nbsp; "))


def wrapped(page: str, width: int = 72) -> str:
    """Its lines broken between words, as the source of a page may be."""
    return "\n".join(
        textwrap.fill(line, width, break_long_words=False, break_on_hyphens=False)
        for line in page.split("\n")
    )


def as_thunderbird(page: str) -> str:
    return wrapped(rewritten(inner(page), lambda name, given: (name, given)))


def as_apple(page: str) -> str:
    """The box of a quote is a <blockquote>, and so are boxes with a margin in it."""

    def change(name: str, given: dict[str, str]) -> tuple[str, dict[str, str]]:
        return name, ({**given, "class": ""} if name in ("div", "p", "span") else given)

    return rewritten(inner(page), change)
