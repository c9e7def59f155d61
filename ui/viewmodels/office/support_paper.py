"""The figures for support as plain text and on paper."""

from collections.abc import Iterable

from terminal.ports.printing import Align, ReceiptDocument, Row, RowKind
from ui.viewmodels.office.support_facts import FactGroup, FactRow

COLUMN_MAX = 26
"""What is longer stands in a line of its own."""


def support_text(heading: str, groups: Iterable[FactGroup]) -> str:
    """Lines of ``name: value``, a blank line before each group."""
    lines = [heading]
    for group in groups:
        lines += ["", group.name, *(f"{fact.name}: {fact.value}" for fact in group.rows)]
    return "\n".join(lines) + "\n"


def support_paper(heading: str, groups: Iterable[FactGroup], zone: str) -> ReceiptDocument:
    """The same for the receipt printer."""
    rows = [Row(RowKind.TEXT, left=heading, align=Align.CENTRE, bold=True)]
    for group in groups:
        rows += [Row(RowKind.RULE), Row(RowKind.TEXT, left=group.name, bold=True)]
        for fact in group.rows:
            rows += _printed(fact)
    return ReceiptDocument(heading, tuple(rows), zone=zone)


def _printed(fact: FactRow) -> list[Row]:
    if len(fact.value) <= COLUMN_MAX:
        return [Row(RowKind.COLUMNS, left=fact.name, right=fact.value)]
    return [Row(RowKind.TEXT, left=fact.name), Row(RowKind.TEXT, left=fact.value, align=Align.RIGHT)]
