"""Every condition, and what it takes and leaves: a table of clauses and mails."""

from __future__ import annotations

import dataclasses
import unicodedata
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from mailtracker.policy.mail_view import MailView
from mailtracker.policy.model import Policy
from mailtracker.policy.route import route
from mailtracker.rules import when
from mailtracker.rules.load import load_texts

BASE = """
people:
  bo: {name: Bo Jensen, email: [bo@corp.example, Bo.Jensen@corp.example]}
  ana: {name: Ana Costa, email: ana@corp.example}
  cy: {name: Cy Young, email: cy@corp.example}
groups: {bosses: ana, floor: [desk, cy]}
teams: {desk: {lead: ana, members: bo, assign: lead}}
hours:
  office: {zone: Europe/Berlin, mon-fri: ["08:00-12:00", "13:00-17:00"], holidays: DE-BE}
  night: {zone: Europe/Berlin, sun: "01:30-03:30"}
promises: {normal: {first_reply: 4 working hours, hours: office}}
ladders: {default: [{at: 100%, remind: owner}]}
fallback: {to: ana}
"""


def policy(when: str) -> Policy:
    return load_texts(
        {"a.yaml": BASE, "b.yaml": f"rules:\n  - {{name: r, why: w, to: bo, when: {{{when}}}}}\n"}
    )


def takes(when: str, mailed: MailView) -> bool:
    return not route(policy(when), mailed).gap


EMPTY = MailView("kim@example.com", ("it@corp.example",), "", "")


def said(text: str, where: str = "subject") -> MailView:
    changes: dict[str, dict[str, Any]] = {
        "subject": {"subject": text},
        "body": {"body": text},
        "text": {"text": text},
        "list_id": {"list_id": text},
        "from": {"from_": text},
        "to": {"to": (text,)},
        "cc": {"cc": (text,)},
        "file": {"attachments": (text,), "has_attachment": True},
        "language": {"language": text},
        "kind": {"kind": text},
        "header": {"headers": (("x-monitor", text),)},
    }
    return replace(EMPTY, **changes[where])


PEOPLE = [
    # clause, where the mail says it, what it takes, what it leaves
    ("from: kim@example.com", "from", ["kim@example.com", "KIM@EXAMPLE.COM", " kim@example.com "],
     ["kim@example.com.evil.example", "xkim@example.com", "kim+tag@example.com",
      "kim@sub.example.com", "", "example.com"]),
    ("from: '*@example.com'", "from", ["kim@example.com", "a.b+c@Example.Com"],
     ["kim@sub.example.com", "kim@badexample.com", "@example.com", "example.com", ""]),
    ("from: [a@b.example, '*@c.example']", "from", ["a@b.example", "x@c.example"], ["x@b.example"]),
    ("from: jürgen@müller.example", "from",
     ["jürgen@MÜLLER.example", "JüRGEN@xn--mller-kva.example"],
     ["jurgen@muller.example", "JÜRGEN@müller.example"]),
    ("from_domain: example.com", "from", ["kim@example.com", "a@EXAMPLE.com"],
     ["kim@sub.example.com", "kim@notexample.com", ""]),
    ("from_domain: '*.example.com'", "from", ["kim@a.example.com", "kim@a.b.example.com"],
     ["kim@example.com", "kim@badexample.com", "kim@.example.co"]),
    ("from_domain: [a.example, '*.b.example']", "from", ["x@a.example", "x@y.b.example"],
     ["x@b.example"]),
    ("from_group: bosses", "from",
     ["ana@corp.example", "ANA@corp.example", "ana+x@corp.example"],
     ["bo@corp.example", "", "kim@example.com"]),
    ("from_group: desk", "from", ["bo@corp.example", "bo.jensen@corp.example", "ana@corp.example"],
     ["cy@corp.example"]),
    ("from_group: floor", "from", ["cy@corp.example", "Bo.Jensen@CORP.example"],
     ["kim@example.com"]),
    ("from_group: [bosses, floor]", "from", ["cy@corp.example", "ana@corp.example"],
     ["kim@example.com"]),
    ("to: it@corp.example", "to",
     ["it@corp.example", "IT@corp.example", "it+urgent@corp.example", "it+a+b@corp.example"],
     ["itx@corp.example", "x+it@corp.example", "it@sub.corp.example", ""]),
    ("to: it+urgent@corp.example", "to", ["IT+Urgent@corp.example"],
     ["it@corp.example", "it+other@corp.example"]),
    ("to: '*@corp.example'", "to", ["anybody@corp.example"],
     ["it@x.corp.example", "@corp.example"]),
    ("cc: boss@corp.example", "cc", ["boss@corp.example", "boss+x@corp.example"],
     ["it@corp.example"]),
    ("cc: boss@corp.example", "to", [], ["boss@corp.example"]),
    ("list_id: staff.corp.example", "list_id",
     ["<staff.corp.example>", "All <STAFF.corp.example>", "staff.corp.example"],
     ["<x.staff.corp.example>", "<staff.corp.example.evil>", ""]),
    ("list_id: <staff.corp.example>", "list_id", ["staff.corp.example"], ["other.corp.example"]),
    ("list_id: '*.corp.example'", "list_id", ["<staff.corp.example>", "<a.b.corp.example>"],
     ["<corp.example>", "<xcorp.example>", ""]),
    ("language: de", "language", ["de", "de-at"], ["en", "", "den"]),
    ("language: [nl, pt-BR]", "language", ["nl", "pt", "pt-br"], ["de"]),
    ("kind: person", "kind", ["person"], ["list", "auto_generated", "auto_reply", "bounce"]),
    ("kind: [list, auto_generated]", "kind", ["list", "auto_generated"], ["person", "auto_reply"]),
]  # fmt: skip

