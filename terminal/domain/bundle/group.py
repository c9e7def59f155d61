"""The shape of a bundle: every key once, with its bounds, default and meaning. ``docs/programme.md`` explains them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from fractions import Fraction
from functools import lru_cache
from typing import Any, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from terminal.domain.bundle.brand import BRAND, BrandSection
from terminal.domain.bundle.common import AMOUNT_MAX, CODE, NAMED, POINTS
from terminal.domain.bundle.records import Coded, Field, Record
from terminal.domain.bundle.shapes import Converted, Exact, ListOf, Text, Whole
from terminal.domain.money import Currency
from terminal.domain.programme_parts import Brand, OfflinePolicy, Store, Tier
from terminal.domain.text import LocalText

BUNDLE_FORMAT: Final = 1


@dataclass(frozen=True, slots=True)
class Sections:
    """A document read part by part, before anything is looked up from one part in another."""

    stillpoint: int
    group: str
    version: int
    name: LocalText
    currencies: Mapping[str, Currency]
    tiers: tuple[Tier, ...]
    brands: Mapping[str, BrandSection]
    stores: Mapping[str, Store]
    offline: OfflinePolicy

    def resolved_brands(self) -> dict[str, Brand]:
        """The brands by code, with what they refer to."""
        return {code: brand.resolve(self.currencies) for code, brand in self.brands.items()}


def _tier(*, code: str, name: LocalText, multiplier: Fraction, qualify: int | None) -> Tier:
    return Tier(code, name, multiplier, qualify or 0)


@lru_cache(maxsize=64)
def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, OSError) as error:
        raise ValueError(name) from error


_CURRENCY: Final = Record(
    Currency,
    {
        "exponent": Field(Whole(0, 3), "Decimals of the currency: with 0, NT$65 is written 65; with 2, US$1 is 100."),
        "symbol": Field(Text(8), "What stands before amounts."),
    },
)

_TIER: Final = Record(
    _tier,
    {
        "code": Field(CODE, "The tier's code."),
        "name": NAMED,
        "multiplier": Field(Exact(1000), "What earning rules with `tier_multiplier` multiply by.", 1),
        "qualify": Field(
            Record(
                lambda spend: spend,
                {"spend": Field(Whole(1, AMOUNT_MAX), "Minor units spent in all that reach this tier.")},
            ),
            "What reaches this tier. The first tier has none; every later one asks for more.",
            None,
        ),
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
    },
)

_OFFLINE: Final = Record(
    OfflinePolicy,
    {
        "member_day_points": Field(POINTS, "The most one member redeems offline on one business day here.", None),
        "terminal_points": Field(POINTS, "The most a terminal redeems between two syncs.", None),
        "trusted_hours": Field(Whole(0, 8760), "How old the last sync may be for points to be redeemed at all.", None),
        "fresh_minutes": Field(Whole(0, 1440), "How old the last sync may be to count as online.", 10),
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
        "tiers": Field(ListOf(_TIER, 20, 1), "Membership levels, lowest first."),
        "brands": Field(Coded(BRAND, 200), "The group's brands by code."),
        "stores": Field(Coded(_STORE, 5000), "The stores by code."),
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
