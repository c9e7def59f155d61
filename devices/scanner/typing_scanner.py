"""A scanner that types like a keyboard: it has no port, so nothing is known of it until it has read something."""

from dataclasses import dataclass, field

from devices.health import Check, HealthListener, HealthResult
from devices.states import SCANNER, DeviceState, DeviceStatus, StatusListener


@dataclass(slots=True)
class TypingScanner:
    """Has no thread: whoever reads the keys says what was typed."""

    listener: StatusListener
    device: str = SCANNER
    _check: Check = field(default_factory=lambda: Check(SCANNER))

    def start(self) -> None:
        """It may be there; nobody can tell."""
        self.listener(DeviceStatus(SCANNER, DeviceState.UNKNOWN))

    def stop(self) -> None:
        """Listens no more."""
        self._check.answer(HealthResult.FAILED, DeviceState.CLOSED.value)
        self.listener(DeviceStatus(SCANNER, DeviceState.CLOSED))

    def wake(self) -> None:
        """There is nothing to look at."""

    def typed(self, text: str) -> None:
        """It has read ``text``, so it is well."""
        self.listener(DeviceStatus(SCANNER, DeviceState.ONLINE))
        self._check.answer(HealthResult.PASSED, text)

    def check_health(self, told: HealthListener) -> None:
        """Waits for the next scan."""
        self._check.ask(told)
