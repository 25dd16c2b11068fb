"""`preview`: the name of a letter in, that letter with sample values out: as its reader gets it, or
on a page with all of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mailtracker.cli.options import config_option
from mailtracker.cli.output import plain, print_table
from mailtracker.errors import MailtrackerError

if TYPE_CHECKING:
    from mailtracker.cli.sample_mails import SampleMail
    from mailtracker.letters.letters import Letters


@click.command()
@click.argument("letter", required=False)
@config_option
@click.option("--lang", "language", metavar="LANG", help="In this language. Default: English.")
@click.option(
    "--html",
    "page",
    type=click.Path(dir_okay=False, writable=True, path_type=Path),
    metavar="FILE",
    help="Write a page for a browser instead, in all languages side by side: as a line of a list "
    "of mails, on a telephone and on a desk, in light and in dark.",
)
@click.option("--every-case", is_flag=True, help="Each form that the letter may take.")
def preview(
    letter: str | None, path: Path, language: str | None, page: Path | None, every_case: bool
) -> None:
    """Show a mail of ours with sample values, as the templates of the config write it.

    Without LETTER it is all of them: as a list of mails shows them, or whole with --html. A note is
    shown with a mail that is carried on. Nothing is sent.

    \b
    Examples: mailtracker preview receipt --lang de
              mailtracker preview reminder --every-case
              mailtracker preview --html letters.html
    """
    from mailtracker.config import folders
    from mailtracker.letters.letters import Letters

    letters = Letters(folders(path)[1])
    names = _names(letter)
    languages = _languages(letters, language)
    if page is None:
        mails = list(_mails(letters, names, languages[:1], every_case))
        if letter is None:
            _print_list(mails)
        else:
            _print_whole(mails)
        return
    from mailtracker.cli.preview_page import page_of

    written = page_of(list(_mails(letters, names, languages, every_case)))
    try:
        page.write_text(written, encoding="utf-8", errors="replace")
    except OSError as error:
        raise MailtrackerError(f"{page} cannot be written: {error.strerror}") from error
    click.echo(f"{page}: {len(names)} letters in {', '.join(languages)}")


def _names(letter: str | None) -> Sequence[str]:
    from mailtracker.letters.samples import NAMES

    if letter is None:
        return NAMES
    if letter in NAMES:
        return (letter,)
    near = get_close_matches(letter, NAMES, 1)
    meant = f"did you mean {near[0]}?" if near else f"known: {', '.join(NAMES)}"
    raise click.BadParameter(f"no letter is called {plain(letter)}; {meant}", param_hint="LETTER")


def _languages(letters: Letters, language: str | None) -> Sequence[str]:
    """English before the others, unless one is asked for."""
    if language is None:
        return sorted(letters.languages, key=lambda one: (one != "en", one))
    if language in letters.languages:
        return (language,)
    known = ", ".join(letters.languages)
    text = f"there are no letters in {plain(language)}; known: {known}"
    raise click.BadParameter(text, param_hint="--lang")


def _mails(
    letters: Letters, names: Sequence[str], languages: Sequence[str], every_case: bool
) -> Iterator[SampleMail]:
    """The languages of a case together."""
    from mailtracker.cli.sample_mails import sample_mails

    for name in names:
        told = (sample_mails(letters, name, language, every_case) for language in languages)
        yield from sorted((mail for mails in told for mail in mails), key=lambda mail: mail.number)


def _print_list(mails: Sequence[SampleMail]) -> None:
    rows = [(mail.letter, mail.sender, mail.subject, mail.opening) for mail in mails]
    print_table(("letter", "from", "subject", "begins"), rows)


def _print_whole(mails: Sequence[SampleMail]) -> None:
    for number, mail in enumerate(mails):
        if number:
            click.echo("=" * 76)
        click.echo(f"From:       {plain(mail.sender)}")
        click.echo(f"Subject:    {plain(mail.subject)}")
        click.echo(f"In a list:  {plain(mail.opening)}\n")
        click.echo("\n".join(line.rstrip() for line in mail.text.rstrip().split("\n")))
