"""The points sheet: how many points pay for part of this bill."""

from collections.abc import Callable

from terminal.domain.pricing.tax import tax_on
from terminal.domain.programme import RedemptionRule
from terminal.usecases.identify import MemberCard
from terminal.usecases.sell import SaleQuote
from ui.viewmodels.commands import Command
from ui.viewmodels.desk import Desk, Stage, StageName
from ui.viewmodels.pad import PadNumber
from ui.viewmodels.words import MINUS, figure, money, points

QUICK_POINTS = (100, 300, 500)


class Redeeming(Stage):
    """Offers what was redeemed before, else all that this bill takes. F12 accepts it and goes on to the tender."""

    name = StageName.REDEEMING

    def __init__(self, desk: Desk, quote: SaleQuote, rule: RedemptionRule, open_tendering: Callable[[], None]) -> None:
        self.desk, self.rule = desk, rule
        self._open_tendering = open_tendering
        self.limit = quote.quote.limit
        self.balance = quote.member.balance if quote.member else 0
        self._payable = quote.figures.subtotal - quote.figures.discount
        self.number = PadNumber(desk.bill.content.redeem or self.limit.points)

    @property
    def problem(self) -> str:
        """Why these points cannot be redeemed; empty when they can."""
        wanted, say = self.number.value, self.desk.words.say
        if wanted == 0:
            return ""
        if wanted > self.limit.points:
            return say("redeem_limit", limit=self.limit.points, reason=self.limit.reason)
        if wanted % self.rule.block:
            return say("redeem_block", block=self.rule.block)
        return say("redeem_minimum", minimum=self.rule.minimum) if wanted < self.rule.minimum else ""

    @property
    def quick(self) -> tuple[int, ...]:
        """Round numbers of points to take at a tap."""
        return QUICK_POINTS

    @property
    def value_text(self) -> str:
        """What the points take off the bill."""
        return f"{MINUS} {money(self.desk.currency, self.rule.value_of(self.number.value))}"

    @property
    def due_text(self) -> str:
        """What is left to pay."""
        left = max(self._payable - self.rule.value_of(self.number.value), 0)
        return money(self.desk.currency, left + tax_on(self.desk.shop.store, left))

    @property
    def left_text(self) -> str:
        """The points left on the member's balance."""
        return points(self.balance - self.number.value)

    @property
    def rule_text(self) -> str:
        """The shop's rule in one line."""
        currency = self.desk.currency
        share = self.rule.share_of_bill * 100
        return self.desk.words.say(
            "redeem_rule",
            points=self.rule.points,
            amount=f"{currency.symbol} {figure(currency, self.rule.amount)}",
            share=f"{float(share):g}",
        )

    def digit(self, digit: str) -> None:
        """A digit of the points."""
        self.number.push(digit)

    def press(self, command: Command) -> None:
        """Accepts, goes on to the tender, or leaves the bill as it was."""
        match command:
            case Command.ENTER | Command.REDEEM:
                self.accept()
            case Command.TENDER if self.accept():
                self._open_tendering()
            case Command.BACK:
                self.desk.go_home()
            case Command.ERASE:
                self.number.erase()
            case Command.CLEAR:
                self.number.clear()
            case _:
                pass

    def accept(self) -> bool:
        """Puts the points on the bill and closes the sheet, unless they cannot be redeemed."""
        if self.problem:
            return False
        self.desk.bill.put_redeem(self.number.value)
        self.desk.go_home()
        return True

    def member_arrived(self, card: MemberCard) -> None:
        """Points of one member are not offered to another."""
        self.desk.go_home()