TEXTS = [
    # whole words
    ("vpn", ["VPN is down", "my vpn, again", "(vpn)", "vpn/wlan", "vpn-gateway", "no_vpn vpn",
     "„vpn“"],
     ["vpns", "openvpn", "no_vpn", ""]),
    ("[vpn, wlan]", ["wlan", "the VPN"], ["wifi"]),
    ("c++", ["c++ licence", "C ++"], ["c", "c+"]),
    ("wi-fi", ["Wi-Fi", "wi - fi"], ["wifi", "wi fi"]),
    ("can't", ["can’t log in", "can't"], ["cant"]),
    ("24/7", ["24/7"], ["24 7", "247"]),
    ("a_b", ["A_B"], ["a b", "a-b"]),
    ("2fa", ["2FA"], ["2 fa", "12fa"]),
    # beginnings
    ("'lohn*'", ["Lohnabrechnung", "lohn", "der Lohn."], ["Belohnung", "loh n"]),
    ("'neue* laptop*'", ["neuer Laptopständer", "neue laptops"],
     ["laptop neue", "neuer alter Laptop", "neu laptop"]),
    ("'neue* laptop'", ["neuen Laptop"], ["neuer Laptopständer"]),
    ("'mein* neu* pc'", ["meinem neuen PC", "meine meine neue pc"],
     ["meinem alten neuen", "mein pc neu"]),
    ("'wi-f*'", ["wi-fi", "Wi-Fidelity"], ["wi-", "wif"]),
    # phrases
    ("new laptop", ["a new   laptop", "new\u00a0laptop", "NEW\nlaptop", "new new laptop"],
     ["new, laptop", "laptop new", "new"]),
    ("new new laptop", ["new new new laptop"], ["new laptop new"]),
    ("log in", ["cannot log in!"], ["login", "log me in"]),
    # accents are optional on both sides
    ("störung", ["Störung", "STÖRUNG", "Sto\u0308rung", "storung", "stoerung", "Stoerung!"],
     ["Entstörung", "strung", "stürung"]),
    ("storung", ["Störung", "Sto\u0308rung", "STORUNG"], ["stoerung"]),
    ("stoerung", ["Stoerung"], ["Störung"]),
    ("'größe*'", ["Größenangabe", "GROESSE", "grosse", "GRÖSSEN"], ["groß", "vergrößern"]),
    ("straße", ["STRASSE", "strasse", "Straße", "ſtraße"], ["strase"]),
    ("STRASSE", ["die Straße"], ["Stras"]),
    ("ẞ-test", ["ß-test", "SS-TEST"], ["s-test"]),
    ("løn", ["LØN", "lon", "loen"], ["ln"]),
    ("måned", ["MÅNED", "maned", "maaned", "ma\u030aned"], ["moned"]),
    ("ærlig", ["Ærlig", "aerlig"], ["arlig"]),
    ("café crème", ["Cafe Creme", "CAFÉ CRÈME", "cafe\u0301 creme"], ["caf crm"]),
    ("naïve", ["naive"], ["nave"]),
    ("señor", ["senor"], ["senior"]),
    ("łódź", ["lodz", "ŁÓDŹ"], ["odz"]),
    ("office", ["o\ufb03ce"], ["ofice"]),
    ("passwort", ["Pass\u00adwort", "Pass\u200bwort", "\u200fPasswort\u200e"], ["Pass wort"]),
    # Turkish: four i's are one
    ("istanbul", ["İstanbul", "ISTANBUL", "ıstanbul", "i\u0307stanbul"], ["stanbul"]),
    ("İZİN", ["izin", "ızın", "IZIN"], ["zn"]),
    # Greek
    ("βλάβη", ["ΒΛΑΒΗ", "βλαβη", "Βλάβη"], ["βλάβης"]),
    ("οδός", ["ΟΔΟΣ", "οδος"], ["οδό"]),
    # Cyrillic: й, ў and ї are characters of their own, ё is е with dots
    ("мой", ["МОЙ", "мои\u0306"], ["мои", "мо"]),
    ("мои", ["Мои"], ["мой"]),
    ("ёлка", ["елка", "ЁЛКА"], ["ілка"]),
    ("за́мок", ["замок", "замо́к"], ["замки"]),
    ("їжа", ["ЇЖА", "і\u0308жа"], ["іжа"]),
    ("'заявк*'", ["Заявка", "ЗАЯВКИ"], ["перезаявка"]),
    # Hebrew and Arabic: points are part of the word, signs of direction are not
    ("שלום", ["שלום עולם", "\u200fשלום\u200f", "\u2067שלום\u2069"], ["שָׁלוֹם", "שלומות"]),
    ("שָׁלוֹם", ["שָׁלוֹם"], ["שלום"]),
    ("طابعة", ["طابعة معطلة"], ["الطابعة", "طابعه"]),
    ("أحمد", ["أحمد", "ا\u0654حمد"], ["احمد"]),
    ("می\u200cخواهم", ["می\u200cخواهم", "میخواهم"], ["می خواهم"]),
    # Devanagari: vowel signs make the word
    ("नमस्ते", ["नमस्ते दुनिया"], ["नमस", "नमस्तेजी"]),
    ("नमस", ["नमस"], ["नमस्ते"]),
    ("'नमस्*'", ["नमस्ते"], ["नम"]),
    ("कि", ["कि"], ["क", "की"]),
    # no space between words: found wherever its characters follow each other
    ("打印机", ["我的打印机坏了", "打印机", "VPN打印机"], ["打印", "打 x 印机", "机印打"]),
    ("プリンター", ["新しいプリンターが動かない"], ["プリント"]),
    ("が", ["が", "これが"], ["か"]),
    ("vpn", ["VPN接続が切れる", "我的vpn"], ["接続"]),
    ("เครื่องพิมพ์", ["เครื่องพิมพ์เสีย"], ["เครองพมพ", "เครื่อง"]),
    ("พิมพ์", ["เครื่องพิมพ์เสีย"], ["พมพ", "พิมพ"]),
    # Korean has spaces and endings
    ("'프린터*'", ["프린터가 고장", unicodedata.normalize("NFD", "프린터")], ["새프린터"]),
    # any accent in its place
    ("{words: schön, accents: exact}", ["SCHÖN", "scho\u0308n"], ["schon", "schoen"]),
    ("{words: schon, accents: exact}", ["schon"], ["schön"]),
    ("{words: [löhne, 'lö* x'], accents: exact}", ["Löhne", "löst X"],
     ["loehne", "lohne", "lost x"]),
    ("{words: straße, accents: exact}", ["STRASSE", "strasse"], ["strase"]),
    ("{words: q, accents: exact}", ["Q"], ["q\u0303"]),
    ("{words: schön}", ["schon", "schoen"], ["scho"]),
    ("{words: schön, accents: optional}", ["schon"], ["scho"]),
    ("[vpn, {words: schön, accents: exact}, {regex: 'INC-\\d+'}]", ["vpn", "schön", "inc-42"],
     ["schon", "INC-"]),
    # regular expressions: any case, anywhere, every line
    ("{regex: 'INC-\\d{4}'}", ["Re: inc-1234 again", "xINC-12345"], ["INC-123", "INC 1234"]),
    ("{regex: '^ticket'}", ["Ticket 5", "Hello\nTICKET"], ["my ticket"]),
    ("{regex: 'down$'}", ["VPN down", "it is DOWN\nplease help"], ["down again"]),
    ("{regex: 'a.c'}", ["abc"], ["a\nc"]),
    ("{regex: 'Ö'}", ["ö", "o\u0308", "Ö"], ["o", "oe"]),
    ("{regex: '(vpn|wlan).*(tot|dead)'}", ["VPN is dead"], ["dead VPN"]),
    ("{regex: '^\\pL+$'}", ["übergrößen"], ["zu kurz"]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("clause", "where", "taken", "left"), PEOPLE, ids=[f"{row[0]} {row[1]}" for row in PEOPLE]
)
def test_who_wrote_to_whom(clause: str, where: str, taken: list[str], left: list[str]) -> None:
    found = policy(clause)
    assert [text for text in taken if route(found, said(text, where)).gap] == []
    assert [text for text in left if not route(found, said(text, where)).gap] == []


@pytest.mark.parametrize("field", ["subject", "body", "anywhere", "header"])
@pytest.mark.parametrize(("text", "taken", "left"), TEXTS, ids=[row[0] for row in TEXTS])
def test_what_a_text_says(text: str, taken: list[str], left: list[str], field: str) -> None:
    found = policy(f"header: {{X-Monitor: {text}}}" if field == "header" else f"{field}: {text}")
    where = "text" if field == "anywhere" else field
    if "^" in text and field == "anywhere":
        taken = [f"\n{one}" for one in taken]
    assert [one for one in taken if route(found, said(one, where)).gap] == []
    assert [one for one in left if not route(found, said(one, where)).gap] == []


PLACES = [
    (
        "subject: vpn",
        {"subject": True, "body": False, "text": False, "file": False, "header": False},
    ),
    ("body: vpn", {"subject": False, "body": True, "text": False, "file": False, "header": False}),
    (
        "anywhere: vpn",
        {"subject": True, "body": True, "text": True, "file": False, "header": False},
    ),
    ("header: {x-monitor: vpn}", {"subject": False, "body": False, "text": False, "header": True}),
    ("header: {X-MONITOR: '*'}", {"subject": False, "header": True}),
    ("header: {X-Other: '*'}", {"subject": False, "header": False}),
    ("header: {X-Monitor: ['*', vpn]}", {"subject": False, "header": True}),
    ("header: {Body: vpn}", {"subject": False, "body": False, "header": False}),
    ("header: {Anywhere: {regex: vpn}}", {"subject": False, "body": False, "header": False}),
    ("attachment: vpn", {"subject": False, "body": False, "file": True}),
]


@pytest.mark.parametrize(("clause", "places"), PLACES, ids=[row[0] for row in PLACES])
def test_each_text_is_looked_for_in_its_own_place(clause: str, places: dict[str, bool]) -> None:
    found = policy(clause)
    assert {where: not route(found, said("vpn", where)).gap for where in places} == places


def test_quoted_text_is_seen_by_anywhere_only() -> None:
    mailed = replace(EMPTY, body="new", text="new\n> old")
    assert takes("anywhere: old", mailed)
    assert not takes("body: old", mailed)


def test_a_header_named_like_a_part_of_the_mail_is_that_header() -> None:
    mailed = replace(
        EMPTY, subject="s", body="b", headers=(("body", "vpn"), ("size", "9"), ("to", "wlan"))
    )
    assert takes("header: {Body: vpn}", mailed)
    assert takes("header: {To: wlan}", mailed)
    assert takes("header: {Size: '*'}", mailed)
    assert not takes("body: vpn", mailed)


def test_a_header_that_comes_twice_is_looked_at_each_time() -> None:
    mailed = replace(
        EMPTY, headers=(("received", "from a.example"), ("x", "1"), ("Received", "from b.example"))
    )
    assert takes("header: {received: b.example}", mailed)
    assert takes("header: {received: {regex: '^from b'}}", mailed)
    assert not takes("header: {received: '1'}", mailed)


def test_a_header_with_nothing_in_it_is_there() -> None:
    assert takes("header: {X-Monitor: '*'}", said("", "header"))
    assert not takes("header: {X-Monitor: {regex: '.'}}", said("", "header"))


FILES = [
    ("'*.pdf'", ["a.pdf", "A.PDF", ".pdf", "rechnung.2026.pdf"], ["a.pdf.exe", "apdf", "pdf"]),
    ("'*invoice*'", ["invoice", "My-Invoice-5.pdf", "invoices"], ["in voice"]),
    ("rechnung.pdf", ["Rechnung.pdf"], ["rechnung.pdf2", "xrechnung.pdf"]),
    ("'a*b*c'", ["abc", "aXbXc", "abbcc", "a b b c"], ["acb", "ab", "ac"]),
    ("'*a*a*'", ["aa", "banana"], ["a"]),
    ("'aa*aa'", ["aaaa", "aaxaa"], ["aaa"]),
    ("'*.docx'", ["Ü.docx"], []),
    ("'*über*'", ["Übersicht.xlsx", "u\u0308ber.txt", "uber.txt"], ["unter.txt"]),
    ("'[a].pdf'", ["[a].pdf"], ["a.pdf"]),
    ("'a?.pdf'", ["a?.pdf"], ["ab.pdf"]),
    ("'*'", ["anything", "a"], []),
    ("{regex: '\\.(exe|scr)$'}", ["x.EXE", "a.b.scr"], ["exe", "x.exe.txt"]),
    ("{regex: '^scan_\\d+'}", ["scan_0001.pdf"], ["my scan_1"]),
    ("['*.zip', {regex: '^x'}]", ["a.zip", "x"], ["a.tar"]),
]  # fmt: skip


@pytest.mark.parametrize(("names", "taken", "left"), FILES, ids=[row[0] for row in FILES])
def test_names_of_attached_files(names: str, taken: list[str], left: list[str]) -> None:
    found = policy(f"attachment: {names}")
    assert [one for one in taken if route(found, said(one, "file")).gap] == []
    assert [one for one in left if not route(found, said(one, "file")).gap] == []
    assert route(found, EMPTY).gap
    many = replace(EMPTY, attachments=("first.q", taken[0], "last.q"), has_attachment=True)
    assert not route(found, many).gap


def mail(**changes: object) -> MailView:
    return replace(EMPTY, **changes)  # type: ignore[arg-type]


def at(text: str, zone: str = "Europe/Berlin", fold: int = 0) -> MailView:
    return mail(
        at=datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone), fold=fold).astimezone(UTC)
    )


