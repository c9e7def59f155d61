"""The bill being made, and the quote that is kept fresh beside it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from terminal.domain.errors import Refusal
from terminal.domain.records import record
from terminal.domain.tenders import CASH
from ui.viewmodels.cart import Cart
from ui.viewmodels.coupons import CouponBook

if TYPE_CHECKING:
    from terminal.usecases.exchange import Exchange, ExchangeQuote
    from terminal.usecases.identify import MemberCard
    from terminal.usecases.sell import SaleQuote, Sell, TenderRequest
    from ui.viewmodels.actions import TillActions
    from ui.viewmodels.returned import Returned
    from ui.viewmodels.runner import Runner

Wish = Callable[[], None]


@record
class BillContent:
    """What is on a bill: it can be parked and taken up again.

    ``key`` makes selling it twice impossible; a bill gets it with the first thing that is put on it.

    ``paying`` is the tender it will be paid by as far as is known; empty is cash. ``exchange`` is what comes back for
    it, ``rewards`` are codes of the catalogue that points pay for.
    ``approved_by`` is the manager who let the cashier take off more than they may.
    """

    key: str = ""
    cart: Cart = Cart()
    member: MemberCard | None = None
    redeem: int = 0
    paying: str = ""
    exchange: Returned | None = None
    rewards: tuple[str, ...] = ()
    approved_by: str = ""


def _with_key(content: BillContent) -> BillContent:
    if content.key:
        return content
    from terminal.usecases.till import new_id

    return replace(content, key=new_id())


class Bill:
    """The bill on the counter. Each change asks for a new quote; answers to an older bill are dropped by number.

    ``waiting_coupons`` are those the bill does not fulfil as it is, by their place, with the reason: they are not used,
    and are tried again whenever the bill changes.
    """

    def __init__(self, actions: TillActions, runner: Runner, changed: Wish, refused: Callable[[Exception], None]):
        self._actions, self._runner = actions, runner
        self._changed, self._refused = changed, refused
        self._generation = 0
        self._waiting: list[Wish] = []
        self._instead: BillContent | None = None
        self.content = BillContent()
        self.coupons = CouponBook()
        self.waiting_coupons: dict[int, Refusal] = {}
        self._told: set[str] = set()
        self.quote: SaleQuote | None = None
        self.exchange: ExchangeQuote | None = None
        self.is_fresh = True
        self.language = "zh_TW"
        self.cashier = ""

    def use(self, actions: TillActions) -> None:
        """Asks another counter from now on."""
        self._actions = actions

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to sell."""
        return not self.content.cart.lines

    @property
    def is_clear(self) -> bool:
        """Whether nothing would be lost with it: there is nothing to sell, and nothing comes back for it."""
        return self.is_empty and self.content.exchange is None

    @property
    def due(self) -> int:
        """What is to be paid, in minor units, by the last quote."""
        if self.content.exchange:
            return max(self.difference, 0)
        return self.quote.figures.due if self.quote else self.content.cart.subtotal

    @property
    def difference(self) -> int:
        """What the bill costs more than what comes back for it; negative is paid out."""
        cost = self.quote.figures.due if self.quote else self.content.cart.subtotal
        back = self.content.exchange.amount if self.content.exchange else 0
        return self.exchange.difference if self.exchange else cost - back

    @property
    def book(self) -> CouponBook:
        """The coupons of this shop and those that the bill's member holds."""
        member = self.content.member
        return replace(self.coupons, vouchers=member.vouchers) if member else self.coupons

    def put(self, content: BillContent, instead: BillContent | None = None) -> None:
        """Another state of the bill; its quote is asked for at once.

        When a coupon is refused then, the bill becomes ``instead``; without it, the coupon stays and waits.
        """
        if content.key and content.key != self.content.key:
            self._told = set()
        self.content, self._instead, self.waiting_coupons = _with_key(content), instead, {}
        self._waiting.clear()
        self._requote()

    def put_cart(self, cart: Cart) -> None:
        """Other lines or coupons, same member."""
        self.put(replace(self.content, cart=cart))

    def put_coupon(self, text: str) -> None:
        """One more coupon, unless it is refused: then the bill stays as it was. Before the first line it waits."""
        self.put(replace(self.content, cart=self.content.cart.add_coupon(text)), self.content)

    def toggle_voucher(self, voucher_id: str) -> None:
        """Puts a voucher of the member on the bill, or takes it off; it may have been presented by its number."""
        cart, book = self.content.cart, self.book
        places = [place for place, text in enumerate(cart.coupons) if book.is_voucher(text, voucher_id)]
        if places:
            self.put_cart(cart.remove_coupon(places[-1]))
        else:
            self.put_coupon(voucher_id)

    def put_member(self, member: MemberCard | None) -> None:
        """Another member; what the last one wanted to redeem is forgotten, and so are their vouchers."""
        content, book = self.content, self.book
        before = content.member.member_id if content.member else None
        cart = content.cart
        if member is None or member.member_id != before:
            cart = cart.without_coupons([text for text in cart.coupons if book.voucher(text)])
        self.put(replace(content, member=member, redeem=0, cart=cart, rewards=()))

    def put_fresh_member(self, member: MemberCard) -> None:
        """The same member, as they are known now."""
        self.put(replace(self.content, member=member))

    def put_redeem(self, points: int) -> None:
        """Another number of points to redeem."""
        self.put(replace(self.content, redeem=points))

    def put_rewards(self, rewards: tuple[str, ...]) -> None:
        """Other rewards of the catalogue."""
        self.put(replace(self.content, rewards=rewards))

    def put_paying(self, tender: str) -> None:
        """Another tender will pay; what depends on it is worked out anew."""
        if tender != self.content.paying:
            self.put(replace(self.content, paying=tender))

    def clear(self) -> None:
        """A new, empty bill."""
        self._told = set()
        self.put(BillContent())

    def command(self, tenders: tuple[TenderRequest, ...] = ()) -> Sell:
        """The sale that this bill asks for; coupons that wait are not in it."""
        from terminal.usecases.sell import Sell

        content = self.content
        return Sell(
            member=content.member.named_by if content.member else None,
            lines=content.cart.bill_lines(self.language),
            redeem=content.redeem,
            tenders=tenders,
            coupons=tuple(self._used()),
            rewards=content.rewards,
            discount=content.cart.discount,
            approved_by=content.approved_by,
            cashier=self.cashier,
            key=content.key,
            by_phone=content.member is not None and content.member.is_newcomer,
        )

    @property
    def points_brought(self) -> int:
        """What the goods that come back do to the member's points, beside what this bill earns and redeems."""
        returned, member = self.content.exchange, self.content.member
        if returned is None or member is None:
            return 0
        return returned.points(self.exchange.refund if self.exchange else None, member.member_id)

    def exchange_command(self, returned: Returned, tenders: tuple[TenderRequest, ...] = ()) -> Exchange:
        """The exchange that this bill asks for: what ``returned`` brings pays for it, ``tenders`` the rest.

        Where nothing is left to pay, the first of them says by what the difference is paid out.
        """
        from terminal.usecases.exchange import Exchange

        approved_by = returned.approved_by or self.content.approved_by
        bill = replace(self.command(tenders if self.difference > 0 else ()), approved_by=approved_by)
        out = tenders[0].type if tenders and self.difference <= 0 else CASH
        return Exchange(returned.sale_id, bill, returned.lines, out, self.content.key)

    def when_fresh(self, wish: Wish) -> None:
        """Does ``wish`` once the quote belongs to the bill as it is now; forgets it if the bill changes first."""
        if self.is_fresh:
            wish()
        else:
            self._waiting.append(wish)

    def _used(self) -> list[str]:
        return [text for place, text in enumerate(self.content.cart.coupons) if place not in self.waiting_coupons]

    def _requote(self) -> None:
        from terminal.usecases.sell import TenderRequest

        self._generation += 1
        self.exchange = None
        if self.is_empty:
            self.quote, self.is_fresh = None, True
            return
        if self.content.exchange:
            self._requote_exchange(self.content.exchange)
            return
        paying = self.content.paying
        generation, command = self._generation, self.command((TenderRequest(paying),) if paying else ())
        self.is_fresh = False
        self._runner.run(
            lambda: self._actions.quote(command),
            lambda quote: self._quoted(generation, quote),
            lambda error: self._not_quoted(generation, error),
        )

    def _requote_exchange(self, returned: Returned) -> None:
        generation, command = self._generation, self.exchange_command(returned)
        self.is_fresh = False

        def quoted(exchange: ExchangeQuote) -> None:
            if generation == self._generation:
                self.exchange = exchange
            self._quoted(generation, exchange.sale)

        self._runner.run(
            lambda: self._actions.past.quote_exchange(command),
            quoted,
            lambda error: self._not_quoted(generation, error),
        )

    def _quoted(self, generation: int, quote: SaleQuote) -> None:
        if generation != self._generation:
            return
        self.quote, self.is_fresh = quote, True
        self._told = {self.content.cart.coupons[place] for place in self.waiting_coupons}
        waiting, self._waiting = self._waiting, []
        for wish in waiting:
            wish()
        self._changed()

    def _not_quoted(self, generation: int, error: Exception) -> None:
        if generation != self._generation:
            return
        if isinstance(error, Refusal) and error.kind.startswith("coupon") and self._used():
            self._coupon_refused(error)
        else:
            self._waiting.clear()
            self._refused(error)
            if self.content.redeem and isinstance(error, Refusal) and error.kind.startswith("redeem_"):
                self.put_redeem(0)
            elif self.content.rewards and isinstance(error, Refusal) and error.kind.startswith("reward"):
                self.put_rewards(self.content.rewards[:-1])
            else:
                self.quote, self.is_fresh = None, True
        self._changed()

    def _coupon_refused(self, refusal: Refusal) -> None:
        """The bill as it was before, or asked for again without that coupon. What was told before is not told again."""
        coupons = self.content.cart.coupons
        places = [place for place in range(len(coupons)) if place not in self.waiting_coupons]
        place = places[self.book.to_blame(refusal.data.get("coupon"), [coupons[place] for place in places])]
        is_news = coupons[place] not in self._told
        if is_news:
            self._waiting.clear()
            self._refused(refusal)
            self._told.add(coupons[place])
        if is_news and self._instead is not None:
            self.put(self._instead)
        else:
            self.waiting_coupons = {**self.waiting_coupons, place: refusal}
            self._requote()
