"""Posting: stored frames become ledger rows, member states and feed numbers, in one transaction per portion.

How far a terminal's epoch is posted moves in the same transaction as what was posted, so a crash at any instant
repeats a portion or does not, and never books a frame twice.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

import msgspec
from sqlalchemy import Connection, func, select, update

from sync.protocol.messages import Profile
from sync.server.accounts import load_accounts, save_accounts
from sync.server.books import Account, Books, PostingException
from sync.server.checking import sale_exceptions
from sync.server.coupon_counts import count_coupons
from sync.server.database import Database, insert_new
from sync.server.desk import Desk
from sync.server.intake_rows import batch_context, unpack_frames
from sync.server.keys import ServerKeys
from sync.server.ledger_rows import ledger_row
from sync.server.referrals import take_back_beyond_maximum, take_back_repeated, thanks_a_referrer
from sync.server.refund_sums import refund_exceptions, remember_sales
from sync.server.sale_shape import sold_bill
from sync.server.settling import Settling
from sync.server.shape import enrolled_identifiers, named_identifier, read_frame
from sync.server.shelf import ProgrammeShelf
from sync.server.tables import batches, epochs, exceptions, ledger, programmes, settlement_shares, terminals
from terminal.domain.errors import Broken
from terminal.domain.frames import Frame, FrameKind
from terminal.domain.sold import SoldBill

BATCHES_PER_TRANSACTION = 8
_CALCULATED = frozenset({FrameKind.SALE, FrameKind.REFUND})

_log = logging.getLogger(__name__)
_profiles_decoder = msgspec.json.Decoder(tuple[Profile, ...])


@dataclass(frozen=True, slots=True)
class Portion:
    """The next frames of one terminal's epoch, read: a frame, or why there is none, for each seq in order."""

    terminal: str
    epoch: int
    posted: int
    last: int
    frames: tuple[tuple[int, Frame | str], ...]
    profiles: dict[str, Profile]


