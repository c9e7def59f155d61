"""The bill stage: the omnibox, the member, the lines."""

from collections.abc import Callable

from terminal.domain.coupons import Coupon
from terminal.domain.errors import Refusal
from terminal.domain.in_store_codes import PackedGoods
from terminal.domain.member_tokens import read
from terminal.domain.programme import MenuCategory, MenuItem
from terminal.usecases.identify import MemberCard
from terminal.usecases.reprint import Reprinted
from terminal.usecases.sell import SaleDone, TenderRequest
from ui.viewmodels.cart import Cart, line_of_item, open_line, packed_line
from ui.viewmodels.commands import Command
from ui.viewmodels.completed import Completed
from ui.viewmodels.couponing import Couponing
from ui.viewmodels.desk import Desk, Stage, StageName
from ui.viewmodels.enrolling import Enrolling
from ui.viewmodels.entry import Entry, EntryKind
from ui.viewmodels.ledger import Ledger
from ui.viewmodels.looking_up import look_up_elsewhere
from ui.viewmodels.parked import ParkedBill, park_or_recall
from ui.viewmodels.redeeming import Redeeming
from ui.viewmodels.tendering import CASH, Tendering
from ui.viewmodels.tone import Tone

NOT_A_MEMBER = {"identifier_unknown_form", "phone_invalid"}


