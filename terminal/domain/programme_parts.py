"""The parts of a programme as typed values: brands, stores, tiers and their rules.

Amounts are minor units of the brand's currency, shares and multipliers exact fractions. Values come out of
``bundle`` already checked, so a till may rely on every bound named here.
"""

from collections.abc import Mapping
from dataclasses import field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from fractions import Fraction
from zoneinfo import ZoneInfo

from terminal.domain.campaigns import Campaign
from terminal.domain.consents import Consent
from terminal.domain.coupons import Coupon, CouponRefund
from terminal.domain.discounts import NO_DISCOUNTS, DiscountPolicy
from terminal.domain.expiry import ExpiryRule
from terminal.domain.gifts.base import Gift
from terminal.domain.missions.base import Mission
from terminal.domain.money import Currency
from terminal.domain.occasion import Moment
from terminal.domain.receipts import USUAL_RECEIPT, ReceiptTemplate
from terminal.domain.records import record
from terminal.domain.referral import Referral
from terminal.domain.rewards import Reward
from terminal.domain.rules.base import EarningRule
from terminal.domain.selection import EVERYTHING, ItemSelector
from terminal.domain.tenders import TenderRule
from terminal.domain.text import LocalText


class EarnOn(StrEnum):
    """What part of a bill earns points."""

    PAID = "paid"
    BEFORE_POINTS = "before_points"
    GROSS = "gross"
    EXCLUDING_TAX = "excluding_tax"


class RefundRounding(StrEnum):
    """How a part of a bill gives back what it earned."""

    RECOMPUTE = "recompute"
    SHARE = "share"
    WHOLE_ONLY = "whole_only"


class SpentPoints(StrEnum):
    """What becomes of points that were spent on what is refunded."""

    RETURN = "return"
    KEEP = "keep"


class BelowZero(StrEnum):
    """What happens when a clawback is larger than the balance."""

    NEGATIVE = "negative"
    ZERO = "zero"
    REFUSE = "refuse"


class Module(StrEnum):
    """A part of the points economy that a brand may switch off."""

    CAMPAIGNS = "campaigns"
    COUPONS = "coupons"
    REWARDS = "rewards"
    MISSIONS = "missions"
    GIFTS = "gifts"
    REFERRAL = "referral"


class LotOrder(StrEnum):
    """Which points are spent first."""

    EARLIEST_EXPIRY = "earliest_expiry"
    OLDEST = "oldest"


class TierUse(StrEnum):
    """From when a tier reached by a sale counts."""

    NEXT_SALE = "next_sale"
    SAME_SALE = "same_sale"


@record
class RedemptionRule:
    """``points`` points are worth ``amount`` minor units; spent in whole blocks, each worth a whole amount.

    ``minimum`` and ``maximum`` are points of one sale, ``share_of_bill`` the part of a bill that points may pay, and
    ``accepts`` the brands whose points are taken here. With ``this_bill`` a bill's own points may be spent on it.
    Points pay for ``items`` only, on bills from ``minimum_bill`` on, and leave ``leave`` minor units to pay;
    ``maximum_day`` are the most points of a member's day at the brand.
    """

    points: int
    amount: int
    block: int
    minimum: int
    maximum: int | None
    share_of_bill: Fraction
    accepts: tuple[str, ...]
    order: LotOrder = LotOrder.EARLIEST_EXPIRY
    this_bill: bool = False
    items: ItemSelector = EVERYTHING
    minimum_bill: int = 0
    leave: int = 0
    maximum_day: int | None = None

    def value_of(self, points: int) -> int:
        """What ``points`` take off a bill, in minor units; exact for whole blocks."""
        return points * self.amount // self.points

    def points_within(self, amount_minor: int) -> int:
        """The most points whose value does not exceed ``amount_minor``."""
        return amount_minor * self.points // self.amount


class ReturnedExpiry(StrEnum):
    """Until when points can be spent that come back."""

    OWN = "own"
    LATEST = "latest"


