"""`mailtracker outbox`: mail of ours that waits, failed or is uncertain, and what becomes of it."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Connection, update

from mailtracker.cli.output import moment
from mailtracker.desk.request import Lane, State
from mailtracker.store import keep, outbox, requests, sending
from mailtracker.store.database import Store
from mailtracker.store.outgoing import Outgoing
from mailtracker.store.sending import Attempt
from mailtracker.store.tables import outbox as outbox_rows
from tests.cli.makers import NOW, Run, opened

LONG_AGO = NOW - timedelta(days=8)


def wrote(conn: Connection, to: str, letter: str = "receipt", request_id: int | None = 1) -> int:
    mail = Outgoing(
        row_key=f"m1/{letter}/{to}",
        request_id=request_id,
        letter=letter,
        lane=Lane.OWNER,
        recipient=to,
        person="",
        message_id=f"<k.{letter}.{to}>",
        token=None,
        env_from="",
        raw=b"Subject: x\r\n\r\nx\r\n",
        created_at=NOW - timedelta(minutes=5),
    )
    row_id = outbox.queue(conn, mail)
    assert row_id is not None
    return row_id


def ended(conn: Connection, row_id: int, answer: Attempt, at: object = NOW) -> int:
    claimed = sending.claim(conn, NOW)
    assert claimed is not None
    assert claimed.id == row_id
    sending.settle(conn, row_id, answer, at)  # type: ignore[arg-type]
    return row_id


UNCERTAIN = Attempt("uncertain", None, "did not answer the final dot")
REFUSED = Attempt("failed", 550, "5.1.1 no such user")
LATER = Attempt("retry", 451, "4.7.1 greylisted", "rcpt 451 4.7.1 corp.example")


@pytest.fixture
def mails(store: Store) -> dict[str, int]:
    """One in each state, about one request."""
    with store.write() as conn:
        opened(conn, "VPN drops")
        return {
            "sent": ended(conn, wrote(conn, "a@corp.example"), Attempt("sent", 250, "ok")),
            "uncertain": ended(conn, wrote(conn, "b@corp.example"), UNCERTAIN),
            "failed": ended(conn, wrote(conn, "c@corp.example"), REFUSED),
            "old": ended(conn, wrote(conn, "d@corp.example"), REFUSED, LONG_AGO),
            "refused": ended(conn, wrote(conn, "e@corp.example"), LATER),
            "answer": wrote(conn, "kim@corp.example", "note_requester"),
        }


def ids(shown: str) -> list[int]:
    return [row["id"] for row in json.loads(shown)]


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ((), ["uncertain", "failed"]),
        (("--state", "uncertain"), ["uncertain"]),
        (("--state", "failed"), ["failed", "old"]),
        (("--state", "ready"), ["refused", "answer"]),
        (("--state", "sent"), ["sent"]),
        (("--state", "all"), ["sent", "uncertain", "failed", "old", "refused", "answer"]),
        (("--state", "all", "--limit", "2"), ["refused", "answer"]),
    ],
)
def test_it_lists_what_needs_a_human_or_what_is_asked_for(
    mailtracker: Run, mails: dict[str, int], words: tuple[str, ...], wanted: list[str]
) -> None:
    shown = mailtracker("outbox", "list", "--json", *words)
    assert shown.exit_code == 0
    assert ids(shown.stdout) == [mails[name] for name in wanted]


def test_the_table_says_to_whom_about_what_and_why(mailtracker: Run, mails: dict[str, int]) -> None:
    shown = mailtracker("outbox", "list").stdout
    assert "did not answer the final dot" in shown
    assert "550 5.1.1 no such user" in shown
    assert "IT-1001" in shown
    waiting = mailtracker("outbox", "list", "--state", "ready").stdout
    assert "next try" in waiting
    assert "451 4.7.1 greylisted" in waiting


def test_nothing_to_do_is_said(mailtracker: Run, store: Store) -> None:
    assert mailtracker("outbox", "list").stdout == "No mail of ours needs anybody.\n"
    assert mailtracker("outbox", "list", "--state", "sent").stdout == "There is no such mail.\n"


@pytest.mark.parametrize(
    ("which", "words"),
    [
        ("sent", ["is sent", "a@corp.example"]),
        ("uncertain", ["nobody knows whether it arrived", "outbox resend", "outbox drop"]),
        ("failed", ["it goes out no more", "550 5.1.1 no such user", "outbox resend"]),
        ("refused", ["rcpt 451 4.7.1 corp.example", "next try", "outbox drop"]),
    ],
)
def test_it_shows_what_became_of_one(
    mailtracker: Run, mails: dict[str, int], which: str, words: list[str]
) -> None:
    shown = mailtracker("outbox", "show", str(mails[which]))
    assert shown.exit_code == 0
    for word in (*words, "receipt", "IT-1001"):
        assert word in shown.stdout
    told = json.loads(mailtracker("outbox", "show", str(mails[which]), "--json").stdout)
    assert told["id"] == mails[which]


@pytest.mark.parametrize(
    ("at_dot", "said"), [(None, ""), (1, ", at the final dot"), (-1, ", taken by the server")]
)
def test_where_several_daemons_send_it_says_whose_it_is(
    mailtracker: Run, store: Store, at_dot: int | None, said: str
) -> None:
    with store.write() as conn:
        opened(conn, "VPN drops")
        row_id = wrote(conn, "a@corp.example")
        sending.claim(conn, NOW)
        lease = {"claimed_by": 17, "lease_until": NOW}
        conn.execute(update(outbox_rows).values(at_dot=at_dot, **lease))
    shown = mailtracker("outbox", "show", str(row_id)).stdout
    assert re.search(rf"held by +daemon 17, until {re.escape(moment(NOW))}{said}\n", shown)


def test_what_is_not_there_is_said(mailtracker: Run, mails: dict[str, int]) -> None:
    for command in ("show", "resend", "drop"):
        done = mailtracker("outbox", command, "99")
        assert (done.exit_code, done.stderr) == (
            1,
            "mailtracker: there is no mail 99 in the outbox\n",
        )


MAY = {
    ("resend", "uncertain"): "they get it twice",
    ("resend", "failed"): "it failed before: 550 5.1.1 no such user",
    ("drop", "uncertain"): "nobody knows whether they have it",
    ("drop", "refused"): "does not get it",
    ("drop", "answer"): "does not get it",
}
MAY_NOT = {
    ("resend", "sent"): "was sent, so its reader has it",
    ("resend", "answer"): "waits for its next try already",
    ("drop", "sent"): "was sent",
    ("drop", "failed"): "has failed, and goes out no more",
}


def history(store: Store) -> list[str]:
    with store.read() as conn:
        return [event.text for event in requests.history(conn, 1) if event.kind == "outbox"]


def states(store: Store) -> dict[int, State]:
    with store.read() as conn:
        return {row.id: row.state for row in outbox.rows(conn)}


@pytest.mark.parametrize(("command", "which"), MAY)
def test_by_hand_it_goes_again_or_no_more(
    mailtracker: Run, store: Store, mails: dict[str, int], command: str, which: str
) -> None:
    done = mailtracker("outbox", command, str(mails[which]))
    assert done.exit_code == 0
    assert MAY[command, which] in done.stdout
    wanted = State.READY if command == "resend" else State.FAILED
    assert states(store)[mails[which]] is wanted
    (told,) = history(store)
    assert "by hand" in told


@pytest.mark.parametrize(("command", "which"), MAY_NOT)
def test_what_cannot_be_done_is_said_and_changes_nothing(
    mailtracker: Run, store: Store, mails: dict[str, int], command: str, which: str
) -> None:
    before = states(store)
    done = mailtracker("outbox", command, str(mails[which]))
    assert done.exit_code == 1
    assert MAY_NOT[command, which] in done.stderr
    assert (states(store), history(store)) == (before, [])


def test_of_several_each_is_done_by_itself(
    mailtracker: Run, store: Store, mails: dict[str, int]
) -> None:
    done = mailtracker("outbox", "resend", *(str(mails[one]) for one in ("uncertain", "sent")))
    assert done.exit_code == 1
    assert f"Mail {mails['uncertain']} goes to b@corp.example once more" in done.stdout
    assert "was sent" in done.stderr
    assert "1 mail of 2 left as it was" in done.stderr
    assert states(store)[mails["uncertain"]] is State.READY


def test_what_a_human_dropped_needs_none(
    mailtracker: Run, store: Store, mails: dict[str, int]
) -> None:
    mailtracker("outbox", "drop", str(mails["uncertain"]), str(mails["refused"]))
    dropped = {mails["uncertain"], mails["refused"]}
    assert not dropped & set(ids(mailtracker("outbox", "list", "--json").stdout))
    told = json.loads(mailtracker("status", "--json").stdout)
    assert not dropped & {row["id"] for row in told["failed"]}
    assert dropped < set(ids(mailtracker("outbox", "list", "--json", "--state", "failed").stdout))


def test_bytes_that_are_purged_cannot_be_sent_again(
    mailtracker: Run, store: Store, mails: dict[str, int]
) -> None:
    with store.write() as conn:
        for name in ("answer", "refused", "uncertain"):
            if name != "uncertain":
                sending.drop(conn, mails[name], NOW)
        sending.drop(conn, mails["uncertain"], NOW)
        conn.execute(update(outbox_rows).values(purged=True))
        keep.purge(conn, NOW + timedelta(days=1))
    done = mailtracker("outbox", "resend", str(mails["failed"]))
    assert done.exit_code == 1
    assert "no longer kept" in done.stderr


# -- confidential requests -----------------------------------------------------------------

SECRETS = ("zqkim@corp.example", "zqanswer", "zqtoken")


@pytest.fixture
def secret(store: Store) -> int:
    with store.write() as conn:
        opened(conn, "Zqsubject", confidential=True)
        row_id = wrote(conn, "zqkim@corp.example")
        return ended(conn, row_id, replace(UNCERTAIN, text="zqanswer"))


@pytest.mark.parametrize(
    "command",
    [
        ("list",),
        ("list", "--json"),
        ("list", "--state", "all"),
        ("show", "{}"),
        ("show", "{}", "--json"),
        ("resend", "{}"),
        ("drop", "{}"),
    ],
)
def test_of_what_is_confidential_only_that_it_exists(
    mailtracker: Run, store: Store, secret: int, command: tuple[str, ...]
) -> None:
    shown = mailtracker("outbox", *(word.format(secret) for word in command))
    assert str(secret) in shown.output
    assert not [word for word in SECRETS if word in shown.output]
    with store.read() as conn:
        assert not [e for e in requests.history(conn, 1) if e.kind == "read"]


@pytest.mark.parametrize("command", [("list",), ("show", "{}"), ("show", "{}", "--json")])
def test_who_looks_at_it_is_written_down(
    mailtracker: Run, store: Store, secret: int, command: tuple[str, ...]
) -> None:
    words = (word.format(secret) for word in command)
    shown = mailtracker("outbox", *words, "--confidential")
    assert "zqkim@corp.example" in shown.stdout
    with store.read() as conn:
        (read,) = [e for e in requests.history(conn, 1) if e.kind == "read"]
    assert "--confidential" in read.text
