"""What must hold between the parts of a programme: references, order, duplicates, and arithmetic that stays whole."""

from collections.abc import Iterable, Iterator
from itertools import pairwise

from terminal.domain.bundle.brand import BrandSection
from terminal.domain.bundle.group import Sections
from terminal.domain.bundle.shapes import below, invalid, nearest
from terminal.domain.programme_parts import RedemptionRule, TenderType


def check_programme(sections: Sections) -> None:
    """Raises ``Refusal("programme_invalid")`` for the first promise that the parts break among themselves."""
    _check_tiers(sections)
    for brand in sections.brands.values():
        _check_brand(brand, sections)
    _check_one_currency(sections)
    for code, store in sections.stores.items():
        _check_known(store.brand, sections.brands, f"stores.{code}.brand")


def _check_tiers(sections: Sections) -> None:
    tiers = sections.tiers
    _check_distinct((f"tiers[{index}].code", tier.code) for index, tier in enumerate(tiers))
    if tiers[0].qualify_spend:
        raise invalid("tiers[0].qualify", "first_tier_qualifies")
    for index, (lower, higher) in enumerate(pairwise(tiers), start=1):
        if higher.qualify_spend <= lower.qualify_spend:
            raise invalid(f"tiers[{index}].qualify", "not_ascending", minimum=lower.qualify_spend + 1)


def _check_one_currency(sections: Sections) -> None:
    currencies = sorted({brand.currency for brand in sections.brands.values()})
    if len(sections.tiers) > 1 and len(currencies) > 1:
        # Spend is one sum of minor units; dollars and yen do not add up.
        raise invalid("tiers[1].qualify.spend", "spend_needs_one_currency", currencies=", ".join(currencies))


def _check_brand(brand: BrandSection, sections: Sections) -> None:
    path = below("brands", brand.code)
    _check_known(brand.currency, sections.currencies, f"{path}.currency")
    rules = brand.rest["earning"]
    _check_distinct((f"{path}.earning[{index}].code", rule.code) for index, rule in enumerate(rules))
    _check_distinct((f"{path}.tenders[{index}]", tender.value) for index, tender in enumerate(brand.tenders))
    if TenderType.CASH not in brand.tenders:
        # A sale without tenders is paid in cash.
        raise invalid(f"{path}.tenders", "cash_missing")
    if brand.redemption is not None:
        _check_redemption(brand.redemption, sections, f"{path}.redemption")
    _check_menu(brand, f"{path}.menu")


def _check_redemption(rule: RedemptionRule, sections: Sections, path: str) -> None:
    if rule.block * rule.amount % rule.points:
        raise invalid(f"{path}.block", "block_not_whole", block=rule.block, points=rule.points, amount=rule.amount)
    if rule.minimum % rule.block:
        raise invalid(f"{path}.minimum", "not_multiple_of_block", block=rule.block)
    if rule.maximum is not None and rule.maximum < max(rule.minimum, rule.block):
        raise invalid(f"{path}.maximum", "below_minimum", minimum=max(rule.minimum, rule.block))
    if rule.share_of_bill == 0:
        raise invalid(f"{path}.share_of_bill", "share_zero")
    for index, code in enumerate(rule.accepts):
        _check_known(code, sections.brands, f"{path}.accepts[{index}]")
    _check_distinct((f"{path}.accepts[{index}]", code) for index, code in enumerate(rule.accepts))


def _check_menu(brand: BrandSection, path: str) -> None:
    _check_distinct((f"{path}[{index}].code", category.code) for index, category in enumerate(brand.menu))
    items = [
        (f"{path}[{page}].items[{place}]", item)
        for page, category in enumerate(brand.menu)
        for place, item in enumerate(category.items)
    ]
    _check_distinct((f"{at}.sku", item.sku) for at, item in items)
    _check_distinct(_barcodes((f"{at}.barcode", item.barcode) for at, item in items))


def _barcodes(found: Iterable[tuple[str, str | None]]) -> Iterator[tuple[str, str]]:
    return ((at, barcode) for at, barcode in found if barcode is not None)


def _check_distinct(found: Iterable[tuple[str, str]]) -> None:
    first: dict[str, str] = {}
    for path, code in found:
        if code in first:
            raise invalid(path, "duplicate", code=code, first=first[code])
        first[code] = path


def _check_known(code: str, known: Iterable[str], path: str) -> None:
    words = list(known)
    if code not in words:
        raise invalid(path, "reference_unknown", code=code, nearest=nearest(code, words))
