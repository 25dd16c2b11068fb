"""Half-written, broken and hostile rules files: a Policy or BadFiles with places, in
moments, and nothing else ever.
"""

from __future__ import annotations

import json
import os
import socket
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mailtracker.errors import BadFiles, Problem
from mailtracker.policy.mail_view import MailView
from mailtracker.policy.regex import compile_pattern
from mailtracker.policy.route import explain, route
from mailtracker.rules.codes import CODES
from mailtracker.rules.lint import Around
from mailtracker.rules.load import load, load_texts, read
from tests.policy.base import BASE
from tests.rules.hostile import HOSTILE_MAILS, hostile_rules
from tests.rules.parts import marked

RULES = Path(__file__).parents[2] / "rules"
SHIPPED = {file.name: file.read_text(encoding="utf-8") for file in sorted(RULES.glob("*.yaml"))}

PATIENCE = 2.0
"""Seconds of CPU; what is tested here takes a tenth of it."""


def tried(texts: dict[str, str], patience: float = PATIENCE) -> list[Problem]:
    """The problems, each with a place and a known code; none when the rules load."""
    begun = time.process_time()
    try:
        load_texts(texts)
        found: list[Problem] = []
    except BadFiles as error:
        found = error.problems
        assert found
        assert any(not problem.warning for problem in found)
    assert time.process_time() - begun < patience
    for problem in found:
        assert problem.code in CODES
        assert problem.line or problem.file == "rules" or problem.code == "unreadable-file", problem
    return found


def told(texts: dict[str, str]) -> list[str]:
    return [
        f"{problem.line}:{problem.column} {problem.code}"
        for problem in tried({"base.yaml": BASE, **texts})
    ]


def with_when(when: str) -> dict[str, str]:
    return {"r.yaml": f"rules:\n  - {{name: r, why: w, to: bo, when: {{{when}}}}}\n"}


# half-written


@pytest.mark.parametrize("name", SHIPPED)
@pytest.mark.parametrize(
    "step", [13, pytest.param(1, marks=[pytest.mark.proof(part="cuts"), pytest.mark.timeout(600)])]
)
def test_a_file_cut_at_any_sign_loads_or_says_where_it_breaks(name: str, step: int) -> None:
    """Alone, so that 20,000 loads take a minute; with its neighbours at every third line below."""
    text = SHIPPED[name]
    for end in range(0, len(text), step):
        tried({name: text[:end]}, patience=1.0)


def test_a_file_cut_inside_a_character_is_told_at_its_place(tmp_path: Path) -> None:
    for file in RULES.glob("*.yaml"):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    data = (RULES / "routes.yaml").read_bytes()
    at = data.index("ö".encode()) + 1
    (tmp_path / "routes.yaml").write_bytes(data[:at])
    with pytest.raises(BadFiles) as caught:
        load(tmp_path)
    line = data[:at].count(b"\n") + 1
    assert [(problem.line, problem.code) for problem in caught.value.problems] == [
        (line, "not-utf8")
    ]


def test_the_whole_example_cut_at_its_lines_never_loads_without_its_fallback() -> None:
    text = SHIPPED["routes.yaml"]
    ends = [at for at, sign in enumerate(text) if sign == "\n"][::3]
    for end in ends:
        found = tried(SHIPPED | {"routes.yaml": text[:end]})
        assert found or "fallback: {" in text[:end]


# YAML


