"""Do both terminals and the server agree, member by member?

Three independent accounts of every member are compared: what each terminal shows, what the server holds, and what the
frames in the terminals' journals add up to when they are read once more from the first to the last.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from terminal.domain.frames import Frame
from terminal.domain.ledger import Entry, EntryKind, MemberState

EARNED = frozenset({EntryKind.ACCRUE, EntryKind.BONUS})


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A member of whom two sides say different things; the figures are total points."""

    phone: str
    terminals: tuple[int | None, ...]
    server: int | None
    journals: int


@dataclass(frozen=True, slots=True)
class Proof:
    """What was compared and what came of it."""

    members: int
    points_earned: int
    points_redeemed: int
    points_outstanding: int
    overdrawn_members: int
    disagreements: tuple[Disagreement, ...]

    @property
    def balances_equal(self) -> bool:
        """Whether every side agrees on every member, and the points earned and redeemed explain what is left."""
        explained = self.points_earned - self.points_redeemed == self.points_outstanding
        return not self.disagreements and explained and self.members > 0


Accounts = Mapping[str, MemberState]
"""Member states by phone."""


def prove(terminals: Sequence[Accounts], server: Accounts, frames: Iterable[Frame], phones: Mapping[str, str]) -> Proof:
    """Compares all accounts; ``phones`` maps every member id ever made, aliases too, to the member's phone."""
    entries = [entry for frame in frames for entry in frame.entries]
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
        points_outstanding=sum(state.total for state in server.values()),
        overdrawn_members=sum(state.deficit > 0 for state in server.values()),
        disagreements=disagreements,
    )


def _agree(sides: Sequence[MemberState | None], journal_total: int) -> bool:
    """Lot for lot, spend and visits: all that the ledger says of a member."""
    seen = {_figures(side) if side else None for side in sides}
    return len(seen) == 1 and None not in seen and all(side and side.total == journal_total for side in sides)


def _figures(state: MemberState) -> tuple[object, ...]:
    return (state.lots, state.deficit, state.spend_minor, state.visits, state.last_visit)


def _total(side: Accounts, phone: str) -> int | None:
    state = side.get(phone)
    return state.total if state else None


def _sum(entries: Iterable[Entry], kinds: frozenset[EntryKind]) -> int:
    return sum(entry.points for entry in entries if entry.kind in kinds)
