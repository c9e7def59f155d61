"""The till's window as a whole: keys, taps and scans go in, texts come out."""

from collections.abc import Callable

from devices.states import DeviceState, DeviceStatus
from terminal.domain.programme import MenuCategory, MenuItem
from ui.viewmodels.actions import Shop, TillActions
from ui.viewmodels.bill_face import BillFace, bill_face
from ui.viewmodels.commands import Command
from ui.viewmodels.completed import Completed
from ui.viewmodels.desk import Desk, Stage, StageName
from ui.viewmodels.member_face import MemberFace, member_face
from ui.viewmodels.peripherals import ScanReading
from ui.viewmodels.runner import Runner
from ui.viewmodels.selling import Selling
from ui.viewmodels.strip import Strip
from ui.viewmodels.tone import Notice, Tone

KEEP_OPEN = {StageName.SELLING, StageName.TENDERING, StageName.ENROLLING}


class Till:
    """One counter's view-model. ``changed`` is told after everything that may show; all runs on one thread."""

    def __init__(self, actions: TillActions, runner: Runner, shop: Shop) -> None:
        self.desk = Desk(actions, runner, shop)
        self.selling = Selling(self.desk)
        self.desk.home = self.desk.stage = self.selling
        self.strip = Strip(self.desk.words, shop.store.time_zone)
        self.changed = self.desk.changed

    @property
    def stage(self) -> Stage:
        """What the cashier is doing."""
        return self.desk.stage

    def digit(self, digit: str) -> None:
        """A digit key."""
        self._do(lambda: self.stage.digit(digit))

    def letter(self, letter: str) -> None:
        """A letter key, or a hyphen."""
        self._do(lambda: self.stage.letter(letter))

    def press(self, command: Command) -> None:
        """A function key, or the button that bears its name."""
        self._do(self._open_drawer if command is Command.DRAWER else lambda: self.stage.press(command))

    def scan(self, reading: ScanReading) -> None:
        """A scanned code: an item of the menu, a coupon, or somebody. Works in every stage."""
        self._do(lambda: self._scanned(reading))

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

    def device_changed(self, status: DeviceStatus) -> None:
        """A device reports how it is; one that needs a hand is spoken of once, in the notice line."""
        self.strip.device_changed(status)
        if status.state in {DeviceState.ERROR, DeviceState.OFFLINE}:
            self.desk.notice = Notice(Tone.AMBER, self.desk.words.device(status))
            self.changed.tell()

    def set_language(self, language: str) -> None:
        """Speaks another language from now on."""
        self.desk.words.language = language
        self.desk.bill.language = language
        self.desk.notice = None
        self.changed.tell()
        self.strip.changed.tell()

    @property
    def member(self) -> MemberFace | None:
        """The member's card, when there is one."""
        card = self.desk.bill.content.member
        return member_face(self.desk, card) if card else None

    @property
    def bill(self) -> BillFace:
        """The bill."""
        return bill_face(self.desk, self.selling.is_walk_in)

    def _do(self, action: Callable[[], None]) -> None:
        if not self.desk.is_selling:
            action()
        self.changed.tell()

    def _open_drawer(self) -> None:
        """The same whatever the cashier is doing."""
        if self.desk.open_drawer is None:
            self.desk.say(Tone.AMBER, "no_drawer")
        else:
            self.desk.open_drawer()
            self.desk.say(Tone.CALM, "drawer_opened")

    def _scanned(self, reading: ScanReading) -> None:
        if isinstance(self.stage, Completed):
            self.stage.next_customer()
        elif self.stage.name not in KEEP_OPEN:
            self.desk.go_home()
        self.desk.notice = None
        for category in self.desk.shop.brand.menu:
            for item in category.items:
                if reading.text in (item.barcode, item.sku):
                    self.selling.add_item(item, category)
                    return
        if self.desk.bill.book.knows(reading.text):
            self.selling.present(reading.text)
        elif reading.may_be_member:
            self.selling.identify(reading.text)
        else:
            self.desk.say(Tone.AMBER, "scan_unknown", text=reading.text)
