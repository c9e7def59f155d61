"""A store in memory, for tests of whoever uses ``terminal.ports.store``.

The contract tests in ``tests/store`` hold it to the same promises as the real one.
"""

import copy
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from types import TracebackType
from typing import Any, Self

from terminal.domain.bearer import BearerUse, bearer_returns, bearer_uses
from terminal.domain.errors import Broken, Refusal
from terminal.domain.facts import Person
from terminal.domain.frames import (
    Frame,
    FrameKind,
    canonical_json,
    identifier_hash,
)
from terminal.domain.ledger import Entry, MemberState, apply
from terminal.domain.merging import own_share, pool_share
from terminal.domain.programme import Programme
from terminal.ports.figures import PeriodSums, Visitors
from terminal.ports.office import OfficeRecords
from terminal.ports.parked import ParkedBill
from terminal.ports.printing import JobRecord, ReceiptDocument
from terminal.ports.replica import (
    BEFORE_ALL,
    MemberRow,
    Position,
)
from terminal.ports.staff import StaffNote, StaffRecord
from terminal.ports.store import (
    CashFrame,
    ClosedDay,
    HeldReservation,
    LedgerRow,
    LinkState,
    MemberProfile,
    MemberRecord,
    NewFrame,
    StoredRefund,
    StoredSale,
    TerminalIdentity,
)
from terminal.store.tokens import is_signed
from tests.fakes.figures import sums_of, visitors_of
from tests.fakes.files import Files, Journal, append, position, redeemed
from tests.fakes.print_jobs import Jobs
from tests.fakes.print_queue import FakePrintQueue
from tests.fakes.replica import FakeReplica


