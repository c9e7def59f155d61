"""The audit: every sale calculated again, and counted what only all terminals together show, after it was posted.

Nothing here moves a point. It finds what a person should look at (``rule_mismatch``, ``sale_unreadable``,
``programme_unknown``, ``clock_skew``, ``sale_unknown_yet``, ``refund_exceeds_sale``, ``coupon_used_twice``,
``claim_used_twice``) and writes down what brands owe each other for points spent. A stage of its own, it may be far
behind or fail altogether without holding up a balance.

It follows posting, per terminal in order and never beyond it. How far it is moves in the same transaction as what it
found and counted, so that nothing is counted twice.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection

from sync.protocol.frame_shape import read_frame, read_movements
from sync.server.accounts.books import PostingException, case_of
from sync.server.accounts.cases import keep_cases
from sync.server.auditing.clock_watch import clock_cases
from sync.server.auditing.coupon_counts import count_coupons
from sync.server.auditing.refund_sums import refund_exceptions, remember_sales
from sync.server.auditing.settling import Settling
from sync.server.posting.checking import claim_exceptions, sale_exceptions
from sync.server.posting.portions import (
    AUDITED,
    EVERYTHING,
    Claim,
    Overtaken,
    Portion,
    Share,
    are_next,
    move_on,
    read_portions,
    waiting,
)
from sync.server.programmes.claim_shape import read_claimed
from sync.server.programmes.sale_shape import sold_bill
from sync.server.programmes.shelf import ProgrammeShelf
from sync.server.storage.bulk import insert_rows
from sync.server.storage.database import Database
from sync.server.storage.frame_blocks import unpack_frames
from sync.server.storage.tables import settlement_shares
from terminal.domain.errors import Broken
from terminal.domain.frames import Frame, FrameKind
from terminal.domain.programme import Programme
from terminal.domain.sold import SoldBill

Programmes = Mapping[str, Programme | None]
"""Those that were published here, by digest; ``None`` for one that this version cannot read."""

_CALCULATED = frozenset({FrameKind.SALE, FrameKind.REFUND})


@dataclass(slots=True)
class _Examined:
    """What a portion holds, as far as it could be read: its frames, the sales in them by seq, and what was found."""

    frames: list[Frame] = field(default_factory=list)
    sold: dict[int, SoldBill] = field(default_factory=dict)
    cases: list[PostingException] = field(default_factory=list)

    def calculate(self, programmes: Programmes) -> None:
        """Calculates every sale, and every claim of a receipt, again by its own bundle."""
        for frame in self.frames:
            if frame.programme and frame.programme not in programmes:
                self.cases.append(case_of(frame, 0, "programme_unknown", data={"programme": frame.programme}))
            try:
                sold = sold_bill(frame)
            except Broken as broken:
                self.cases.append(case_of(frame, 0, "sale_unreadable", data={"reason": str(broken)[:500]}))
                continue
            programme = programmes.get(frame.programme)
            claim = read_claimed(frame) if programme else None
            if claim and programme:
                self.cases.extend(claim_exceptions(frame, *claim, programme))
            if sold:
                self.sold[frame.seq] = sold
                self.cases.extend(sale_exceptions(frame, sold, programme) if programme else ())


class Auditing:
    """Audits what has been posted. Several processes and threads may audit at once."""

    def __init__(self, database: Database, now: Callable[[], datetime]) -> None:
        self._database = database
        self._now = now
        self._shelf = ProgrammeShelf()

    def audit_all(self) -> int:
        """Audits until nothing is left of what is posted; gives the number of frames."""
        total = 0
        while claims := self.waiting():
            total += sum(self.audit_portion(*claim) for claim in claims)
        return total

    def waiting(self, share: Share = EVERYTHING) -> list[Claim]:
        """The (terminal, epoch) pairs with frames to audit: of each terminal the oldest epoch that is not done."""
        with self._database.read() as connection:
            return waiting(connection, AUDITED, share)

    def audit_portion(self, terminal: str, epoch: int) -> int:
        """Audits the next few batches of one terminal's epoch; gives the number of frames.

        All calculating is done before the transaction that keeps what came out, so that nobody waits for it.
        """
        with self._database.read() as connection:
            portions = read_portions(connection, AUDITED, [(terminal, epoch)])
            found = [_read(portion) for portion in portions]
            digests = {frame.programme for examined in found for frame in examined.frames if frame.programme}
            published = {digest for digest in digests if self._shelf.has(connection, digest)}
            programmes = {digest: self._shelf.get(connection, digest) for digest in published}
        for examined in found:
            examined.calculate(programmes)
        try:
            return self._database.write_again(lambda connection: self._keep(connection, portions, found, programmes))
        except Overtaken:
            return 0

    def _keep(
        self, connection: Connection, portions: Sequence[Portion], found: Sequence[_Examined], programmes: Programmes
    ) -> int:
        if not are_next(connection, AUDITED, portions):
            raise Overtaken
        for portion, examined in zip(portions, found, strict=True):
            now = self._now()
            counted = counted_cases(connection, portion.brand, examined.frames, examined.sold, programmes, now)
            keep_cases(connection, [*examined.cases, *counted], now)
        return move_on(connection, AUDITED, portions)


def audit_branch(connection: Connection, brand: str, booked: Iterable[tuple[Frame, bytes]], now: datetime) -> None:
    """Audits frames, with their bytes, that the office booked although they are no part of their terminal's chain."""
    examined, shelf = _Examined(), ProgrammeShelf()
    for frame, content in booked:
        with suppress(Broken):  # its movements are booked; what cannot be read is not calculated again
            examined.frames.append(read_frame(content, frame.terminal, frame.epoch, frame.seq))
    digests = {frame.programme for frame in examined.frames if frame.programme}
    programmes = {digest: shelf.get(connection, digest) for digest in digests if shelf.has(connection, digest)}
    examined.calculate(programmes)
    counted = counted_cases(connection, brand, examined.frames, examined.sold, programmes, now)
    keep_cases(connection, [*examined.cases, *counted], now)


