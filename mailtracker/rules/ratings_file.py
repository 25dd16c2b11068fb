"""What rules files say of requests that were not good, as pydantic models."""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from mailtracker.rules.field_types import PromiseName, StrictMapping, TakerName


class NotGoodFile(StrictMapping):
    what: ClassVar[str] = "what becomes of `not good`"

    to: TakerName | None = Field(
        None,
        description="the person, or the team whose lead, who looks into it; left out: who leads "
        "its owner's team",
    )
    promise: PromiseName | None = Field(
        None, description="how soon they answer; left out: as the request itself"
    )


class RatingsFile(StrictMapping):
    what: ClassVar[str] = "ratings"

    not_good: NotGoodFile = Field(description="who looks into a request that was not good")
