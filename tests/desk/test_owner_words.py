"""An owner's first line: a command, a near miss, or an answer."""

import pytest

from mailtracker.desk.words.owner_words import Word, is_sign_off, read_command


@pytest.mark.parametrize(
    ("text", "word", "argument"),
    [
        ("done", Word.DONE, ""),
        ("  DONE.  ", Word.DONE, ""),
        ("\n\ndone!\n\nI fixed it", Word.DONE, ""),
        ("mine", Word.MINE, ""),
        ("not  mine", Word.NOT_MINE, ""),
        ("for sam", Word.FOR, "sam"),
        ("For Sam Okoye", Word.FOR, "sam okoye"),
        ("for sam@corp.example", Word.FOR, "sam@corp.example"),
        ("waiting", Word.WAITING, ""),
        ("snooze 2d", Word.SNOOZE, "2d"),
        ("note: he is on leave until May", Word.NOTE, "he is on leave until May"),
        ("note: " + "long " * 40, Word.NOTE, None),
    ],
)
def test_every_word_of_the_design_is_recognised(text, word, argument):
    command = read_command(text)
    assert command is not None
    assert command.word is word
    if argument is not None:
        assert command.argument == argument


@pytest.mark.parametrize(
    "text",
    [
        "Done, I have reset your password.",
        "Done it twice now, please try again",
        "Waiting for the vendor to call back",
        "For what it is worth, try again",
        "Mine works, does yours?",
        "Hi Eva,\ndone",
        "Fine",
        "None",
        "ok",
        "Noted",
        "",
        "   \n ",
        "Snooze the alarm by pressing the red button",
    ],
)
def test_a_line_for_the_requester_is_no_command(text):
    assert read_command(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "doen",
        "dnoe",
        "donne",
        "mien",
        "wating",
        "snoze",
        "close",
        "Closed.",
        "/done",
        "#close",
        "assign sam",
    ],
)
def test_a_line_that_looks_like_a_command_and_is_none_is_not_taken_for_an_answer(text):
    command = read_command(text)
    assert command is not None
    assert command.word is None


def test_the_line_is_kept_as_written_and_the_rest_is_what_stands_below():
    command = read_command("  Done. \r\n\r\nI replaced it.\n")
    assert command is not None
    assert (command.line, command.rest) == ("Done.", "I replaced it.")


def test_a_hundred_thousand_words_are_read_in_one_look():
    assert read_command("done " * 100_000) is None


@pytest.mark.parametrize(
    "rest",
    [
        "",
        "\u200b",
        "Bo",
        "/Bo",
        "Best regards,\nBo Jensen",
        "Mvh\nBo",
        "Thanks!",
        "Viele Grüße\nBo Jensen\n\nIT Desk | Corp\n+45 12 34 56 78",
    ],
)
def test_how_somebody_ends_every_mail_is_no_answer(rest):
    assert is_sign_off(rest, "Bo Jensen")


@pytest.mark.parametrize(
    "rest",
    [
        "It works now",
        "Thanks\nPlease restart it",
        "Bo\nPlease restart it.",
        "Best regards\nEva",
        "Bo did it",
        "x",
    ],
)
def test_in_doubt_what_stands_below_a_word_is_an_answer(rest):
    assert not is_sign_off(rest, "Bo Jensen")


def test_invisible_characters_do_not_hide_a_word():
    command = read_command("\u200bdone\ufeff")
    assert command is not None
    assert command.word is Word.DONE
