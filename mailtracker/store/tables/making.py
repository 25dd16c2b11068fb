"""How tables and their columns are written here: names of constraints, kinds of columns."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import CheckConstraint, Column, ForeignKey, MetaData
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.schema import CreateIndex

from mailtracker.store.columns import Clean, Instant, Number

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)


@compiles(CreateIndex, "postgresql")
def _partial_there_too(create: CreateIndex, compiler: Any, **options: object) -> str:
    """Which rows an index has is said once, as `sqlite_where`: an option by the name of another
    dialect would load that dialect, a tenth of what a command takes to come up.
    """
    where = create.element.dialect_options["sqlite"]["where"]
    create.element.dialect_options["postgresql"]["where"] = where
    return str(compiler.visit_create_index(create, **options))


def one_of(column: str, values: Iterable[str]) -> CheckConstraint:
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({listed})", name=column)


def a_text(name: str) -> Column[str]:
    return Column(name, Clean(), nullable=False)


def later_text(name: str) -> Column[str]:
    """A text that came in with a later step: empty in the rows that stood there before."""
    return Column(name, Clean(), nullable=False, server_default="")


def instant(name: str, nullable: bool = False) -> Column[object]:
    return Column(name, Instant(), nullable=nullable)


def of_request(
    name: str = "request_id", nullable: bool = False, index: bool = False
) -> Column[int]:
    return Column(name, Number, ForeignKey("requests.id"), nullable=nullable, index=index or None)
