"""The parts of a unit of work that stand for themselves, each over its connection."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING

from terminal.store import cash_rows, figures, parked_rows, print_jobs, staff_rows

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from terminal.ports.figures import PeriodSums, Visitors
    from terminal.ports.parked import ParkedBill
    from terminal.ports.printing import JobRecord, ReceiptDocument
    from terminal.ports.staff import StaffNote, StaffRecord
    from terminal.ports.store import CashFrame
    from terminal.store.connection import Connection


class Part(ABC):
    """What each stands on: ``_connection`` to read, ``_writable`` to write."""

    @property
    @abstractmethod
    def _connection(self) -> Connection: ...

    @property
    @abstractmethod
    def _writable(self) -> Connection: ...


class StoredPrintJobs(Part):
    """Implements ``terminal.ports.printing.PrintJobs``."""

    def add_print_job(
        self, document: ReceiptDocument, sale_id: str | None, copy: bool = False, asked_by: str = ""
    ) -> int:
        """Queues a document for the printer; gives its output id."""
        return print_jobs.add(self._writable, document, sale_id, copy, asked_by)

    def add_kick(self) -> int:
        """Has the cash drawer opened, now or not at all."""
        return print_jobs.add_kick(self._writable)

    def job_counts(self) -> Mapping[str, int]:
        """How many documents for the printer stand in each state."""
        return print_jobs.counts(self._connection)

    def print_jobs(self, limit: int) -> Sequence[JobRecord]:
        """The latest documents for the printer, newest first."""
        return print_jobs.latest(self._connection, limit)

    def print_job(self, output_id: int) -> JobRecord | None:
        """One document for the printer."""
        return print_jobs.one(self._connection, output_id)

    def cancel_print_job(self, output_id: int, reason: str, asked_by: str) -> bool:
        """Cancels a job that is queued or held."""
        return print_jobs.cancel(self._writable, output_id, reason, asked_by)


class StoredParkedBills(Part):
    """Implements ``terminal.ports.parked.ParkedBills``."""

    def put_parked_bill(self, bill: ParkedBill) -> None:
        """Sets a bill aside; the same one again takes its own place."""
        parked_rows.put(self._writable, bill)

    def parked_bills(self) -> tuple[ParkedBill, ...]:
        """All bills that are set aside, oldest first."""
        return parked_rows.listed(self._connection)

    def parked_bill_count(self) -> int:
        """How many bills are set aside."""
        return parked_rows.count(self._connection)

    def remove_parked_bill(self, park_id: str) -> None:
        """Forgets a bill that was taken up."""
        parked_rows.remove(self._writable, park_id)


class StoredStaff(Part):
    """Implements ``terminal.ports.staff.StaffRecords``."""

    def staff(self) -> tuple[StaffRecord, ...]:
        """Who may sign in here."""
        return staff_rows.everyone(self._connection)

    def put_staff(self, record: StaffRecord) -> None:
        """Adds them, or keeps what has changed of them."""
        staff_rows.put(self._writable, record)

    def remove_staff(self, staff_id: str) -> None:
        """Forgets them."""
        staff_rows.remove(self._writable, staff_id)

    def note_staff(self, note: StaffNote) -> None:
        """Adds a line to the trail."""
        staff_rows.note(self._writable, note)

    def staff_notes(self, limit: int) -> tuple[StaffNote, ...]:
        """The latest lines of the trail, newest first."""
        return staff_rows.latest_notes(self._connection, limit)


class StoredFigures(Part):
    """Implements ``terminal.ports.figures.SalesFigures``."""

    def sums_between(self, first: date, last: date) -> PeriodSums:
        """What those business days add up to."""
        return figures.between(self._connection, first, last)

    def sales_between(self, first: date, last: date) -> tuple[int, int]:
        """How many sales of those business days stand, and how many of them are members'."""
        return figures.counted(self._connection, first, last)

    def visitors_between(self, first: date, last: date) -> Visitors:
        """Which members came on those business days."""
        return figures.visitors(self._connection, first, last)

    def days_with_sales(self, first: date, last: date) -> tuple[date, ...]:
        """The business days with sales."""
        return figures.days_between(self._connection, first, last)


class StoredDrawer(Part):
    """The shifts of the cash drawer."""

    def cash_frames(self) -> tuple[CashFrame, ...]:
        """The frames about shifts of the cash drawer, newest first."""
        return cash_rows.frames(self._connection)

    def cash_between(self, after: tuple[int, int], before: tuple[int, int] | None) -> tuple[int, int]:
        """What sales put into the drawer and refunds took out of it between two frames."""
        return cash_rows.between(self._connection, after, before)
