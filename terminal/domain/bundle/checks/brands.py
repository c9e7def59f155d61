"""What must hold in a brand: references, duplicates, and arithmetic that stays whole."""

from collections.abc import Iterable, Iterator

from terminal.domain.bundle.brand import BrandSection
from terminal.domain.bundle.checks.references import check_all_known, check_distinct, check_known
from terminal.domain.bundle.group import Sections
from terminal.domain.bundle.shapes import below, invalid
from terminal.domain.programme_parts import RedemptionRule
from terminal.domain.tenders import TenderType


def check_brands(sections: Sections) -> None:
    """Raises ``Refusal("programme_invalid")`` for the first promise that a brand breaks."""
    for brand in sections.brands.values():
        _check_brand(brand, sections)


def _check_brand(brand: BrandSection, sections: Sections) -> None:
    path = below("brands", brand.code)
    check_known(brand.currency, sections.currencies, f"{path}.currency")
    check_distinct((f"{path}.tenders[{index}]", tender.type.value) for index, tender in enumerate(brand.tenders))
    if TenderType.CASH not in [tender.type for tender in brand.tenders]:
        # A sale without tenders is paid in cash.
        raise invalid(f"{path}.tenders", "cash_missing")
    if brand.redemption is not None:
        _check_redemption(brand.redemption, sections, f"{path}.redemption")
    for currency, there in brand.abroad.items():
        check_known(currency, sections.currencies, f"{path}.abroad.{currency}")
        if there.redemption is not None:
            _check_redemption(there.redemption, sections, f"{path}.abroad.{currency}.redemption")
    _check_menu(brand, f"{path}.menu")


def _check_redemption(rule: RedemptionRule, sections: Sections, path: str) -> None:
    if rule.block * rule.amount % rule.points:
        raise invalid(f"{path}.block", "block_not_whole", block=rule.block, points=rule.points, amount=rule.amount)
    if rule.minimum % rule.block:
        raise invalid(f"{path}.minimum", "not_multiple_of_block", block=rule.block)
    if rule.maximum is not None and rule.maximum < max(rule.minimum, rule.block):
        raise invalid(f"{path}.maximum", "below_minimum", minimum=max(rule.minimum, rule.block))
    if rule.maximum_day is not None and rule.maximum_day < max(rule.minimum, rule.block):
        raise invalid(f"{path}.maximum_day", "below_minimum", minimum=max(rule.minimum, rule.block))
    if rule.share_of_bill == 0:
        raise invalid(f"{path}.share_of_bill", "share_zero")
    check_all_known(rule.accepts, sections.brands, f"{path}.accepts")


def _check_menu(brand: BrandSection, path: str) -> None:
    check_distinct((f"{path}[{index}].code", category.code) for index, category in enumerate(brand.menu))
    items = [
        (f"{path}[{page}].items[{place}]", item)
        for page, category in enumerate(brand.menu)
        for place, item in enumerate(category.items)
    ]
    check_distinct((f"{at}.sku", item.sku) for at, item in items)
    check_distinct(_barcodes((f"{at}.barcode", item.barcode) for at, item in items))


def _barcodes(found: Iterable[tuple[str, str | None]]) -> Iterator[tuple[str, str]]:
    return ((at, barcode) for at, barcode in found if barcode is not None)
