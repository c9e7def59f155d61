"""A terminal's devices, as its settings name them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from devices.display.protocols import DisplayProtocol
from devices.drawer.cash_drawer import Sensor
from devices.printer.profiles import printer_profile
from devices.printer.text_codes import TextCode
from devices.settings import DeviceSettings
from terminal.settings.options import value_of
from ui.compose.scanning import scan_rules, wedge_settings

if TYPE_CHECKING:
    from collections.abc import Callable

    from terminal.store.store import TerminalStore

NO_SCREEN = "none"


def device_settings(store: TerminalStore) -> DeviceSettings:
    """The devices this terminal is set up with."""
    with store.view() as unit:
        return DeviceSettings(
            printer_port=value_of("printer", unit.setting),
            printer_width=paper_dots(unit.setting),
            printer_profile=value_of("printer_profile", unit.setting),
            printer_text=TextCode(value_of("printer_text", unit.setting)),
            scan_rules=scan_rules(unit.setting),
            wedge=wedge_settings(unit.setting),
            scanner_port=value_of("scanner", unit.setting),
            has_drawer=value_of("cash_drawer", unit.setting) == "printer",
            drawer_pin=int(value_of("cash_drawer_pin", unit.setting)),
            drawer_sensor=Sensor(value_of("cash_drawer_sensor", unit.setting)),
            display_port=value_of("line_display", unit.setting),
            display_protocol=DisplayProtocol(value_of("line_display_protocol", unit.setting)),
            language=value_of("language", unit.setting),
        )


def customer_screen(store: TerminalStore) -> str:
    """The name or serial number of the display that faces the customer; empty where there is none."""
    with store.view() as unit:
        wanted = value_of("customer_screen", unit.setting)
    return "" if wanted == NO_SCREEN else wanted


def paper_dots(read: Callable[[str], str | None]) -> int:
    """How wide the printer's paper is, in dots; ``read`` gives what was chosen (``unit.setting``)."""
    model = printer_profile(value_of("printer_profile", read))
    return model.width_dots(int(value_of("printer_paper_mm", read)))