YAML = {
    "an alias bomb": ("a: &a [x, x]\nb: [*a, *a]\n", ["1:4 anchor", "2:5 alias", "2:9 alias"]),
    "a merge key": ("rules: &r [x]\nx:\n  <<: *r\n", ["1:8 anchor", "3:7 alias"]),
    "1,100 brackets": ("a: " + "[" * 1100, ["1:1003 not-yaml"]),
    "60 braces": ("{a: " * 60, ["1:201 too-deep"]),
    "a tab": ("rules:\n\t- name: r\n", ["2:1 not-yaml"]),
    "a key twice": ("fallback: {to: ana, to: bo}\n", ["1:21 duplicate-key"]),
    "a backspace for a word's end": ('rules: [{name: r, why: w, to: bo, when: {subject: '
                                     '"\\bvpn"}}]\n', ["1:51 control-character"]),
    "a Python object": ("a: !!python/tuple [x]\n", ["1:4 tag"]),
    "an include tag": ("rules: !include x.yaml\n", ["1:8 tag"]),
    "two documents": ("rules: []\n---\nrules: []\n", ["2:1 second-document"]),
    "a list at the top": ("- a\n", ["1:1 not-rules"]),
    "nothing": ("", ["1:1 not-rules"]),
    "a NUL": ("a: \x00", ["1:4 control-character"]),
    "a lone surrogate": ("a: \ud800", ["1:4 not-utf8"]),
    "a list for a key": ("? [a]\n: b\n", ["1:3 bad-key"]),
}  # fmt: skip


@pytest.mark.parametrize("name", YAML)
def test_what_yaml_can_do_to_us_is_told_at_its_place(name: str) -> None:
    text, expected = YAML[name]
    found = told({"r.yaml": text})
    assert [
        one for one in found if one.split()[1] in {code.split()[1] for code in expected}
    ] == expected


def test_words_that_yaml_would_change_stay_as_written() -> None:
    texts = with_when("subject: [9:00, on, NO, 1e3, 0x1F, null, 2026-01-05]")
    policy = load_texts({"base.yaml": BASE, **texts})
    for subject in ("at 9:00", "on", "no", "1e3", "0x1f", "null", "2026-01-05"):
        assert not route(policy, MailView("", (), subject, "")).gap
    assert route(policy, MailView("", (), "9 00 off yes 31", "")).gap


def test_two_megabytes_are_not_read(tmp_path: Path) -> None:
    (tmp_path / "big.yaml").write_text("# x\n" * 500_000)
    with pytest.raises(BadFiles, match="is larger than 1 MB"):
        load(tmp_path)


# includes


INCLUDES = {
    "../x.yaml": "bad-path",
    "/etc/passwd": "bad-path",
    "/etc/x.yaml": "bad-path",
    "a/../../x.yaml": "bad-path",
    "a/../x.yaml": "bad-path",
    "./x.yaml": "bad-path",
    "..\\x.yaml": "bad-path",
    "C:\\x.yaml": "bad-path",
    "\\\\host\\x.yaml": "bad-path",
    "a//x.yaml": "bad-path",
    ".hidden.yaml": "bad-path",
    "a/.git/x.yaml": "bad-path",
    "~/x.yaml": "no-such-file",
    "gone.yaml": "no-such-file",
    "help.pdf": "bad-path",
    "base.yaml": "duplicate-include",
}


@pytest.mark.parametrize("path", INCLUDES)
def test_an_include_that_leaves_the_folder_or_names_no_rules_is_refused_there(path: str) -> None:
    texts = {"a.yaml": f"include: ['{path}']\n"}
    if INCLUDES[path] == "duplicate-include":
        texts["a.yaml"] = f"include: [{path}, {path}]\n"
        assert told(texts) == ["1:22 duplicate-include"]
    else:
        assert told(texts) == [f"1:11 {INCLUDES[path]}"]


@pytest.mark.parametrize(
    "path", ["../x.pdf", "/etc/passwd", "a/../../x", "gone.pdf", ".ssh/id", ""]
)
def test_a_file_to_send_or_to_test_with_never_lies_outside(path: str) -> None:
    test = f"{{eml: '{path}', then: bo}}"
    said = f"when: {{subject: x}}, attach: '{path}', tests: [{test}]"
    rule = f"{{name: r, why: w, to: bo, {said}}}"
    assert len(told({"r.yaml": f"rules:\n  - {rule}\n"})) == 2 - (path == "gone.pdf")


def test_files_that_include_each_other_are_told_once() -> None:
    texts = {
        "a.yaml": "include: b.yaml\n",
        "b.yaml": "include: c.yaml\n",
        "c.yaml": "include: a.yaml\n",
    }
    assert told(texts) == ["1:10 include-circle"]
    assert told({"a.yaml": "include: a.yaml\n"}) == ["1:10 include-circle"]