@record
class RefundRule:
    """How a refund treats points, and coupons once nothing of their bill is left.

    Points that come back can be spent at least until ``returned_days`` after that day.
    """

    rounding: RefundRounding = RefundRounding.RECOMPUTE
    spent_points: SpentPoints = SpentPoints.RETURN
    below_zero: BelowZero = BelowZero.NEGATIVE
    coupons: CouponRefund = CouponRefund.RETURN
    returned_expiry: ReturnedExpiry = ReturnedExpiry.OWN
    returned_days: int = 0


@record
class ReservationPolicy:
    """Points set aside for the terminal at which a member buys: up to ``points``, for ``days`` after the sale.

    What is left of them is filled up again once it is below ``top_up`` (``None``: below ``points``), or once less than
    half of the days are left.
    """

    points: int
    days: int
    top_up: int | None = None

    def wants_more(self, held: int) -> bool:
        """Whether a terminal that holds so many points of a member gets more."""
        return held < (self.points if self.top_up is None else min(self.top_up, self.points))


@record
class OfflinePolicy:
    """What may be redeemed on stale knowledge; ``None`` sets no limit.

    ``member_day_points`` bounds one member's business day, ``terminal_points`` everything a terminal redeems between
    two syncs, ``trusted_hours`` how old a balance may be, ``fresh_minutes`` how old the last sync may be to count as
    online. None of them bounds what is set aside for the terminal by ``reservation``.
    """

    member_day_points: int | None = None
    terminal_points: int | None = None
    trusted_hours: int | None = None
    fresh_minutes: int = 10
    reservation: ReservationPolicy | None = None

    @property
    def bounds_something(self) -> bool:
        """Whether it sets any limit."""
        limits = (self.member_day_points, self.terminal_points, self.trusted_hours)
        return any(limit is not None for limit in limits)


@record
class MenuItem:
    """A button of the till's grid; ``price`` is one unit in minor units, a kilogram of what is ``weighed``."""

    sku: str
    name: LocalText
    price: int
    barcode: str | None
    weighed: bool = False


@record
class MenuCategory:
    """A page of the till's grid."""

    code: str
    name: LocalText
    items: tuple[MenuItem, ...]


@record
class Brand:
    """A brand of the group and its rules. ``redemption`` is ``None`` where points cannot be spent.

    ``campaigns`` and what follows are those of the programme that run here; a module that is switched off has none.
    """

    code: str
    name: LocalText
    currency: Currency
    earning: tuple[EarningRule, ...]
    earn_on: EarnOn
    redemption: RedemptionRule | None
    expiry: ExpiryRule
    refund: RefundRule
    tenders: tuple[TenderRule, ...]
    menu: tuple[MenuCategory, ...]
    discounts: DiscountPolicy = NO_DISCOUNTS
    campaigns: tuple[Campaign, ...] = ()
    coupons: Mapping[str, Coupon] = field(default_factory=dict)
    rewards: Mapping[str, Reward] = field(default_factory=dict)
    missions: tuple[Mission, ...] = ()
    gifts: tuple[Gift, ...] = ()
    referral: Referral | None = None
    receipt: ReceiptTemplate = USUAL_RECEIPT
    consents: Mapping[str, Consent] = field(default_factory=dict)


@record
class TaxRule:
    """The tax on sales. ``included`` is whether prices have it in them; otherwise it is added. ``shown`` on paper."""

    rate: Fraction
    included: bool = True
    shown: bool = True


@record
class Store:
    """A shop of a brand. Business days change at ``cut_off`` by the clock on its wall.

    ``currency`` is ``None`` where the store sells in its brand's.
    """

    code: str
    brand: str
    name: LocalText
    time_zone: ZoneInfo
    cut_off: time
    cell: str
    address: str
    phone: str
    tax_id: str
    region: str = ""
    currency: str | None = None
    tax: TaxRule | None = None

    def business_day(self, instant: datetime) -> date:
        """The business day that ``instant`` (timezone-aware) belongs to here."""
        if instant.tzinfo is None:
            raise ValueError("a business day needs an instant with a time zone")
        local = instant.astimezone(self.time_zone)
        return local.date() if local.time() >= self.cut_off else local.date() - timedelta(days=1)

    def moment(self, instant: datetime) -> Moment:
        """The business day and the time on the wall at ``instant``."""
        return Moment(self.business_day(instant), instant.astimezone(self.time_zone).time())
