"""Opening the cash drawer for a try, as the settings have it now."""

from collections.abc import Callable

from devices.health import Health, HealthResult
from terminal.domain.staff import Deed
from ui.viewmodels.desk import Desk
from ui.viewmodels.peripherals import DeviceBench
from ui.viewmodels.tone import Tone

TRY_KEY = "O"
DRAWER_OPTIONS = frozenset({"cash_drawer", "cash_drawer_pin", "cash_drawer_sensor"})


class DrawerTrial:
    """``read`` gives what an option is now."""

    def __init__(self, desk: Desk, read: Callable[[str], str]) -> None:
        self._desk, self._read = desk, read
        self.is_busy = False

    def is_about(self, option: str) -> bool:
        """Whether ``option`` is about a drawer, and there is one."""
        return option in DRAWER_OPTIONS and self._read("cash_drawer") == "printer" and bool(self._read("printer"))

    def open(self) -> None:
        """Opens it, once whoever has to approves that."""
        bench = self._desk.bench
        if bench is not None and not self.is_busy:
            self._desk.approve(Deed.DRAWER, lambda _by: self._open(bench))

    def _open(self, bench: DeviceBench) -> None:
        port, pin = self._read("printer"), self._read("cash_drawer_pin")
        self.is_busy = True
        self._desk.say(Tone.PLAIN, "trial_runs_drawer")
        self._desk.ask_aside(lambda: bench.try_drawer(port, pin), self._tried, self._failed)

    def _tried(self, health: Health) -> None:
        self.is_busy = False
        is_seen = health.result is HealthResult.PASSED
        self._desk.say(Tone.CALM, "trial_passed_drawer" if is_seen else "trial_unconfirmed_drawer")

    def _failed(self, error: Exception) -> None:
        self.is_busy = False
        self._desk.refuse(error)