def test_a_file_included_twice_is_told_at_the_second() -> None:
    texts = {
        "a.yaml": "include: [x/c.yaml]\n",
        "b.yaml": "include: [x/c.yaml]\n",
        "x/c.yaml": "hours: {}\n",
    }
    found = tried({"base.yaml": BASE, **texts})
    assert [(p.file, p.code) for p in found] == [
        ("rules/b.yaml", "duplicate-include"),
        ("rules/x/c.yaml", "wrong-shape"),
    ]


def test_a_chain_of_includes_ends_before_it_ends_us() -> None:
    chain = {f"x/{n}.yaml": f"include: x/{n + 1}.yaml\n" for n in range(3000)}
    found = tried({"a.yaml": "include: x/0.yaml\n", "base.yaml": BASE, **chain})
    assert [(p.file, p.code) for p in found] == [("rules/x/18.yaml", "too-deep")]


def test_more_than_500_files_are_too_many() -> None:
    many = {f"{n:03}.yaml": f"groups: {{g{n}: ana}}\n" for n in range(600)}
    found = tried({"base.yaml": BASE, **many}, patience=5.0)
    assert [(p.file, p.code) for p in found] == [("rules", "too-deep")]
    names = ", ".join(f"x/{n}.yaml" for n in range(600))
    inner = {f"x/{n}.yaml": f"groups: {{g{n}: ana}}\n" for n in range(600)}
    found = tried({"a.yaml": f"include: [{names}]\n", "base.yaml": BASE, **inner}, patience=5.0)
    assert {p.code for p in found} == {"too-deep"}
    assert all(p.file == "rules/a.yaml" for p in found)


# the disk


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "base.yaml").write_text(BASE)
    return tmp_path


def problems_in(folder: Path) -> list[str]:
    with pytest.raises(BadFiles) as caught:
        load(folder)
    return [f"{Path(p.file).name}:{p.line}:{p.column} {p.code}" for p in caught.value.problems]


def attach(folder: Path, name: str) -> None:
    (folder / "r.yaml").write_text(
        f"rules:\n  - {{name: r, why: w, to: bo, when: {{subject: x}}, attach: '{name}'}}\n"
    )


SPOILED: dict[str, Callable[[Path], object]] = {
    "a folder": lambda path: path.mkdir(),
    "a link to nowhere": lambda path: path.symlink_to(path.parent / "nowhere"),
    "a link to itself": lambda path: path.symlink_to(path),
    "more than a mail can carry": lambda path: path.write_bytes(bytes((5 << 20) + 1)),
    "nothing": lambda path: None,
}


@pytest.mark.parametrize("what", SPOILED)
def test_a_help_file_that_cannot_be_sent_is_told_where_it_is_named(folder: Path, what: str) -> None:
    attach(folder, "vpn.pdf")
    SPOILED[what](folder / "vpn.pdf")
    assert problems_in(folder) == ["r.yaml:2:59 no-such-file"]


OUTSIDE = "# the first line\npeople: hunter2\n"
"""What must not be read. As rules it would be wrong in its second line, and that line shown."""


def through(at: Path, to: Path, between: str) -> None:
    """A link to another one beside it: to the target, or to the folder that it lies in."""
    if between == "up":
        at.with_name(between).symlink_to(os.path.relpath(to.parent, at.parent))
        at.symlink_to(f"up/{to.name}")
    else:
        at.with_name(between).symlink_to(to)
        at.symlink_to(between)


WAYS_OUT: dict[str, Callable[[Path, Path], object]] = {
    "a link": lambda at, to: at.symlink_to(to),
    "a relative link": lambda at, to: at.symlink_to(os.path.relpath(to, at.parent)),
    "a link to a link": lambda at, to: through(at, to, "between"),
    "a link through a folder above": lambda at, to: through(at, to, "up"),
    "a link through /proc": lambda at, to: at.symlink_to(Path("/proc/self/root") / str(to)[1:]),
}

