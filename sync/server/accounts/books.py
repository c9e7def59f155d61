"""Posting, without a database: frames in, ledger rows and new member states out.

``Books`` holds the members that a run of frames from terminals of one cell concerns. What it computes depends on them
and the frames alone, so posting can be repeated from the same rows until its transaction commits.
"""

from collections.abc import Iterable, Mapping
from dataclasses import field, replace
from typing import Any, NamedTuple

from sync.protocol.messages import IdentifierHash
from sync.server.accounts.account import Account, merge_accounts, merge_hindrance, shares_of
from sync.server.accounts.shape import enrolled_identifiers, named_identifier
from terminal.domain.frames import Frame, FrameKind
from terminal.domain.ledger import Entry, LotPart, MemberState, apply, with_applied
from terminal.domain.merging import add_states
from terminal.domain.records import record
from terminal.domain.referral import REFERRAL_TALLY


class PostedEntry(NamedTuple):
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


@record
class PostingException:
    """Something a person should look at. The frame counts all the same, unless it could not be read."""

    terminal: str
    epoch: int
    seq: int
    line: int
    code: str
    member_id: str | None = None
    data: Mapping[str, Any] = field(default_factory=dict)


def case_of(
    frame: Frame, line: int, code: str, member_id: str | None = None, data: Mapping[str, Any] | None = None
) -> PostingException:
    """A case about ``frame``."""
    return PostingException(frame.terminal, frame.epoch, frame.seq, line, code, member_id, data or {})


class OrderedMerge(NamedTuple):
    """What became of a till's wish: ``member_id`` is another name of ``into`` since that frame."""

    frame: Frame
    member_id: str
    into: str


class _Held:
    """An account while frames are booked on it: what they change all the time is kept beside it until the end."""

    __slots__ = ("account", "applied", "booked", "state")

    def __init__(self, account: Account) -> None:
        self.account = account
        self.state = account.state
        self.booked = account.booked
        self.applied: dict[str, tuple[int, int]] = {}

    def now(self) -> Account:
        """The account with everything that was booked."""
        account, state = self.account, self.state
        if self.applied:
            # Frames of an older epoch that the office accepts late do not take back what later ones were.
            later = {name: max(place, state.applied.get(name, place)) for name, place in self.applied.items()}
            state = with_applied(state, later)
        elif state is account.state and self.booked == account.booked:
            return account
        return Account(
            state,
            account.alias_of,
            account.household,
            self.booked,
            account.sealed_profile,
            account.identifiers,
            account.cells,
            account.told,
            account.erased,
        )

    def become(self, account: Account) -> None:
        """``account`` from now on."""
        self.account, self.state, self.booked = account, account.state, account.booked
        self.applied = {}


