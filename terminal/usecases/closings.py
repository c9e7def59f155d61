"""How days were closed: the Z reports as they were, and the shifts of the cash drawer beside them."""

from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import date, datetime
from typing import Any

from terminal.domain.errors import Refusal
from terminal.domain.records import record
from terminal.ports.printing import ReceiptDocument, marked_as_copy
from terminal.ports.store import UnitOfWork
from terminal.usecases.cash_shifts import CashShift, ShiftSums, latest_shifts
from terminal.usecases.receipt import letterhead, receipt_language
from terminal.usecases.shift_figures import DiscountFigures, ShiftFigures, TenderFigures
from terminal.usecases.shift_report import ReportKind, ReportPaper
from terminal.usecases.till import Till, counter_of

LISTED = 100


@record
class Closing:
    """A Z report. ``replaced_by`` is the number of the one that closed the same day again later.

    ``instead_of`` is the one of the same day before it.
    """

    number: int
    day: date
    at: datetime
    figures: ShiftFigures
    instead_of: int | None = None
    replaced_by: int | None = None

    @property
    def difference(self) -> int | None:
        """What the day's shifts counted too much or too little; ``None`` where none was counted."""
        found = [shift.difference for shift in self.figures.shifts if shift.difference is not None]
        return sum(found) if found else None


@record
class Closings:
    """The latest Z reports and the latest shifts of the cash drawer, newest first."""

    reports: tuple[Closing, ...]
    shifts: tuple[CashShift, ...]


def closings(till: Till) -> Closings:
    """What there is to look at."""
    with till.store.view() as unit:
        return Closings(_closings(unit)[:LISTED], latest_shifts(unit, LISTED))


def closing_paper(till: Till, number: int) -> ReceiptDocument:
    """A Z report as it was printed. Raises ``Refusal("closing_unknown")``."""
    with till.store.view() as unit:
        return _paper(till, unit, number)


def print_closing(till: Till, number: int, asked_by: str = "") -> ReceiptDocument:
    """Queues a marked copy of a Z report, and gives it. Raises ``Refusal``: ``closing_unknown``, ``disk_full``."""
    with till.store.unit_of_work() as unit:
        document = marked_as_copy(_paper(till, unit, number), till.clock.now(), asked_by)
        unit.add_print_job(document, None, copy=True, asked_by=asked_by)
        unit.commit()
        return document


def _paper(till: Till, unit: UnitOfWork, number: int) -> ReceiptDocument:
    counter = counter_of(till, unit)
    found = next((closing for closing in _closings(unit) if closing.number == number), None)
    if found is None:
        raise Refusal("closing_unknown", number=number)
    head, language = letterhead(unit, counter), receipt_language(unit)
    paper = ReportPaper(head, language, found.at, found.day, found.figures)
    return paper.compose(ReportKind.Z, found.number, found.instead_of)


def _closings(unit: UnitOfWork) -> tuple[Closing, ...]:
    """Newest first."""
    found: list[Closing] = []
    earlier: dict[str, int] = {}
    for closed in reversed(list(unit.closed_days())):
        body = closed.body
        day, number = date.fromisoformat(body["closed"]), body["number"]
        found.append(Closing(number, day, closed.at, figures_said(body["figures"]), earlier.get(body["closed"])))
        earlier[body["closed"]] = number
    replaced = {closing.instead_of: closing.number for closing in found}
    return tuple(replace(closing, replaced_by=replaced.get(closing.number)) for closing in reversed(found))


def figures_said(document: Mapping[str, Any]) -> ShiftFigures:
    """The figures that ``ShiftFigures.document`` wrote, whatever has been added to them since."""
    known = {field.name for field in fields(ShiftFigures)} & set(document)
    parts: dict[str, Any] = {
        "discounts": tuple(DiscountFigures(**part) for part in document["discounts"]),
        "tenders": tuple(TenderFigures(**part) for part in document["tenders"]),
        "shifts": tuple(ShiftSums(**part) for part in document.get("shifts", ())),
    }
    return ShiftFigures(**{name: document[name] for name in known} | parts)