class FakeUnitOfWork:
    """One transaction on a copy of the journal."""

    def __init__(self, files: Files, reading: bool) -> None:
        self._files, self._reading = files, reading
        self._journal = copy.deepcopy(files.journal)
        self._server = files.replica
        self._open = False

    def __enter__(self) -> Self:
        self._open = True
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._open = False

    @property
    def _kept(self) -> Journal:
        if not self._open:
            raise Broken("this unit of work is not open")
        return self._journal

    @property
    def _writable(self) -> Journal:
        if self._reading:
            raise Broken("this unit of work only reads")
        return self._kept

    def commit(self) -> None:
        self._files.journal = copy.deepcopy(self._writable)
        self._reading = True

    def identity(self) -> TerminalIdentity:
        return self._kept.identity

    def programme(self, digest: str | None = None) -> Programme:
        kept = self._server.programmes
        if digest is None and kept:
            return max(kept.values(), key=lambda versioned: versioned[0])[1]
        if digest is None or digest not in kept:
            raise Refusal("programme_missing")
        return kept[digest][1]

    def link(self) -> LinkState:
        unsent = [frame for frame, _, _ in self._kept.frames if position(frame) > self._server.progress.durable]
        oldest = datetime.fromisoformat(unsent[0].at) if unsent else None
        server = self._server
        return LinkState(server.reached, server.last_success_at, len(unsent), oldest, server.refusal)

    def member(self, member_id: str) -> MemberRecord | None:
        ids = self._ids(member_id)
        row = self._server.members.get(ids[0])
        own = [self._kept.profiles[known] for known in ids if known in self._kept.profiles]
        profile = row.profile if row and row.profile else own[0] if own else None
        if row is None and profile is None:
            return None
        household = row.household if row else None
        pool = self._server.members.get(household) if household else None
        return MemberRecord(
            member_id=ids[0],
            name=profile.name if profile else "",
            phone=profile.phone if profile else "",
            birthday=profile.birthday if profile else None,
            state=self._laid_over(row.state if row else MemberState(ids[0]), ids, own_share if household else _whole),
            confirmed=row.state if row else None,
            person=profile.person() if profile else Person(),
            pool=self._pool(household, pool) if household else None,
            pool_confirmed=pool.state if pool else None,
        )

    def _pool(self, household: str, row: MemberRow | None) -> MemberState:
        members = [known for known, other in self._server.members.items() if other.household == household]
        ids = [household, *(other for known in members for other in self._ids(known))]

        def share(entry: Entry) -> Entry | None:
            return entry if entry.member_id == household else pool_share(entry, household)

        return self._laid_over(row.state if row else MemberState(household), ids, share)

    def find_member(self, kind: str, value: str) -> str | None:
        if kind not in ("phone", "card"):
            return None
        server = [row.profile for row in self._server.members.values() if row.profile]
        for profile in (*server, *self._kept.profiles.values()):
            if getattr(profile, kind) == value:
                return self._ids(profile.member_id)[0]
        return None

    def add_member(self, profile: MemberProfile) -> None:
        if any(profile.phone == other.phone for other in self._writable.profiles.values()):
            raise Broken("two members with one phone")
        self._writable.profiles[profile.member_id] = profile

    def identifier_hash(self, kind: str, value: str) -> str:
        return identifier_hash(self._files.group_key, kind, value)

    def signed_by_group(self, statement: bytes, signature: bytes) -> bool:
        return is_signed(self._files.server_key, statement, signature)

    def is_token_used(self, token: str) -> bool:
        return token in self._kept.tokens

    def use_token(self, token: str, until: datetime, now: datetime) -> None:
        kept = {name: end for name, end in self._writable.tokens.items() if end >= now}
        self._writable.tokens = {**kept, token: until}

    def append(self, frame: NewFrame) -> int:
        return append(self._writable, frame)

    def next_sale_number(self, day: date) -> str:
        return f"{1 + max((int(sale.number) for sale in self.sales_on(day)), default=0):04d}"

    def add_sale(self, sale: StoredSale, seq: int, key: str | None) -> None:
        self._use_key(key)
        self._writable.sales[sale.sale_id] = seq
        self._use_coupons(bearer_uses(sale.body, sale.entries))

    def sale(self, sale_id: str) -> StoredSale | None:
        seq = self._kept.sales.get(sale_id)
        return None if seq is None else self._stored(sale_id, seq)

    def sale_by_number(self, number: str, day: date) -> StoredSale | None:
        if not (number.isascii() and number.isdigit()):
            return None
        return next((sale for sale in self.sales_on(day) if int(sale.number) == int(number)), None)

    def last_sale(self) -> StoredSale | None:
        last = max(self._kept.sales.items(), key=lambda indexed: indexed[1], default=None)
        return self._stored(*last) if last else None

    def last_sale_at(self) -> datetime | None:
        last = self.last_sale()
        return last.at if last else None

    def sales_on(self, day: date) -> Iterable[StoredSale]:
        stored = (self._stored(sale_id, seq) for sale_id, seq in self._kept.sales.items())
        return tuple(sale for sale in stored if sale.day == day)

    def sales_of(self, member_id: str, limit: int) -> tuple[StoredSale, ...]:
        ids = self._ids(member_id)
        stored = [self._stored(sale_id, seq) for sale_id, seq in self._kept.sales.items()]
        return tuple([sale for sale in reversed(stored) if sale.member_id in ids][:limit])

    def refunds_on(self, day: date) -> Iterable[StoredRefund]:
        return tuple(self._refund(refund_id) for refund_id, kept in self._kept.refunds.items() if kept[2] == day)

    def add_refund(self, refund: StoredRefund, seq: int, day: date, key: str | None) -> None:
        self._use_key(key)
        self._writable.refunds[refund.refund_id] = (refund.sale_id, seq, day)
        self._use_coupons(use for use in bearer_returns(refund.body, ()) if self.coupon_uses(use.number))

    def refunds_of(self, sale_id: str) -> tuple[StoredRefund, ...]:
        return tuple(self._refund(refund_id) for refund_id, kept in self._kept.refunds.items() if kept[0] == sale_id)

    def coupon_uses(self, number: str) -> int:
        return self._kept.coupon_uses.get(number, 0)

    def use_claim(self, number: str, seq: int) -> None:
        self._use_coupons([BearerUse(number, "claim", 1)])

    def terminal_key(self, terminal: str, epoch: int) -> bytes | None:
        return self._files.terminal_keys.get((terminal, epoch))

    def _use_coupons(self, uses: Iterable[BearerUse]) -> None:
        for use in uses:
            self._writable.coupon_uses[use.number] = self.coupon_uses(use.number) + use.uses

    def members_enrolled_on(self, day: date) -> int:
        return sum(frame.kind is FrameKind.MEMBER_ENROLLED and frame.day == day for frame, _, _ in self._kept.frames)

    def sums_between(self, first: date, last: date) -> PeriodSums:
        return sums_of((frame for frame, _, _ in self._kept.frames), first, last)

    def sales_between(self, first: date, last: date) -> tuple[int, int]:
        stand = [sold for sold in self.sums_between(first, last).sold if not sold.void]
        return sum(sold.sales for sold in stand), sum(sold.sales for sold in stand if sold.by_member)

    def visitors_between(self, first: date, last: date) -> Visitors:
        return visitors_of((frame for frame, _, _ in self._kept.frames), first, last)

    def days_with_sales(self, first: date, last: date) -> tuple[date, ...]:
        sales = (self._stored(sale_id, seq) for sale_id, seq in self._kept.sales.items())
        return tuple(sorted({sale.day for sale in sales if first <= sale.day <= last}))

    def closings(self) -> tuple[Mapping[str, Any], ...]:
        frames = [frame for frame, _, _ in self._kept.frames if frame.kind is FrameKind.DAY_CLOSED]
        return tuple(frame.body for frame in reversed(frames))

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

    def closed_days(self) -> tuple[ClosedDay, ...]:
        frames = [frame for frame, _, _ in self._kept.frames if frame.kind is FrameKind.DAY_CLOSED]
        return tuple(ClosedDay(datetime.fromisoformat(frame.at), frame.body) for frame in reversed(frames))

    def answer_for(self, key: str) -> Mapping[str, Any] | None:
        kept = self._kept.answers.get(key)
        return None if kept is None else dict(json.loads(kept))

    def keep_answer(self, key: str, answer: Mapping[str, Any]) -> None:
        if key in self._writable.answers:
            raise Broken("an answer is kept once")
        self._writable.answers[key] = canonical_json(answer)

    def redeemed_here(self, member_id: str, day: date) -> int:
        ids = self._ids(member_id)
        return redeemed((frame for frame, _, _ in self._kept.frames if frame.day == day), ids)

    def redeemed_unsent(self) -> int:
        durable = self._server.progress.durable
        return redeemed(frame for frame, _, _ in self._kept.frames if position(frame) > durable)

    def reservations(self) -> tuple[HeldReservation, ...]:
        mine = self.identity().terminal_id
        records = (self.member(known) for known, row in self._server.members.items() if row.state.reserved)
        return tuple(
            HeldReservation(record.member_id, held)
            for record in records
            if record
            for held in record.state.reserved
            if held.terminal == mine
        )

    def ledger(self, member_id: str) -> tuple[LedgerRow, ...]:
        ids = self._ids(member_id)
        row = self._server.members.get(ids[0])
        applied = dict.fromkeys(ids, self._applied_here(row))
        if row and row.household:
            applied[row.household] = self._applied_here(self._server.members.get(row.household))
        return tuple(
            LedgerRow(
                at=datetime.fromisoformat(frame.at),
                day=frame.day,
                kind=frame.kind,
                entry=entry,
                terminal=frame.terminal,
                epoch=frame.epoch,
                seq=frame.seq,
                sale_id=frame.body.get("sale"),
                confirmed=position(frame) <= applied[entry.member_id],
            )
            for frame, _, _ in self._kept.frames
            for entry in frame.entries
            if entry.member_id in applied
        )

    def _applied_here(self, row: MemberRow | None) -> Position:
        return row.state.applied.get(self._kept.identity.terminal_id, BEFORE_ALL) if row else BEFORE_ALL

    def office(self) -> OfficeRecords:
        """Lists by pages are an encrypted file's business; their tests run on one."""
        raise NotImplementedError

    def erased_to_forget(self) -> tuple[str, ...]:
        gone = (row.member_id for row in self._server.members.values() if row.erased)
        return tuple(member_id for member_id in gone if member_id not in self._kept.forgotten)

    def forget_person(self, member_id: str) -> None:
        self._writable.profiles.pop(member_id, None)
        self._writable.forgotten.add(member_id)

    def want_member(self, kind: str, value: str, asked_at: datetime) -> None:
        self._writable.wanted[kind, value] = asked_at

    def member_answer(self, kind: str, value: str, asked_at: datetime) -> bool | None:
        return self._server.answers.get((kind, value, asked_at))

    def put_parked_bill(self, bill: ParkedBill) -> None:
        self._writable.parked_bills[bill.park_id] = bill

    def parked_bills(self) -> tuple[ParkedBill, ...]:
        return tuple(sorted(self._kept.parked_bills.values(), key=lambda bill: (bill.parked_at, bill.park_id)))

    def parked_bill_count(self) -> int:
        return len(self._kept.parked_bills)

    def remove_parked_bill(self, park_id: str) -> None:
        self._writable.parked_bills.pop(park_id, None)

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

    def setting(self, name: str) -> str | None:
        return self._kept.settings.get(name)

    def set_setting(self, name: str, value: str) -> None:
        self._writable.settings[name] = value

    def _ids(self, member_id: str) -> list[str]:
        """All ids of one member, the canonical one first; a phone known twice makes one member."""
        known = {*self._server.members, *self._kept.profiles, member_id}
        canonical = self._canonical(member_id)
        return [canonical, *(other for other in known if other != canonical and self._canonical(other) == canonical)]

    def _canonical(self, member_id: str) -> str:
        row = self._server.members.get(member_id)
        if row is not None:
            return self._canonical(row.alias_of) if row.alias_of else member_id
        own = self._kept.profiles.get(member_id)
        twins = (r for r in self._server.members.values() if own and r.profile and r.profile.phone == own.phone)
        twin = next(twins, None)
        return self._canonical(twin.member_id) if twin else member_id

    def _laid_over(self, state: MemberState, ids: list[str], share: Callable[[Entry], Entry | None]) -> MemberState:
        terminal = self._kept.identity.terminal_id
        after = state.applied.get(terminal, BEFORE_ALL)
        for frame, _, _ in self._kept.frames:
            entries = [entry for entry in frame.entries if entry.member_id in ids]
            if entries and position(frame) > after:
                for entry in entries:
                    mine = share(entry)
                    state = apply(state, mine, frame.day)[0] if mine else state
                state = replace(state, applied={**state.applied, terminal: position(frame)})
        return state

    def _frame(self, seq: int) -> Frame:
        return next(frame for frame, _, _ in reversed(self._kept.frames) if frame.seq == seq)

    def _stored(self, sale_id: str, seq: int) -> StoredSale:
        frame = self._frame(seq)
        return StoredSale(
            sale_id=sale_id,
            number=frame.body["number"],
            at=datetime.fromisoformat(frame.at),
            day=frame.day,
            member_id=frame.body.get("member"),
            body=frame.body,
            programme=frame.programme,
            terminal=frame.terminal,
            entries=frame.entries,
        )

    def _refund(self, refund_id: str) -> StoredRefund:
        sale_id, seq, _ = self._kept.refunds[refund_id]
        return StoredRefund(refund_id, sale_id, self._frame(seq).body)

    def _use_key(self, key: str | None) -> None:
        if key is not None and key in self._writable.command_keys:
            raise Broken("a key is used once")
        if key is not None:
            self._writable.command_keys.add(key)


def _whole(entry: Entry) -> Entry:
    return entry


class FakeStore:
    """Implements ``terminal.ports.store.Store`` in memory."""

    def __init__(self, files: Files) -> None:
        self.files = files

    def unit_of_work(self) -> FakeUnitOfWork:
        return FakeUnitOfWork(self.files, reading=False)

    def view(self) -> FakeUnitOfWork:
        return FakeUnitOfWork(self.files, reading=True)

    def print_queue(self) -> FakePrintQueue:
        return FakePrintQueue(self.files)

    def close(self) -> None:
        pass


def fake_store(identity: TerminalIdentity, opening: NewFrame) -> tuple[FakeStore, FakeReplica]:
    """A freshly enrolled terminal's store, and the sync process's door to it."""
    journal = Journal(identity)
    append(journal, opening)
    files = Files(journal)
    return FakeStore(files), FakeReplica(files)
