"""After the sale: the change, the points, the receipt."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from terminal.usecases.wording import explain_text
from ui.viewmodels.commands import Command
from ui.viewmodels.coupon_face import voucher_note
from ui.viewmodels.desk import Desk, Stage, StageName
from ui.viewmodels.words import SEPARATOR, figure, points, signed

if TYPE_CHECKING:
    from collections.abc import Callable

    from terminal.domain.progress import Voucher
    from terminal.usecases.bill import Paper
    from terminal.usecases.exchange import ExchangeDone
    from terminal.usecases.identify import MemberCard
    from terminal.usecases.sell import SaleDone

TOLD_ELSEWHERE = {
    "discount_line", "discount_bill", "discount_tier", "coupon_used", "coupon_given",
    "reward_taken", "points_redeemed", "upgraded",
}  # fmt: skip


class Completed(Stage):
    """Shows what was booked. Enter, or the next customer's first digit or scan, clears the counter."""

    name = StageName.COMPLETED

    def __init__(
        self, desk: Desk, done: SaleDone, next_customer: Callable[[], None], exchange: ExchangeDone | None = None
    ) -> None:
        self.desk, self.done, self.exchange = desk, done, exchange
        self.next_customer = next_customer
        returned = desk.bill.content.exchange
        self._brought = returned.points(exchange.refund, done.member_id) if returned and exchange else 0
        self._day = desk.bill.quote.quote.sold.day if desk.bill.quote else date.max

    @property
    def paper_dots(self) -> int:
        """How wide the printer's paper is, in dots: the receipt is shown as it is printed."""
        return self.desk.shop.paper_dots

    @property
    def change_text(self) -> str:
        """What goes back to the customer."""
        return figure(self.done.currency, self.paid_out or self.done.change)

    @property
    def paid_out(self) -> int:
        """What an exchange pays back, in minor units."""
        return max(-self.exchange.difference, 0) if self.exchange else 0

    @property
    def paid_text(self) -> str:
        """What was due and how it was paid."""
        words, currency = self.desk.words, self.done.currency
        if self.exchange:
            return self._exchanged_text(self.exchange)
        parts = [words.say("due_of", amount=figure(currency, self.done.figures.due))]
        parts += [
            words.say("paid_by", name=words.tender(tender.type), amount=figure(currency, tender.amount))
            for tender in self.done.tendered
        ]
        return SEPARATOR.join(parts)

    def _exchanged_text(self, exchange: ExchangeDone) -> str:
        """What came back, and what the new articles cost."""
        words, currency = self.desk.words, self.done.currency
        back, cost = exchange.refund.result.amount, self.done.figures.due
        return words.say("exchanged", back=figure(currency, back), cost=figure(currency, cost))

    @property
    def has_member(self) -> bool:
        """Whether there are points to speak of."""
        return self.done.figures.balance is not None

    @property
    def earned_text(self) -> str:
        """Points earned."""
        return signed(self.done.figures.earned)

    @property
    def redeemed_text(self) -> str:
        """Points redeemed."""
        return signed(-self.done.figures.redeemed)

    @property
    def brought_text(self) -> str:
        """What the goods that came back did to the member's points; empty when nothing."""
        return signed(self._brought) if self._brought else ""

    @property
    def balance_text(self) -> str:
        """The member's balance now."""
        return points(self.done.figures.balance or 0)

    @property
    def upgrade_text(self) -> str:
        """The tier that this sale lifted the member to; empty when it did not."""
        words, tier = self.desk.words, self.done.figures.upgraded_to
        return words.say("upgraded", tier=words.name(tier.name)) if tier else ""

    @property
    def explained(self) -> tuple[str, ...]:
        """What points, missions and gifts this sale brought, and by what; first, whose they are if that is open."""
        done = self.done
        pending = (self.desk.words.say("member_pending"),) if done.member_pending else ()
        steps = (step for step in done.figures.explain if step.code not in TOLD_ELSEWHERE)
        told = (explain_text(step, done.currency, self.desk.words.language) for step in steps)
        brought = self.brought_text
        goods_back = (self.desk.words.say("goods_back_points", points=brought),) if brought else ()
        return (*pending, *told, *goods_back)

    @property
    def given(self) -> tuple[str, ...]:
        """The coupons that the member got, and those on the receipt."""
        vouchers = [self._voucher(voucher) for voucher in self.done.figures.given]
        return (*vouchers, *(self._paper(paper) for paper in self.done.papers))

    def _voucher(self, voucher: Voucher) -> str:
        note = SEPARATOR.join([*self._since(voucher.valid_from), voucher_note(self.desk, voucher, with_number=True)])
        return self.desk.words.say("voucher_given", coupon=self.desk.words.coupon(voucher.coupon), note=note)

    def _paper(self, paper: Paper) -> str:
        words = self.desk.words
        days = [*self._since(paper.since)] if paper.since else []
        if paper.until != date.max:
            days.append(words.say("until", day=self.desk.words.whole_day(paper.until)))
        return SEPARATOR.join([words.say("paper_given", coupon=words.coupon(paper.coupon)), *days])

    def _since(self, first: date) -> list[str]:
        return [self.desk.words.say("since", day=self.desk.words.whole_day(first))] if first > self._day else []

    def digit(self, digit: str) -> None:
        """The next customer's first digit."""
        self.next_customer()
        self.desk.stage.digit(digit)

    def press(self, command: Command) -> None:
        """The next customer, or a copy of the receipt."""
        match command:
            case Command.ENTER | Command.BACK:
                self.next_customer()
            case Command.REPRINT:
                self.desk.home.press(command)
            case _:
                pass

    def member_arrived(self, card: MemberCard) -> None:
        """Cannot happen: a scan clears the counter first."""
