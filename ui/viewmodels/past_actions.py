"""What the till's screens ask of the core about sales that were made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from terminal.domain.records import record
from terminal.usecases.claim_points import ClaimPoints, PointsClaimed, claim_points
from terminal.usecases.exchange import Exchange, ExchangeDone, ExchangeQuote, exchange, quote_exchange
from terminal.usecases.habits import Habits, habits
from terminal.usecases.past_sales import FoundSales, PastSale, past_sale, sales_of_day, sales_of_member
from terminal.usecases.refund import Refund, quote_refund, refund
from terminal.usecases.void import Void, quote_void, void

if TYPE_CHECKING:
    from datetime import date

    from terminal.usecases.giving_back import RefundDone, RefundQuote
    from terminal.usecases.till import Till


@record
class PastActions:
    """Each call is one use-case in its own transaction and may raise ``Refusal``. Called on the store's thread only."""

    till: Till

    def sale(self, text: str) -> PastSale:
        """The sale that an id, a receipt's barcode or, today, its number names."""
        return past_sale(self.till, text)

    def sales_of_day(self, day: date | None) -> FoundSales:
        """The sales of a business day, today unless told otherwise."""
        return sales_of_day(self.till, day)

    def sales_of_member(self, member: str) -> FoundSales:
        """The latest sales to whoever a phone, a card or an id names."""
        return sales_of_member(self.till, member)

    def habits(self, member_id: str) -> Habits:
        """What the member likes here."""
        return habits(self.till, member_id)

    def quote_refund(self, command: Refund) -> RefundQuote:
        """What the refund would come to; nothing is written."""
        return quote_refund(self.till, command)

    def refund(self, command: Refund) -> RefundDone:
        """Refunds."""
        return refund(self.till, command)

    def quote_void(self, command: Void) -> RefundQuote:
        """What the void would come to; nothing is written."""
        return quote_void(self.till, command)

    def void(self, command: Void) -> RefundDone:
        """Undoes a sale of today."""
        return void(self.till, command)

    def quote_exchange(self, command: Exchange) -> ExchangeQuote:
        """What the exchange would come to; nothing is written."""
        return quote_exchange(self.till, command)

    def claim_points(self, command: ClaimPoints) -> PointsClaimed:
        """Gives a member the points of an earlier sale without one."""
        return claim_points(self.till, command)

    def exchange(self, command: Exchange) -> ExchangeDone:
        """Exchanges."""
        return exchange(self.till, command)
