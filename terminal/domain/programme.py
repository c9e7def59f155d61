"""A programme: what head office decided, as typed values the till and the server compute with."""

from collections.abc import Mapping
from dataclasses import dataclass

from terminal.domain.bundle.checks import check_programme
from terminal.domain.bundle.group import PROGRAMME
from terminal.domain.errors import Refusal
from terminal.domain.money import Currency
from terminal.domain.programme_parts import (
    BelowZero,
    Brand,
    EarnOn,
    ExpiryClock,
    ExpiryRule,
    MenuCategory,
    MenuItem,
    OfflinePolicy,
    RedemptionRule,
    RefundRounding,
    RefundRule,
    SpentPoints,
    Store,
    TenderType,
    Tier,
)
from terminal.domain.rules.base import EarningRule
from terminal.domain.text import LocalText

__all__ = [
    "BelowZero",
    "Brand",
    "EarnOn",
    "EarningRule",
    "ExpiryClock",
    "ExpiryRule",
    "LocalText",
    "MenuCategory",
    "MenuItem",
    "OfflinePolicy",
    "Programme",
    "RedemptionRule",
    "RefundRounding",
    "RefundRule",
    "SpentPoints",
    "Store",
    "TenderType",
    "Tier",
]


@dataclass(frozen=True, slots=True)
class Programme:
    """One version of a group's programme. ``digest`` is the SHA-256 (hex) of the bundle it was read from.

    ``tiers`` go from the first to the highest. Brands, stores and currencies are found by their codes.
    """

    digest: str
    group: str
    version: int
    name: LocalText
    currencies: Mapping[str, Currency]
    tiers: tuple[Tier, ...]
    brands: Mapping[str, Brand]
    stores: Mapping[str, Store]
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
            currencies=sections.currencies,
            tiers=sections.tiers,
            brands=sections.resolved_brands(),
            stores=sections.stores,
            offline=sections.offline,
        )

    def brand(self, code: str) -> Brand:
        """The brand called ``code``. Raises ``Refusal("brand_unknown")``."""
        if code not in self.brands:
            raise Refusal("brand_unknown", brand=code)
        return self.brands[code]

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
