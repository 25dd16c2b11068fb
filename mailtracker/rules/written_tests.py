"""A rule's own tests as pydantic models, and what is made of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated

from pydantic import Discriminator, Field, Tag

from mailtracker.errors import Problem
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
from mailtracker.rules.values import read_each, read_or_none
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

    @classmethod
    def wrong(cls, data: Pairs) -> Iterator[Problem]:
        yield from one_mail(data)


def one_mail(data: Pairs) -> Iterator[Problem]:
    """What is wrong where a test has no mail, or two."""
    if "mail" in data and "eml" in data:
        told = "a test has one mail: either `mail:` or `eml:`"
        yield data.position.problem("missing-key", told)
    if "mail" not in data and "eml" not in data:
        write = 'write a mail, as in {subject: "VPN is down"}, or name a file under `eml:`'
        yield data.position.problem("missing-key", f"a test has no `mail`: {write}")


def test_of(entry: TestFile, files: Mapping[str, bytes]) -> Test:
    """`files` holds the mail where the test names one in a file."""
    position = position_of(entry.then if isinstance(entry.then, str) else entry.then.to)
    where = f"{position}:{position.column}"
    if entry.mail is not None:
        return Test(written_mail(entry.mail), _expected(entry.then), where)
    raw = files[values.read_path(entry.eml or "")]
    return Test(None, _expected(entry.then), where, raw)


def _expected(then: str | ExpectedFile) -> Expected:
    if isinstance(then, str):
        return Expected(str(then))
    return Expected(
        to=str(then.to),
        rule=read_or_none(values.read_line, then.rule),
        promise=read_or_none(str, then.promise),
        tags=read_each(values.read_line, then.tag),
        watch=read_each(str, then.watch),
    )
