"""The shape of a bundle: every key once, with its bounds, default and meaning. ``docs/programme.md`` explains them."""

from collections.abc import Mapping
from datetime import time
from functools import lru_cache
from typing import Any, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from terminal.domain.adjustments import AdjustmentPolicy
from terminal.domain.bundle.adjustments import ADJUSTMENTS
from terminal.domain.bundle.brand import BRAND, BrandSection
from terminal.domain.bundle.campaigns import CAMPAIGNS, STACKING
from terminal.domain.bundle.common import CODE, NAMED, POINTS, SOME_POINTS
from terminal.domain.bundle.coupons import COUPONS
from terminal.domain.bundle.gifts import GIFTS
from terminal.domain.bundle.missions import MISSIONS
from terminal.domain.bundle.records import Coded, Field, Record
from terminal.domain.bundle.referral import REFERRAL
from terminal.domain.bundle.rewards import REWARDS
from terminal.domain.bundle.settlement import SETTLEMENT
from terminal.domain.bundle.shapes import CODE_PATTERN, Converted, Exact, Flag, Text, Whole
from terminal.domain.bundle.tiers import TIER_AFTER_REFUND, TIER_USE, TIERS
from terminal.domain.campaigns import Campaign
from terminal.domain.coupons import Coupon
from terminal.domain.gifts.base import Gift
from terminal.domain.missions.base import Mission
from terminal.domain.money import Currency
from terminal.domain.programme_parts import Brand, Module, OfflinePolicy, ReservationPolicy, Store, TaxRule, TierUse
from terminal.domain.records import record
from terminal.domain.referral import Referral
from terminal.domain.rewards import Reward
from terminal.domain.settlement import SettlementRule
from terminal.domain.stacking import StackingGroup
from terminal.domain.text import LocalText
from terminal.domain.tier_rules import Tier, TierAfterRefund

BUNDLE_FORMAT: Final = 1


@record
class Sections:
    """A document read part by part, before anything is looked up from one part in another."""

    stillpoint: int
    group: str
    version: int
    name: LocalText
    currency: str | None
    currencies: Mapping[str, Currency]
    tiers: tuple[Tier, ...]
    tier_use: TierUse
    tier_after_refund: TierAfterRefund
    brands: Mapping[str, BrandSection]
    stores: Mapping[str, Store]
    stacking: tuple[StackingGroup, ...]
    campaigns: tuple[Campaign, ...]
    coupons: Mapping[str, Coupon]
    rewards: Mapping[str, Reward]
    missions: Mapping[str, Mission]
    gifts: Mapping[str, Gift]
    referral: Referral | None
    settlement: SettlementRule
    adjustments: AdjustmentPolicy
    offline: OfflinePolicy

    def group_currency(self) -> Currency:
        """The group's currency: the one it names, or the one that is worth one of it."""
        own = (code for code, currency in self.currencies.items() if currency.rate == 1)
        return self.currencies[self.currency or next(own, next(iter(self.currencies)))]

    def resolved_brands(self) -> dict[str, Brand]:
        """The brands by code, with what they refer to and what runs at them."""
        return {
            code: brand.resolve(self.currencies, self._running_at(code, brand.modules))
            for code, brand in self.brands.items()
        }

    def brands_abroad(self) -> dict[tuple[str, str], Brand]:
        """The brands in other currencies than their own, by brand and currency."""
        brands = self.resolved_brands()
        return {
            (code, currency): section.abroad_as(brands[code], self.currencies[currency])
            for code, section in self.brands.items()
            for currency in section.abroad
        }

    def _running_at(self, brand: str, modules: tuple[Module, ...]) -> dict[str, Any]:
        """The programme's parts that run at ``brand``, by the fields of ``Brand``."""

        def here(module: Module, brands: tuple[str, ...]) -> bool:
            return module in modules and (not brands or brand in brands)

        def by_code(module: Module, parts: Mapping[str, Any]) -> dict[str, Any]:
            # By code, as a canonical bundle has them: the order that the author wrote means nothing.
            return {code: part for code, part in sorted(parts.items()) if here(module, part.brands)}

        referral = self.referral
        return {
            "campaigns": tuple(part for part in self.campaigns if here(Module.CAMPAIGNS, part.brands)),
            "coupons": by_code(Module.COUPONS, self.coupons),
            "rewards": by_code(Module.REWARDS, self.rewards),
            "missions": tuple(by_code(Module.MISSIONS, self.missions).values()),
            "gifts": tuple(by_code(Module.GIFTS, self.gifts).values()),
            "referral": referral if referral and here(Module.REFERRAL, referral.brands) else None,
        }


@lru_cache(maxsize=64)
def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, OSError) as error:
        raise ValueError(name) from error


