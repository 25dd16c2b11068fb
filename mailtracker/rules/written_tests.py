"""A rule's own tests as pydantic models, and what is made of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import Discriminator, Field, Tag, ValidationInfo, model_validator

from mailtracker.policy.model import Expected, Test
from mailtracker.rules import values
from mailtracker.rules.field_types import (
    MAPPING,
    TEXT,
    FileName,
    Line,
    OneOrMore,
    PersonName,
    PromiseName,
    ReceiverName,
    RuleName,
    StrictMapping,
    shape,
)
from mailtracker.rules.values import read_each
from mailtracker.rules.when import MailFile, written_mail
from mailtracker.rules.yamlfile import Pairs, position_of


class ExpectedFile(StrictMapping):
    what = "what a test expects"

    to: ReceiverName = Field(description="name the person or team who must get it, or nobody")
    rule: RuleName | None = Field(None, description="the rule that must decide")
    promise: PromiseName | None = Field(None, description="the promise that must be given")
    tag: Annotated[list[Line], OneOrMore] | None = Field(
        None, description="tags that it must get, of rule or notes"
    )
    watch: Annotated[list[PersonName], OneOrMore] | None = Field(
        None, description="people who must watch it"
    )


class TestFile(StrictMapping):
    __test__ = False  # pytest takes it for a test class
    what = "a test"

    mail: MailFile | None = Field(
        None, description='a mail written here, as in {subject: "VPN is down"}'
    )
    eml: FileName | None = Field(
        None, description="a mail in a file below the rules folder, as in mails/vpn.eml"
    )
    then: Annotated[
        Annotated[ReceiverName, Tag(TEXT)] | Annotated[ExpectedFile, Tag(MAPPING)],
        Discriminator(shape),
    ] = Field(description="name the person or team who must get it")

    @model_validator(mode="before")
    @classmethod
    def _has_a_mail(cls, data: Any, info: ValidationInfo) -> Any:
        if (
            isinstance(data, Pairs)
            and info.context is not None
            and ("mail" in data) == ("eml" in data)
        ):
            told = 'a test has no `mail`: write a mail, as in {subject: "VPN is down"}, or name a file under `eml:`'
            info.context.problems.append(
                data.position.problem(
                    "missing-key",
                    "a test has one mail: either `mail:` or `eml:`" if "mail" in data else told,
                )
            )
        return data


def test_of(entry: TestFile, files: Mapping[str, bytes]) -> Test:
    """`files` holds the mail where the test names one in a file."""
    position = position_of(entry.then if isinstance(entry.then, str) else entry.then.to)
    raw = files[values.read_path(entry.eml)] if entry.eml else b""
    mail = written_mail(entry.mail) if entry.mail else None
    return Test(mail, _expected(entry.then), f"{position}:{position.column}", raw)


def _expected(then: str | ExpectedFile) -> Expected:
    if isinstance(then, str):
        return Expected(str(then))
    return Expected(
        to=str(then.to),
        rule=values.read_line(then.rule) if then.rule else None,
        promise=str(then.promise) if then.promise else None,
        tags=read_each(values.read_line, then.tag),
        watch=read_each(str, then.watch),
    )
