"""How a bill ends: it is sold, exchanged for what came back, or set aside; then the next customer comes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ui.viewmodels.entry import Entry
from ui.viewmodels.tone import Tone
from ui.viewmodels.welcoming import Welcoming

if TYPE_CHECKING:
    from terminal.usecases.exchange import ExchangeDone
    from terminal.usecases.sell import SaleDone, TenderRequest
    from ui.viewmodels.returned import Returned


class Ending(Welcoming):
    """What the cashier does with a bill that is complete."""

    def begin_exchange(self, returned: Returned) -> None:
        """Goes on to the bill, for what the customer takes instead; it is the member's whose sale it was."""
        self.desk.go_home()
        self.desk.bill.put(replace(self.desk.bill.content, exchange=returned))
        self.desk.say(Tone.CALM, "exchange_begun")
        if returned.member_id and self.member is None:
            self.identify(returned.member_id)

    def park(self) -> None:
        """Sets the bill aside, or takes one up that was."""
        from ui.viewmodels.parked import park_or_recall

        park_or_recall(self.desk, self.next_customer)

    def sell(self, tenders: tuple[TenderRequest, ...]) -> None:
        """Sells the bill. A second press while the first is under way does nothing."""
        if self.desk.is_selling:
            return
        self.desk.is_selling = True
        returned = self.desk.bill.content.exchange
        if returned is not None:
            exchange = self.desk.bill.exchange_command(returned, tenders)
            self.desk.ask(lambda: self.desk.actions.past.exchange(exchange), self._exchanged, self._not_sold)
            return
        command = self.desk.bill.command(tenders)
        self.desk.ask(lambda: self.desk.actions.sell(command), self._completed, self._not_sold)

    def _exchanged(self, done: ExchangeDone) -> None:
        self._completed(done.sale, done)

    def _completed(self, done: SaleDone, exchange: ExchangeDone | None = None) -> None:
        from ui.viewmodels.completed import Completed

        self.desk.is_selling = False
        self.desk.receipt_queued.tell()
        self.desk.go(Completed(self.desk, done, self.next_customer, exchange))

    def _not_sold(self, error: Exception) -> None:
        self.desk.is_selling = False
        self.desk.refuse(error)

    def next_customer(self) -> None:
        """An empty counter for whoever comes next."""
        self._type(Entry())
        self.is_walk_in, self.chosen, self.counting.times = False, None, None
        self.claiming.forget()
        self.desk.bill.clear()
        self.desk.go_home()
        self.desk.refresh_shop()
