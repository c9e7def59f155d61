"""A member's row in a table."""

from collections.abc import Sequence

from ui.qt.design.tokens import Colour
from ui.qt.office.record_table import Cell
from ui.viewmodels.office.member_line import MemberLine


def member_cells(shown: MemberLine) -> Sequence[Cell]:
    """Name, phone, balance, visits, last visit."""
    return (
        Cell(shown.name),
        Cell(shown.phone),
        Cell(shown.balance, Colour.RED if shown.owes else Colour.INK),
        Cell(shown.visits, Colour.SECOND),
        Cell(shown.last_visit, Colour.SECOND),
    )
