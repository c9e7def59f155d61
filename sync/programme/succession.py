"""What may follow what: a new version of a programme keeps the promises that ledgers already rest on."""

from collections.abc import Iterable

from terminal.domain.errors import Refusal
from terminal.domain.programme import Programme


def check_succession(current: Programme, following: Programme) -> None:
    """Whether ``following`` may replace ``current``.

    Raises ``Refusal``: ``programme_version_old`` (``version``, ``current``), ``programme_group_differs``, and
    ``programme_keeps`` (``what``, ``code``) when a brand, a store or a currency that ledgers refer to would vanish or
    change what its amounts mean.
    """
    if following.group != current.group:
        raise Refusal("programme_group_differs", group=following.group, current=current.group)
    if following.version <= current.version:
        raise Refusal("programme_version_old", version=following.version, current=current.version)
    _check_kept("brand", current.brands, following.brands)
    _check_kept("store", current.stores, following.stores)
    _check_amounts(current, following)


def _check_kept(what: str, current: Iterable[str], following: Iterable[str]) -> None:
    for code in sorted(set(current) - set(following)):
        raise Refusal("programme_keeps", what=what, code=code)


def _check_amounts(current: Programme, following: Programme) -> None:
    """Amounts of sales are in their store's currency, those that tiers and settlement count in the group's."""
    if following.currency.code != current.currency.code:
        raise Refusal("programme_keeps", what="currency", code=current.currency.code)
    for code, brand in current.brands.items():
        if following.brands[code].currency.code != brand.currency.code:
            raise Refusal("programme_keeps", what="currency", code=code)
    for code, store in current.stores.items():
        if following.brand_at(following.stores[code]).currency.code != current.brand_at(store).currency.code:
            raise Refusal("programme_keeps", what="currency", code=code)
    for code, currency in current.currencies.items():
        if code in following.currencies and following.currencies[code].exponent != currency.exponent:
            raise Refusal("programme_keeps", what="exponent", code=code)
