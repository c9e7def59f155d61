"""The figures for support as plain text and on paper."""

from collections.abc import Iterable, Sequence
from typing import Protocol

from terminal.ports.printing import Align, ReceiptDocument, Row, RowKind

COLUMN_MAX = 26
"""What is longer stands in a line of its own."""


class Fact(Protocol):
    """One thing and how it is."""

    @property
    def name(self) -> str:
        """What it is."""
        ...

    @property
    def value(self) -> str:
        """How it is."""
        ...


class Group(Protocol):
    """Some of them under a heading."""

    @property
    def name(self) -> str:
        """The heading."""
        ...

    @property
    def rows(self) -> Sequence[Fact]:
        """What stands under it."""
        ...


def support_text(heading: str, groups: Iterable[Group]) -> str:
    """Lines of ``name: value``, a blank line before each group."""
    lines = [heading]
    for group in groups:
        lines += ["", group.name, *(f"{fact.name}: {fact.value}" for fact in group.rows)]
    return "\n".join(lines) + "\n"


def support_paper(heading: str, groups: Iterable[Group], zone: str) -> ReceiptDocument:
    """The same for the receipt printer."""
    rows = [Row(RowKind.TEXT, left=heading, align=Align.CENTRE, bold=True)]
    for group in groups:
        rows += [Row(RowKind.RULE), Row(RowKind.TEXT, left=group.name, bold=True)]
        for fact in group.rows:
            rows += _printed(fact)
    return ReceiptDocument(heading, tuple(rows), zone=zone)


def _printed(fact: Fact) -> list[Row]:
    if len(fact.value) <= COLUMN_MAX:
        return [Row(RowKind.COLUMNS, left=fact.name, right=fact.value)]
    return [Row(RowKind.TEXT, left=fact.name), Row(RowKind.TEXT, left=fact.value, align=Align.RIGHT)]