class Posting:
    """Posts what intake has stored. Several processes may post at once: work is claimed per terminal."""

    def __init__(self, database: Database, keys: ServerKeys, now: Callable[[], datetime]) -> None:
        self._database = database
        self._keys = keys
        self._now = now
        self._shelf = ProgrammeShelf()
        self._desk = Desk(database, keys, now, by="posting")

    def post_all(self) -> int:
        """Posts until nothing is left; gives the number of frames."""
        total = 0
        while posted := sum(self.post_portion(*claim) for claim in self.waiting()):
            total += posted
        return total

    def waiting(self) -> list[tuple[str, int]]:
        """The (terminal, epoch) pairs with frames to post: of each terminal the oldest epoch that is not done."""
        with self._database.read() as connection:
            rows = connection.execute(
                select(epochs.c.terminal, func.min(epochs.c.epoch).label("epoch"))
                .where(epochs.c.posted < epochs.c.durable)
                .group_by(epochs.c.terminal)
                .order_by(epochs.c.terminal)
            )
            return [(row.terminal, row.epoch) for row in rows]

    def post_portion(self, terminal: str, epoch: int) -> int:
        """Posts the next few batches of one terminal's epoch in one transaction; gives the number of frames."""
        with self._database.write() as connection:
            portion = self._claim(connection, terminal, epoch)
            if portion is None:
                return 0
            place = connection.execute(select(terminals).where(terminals.c.terminal == terminal)).one()
            books = self._fold(connection, portion, place.cell)
            settling = self._recalculate(connection, portion, books, place.brand)
            self._keep(connection, portion, books, settling)
            return portion.last - portion.posted

    def _claim(self, connection: Connection, terminal: str, epoch: int) -> Portion | None:
        here = (epochs.c.terminal == terminal) & (epochs.c.epoch == epoch)
        posted = connection.execute(select(epochs.c.posted).where(here).with_for_update()).scalar_one()
        stored = connection.execute(
            select(batches)
            .where(batches.c.terminal == terminal, batches.c.epoch == epoch, batches.c.first > posted)
            .order_by(batches.c.first)
            .limit(BATCHES_PER_TRANSACTION)
        ).all()
        if not stored:
            return None
        frames: list[tuple[int, Frame | str]] = []
        profiles: dict[str, Profile] = {}
        for row in stored:
            for seq, frame_bytes in enumerate(unpack_frames(row.frames), start=row.first):
                frames.append((seq, _frame_or_reason(frame_bytes, terminal, epoch, seq)))
            if row.profiles:
                opened = self._keys.unseal(row.profiles, batch_context(terminal, epoch, row.first))
                profiles.update({profile.member: profile for profile in _profiles_decoder.decode(opened)})
        return Portion(terminal, epoch, posted, stored[-1].last, tuple(frames), profiles)

    def _fold(self, connection: Connection, portion: Portion, cell: str) -> Books:
        readable = [frame for _seq, frame in portion.frames if isinstance(frame, Frame)]
        enrolments = [frame for frame in readable if frame.kind is FrameKind.MEMBER_ENROLLED]
        entered = {entry.member_id: named_identifier(entry.member_id) for frame in readable for entry in frame.entries}
        member_ids = {member_id for member_id, identifier in entered.items() if identifier is None}
        member_ids |= {frame.body["member"] for frame in enrolments if frame.body.get("member")}
        named = {identifier for frame in enrolments for identifier in enrolled_identifiers(frame)}
        named |= {identifier for identifier in entered.values() if identifier}
        known = frozenset(connection.execute(select(programmes.c.digest)).scalars())
        books = Books(cell, load_accounts(connection, member_ids, named), known.__contains__)
        for seq, frame in portion.frames:
            if isinstance(frame, Frame):
                books.post(frame, _profile_of(frame, portion))
            else:
                books.note_unreadable(seq, frame)
        return books

    def _recalculate(self, connection: Connection, portion: Portion, books: Books, brand: str) -> Settling:
        """Notes in ``books`` what the rules give otherwise than the frames say; settles what they redeem."""
        settling = Settling(connection, brand)
        read = (frame for _seq, frame in portion.frames if isinstance(frame, Frame))
        frames = [frame for frame in read if frame.kind in _CALCULATED]
        remember_sales(connection, frames)
        for frame in frames:
            programme = self._shelf.get(connection, frame.programme)
            sold = _sold_bill(frame, books)
            if sold and programme:
                books.note(sale_exceptions(frame, sold, programme))
            books.note(refund_exceptions(connection, frame))
            books.note(count_coupons(connection, frame, programme))
            settling.settle(frame, sold)
        return settling

    def _keep(self, connection: Connection, portion: Portion, books: Books, settling: Settling) -> None:
        rows = [ledger_row(posted) for posted in books.entries]
        if rows:
            connection.execute(ledger.insert(), rows)
        if settling.rows:
            connection.execute(settlement_shares.insert(), settling.rows)
        self._keep_exceptions(connection, portion, books)
        here = (epochs.c.terminal == portion.terminal) & (epochs.c.epoch == portion.epoch)
        connection.execute(update(epochs).where(here).values(posted=portion.last))
        # The members have the personal data now; intake keeps frames only.
        connection.execute(
            update(batches)
            .where(
                batches.c.terminal == portion.terminal,
                batches.c.epoch == portion.epoch,
                batches.c.first.between(portion.posted + 1, portion.last),
                batches.c.profiles.is_not(None),
            )
            .values(profiles=None)
        )
        save_accounts(connection, [self._sealed(account, books) for account in books.changed()], books.new_identifiers)
        for member_id in books.referred_again:
            take_back_repeated(connection, self._desk, member_id)
        for posted in filter(thanks_a_referrer, books.entries):
            programme = self._shelf.get(connection, posted.frame.programme)
            if programme:
                take_back_beyond_maximum(connection, self._desk, programme, posted)

    def _sealed(self, account: Account, books: Books) -> Account:
        profile = books.new_profiles.get(account.member_id)
        if profile is None:
            return account
        return replace(account, sealed_profile=self._keys.seal(profile, account.member_id))

    def _keep_exceptions(self, connection: Connection, portion: Portion, books: Books) -> None:
        found_at = self._now()
        rows = [
            {
                "terminal": portion.terminal,
                "epoch": portion.epoch,
                "seq": exception.seq,
                "line": exception.line,
                "code": exception.code,
                "member": exception.member_id,
                "data": msgspec.json.encode(exception.data).decode(),
                "found_at": found_at,
            }
            for exception in books.exceptions
        ]
        insert_new(connection, exceptions, rows)
        for exception in books.exceptions:
            _log.info("%s/%s/%s: %s", portion.terminal, portion.epoch, exception.seq, exception.code)


def _profile_of(frame: Frame, portion: Portion) -> bytes | None:
    if frame.kind is not FrameKind.MEMBER_ENROLLED:
        return None
    profile = portion.profiles.get(str(frame.body.get("member")))
    return msgspec.json.encode(msgspec.structs.replace(profile, enrolled_on=frame.day)) if profile else None


def _sold_bill(frame: Frame, books: Books) -> SoldBill | None:
    try:
        return sold_bill(frame)
    except Broken as broken:
        data = {"reason": str(broken)[:500]}
        books.note((PostingException(frame.seq, 0, "sale_unreadable", None, data),))
        return None


def _frame_or_reason(frame_bytes: bytes, terminal: str, epoch: int, seq: int) -> Frame | str:
    try:
        return read_frame(frame_bytes, terminal, epoch, seq)
    except Broken as broken:
        return str(broken)