def _read(portion: Portion) -> _Examined:
    examined = _Examined()
    for row in portion.batches:
        known = len(examined.frames)
        for seq, frame_bytes in enumerate(unpack_frames(row.frames), start=row.first):
            place = (portion.terminal, portion.epoch, seq)
            try:
                examined.frames.append(read_frame(frame_bytes, *place))
            except Broken as broken:
                if _was_posted(frame_bytes, *place):
                    data = {"reason": str(broken)[:500]}
                    examined.cases.append(PostingException(*place, 0, "sale_unreadable", None, data))
        examined.cases.extend(clock_cases(examined.frames[known:], row.received_at))
    return examined


def _was_posted(frame_bytes: bytes, terminal: str, epoch: int, seq: int) -> bool:
    """Whether posting could read the frame; where it could not, the case is there already."""
    try:
        read_movements(frame_bytes, terminal, epoch, seq)
    except Broken:
        return False
    return True


def counted_cases(
    connection: Connection,
    brand: str,
    examined: Sequence[Frame],
    sold: Mapping[int, SoldBill],
    programmes: Programmes,
    now: datetime,
) -> Iterator[PostingException]:
    """Counts refunds and printed coupons over all terminals, and settles redemptions; gives what came to too much."""
    frames = [frame for frame in examined if frame.kind in _CALCULATED]
    settling = Settling(connection, brand)
    yield from remember_sales(connection, frames, now)
    for frame in frames:
        yield from refund_exceptions(connection, frame)
        yield from count_coupons(connection, frame, programmes.get(frame.programme))
        settling.settle(frame, sold.get(frame.seq))
    for frame in examined:
        if frame.kind is FrameKind.ADJUSTMENT:
            yield from count_coupons(connection, frame, None)
    insert_rows(connection, settlement_shares, settling.rows)
