"""What must hold between stores, brands and currencies."""

from terminal.domain.bundle.checks.references import check_known
from terminal.domain.bundle.group import Sections
from terminal.domain.bundle.shapes import invalid


def check_stores(sections: Sections) -> None:
    """Raises ``Refusal("programme_invalid")`` for a store whose brand or currency is not declared for it."""
    _check_currencies(sections)
    for code, store in sections.stores.items():
        check_known(store.brand, sections.brands, f"stores.{code}.brand")
        brand = sections.brands[store.brand]
        if store.currency is not None and store.currency != brand.currency:
            check_known(store.currency, sections.currencies, f"stores.{code}.currency")
            if store.currency not in brand.abroad:
                reason = "currency_not_at_brand"
                raise invalid(f"stores.{code}.currency", reason, currency=store.currency, brand=brand.code)
    for code, brand in sections.brands.items():
        if brand.currency in brand.abroad:
            raise invalid(f"brands.{code}.abroad.{brand.currency}", "currency_is_own", currency=brand.currency)


def _check_currencies(sections: Sections) -> None:
    if sections.currency is not None:
        check_known(sections.currency, sections.currencies, "currency")
    elif sum(currency.rate == 1 for currency in sections.currencies.values()) > 1:
        # Not "the first": keys have no order once a bundle is canonical.
        raise invalid("currency", "group_currency_missing", currencies=", ".join(sections.currencies))
    for code, currency in sections.currencies.items():
        if currency.rate == 0:
            raise invalid(f"currencies.{code}.rate", "rate_zero")
    group = sections.group_currency()
    if group.rate != 1:
        raise invalid(f"currencies.{group.code}.rate", "group_currency_rate")