NAMED: dict[str, tuple[str, str]] = {
    "attach": (
        "rules: [{name: r, why: w, to: bo, when: {subject: x}, attach: §guides/x.yaml}]\n",
        "`guides/x.yaml` leads out",
    ),
    "eml": (
        "rules: [{name: r, why: w, to: bo, when: {subject: x}, tests: [{eml: §guides/x.yaml, "
        "then: bo}]}]\n",
        "`guides/x.yaml` leads out",
    ),
    "include": ("include: §guides/x.yaml\n", "`guides/x.yaml` leads out"),
    "the folder": ("", "leads out"),
}
"""Every way to have a file read: what names it, and where that is told. The folder names its own
files.
"""


@pytest.mark.parametrize("way", WAYS_OUT)
@pytest.mark.parametrize("named", NAMED)
def test_what_leads_out_of_the_folder_is_refused_where_it_is_named(
    tmp_path: Path, named: str, way: str
) -> None:
    outside, folder = tmp_path / "secret", tmp_path / "site" / "rules"
    (folder / "guides").mkdir(parents=True)
    outside.write_text(OUTSIDE)
    (folder / "base.yaml").write_text(BASE)
    text, told_as = NAMED[named]
    clean, places = marked("r.yaml", text)
    (folder / "r.yaml").write_text(clean or "groups: {all: bo}\n")
    at = folder / "x.yaml" if named == "the folder" else folder / "guides" / "x.yaml"
    WAYS_OUT[way](at, outside)
    with pytest.raises(BadFiles) as caught:
        load(folder, languages=("en",))
    (problem,) = [one for one in caught.value.problems if not one.warning]
    assert problem.code == "bad-path"
    assert told_as in problem.message
    place = f"{Path(problem.file).name}:{problem.line}:{problem.column}"
    assert place == (places[0] if places else "x.yaml:0:0")
    assert "hunter2" not in "".join(map(repr, caught.value.problems))


def test_links_that_stay_in_the_folder_are_read_and_belong_to_the_set(folder: Path) -> None:
    (folder / "shared").mkdir()
    (folder / "shared" / "vpn.txt").write_text("call us")
    (folder / "shared" / "more.txt").write_text("groups: {all: bo}\n")
    (folder / "guide.txt").symlink_to("shared/vpn.txt")
    (folder / "guides").symlink_to(folder / "shared")
    (folder / "more.yaml").symlink_to("shared/more.txt")
    attach(folder, "guide.txt")
    (folder / "s.yaml").write_text(
        "rules:\n  - {name: s, why: w, to: bo, when: {subject: y}, attach: guides/vpn.txt}\n"
    )
    policy, files = read(folder)
    assert {name: policy.files[name].data for name in policy.files} == {
        "guide.txt": b"call us",
        "guides/vpn.txt": b"call us",
    }
    assert set(files) == {
        *("base.yaml", "more.yaml", "r.yaml", "s.yaml", "guide.txt", "guides/vpn.txt"),
    }


@pytest.mark.timeout(10)
def test_pipes_sockets_and_endless_files_are_waited_for_by_nobody(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    attach(folder, "pipe.pdf")
    os.mkfifo(folder / "pipe.pdf")
    os.mkfifo(folder / "p.yaml")
    monkeypatch.chdir(folder)
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("s.yaml")
    with (folder / "t.yaml").open("wb") as file:
        file.truncate(1 << 40)
    (folder / "u.yaml").symlink_to("/dev/zero")
    assert problems_in(folder) == [
        "p.yaml:0:0 unreadable-file",
        "r.yaml:2:59 no-such-file",
        "s.yaml:0:0 unreadable-file",
        "t.yaml:0:0 unreadable-file",
        "u.yaml:0:0 bad-path",
    ]


def test_names_of_files_outside_are_told_by_no_warning(tmp_path: Path) -> None:
    """Rules files below that nobody includes are warned about: those below, not those behind."""
    folder = tmp_path / "rules"
    (folder / "below").mkdir(parents=True)
    (folder / "base.yaml").write_text(BASE)
    (folder / "below" / "stray.yaml").write_text("")
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "secret-project.yaml").write_text("")
    (folder / "out").symlink_to("../outside")
    warnings = load(folder, Around(date(2026, 1, 5))).warnings
    assert [Path(one.file).name for one in warnings if one.code == "not-included"] == ["stray.yaml"]


