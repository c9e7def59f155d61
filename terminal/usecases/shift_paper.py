"""A shift of the cash drawer on paper: what should have been there, what was counted, what is between."""

from terminal.domain.errors import Refusal
from terminal.ports.printing import ReceiptDocument, Row, marked_as_copy
from terminal.ports.store import UnitOfWork
from terminal.usecases.cash_shifts import CashShift, latest_shifts
from terminal.usecases.closings import LISTED
from terminal.usecases.receipt import letterhead, receipt_language
from terminal.usecases.receipt_rows import RULE, Rows
from terminal.usecases.till import Till, counter_of


def shift_paper(till: Till, number: int) -> ReceiptDocument:
    """A shift's paper. Raises ``Refusal("shift_unknown")``."""
    with till.store.view() as unit:
        return _paper(till, unit, number)


def print_shift(till: Till, number: int, asked_by: str = "") -> ReceiptDocument:
    """Queues a marked copy of it, and gives it. Raises ``Refusal``: ``shift_unknown``, ``disk_full``."""
    with till.store.unit_of_work() as unit:
        document = marked_as_copy(_paper(till, unit, number), till.clock.now(), asked_by)
        unit.add_print_job(document, None, copy=True, asked_by=asked_by)
        unit.commit()
        return document


def _paper(till: Till, unit: UnitOfWork, number: int) -> ReceiptDocument:
    counter = counter_of(till, unit)
    shift = next((found for found in latest_shifts(unit, LISTED) if found.opened.number == number), None)
    if shift is None:
        raise Refusal("shift_unknown", number=number)
    rows = Rows(letterhead(unit, counter), receipt_language(unit))
    heading = rows.say("report_shift", number=number)
    printed = [
        *rows.heading(),
        rows.headline(heading),
        rows.columns(rows.say("shift_opened"), rows.clock(shift.opened.opened_at)),
        *_by(rows, shift.opened.opened_by),
    ]
    if shift.closed_at is not None:
        printed += [rows.columns(rows.say("shift_closed"), rows.clock(shift.closed_at)), *_by(rows, shift.closed_by)]
    sums = _sums(rows, shift)
    return ReceiptDocument(heading, (*printed, RULE, *sums), number=heading, zone=rows.head.zone)


def _by(rows: Rows, name: str) -> list[Row]:
    return [rows.text("cashier", cashier=name)] if name else []


def _sums(rows: Rows, shift: CashShift) -> list[Row]:
    """What should be in the drawer is not said before somebody has counted."""
    printed = [rows.amount("report_shift_opening", shift.opened.opening)]
    if shift.counted is None or shift.difference is None:
        return [*printed, rows.text("report_shift_open")]
    return [
        *printed,
        rows.amount("shift_taken", shift.taken),
        rows.amount("shift_given_back", -shift.given_back),
        rows.amount("report_shift_in", shift.moved_in),
        rows.amount("report_shift_out", -shift.moved_out),
        rows.amount("report_shift_expected", shift.expected),
        rows.amount("report_shift_counted", shift.counted),
        rows.amount("report_shift_difference", shift.difference, bold=True),
    ]
