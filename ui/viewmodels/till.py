"""The till's window as a whole: keys, taps and scans go in, texts come out."""

from collections.abc import Callable, Mapping
from functools import partial

from devices.health import Health
from devices.states import DeviceState, DeviceStatus
from resources.language import LANGUAGES
from terminal.domain.claims import is_claim
from terminal.domain.programme import MenuCategory, MenuItem
from terminal.domain.staff import Deed
from terminal.usecases.sales import is_reference
from ui.viewmodels.actions import Shop, TillActions
from ui.viewmodels.bill_face import BillFace, bill_face
from ui.viewmodels.cash_shift import ShiftPage
from ui.viewmodels.commands import Command
from ui.viewmodels.completed import Completed
from ui.viewmodels.day_report import DayReport
from ui.viewmodels.desk import Desk, Page, Stage, StageName
from ui.viewmodels.devices import Devices
from ui.viewmodels.finding_sale import FindingSale
from ui.viewmodels.giving_back import open_sale
from ui.viewmodels.idle import IdleClock
from ui.viewmodels.member_face import MemberFace, member_face
from ui.viewmodels.menu import Menu
from ui.viewmodels.office.office import Office
from ui.viewmodels.peripherals import ScanReading
from ui.viewmodels.print_queue import PrintQueue
from ui.viewmodels.runner import Runner
from ui.viewmodels.scanner_setup import ScannerSetup
from ui.viewmodels.selling import Selling
from ui.viewmodels.set_up import SetUp
from ui.viewmodels.signing_in import Approval, SignIn
from ui.viewmodels.strip import LINE_DISPLAY, Strip
from ui.viewmodels.tone import Notice, Tone
from ui.viewmodels.training import NOT_PRACTISED, Training