@pytest.mark.parametrize("what", ["a folder", "a link to nowhere", "a link to itself"])
def test_rules_that_are_no_file_are_told(folder: Path, what: str) -> None:
    SPOILED[what](folder / "x.yaml")
    assert problems_in(folder) == ["x.yaml:0:0 unreadable-file"]


def test_a_name_that_no_disk_takes_is_told_like_one_that_is_not_there(folder: Path) -> None:
    name = "x" * 300
    attach(folder, f"{name}.pdf")
    assert problems_in(folder) == ["r.yaml:2:59 no-such-file"]
    (folder / "r.yaml").write_text(f"include: {name}.yaml\n")
    assert problems_in(folder) == ["r.yaml:1:10 unreadable-file"]


def test_a_missing_mail_of_a_test_is_told_where_it_is_named(folder: Path) -> None:
    (folder / "r.yaml").write_text(
        "rules:\n  - {name: r, why: w, to: bo, when: {subject: x}, tests: [{eml: mails/x.eml, "
        "then: bo}]}\n"
    )
    assert problems_in(folder) == ["r.yaml:2:65 no-such-file"]


def test_a_file_that_is_not_utf_8_is_told_at_its_first_foreign_byte(folder: Path) -> None:
    (folder / "x.yaml").write_bytes(b"# ok\n# B\xfcro\n")
    assert problems_in(folder) == ["x.yaml:2:4 not-utf8"]


# much of everything


MUCH = {
    "a long line of managers": "people:\n"
    + "".join(
        f"  p{n}: {{name: N, email: p{n}@c.example, manager: p{(n + 1) % 3000}}}\n"
        for n in range(3000)
    ),
    "thousands of unknown names": "people:\n"
    + "".join(
        f"  person{n}: {{name: N, email: p{n}@c.example, cover: prsn{n}x}}\n" for n in range(3000)
    ),
    "thousands of wrong addresses": "people:\n"
    + "".join(f"  person{n}: {{name: N, email: pc.example}}\n" for n in range(9000)),
    "thousands of equal rules": "rules:\n"
    + "  - {name: a, why: w, when: {subject: x}, to: bo}\n" * 3000,
    "thousands of zones": "hours:\n"
    + "".join(f"  h{n}: {{zone: Europe/Berl{n}, mon: 9:00-10:00}}\n" for n in range(600)),
}


@pytest.mark.parametrize("name", MUCH)
def test_a_thousand_mistakes_take_no_longer_than_a_thousand_rules(name: str) -> None:
    assert 500 <= len(tried({"base.yaml": BASE, "r.yaml": MUCH[name]}, patience=8.0)) <= 1500


def test_the_line_that_is_shown_is_the_one_that_is_wrong_whatever_ends_lines() -> None:
    for end in ("\n", "\r\n", "\r", "\x85", "\u2028"):
        text = end.join(["# one", "people:", "  cy: {name: Cy, email: nowhere}", ""])
        (problem,) = tried(
            {
                "base.yaml": BASE.replace("people:", "x:", 1)[BASE.index("hours") - 1 :],
                "p.yaml": text,
            }
        )[-1:]
        assert (problem.line, problem.source) == (3, "  cy: {name: Cy, email: nowhere}")


@pytest.mark.parametrize(
    "instant",
    ["0001-01-01 00:00 Europe/Berlin", "9999-12-31 23:59", "9999-12-31 23:00 America/New_York",
     "2026-01-05 22:00+05:00",
     "2026-01-05", "22:00", "2026-01-05 24:00", "2026-01-05 9:60", "2026-01-05 ٢٢:٠٠",
     "1969-12-31 12:00"],
)  # fmt: skip
def test_an_instant_outside_any_clock_is_refused(instant: str) -> None:
    test = f"{{mail: {{time: '{instant}'}}, then: bo}}"
    rule = f"{{name: r, why: w, to: bo, when: {{time: {{within: office}}}}, tests: [{test}]}}"
    assert told({"r.yaml": f"rules:\n  - {rule}\n"}) == ["2:85 bad-date"]


# regular expressions


