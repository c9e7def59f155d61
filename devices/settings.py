"""What a terminal's settings say of its devices. What drives them is not loaded for it: a window opens first."""

from dataclasses import field

from devices.display.protocols import DisplayProtocol
from devices.drawer.cash_drawer import DRAWER_PINS, Sensor
from devices.printer.profiles import PROFILE_DEFAULT
from devices.printer.text_codes import TextCode
from devices.scanner.scan import NO_RULES, ScanRules
from devices.scanner.wedge import WedgeSettings
from resources.language import DEFAULT_LANGUAGE
from terminal.domain.records import record


@record
class DeviceSettings:
    """The devices of one terminal. An empty port means there is none. ``language`` is that of test pages."""

    printer_port: str = ""
    printer_width: int = 576
    printer_profile: str = PROFILE_DEFAULT
    printer_text: TextCode = TextCode.RASTER
    drawer_pin: int = DRAWER_PINS[0]
    drawer_sensor: Sensor = Sensor.NONE
    scanner_port: str = ""
    scan_rules: ScanRules = NO_RULES
    wedge: WedgeSettings = field(default_factory=WedgeSettings)
    has_drawer: bool = False
    display_port: str = ""
    display_protocol: DisplayProtocol = DisplayProtocol.CD5220
    language: str = DEFAULT_LANGUAGE
