"""The till's window as a whole: keys, taps and scans go in, texts come out.

What leads elsewhere is loaded when it is first gone to: a till opens with its bill and nothing else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from devices.states import LINE_DISPLAY, TROUBLED, DeviceStatus
from ui.viewmodels.bill_face import BillFace, bill_face
from ui.viewmodels.desk import Desk, Page, Stage, StageName
from ui.viewmodels.idle import IdleClock
from ui.viewmodels.openers import Openers
from ui.viewmodels.selling import Selling
from ui.viewmodels.strip import Strip
from ui.viewmodels.tone import Notice, Tone
from ui.viewmodels.training import Training
from ui.viewmodels.words import shortened

if TYPE_CHECKING:
    from collections.abc import Callable

    from devices.health import Health
    from terminal.domain.programme import MenuCategory, MenuItem
    from terminal.domain.staff import Deed
    from ui.viewmodels.actions import Shop, TillActions
    from ui.viewmodels.commands import Command
    from ui.viewmodels.member_face import MemberFace
    from ui.viewmodels.peripherals import ScanReading
    from ui.viewmodels.runner import Runner

KEEP_OPEN = {StageName.SELLING, StageName.TENDERING, StageName.ENROLLING}
TEXT_SHOWN_MAX = 24


class Till:
    """One counter's view-model. ``changed`` is told after everything that may show; all runs on one thread."""

    def __init__(self, actions: TillActions, runner: Runner, shop: Shop) -> None:
        self.desk = Desk(actions, runner, shop)
        self.selling = Selling(self.desk)
        self.desk.home = self.desk.stage = self.selling
        self.strip = Strip(self.desk.words, shop.store.time_zone)
        self.claiming = self.selling.claiming
        self.changed = self.desk.changed
        self.strip.changed.add(self._figures_came)
        self.desk.ask_manager = self._ask_manager
        self.training = Training(self.desk, self.selling.next_customer)
        self._openers = Openers(self.desk, self.selling, self.training, self.press, self.set_language)
        self.idle = IdleClock()
        self.tick()

    @property
    def stage(self) -> Stage:
        """What the cashier is doing."""
        return self.desk.stage

    def digit(self, digit: str) -> None:
        """A digit key."""
        self._do(lambda: self.stage.digit(digit))

    def jump(self, digit: str) -> None:
        """A digit key with Ctrl."""
        self._do(lambda: self.stage.jump(digit))

    def letter(self, letter: str) -> None:
        """A letter key, or a hyphen."""
        self._do(lambda: self.stage.letter(letter))

    def press(self, command: Command) -> None:
        """A function key, or the button that bears its name."""
        opens = self._openers.of(command)
        self._do(opens if opens is not None else lambda: self.stage.press(command))

    def scan(self, reading: ScanReading) -> None:
        """A scanned code: an item of the menu, a coupon, or somebody. Works in every stage."""
        self._do(self._refuse_scan if self.stage.holds else lambda: self._scanned(reading))

    def tap_item(self, item: MenuItem, category: MenuCategory) -> None:
        """A tile of the menu."""
        self._do(lambda: self.selling.add_item(item, category))

    def tap_voucher(self, voucher_id: str) -> None:
        """A voucher of the member: onto the bill, or off it."""
        self.selling.chosen = self.desk.notice = None
        self._do(lambda: self.desk.bill.toggle_voucher(voucher_id))

    def do(self, action: Callable[[], None]) -> None:
        """Anything else a widget does to a stage; the screen is told afterwards."""
        self._do(action)

    def device_tried(self, health: Health) -> None:
        """What came of trying a device out; of no interest once the page is gone."""
        self.stage.device_tried(health)
        self.changed.tell()

    def device_changed(self, status: DeviceStatus) -> None:
        """A device reports how it is; one that needs a hand is spoken of once, in the notice line.

        But for the customer's display: the sale goes on without it, and the strip says so for as long as it lasts.
        """
        self.strip.device_changed(status)
        if status.state in TROUBLED and status.device != LINE_DISPLAY:
            self.desk.notice = Notice(Tone.AMBER, self.desk.words.device(status))
            self.changed.tell()

    def set_up(self, finished: Callable[[], None]) -> None:
        """The till is new: shows what is to be set up. ``finished`` is called when it is opened."""
        from ui.viewmodels.set_up import SetUp

        self._do(lambda: self.desk.go(SetUp(self.desk, self.stage, finished)))

    def set_language(self, language: str) -> None:
        """Speaks another language from now on."""
        self.desk.speak(language)
        self.changed.tell()
        self.strip.changed.tell()

    def tick(self) -> None:
        """Once a second: locks the till when nobody has touched it for long, or who was signed in no longer may be."""
        desk, stage = self.desk, self.stage
        staff = desk.shop.staff
        if stage.name is StageName.SIGN_IN:
            if not staff:
                stage.staff_gone()
                self.changed.tell()
        elif not staff:
            desk.who = None
        elif desk.who not in staff or self.idle.is_over(desk.shop.lock_minutes):
            self._do(self._openers.lock)

    @property
    def has_member(self) -> bool:
        """Whether there is a member on the bill."""
        return self.desk.bill.content.member is not None

    @property
    def member(self) -> MemberFace | None:
        """The member's card, when there is one."""
        card = self.desk.bill.content.member
        if card is None:
            return None
        from ui.viewmodels.member_face import member_face

        return member_face(self.desk, card)

    @property
    def bill(self) -> BillFace:
        """The bill."""
        return bill_face(self.desk, self.selling.is_walk_in)

    def _do(self, action: Callable[[], None]) -> None:
        self.idle.touch()
        if not self.desk.is_selling:
            action()
        self.changed.tell()

    def _ask_manager(self, deed: Deed, then: Callable[[str], None]) -> None:
        from ui.viewmodels.signing_in import Approval

        self.desk.go(Approval(self.desk, self.stage, deed, then))

    def _claim(self, text: str) -> None:
        if self.stage is self.desk.home:
            self.claiming.take(text)
        else:
            self.desk.say(Tone.AMBER, "receipt_later")

    def _open_receipt(self, text: str) -> None:
        """The sale of a receipt, from where no other customer is being paid or enrolled."""
        from ui.viewmodels.giving_back import open_sale

        if self.stage is self.desk.home:
            open_sale(self.desk, text, self.stage, has_receipt=True, exchange=self.selling.begin_exchange)
        else:
            self.desk.say(Tone.AMBER, "receipt_later")

    def _figures_came(self) -> None:
        """Once a second, with the strip's figures: what an open page shows may be another by now."""
        self.stage.synced(self.strip.synced_at)

    def _refuse_scan(self) -> None:
        self.desk.say(Tone.AMBER, "scan_locked")

    def _scanned(self, reading: ScanReading) -> None:
        if self.stage.scanned(reading):
            return
        while isinstance(self.stage, Page):
            self.desk.go(self.stage.before)
        if self.stage.name is StageName.COMPLETED:
            self.selling.next_customer()
        elif self.stage.name not in KEEP_OPEN:
            self.desk.go_home()
        self.desk.notice = None
        if not (self._scanned_item(reading) or self._scanned_receipt(reading.text)):
            self._scanned_for_bill(reading)

    def _scanned_receipt(self, text: str) -> bool:
        """The points on a receipt, or the sale it is of."""
        from terminal.domain.claims import is_claim
        from terminal.usecases.sales import is_reference

        if is_claim(text):
            self._claim(text)
        elif is_reference(text):
            self._open_receipt(text)
        else:
            return False
        return True

    def _scanned_for_bill(self, reading: ScanReading) -> None:
        if reading.is_coupon or self.desk.bill.book.knows(reading.text):
            self.selling.present(reading.text)
        elif reading.may_be_member:
            self.selling.identify(reading.text)
        else:
            self.desk.say(Tone.AMBER, "scan_unknown", text=shortened(reading.text, TEXT_SHOWN_MAX))

    def _scanned_item(self, reading: ScanReading) -> bool:
        """Puts an item of the menu on the bill: by its whole code, or else by what the scale's label says."""
        catalogue = self.selling.search.catalogue
        offered = catalogue.coded(reading.text)
        if offered is not None:
            self.selling.add_item(*offered)
            return True
        packed = reading.packed
        if packed is None:
            return False
        labelled = (catalogue.coded(code) for code in (packed.label, packed.item))
        return any(self.selling.add_packed(*pair, packed) for pair in labelled if pair is not None)
