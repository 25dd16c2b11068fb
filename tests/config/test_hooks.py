"""`[[hook]]` in config.toml: names, and addresses that stand elsewhere since they are secrets."""

from __future__ import annotations

from pathlib import Path

import pytest

from mailtracker.errors import BadFiles
from tests.config.reading import ENVIRON, GOOD, Reading

HOOK = '\n[[hook]]\nname = "pager"\n'


def problems(read: Reading, text: str, **environ: str) -> list[str]:
    with pytest.raises(BadFiles) as caught:
        read(GOOD + text, {**ENVIRON, **environ})
    return [problem.message for problem in caught.value.problems]


def test_its_address_is_read_from_a_file(read: Reading, tmp_path: Path) -> None:
    secret = tmp_path / "pager"
    secret.write_text("https://pager.corp.example/hook?key=s3cret\n")
    secret.chmod(0o600)
    (hook,) = read(GOOD + HOOK + 'url_file = "pager"\ntimeout = "5 s"\n').hooks
    assert (hook.name, hook.timeout, hook.part) == ("pager", 5.0, "hook pager")
    assert hook.url.get_secret_value() == "https://pager.corp.example/hook?key=s3cret"
    assert "s3cret" not in repr(hook)


def test_or_from_the_environment(read: Reading) -> None:
    (hook,) = read(
        GOOD + HOOK + 'url_env = "URL"\n', {**ENVIRON, "URL": "https://a.example/"}
    ).hooks
    assert (hook.url.get_secret_value(), hook.timeout) == ("https://a.example/", 10.0)


def test_there_are_none_unless_they_are_named(read: Reading) -> None:
    assert read(GOOD).hooks == ()


def test_a_file_that_everybody_can_read_is_refused(read: Reading, tmp_path: Path) -> None:
    secret = tmp_path / "pager"
    secret.write_text("https://pager.corp.example/\n")
    secret.chmod(0o644)
    (told,) = problems(read, HOOK + 'url_file = "pager"\n')
    assert "everybody on this machine can read" in told


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("http://pager.corp.example/", "pager.corp.example is another machine"),
        ("ftp://pager.corp.example/", "must be a URL"),
        ("pager.corp.example", "must be a URL"),
        ("https://user:s3cret@pager.corp.example/", "without a user, a password"),
        ("https://pager.corp.example/#s3cret", "without a user, a password or a #"),
    ],
)
def test_an_address_that_is_none_is_told_without_being_quoted(
    read: Reading, address: str, why: str
) -> None:
    (told,) = problems(read, HOOK + 'url_env = "URL"\n', URL=address)
    assert why in told
    assert "s3cret" not in told


def test_clear_text_is_for_loopback(read: Reading) -> None:
    for address in ("http://localhost:8080/hook", "http://127.0.0.1/", "http://[::1]:80/"):
        (hook,) = read(GOOD + HOOK + 'url_env = "URL"\n', {**ENVIRON, "URL": address}).hooks
        assert hook.url.get_secret_value() == address


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (HOOK, "url_file (or url_env) is missing"),
        (HOOK + 'url = "https://a.example/s3cret"\n', "does not stand in this file"),
        (HOOK + 'url_file = "gone"\n', "there is no file"),
        (HOOK + 'url_file = "gone"\nurl_env = "URL"\n', "not both"),
        (HOOK + 'url_env = "URL"\n' + HOOK + 'url_env = "URL"\n', "another hook is called 'pager'"),
        (HOOK + 'url_env = "URL"\ntimeout = "1 hour"\n', "between 1 s and 25 s"),
        (HOOK + 'url_env = "URL"\nca_file = "gone.pem"\n', "there is no file"),
        ('\n[[hook]]\nurl_env = "URL"\n', "is missing"),
        ('\n[[hook]]\nname = "a b"\nurl_env = "URL"\n', ""),
    ],
)
def test_what_is_wrong_is_told(read: Reading, text: str, why: str) -> None:
    told = problems(read, text, URL="https://pager.corp.example/")
    assert any(why in one for one in told), told
    assert not any("s3cret" in one for one in told)
