"""The bill being made, and the quote that is kept fresh beside it."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from terminal.domain.errors import Refusal
from terminal.usecases.identify import MemberCard
from terminal.usecases.sell import SaleQuote, Sell, TenderRequest
from terminal.usecases.till import new_id
from ui.viewmodels.actions import TillActions
from ui.viewmodels.cart import Cart
from ui.viewmodels.runner import Runner

Wish = Callable[[], None]


@dataclass(frozen=True, slots=True)
class BillContent:
    """What is on a bill: it can be parked and taken up again. ``key`` makes selling it twice impossible."""

    key: str
    cart: Cart = Cart()
    member: MemberCard | None = None
    redeem: int = 0


class Bill:
    """The bill on the counter. Each change asks for a new quote; answers to an older bill are dropped by number."""

    def __init__(self, actions: TillActions, runner: Runner, changed: Wish, refused: Callable[[Exception], None]):
        self._actions, self._runner = actions, runner
        self._changed, self._refused = changed, refused
        self._generation = 0
        self._waiting: list[Wish] = []
        self.content = BillContent(new_id())
        self.quote: SaleQuote | None = None
        self.is_fresh = True
        self.language = "zh_TW"
        self.cashier = ""

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to sell."""
        return not self.content.cart.lines

    @property
    def due(self) -> int:
        """What is to be paid, in minor units, by the last quote."""
        return self.quote.figures.due if self.quote else self.content.cart.subtotal

    def put(self, content: BillContent) -> None:
        """Another state of the bill; its quote is asked for at once."""
        self.content = content
        self._requote()

    def put_cart(self, cart: Cart) -> None:
        """Other lines, same member."""
        self.put(replace(self.content, cart=cart))

    def put_member(self, member: MemberCard | None) -> None:
        """Another member; what the last one wanted to redeem is forgotten."""
        self.put(replace(self.content, member=member, redeem=0))

    def put_redeem(self, points: int) -> None:
        """Another number of points to redeem."""
        self.put(replace(self.content, redeem=points))

    def clear(self) -> None:
        """A new, empty bill."""
        self.put(BillContent(new_id()))

    def command(self, tenders: tuple[TenderRequest, ...] = ()) -> Sell:
        """The sale that this bill asks for."""
        content = self.content
        return Sell(
            member=content.member.member_id if content.member else None,
            lines=content.cart.bill_lines(self.language),
            redeem=content.redeem,
            tenders=tenders,
            cashier=self.cashier,
            key=content.key,
        )

    def when_fresh(self, wish: Wish) -> None:
        """Does ``wish`` once the quote belongs to the bill as it is now; forgets it if the bill changes first."""
        if self.is_fresh:
            wish()
        else:
            self._waiting.append(wish)

    def _requote(self) -> None:
        self._generation += 1
        self._waiting.clear()
        if self.is_empty:
            self.quote, self.is_fresh = None, True
            return
        generation, command = self._generation, self.command()
        self.is_fresh = False
        self._runner.run(
            lambda: self._actions.quote(command),
            lambda quote: self._quoted(generation, quote),
            lambda error: self._not_quoted(generation, error),
        )

    def _quoted(self, generation: int, quote: SaleQuote) -> None:
        if generation != self._generation:
            return
        self.quote, self.is_fresh = quote, True
        waiting, self._waiting = self._waiting, []
        for wish in waiting:
            wish()
        self._changed()

    def _not_quoted(self, generation: int, error: Exception) -> None:
        if generation != self._generation:
            return
        self._waiting.clear()
        self._refused(error)
        if self.content.redeem and isinstance(error, Refusal) and error.kind.startswith("redeem_"):
            self.put_redeem(0)
        else:
            self.quote, self.is_fresh = None, True
        self._changed()
