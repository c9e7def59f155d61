"""The two files of a terminal, as plain data."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from terminal.domain.frames import (
    CHAIN_START,
    Frame,
    chain,
    decode_frame,
    encode_frame,
)
from terminal.domain.ledger import EntryKind
from terminal.domain.programme import Programme
from terminal.ports.parked import ParkedBill
from terminal.ports.replica import (
    BEFORE_ALL,
    MemberRow,
    ParkedRefusal,
    Position,
    Progress,
)
from terminal.ports.staff import StaffNote, StaffRecord
from terminal.ports.store import (
    MemberProfile,
    NewFrame,
    TerminalIdentity,
)
from tests.fakes.print_jobs import Job


@dataclass
class Journal:
    """What a unit of work may change."""

    identity: TerminalIdentity
    frames: list[tuple[Frame, bytes, bytes]] = field(default_factory=list)
    profiles: dict[str, MemberProfile] = field(default_factory=dict)
    sales: dict[str, int] = field(default_factory=dict)
    refunds: dict[str, tuple[str, int, date]] = field(default_factory=dict)
    coupon_uses: dict[str, int] = field(default_factory=dict)
    command_keys: set[str] = field(default_factory=set)
    answers: dict[str, bytes] = field(default_factory=dict)
    settings: dict[str, str] = field(default_factory=dict)
    jobs: dict[int, Job] = field(default_factory=dict)
    forgotten: set[str] = field(default_factory=set)
    wanted: dict[tuple[str, str], datetime] = field(default_factory=dict)
    tokens: dict[str, datetime] = field(default_factory=dict)
    parked_bills: dict[str, ParkedBill] = field(default_factory=dict)
    staff: dict[str, StaffRecord] = field(default_factory=dict)
    staff_notes: list[StaffNote] = field(default_factory=list)


@dataclass
class Replica:
    """What sync may change."""

    members: dict[str, MemberRow] = field(default_factory=dict)
    programmes: dict[str, tuple[int, Programme]] = field(default_factory=dict)
    progress: Progress = field(default_factory=lambda: Progress(BEFORE_ALL, BEFORE_ALL, 0))
    reached: bool = False
    last_success_at: datetime | None = None
    refusal: str | None = None
    parked: list[ParkedRefusal] = field(default_factory=list)
    answers: dict[tuple[str, str, datetime], bool] = field(default_factory=dict)


@dataclass
class Files:
    """Both files of one terminal."""

    journal: Journal
    replica: Replica = field(default_factory=Replica)
    group_key: bytes = b"g" * 32
    server_key: bytes | None = None
    terminal_keys: dict[tuple[str, int], bytes] = field(default_factory=dict)
    printing: object | None = None
    """The queue object that has claimed the print queue."""


def append(journal: Journal, new: NewFrame) -> int:
    """Freezes a fact as the journal's next frame; gives its seq."""
    identity = journal.identity
    of_epoch = [kept for kept in journal.frames if kept[0].epoch == identity.epoch]
    frame = Frame(
        terminal=identity.terminal_id,
        epoch=identity.epoch,
        seq=len(of_epoch) + 1,
        kind=new.kind,
        at=new.at.isoformat(),
        day=new.day,
        store=identity.store,
        programme=new.programme,
        body=new.body,
        entries=new.entries,
    )
    payload = encode_frame(frame)
    chain_hash = chain(of_epoch[-1][2] if of_epoch else CHAIN_START, payload)
    journal.frames.append((decode_frame(payload), payload, chain_hash))
    return frame.seq


def position(frame: Frame) -> Position:
    return frame.epoch, frame.seq


def redeemed(frames: Iterable[Frame], ids: Sequence[str] | None = None) -> int:
    """Points redeemed in these frames beside reservations, by anyone or by the member with these ids."""
    entries = (
        entry for frame in frames for entry in frame.entries if entry.kind is EntryKind.REDEEM and not entry.reservation
    )
    return -sum(entry.points for entry in entries if ids is None or entry.member_id in ids)
