"""Many people in one mail, and one mail among many that cannot be written: nobody's harm is
everybody's.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from mailtracker import outgoing
from mailtracker.letters.letters import Letters
from mailtracker.shipped import shipped
from mailtracker.store import requests
from tests.composers import in_a_child
from tests.stories import company as stories
from tests.stories.company import ALIAS, Company, body

CROWD = [f"p{number}@corp.example" for number in range(40)]


def in_copy(*people: str):
    def edit(mail):
        mail["Cc"] = ", ".join(people)

    return edit


def answer_to_all(mail):
    mail["Cc"] = ALIAS


def test_forty_who_answer_all_are_one_request_and_one_digest(company):
    first = company.write(
        "eva@corp.example", "VPN drops", "Every hour. Who else?", edit=in_copy(*CROWD)
    )
    company.turn()
    assert "add all" in body(company.last("eva@corp.example"))
    before = len(company.inbox("bo@corp.example"))
    for who in CROWD:
        company.reply(who, first, f"Same here, says {who}.", edit=answer_to_all)
    company.turn()
    company.travel(minutes=15)
    with company.runtime() as runtime, runtime.store.read() as conn:
        assert len(requests.requests(conn)) == 1
    got = company.inbox("bo@corp.example")[before:]
    assert len(got) == 6
    words = " ".join(" ".join(body(mail).split()) for mail in got)
    assert all(f"says {who}" in words for who in CROWD)
    assert not any(mail["From"] and ALIAS in mail["From"] for mail in company.inbox(CROWD[0]))
    company.write(CROWD[0], "VPN drops here, too", "Please help.")
    company.turn()
    assert "has it" in body(company.last(CROWD[0]))


def test_the_owner_takes_in_whom_the_crowd_hid(company):
    company.write("eva@corp.example", "VPN drops", "Who else?", edit=in_copy(*CROWD))
    company.turn()
    asked = company.last("bo@corp.example")
    company.reply("bo@corp.example", asked, "add p7@corp.example\n\nP7, is it your cable?")
    company.turn()
    assert "is it your cable" in body(company.last("p7@corp.example"))
    assert "is it your cable" in body(company.last("eva@corp.example"))
    assert not any(ALIAS in mail["From"] for mail in company.inbox("p8@corp.example"))
    assert "reads along" in body(company.last("bo@corp.example"))


def with_a_broken_letter(folder: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its template fails for this one request, and for no sample."""
    shutil.copytree(shipped("templates"), folder)
    for path in folder.glob(f"*/{name}.md"):
        path.write_text(path.read_text() + '{{ 1 // (request.subject != "VPN drops") }}\n')
    broken = Letters(folder)
    monkeypatch.setattr(stories, "letters", lambda: broken)


@pytest.mark.parametrize("composed", ["here", "in a child"])
@pytest.mark.parametrize(
    ("name", "who", "lost"),
    [
        ("receipt", "opens", "eva@corp.example"),
        ("note_owner", "opens", "bo@corp.example"),
        ("note_requester", "answers", "eva@corp.example"),
        ("note_copied", "answers", "lee@corp.example"),
    ],
)
def test_each_mail_of_a_decision_that_cannot_be_written_leaves_the_others_alone(
    company: Company,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    who: str,
    lost: str,
    composed: str,
) -> None:
    if composed == "in a child":
        company.composer = in_a_child
    with_a_broken_letter(tmp_path / "templates", name, monkeypatch)
    company.write("eva@corp.example", "VPN drops", "Every hour.", edit=in_copy("lee@corp.example"))
    company.turn()
    if who == "answers":
        company.reply("bo@corp.example", company.last("bo@corp.example"), "It was the cable.")
        company.turn()
    with company.runtime() as runtime, runtime.store.read() as conn:
        request = requests.by_reference(conn, "IT-1001")
        told = [event.text for event in requests.history(conn, request.id)]
    assert any(f"{name} to {lost}" in text for text in told)
    if name == "note_owner":  # who cannot be written to cannot have it: the next one has
        assert request.owner == "sam"
        assert "Every hour." in body(company.last("sam@corp.example"))
        return
    others = {"receipt": "bo", "note_requester": "lee", "note_copied": "eva"}
    assert ALIAS in company.last(f"{others[name]}@corp.example")["From"]
    assert lost in " ".join(body(company.last("bo@corp.example")).split())


def test_a_letter_that_takes_too_long_is_the_failure_of_one_mail(
    company: Company, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And of the others of its decision, and of its transaction, none waits for good."""
    company.composer = lambda world: in_a_child(world, deadline=1.0)
    shutil.copytree(shipped("templates"), tmp_path / "templates")
    for path in tmp_path.glob("templates/*/receipt.md"):
        long = "{% if request.subject == 'Slow' %}" + "{% for _ in range(99999) %}" * 3
        path.write_text(f"{path.read_text()}{long}{'{% endfor %}' * 3}{{% endif %}}\n")
    letters = Letters(tmp_path / "templates")
    monkeypatch.setattr(stories, "letters", lambda: letters)
    for subject in ("VPN drops", "Slow", "Printer"):
        company.write("eva@corp.example", subject, f"{subject}.")
    company.turn()
    receipts = [mail["Subject"] for mail in company.inbox("eva@corp.example")]
    assert len(receipts) == 2
    assert not any("Slow" in subject for subject in receipts)
    owners = [
        mail for who in ("bo", "sam", "priya") for mail in company.inbox(f"{who}@corp.example")
    ]
    words = " ".join(" ".join(body(mail).split()) for mail in owners)
    assert all(f"{subject}." in words for subject in ("VPN drops", "Slow", "Printer"))
    with company.runtime() as runtime, runtime.store.read() as conn:
        request = requests.by_reference(conn, "IT-1002")
        told = [event.text for event in requests.history(conn, request.id)]
    assert any("receipt to eva@corp.example: it cannot be written" in text for text in told), told


def test_of_a_mail_too_large_for_so_many_the_text_goes_and_the_files_stay(
    company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outgoing, "MAX_CARRIED", 30_000)
    people = [f"p{number}@corp.example" for number in range(3)]
    company.write("eva@corp.example", "VPN drops", "Every hour.", edit=in_copy(*people))
    company.turn()

    def plan(mail):
        mail.add_attachment(b"x" * 15_000, "application", "pdf", filename="plan.pdf")

    company.reply("bo@corp.example", company.last("bo@corp.example"), "Here it is.", edit=plan)
    company.turn()
    everybody = [company.last(who) for who in ("eva@corp.example", *people)]
    assert all("Here it is." in body(mail) for mail in everybody)
    files = [[part.get_filename() for part in mail.iter_attachments()] for mail in everybody]
    assert files == [["plan.pdf"], [], [], []]
    assert all("plan.pdf" in body(mail) for mail in everybody[1:])
