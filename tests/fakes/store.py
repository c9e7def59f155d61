"""A store in memory, for tests of whoever uses ``terminal.ports.store``.

The contract tests in ``tests/store`` hold it to the same promises as the real one.
"""

import copy
import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from types import TracebackType
from typing import Any, Self

from terminal.domain.bearer import BearerUse, bearer_returns, bearer_uses
from terminal.domain.errors import Broken, Refusal
from terminal.domain.frames import (
    Frame,
    FrameKind,
    canonical_json,
    identifier_hash,
)
from terminal.domain.programme import Programme
from terminal.ports.office import OfficeRecords
from terminal.ports.signing import is_signed
from terminal.ports.store import (
    ClosedDay,
    LinkState,
    NewFrame,
    StoredRefund,
    StoredSale,
    TerminalIdentity,
)
from tests.fakes.files import Files, Journal, append, position, redeemed
from tests.fakes.print_queue import FakePrintQueue
from tests.fakes.replica import FakeReplica
from tests.fakes.unit_members import FakeMembers
from tests.fakes.unit_parts import FakeDrawer, FakeFigures, FakeParkedBills, FakePrintJobs, FakeStaff


class FakeUnitOfWork(FakeMembers, FakePrintJobs, FakeParkedBills, FakeStaff, FakeFigures, FakeDrawer):
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

    def claim_frames(self, number: str) -> tuple[Frame, ...]:
        return tuple(frame for frame, _, _ in self._kept.frames if ["claim", number] in frame.body.get("coupons", ()))

    def terminal_key(self, terminal: str, epoch: int) -> bytes | None:
        return self._files.terminal_keys.get((terminal, epoch))

    def _use_coupons(self, uses: Iterable[BearerUse]) -> None:
        for use in uses:
            self._writable.coupon_uses[use.number] = self.coupon_uses(use.number) + use.uses

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

    def setting(self, name: str) -> str | None:
        return self._kept.settings.get(name)

    def set_setting(self, name: str, value: str) -> None:
        self._writable.settings[name] = value

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
