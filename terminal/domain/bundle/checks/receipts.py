"""What must hold in the receipts of a brand: a paper that leaves out what was sold or paid is none."""

from terminal.domain.bundle.brand import BrandSection
from terminal.domain.bundle.group import Sections
from terminal.domain.bundle.shapes import below, invalid
from terminal.domain.receipts import REQUIRED_SECTIONS, ReceiptSection, ReceiptTemplate


def check_receipts(sections: Sections) -> None:
    """Raises ``Refusal("programme_invalid")`` for the first receipt that leaves out what it has to say."""
    for brand in sections.brands.values():
        _check(brand, sections)


def _check(brand: BrandSection, sections: Sections) -> None:
    template: ReceiptTemplate = brand.rest["receipt"]
    path = below(below("brands", brand.code), "receipt.sections")
    for needed in REQUIRED_SECTIONS:
        if needed not in template.sections:
            raise invalid(path, "receipt_section_missing", section=needed.value)
    if ReceiptSection.TAX in template.sections:
        return
    for store in sections.stores.values():
        tax = store.tax
        if store.brand == brand.code and tax and tax.rate and tax.included and tax.shown:
            raise invalid(path, "receipt_tax_missing", store=store.code)
