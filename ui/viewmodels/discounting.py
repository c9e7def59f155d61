"""The sheet on a line or on the bill: what the cashier takes off, why, and what to write below the line."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from terminal.domain.errors import Refusal
from terminal.domain.lines import CashierDiscount
from terminal.domain.money import format_share
from terminal.domain.staff import Deed
from terminal.usecases.sell import Sell
from ui.viewmodels.commands import Command
from ui.viewmodels.desk import Desk, Stage, StageName
from ui.viewmodels.pad import PadNumber
from ui.viewmodels.tone import Tone
from ui.viewmodels.words import money

if TYPE_CHECKING:
    from terminal.usecases.identify import MemberCard
    from ui.viewmodels.bill import BillContent
    from ui.viewmodels.cart import Cart, CartLine

REMARK_LENGTH_MAX: Final = 40
COMMON_REASONS: Final = ("discount_why_flaw", "discount_why_regular", "discount_why_wrong", "discount_why_other")
"""What is offered where the brand's programme names no reasons of its own."""


class Discounting(Stage):
    """Takes a share or an amount off the line at ``place``, off the bill where that is ``None``.

    Beyond what a cashier may take off, a manager is asked; what even they may not allow is refused in words, and the
    bill stays as it was.
    """

    name = StageName.DISCOUNTING

    def __init__(self, desk: Desk, place: int | None) -> None:
        self.desk, self.place = desk, place
        self.remark = self.line.remark if self.line else ""
        self.is_share = True
        self.number = PadNumber()
        self.chosen_reason = 0
        self._is_asking = False

    @property
    def line(self) -> CartLine | None:
        """The line it is about."""
        return None if self.place is None else self._cart.lines[self.place]

    @property
    def _cart(self) -> Cart:
        return self.desk.bill.content.cart

    @property
    def before(self) -> CashierDiscount | None:
        """What is taken off already."""
        return self.line.discount if self.line else self._cart.discount

    @property
    def may_discount(self) -> bool:
        """Whether anything can be taken off by hand at this brand."""
        policy = self.desk.shop.brand.discounts
        return max(policy.share, policy.approved_share) > 0

    @property
    def reasons(self) -> tuple[str, ...]:
        """What to choose a reason from."""
        named = self.desk.shop.brand.discounts.reasons
        return named or tuple(self.desk.words.say(key) for key in COMMON_REASONS)

    @property
    def discount(self) -> CashierDiscount | None:
        """What is typed; ``None`` where nothing is."""
        if not self.number.is_typed or not self.number.value:
            return None
        why = self.reasons[self.chosen_reason]
        if self.is_share:
            return CashierDiscount(why, share=Fraction(self.number.value, 100))
        return CashierDiscount(why, amount=self.number.value)

    @property
    def shown(self) -> str:
        """What is typed as people read it: ``10%``, ``NT$ 20``."""
        value = self.number.value
        return f"{value}%" if self.is_share else money(self.desk.currency, value)

    @property
    def pays_text(self) -> str:
        """What is left to pay of a share that is typed: who says 20 may mean a fifth off, or a fifth to pay."""
        left = 100 - self.number.value
        return self.desk.words.say("discount_pays", percent=left) if self.is_share and 0 < left < 100 else ""

    @property
    def before_text(self) -> str:
        """What is taken off already; empty where nothing is."""
        if self.before is None:
            return ""
        share, amount = self.before.share, self.before.amount
        off = format_share(share) if share else money(self.desk.currency, amount or 0)
        return self.desk.words.say("discount_before", off=off, why=self.before.reason)

    def digit(self, digit: str) -> None:
        """A digit of the percentage or the amount."""
        if self.may_discount:
            self.desk.notice = None
            self.number.push(digit)

    def press(self, command: Command) -> None:
        """Accepts, leaves, takes the discount off, or chooses how and why."""
        self.desk.notice = None
        match command:
            case Command.ENTER | Command.DISCOUNT:
                self.accept()
            case Command.BACK:
                self.desk.go_home()
            case Command.UNDO:
                self.take_off()
            case Command.ERASE:
                self.number.erase()
            case Command.CLEAR:
                self.number = PadNumber()
            case Command.MORE | Command.FEWER:
                self.choose_share(not self.is_share)
            case Command.UP | Command.DOWN:
                self.chosen_reason = (self.chosen_reason + command.step) % len(self.reasons)
            case _:
                pass

    def choose_share(self, is_share: bool) -> None:
        """A share of it, or an amount; what was typed for the other is forgotten."""
        if is_share is not self.is_share:
            self.is_share, self.number = is_share, PadNumber()

    def choose_reason(self, index: int) -> None:
        """Another reason."""
        self.chosen_reason = index

    def take_off(self) -> None:
        """The full price again."""
        self._put(self._changed(None), self.desk.bill.content.approved_by)

    def accept(self) -> None:
        """Puts what is typed on the bill, once it is allowed. With nothing typed, the remark alone."""
        if self._is_asking:
            return
        if self.discount is None:
            self._put(self._changed(self.before), self.desk.bill.content.approved_by)
            return
        self._is_asking = True
        cart = self._changed(self.discount)
        self.desk.ask(lambda: self.desk.actions.quote(self._trial(cart)), lambda _: self._put(cart, ""), self._refused)

    def _trial(self, cart: Cart) -> Sell:
        """The lines alone: discounts by hand are the first thing that is worked out."""
        return Sell(None, cart.bill_lines(self.desk.bill.language), discount=cart.discount)

    def _refused(self, error: Exception) -> None:
        self._is_asking = False
        if isinstance(error, Refusal) and error.kind == "discount_needs_approval":
            cart = self._changed(self.discount)
            self.desk.approve(Deed.DISCOUNT, lambda name: self._put(cart, name or self._nobody))
        else:
            self.desk.refuse(error)

    @property
    def _nobody(self) -> str:
        """Who approves where nobody has to be asked: whoever sells."""
        return self.desk.bill.cashier or self.desk.words.say("approved_at_till")

    def _changed(self, discount: CashierDiscount | None) -> Cart:
        if self.line is None or self.place is None:
            return self._cart.put_discount(discount)
        remark = " ".join(self.remark.split())[:REMARK_LENGTH_MAX]
        return self._cart.put(self.place, replace(self.line, discount=discount, remark=remark))

    def _put(self, cart: Cart, approved_by: str) -> None:
        self._is_asking = False
        content: BillContent = replace(self.desk.bill.content, cart=cart, approved_by=approved_by)
        self.desk.go_home()
        self.desk.bill.put(content)

    def member_arrived(self, card: MemberCard) -> None:
        """What is taken off stays to be decided."""


def open_discounting(desk: Desk, chosen: int | None) -> None:
    """The sheet on the chosen line; on the bill where none is chosen."""
    if desk.bill.is_empty:
        desk.say(Tone.AMBER, "discount_needs_lines")
        return
    place = chosen if chosen is not None and chosen < len(desk.bill.content.cart.lines) else None
    stage = Discounting(desk, place)
    if place is None and not stage.may_discount:
        desk.say(Tone.CALM, "discount_not_here")
    else:
        desk.go(stage)