_CURRENCY_CODE: Final = Text(3, 3, "[A-Z]{3}")

_CURRENCY: Final = Record(
    Currency,
    {
        "exponent": Field(Whole(0, 3), "Decimals of the currency: with 0, NT$65 is written 65; with 2, US$1 is 100."),
        "symbol": Field(Text(8), "What stands before amounts."),
        "rate": Field(Exact(10**6), "What one unit is worth in units of the group's currency.", 1),
    },
)

_TAX: Final = Record(
    TaxRule,
    {
        "rate": Field(Exact(1), "The tax on sales, as `5%`."),
        "included": Field(Flag(), "Whether prices have it in them; otherwise it is added to the bill.", True),
        "shown": Field(Flag(), "Whether receipts say it.", True),
    },
)

_STORE: Final = Record(
    Store,
    {
        "brand": Field(CODE, "One of `brands`."),
        "name": NAMED,
        "time_zone": Field(
            Converted(Text(60, pattern=r"[A-Za-z0-9_+-]+(/[A-Za-z0-9_+-]+)*"), _zone, "time_zone_unknown"),
            "The store's time zone by its IANA name.",
        ),
        "cut_off": Field(
            Converted(Text(5, 5, "[0-2][0-9]:[0-5][0-9]"), time.fromisoformat, "time_invalid"),
            'When a business day ends, by the clock on the wall, in quotes: a sale before "04:00" is yesterday\'s.',
            "00:00",
        ),
        "cell": Field(CODE, "Which part of the server serves the store.", "main"),
        "address": Field(Text(120, 0), "Printed on receipts.", ""),
        "phone": Field(Text(24, 0), "Printed on receipts.", ""),
        "tax_id": Field(Text(20, 0, "[0-9A-Za-z-]*"), "Printed on receipts, in quotes.", ""),
        "region": Field(Text(40, 0, CODE_PATTERN + "|"), "What conditions call the region it is in.", ""),
        "currency": Field(_CURRENCY_CODE, "What it sells in; its brand's when left out.", None),
        "tax": Field(_TAX, "The tax on its sales; left out, there is none to show.", None),
    },
)

_RESERVATION: Final = Record(
    ReservationPolicy,
    {
        "points": Field(SOME_POINTS, "The most points that are set aside of one member."),
        "days": Field(Whole(1, 366), "How many days after the sale they may be redeemed, the last one included."),
        "top_up": Field(SOME_POINTS, "They are filled up again once fewer than these are left; `points`.", None),
    },
)

_OFFLINE: Final = Record(
    OfflinePolicy,
    {
        "member_day_points": Field(POINTS, "The most one member redeems offline on one business day here.", None),
        "terminal_points": Field(POINTS, "The most a terminal redeems between two syncs.", None),
        "trusted_hours": Field(Whole(0, 8760), "How old the last sync may be for points to be redeemed at all.", None),
        "fresh_minutes": Field(Whole(0, 1440), "How old the last sync may be to count as online.", 10),
        "reservation": Field(
            _RESERVATION, "Points set aside for the terminal at which a member buys; left out, none are.", None
        ),
    },
)

PROGRAMME: Final = Record(
    Sections,
    {
        "stillpoint": Field(Whole(BUNDLE_FORMAT, BUNDLE_FORMAT), "The format of this document."),
        "group": Field(CODE, "The group's code; it never changes."),
        "version": Field(Whole(1, 10**9), "Grows with every publication."),
        "name": NAMED,
        "currencies": Field(Coded(_CURRENCY, 50, "[A-Z]{3}"), "Currencies by their ISO 4217 codes."),
        "currency": Field(_CURRENCY_CODE, "The group's currency, which tiers count in; the one with the rate 1.", None),
        "tiers": TIERS,
        "tier_use": TIER_USE,
        "tier_after_refund": TIER_AFTER_REFUND,
        "brands": Field(Coded(BRAND, 200), "The group's brands by code."),
        "stores": Field(Coded(_STORE, 5000), "The stores by code."),
        "stacking": STACKING,
        "campaigns": CAMPAIGNS,
        "coupons": COUPONS,
        "rewards": REWARDS,
        "missions": MISSIONS,
        "gifts": GIFTS,
        "referral": REFERRAL,
        "settlement": SETTLEMENT,
        "adjustments": ADJUSTMENTS,
        "offline": Field(_OFFLINE, "What may be redeemed on stale knowledge; left out, there are no limits.", {}),
    },
)


def json_schema() -> dict[str, Any]:
    """The JSON Schema of a bundle, for editors; ``sync/programme/schema.json`` is this, written out."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Stillpoint programme",
        **PROGRAMME.schema(),
    }
