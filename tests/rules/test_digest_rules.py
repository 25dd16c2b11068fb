"""Who has a daily digest, and which teams stand in it, as the people file says it."""

from __future__ import annotations

import pytest

from mailtracker.errors import BadFiles
from mailtracker.rules.load import load_texts
from tests.stories.company import DAILY


def loaded(text: str):
    return load_texts({"rules/all.yaml": text})


def test_everybody_has_one_and_every_team_stands_in_it_unless_the_files_say_otherwise() -> None:
    policy = loaded(DAILY)
    assert {one.digest for one in policy.people.values()} == {"daily"}
    assert policy.teams["desk"].digest == "daily"
    for word in ("daily", "never"):
        found = loaded(DAILY.replace("name: Bo Jensen,", f"name: Bo Jensen, digest: {word},"))
        assert (found.people["bo"].digest, found.people["sam"].digest) == (word, "daily")
    for word in ("daily", "without_load", "never"):
        found = loaded(DAILY.replace("desk: {", f"desk: {{digest: {word}, "))
        assert found.teams["desk"].digest == word


def test_another_word_is_a_mistake_with_its_place() -> None:
    with pytest.raises(BadFiles) as caught:
        loaded(DAILY.replace("name: Bo Jensen,", "name: Bo Jensen, digest: weekly,"))
    (problem,) = caught.value.problems
    assert "weekly" in str(problem)
    assert problem.line == 4
