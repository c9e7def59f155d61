"""The office's lists in memory: a year of entries, some hundreds of members, one of everything that waits."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from terminal.domain.directory import leaf_of
from terminal.domain.errors import Refusal
from terminal.domain.facts import Person
from terminal.domain.frames import Frame, FrameKind, encode_frame
from terminal.domain.ledger import Entry, EntryKind, LotPart
from terminal.ports.office import EntryFilter, EntryPlace, EntryState, Face, ListedEntry, Seen
from terminal.ports.store import LedgerRow
from terminal.usecases.adjust import Adjust, AdjustDone
from terminal.usecases.exceptions import Exceptional, ExceptionKind
from terminal.usecases.identify import MemberCard
from terminal.usecases.member_list import DirectoryPart, MemberFile, MemberPage, MemberRow
from terminal.usecases.merge_members import MergeMembers, MergeNoted
from terminal.usecases.noted_merges import MergeState, NotedMerge
from terminal.usecases.points_ledger import FrameFile, LedgerPage
from ui.qt.screens.sample_programme import GOLD_ID

TODAY = date(2026, 11, 21)
NOW = datetime(2026, 11, 21, 6, 32, tzinfo=UTC)
PAGE = 50
MEMBERS, ENTRIES = 400, 1200
LEAF = 150
BY_HAND, REASON = 17, "漏刷補登"
OLDER = 380
"""Members before this one have balances of their own in their files."""
PAIRED = "0190a0b0-0000-7000-8000-000000000257"
"""Who shares points with somebody."""
NAMESAKE = "0190a0b0-0000-7000-8000-000000000327"
"""Who is called as the third of the list is."""
SURNAMES, GIVEN = "陳林黃張李王吳劉蔡楊", ("志華", "雅婷", "家豪", "美玲", "怡君", "承翰", "淑芬")
LATIN = ("Anna Smith", "Ben Wong", "Chloe Tan")
PATTERN = (
    (EntryKind.ACCRUE, 12),
    (EntryKind.ACCRUE, 67),
    (EntryKind.REDEEM, -300),
    (EntryKind.BONUS, 50),
    (EntryKind.ACCRUE, 5),
    (EntryKind.REVERSE, -9),
    (EntryKind.RETURN, 100),
)


@dataclass
class SampleRecords:
    """Fulfils ``RecordActions``. ``card_of`` gives a member's card; ``waiting`` is what waits for a person.

    ``opened`` are the members whose files were read; ``one_now`` says as whom a merged member goes on.
    """

    card_of: Callable[[str], MemberCard]
    marks: dict[str, Seen] = field(default_factory=dict)
    waiting: list[Exceptional] = field(default_factory=list)
    adjusted: list[Adjust] = field(default_factory=list)
    merged: list[MergeMembers] = field(default_factory=list)
    asked: list[str | None] = field(default_factory=list)
    opened: list[str] = field(default_factory=list)
    one_now: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.faces = {face.member_id: face for face in (_face(place) for place in range(MEMBERS))}
        self.known = {**self.faces, GOLD_ID: Face(GOLD_ID, "王曉明", "+886912345678")}
        self.waiting = _waiting()
        self.entries = sorted((_entry(place) for place in range(ENTRIES)), key=lambda row: row.place, reverse=True)

    def points_ledger(self, wanted: EntryFilter, after: EntryPlace | None) -> LedgerPage:
        """By the filters."""
        rows = [row for row in self.entries if _fits(row, wanted) and (after is None or row.place < after)]
        return LedgerPage(tuple(rows[:PAGE]), self.known, len(rows) <= PAGE, TODAY)

    def frame_file(self, place: EntryPlace) -> FrameFile:
        """A sale, or points that were put right."""
        row = next(row for row in self.entries if row.place == place)
        if not place.is_own:
            raise Refusal("frame_not_here", epoch=place.epoch, seq=place.seq)
        body: dict[str, Any] = {"member": row.member_id, "number": row.sale_number or "0214", "total": 205}
        body |= {"earned": 67, "redeemed": 0, "cashier": "林小姐", "tenders": [{"type": "cash", "amount": 205}]}
        if row.frame is FrameKind.ADJUSTMENT:
            body = {"member": row.member_id, "reason": REASON, "approved_by": "王店長"}
        parts = (LotPart("lot", "chawu", row.points, None, place.day),) if row.points > 0 else ()
        entry = Entry(row.member_id, row.kind, row.points, parts)
        at = (row.at or NOW).isoformat()
        kind = row.frame or FrameKind.SALE
        frame = Frame(place.terminal, place.epoch, place.seq, kind, at, place.day, "xinyi", "d" * 64, body, (entry,))
        payload = encode_frame(frame)
        text = json.dumps(json.loads(payload), ensure_ascii=False, indent=2)
        return FrameFile(frame, text, len(payload), "9f2c" * 16, row.state, 12, self.known)

    def member_page(self, after: str | None) -> MemberPage:
        """All of them, newest first."""
        self.asked.append(after)
        ids = [member_id for member_id in self._ids() if after is None or member_id < after]
        return MemberPage(self.members_named(ids[:PAGE]), ids[PAGE - 1] if len(ids) > PAGE else None)

    def members_named(self, member_ids: Sequence[str]) -> tuple[MemberRow, ...]:
        """With invented balances; one of them owes."""
        return tuple(self._row(member_id) for member_id in member_ids if member_id in self.faces)

    def directory_part(self, after: str | None) -> DirectoryPart:
        """Some of them."""
        ids = [member_id for member_id in self._ids() if after is None or member_id < after]
        faces = [self.faces[member_id] for member_id in ids[:LEAF]]
        leaf = leaf_of([(face.member_id, face.phone, face.card, face.name) for face in faces])
        return DirectoryPart(leaf, ids[LEAF - 1] if len(ids) > LEAF else None)

    def member_file(self, member_id: str) -> MemberFile:
        """A known customer's file under the member's name, or of whom they have become one with."""
        self.opened.append(member_id)
        member_id = self.one_now.get(member_id, member_id)
        face = self.faces.get(member_id)
        card = self.card_of(GOLD_ID)
        if face is not None:
            card = replace(card, member_id=member_id, name=face.name, phone=face.phone)
            if int(member_id[-6:]) < OLDER:
                row = self._row(member_id)
                card = replace(card, balance=row.balance, visits=row.visits, last_visit=row.last_visit)
        moved = sum(command.points for command in self.adjusted)
        gone = [gone for gone, kept in self.one_now.items() if kept == member_id]
        moved += sum((self._row(one) if int(one[-6:]) < OLDER else self.card_of(GOLD_ID)).balance for one in gone)
        card = replace(card, balance=card.balance + moved)
        lots = (
            LotPart("a", "chawu", 120, date(2026, 12, 31), date(2025, 3, 1)),
            LotPart("b", "chawu", max(card.balance - 120, 0), date(2027, 12, 31), date(2026, 2, 1)),
        )
        person = Person(birthday=date(1990, 11, 30), enrolled_on=date(2023, 4, 2))
        listed = (*self.entries[:8], self.entries[BY_HAND])
        movements = tuple(_movement(row, member_id) for row in reversed(listed))
        reasons = {(row.epoch, row.seq): REASON for row in movements if row.kind is FrameKind.ADJUSTMENT}
        merges = self._merges(member_id)
        return MemberFile(card, person, lots, 0, 7820, movements, reasons, household=False, merges=merges)

    def adjust(self, command: Adjust) -> AdjustDone:
        """At most a thousand points."""
        if abs(command.points) > 1000:
            raise Refusal("adjust_above_maximum", points=abs(command.points), maximum=1000)
        self.adjusted.append(command)
        return AdjustDone(command.member, command.points, self.member_file(command.member).card.balance)

    def merge_members(self, command: MergeMembers) -> MergeNoted:
        """Any two, but those of whom one is in a household."""
        if PAIRED in {command.member, command.into}:
            raise Refusal("merge_in_household", member="0903-***-843")
        self.merged.append(command)
        both = [self.member_file(member_id).card.balance for member_id in (command.member, command.into)]
        return MergeNoted(command.member, command.into, sum(both))

    def hear_of_merge(self, member: str, into: str) -> None:
        """What sync brings once the server has merged them."""
        self.one_now[member] = into
        self.merged = [one for one in self.merged if {one.member, one.into} != {member, into}]

    def _merges(self, member_id: str) -> tuple[NotedMerge, ...]:
        return tuple(
            NotedMerge(self.known[one.member], self.known[one.into], one.reason, one.approved_by, MergeState.NOTED)
            for one in self.merged
            if member_id in {one.member, one.into}
        )

    def exceptions(self) -> tuple[Exceptional, ...]:
        """What nobody has seen first."""
        marked = [replace(one, seen=self.marks.get(one.key)) for one in self.waiting]
        return tuple(sorted(marked, key=lambda one: one.seen is not None))

    def mark_seen(self, key: str, by: str) -> Seen:
        """The first look counts."""
        return self.marks.setdefault(key, Seen(NOW, by))

    def _ids(self) -> list[str]:
        return sorted(self.faces, reverse=True)

    def _row(self, member_id: str) -> MemberRow:
        place, face = int(member_id[-6:]), self.faces[member_id]
        balance = -250 if place % 97 == 3 else place * 37 % 2900
        last = TODAY - timedelta(days=place % 60)
        return MemberRow(member_id, face.name, face.phone, balance, place % 45, last)


def _face(place: int) -> Face:
    name = SURNAMES[place % len(SURNAMES)] + GIVEN[place % len(GIVEN)]
    if place % 9 == 0:
        name = LATIN[place % len(LATIN)]
    card = f"C{place:07}" if place % 4 == 0 else ""
    return Face(f"0190a0b0-0000-7000-8000-{place:012}", name, f"+8869{place * 7919 % 10**8:08}", card)


def _entry(place: int) -> ListedEntry:
    """The newest is at place 0."""
    kind, points = PATTERN[place % len(PATTERN)]
    if place % 40 == BY_HAND:
        kind, points = EntryKind.ADJUST, 30
    is_own = place % 29 != 11
    day = TODAY - timedelta(days=place // 14)
    at = NOW - timedelta(days=place // 14, minutes=11 * (place % 14))
    states = (EntryState.UNSENT,) * 3 + (EntryState.SENT,) * 2
    state = states[place] if place < len(states) else EntryState.POSTED
    where = EntryPlace(day, is_own, "t-02" if is_own else "t-01", 1, 5000 - place, 0)
    member = GOLD_ID if place % 6 == 2 else _face(place * 13 % MEMBERS).member_id
    if not is_own:
        return ListedEntry(where, member, kind, points, EntryState.HEARD)
    number = None if kind is EntryKind.ADJUST else f"{214 - place % 14:04}"
    frame = FrameKind.ADJUSTMENT if kind is EntryKind.ADJUST else FrameKind.SALE
    return ListedEntry(where, member, kind, points, state, at, frame, number)


def _fits(row: ListedEntry, wanted: EntryFilter) -> bool:
    day = row.place.day
    return (
        (wanted.first is None or day >= wanted.first)
        and (wanted.last is None or day <= wanted.last)
        and wanted.kind in {None, row.kind}
        and wanted.member in {None, row.member_id}
        and (not wanted.sign or row.points * wanted.sign > 0)
        and (not wanted.unsent or row.state is EntryState.UNSENT)
    )


def _movement(row: ListedEntry, member_id: str) -> LedgerRow:
    parts = (LotPart("lot", "chawu", row.points, None, row.place.day),) if row.points > 0 else ()
    entry = Entry(member_id, row.kind, row.points, parts)
    at, kind = row.at or NOW, row.frame or FrameKind.SALE
    return LedgerRow(at, row.place.day, kind, entry, "t-02", 1, row.place.seq, None, True)


def _waiting() -> list[Exceptional]:
    someone = _face(13)
    clock = {"now": NOW - timedelta(days=2), "last": NOW - timedelta(hours=1)}
    held = {"title": "收據 0213", "reason": "printer_paper_out"}
    sent = {"title": "退貨單 0209", "reason": ""}
    by_hand = {"points": 300, "reason": "漏刷補登", "approved_by": "王店長"}
    merged = {"reason": "new_phone", "approved_by": "王店長", "state": "done"}
    apart = {**merged, "state": "apart"}
    yesterday = NOW - timedelta(days=1)
    set_aside, cut_off = ExceptionKind.SET_ASIDE, ExceptionKind.CUT_OFF
    return [
        Exceptional("cut_off:epoch_frozen:1", cut_off, yesterday, {"epoch": 1, "unsent": 12}, "epoch_frozen"),
        Exceptional("set_aside:1:push_gap", set_aside, yesterday, {"durable": 4711}, "push_gap"),
        Exceptional("clock:2026-11-21", ExceptionKind.CLOCK, NOW, clock),
        Exceptional("overdrawn:red:250", ExceptionKind.OVERDRAWN, None, {"points": 250}, member=someone),
        Exceptional("print_held:2", ExceptionKind.PRINT_HELD, NOW, held),
        Exceptional("print_unconfirmed:4", ExceptionKind.PRINT_UNCONFIRMED, NOW, sent),
        Exceptional("adjusted:1:77", ExceptionKind.ADJUSTED, yesterday, by_hand, member=someone),
        Exceptional("merged:1:78", ExceptionKind.MERGED, yesterday, merged, member=someone, other=_face(83)),
        Exceptional("not_merged:1:79", ExceptionKind.NOT_MERGED, yesterday, apart, member=someone, other=_face(84)),
    ]
