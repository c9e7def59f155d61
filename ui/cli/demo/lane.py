"""A till with its printer and its scanner and no window: the demo's cashier speaks to it line by line.

It takes the commands of ``till batch`` and three of its own: ``{"lane": "expect_scan"}`` empties the scanner's tray, so
that ``"member": {"scan": true}`` in the next command means what is scanned from now on,
``{"lane": "receipts_waiting"}`` counts what is not on paper, and ``{"lane": "finish_printing"}`` waits until nothing is
that a printer could print.
"""

import json
import queue
import threading
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any, BinaryIO

from devices.scanner.scan import Scan
from devices.states import SCANNER, DeviceState, DeviceStatus
from devices.supervisor import Supervisor
from resources.language import DEFAULT_LANGUAGE
from terminal.domain.errors import Refusal
from terminal.ports.printing import WAITING_STATES
from terminal.ports.secrets import SecretStore
from terminal.usecases.till import Till
from ui.cli.batch.clock import BatchClock
from ui.cli.batch.dispatch import Batch
from ui.compose.peripherals import device_settings
from ui.compose.printing import settle_printing
from ui.compose.terminals import open_store, open_synchroniser

SCAN_SECONDS = 10


class Lane:
    """One lane: its batch, its devices, and the tray in which scans wait."""

    def __init__(self, home: Path, secrets: SecretStore) -> None:
        clock = BatchClock()
        self._store = open_store(home, secrets)
        self._scans: queue.SimpleQueue[Scan] = queue.SimpleQueue()
        self._scanner_ready = threading.Event()
        self._devices = Supervisor(
            device_settings(self._store), self._store.print_queue(), self._device_changed, self._scans.put
        )
        self._batch = Batch(
            Till(self._store, clock), clock, lambda: open_synchroniser(home, secrets, clock), DEFAULT_LANGUAGE
        )

    def serve(self, commands: BinaryIO, answers: BinaryIO) -> None:
        """Answers commands until there are no more, then leaves its devices in order."""
        with closing(self._store):
            self._devices.start()
            try:
                for line in commands:
                    answer = self._answer(json.loads(line))
                    answers.write(json.dumps(answer, ensure_ascii=False).encode() + b"\n")
                    answers.flush()
            finally:
                self._devices.stop()

    def _answer(self, command: dict[str, Any]) -> Mapping[str, Any]:
        match command.get("lane"):
            case "expect_scan":
                # Opening a serial line throws away what was sent down it before.
                ready = self._scanner_ready.wait(SCAN_SECONDS)
                self._empty_tray()
                return {"ok": ready}
            case "receipts_waiting":
                return {"ok": True, "waiting": self._receipts_waiting()}
            case "finish_printing":
                return {"ok": True, "settled": settle_printing(self._store, self._devices.print_job_queued)}
        if command.get("member") == {"scan": True}:
            command["member"] = self._scanned()
        answer = self._batch.answer(command)
        self._devices.print_job_queued()
        return answer

    def _receipts_waiting(self) -> int:
        with self._store.view() as unit:
            counts = unit.job_counts()
        return sum(counts.get(state, 0) for state in WAITING_STATES)

    def _device_changed(self, status: DeviceStatus) -> None:
        if status == DeviceStatus(SCANNER, DeviceState.ONLINE):
            self._scanner_ready.set()

    def _empty_tray(self) -> None:
        while not self._scans.empty():
            self._scans.get_nowait()

    def _scanned(self) -> str:
        try:
            return self._scans.get(timeout=SCAN_SECONDS).value
        except queue.Empty:
            raise Refusal("scan_missing") from None
