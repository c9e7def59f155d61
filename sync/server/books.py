"""Posting, without a database: frames in, ledger rows and new member states out.

``Books`` holds the members that a run of one terminal's frames concerns. What it computes depends on them and the
frames alone, so posting can be repeated from the same rows until its transaction commits.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from sync.protocol.messages import IdentifierHash
from sync.server.shape import enrolled_identifiers, named_identifier
from terminal.domain.frames import Frame, FrameKind
from terminal.domain.ledger import Entry, LotPart, MemberState, apply
from terminal.domain.merging import add_states, own_share, pool_share
from terminal.domain.referral import REFERRAL_TALLY


@dataclass(frozen=True, slots=True)
class Account:
    """A member as the server keeps them. ``sealed_profile`` is personal data, never opened here.

    ``cells`` are the groups of stores whose terminals carry the member, ``household`` the account that holds their
    points. ``booked`` counts the entries ever booked on them, of those who became them too.
    """

    state: MemberState
    alias_of: str | None = None
    household: str | None = None
    booked: int = 0
    sealed_profile: bytes | None = None
    identifiers: tuple[IdentifierHash, ...] = ()
    cells: tuple[str, ...] = ()

    @property
    def member_id(self) -> str:
        """The member's id."""
        return self.state.member_id


@dataclass(frozen=True, slots=True)
class PostedEntry:
    """A ledger row: an entry, the account it was booked on, the lots it moved and what it changed of the deficit.

    ``named`` is whom the frame's entry meant, ``place`` which of the account's entries this is, counted from 1.
    """

    frame: Frame
    line: int
    member_id: str
    named: str
    entry: Entry
    moves: tuple[LotPart, ...]
    deficit_change: int
    place: int = 0


@dataclass(frozen=True, slots=True)
class PostingException:
    """Something a person should look at. The frame counts all the same, unless it could not be read."""

    seq: int
    line: int
    code: str
    member_id: str | None = None
    data: Mapping[str, Any] = field(default_factory=dict)


