"""A programme: what head office decided, as typed values the till and the server compute with."""

from collections.abc import Mapping

from terminal.domain.adjustments import AdjustmentPolicy
from terminal.domain.bundle.checks.programme import check_programme
from terminal.domain.bundle.group import PROGRAMME
from terminal.domain.coupons import Coupon
from terminal.domain.errors import Refusal
from terminal.domain.expiry import ExpiryClock, ExpiryRule
from terminal.domain.money import Currency
from terminal.domain.programme_parts import (
    BelowZero,
    Brand,
    EarnOn,
    LotOrder,
    MenuCategory,
    MenuItem,
    Module,
    OfflinePolicy,
    RedemptionRule,
    RefundRounding,
    RefundRule,
    ReturnedExpiry,
    SpentPoints,
    Store,
    TaxRule,
    TierUse,
)
from terminal.domain.records import record
from terminal.domain.rules.base import EarningRule
from terminal.domain.settlement import SettlementRule
from terminal.domain.stacking import StackingGroup
from terminal.domain.tenders import TenderRule, TenderType
from terminal.domain.text import LocalText
from terminal.domain.tier_rules import Tier, TierAfterRefund

__all__ = [
    "BelowZero",
    "Brand",
    "EarnOn",
    "EarningRule",
    "ExpiryClock",
    "ExpiryRule",
    "LocalText",
    "LotOrder",
    "MenuCategory",
    "MenuItem",
    "Module",
    "OfflinePolicy",
    "Programme",
    "RedemptionRule",
    "RefundRounding",
    "RefundRule",
    "ReturnedExpiry",
    "SpentPoints",
    "Store",
    "TaxRule",
    "TenderRule",
    "TenderType",
    "Tier",
    "TierUse",
]


@record
class Programme:
    """One version of a group's programme. ``digest`` is the SHA-256 (hex) of the bundle it was read from.

    ``tiers`` go from the first to the highest. Brands, stores and currencies are found by their codes; ``abroad`` are
    the brands as they are in another currency than their own, by brand and currency. ``currency`` is the group's:
    what tiers and settlement count in. ``coupons`` are all kinds by code, whichever brands take them.
    """

    digest: str
    group: str
    version: int
    name: LocalText
    currency: Currency
    currencies: Mapping[str, Currency]
    tiers: tuple[Tier, ...]
    tier_use: TierUse
    tier_after_refund: TierAfterRefund
    brands: Mapping[str, Brand]
    abroad: Mapping[tuple[str, str], Brand]
    stores: Mapping[str, Store]
    stacking: Mapping[str, StackingGroup]
    coupons: Mapping[str, Coupon]
    settlement: SettlementRule
    adjustments: AdjustmentPolicy
    offline: OfflinePolicy

    @classmethod
    def from_document(cls, document: Mapping[str, object], digest: str) -> "Programme":
        """The programme in ``document`` (a bundle, parsed).

        Raises ``Refusal("programme_invalid", path=…, reason=…)`` for the first thing a till could not rely on.
        """
        sections = PROGRAMME.read(document, "")
        check_programme(sections)
        return cls(
            digest=digest,
            group=sections.group,
            version=sections.version,
            name=sections.name,
            currency=sections.group_currency(),
            currencies=sections.currencies,
            tiers=sections.tiers,
            tier_use=sections.tier_use,
            tier_after_refund=sections.tier_after_refund,
            brands=sections.resolved_brands(),
            abroad=sections.brands_abroad(),
            stores=sections.stores,
            stacking={group.code: group for group in sections.stacking},
            coupons=sections.coupons,
            settlement=sections.settlement,
            adjustments=sections.adjustments,
            offline=sections.offline,
        )

    def brand(self, code: str) -> Brand:
        """The brand called ``code``. Raises ``Refusal("brand_unknown")``."""
        if code not in self.brands:
            raise Refusal("brand_unknown", brand=code)
        return self.brands[code]

    def brand_at(self, store: Store) -> Brand:
        """The brand of ``store``, with the rules for the currency that the store sells in."""
        brand = self.brand(store.brand)
        if store.currency is None or store.currency == brand.currency.code:
            return brand
        return self.abroad[store.brand, store.currency]

    def store(self, code: str) -> Store:
        """The store called ``code``. Raises ``Refusal("store_unknown")``."""
        if code not in self.stores:
            raise Refusal("store_unknown", store=code)
        return self.stores[code]

    def tier(self, code: str) -> Tier:
        """The tier called ``code``. Raises ``Refusal("tier_unknown")``."""
        for tier in self.tiers:
            if tier.code == code:
                return tier
        raise Refusal("tier_unknown", tier=code)
