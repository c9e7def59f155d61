"""The parts of the unit of work in memory that stand for themselves, each over the journal's copy."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from terminal.domain.frames import FrameKind
from terminal.ports.figures import PeriodSums, Visitors
from terminal.ports.parked import ParkedBill
from terminal.ports.printing import JobRecord, ReceiptDocument
from terminal.ports.replica import Position
from terminal.ports.staff import StaffNote, StaffRecord
from terminal.ports.store import CashFrame
from tests.fakes.figures import sums_of, visitors_of
from tests.fakes.files import Journal, position
from tests.fakes.print_jobs import Jobs


class Part:
    """What every part stands on: ``_kept`` to read, ``_writable`` to write."""

    @property
    def _kept(self) -> Journal:
        raise NotImplementedError

    @property
    def _writable(self) -> Journal:
        raise NotImplementedError


class FakePrintJobs(Part):
    def add_print_job(
        self, document: ReceiptDocument, sale_id: str | None, copy: bool = False, asked_by: str = ""
    ) -> int:
        return Jobs(self._writable.jobs).add(document, sale_id, copy, asked_by)

    def add_kick(self) -> int:
        return Jobs(self._writable.jobs).add(None)

    def job_counts(self) -> Mapping[str, int]:
        return Jobs(self._kept.jobs).counts()

    def print_jobs(self, limit: int) -> Sequence[JobRecord]:
        return Jobs(self._kept.jobs).latest(limit)

    def print_job(self, output_id: int) -> JobRecord | None:
        return Jobs(self._kept.jobs).one(output_id)

    def cancel_print_job(self, output_id: int, reason: str, asked_by: str) -> bool:
        return Jobs(self._writable.jobs).cancel(output_id, reason, asked_by)


class FakeParkedBills(Part):
    def put_parked_bill(self, bill: ParkedBill) -> None:
        self._writable.parked_bills[bill.park_id] = bill

    def parked_bills(self) -> tuple[ParkedBill, ...]:
        return tuple(sorted(self._kept.parked_bills.values(), key=lambda bill: (bill.parked_at, bill.park_id)))

    def parked_bill_count(self) -> int:
        return len(self._kept.parked_bills)

    def remove_parked_bill(self, park_id: str) -> None:
        self._writable.parked_bills.pop(park_id, None)


class FakeStaff(Part):
    def staff(self) -> tuple[StaffRecord, ...]:
        return tuple(self._kept.staff.values())

    def put_staff(self, record: StaffRecord) -> None:
        self._writable.staff[record.colleague.staff_id] = record

    def remove_staff(self, staff_id: str) -> None:
        self._writable.staff.pop(staff_id, None)

    def note_staff(self, note: StaffNote) -> None:
        self._writable.staff_notes.append(note)

    def staff_notes(self, limit: int) -> tuple[StaffNote, ...]:
        return tuple(reversed(self._kept.staff_notes))[:limit]


class FakeFigures(Part):
    def sums_between(self, first: date, last: date) -> PeriodSums:
        return sums_of((frame for frame, _, _ in self._kept.frames), first, last)

    def sales_between(self, first: date, last: date) -> tuple[int, int]:
        stand = [sold for sold in self.sums_between(first, last).sold if not sold.void]
        return sum(sold.sales for sold in stand), sum(sold.sales for sold in stand if sold.by_member)

    def visitors_between(self, first: date, last: date) -> Visitors:
        return visitors_of((frame for frame, _, _ in self._kept.frames), first, last)

    def days_with_sales(self, first: date, last: date) -> tuple[date, ...]:
        sales = (frame for frame, _, _ in self._kept.frames if frame.kind is FrameKind.SALE)
        return tuple(sorted({frame.day for frame in sales if first <= frame.day <= last}))


class FakeDrawer(Part):
    def cash_frames(self) -> tuple[CashFrame, ...]:
        kinds = {FrameKind.SHIFT_OPENED, FrameKind.CASH_MOVED, FrameKind.SHIFT_CLOSED}
        return tuple(
            CashFrame(frame.kind, datetime.fromisoformat(frame.at), frame.day, position(frame), frame.body)
            for frame, _, _ in reversed(self._kept.frames)
            if frame.kind in kinds
        )

    def cash_between(self, after: Position, before: Position | None) -> tuple[int, int]:
        frames = [
            frame
            for frame, _, _ in self._kept.frames
            if position(frame) > after and (before is None or position(frame) < before)
        ]
        sales = [frame.body["paid"] for frame in frames if frame.kind is FrameKind.SALE]
        refunds = [frame.body["tenders"] for frame in frames if frame.kind is FrameKind.REFUND]
        return (
            sum(amount for paid in sales for kind, amount in paid if kind == "cash"),
            sum(tender["amount"] for tenders in refunds for tender in tenders if tender["type"] == "cash"),
        )
