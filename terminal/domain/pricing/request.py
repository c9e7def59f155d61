"""What a price depends on, and what it comes to."""

from collections.abc import Mapping
from dataclasses import field

from terminal.domain.benefits import NOTHING_OFF, Off
from terminal.domain.coupons import UsedCoupon
from terminal.domain.facts import Facts
from terminal.domain.ledger import LotPart, MemberState
from terminal.domain.lines import ByHand, CashierDiscount, EarningLine, Explain, Line, PricedLine
from terminal.domain.occasion import Moment, Occasion
from terminal.domain.presenting import Papers
from terminal.domain.programme import Brand, Programme, Store
from terminal.domain.progress import NO_PROGRESS, Progress, Voucher
from terminal.domain.records import record
from terminal.domain.redemption import Knowledge


@record
class PriceRequest:
    """What a price depends on.

    ``coupons`` are texts as presented, ``vouchers`` those the member has, ``papers`` what is known of printed ones.
    ``rewards`` are codes of the catalogue, paid for out of ``wallet``. ``tenders`` are the types that will pay.
    """

    programme: Programme
    store: Store
    moment: Moment
    lines: tuple[Line, ...]
    facts: Facts | None = None
    wallet: MemberState | None = None
    vouchers: Mapping[str, Voucher] = field(default_factory=dict)
    knowledge: Knowledge = field(default_factory=lambda: Knowledge(online=False))
    coupons: tuple[str, ...] = ()
    papers: Papers = field(default_factory=Papers)
    rewards: tuple[str, ...] = ()
    discount: CashierDiscount | None = None
    approved_by: str = ""
    tenders: tuple[str, ...] = ()

    @property
    def brand(self) -> Brand:
        """The brand, as it is in the store's currency."""
        return self.programme.brand_at(self.store)

    def occasion(self, lines: tuple[PricedLine, ...]) -> Occasion:
        """The circumstances of the bill, with what is left of ``lines``."""
        brand = self.brand
        return Occasion(
            brand=brand.code,
            store=self.store.code,
            region=self.store.region,
            currency=brand.currency.code,
            moment=self.moment,
            facts=self.facts,
            lines=tuple(
                [EarningLine(line.sku, line.category, line.quantity, line.net, line.discounted) for line in lines]
            ),
            tenders=self.tenders,
        )


@record
class Priced:
    """Lines after discounts. ``progress`` is what the coupons' and rewards' use changes for the member.

    ``coupons`` were used; ``reward_points`` are (source, points) that catalogue rewards cost, one per reward, and
    ``reward_parts`` what that takes of the member's lots. ``gone`` are the units that one of them made cheaper,
    ``by_hand`` what the cashier took off.
    """

    lines: tuple[PricedLine, ...]
    coupons: tuple[UsedCoupon, ...] = ()
    reward_points: tuple[tuple[str, int], ...] = ()
    progress: Progress = NO_PROGRESS
    steps: tuple[Explain, ...] = ()
    gone: Off = NOTHING_OFF
    by_hand: tuple[ByHand, ...] = ()
    reward_parts: tuple[LotPart, ...] = ()

    @property
    def total(self) -> int:
        """What is left to pay before points and added tax."""
        return sum([line.before_points for line in self.lines])
