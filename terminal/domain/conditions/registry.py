"""Every condition a bundle may ask, in the order they are asked. A new one is one more file and one more name here."""

from collections.abc import Mapping
from typing import Final

from terminal.domain.conditions import (
    away,
    birthday,
    brand,
    dates,
    day_of_month,
    first_purchase,
    hours,
    joined,
    member,
    minimum,
    quantity,
    region,
    segment,
    spend,
    store,
    tag,
    tender,
    tier,
    weekday,
)
from terminal.domain.conditions.base import ConditionKind

REGISTRY: Final[Mapping[str, ConditionKind]] = {
    kind.name: kind
    for kind in (
        brand.KIND,
        store.KIND,
        region.KIND,
        dates.KIND,
        weekday.KIND,
        day_of_month.KIND,
        hours.KIND,
        member.KIND,
        tier.KIND,
        tag.KIND,
        tag.EXCEPT_KIND,
        segment.KIND,
        birthday.KIND,
        first_purchase.KIND,
        away.KIND,
        joined.KIND,
        tender.KIND,
        tender.ONLY_KIND,
        minimum.KIND,
        spend.KIND,
        quantity.KIND,
    )
}
