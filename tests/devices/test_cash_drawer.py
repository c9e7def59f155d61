"""The drawer on a printer's connector: by a printer that only keeps its promises, and by the virtual one."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest

from devices.drawer import cash_drawer
from devices.drawer.cash_drawer import CashDrawer, Opening, Sensor, real_time_pulse
from devices.printer.commands import plain_commands
from devices.printer.driver import PrinterDriver, Timeouts
from devices.printer.simulator import Trouble, VirtualPrinter
from devices.transports.opening import open_connection
from devices.transports.reference import parse_reference
from resources.language import LANGUAGES, vocabulary

PULSE = b"\x1bp\x00\x32\x32"
SOON = Timeouts(connect=2, write=2, status=0.3, quiet=0.1, completion=1)


@dataclass
class Port:
    ready: bool | None
    levels: Iterator[bool | None] = field(default_factory=lambda: iter([]))
    sent: list[bytes] = field(default_factory=list)

    def is_ready(self) -> bool | None:
        return self.ready

    def drawer_pin_high(self) -> bool | None:
        return next(self.levels)

    def kick(self, command: bytes) -> None:
        self.sent.append(command)


@pytest.fixture(autouse=True)
def no_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cash_drawer, "OPENING_S", 0.0)


@pytest.mark.parametrize(
    ("sensor", "pin_high", "opened"),
    [
        (Sensor.NONE, True, None),
        (Sensor.NONE, False, None),
        (Sensor.HIGH_OPEN, True, True),
        (Sensor.HIGH_OPEN, False, False),
        (Sensor.HIGH_OPEN, None, None),
        (Sensor.LOW_OPEN, True, False),
        (Sensor.LOW_OPEN, False, True),
        (Sensor.LOW_OPEN, None, None),
    ],
)
def test_the_switch_means_what_the_setting_says(sensor: Sensor, pin_high: bool | None, opened: bool | None) -> None:
    assert CashDrawer(sensor=sensor).opened(pin_high) is opened


@pytest.mark.parametrize(("pin", "command"), [(2, b"\x10\x14\x01\x00\x02"), (5, b"\x10\x14\x01\x01\x02")])
def test_each_pin_has_its_pulse_in_real_time(pin: int, command: bytes) -> None:
    assert real_time_pulse(pin) == command


@pytest.mark.parametrize(
    ("ready", "sent", "opening"),
    [
        (True, PULSE, Opening.KICKED),
        (None, PULSE, Opening.KICKED),
        (False, b"\x10\x14\x01\x00\x02", Opening.USE_KEY),  # some models ignore it then
    ],
)
def test_without_a_switch_only_the_printer_is_judged(ready: bool | None, sent: bytes, opening: Opening) -> None:
    port = Port(ready)
    assert CashDrawer().open(port, PULSE) is opening
    assert port.sent == [sent]


@pytest.mark.parametrize(
    ("levels", "opening"),
    [([True], Opening.OPENED), ([False, False], Opening.USE_KEY), ([None], Opening.KICKED)],
)
def test_a_switch_tells_whether_it_opened(levels: list[bool | None], opening: Opening) -> None:
    assert CashDrawer(2, Sensor.HIGH_OPEN).open(Port(True, iter(levels)), PULSE) is opening


def test_a_drawer_that_takes_a_moment_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cash_drawer, "OPENING_S", 60.0)
    port = Port(True, iter([True, True, False]))
    assert CashDrawer(2, Sensor.LOW_OPEN).open(port, PULSE) is Opening.OPENED


def test_a_printer_without_paper_that_opens_it_all_the_same_is_believed() -> None:
    assert CashDrawer(2, Sensor.HIGH_OPEN).open(Port(False, iter([True])), PULSE) is Opening.OPENED


@pytest.mark.parametrize("trouble", [None, Trouble.PAPER_OUT, Trouble.COVER_OPEN])
def test_the_virtual_printer_opens_it_in_any_state(trouble: Trouble | None) -> None:
    with VirtualPrinter.tcp() as printer, open_connection(parse_reference(printer.url)) as connection:
        driver = PrinterDriver(connection, printer.url, timeouts=SOON)
        assert driver.status().known
        if trouble is not None:
            printer.befall(trouble)
        opening = CashDrawer().open(driver, plain_commands("default").kick[0])
        assert opening is (Opening.KICKED if trouble is None else Opening.USE_KEY)
        assert printer.wait_for_kicks(1)


def test_the_switch_is_read_from_the_printer() -> None:
    with VirtualPrinter.tcp() as printer, open_connection(parse_reference(printer.url)) as connection:
        driver = PrinterDriver(connection, printer.url, timeouts=SOON)
        assert driver.drawer_pin_high() is False
        printer.befall(Trouble.DRAWER_OPEN)
        assert driver.drawer_pin_high() is True


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_is_a_sentence_for_the_key(language: str) -> None:
    assert "drawer_use_key" in vocabulary(language)["error"]


def test_a_printer_that_never_answered_is_not_waited_for() -> None:
    with VirtualPrinter.tcp(answers=False) as printer, open_connection(parse_reference(printer.url)) as connection:
        driver = PrinterDriver(connection, printer.url, timeouts=SOON)
        assert driver.is_ready() is None
        assert CashDrawer().open(driver, plain_commands("default").kick[0]) is Opening.KICKED
        assert printer.wait_for_kicks(1)
