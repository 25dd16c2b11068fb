"""What may stand under `expected:`, as pydantic models."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, ClassVar

from pydantic import Field

from mailtracker.errors import Problem
from mailtracker.rules.expected_values import read_recurrence
from mailtracker.rules.field_types import (
    FileName,
    HoursName,
    LadderName,
    Line,
    LineByLanguage,
    MemberName,
    OneOrMore,
    PromiseName,
    Some,
    StrictMapping,
    TakerName,
    checked,
    one_of,
)
from mailtracker.rules.when import MailFile, When
from mailtracker.rules.written_tests import one_mail
from mailtracker.rules.yamlfile import Pairs

EXPECTED, NOT_EXPECTED = "expected", "not expected"

RecurrenceText = Annotated[str, checked(read_recurrence)]


class ElseFile(StrictMapping):
    what = "what happens else"

    to: TakerName = Field(description="name the person or team who gets a request then")
    promise: PromiseName | None = Field(
        None, description="how soon a person sees to it; left out: normal"
    )
    ladder: LadderName | None = Field(
        None, description="what happens when nobody does; left out: default"
    )


class ExpectationTestFile(StrictMapping):
    what = "a test of expected mail"

    mail: MailFile | None = Field(None, description="a mail written here, as in a rule's test")
    eml: FileName | None = Field(
        None, description="a mail in a file below the rules folder, as in mails/backup.eml"
    )
    then: Annotated[str, one_of(EXPECTED, NOT_EXPECTED)] = Field(
        description="whether it is expected: `expected` or `not expected`"
    )

    @classmethod
    def wrong(cls, data: Pairs) -> Iterator[Problem]:
        yield from one_mail(data)


class ExpectationFile(StrictMapping):
    what = "expected mail"
    instead: ClassVar[Mapping[str, str]] = {
        "to": "write it under `else:`, as in else: {to: network}",
        "promise": "write it under `else:`",
        "ladder": "write it under `else:`",
        "at": "write `by:`",
    }

    name: Line = Field(description="a short name, shown in letters, in `status` and in the ledger")
    when: Annotated[list[When], OneOrMore] | None = Field(
        None,
        description="say which mails are meant, as for a rule; left out with `from`: the words of "
        "the name in the subject",
    )
    by: RecurrenceText = Field(
        description="by when it must have come: `06:30 each working day`, `each day`, `each "
        "monday`, `each month on the 1st`, `on the last working day`"
    )
    hours: HoursName | None = Field(
        None, description="whose working days and zone; left out: those of the promise"
    )
    else_: ElseFile = Field(
        alias="else", description="who gets a request if it does not come: {to: network}"
    )
    from_: Annotated[list[MemberName], OneOrMore] | None = Field(
        None, alias="from", description="people, teams or groups, each of whom owes one"
    )
    ask: LineByLanguage | None = Field(
        None, description="what each of them is asked, by `ask_at`, and once more before the time"
    )
    ask_at: RecurrenceText | None = Field(
        None, description="when they are asked: `09:00 each friday`"
    )
    tests: Annotated[list[ExpectationTestFile], Some] | None = Field(
        None, description="mails that are expected, or not"
    )

    @classmethod
    def wrong(cls, data: Pairs) -> Iterator[Problem]:
        if "when" not in data and "from" not in data:
            told = "expected mail has no `when`: say which mails are meant, as for a rule"
            yield data.position.problem("missing-key", told)
        asks = {key for key in ("ask", "ask_at", "from") if key in data}
        if asks not in (set(), {"from"}, {"ask", "ask_at", "from"}):
            told = "who is asked what and when: `from`, `ask` and `ask_at` go together"
            yield data.position.problem("asks-nobody", told)
