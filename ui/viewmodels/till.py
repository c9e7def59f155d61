"""The till's window as a whole: keys, taps and scans go in, texts come out."""

from collections.abc import Callable

from devices.health import Health
from devices.states import DeviceState, DeviceStatus
from terminal.domain.programme import MenuCategory, MenuItem
from ui.viewmodels.actions import Shop, TillActions
from ui.viewmodels.bill_face import BillFace, bill_face
from ui.viewmodels.commands import Command
from ui.viewmodels.completed import Completed
from ui.viewmodels.day_report import DayReport
from ui.viewmodels.desk import Desk, Page, Stage, StageName
from ui.viewmodels.devices import Devices
from ui.viewmodels.member_face import MemberFace, member_face
from ui.viewmodels.menu import Menu
from ui.viewmodels.peripherals import ScanReading
from ui.viewmodels.print_queue import PrintQueue
from ui.viewmodels.runner import Runner
from ui.viewmodels.scanner_setup import ScannerSetup
from ui.viewmodels.selling import Selling
from ui.viewmodels.strip import LINE_DISPLAY, Strip
from ui.viewmodels.tone import Notice, Tone

KEEP_OPEN = {StageName.SELLING, StageName.TENDERING, StageName.ENROLLING}
NOTHING_HALF_DONE = {
    StageName.SELLING,
    StageName.COMPLETED,
    StageName.DEVICES,
    StageName.PRINT_QUEUE,
    StageName.DAY_REPORT,
    StageName.MENU,
}


TEXT_SHOWN_MAX = 24


def shorten(text: str) -> str:
    """A scan as one line has room for it."""
    return text if len(text) <= TEXT_SHOWN_MAX else text[: TEXT_SHOWN_MAX - 1] + "…"


class Till:
    """One counter's view-model. ``changed`` is told after everything that may show; all runs on one thread."""

    def __init__(self, actions: TillActions, runner: Runner, shop: Shop) -> None:
        self.desk = Desk(actions, runner, shop)
        self.selling = Selling(self.desk)
        self.desk.home = self.desk.stage = self.selling
        self.strip = Strip(self.desk.words, shop.store.time_zone)
        self.changed = self.desk.changed
        self.strip.changed.add(self._queue_may_have_moved)

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
        if command is Command.DRAWER:
            self._do(self._open_drawer)
        elif command is Command.MENU and not isinstance(self.stage, Menu):
            self._do(self._open_menu)
        elif command is Command.DEVICES and not isinstance(self.stage, Devices | ScannerSetup):
            self._do(self._open_devices)
        elif command is Command.PRINT_QUEUE and not isinstance(self.stage, PrintQueue):
            self._do(self._open_print_queue)
        elif command is Command.DAY_REPORT and not isinstance(self.stage, DayReport):
            self._do(self._open_day_report)
        else:
            self._do(lambda: self.stage.press(command))

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

    def device_tried(self, health: Health) -> None:
        """What came of trying a device out; of no interest once the page is gone."""
        if isinstance(self.stage, Devices):
            self.stage.tried(health)
            self.changed.tell()

    def device_changed(self, status: DeviceStatus) -> None:
        """A device reports how it is; one that needs a hand is spoken of once, in the notice line.

        But for the customer's display: the sale goes on without it, and the strip says so for as long as it lasts.
        """
        self.strip.device_changed(status)
        if status.state in {DeviceState.ERROR, DeviceState.OFFLINE} and status.device != LINE_DISPLAY:
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

    def _open_devices(self) -> None:
        """From anywhere but a form, which would lose what is typed into it."""
        if self.desk.bench is not None and self.stage.name is not StageName.ENROLLING:
            self.desk.go(Devices(self.desk, self.desk.bench, self._below(Devices)))

    def _open_print_queue(self) -> None:
        """From where nothing is half done."""
        if self.stage.name in NOTHING_HALF_DONE:
            self.desk.go(PrintQueue(self.desk, self._below(PrintQueue)))

    def _open_menu(self) -> None:
        """From where nothing is half done."""
        if self.stage.name in NOTHING_HALF_DONE:
            self.desk.go(Menu(self.desk, self._below(Menu), self.press))

    def _open_day_report(self) -> None:
        """From where nothing is half done."""
        if self.stage.name in NOTHING_HALF_DONE:
            self.desk.go(DayReport(self.desk, self._below(DayReport)))

    def _below(self, kind: type[Page]) -> Stage:
        """What a page of that kind leads back to: where we are, but never to its own kind, nor to the menu."""
        here = stage = self.stage.before if isinstance(self.stage, Menu) else self.stage
        while isinstance(stage, Page):
            if isinstance(stage, kind):
                return stage.before
            stage = stage.before
        return here

    def _queue_may_have_moved(self) -> None:
        """Once a second, with the strip's figures."""
        if isinstance(self.stage, PrintQueue):
            self.stage.reload()

    def _scanned(self, reading: ScanReading) -> None:
        stage = self.stage
        if isinstance(stage, ScannerSetup) or (isinstance(stage, Devices) and stage.awaits_scan):
            stage.scanned(reading)
            return
        while isinstance(self.stage, Page):
            self.desk.go(self.stage.before)
        if isinstance(self.stage, Completed):
            self.stage.next_customer()
        elif self.stage.name not in KEEP_OPEN:
            self.desk.go_home()
        self.desk.notice = None
        if self._scanned_item(reading):
            return
        if reading.is_coupon or self.desk.bill.book.knows(reading.text):
            self.selling.present(reading.text)
        elif reading.may_be_member:
            self.selling.identify(reading.text)
        else:
            self.desk.say(Tone.AMBER, "scan_unknown", text=shorten(reading.text))

    def _scanned_item(self, reading: ScanReading) -> bool:
        """Puts an item of the menu on the bill: by its whole code, or else by what the scale's label says."""
        items = [(item, category) for category in self.desk.shop.brand.menu for item in category.items]
        for item, category in items:
            if reading.text in (item.barcode, item.sku):
                self.selling.add_item(item, category)
                return True
        packed = reading.packed
        if packed is None:
            return False
        labelled = (pair for pair in items if {packed.label, packed.item} & {pair[0].barcode, pair[0].sku})
        return any(self.selling.add_packed(item, category, packed) for item, category in labelled)
