"""What brands owe each other for points of one spent at another.

A redemption is worth what it took off the bill, in the currency of the store: points as money, and what rewards took
off. The brands whose lots the till took points from share that worth by their points, to the last minor unit, so
shares always add up to their redemption. Points that no lot had (spent beyond the balance) are the spending brand's
own: nobody owes for them. A refund that returns points gives back shares until, when all are returned, none is left.
"""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from terminal.domain.ledger import Entry, EntryKind, LotPart
from terminal.domain.lines import PricedLine
from terminal.domain.money import Currency, Rounding, apportion, round_fraction
from terminal.domain.records import record


@record
class PairRate:
    """The rate between two brands: the one that gave the points (``earned``), and the one that took them."""

    earned: str
    spent: str
    rate: Fraction


@record
class SettlementRule:
    """The brand that gave points pays the brand that took them ``rate`` of what they bought.

    ``pairs`` are those that agreed on another rate.
    """

    rate: Fraction = Fraction(1)
    rounding: Rounding = Rounding.HALF_UP
    pairs: tuple[PairRate, ...] = ()

    def rate_between(self, earned_at: str, spent_at: str) -> Fraction:
        """What part of the worth the brand that gave the points owes the other; a brand owes itself nothing."""
        if earned_at == spent_at:
            return Fraction(0)
        agreed = (pair.rate for pair in self.pairs if (pair.earned, pair.spent) == (earned_at, spent_at))
        return next(agreed, self.rate)


@record
class Share:
    """The part of a redemption that one brand's points paid: ``points``, and ``amount`` in minor units.

    Both are negative in what a refund gives back.
    """

    brand: str
    points: int
    amount: int


@record
class Owed:
    """What the brand that gave points owes for an ``amount`` of redemptions, in its currency and in the group's."""

    amount: int
    owed: int
    owed_in_group: int


def worth_of(lines: Iterable[PricedLine], spent: Iterable[tuple[str, int]]) -> int:
    """What points took off ``lines``, in minor units; ``spent`` names the discounts that points bought."""
    bought = {source for source, _ in spent}
    return sum(amount for line in lines for source, amount in line.discounts if source in bought)


def redemption_shares(entries: Iterable[Entry], worth: int, spent_at: str) -> tuple[Share, ...]:
    """The shares of a redemption of ``worth`` at a brand, which the ``REDEEM`` entries among ``entries`` made."""
    by_brand: dict[str, int] = {}
    for entry in entries:
        if entry.kind is EntryKind.REDEEM and entry.points < 0:
            _count(by_brand, entry.parts)
            rest = -entry.points - sum(part.points for part in entry.parts)
            if rest:
                by_brand[spent_at] = by_brand.get(spent_at, 0) + rest
    return _apportioned(by_brand, worth)


def returned_shares(redemption: Sequence[Share], left: Sequence[Share], entries: Iterable[Entry]) -> tuple[Share, ...]:
    """What the ``RETURN`` entries among ``entries`` give back of a ``redemption`` of which ``left`` has not been yet.

    The worth that is left goes with the points that are left, rounded up, so that parts of a refund come to what the
    whole does. No brand gets back more points than are left of its own.
    """
    returned: dict[str, int] = {}
    for entry in entries:
        if entry.kind is EntryKind.RETURN and entry.points > 0:
            _count(returned, entry.parts)
    points, worth = (sum(share.points for share in redemption), sum(share.amount for share in redemption))
    before = {share.brand: share for share in left}
    after = {brand: max(share.points - returned.get(brand, 0), 0) for brand, share in before.items()}
    worth_after = -(-worth * sum(after.values()) // points) if points else 0
    changed = []
    for share in _apportioned(after, worth_after):
        was = before[share.brand]
        if share.points != was.points or share.amount != was.amount:
            changed.append(Share(share.brand, share.points - was.points, share.amount - was.amount))
    return tuple(changed)


def owed_for(rule: SettlementRule, pair: tuple[str, str], amount: int, currencies: tuple[Currency, Currency]) -> Owed:
    """What is owed for ``amount`` between the ``pair`` (gave, took); ``currencies`` are its own and the group's.

    Rounded once for each currency, for the sum of a period and never for a single redemption.
    """
    rate = rule.rate_between(*pair)
    in_group = currencies[0].convert(amount, currencies[1]) * rate
    return Owed(amount, round_fraction(amount * rate, rule.rounding), round_fraction(in_group, rule.rounding))


def _count(by_brand: dict[str, int], parts: Iterable[LotPart]) -> None:
    for part in parts:
        by_brand[part.brand] = by_brand.get(part.brand, 0) + part.points


def _apportioned(by_brand: Mapping[str, int], worth: int) -> tuple[Share, ...]:
    brands = sorted(by_brand)
    points = tuple(by_brand[brand] for brand in brands)
    amounts = apportion(worth, points) if brands else ()
    return tuple(Share(*share) for share in zip(brands, points, amounts, strict=True))