class Selling(Stage):
    """Rings up items and identifies the member, in either order.

    ``unknown_phone`` is a whole phone that nobody here has: the screen offers to make it a member. ``chosen`` is the
    line that up, down and the quantity keys work on.
    """

    name = StageName.SELLING

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.entry = Entry()
        self.is_walk_in = False
        self.unknown_phone: str | None = None
        self.chosen: int | None = None
        self.parked: list[ParkedBill] = []
        self._lookup = 0
        self._commands: dict[Command, Callable[[], None]] = {
            Command.NEW_MEMBER: self.open_enrolling,
            Command.NO_MEMBER: self.no_member,
            Command.DETAILS: self.open_ledger,
            Command.REDEEM: self.open_redeeming,
            Command.COUPONS: self.open_coupons,
            Command.PARK: lambda: park_or_recall(self.desk, self.parked, self.next_customer),
            Command.REPRINT: self.reprint,
            Command.TENDER: self.open_tendering,
            Command.EXACT_CASH: self.exact_cash,
            Command.UNDO: self.undo,
            Command.BACK: self.back,
            Command.ENTER: self.enter,
            Command.ERASE: lambda: self._type(self.entry.erase()),
            Command.CLEAR: lambda: self._type(Entry()),
            Command.UP: lambda: self._choose_next(-1),
            Command.DOWN: lambda: self._choose_next(1),
            Command.MORE: lambda: self._change_chosen(1),
            Command.FEWER: lambda: self._change_chosen(-1),
        }

    @property
    def member(self) -> MemberCard | None:
        """Who the bill is for."""
        return self.desk.bill.content.member

    # Typing

    def digit(self, digit: str) -> None:
        """A digit into the omnibox; the tenth of a phone looks the member up."""
        self._type(self.entry.push(digit))
        if self.entry.is_whole_phone:
            self.identify(self.entry.text)
        elif self.entry.is_whole_number:
            self.present(self.entry.text)

    def letter(self, letter: str) -> None:
        """A letter into the omnibox: what is typed is a code."""
        self._type(self.entry.push(letter))

    def press(self, command: Command) -> None:
        """Does what the command means on the bill."""
        self.desk.notice = None
        if command in self._commands:
            self._commands[command]()

    def enter(self) -> None:
        """Accepts what is typed; with nothing typed, offers what the screen offers."""
        if self.typed_coupon is not None:
            self.present(self.entry.text)
        elif self.entry.kind is EntryKind.AMOUNT:
            self._add_entry()
        elif self.entry.kind is EntryKind.CODE:
            self.identify(self.entry.text)
        elif self.unknown_phone:
            self.open_enrolling()
        elif self.entry.kind is EntryKind.PHONE:
            self.identify(self.entry.text)

    def back(self) -> None:
        """One step back: the typing, then the chosen line, then the member."""
        if self.entry.text:
            self._type(Entry())
        elif self.chosen is not None:
            self.chosen = None
        elif self.member or self.is_walk_in:
            self.is_walk_in = False
            self._lookup += 1
            self.desk.bill.put_member(None)

    def _type(self, entry: Entry) -> None:
        self.entry, self.unknown_phone, self.desk.notice = entry, None, None
        self._lookup += 1

    def _add_entry(self) -> None:
        amount = self.entry.amount_minor
        self._type(Entry())
        if amount:
            self._put_cart(self.desk.bill.content.cart.add(open_line(amount)))

    # Coupons

    @property
    def typed_coupon(self) -> Coupon | None:
        """The coupon that is typed: by its code, or by the short number of a voucher that the member holds."""
        return self.desk.bill.book.typed(self.entry.text, is_amount=self.entry.kind is EntryKind.AMOUNT)

    def present(self, text: str) -> None:
        """Puts a coupon on the bill."""
        self._type(Entry())
        self.desk.bill.put_coupon(text)

    # The member

    def identify(self, text: str) -> None:
        """Looks up whoever ``text`` names; an answer that comes after other typing is dropped.

        A scanner easily reads a code twice: one of the member who is on the bill already changes nothing.
        """
        if self._is_code_of_member(text):
            return
        self._lookup += 1
        lookup = self._lookup

        def found(card: MemberCard) -> None:
            if lookup == self._lookup:
                self.welcome(card)

        def missed(error: Exception) -> None:
            if lookup == self._lookup:
                self._not_found(text, error)
                if isinstance(error, Refusal) and error.kind == "member_unknown":
                    look_up_elsewhere(self.desk, text, lambda: lookup == self._lookup, found)

        self.desk.ask(lambda: self.desk.actions.identify(text), found, missed)

    def _is_code_of_member(self, text: str) -> bool:
        try:
            return self.member is not None and read(text).member_id == self.member.member_id
        except Refusal:
            return False

    def welcome(self, card: MemberCard) -> None:
        """Puts the member on the bill."""
        self._type(Entry())
        self.is_walk_in = False
        self.desk.bill.put_member(card)
        self.desk.stage.member_arrived(card)

    def no_member(self) -> None:
        """The customer is no member, or does not want to be one today."""
        self._type(Entry())
        self.is_walk_in = True
        self.desk.bill.put_member(None)

    def _not_found(self, text: str, error: Exception) -> None:
        is_unknown = isinstance(error, Refusal) and error.kind == "member_unknown"
        if is_unknown and self.entry.is_whole_phone and self.entry.text == text:
            self.unknown_phone = text
        elif isinstance(error, Refusal) and error.kind in NOT_A_MEMBER and self.entry.kind is EntryKind.CODE:
            self.desk.say(Tone.AMBER, "scan_unknown", text=text)
        else:
            self.desk.refuse(error)

    # The lines

    def add_item(self, item: MenuItem, category: MenuCategory) -> None:
        """One piece of a menu item onto the bill."""
        self.desk.notice = None
        self._put_cart(self.desk.bill.content.cart.add(line_of_item(item, category)))

    def add_packed(self, item: MenuItem, category: MenuCategory, packed: PackedGoods) -> bool:
        """A piece with a label of the store's scale onto the bill; false where the label says nothing that can be."""
        line = packed_line(item, category, packed, self.desk.shop.brand.currency)
        if line is None:
            return False
        self.desk.notice = None
        self._put_cart(self.desk.bill.content.cart.add(line))
        return True

    def choose(self, index: int) -> None:
        """Chooses a line, or a coupon below the lines; choosing it again lets it go."""
        self.chosen = None if self.chosen == index else index

    def undo(self) -> None:
        """Takes the chosen line off, or takes the last change back."""
        cart = self.desk.bill.content.cart
        chosen, self.chosen = self.chosen, None
        self._put_cart(cart.undo() if chosen is None else cart.remove(chosen))

    def change(self, index: int, pieces: int) -> None:
        """More or fewer of a line."""
        self._put_cart(self.desk.bill.content.cart.change(index, pieces))

    def _put_cart(self, cart: Cart) -> None:
        if self.chosen is not None and self.chosen >= cart.rows:
            self.chosen = None
        self.desk.bill.put_cart(cart)

    def _choose_next(self, step: int) -> None:
        count = self.desk.bill.content.cart.rows
        if count:
            start = self.chosen if self.chosen is not None else (count if step < 0 else -1)
            self.chosen = (start + step) % count

    def _change_chosen(self, pieces: int) -> None:
        if self.chosen is not None and self.chosen < len(self.desk.bill.content.cart.lines):
            self.change(self.chosen, pieces)

    # Other stages

    def open_enrolling(self) -> None:
        """The new-member sheet, with the phone typed so far."""
        phone = self.entry.text if self.entry.kind is EntryKind.PHONE else ""
        self.desk.go(Enrolling(self.desk, phone, self.welcome))

    def open_ledger(self) -> None:
        """The member's movements."""
        if self.member:
            self.desk.go(Ledger(self.desk, self.member))

    def open_coupons(self) -> None:
        """The coupons sheet."""
        if self.desk.shop.brand.coupons:
            self.desk.go(Couponing(self.desk))
        else:
            self.desk.say(Tone.CALM, "no_coupons")

    def open_redeeming(self) -> None:
        """The points sheet, once the quote says how many points this bill takes."""
        if self.member is None:
            self.desk.say(Tone.AMBER, "redeem_needs_member")
        elif self.desk.bill.is_empty:
            self.desk.say(Tone.AMBER, "redeem_needs_lines")
        else:
            self.desk.bill.when_fresh(self._go_redeeming)

    def _go_redeeming(self) -> None:
        bill = self.desk.bill
        if bill.quote and self.desk.shop.brand.redemption:
            self.desk.go(Redeeming(self.desk, bill.quote, self.desk.shop.brand.redemption, self.open_tendering))
        else:
            self.desk.say(Tone.AMBER, "redeem_not_here")

    def open_tendering(self) -> None:
        """The tender sheet; a typed amount goes onto the bill first."""
        if self.entry.kind is EntryKind.AMOUNT:
            self._add_entry()
        if self.desk.bill.is_empty:
            self.desk.say(Tone.AMBER, "tender_needs_lines")
            return
        self.desk.go(Tendering(self.desk, self.sell))

    def exact_cash(self) -> None:
        """Sells at once for exact cash; a typed amount goes onto the bill first."""
        if self.entry.kind is EntryKind.AMOUNT:
            self._add_entry()
        if self.desk.bill.is_empty:
            self.desk.say(Tone.AMBER, "tender_needs_lines")
        else:
            self.desk.bill.when_fresh(lambda: self.sell((TenderRequest(CASH),)))

    def sell(self, tenders: tuple[TenderRequest, ...]) -> None:
        """Sells the bill. A second press while the first is under way does nothing."""
        if self.desk.is_selling:
            return
        self.desk.is_selling = True
        command = self.desk.bill.command(tenders)
        self.desk.ask(lambda: self.desk.actions.sell(command), self._sold, self._not_sold)

    def _sold(self, done: SaleDone) -> None:
        self.desk.is_selling = False
        self.desk.receipt_queued.tell()
        self.desk.go(Completed(self.desk, done, self.next_customer))

    def _not_sold(self, error: Exception) -> None:
        self.desk.is_selling = False
        self.desk.refuse(error)

    def next_customer(self) -> None:
        """An empty counter for whoever comes next."""
        self._type(Entry())
        self.is_walk_in, self.chosen = False, None
        self.desk.bill.clear()
        self.desk.go_home()
        self.desk.refresh_shop()

    def reprint(self) -> None:
        """A copy of the last receipt."""
        self.desk.ask(self.desk.actions.reprint, self._reprinted)

    def _reprinted(self, copy: Reprinted) -> None:
        self.desk.receipt_queued.tell()
        self.desk.say(Tone.CALM, "reprinted", number=copy.number)
