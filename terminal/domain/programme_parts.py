"""The parts of a programme as typed values: brands, stores, tiers and their rules.

Amounts are minor units of the brand's currency, shares and multipliers exact fractions. Values come out of
``bundle`` already checked, so a till may rely on every bound named here.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from fractions import Fraction
from zoneinfo import ZoneInfo

from terminal.domain.money import Currency
from terminal.domain.rules.base import EarningRule
from terminal.domain.text import LocalText


class EarnOn(StrEnum):
    """What part of a bill earns points."""

    PAID = "paid"
    BEFORE_POINTS = "before_points"


class ExpiryClock(StrEnum):
    """How the last day of a lot is found."""

    DAYS = "days"
    MONTHS_END = "months_end"
    END_OF_NEXT_YEAR = "end_of_next_year"
    NEVER = "never"


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


class TenderType(StrEnum):
    """What one can pay with. Only cash gives change."""

    CASH = "cash"
    CARD = "card"
    LINE_PAY = "line_pay"
    EASYCARD = "easycard"
    STORED_VALUE = "stored_value"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Tier:
    """A membership level: from ``qualify_spend`` minor units spent (0 for the first), points times ``multiplier``."""

    code: str
    name: LocalText
    multiplier: Fraction
    qualify_spend: int


@dataclass(frozen=True, slots=True)
class RedemptionRule:
    """``points`` points are worth ``amount`` minor units; spent in whole blocks, each worth a whole amount.

    ``minimum`` and ``maximum`` are points of one sale, ``share_of_bill`` the part of a bill that points may pay, and
    ``accepts`` the brands whose points are taken here.
    """

    points: int
    amount: int
    block: int
    minimum: int
    maximum: int | None
    share_of_bill: Fraction
    accepts: tuple[str, ...]

    def value_of(self, points: int) -> int:
        """What ``points`` take off a bill, in minor units; exact for whole blocks."""
        return points * self.amount // self.points

    def points_within(self, amount_minor: int) -> int:
        """The most points whose value does not exceed ``amount_minor``."""
        return amount_minor * self.points // self.amount


@dataclass(frozen=True, slots=True)
class ExpiryRule:
    """When points run out; ``count`` is days or months for the clocks that need one."""

    clock: ExpiryClock
    count: int = 0


@dataclass(frozen=True, slots=True)
class RefundRule:
    """How a refund treats points."""

    rounding: RefundRounding = RefundRounding.RECOMPUTE
    spent_points: SpentPoints = SpentPoints.RETURN
    below_zero: BelowZero = BelowZero.NEGATIVE


@dataclass(frozen=True, slots=True)
class OfflinePolicy:
    """What may be redeemed on stale knowledge; ``None`` sets no limit.

    ``member_day_points`` bounds one member's business day, ``terminal_points`` everything a terminal redeems between
    two syncs, ``trusted_hours`` how old a balance may be, ``fresh_minutes`` how old the last sync may be to count as
    online.
    """

    member_day_points: int | None = None
    terminal_points: int | None = None
    trusted_hours: int | None = None
    fresh_minutes: int = 10


@dataclass(frozen=True, slots=True)
class MenuItem:
    """A button of the till's grid; ``price`` is one unit in minor units."""

    sku: str
    name: LocalText
    price: int
    barcode: str | None


@dataclass(frozen=True, slots=True)
class MenuCategory:
    """A page of the till's grid."""

    code: str
    name: LocalText
    items: tuple[MenuItem, ...]


@dataclass(frozen=True, slots=True)
class Brand:
    """A brand of the group and its rules. ``redemption`` is ``None`` where points cannot be spent."""

    code: str
    name: LocalText
    currency: Currency
    earning: tuple[EarningRule, ...]
    earn_on: EarnOn
    redemption: RedemptionRule | None
    expiry: ExpiryRule
    refund: RefundRule
    tenders: tuple[TenderType, ...]
    menu: tuple[MenuCategory, ...]


@dataclass(frozen=True, slots=True)
class Store:
    """A shop of a brand. Business days change at ``cut_off`` by the clock on its wall."""

    code: str
    brand: str
    name: LocalText
    time_zone: ZoneInfo
    cut_off: time
    cell: str
    address: str
    phone: str
    tax_id: str

    def business_day(self, instant: datetime) -> date:
        """The business day that ``instant`` (timezone-aware) belongs to here."""
        if instant.tzinfo is None:
            raise ValueError("a business day needs an instant with a time zone")
        local = instant.astimezone(self.time_zone)
        return local.date() if local.time() >= self.cut_off else local.date() - timedelta(days=1)
