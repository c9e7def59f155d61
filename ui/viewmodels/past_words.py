"""Sales of before, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.viewmodels.words import SEPARATOR, clock_time, figure, masked_briefly

if TYPE_CHECKING:
    from collections.abc import Iterable

    from terminal.domain.tenders import TenderPaid
    from terminal.usecases.past_sales import PastSale
    from ui.viewmodels.desk import Desk


def past_sale_text(desk: Desk, sale: PastSale) -> str:
    """When it was made, by whom and for whom."""
    words, zone = desk.words, desk.shop.store.time_zone
    who = masked_briefly(sale.name, sale.phone) if sale.member_id else words.say("walk_in")
    when = words.whole_day(sale.day), clock_time(sale.at, zone)
    parts = (*when, who or words.say("member_without_name"), sale.cashier)
    return SEPARATOR.join(part for part in parts if part)


def tenders_text(desk: Desk, tenders: Iterable[TenderPaid]) -> str:
    """What was paid, or is paid back, and by what."""
    words, currency = desk.words, desk.currency
    parts = (
        words.say("paid_as", name=words.tender(tender.type), amount=figure(currency, tender.amount))
        for tender in tenders
    )
    return SEPARATOR.join(parts)
