"""The bill stage: the omnibox, the member, the lines."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from terminal.domain.tenders import CASH
from ui.viewmodels.cart import open_line
from ui.viewmodels.commands import Command
from ui.viewmodels.desk import Desk, StageName
from ui.viewmodels.ending import Ending
from ui.viewmodels.entry import Entry, EntryKind
from ui.viewmodels.tone import Tone

if TYPE_CHECKING:
    from collections.abc import Callable

    from terminal.usecases.reprint import Reprinted


class Selling(Ending):
    """Rings up items and identifies the member, in either order, and leads on to paying."""

    name = StageName.SELLING

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._commands: dict[Command, Callable[[], None]] = {
            Command.NEW_MEMBER: self.open_enrolling,
            Command.NO_MEMBER: self.no_member,
            Command.DETAILS: self.open_ledger,
            Command.REDEEM: self.open_redeeming,
            Command.COUPONS: self.open_coupons,
            Command.PARK: self.park,
            Command.REPRINT: self.reprint,
            Command.TENDER: self.open_tendering,
            Command.EXACT_CASH: self.exact_cash,
            Command.UNDO: self.undo,
            Command.BACK: self.back,
            Command.ENTER: self.enter,
            Command.ERASE: lambda: self._type(self.entry.erase()),
            Command.CLEAR: lambda: self._type(Entry()),
            Command.TIMES: self.multiply,
            Command.DISCOUNT: self.open_discounting,
            Command.FIND: self.search.open,
            Command.UP: lambda: self._choose_next(-1),
            Command.DOWN: lambda: self._choose_next(1),
            Command.MORE: lambda: self._change_chosen(1),
            Command.FEWER: lambda: self._change_chosen(-1),
        }

    # Typing

    def digit(self, digit: str) -> None:
        """A digit into the omnibox; the tenth of a phone looks the member up."""
        self._type(self.entry.push(digit))
        if self.entry.is_whole_phone:
            self.identify(self.entry.text)
        elif self.entry.is_whole_number:
            self.present(self.entry.text)

    def letter(self, letter: str) -> None:
        """A letter, a point or a space into the omnibox: a code, a weight, or a part of an item's name."""
        if self.entry.text or letter != " ":
            self._type(self.entry.push(letter))

    def press(self, command: Command) -> None:
        """Does what the command means on the bill."""
        self.desk.notice = None
        if command in self._commands:
            self._commands[command]()

    def enter(self) -> None:
        """Accepts what is typed; with nothing typed, offers what the screen offers."""
        if self.search.is_picked or self.search.is_open:
            self.take_found(self.search.place)
        elif self.typed_coupon is not None:
            self.present(self.entry.text)
        elif self.entry.kind is EntryKind.AMOUNT:
            self._add_entry()
        elif self.entry.kind is EntryKind.DECIMAL:
            self.multiply()
        elif self.search.hits:
            self.take_found(self.search.place)
        elif self.entry.kind is EntryKind.CODE:
            self._enter_code(self.entry.text)
        elif self.may_earn_by_phone:
            self.earn_by_phone()
        elif self.unknown_phone:
            self.open_enrolling()
        elif self.entry.kind is EntryKind.PHONE:
            self.identify(self.entry.text)

    def back(self) -> None:
        """One step back: the search, the typing, the number for the next item, the chosen line, the member."""
        if self.entry.text or self.search.is_open:
            self._type(Entry())
        elif self.counting.times is not None:
            self.counting.times = None
        elif self.chosen is not None:
            self.chosen = None
        elif self.desk.bill.content.exchange:
            self.leave_exchange()
        elif self.member or self.is_walk_in:
            self.is_walk_in = False
            self._lookup += 1
            self.desk.bill.put_member(None)

    def leave_exchange(self) -> None:
        """Nothing comes back after all; what was taken instead stays, as a sale."""
        self.desk.bill.put(replace(self.desk.bill.content, exchange=None))
        self.desk.say(Tone.CALM, "exchange_dropped")

    def _add_entry(self) -> None:
        """What is typed, as Enter takes it: the chosen line's quantity, or an amount."""
        amount, number = self.entry.amount_minor, self.entry.number
        self._type(Entry())
        if self.chosen_line is not None and number is not None:
            self._set_chosen(self.chosen_line, number)
        elif amount:
            self.counting.add_line(open_line(amount))

    def multiply(self) -> None:
        """What is typed is a number: of the chosen line, or of the item that comes next."""
        number = self.entry.number
        if number is None:
            self.desk.say(Tone.AMBER, "times_needs_number")
            return
        self._type(Entry())
        if self.chosen_line is not None:
            self._set_chosen(self.chosen_line, number)
        else:
            self.counting.wait_for_item(number)

    def take_found(self, place: int) -> None:
        """An item that was found, onto the bill."""
        if place < len(self.search.hits):
            offered = self.search.hits[place]
            self._type(Entry())
            self.add_item(*offered)

    # Other stages

    def open_enrolling(self) -> None:
        """The new-member sheet, with the phone typed so far."""
        from ui.viewmodels.enrolling import Enrolling

        phone = self.entry.text if self.entry.kind is EntryKind.PHONE else ""
        self.desk.go(Enrolling(self.desk, phone, self.welcome))

    def open_ledger(self) -> None:
        """The member's movements."""
        from ui.viewmodels.ledger import Ledger

        if self.member and self.member.is_newcomer:
            self.desk.say(Tone.CALM, "newcomer_no_details")
        elif self.member:
            self.desk.go(Ledger(self.desk, self.member))
        else:
            self.desk.say(Tone.CALM, "details_need_member")

    def open_coupons(self) -> None:
        """The coupons sheet."""
        from ui.viewmodels.couponing import Couponing

        if self.desk.shop.brand.coupons:
            self.desk.go(Couponing(self.desk))
        else:
            self.desk.say(Tone.CALM, "no_coupons")

    def open_redeeming(self) -> None:
        """The points sheet, once the quote says how many points this bill takes."""
        if self.member is None:
            self.desk.say(Tone.AMBER, "redeem_needs_member")
        elif self.member.is_newcomer:
            self.desk.say(Tone.AMBER, "newcomer_earns_only")
        elif self.desk.bill.is_empty:
            self.desk.say(Tone.AMBER, "redeem_needs_lines")
        else:
            self.desk.bill.when_fresh(self._go_redeeming)

    def _go_redeeming(self) -> None:
        from ui.viewmodels.redeeming import Redeeming

        bill = self.desk.bill
        brand = self.desk.shop.brand
        if bill.quote and (brand.redemption or brand.rewards):
            self.desk.go(Redeeming(self.desk, bill.quote, brand.redemption, self.open_tendering))
        else:
            self.desk.say(Tone.AMBER, "redeem_not_here")

    def open_tendering(self) -> None:
        """The tender sheet; a typed amount goes onto the bill first."""
        if not self._typed_goes_on():
            return
        if self.desk.bill.is_empty:
            self.desk.say(Tone.AMBER, "tender_needs_lines")
            return
        from ui.viewmodels.tendering import Tendering

        self.desk.go(Tendering(self.desk, self.sell))

    def open_discounting(self) -> None:
        """What the cashier takes off the chosen line, or off the bill."""
        from ui.viewmodels.discounting import open_discounting

        open_discounting(self.desk, self.chosen)

    def exact_cash(self) -> None:
        """Sells at once for exact cash; a typed amount goes onto the bill first."""
        from terminal.usecases.sell import TenderRequest

        if not self._typed_goes_on():
            return
        if self.desk.bill.is_empty:
            self.desk.say(Tone.AMBER, "tender_needs_lines")
        else:
            self.desk.bill.when_fresh(lambda: self.sell((TenderRequest(CASH),)))

    def _typed_goes_on(self) -> bool:
        """Puts a typed amount on the bill.

        A number beside a chosen line may be a quantity, and ``1.5``, ``200k`` or half a phone is no amount: money does
        not guess.
        """
        if self.entry.kind is EntryKind.AMOUNT and self.chosen_line is not None:
            keys = {"key_enter": Command.ENTER.key, "key_back": Command.BACK.key}
            self.desk.say(Tone.AMBER, "quantity_or_amount", **keys)
            return False
        if self.entry.is_loose:
            self.desk.say(Tone.AMBER, "typed_not_taken", typed=self.entry.text, key_back=Command.BACK.key)
            return False
        if self.entry.kind is EntryKind.AMOUNT:
            self._add_entry()
        return True

    def _enter_code(self, text: str) -> None:
        """The digits below a receipt's barcode, or somebody."""
        from terminal.usecases.sales import is_reference

        if is_reference(text):
            from ui.viewmodels.giving_back import open_sale

            self._type(Entry())
            open_sale(self.desk, text, self, has_receipt=True, exchange=self.begin_exchange)
        else:
            self.identify(text)

    def reprint(self) -> None:
        """A copy of the last receipt."""
        self.desk.ask(self.desk.actions.reprint, self._reprinted)

    def _reprinted(self, copy: Reprinted) -> None:
        self.desk.receipt_queued.tell()
        self.desk.say(Tone.CALM, "reprinted", number=copy.number)
