"""What a member likes here: what they buy most often, and what they took the last time, as far as this till sold it."""

from collections import Counter
from datetime import date
from typing import Final

from terminal.domain.records import record
from terminal.ports.store import StoredSale, UnitOfWork
from terminal.usecases.till import Till

SALES_MAX: Final = 30
FAVOURITES_MAX: Final = 3
TIMES_MIN: Final = 2
_NO_ARTICLES: Final = {"", "open"}


@record
class Favourite:
    """An article bought on ``times`` of the latest visits; ``name`` as it was called the last time."""

    sku: str
    name: str
    times: int


@record
class Habits:
    """``favourites``, the most bought first, and the ``items`` of the last visit here on ``last_day``."""

    favourites: tuple[Favourite, ...] = ()
    last_day: date | None = None
    items: tuple[str, ...] = ()


def habits(till: Till, member_id: str) -> Habits:
    """What the latest sales to the member say. They are so many at most: a long history takes no longer than a short.

    Sales that were voided count for nothing.
    """
    with till.store.view() as unit:
        return habits_in([sale for sale in unit.sales_of(member_id, SALES_MAX) if not _is_void(unit, sale)])


def habits_in(sales: list[StoredSale]) -> Habits:
    """What these ``sales``, newest first, say."""
    if not sales:
        return Habits()
    names: dict[str, str] = {}
    times: Counter[str] = Counter()
    for sale in sales:
        bought = {line["sku"]: line["name"] for line in sale.body["lines"]}
        names = {**bought, **names}
        times.update(sku for sku in bought if sku not in _NO_ARTICLES)
    favourites = (Favourite(sku, names[sku], count) for sku, count in times.most_common() if count >= TIMES_MIN)
    last = sales[0]
    return Habits(
        favourites=tuple(favourites)[:FAVOURITES_MAX],
        last_day=last.day,
        items=tuple(dict.fromkeys(line["name"] for line in last.body["lines"])),
    )


def _is_void(unit: UnitOfWork, sale: StoredSale) -> bool:
    return any(refund.body.get("void") for refund in unit.refunds_of(sale.sale_id))