PLAIN = ["^(ab)+c$", "(?:foo|bar)z", "x{1,3}y", "^[a-z]{1,8}!$", "\\d{4}-\\d{2}"]


@pytest.mark.parametrize("pattern", PLAIN)
def test_patterns_run_on_a_matcher_whose_time_is_linear(pattern: str) -> None:
    """RE2 promises that for each pattern that it takes. Ours reach no other: an expression that
    costs others minutes is not needed to know that.
    """
    compiled = compile_pattern(pattern)
    assert type(compiled).__module__.partition(".")[0] in ("re2", "_re2")
    for text in ("a" * 65_536, "ab" * 32_768, "1" * 65_536):
        begun = time.process_time()
        compiled.search(text.encode())
        assert time.process_time() - begun < PATIENCE


LACKING = {
    "(?=x)": "look-ahead", "(?!x)": "look-ahead", "a(?<=x)": "look-behind",
    "(?<!x)a": "look-behind", "(a)\\1": "back-reference",
    "(?P<n>a)(?P=n)": "back-reference", "\\k<n>": "back-reference", "(?>a+)": "atomic group",
    "a++": "possessive quantifier",
    "a*+": "possessive quantifier", "a?+b": "possessive quantifier", "(a)(?(1)b|c)": "condition",
    "(?x)a b": "verbose mode",
    "(?ix)a": "verbose mode", "a(?#why)": "comment", "a\\Z": "escape `\\Z`",
    "\\u00e4": "escape `\\u`", "\\N{DASH}": "escape `\\N`",
    "\\R": "escape `\\R`", "\\h": "escape `\\h`", "\\Ka": "escape `\\K`",
}  # fmt: skip


@pytest.mark.parametrize("pattern", LACKING)
def test_what_re2_lacks_is_named(pattern: str) -> None:
    (problem,) = tried({"base.yaml": BASE, **with_when(f"subject: {{regex: '{pattern}'}}")})
    assert problem.code == "bad-regex"
    assert f"RE2 has no {LACKING[pattern]}" in problem.message
    assert (problem.line, problem.column) == (2, 55)


@pytest.mark.parametrize("pattern", ["\\bvpn\\b", "x\\B", "\\w+", "a\\W", "[\\w-]+"])
def test_patterns_that_would_miss_an_umlaut_point_to_plain_words_or_to_letters(
    pattern: str,
) -> None:
    (problem,) = tried({"base.yaml": BASE, **with_when(f"subject: {{regex: '{pattern}'}}")})
    assert problem.code == "bad-regex"
    hint = "plain words match whole words" if "b" in pattern.lower() else "write `[\\pL\\pN_]`"
    assert hint in problem.message


@pytest.mark.parametrize(
    "pattern",
    ["\\\\b", "[\\\\w]", "\\(?=x", "\\(?<!", "a\\+\\+", "[(][?]=", "\\x{e4}", "(?i)a", "\\Aa\\z"],
)
def test_what_only_looks_like_these_is_taken(pattern: str) -> None:
    assert tried({"base.yaml": BASE, **with_when(f"subject: {{regex: '{pattern}'}}")}) == []


@pytest.mark.parametrize(
    "pattern",
    [
        "(",
        "a)",
        "[z-a]",
        "*a",
        "a{2000}",
        "(a{100}){100}",
        "\\pX",
        "((((a{9}){9}){9}){9})",
        "x" * 1001,
        "\\",
    ],
)
def test_a_pattern_that_is_none_or_too_large_is_told_at_its_place(pattern: str) -> None:
    (problem,) = tried({"base.yaml": BASE, **with_when(f"subject: {{regex: '{pattern}'}}")})
    assert (problem.line, problem.column, problem.code) == (2, 55, "bad-regex")


def test_a_pattern_whose_every_character_costs_is_refused_as_slow() -> None:
    found = tried({"base.yaml": BASE, **with_when("subject: {regex: '[ab]*a[ab]{900}'}")})
    assert {problem.code for problem in found} <= {"bad-regex", "slow-regex"}
    assert found


# any bytes at all