KEEP_OPEN = {StageName.SELLING, StageName.TENDERING, StageName.ENROLLING}
NOTHING_HALF_DONE = {
    StageName.SELLING,
    StageName.COMPLETED,
    StageName.DEVICES,
    StageName.PRINT_QUEUE,
    StageName.DAY_REPORT,
    StageName.CASH_SHIFT,
    StageName.MENU,
    StageName.OFFICE,
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
        self.claiming = self.selling.claiming
        self.changed = self.desk.changed
        self.strip.changed.add(self._queue_may_have_moved)
        self.desk.ask_manager = self._ask_manager
        self.training = Training(self.desk, self.selling.next_customer)
        self.idle = IdleClock()
        self.tick()

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
        opens = self._opener_of(command)
        self._do(opens if opens is not None else lambda: self.stage.press(command))

    def _opener_of(self, command: Command) -> Callable[[], None] | None:
        """What the command does wherever the till is; ``None`` where the stage has to know what it means."""
        if self.stage.holds:
            return None
        if command is Command.LOCK:
            return self._lock
        if command is Command.TRAINING:
            return self._practise
        if self.training.is_on and command in NOT_PRACTISED:
            return self._refuse_in_training
        if command is Command.DRAWER:
            return self._open_drawer
        pages: Mapping[Command, tuple[tuple[type[Stage], ...], Callable[[], None]]] = {
            Command.MENU: ((Menu,), self._open_menu),
            Command.DEVICES: ((Devices, ScannerSetup), self._open_devices),
            Command.PRINT_QUEUE: ((PrintQueue,), self._open_print_queue),
            Command.DAY_REPORT: ((DayReport,), self._open_day_report),
            Command.CASH_SHIFT: ((ShiftPage,), self._open_shift),
            Command.PAST_SALES: ((FindingSale,), self._open_past_sales),
            Command.OFFICE: ((Office,), self._open_office),
            Command.LANGUAGE: ((), self._change_language),
        }
        there, opens = pages.get(command, ((), None))
        return None if isinstance(self.stage, there) else opens

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

    def set_up(self, finished: Callable[[], None]) -> None:
        """The till is new: shows what is to be set up. ``finished`` is called when it is opened."""
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
        if isinstance(stage, SignIn):
            if not staff:
                stage.leave()
                self.changed.tell()
        elif not staff:
            desk.who = None
        elif desk.who not in staff or self.idle.is_over(desk.shop.lock_minutes):
            self._do(self._lock)

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
        self.idle.touch()
        if not self.desk.is_selling:
            action()
        self.changed.tell()

    def _open_drawer(self) -> None:
        """The same whatever the cashier is doing."""
        if self.training.is_on:
            self.desk.say(Tone.AMBER, "training_drawer_shut")
        elif self.desk.open_drawer is None:
            self.desk.say(Tone.AMBER, "no_drawer")
        else:
            self.desk.approve(Deed.DRAWER, partial(self._drawer_approved, self.desk.open_drawer))

    def _drawer_approved(self, open_it: Callable[[], None], _approved_by: str) -> None:
        open_it()
        self.desk.say(Tone.CALM, "drawer_opened")

    def _practise(self) -> None:
        """To the practice counter or back, from where nothing is half done."""
        if self.stage.name in NOTHING_HALF_DONE:
            self.training.toggle()

    def _refuse_in_training(self) -> None:
        self.desk.say(Tone.AMBER, "training_not_practised")

    def _lock(self) -> None:
        """Keeps all as it is until somebody signs in; where no staff is set up, nobody could."""
        if self.desk.shop.staff:
            self.desk.go(SignIn(self.desk, self.stage))

    def _ask_manager(self, deed: Deed, then: Callable[[str], None]) -> None:
        self.desk.go(Approval(self.desk, self.stage, deed, then))

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

    def _open_past_sales(self) -> None:
        """From where nothing is half done; a bill that is done makes room for the next."""
        if self.stage.name in NOTHING_HALF_DONE:
            if isinstance(self._below(FindingSale), Completed):
                self.selling.next_customer()
            self.desk.go(FindingSale(self.desk, self._below(FindingSale), self.selling.begin_exchange))

    def _claim(self, text: str) -> None:
        if self.stage is self.desk.home:
            self.claiming.take(text)
        else:
            self.desk.say(Tone.AMBER, "receipt_later")

    def _open_receipt(self, text: str) -> None:
        """The sale of a receipt, from where no other customer is being paid or enrolled."""
        if self.stage is self.desk.home:
            open_sale(self.desk, text, self.stage, has_receipt=True, exchange=self.selling.begin_exchange)
        else:
            self.desk.say(Tone.AMBER, "receipt_later")

    def _open_office(self) -> None:
        """From where nothing is half done."""
        if self.stage.name in NOTHING_HALF_DONE:
            self.desk.approve(Deed.OFFICE, self._enter_office)

    def _change_language(self) -> None:
        """The other language, at once and from now on; a form that is half filled in stays as it is."""
        if self.stage.name not in NOTHING_HALF_DONE:
            return
        languages, desk = tuple(LANGUAGES), self.desk
        if isinstance(self.stage, Menu):
            desk.go(self.stage.before)
        language = languages[(languages.index(desk.words.language) + 1) % len(languages)]
        care = desk.care
        if care is not None:
            desk.ask(lambda: care.save_settings({"language": language}), lambda _: self.set_language(language))
        else:
            self.set_language(language)

    def _enter_office(self, _approved_by: str) -> None:
        self.desk.go(Office(self.desk, self._below(Office)))

    def _open_shift(self) -> None:
        """From where nothing is half done."""
        if self.stage.name in NOTHING_HALF_DONE:
            self.desk.go(ShiftPage(self.desk, self._below(ShiftPage)))

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

    def _refuse_scan(self) -> None:
        self.desk.say(Tone.AMBER, "scan_locked")

    def _scanned(self, reading: ScanReading) -> None:
        stage = self.stage
        if isinstance(stage, ScannerSetup) or (isinstance(stage, Devices) and stage.awaits_scan):
            stage.scanned(reading)
            return
        is_kept = isinstance(stage, Page) and stage.keeps_scans
        if is_kept or (isinstance(stage, Office) and stage.scanned(reading)):
            return
        while isinstance(self.stage, Page):
            self.desk.go(self.stage.before)
        if isinstance(self.stage, Completed):
            self.stage.next_customer()
        elif self.stage.name not in KEEP_OPEN:
            self.desk.go_home()
        self.desk.notice = None
        if not (self._scanned_item(reading) or self._scanned_receipt(reading.text)):
            self._scanned_for_bill(reading)

    def _scanned_receipt(self, text: str) -> bool:
        """The points on a receipt, or the sale it is of."""
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
            self.desk.say(Tone.AMBER, "scan_unknown", text=shorten(reading.text))

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
