"""Do both terminals and the server agree, member by member?

Three independent accounts of every member are compared: what each terminal shows, what the server holds, and what the
frames in the terminals' journals add up to when they are read once more from the first to the last, with the few
entries that the server made itself.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from terminal.domain.ledger import Entry, EntryKind, MemberState
from terminal.domain.records import record

EARNED = frozenset({EntryKind.ACCRUE, EntryKind.BONUS})


@record
class Disagreement:
    """A member of whom two sides say different things; the figures are total points."""

    phone: str
    terminals: tuple[int | None, ...]
    server: int | None
    journals: int


@record
class Proof:
    """What was compared and what came of it."""

    members: int
    points_earned: int
    points_redeemed: int
    points_corrected: int
    points_outstanding: int
    overdrawn_members: int
    disagreements: tuple[Disagreement, ...]

    @property
    def balances_equal(self) -> bool:
        """Whether every side agrees on every member, and the points earned and redeemed explain what is left."""
        explained = self.points_earned - self.points_redeemed + self.points_corrected
        return not self.disagreements and explained == self.points_outstanding and self.members > 0


Accounts = Mapping[str, MemberState]
"""Member states by phone."""


def prove(
    terminals: Sequence[Accounts], server: Accounts, entries: Sequence[Entry], phones: Mapping[str, str]
) -> Proof:
    """Compares all accounts with each other and with what ``entries`` add up to.

    ``phones`` maps every member id ever made, aliases too, to the member's phone.
    """
    totals: Counter[str] = Counter()
    for entry in entries:
        totals[phones[entry.member_id]] += entry.points
    everyone = set(server).union(totals, *terminals)
    disagreements = tuple(
        Disagreement(phone, tuple(_total(side, phone) for side in terminals), _total(server, phone), totals[phone])
        for phone in sorted(everyone)
        if not _agree([*(side.get(phone) for side in terminals), server.get(phone)], totals[phone])
    )
    return Proof(
        members=len(server),
        points_earned=_sum(entries, EARNED),
        points_redeemed=-_sum(entries, frozenset({EntryKind.REDEEM})),
        points_corrected=_sum(entries, frozenset(EntryKind) - EARNED - {EntryKind.REDEEM}),
        points_outstanding=sum(state.total for state in server.values()),
        overdrawn_members=sum(state.deficit > 0 for state in server.values()),
        disagreements=disagreements,
    )


def _agree(sides: Sequence[MemberState | None], journal_total: int) -> bool:
    """Lot for lot, spend and visits, vouchers, missions and tiers: all that the ledger says of a member."""
    told = [replace(side, applied={}) for side in sides if side]
    return len(told) == len(sides) and all(side == told[0] and side.total == journal_total for side in told)


def _total(side: Accounts, phone: str) -> int | None:
    state = side.get(phone)
    return state.total if state else None


def _sum(entries: Iterable[Entry], kinds: frozenset[EntryKind]) -> int:
    return sum(entry.points for entry in entries if entry.kind in kinds)
