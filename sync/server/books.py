"""Posting, without a database: frames in, ledger rows and new member states out.

``Books`` holds the members that a run of one terminal's frames concerns. What it computes depends on them and the
frames alone, so posting can be repeated from the same rows until its transaction commits.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from sync.protocol.messages import IdentifierHash
from sync.server.shape import enrolled_identifiers
from terminal.domain.frames import Frame, FrameKind
from terminal.domain.ledger import Entry, LotPart, MemberState, apply, spending_order


@dataclass(frozen=True, slots=True)
class Account:
    """A member as the server keeps them. ``sealed_profile`` is personal data, never opened here.

    ``cells`` are the groups of stores whose terminals carry the member.
    """

    state: MemberState
    alias_of: str | None = None
    sealed_profile: bytes | None = None
    identifiers: tuple[IdentifierHash, ...] = ()
    cells: tuple[str, ...] = ()

    @property
    def member_id(self) -> str:
        """The member's id."""
        return self.state.member_id


@dataclass(frozen=True, slots=True)
class PostedEntry:
    """A ledger row: an entry, the member it was booked on, the lots it moved and what it changed of the deficit."""

    frame: Frame
    line: int
    member_id: str
    entry: Entry
    moves: tuple[LotPart, ...]
    deficit_change: int


@dataclass(frozen=True, slots=True)
class PostingException:
    """Something a person should look at. The frame counts all the same, unless it could not be read."""

    seq: int
    line: int
    code: str
    member_id: str | None = None
    data: Mapping[str, Any] = field(default_factory=dict)


class Books:
    """The members concerned, and what has been posted to them so far."""

    def __init__(self, cell: str, accounts: Iterable[Account], programmes: frozenset[str]) -> None:
        self._cell = cell
        self._accounts = {account.member_id: account for account in accounts}
        self._owners = {
            identifier: account.member_id for account in self._accounts.values() for identifier in account.identifiers
        }
        self._programmes = programmes
        self._aliases_changed: dict[str, None] = {}
        self._members_changed: dict[str, None] = {}
        self.new_profiles: dict[str, bytes] = {}
        self.new_identifiers: dict[IdentifierHash, str] = {}
        self.entries: list[PostedEntry] = []
        self.exceptions: list[PostingException] = []

    def changed(self) -> tuple[Account, ...]:
        """Every account that is not what it was, aliases before the members they name."""
        ids = {**self._aliases_changed, **self._members_changed}
        return tuple(self._accounts[member_id] for member_id in ids)

    def post(self, frame: Frame, profile: bytes | None = None) -> None:
        """Books one frame. ``profile`` is the personal data of the member it enrols."""
        if frame.programme and frame.programme not in self._programmes:
            self._note(frame, 0, "programme_unknown", data={"programme": frame.programme})
        if frame.kind is FrameKind.MEMBER_ENROLLED and frame.body.get("member"):
            self._enrol(frame, profile)
        for line, entry in enumerate(frame.entries):
            self._enter(frame, line, entry)

    def note_unreadable(self, seq: int, reason: str) -> None:
        """Records that the frame at ``seq`` could not be read, and moves on."""
        self.exceptions.append(PostingException(seq, 0, "frame_unreadable", data={"reason": reason[:500]}))

    def _enter(self, frame: Frame, line: int, entry: Entry) -> None:
        if entry.member_id not in self._accounts:
            self._note(frame, line, "member_unknown", entry.member_id)
        account = self._account(entry.member_id)
        state, moves = apply(account.state, entry, frame.day)
        deficit_change = state.deficit - account.state.deficit
        self._keep(replace(account, state=state), frame)
        self.entries.append(PostedEntry(frame, line, account.member_id, entry, moves, deficit_change))
        if deficit_change > 0:
            self._note(frame, line, "overdrawn", account.member_id, {"points": deficit_change})

    def _enrol(self, frame: Frame, profile: bytes | None) -> None:
        account = self._account(frame.body["member"])
        for identifier in enrolled_identifiers(frame):
            owner = self._owners.get(identifier)
            if owner is None:
                self._owners[identifier] = account.member_id
                self.new_identifiers[identifier] = account.member_id
                account = replace(account, identifiers=(*account.identifiers, identifier))
            elif self._canonical(owner) != account.member_id:
                if identifier.kind == "phone" and not account.identifiers:
                    account = self._merge(account, self._account(owner), frame)
                else:
                    self._note(frame, 0, "identifier_taken", account.member_id, {"kind": identifier.kind})
        if profile and not account.sealed_profile:
            self.new_profiles.setdefault(account.member_id, profile)
        self._keep(account, frame)

    def _merge(self, later: Account, first: Account, frame: Frame) -> Account:
        """One person enrolled twice: ``later`` becomes another name of ``first``, who gets what it had."""
        both = tuple(sorted({*first.cells, *later.cells, self._cell}))
        self._accounts[later.member_id] = replace(
            later, state=MemberState(later.member_id), alias_of=first.member_id, cells=both
        )
        self._members_changed.pop(later.member_id, None)
        self._aliases_changed[later.member_id] = None
        self._keep(replace(first, state=add_states(first.state, later.state), cells=both), frame)
        return self._accounts[first.member_id]

    def _keep(self, account: Account, frame: Frame) -> None:
        applied = {**account.state.applied, frame.terminal: (frame.epoch, frame.seq)}
        cells = account.cells if self._cell in account.cells else tuple(sorted((*account.cells, self._cell)))
        self._accounts[account.member_id] = replace(account, state=replace(account.state, applied=applied), cells=cells)
        self._members_changed[account.member_id] = None

    def _canonical(self, member_id: str) -> str:
        return self._accounts[member_id].alias_of or member_id

    def _account(self, member_id: str) -> Account:
        if member_id not in self._accounts:
            self._accounts[member_id] = Account(MemberState(member_id))
        return self._accounts[self._canonical(member_id)]

    def _note(
        self, frame: Frame, line: int, code: str, member_id: str | None = None, data: Mapping[str, Any] | None = None
    ) -> None:
        self.exceptions.append(PostingException(frame.seq, line, code, member_id, data or {}))


def add_states(first: MemberState, later: MemberState) -> MemberState:
    """``first`` with all that ``later`` had: points, deficit, spend, visits, and what was applied to either."""
    lots = {lot.lot_id: lot for lot in first.lots}
    for lot in later.lots:
        held = lots.get(lot.lot_id)
        lots[lot.lot_id] = replace(lot, points=lot.points + (held.points if held else 0))
    days = [day for day in (first.last_visit, later.last_visit) if day]
    applied = {
        terminal: max(first.applied.get(terminal, (0, 0)), later.applied.get(terminal, (0, 0)))
        for terminal in {*first.applied, *later.applied}
    }
    return MemberState(
        member_id=first.member_id,
        lots=tuple(sorted(lots.values(), key=spending_order)),
        deficit=first.deficit + later.deficit,
        spend_minor=first.spend_minor + later.spend_minor,
        visits=first.visits + later.visits,
        last_visit=max(days, default=None),
        applied=applied,
    )
