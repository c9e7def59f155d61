"""Where the words of a row stand on the paper: the same for dots that we draw and for a printer's own characters."""

from collections.abc import Callable
from dataclasses import replace

from devices.printer.wrapping import Measure, wrap
from terminal.domain.records import record
from terminal.ports.printing import Align, ReceiptDocument, Row, RowKind

Pieces = list[tuple[str, int]]
"""One line: texts, each with where it starts from the left edge."""

_NARROWEST_LEFT_EM = 4


@record
class Columns:
    """The paper's width, and those of the widest amount and quantity, so that all rows share the same columns."""

    width: int
    amounts: int
    quantities: int


def columns_of(document: ReceiptDocument, width: int, measure: Callable[[Row], Measure]) -> Columns:
    """The columns that a document's rows share."""
    tabular = [row for row in document.rows if row.kind is RowKind.COLUMNS and row.middle]
    amounts = max((measure(row).width(row.right) for row in tabular), default=0)
    quantities = max((measure(row).width(row.middle) for row in tabular), default=0)
    return Columns(width, amounts, quantities)


def text_lines(row: Row, measure: Measure, width: int) -> list[Pieces]:
    """The lines of a TEXT row."""
    lines: list[Pieces] = []
    for line in wrap(row.left, measure, width):
        spare = width - measure.width(line)
        start = {Align.LEFT: 0, Align.CENTRE: spare // 2, Align.RIGHT: spare}[row.align]
        lines.append([(line, start)])
    return lines


def column_lines(row: Row, measure: Measure, columns: Columns) -> list[Pieces]:
    """The lines of a COLUMNS row."""
    width = columns.width
    gap = measure.size // 2
    right_start = width - measure.width(row.right)
    left_width = right_start - gap if row.right else width
    first = [(row.right, right_start)] if row.right else []
    if row.middle:
        middle_end = min(width - columns.amounts, right_start) - 2 * gap
        first.append((row.middle, middle_end - measure.width(row.middle)))
        left_width = middle_end - max(columns.quantities, measure.width(row.middle)) - gap
    needed = measure.width(row.left)
    lone_amount = not row.middle and needed <= width
    if left_width < (needed if lone_amount else min(_NARROWEST_LEFT_EM * measure.size, needed)):
        return _stacked(row, measure, width)
    lines = wrap(row.left, measure, left_width)
    return [[(lines[0], 0), *first], *([(line, 0)] for line in lines[1:])]


def _stacked(row: Row, measure: Measure, width: int) -> list[Pieces]:
    """Columns that leave no room beside each other, or would break a short label: one under the other."""
    rest = "  ".join(part for part in (row.middle, row.right) if part)
    above = text_lines(replace(row, align=Align.LEFT), measure, width)
    return above + text_lines(replace(row, left=rest, align=Align.RIGHT), measure, width)