REST = [
    ("has_attachment: true", mail(has_attachment=True), mail()),
    ("has_attachment: false", mail(), mail(has_attachment=True, attachments=("a",))),
    ("size: {over: 5 MB}", mail(size=5_000_001), mail(size=5_000_000)),
    ("size: {over: 0}", mail(size=1), mail(size=0)),
    ("size: {under: 200 kB}", mail(size=199_999), mail(size=200_000)),
    ("size: {over: 1 kB, under: 2 KB}", mail(size=1500), mail(size=2000)),
    ("size: {over: 1 kB, under: 2 KB}", mail(size=1001), mail(size=1000)),
    ("size: {over: 1000}", mail(size=1001), mail(size=999)),
    # three states: proven, refuted, not known
    ("verified: true", mail(verified=True), mail(verified=False)),
    ("verified: true", mail(verified=True), mail(verified=None)),
    ("verified: false", mail(verified=False), mail(verified=True)),
    ("verified: false", mail(verified=None), mail(verified=True)),
    ("not: {verified: true}", mail(verified=None), mail(verified=True)),
    # Monday 5 January 2026; breaks, evenings, weekends
    ("time: {within: office}", at("2026-01-05T09:00"), at("2026-01-05T07:59:59")),
    ("time: {within: office}", at("2026-01-05T08:00"), at("2026-01-05T12:00")),
    ("time: {within: office}", at("2026-01-05T11:59:59"), at("2026-01-05T12:30")),
    ("time: {within: office}", at("2026-01-05T16:59:59"), at("2026-01-05T17:00")),
    ("time: {within: office}", at("2026-01-09T13:00"), at("2026-01-10T13:00")),
    ("time: {outside: office}", at("2026-01-05T17:00"), at("2026-01-05T16:00")),
    ("time: {outside: office}", at("2026-01-04T10:00"), mail(at=None)),
    ("time: {within: office}", mail(at=None), at("2026-01-04T10:00")),
    # another zone's morning
    ("time: {within: office}", at("2026-01-05T02:00", "America/New_York"),
     at("2026-01-05T08:00", "Asia/Tokyo")),
    # holidays of Berlin: Women's Day 2027 (a Monday), Good Friday, 1 May
    ("time: {outside: office}", at("2027-03-08T10:00"), at("2027-03-09T10:00")),
    ("time: {outside: office}", at("2026-04-03T10:00"), at("2026-04-02T10:00")),
    ("time: {outside: office}", at("2026-05-01T10:00"), at("2026-04-30T10:00")),
    # clock changes: 8:00 local is 7:00 UTC in winter, 6:00 UTC in summer
    ("time: {within: office}", mail(at=datetime(2026, 3, 27, 7, tzinfo=UTC)),
     mail(at=datetime(2026, 3, 27, 6, 59, tzinfo=UTC))),
    ("time: {within: office}", mail(at=datetime(2026, 3, 30, 6, tzinfo=UTC)),
     mail(at=datetime(2026, 3, 30, 5, 59, tzinfo=UTC))),
    # 29 March 2026, 2:00 does not exist: 1:30-3:30 is one hour; 25 October, 2:00-3:00
    # comes twice and counts twice
    ("time: {within: night}", mail(at=datetime(2026, 3, 29, 0, 30, tzinfo=UTC)),
     mail(at=datetime(2026, 3, 29, 1, 30, tzinfo=UTC))),
    ("time: {within: night}", at("2026-10-25T02:30"), at("2026-10-25T03:30")),
    ("time: {within: night}", at("2026-10-25T02:30", fold=1), at("2026-10-25T01:29")),
    # together
    ("subject: vpn, from: kim@example.com", mail(subject="vpn"),
     mail(subject="vpn", from_="x@example.com")),
    ("any: {subject: vpn, body: vpn}", mail(body="vpn"), mail(text="vpn")),
    ("any: [{subject: vpn, body: x}, {body: wlan}]", mail(subject="vpn", body="x"),
     mail(subject="vpn")),
    ("all: [{subject: [a, b]}, {subject: [c, d]}]", mail(subject="d a"), mail(subject="a b")),
    ("not: {subject: vpn}", mail(), mail(subject="vpn")),
    ("not: {subject: vpn, body: x}", mail(subject="vpn"), mail(subject="vpn", body="x")),
    ("not: [{subject: vpn}, {body: x}]", mail(subject="x"), mail(body="x")),
    ("not: {any: {subject: vpn, body: vpn}}", mail(text="vpn"), mail(body="vpn")),
    ("not: {not: {not: {subject: vpn}}}", mail(), mail(subject="vpn")),
    ("all: [{any: [{not: {subject: a}}, {all: [{body: b}, {not: {body: c}}]}]}]",
     mail(subject="a", body="b"),
     mail(subject="a", body="b c")),
    ("any: [{not: {subject: a}}], subject: b", mail(subject="b"), mail(subject="a b")),
]  # fmt: skip


