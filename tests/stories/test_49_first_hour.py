"""What an admin meets in the first hour: a look at the mail that lies there, a check that means
what it says, people who read and write other languages.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tests.need import need_as_root
from tests.servers.small_disk import SmallDisk
from tests.stories.company import RULES, Company, body

# -- a look at the mail that lies there --------------------------------------------------


def lay(site, subject: str, days: float, sender: str = "eva@corp.example") -> None:
    """A mail that came so many days ago."""
    came = datetime.now(UTC) - timedelta(days=days)
    site.box.append(site.mail(sender, subject), msg_time=came)


def test_a_first_dry_run_says_how_to_see_the_mail_that_lies_there(site):
    site.write_config(start_from="now")
    lay(site, "VPN drops", days=3)
    done = site.ask("run", "--once", "--dry-run")
    assert "0 mails would be taken; 1 older mail stays where it is" in done.stdout
    assert "--since 30d" in done.stdout


@pytest.mark.of_a_file
def test_a_dry_run_since_a_month_ago_shows_what_a_first_run_would_have_done(site):
    site.write_config(start_from="now")
    for subject, days in (("VPN of last year", 300), ("VPN drops", 20), ("Gehalt im Mai", 2)):
        lay(site, subject, days)
    before = site.box.flags()
    done = site.ask("run", "--once", "--dry-run", "--since", "30d")
    assert done.returncode == 0, done.stderr
    assert "VPN of last year" not in done.stdout
    first, second = done.stdout.index("VPN drops"), done.stdout.index("Gehalt im Mai")
    assert first < second
    assert done.stdout.count("receipt to eva@corp.example") == 2
    assert "2 mails came since" in done.stdout
    assert "deadline" not in done.stdout
    assert not (site.folder / "mailtracker.db").exists()
    assert set(site.box.flags()) == set(before)
    assert site.post.accepted == 0


def test_each_mail_is_looked_at_as_if_it_were_the_day_it_came(site):
    """Twelve mails of one person in a month are no flood; of one minute they would be."""
    site.write_config(start_from="now")
    for number in range(12):
        lay(site, f"VPN {number}", days=25 - 2 * number)
    done = site.ask("run", "--once", "--dry-run", "--since", "4w")
    assert done.stdout.count("receipt to eva@corp.example") == 12, done.stdout
    assert "12 mails came since" in done.stdout


def test_a_mailbox_that_is_served_can_be_looked_at_as_well(site):
    lay(site, "VPN drops", days=3)
    assert site.run("run", "--once").returncode == 0
    lay(site, "VPN again", days=2)
    day = f"{datetime.now(UTC) - timedelta(days=5):%Y-%m-%d}"
    done = site.ask("run", "--once", "--dry-run", "--since", day)
    assert "1 mail came since" in done.stdout  # the other one was put away


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("run", "--since", "30d"), "goes with --once --dry-run"),
        (("run", "--once", "--since", "30d"), "goes with --once --dry-run"),
        (("run", "--once", "--dry-run", "--since", "soon"), "write 30d, 12w, or a date"),
        (("run", "--once", "--dry-run", "--since", "2999-01-01"), "is yet to come"),
    ],
)
def test_what_since_does_not_go_with_is_said_at_once(site, words, told):
    done = site.ask(*words)
    assert done.returncode == 2
    assert told in done.stderr


def test_what_the_first_start_left_is_taken_when_the_config_asks_for_it_once(site):
    """As the log of the first start says."""
    site.write_config(start_from="now")
    lay(site, "VPN drops", days=3)
    first = site.run("run", "--once")
    assert 'start_from = "all" takes them' in first.stderr
    assert site.post.accepted == 0
    site.write_config(start_from="all")
    site.run("run", "--once")
    assert len(site.post.mails("eva@corp.example")) == 1
    site.write_config(start_from="now")
    site.run("run", "--once")
    assert len(site.post.mails("eva@corp.example")) == 1
    assert site.box.mails() == []


# -- a check that means what it says -----------------------------------------------------


@pytest.mark.of_a_file
def test_check_is_red_where_run_would_find_its_disk_full(site, tmp_path):
    with SmallDisk(tmp_path / "disk", megabytes=1) as disk:
        need_as_root("a small disk of our own (mount -t tmpfs)", disk.is_mounted)
        with (site.folder / "config.toml").open("a") as config:
            config.write(f'[store]\nurl = "sqlite:///{disk.folder}/mail.db"\n')
        assert "✓ database: will be made by the first run" in site.ask("check").stdout
        disk.fill()
        done = site.ask("check")
        assert done.returncode == 1
        assert "no database can be written in it: the disk is full" in done.stdout


@pytest.mark.of_a_file
def test_check_says_what_run_would_say_of_a_database_that_others_can_read(site):
    assert site.run("run", "--once").returncode == 0
    (site.folder / "mailtracker.db").chmod(0o644)
    refused, done = site.run("run", "--once"), site.ask("check", "--offline")
    assert (refused.returncode, done.returncode) == (1, 1)
    typed = f"chmod 600 {site.folder}/mailtracker.db"
    assert typed in refused.stderr
    assert typed in done.stdout


# -- languages ---------------------------------------------------------------------------


@pytest.mark.parametrize("word", ["Klaar.", "erledigt", "Feito!", "C’est fait."])
def test_an_owner_closes_in_their_own_language_and_the_requester_does_not_read_the_word(
    post_office, tmp_path, word
):
    company = Company(post_office, tmp_path)
    company.write("Eva Lund <eva@corp.example>", "VPN drops", "Every hour.")
    company.turn()
    company.reply(
        "bo@corp.example", company.last("bo@corp.example"), f"{word}\n\nIt was the router."
    )
    company.turn()
    assert company.request().status == "closed"
    read = "\n".join(body(mail) for mail in company.inbox("eva@corp.example"))
    assert "It was the router." in read
    assert word not in read


def test_who_reads_what_there_are_no_templates_for_gets_the_mailboxs_next_language(
    post_office, tmp_path
):
    rules = RULES.replace("language: de}", "language: nl}")
    company = Company(post_office, tmp_path, rules, languages=("nl", "de", "en"))
    company.write("Eva Lund <eva@corp.example>", "Gehalt?", "Kein Geld ist gekommen.")
    company.turn()
    assert "ntwort" in body(company.last("jonas@corp.example"))