ALPHABET = "rules:pon whentofsubj{}[]()'\"*&!|>-?#%@`,.\\\n \t\x00\x07\x85\u2028äß😀*~=<0123456789"
fuzz = settings(
    max_examples=300,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)
leaves = st.sampled_from(
    ["", "bo", "ana", "vpn", "lohn*", "*", "(?=x)", "a+", "9:00-17:00", "on", "true", "office",
     "4 hours", "100%", "x@y.example",
     "*@y", "2026-01-05", "9999-12-31 23:59", "nobody", "../x", "x.yaml", "base.yaml", "owner",
     "\u0301", "5 MB"]
)  # fmt: skip
KEYS = """
name why when to tests mail then from subject body any all not header time size regex words
accents within over rules notes add tag people hours zone mon-fri teams lead members assign rota
ladders default at tell fallback include groups promises away first_reply cover manager ask attach
eml from_group promise reason bo office
""".split()
SECTIONS = "rules notes people teams hours ladders promises groups fallback include".split()
trees = st.recursive(
    leaves,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=4)
    ),
    max_leaves=12,
)
sections = st.dictionaries(
    st.sampled_from(SECTIONS), trees | st.lists(trees, max_size=2), min_size=1, max_size=4
)


@fuzz
@given(st.text(alphabet=ALPHABET, max_size=60))
def test_any_text_is_a_policy_or_bad_files(text: str) -> None:
    tried({"base.yaml": BASE, "x.yaml": text})


@fuzz
@given(st.binary(max_size=60))
def test_any_bytes_in_a_file_are_a_policy_or_bad_files(
    tmp_path_factory: pytest.TempPathFactory, data: bytes
) -> None:
    folder = tmp_path_factory.mktemp("any")
    (folder / "base.yaml").write_text(BASE)
    (folder / "x.yaml").write_bytes(data)
    with suppress(BadFiles):
        load(folder)


@fuzz
@given(sections)
def test_any_tree_of_known_words_is_a_policy_or_bad_files(tree: dict[str, object]) -> None:
    tried({"base.yaml": BASE, "x.yaml": json.dumps(tree)})
    tried({"x.yaml": json.dumps(tree)})


@fuzz
@given(st.data())
def test_a_good_file_with_any_value_changed_is_a_policy_or_bad_files(data: st.DataObject) -> None:
    lines = (GOOD + BASE).split("\n")
    at = data.draw(st.integers(0, len(lines) - 1))
    words = lines[at].split(" ")
    words[data.draw(st.integers(0, len(words) - 1))] = json.dumps(data.draw(trees))
    lines[at] = " ".join(words)
    tried({"x.yaml": "\n".join(lines)})


GOOD = """
rules:
  - name: r
    why: w
    when: {subject: [vpn, {regex: a+}], time: {within: office}, size: {over: 5 MB},
           header: {X: y}, from_group: g}
    to: bo
    promise: normal
    ladder: default
    tag: [a, b]
    ask: {en: Which?}
    close_after: 5 days
    tests:
      - {mail: {subject: vpn, time: 2026-01-05 10:00}, then: {to: bo, rule: r, tag: a}}
  - {name: n, reason: w, when: [{kind: list}, {not: {verified: true}}], to: nobody}
notes:
  - {when: {attachment: "*.pdf"}, add: {watch: ana}}
groups: {g: [ana, bo]}
teams: {t: {lead: ana, members: [ana, bo], assign: {rota: daily, from: 2026-01-05}}}
"""


def test_what_is_changed_above_is_good() -> None:
    assert tried({"x.yaml": GOOD + BASE}) == []


# hostile mail against hostile rules


@pytest.mark.parametrize("name", HOSTILE_MAILS)
def test_no_mail_holds_up_the_mail_behind_it(name: str) -> None:
    """How long exactly is measured by benchmarks/matching.py; here only that
    nothing grows without bound.
    """
    policy = load_texts({"base.yaml": BASE, "r.yaml": hostile_rules()})
    begun = time.process_time()
    route(policy, HOSTILE_MAILS[name])
    assert time.process_time() - begun < PATIENCE
    explain(policy, HOSTILE_MAILS[name])
    assert time.process_time() - begun < 2 * PATIENCE