class Books:
    """The members concerned, and what has been posted to them so far.

    ``referred_again`` are those whom a merge, or two tills that could not ask, rewarded twice for being new.
    """

    def __init__(self, cell: str, accounts: Iterable[Account], knows_programme: Callable[[str], bool]) -> None:
        self._cell = cell
        self._accounts = {account.member_id: account for account in accounts}
        self._owners = {
            identifier: account.member_id for account in self._accounts.values() for identifier in account.identifiers
        }
        self._knows_programme = knows_programme
        self._aliases_changed: dict[str, None] = {}
        self._members_changed: dict[str, None] = {}
        self.new_profiles: dict[str, bytes] = {}
        self.new_identifiers: dict[IdentifierHash, str] = {}
        self.entries: list[PostedEntry] = []
        self.exceptions: list[PostingException] = []
        self.referred_again: dict[str, None] = {}

    def changed(self) -> tuple[Account, ...]:
        """Every account that is not what it was, aliases before the members they name."""
        ids = {**self._aliases_changed, **self._members_changed}
        return tuple(self._accounts[member_id] for member_id in ids)

    def post(self, frame: Frame, profile: bytes | None = None) -> None:
        """Books one frame. ``profile`` is the personal data of the member it enrols."""
        if frame.programme and not self._knows_programme(frame.programme):
            self._note(frame, 0, "programme_unknown", data={"programme": frame.programme})
        if frame.kind is FrameKind.MEMBER_ENROLLED and frame.body.get("member"):
            self._enrol(frame, profile)
        for line, entry in enumerate(frame.entries):
            self._enter(frame, line, entry)

    def note_unreadable(self, seq: int, reason: str) -> None:
        """Records that the frame at ``seq`` could not be read, and moves on."""
        self.exceptions.append(PostingException(seq, 0, "frame_unreadable", data={"reason": reason[:500]}))

    def note(self, exceptions: Iterable[PostingException]) -> None:
        """Records what else was found."""
        self.exceptions.extend(exceptions)

    def _enter(self, frame: Frame, line: int, entry: Entry) -> None:
        identifier = named_identifier(entry.member_id)
        named = self._owners.get(identifier) if identifier else entry.member_id
        if named is None:
            self._note(frame, line, "referrer_unknown", data={"points": entry.points})
            return
        if named not in self._accounts:
            self._note(frame, line, "member_unknown", named)
        account = self._account(named)
        for share in shares_of(account, entry):
            self._book(frame, line, named, self._account(share.member_id), share)

    def _book(self, frame: Frame, line: int, named: str, account: Account, entry: Entry) -> None:
        state, moves = apply(account.state, entry, frame.day)
        deficit_change = state.deficit - account.state.deficit
        place = account.booked + 1
        self._keep(replace(account, state=state, booked=place), frame)
        posted = PostedEntry(frame, line, account.member_id, named, entry, moves, deficit_change, place)
        self.entries.append(posted)
        if REFERRAL_TALLY in entry.progress.tallies:
            self._look_at_referrals(account.member_id)
        if deficit_change > 0:
            self._note(frame, line, "overdrawn", account.member_id, {"points": deficit_change})
        for voucher_id, used in entry.progress.vouchers.items():
            held = state.progress.vouchers.get(voucher_id)
            if used.uses < 0 and held and held.uses < 0:
                data = {"voucher": voucher_id, "coupon": held.coupon, "uses": held.uses}
                self._note(frame, line, "voucher_overused", account.member_id, data)

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
        alias, merged = merge_accounts(later, first)
        self._accounts[later.member_id] = replace(alias, cells=both)
        self._members_changed.pop(later.member_id, None)
        self._aliases_changed[later.member_id] = None
        if merged.household and merged.state.lots:
            merged = self._pool_lots(merged, merged.household, frame)
        self._keep(replace(merged, cells=both), frame)
        self._look_at_referrals(first.member_id)
        return self._accounts[first.member_id]

    def _pool_lots(self, merged: Account, household: str, frame: Frame) -> Account:
        """What a nameless member brought goes where the points of the member they turned out to be are."""
        state = merged.state
        brought = MemberState(household, state.lots, state.deficit)
        pool = self._account(household)
        self._keep(replace(pool, state=add_states(pool.state, brought)), frame)
        return replace(merged, state=replace(state, lots=(), deficit=0))

    def _look_at_referrals(self, member_id: str) -> None:
        if self._accounts[member_id].state.progress.count(REFERRAL_TALLY) > 1:
            self.referred_again[member_id] = None

    def _keep(self, account: Account, frame: Frame) -> None:
        applied = {**account.state.applied, frame.terminal: (frame.epoch, frame.seq)}
        cells = account.cells if self._cell in account.cells else tuple(sorted((*account.cells, self._cell)))
        self._accounts[account.member_id] = replace(account, state=replace(account.state, applied=applied), cells=cells)
        self._members_changed[account.member_id] = None
        pool = self._account(account.household) if account.household else None
        if pool and self._cell not in pool.cells:
            self._keep(pool, frame)

    def _canonical(self, member_id: str) -> str:
        while (account := self._accounts.get(member_id)) and account.alias_of:
            member_id = account.alias_of
        return member_id

    def _account(self, member_id: str) -> Account:
        if member_id not in self._accounts:
            self._accounts[member_id] = Account(MemberState(member_id))
        return self._accounts[self._canonical(member_id)]

    def _note(
        self, frame: Frame, line: int, code: str, member_id: str | None = None, data: Mapping[str, Any] | None = None
    ) -> None:
        self.exceptions.append(PostingException(frame.seq, line, code, member_id, data or {}))


def shares_of(account: Account, entry: Entry) -> tuple[Entry, ...]:
    """What an entry for the member is booked as: whole, or shared between them and their household's pool."""
    if account.household is None:
        return (replace(entry, member_id=account.member_id),)
    own, pooled = own_share(replace(entry, member_id=account.member_id)), pool_share(entry, account.household)
    return tuple(share for share in (own, pooled) if share)


def merge_accounts(member: Account, into: Account) -> tuple[Account, Account]:
    """``member`` as another name of ``into``, and ``into`` with all it had; identifiers and profiles stay."""
    alias = replace(member, state=MemberState(member.member_id), alias_of=into.member_id)
    both = replace(
        into,
        state=add_states(into.state, member.state),
        cells=tuple(sorted({*into.cells, *member.cells})),
        booked=into.booked + member.booked,
    )
    return alias, both
