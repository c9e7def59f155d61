"""The whole window on a counter, with its thread and its pulse."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from devices.scanner.wedge import Wedge
from devices.states import DeviceState, DeviceStatus
from terminal.usecases.link_state import LinkFigures
from ui.qt.application import Counter, Session
from ui.qt.screens.sample_shop import GOLD_PHONE, SampleShop
from ui.viewmodels.desk import StageName
from ui.viewmodels.peripherals import ScanReading, WedgeDetector


@dataclass
class FakePeripherals:
    calls: list[str] = field(default_factory=list)
    scanned: Callable[[ScanReading], None] = lambda reading: None
    changed: Callable[[DeviceStatus], None] = lambda status: None

    def start(self, scanned: Callable[[ScanReading], None], changed: Callable[[DeviceStatus], None]) -> None:
        self.scanned, self.changed = scanned, changed
        self.calls.append("start")

    def stop(self) -> None:
        self.calls.append("stop")

    def print_job_queued(self) -> None:
        self.calls.append("print")

    def drawer(self) -> Callable[[], None]:
        return lambda: self.calls.append("drawer")

    def read(self, typed: str) -> ScanReading:
        return ScanReading(typed, may_be_member=True)

    def wedge(self) -> WedgeDetector | None:
        return Wedge()


class UnluckyShop(SampleShop):
    def link(self) -> LinkFigures:
        raise OSError("the line is being repaired")


@pytest.fixture
def peripherals() -> FakePeripherals:
    return FakePeripherals()


@pytest.fixture
def session(application: QApplication, peripherals: FakePeripherals) -> Iterator[Session]:
    made = Session(application, Counter(SampleShop(), peripherals, lambda: None))
    made.start()
    yield made
    made.stop()


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
    assert peripherals.calls == ["start", "drawer", "print"]


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
    session.stop()
    assert peripherals.calls == ["start", "stop"]