class Books:
    """The members concerned, and what has been posted to them so far.

    ``referred_again`` are those whom a merge, or two tills that could not ask, rewarded twice for being new,
    ``merged`` those whom a till's frames made one.
    """

    def __init__(self, cell: str, accounts: Iterable[Account]) -> None:
        self._cell = cell
        self._held = {account.member_id: _Held(account) for account in accounts}
        self._owners = {
            identifier: held.account.member_id
            for held in self._held.values()
            for identifier in held.account.identifiers
        }
        self._aliases_changed: dict[str, None] = {}
        self._members_changed: dict[str, None] = {}
        self.new_profiles: dict[str, bytes] = {}
        self.new_identifiers: dict[IdentifierHash, str] = {}
        self.entries: list[PostedEntry] = []
        self.exceptions: list[PostingException] = []
        self.referred_again: dict[str, None] = {}
        self.merged: list[OrderedMerge] = []

    def changed(self) -> tuple[Account, ...]:
        """Every account that is not what it was, aliases before the members they name."""
        ids = {**self._aliases_changed, **self._members_changed}
        return tuple([self._held[member_id].now() for member_id in ids])

    def post(self, frame: Frame, profile: bytes | None = None) -> None:
        """Books one frame. ``profile`` is the personal data of the member it enrols."""
        if frame.kind is FrameKind.MEMBER_ENROLLED and frame.body.get("member"):
            self._enrol(frame, profile)
        for line, entry in enumerate(frame.entries):
            self._enter(frame, line, entry)
        if frame.kind is FrameKind.MEMBERS_MERGED:
            self._merge_ordered(frame)

    def note(self, case: PostingException) -> None:
        """Records what else was found."""
        self.exceptions.append(case)

    def _enter(self, frame: Frame, line: int, entry: Entry) -> None:
        identifier = named_identifier(entry.member_id)
        named = self._owners.get(identifier) if identifier else entry.member_id
        if named is None:
            self.note(case_of(frame, line, "referrer_unknown", data={"points": entry.points}))
            return
        if named not in self._held:
            self.note(case_of(frame, line, "member_unknown", named))
        held = self._account(named)
        for share in shares_of(held.account, entry):
            self._book(frame, line, named, self._account(share.member_id), share)

    def _book(self, frame: Frame, line: int, named: str, held: _Held, entry: Entry) -> None:
        before, member_id = held.state, held.account.member_id
        held.state, moves = apply(before, entry, frame.day)
        held.booked += 1
        self._touch(held, frame)
        deficit_change = held.state.deficit - before.deficit
        self.entries.append(PostedEntry(frame, line, member_id, named, entry, moves, deficit_change, held.booked))
        if deficit_change > 0:
            self.note(case_of(frame, line, "overdrawn", member_id, _overdraft(deficit_change, entry)))
        if entry.progress:
            self._look_at_progress(frame, line, held, entry)

    def _look_at_progress(self, frame: Frame, line: int, held: _Held, entry: Entry) -> None:
        if REFERRAL_TALLY in entry.progress.tallies:
            self._look_at_referrals(held)
        for voucher_id, used in entry.progress.vouchers.items():
            voucher = held.state.progress.vouchers.get(voucher_id)
            if used.uses < 0 and voucher and voucher.uses < 0:
                data = {"voucher": voucher_id, "coupon": voucher.coupon, "uses": voucher.uses}
                self.note(case_of(frame, line, "voucher_overused", held.account.member_id, data))

    def _merge_ordered(self, frame: Frame) -> None:
        """One member another name of a second, as a till asks; what cannot be done is a case, and both stay.

        Whoever is not enrolled here yet is merged all the same: their enrolment is on its way from another till.
        """
        named: tuple[str, str] = frame.body["member"], frame.body["into"]
        for line, member_id in enumerate(named):
            if member_id not in self._held:
                self.note(case_of(frame, line, "member_unknown", member_id))
        later, first = (self._account(member_id) for member_id in named)
        hindrance = "itself" if named[0] == named[1] else merge_hindrance(later.account, first.account)
        if hindrance:
            self.note(case_of(frame, 0, "members_not_merged", named[0], {"into": named[1], "reason": hindrance}))
        elif later is not first:
            self.merged.append(OrderedMerge(frame, later.account.member_id, first.account.member_id))
            later = self._merge(later, first, frame)
        for held in (later, first):
            self._touch(held, frame)

    def _awaited(self, frame: Frame) -> _Held | None:
        """Who was merged before their enrolment arrived, of whom nobody knows anything yet."""
        held = self._held.get(frame.body["member"])
        if held is None or not held.account.alias_of or held.account.erased or held.account.identifiers:
            return None
        return None if any(identifier in self._owners for identifier in enrolled_identifiers(frame)) else held

    def _enrol(self, frame: Frame, profile: bytes | None) -> None:
        awaited = self._awaited(frame)
        if awaited is not None:
            self._enrol_other_name(awaited, frame, profile)
            return
        held = self._account(frame.body["member"])
        # Who was erased stays erased: frames of before that arrive late name nobody.
        for identifier in () if held.account.erased else enrolled_identifiers(frame):
            member_id = held.account.member_id
            owner = self._owners.get(identifier)
            if owner is None:
                self._owners[identifier] = member_id
                self.new_identifiers[identifier] = member_id
                held.account = replace(held.account, identifiers=(*held.account.identifiers, identifier))
            elif self._canonical(owner) != member_id:
                if identifier.kind == "phone" and not held.account.identifiers:
                    held = self._merge(held, self._account(owner), frame)
                else:
                    self.note(case_of(frame, 0, "identifier_taken", member_id, {"kind": identifier.kind}))
        if profile and not held.account.erased:
            self._keep_profile(frame, held.account, profile)
        self._touch(held, frame)

    def _enrol_other_name(self, held: _Held, frame: Frame, profile: bytes | None) -> None:
        """As if the enrolment had come before the merge: the other name keeps what it is found by."""
        member_id, identifiers = held.account.member_id, enrolled_identifiers(frame)
        cells = tuple(sorted({*held.account.cells, self._cell}))
        held.account = replace(held.account, identifiers=identifiers, cells=cells)
        for identifier in identifiers:
            self._owners[identifier] = self.new_identifiers[identifier] = member_id
        if profile:
            self._keep_profile(frame, held.account, profile)
        self._aliases_changed[member_id] = None
        self._touch(self._account(member_id), frame)

    def _keep_profile(self, frame: Frame, account: Account, profile: bytes) -> None:
        if frame.body.get("completes") and account.member_id == frame.body["member"]:
            self.new_profiles[account.member_id] = profile
        elif not account.sealed_profile:
            self.new_profiles.setdefault(account.member_id, profile)

    def _merge(self, later: _Held, first: _Held, frame: Frame) -> _Held:
        """One person enrolled twice: ``later`` becomes another name of ``first``, who gets what it had."""
        one, other = first.now(), later.now()
        both = tuple(sorted({*one.cells, *other.cells, self._cell}))
        alias, merged = merge_accounts(other, one)
        later.become(replace(alias, cells=both))
        self._members_changed.pop(other.member_id, None)
        self._aliases_changed[other.member_id] = None
        if merged.household and (merged.state.lots or merged.state.reserved):
            merged = self._pool_lots(merged, merged.household, frame)
        first.become(replace(merged, cells=both))
        self._touch(first, frame)
        self._look_at_referrals(first)
        return first

    def _pool_lots(self, merged: Account, household: str, frame: Frame) -> Account:
        """What a nameless member brought goes where the points of the member they turned out to be are."""
        state = merged.state
        brought = MemberState(household, state.lots, state.deficit, reserved=state.reserved)
        pool = self._account(household)
        pool.state = add_states(pool.state, brought)
        self._touch(pool, frame)
        return replace(merged, state=replace(state, lots=(), deficit=0, reserved=()))

    def _look_at_referrals(self, held: _Held) -> None:
        if held.state.progress.count(REFERRAL_TALLY) > 1:
            self.referred_again[held.account.member_id] = None

    def _touch(self, held: _Held, frame: Frame) -> None:
        """The frame is in the account, which the frame's cell carries from now on, with the pool that goes with it."""
        account = held.account
        held.applied[frame.terminal] = (frame.epoch, frame.seq)
        self._members_changed[account.member_id] = None
        if self._cell not in account.cells:
            held.account = replace(account, cells=tuple(sorted((*account.cells, self._cell))))
        if account.household:
            pool = self._account(account.household)
            if self._cell not in pool.account.cells:
                self._touch(pool, frame)

    def _canonical(self, member_id: str) -> str:
        while (held := self._held.get(member_id)) and held.account.alias_of:
            member_id = held.account.alias_of
        return member_id

    def _account(self, member_id: str) -> _Held:
        held = self._held.get(member_id)
        if held is None:
            held = self._held[member_id] = _Held(Account(MemberState(member_id)))
        return self._held[self._canonical(member_id)] if held.account.alias_of else held


def _overdraft(points: int, entry: Entry) -> dict[str, Any]:
    """What the case says: a reservation is named where one ended before its terminal was heard to the end."""
    named = {"reservation": entry.reservation.reservation_id} if entry.reservation else {}
    return {"points": points, **named}
