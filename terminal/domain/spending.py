"""Whose points a bill takes: what it costs in points, from which lots, and what is left of them."""

from collections.abc import Iterable, Sequence
from datetime import date

from terminal.domain.ledger import LotPart, MemberState, Reservation, oldest_first, spending_order
from terminal.domain.lines import POINTS_DISCOUNT
from terminal.domain.programme_parts import Brand, LotOrder
from terminal.domain.records import record
from terminal.domain.rewards import SOURCE, Reward


@record
class Purse:
    """Lots in spending order that a bill may take from: those of a reservation, or for ``None`` the open ones."""

    lots: Sequence[LotPart]
    reservation: Reservation | None = None


@record
class Spent:
    """The lot parts that were taken of each purse, and (source, points) that no lot had."""

    of_purses: tuple[tuple[LotPart, ...], ...]
    missing: tuple[tuple[str, int], ...] = ()

    @property
    def parts(self) -> tuple[LotPart, ...]:
        """All parts, purse by purse."""
        return tuple([part for parts in self.of_purses for part in parts])

    def reserved_of(self, purses: Sequence[Purse]) -> int:
        """The points that came out of reservations."""
        both = zip(purses, self.of_purses, strict=True)
        return sum([part.points for purse, parts in both if purse.reservation for part in parts])


def purses_of(wallet: MemberState, terminal: str, day: date, *, online: bool) -> tuple[Purse, ...]:
    """What ``terminal`` may take from ``wallet`` on ``day``, first what is to go first.

    Offline that is what was set aside for it, which cannot be gone; online the open lots, so that what is set aside
    is there when the line is down.
    """
    own = [Purse(held.lots, held) for held in wallet.usable(day, terminal)]
    return (Purse(wallet.lots), *own) if online else (*own, Purse(wallet.lots))


def accepted_by(brand: Brand, source: str) -> tuple[str, ...]:
    """The brands whose points pay for ``source`` (``points`` or ``reward/…``) at ``brand``."""
    reward = brand.rewards.get(source.removeprefix(SOURCE)) if source != POINTS_DISCOUNT else None
    return accepted_for(brand, reward)


def accepted_for(brand: Brand, reward: Reward | None) -> tuple[str, ...]:
    """The brands whose points pay for ``reward``, or as money for ``None``."""
    if reward is not None and reward.accepts:
        return reward.accepts
    return brand.redemption.accepts if brand.redemption else (brand.code,)


def spend(brand: Brand, purses: Sequence[Purse], costs: Iterable[tuple[str, int]], day: date) -> Spent:
    """What ``costs`` (source, points) take of ``purses``, of one after the other.

    Rewards go before points as money, and those that take fewer brands' points before the others, so that what can be
    paid is.
    """
    by_age = brand.redemption is not None and brand.redemption.order is LotOrder.OLDEST
    taken: list[tuple[Sequence[LotPart], dict[str, LotPart]]] = [
        (sorted(purse.lots, key=oldest_first) if by_age else purse.lots, {}) for purse in purses
    ]
    missing = []
    for source, points in sorted(costs, key=lambda cost: _turn(brand, cost[0])):
        accepts = frozenset(accepted_by(brand, source))
        short = points
        for lots, parts in taken:
            short = _take((lot for lot in lots if lot.brand in accepts and lot.open_on(day)), short, parts)
        if short:
            missing.append((source, short))
    return Spent(tuple([tuple(parts.values()) for _, parts in taken]), tuple(missing))


def _take(lots: Iterable[LotPart], points: int, taken: dict[str, LotPart]) -> int:
    """Takes ``points`` of ``lots`` on top of what was ``taken`` of them already; what they do not have."""
    if not points:
        return 0
    for lot in lots:
        before = taken[lot.lot_id].points if lot.lot_id in taken else 0
        part = min(lot.points - before, points)
        if part > 0:
            taken[lot.lot_id] = lot.of(before + part)
            points -= part
            if not points:
                break
    return points


def each_once(lots: Iterable[LotPart]) -> list[LotPart]:
    """``lots`` in spending order; a bill's own come twice, what was earned and what was given, and are one lot."""
    found: dict[str, LotPart] = {}
    for lot in lots:
        held = found.get(lot.lot_id)
        found[lot.lot_id] = held.of(held.points + lot.points) if held else lot
    return sorted(found.values(), key=spending_order)


def _turn(brand: Brand, source: str) -> tuple[bool, int, str]:
    return (source == POINTS_DISCOUNT, len(accepted_by(brand, source)), source)
