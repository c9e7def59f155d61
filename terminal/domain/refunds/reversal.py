"""The entries that take back what a sale gave, as far as balances allow."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from terminal.domain.errors import Refusal
from terminal.domain.ledger import Entry, EntryKind, LotPart, MemberState, apply
from terminal.domain.programme import BelowZero
from terminal.domain.records import record
from terminal.domain.refunds.clawback import Taken
from terminal.domain.refunds.gains import lots_of
from terminal.domain.refunds.spent import slice_of
from terminal.domain.sold import SoldBill

Parts = tuple[tuple[str, LotPart], ...]


@record
class Reversal:
    """Points to take, by account: ``parts`` of the sale's lots. ``waived`` are those that the balance did not have."""

    parts: Parts
    waived: int = 0

    @property
    def points(self) -> int:
        """How many points are taken."""
        return sum(part.points for _, part in self.parts)


def reversal_of(sale: SoldBill, taken: Taken) -> Reversal:
    """``taken`` as parts of the lots that the sale made."""
    lots = lots_of(sale)
    return Reversal(tuple((lots[lot][0], lots[lot][1]._replace(points=points)) for lot, points in taken.lots.items()))


def within_balance(reversal: Reversal, below_zero: BelowZero, states: Mapping[str, MemberState], day: date) -> Reversal:
    """``reversal`` as ``below_zero`` allows it for accounts as they are in ``states``; others are not looked at.

    Points of the bill that ran out meanwhile are taken without touching the balance, and so overdraw nothing.
    Raises ``Refusal("clawback_above_balance")``.
    """
    if below_zero is BelowZero.NEGATIVE:
        return reversal
    kept: list[tuple[str, LotPart]] = []
    for account in accounts_of(reversal.parts):
        parts = [(owner, part) for owner, part in reversal.parts if owner == account]
        if account in states:
            parts = _within(parts, below_zero, states[account], day)
        kept += parts
    allowed = Reversal(tuple(kept))
    return replace(allowed, waived=reversal.points - allowed.points)


def accounts_of(parts: Iterable[tuple[str, LotPart]]) -> list[str]:
    """The accounts that ``parts`` are of."""
    return list(dict.fromkeys(account for account, _ in parts))


def _within(
    parts: Sequence[tuple[str, LotPart]], below_zero: BelowZero, state: MemberState, day: date
) -> list[tuple[str, LotPart]]:
    points = sum(part.points for _, part in parts)
    taking = Entry(state.member_id, EntryKind.REVERSE, -points, tuple(part for _, part in parts))
    before, after = state.balance(day), apply(state, taking, day)[0].balance(day)
    overdraft = max(-after, 0) - max(-before, 0)
    if overdraft and below_zero is BelowZero.REFUSE:
        raise Refusal("clawback_above_balance", points=points, balance=before)
    return slice_of(parts, 0, points - overdraft)


def states_after(states: Mapping[str, MemberState], entries: Iterable[Entry], day: date) -> Mapping[str, MemberState]:
    """``states`` after those of the ``entries`` that are theirs."""
    after = dict(states)
    for entry in entries:
        if entry.member_id in after:
            after[entry.member_id], _ = apply(after[entry.member_id], entry, day)
    return after


def reverse_entries(reversal: Reversal, undone: Entry) -> tuple[Entry, ...]:
    """The entries of one member's reversal: ``undone`` is theirs, still without points.

    Points of another account (their household's) are taken there; what else is undone is their own.
    """
    entries = []
    for account in accounts_of(reversal.parts):
        theirs = tuple(part for owner, part in reversal.parts if owner == account)
        points = -sum(part.points for part in theirs)
        if account == undone.member_id:
            undone = replace(undone, points=points, parts=theirs)
        else:
            entries.append(Entry(account, EntryKind.REVERSE, points, theirs))
    return (*entries, undone)