@pytest.mark.parametrize(("clause", "taken", "left"), REST, ids=range(len(REST)))
def test_all_the_rest(clause: str, taken: MailView, left: MailView) -> None:
    found = policy(clause)
    assert not route(found, taken).gap
    assert route(found, left).gap


def test_every_entry_of_a_mapping_must_hold_and_one_of_a_list_is_enough() -> None:
    both = mail(subject="vpn", body="wlan")
    one = mail(subject="vpn")
    assert (takes("subject: vpn, body: wlan", both), takes("subject: vpn, body: wlan", one)) == (
        True,
        False,
    )
    listed = load_texts(
        {
            "a.yaml": BASE,
            "b.yaml": "rules: [{name: r, why: w, to: bo, when: [{subject: vpn}, {body: wlan}]}]",
        }
    )
    assert [route(listed, m).gap for m in (both, one, mail(body="wlan"), mail(subject="wlan"))] == [
        False
    ] * 3 + [True]


def test_a_mail_sent_to_ten_is_taken_by_a_rule_for_any_of_them() -> None:
    many = mail(to=(*(f"p{n}@x.example" for n in range(9)), "it@corp.example"))
    assert takes("to: it@corp.example", many)
    assert takes("to: '*@corp.example'", many)
    assert not takes("to: it@x.example", many)
    assert not takes("to: it@corp.example", mail(to=()))


def test_every_key_of_a_condition_makes_one_and_every_key_of_a_mail_is_read() -> None:
    assert set(when._CONDITIONS) == set(when.When.model_fields)
    assert set(when._VIEWS) == set(when.MailFile.model_fields)
    fields = {field.name for field in dataclasses.fields(MailView)}
    assert {field for field, _ in when._VIEWS.values()} == fields
