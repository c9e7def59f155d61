"""The whole window on a counter, with its thread and its pulse."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from devices.health import Health, HealthListener, HealthResult
from devices.scanner.wedge import Wedge, WedgeSettings
from devices.scanner.wedge_setup import MeasuredScanner, measure
from devices.states import DeviceReport, DeviceState, DeviceStatus
from terminal.usecases.link_state import LinkFigures
from tests.ui.conftest import settle
from tests.ui.keyboard import Keyboard
from ui.qt.application import Counter, Session
from ui.qt.screens.customer_screen import CustomerScreen
from ui.qt.screens.sample_care import SampleCare
from ui.qt.screens.sample_devices import SAMPLE_PORTS, SampleBench, SamplePort
from ui.qt.screens.sample_shop import GOLD_PHONE, SampleShop
from ui.viewmodels.desk import StageName
from ui.viewmodels.devices import Devices
from ui.viewmodels.peripherals import ScanReading, WedgeDetector
from ui.viewmodels.printer_setup import PrinterSetup, Trying
from ui.viewmodels.scanner_setup import ScannerSetup
from ui.viewmodels.wedge_setup import Key


@dataclass
class FakePeripherals:
    calls: list[str] = field(default_factory=list)
    scanned: Callable[[ScanReading], None] = lambda reading: None
    changed: Callable[[DeviceStatus], None] = lambda status: None
    lines: list[tuple[str, str]] = field(default_factory=list)
    told: HealthListener = lambda health: None
    settings: WedgeSettings = field(default_factory=WedgeSettings)
    has_port: bool = False

    def start(self, scanned: Callable[[ScanReading], None], changed: Callable[[DeviceStatus], None]) -> None:
        self.scanned, self.changed = scanned, changed
        self.calls.append("start")

    def stop(self) -> None:
        self.calls.append("stop")

    def print_job_queued(self) -> None:
        self.calls.append("print")

    def show(self, lines: tuple[str, str]) -> None:
        self.lines.append(lines)

    def drawer(self) -> Callable[[], None]:
        return lambda: self.calls.append("drawer")

    def read(self, typed: str) -> ScanReading:
        return ScanReading(typed, may_be_member=True)

    def reports(self) -> tuple[DeviceReport, ...]:
        return tuple(SampleBench().shown)

    def check_health(self, device: str, told: HealthListener) -> None:
        self.calls.append(f"try {device}")
        self.told = told

    def wedge(self) -> WedgeDetector | None:
        return None if self.has_port else Wedge(self.settings)

    def measure_scans(self, scans: Sequence[Sequence[Key]]) -> MeasuredScanner:
        return measure(scans)

    def found_ports(self) -> Sequence[SamplePort]:
        return SAMPLE_PORTS

    def try_printer(self, port: str, paper_mm: str) -> Health:
        self.calls.append(f"page {port}")
        return Health("printer", HealthResult.UNCONFIRMED)

    def try_drawer(self, port: str, pin: str) -> Health:
        self.calls.append(f"drawer {port} {pin}")
        return Health("drawer", HealthResult.UNCONFIRMED)

    def restart(self) -> None:
        self.calls.append("restart")

    def tune_scanner(self, settings: Mapping[str, str]) -> None:
        self.settings = WedgeSettings(int(settings["wedge_gap_ms"]), prefix=settings["wedge_prefix"])


class UnluckyShop(SampleShop):
    def link(self) -> LinkFigures:
        raise OSError("the line is being repaired")


@pytest.fixture
def peripherals() -> FakePeripherals:
    return FakePeripherals()


@pytest.fixture
def session(qtbot: QtBot, application: QApplication, peripherals: FakePeripherals) -> Iterator[Session]:
    made = Session(application, Counter(SampleShop(), peripherals, lambda: None))
    made.start()
    assert peripherals.calls == []  # the window comes first
    qtbot.waitUntil(lambda: peripherals.calls == ["start"])
    yield made
    made.stop()
    settle()  # a sheet that was just left goes before its window does


def test_a_sale_through_the_stores_thread(qtbot: QtBot, session: Session, peripherals: FakePeripherals) -> None:
    till = session.till
    qtbot.waitUntil(lambda: till.strip.time == "14:32")
    for digit in GOLD_PHONE:
        till.digit(digit)
    qtbot.waitUntil(lambda: till.member is not None)
    for digit in "185":
        till.digit(digit)
    QTest.keyClick(session.window, Qt.Key.Key_F12)
    QTest.keyClick(session.window, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: till.stage.name is StageName.COMPLETED)
    assert peripherals.calls == ["start", "print"]
    assert peripherals.lines[0] == ("Chawu", "WELCOME")
    assert peripherals.lines[-1] == ("PAID             185", "+37 PTS    BAL 1,321")


def test_devices_reach_the_screen(qtbot: QtBot, session: Session, peripherals: FakePeripherals) -> None:
    peripherals.changed(DeviceStatus("printer", DeviceState.ERROR, "paper_out"))
    peripherals.scanned(ScanReading(GOLD_PHONE, may_be_member=True))
    qtbot.waitUntil(lambda: session.till.member is not None)
    assert session.till.strip.chips[1].text == "印表機 ・ 缺紙"


def test_a_setting_changes_the_language_between_customers(
    qtbot: QtBot, application: QApplication, peripherals: FakePeripherals
) -> None:
    shop = SampleShop()
    session = Session(application, Counter(shop, peripherals, lambda: None))
    session.start()
    shop.language = "en"
    session.till.desk.refresh_shop()
    qtbot.waitUntil(lambda: session.till.desk.words.language == "en")
    assert session.window.selling.bill.tender.accessibleName() == "Check out NT$ 0"
    session.stop()


def test_an_unknown_link_harms_nothing(
    qtbot: QtBot, application: QApplication, peripherals: FakePeripherals, caplog: pytest.LogCaptureFixture
) -> None:
    session = Session(application, Counter(UnluckyShop(), peripherals, lambda: None))
    session.start()
    qtbot.waitUntil(lambda: "the link's state is not known" in caplog.text)
    assert session.till.strip.chips[0].text == "連線狀態查詢中"
    qtbot.waitUntil(lambda: peripherals.calls == ["start"])
    session.stop()
    assert peripherals.calls == ["start", "stop"]


def test_a_device_is_tried_out_from_the_window(qtbot: QtBot, session: Session, peripherals: FakePeripherals) -> None:
    QTest.keyClick(session.window, Qt.Key.Key_F11)
    stage = session.till.stage
    assert isinstance(stage, Devices)
    QTest.keyClick(session.window, Qt.Key.Key_1)
    assert peripherals.calls == ["start", "try printer"]
    peripherals.told(Health("printer", HealthResult.PASSED))
    qtbot.waitUntil(lambda: stage.rows[0].trial == "測試頁印好了。")


def listening_setup(session: Session) -> tuple[ScannerSetup, Keyboard]:
    QTest.keyClick(session.window, Qt.Key.Key_F11)
    QTest.keyClick(session.window, Qt.Key.Key_S)
    stage = session.till.stage
    assert isinstance(stage, ScannerSetup)
    return stage, Keyboard(session.window)


def test_a_scanner_is_measured_saved_and_heard_by_what_was_found(qtbot: QtBot, session: Session) -> None:
    stage, keyboard = listening_setup(session)
    for _ in range(3):
        keyboard.type("~4710088410207\r\n", 3)
        keyboard.now_ms += 2000
    assert stage.result is not None and not stage.is_saved
    qtbot.waitUntil(lambda: not stage.is_listening)
    keyboard.strike(Qt.Key.Key_Return, "\r")
    qtbot.waitUntil(lambda: stage.is_saved)
    keyboard.type("~42\r", 3)
    assert stage.read == "42"
    assert session.till.stage is stage


def test_escape_leaves_a_set_up_that_listens_and_scans_are_scans_again(session: Session) -> None:
    stage, keyboard = listening_setup(session)
    keyboard.type("12", 3)
    assert session.till.selling.entry.text == ""
    keyboard.strike(Qt.Key.Key_Escape, "\x1b")
    assert session.till.stage is stage.before
    keyboard.now_ms += 2000
    keyboard.type("4710088410207\r", 3)
    assert session.till.stage.name is StageName.SELLING


def test_a_scanner_that_gets_a_port_of_its_own_leaves_the_keys_to_hands_and_back(
    qtbot: QtBot, session: Session, peripherals: FakePeripherals
) -> None:
    keyboard, selling = Keyboard(session.window), session.till.selling

    def set_to(has_port: bool) -> None:
        peripherals.has_port, behind_it = has_port, list[None]()
        session.till.desk.settings_changed.tell()
        session.till.desk.ask_aside(lambda: None, behind_it.append)
        qtbot.waitUntil(lambda: bool(behind_it))

    set_to(has_port=True)
    keyboard.type("12", 3)
    assert selling.entry.text == "12"
    set_to(has_port=False)
    keyboard.type("34", 3)
    assert selling.entry.text == "12"


def customer_screens(application: QApplication) -> list[QWidget]:
    return [window for window in application.topLevelWidgets() if isinstance(window, CustomerScreen)]


def test_another_display_for_the_customer_counts_at_once(
    qtbot: QtBot, application: QApplication, peripherals: FakePeripherals
) -> None:
    settle()
    assert customer_screens(application) == []
    wanted = ["HDMI-1"]
    session = Session(application, Counter(SampleShop(), peripherals, lambda: None, lambda: wanted[0]))
    session.start()
    qtbot.waitUntil(lambda: len(customer_screens(application)) == 1)
    (first,) = customer_screens(application)
    wanted[0] = "HDMI-2"
    session.till.desk.settings_changed.tell()
    qtbot.waitUntil(lambda: [each is first for each in customer_screens(application)] == [False])
    wanted[0] = ""
    session.till.desk.settings_changed.tell()
    qtbot.waitUntil(lambda: customer_screens(application) == [])
    session.stop()


def test_a_new_till_begins_with_what_is_to_be_set_up(
    qtbot: QtBot, application: QApplication, peripherals: FakePeripherals
) -> None:
    care, done = SampleCare(), []
    counter = Counter(SampleShop(), peripherals, lambda: None, str, care, lambda: done.append("done"))
    session = Session(application, counter)
    session.start()
    qtbot.waitUntil(lambda: session.till.stage.name is StageName.SET_UP)
    QTest.keyClick(session.window, Qt.Key.Key_1)
    qtbot.waitUntil(lambda: "page file:///dev/usb/lp0" in _after_enter(session, peripherals))
    QTest.keyClick(session.window, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "restart" in peripherals.calls)
    qtbot.waitUntil(lambda: session.till.stage.name is StageName.SET_UP)
    QTest.keyClick(session.window, Qt.Key.Key_F12)
    qtbot.waitUntil(lambda: done == ["done"])
    assert care.chosen["printer"] == "file:///dev/usb/lp0"
    session.stop()


def _after_enter(session: Session, peripherals: FakePeripherals) -> list[str]:
    """The ports arrive from another thread: Enter means something only when they are there."""
    stage = session.till.stage
    if isinstance(stage, PrinterSetup) and stage.ports and stage.trying is Trying.CHOOSING:
        QTest.keyClick(session.window, Qt.Key.Key_Return)
    return peripherals.calls if isinstance(stage, PrinterSetup) and stage.trying is Trying.ASKING else []
