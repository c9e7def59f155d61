"""One terminal of the demo: a till process with real device connections, a sync process, and a cable."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from devices.printer.simulator import Trouble, VirtualPrinter
from devices.scanner.simulator import VirtualScanner
from terminal.domain.errors import Broken
from ui.cli.demo.baskets import Basket
from ui.cli.demo.cable import Cable
from ui.cli.demo.phones import Phones
from ui.cli.demo.pocket import CouponPocket
from ui.cli.demo.processes import Process, ProcessGone

SCAN_EVERY = 2
REFERRED_EVERY = 6
RESTARTS_MAX = 20
HALF_A_RECEIPT = 9000
"""Bytes."""


class DemoTerminal:
    """A till that is asked basket by basket; whatever kills it, the basket under way is asked for again.

    Every command carries a key, so a sale that was committed just before a kill is answered, not repeated.
    """

    def __init__(
        self,
        name: str,
        home: Path,
        cable: Cable,
        printer: VirtualPrinter,
        scanner: VirtualScanner,
        secrets: Mapping[str, bytes] | None,
        *,
        phones: Phones | None = None,
    ) -> None:
        self.name = name
        self.home = home
        self.printer = printer
        self.scanner = scanner
        self.phones = phones
        self.restarts = 0
        self.receipts_held = 0
        self._cable = cable
        self._seen: set[str] = set()
        self._newest: str | None = None
        self._coupons = CouponPocket()
        self._secrets = secrets
        self._log = home / "processes.log"
        self.till = Process(["demo", "lane", "--home", str(home)], secrets, self._log)
        self.sync = Process(["terminal", "sync", "--follow", "--home", str(home)], secrets, self._log)

    def start(self) -> None:
        """Starts both processes."""
        self.till.start()
        self.sync.start()

    def restart_sync(self) -> None:
        """``kill -9`` of the sync process; whoever watches over it starts it again."""
        self.sync.kill()
        self.sync.finish()
        self.sync.start()

    def connect(self) -> None:
        """Puts the network cable in."""
        self._cable.mend()

    def disconnect(self) -> None:
        """Pulls the network cable."""
        self._cable.cut()

    def sell(self, basket: Basket) -> dict[str, Any]:
        """Rings up a basket for its household, enrolling it when this till sees it for the first time.

        A household uses the coupons it was given here; one that was printed is used by whoever comes next.
        """
        if basket.phone not in self._seen:
            self._enrol(basket)
        coupons = self._coupons.take(basket)
        code = self.phones.show(basket) if self.phones else None
        scan = code or (basket.phone if basket.basket_id % SCAN_EVERY else None)
        sold = self._ask(basket.sell_command(coupons), scan)
        if not sold["ok"] and coupons and sold["error"]["kind"].startswith("coupon_"):
            sold = self._ask(basket.sell_command(), scan)  # the cashier hands it back and sells without
        if not sold["ok"]:
            raise Broken(f"{self.name}: {sold}")
        self._coupons.keep(basket, sold)
        if self.phones:
            self.phones.meet(basket, sold)
        return sold

    def _enrol(self, basket: Basket) -> None:
        brought = len(self._seen) % REFERRED_EVERY == 1
        enrolled = self._ask(basket.enrol_command(self._newest if brought else None))
        if enrolled["ok"]:
            self._newest = basket.phone
        elif enrolled["error"]["kind"] != "phone_taken":
            raise Broken(f"{self.name}: {enrolled}")
        self._seen.add(basket.phone)

    def run_out_of_paper(self) -> None:
        """The printer stops; the till does not."""
        self.printer.befall(Trouble.PAPER_OUT)
        self.receipts_held -= self._receipts_waiting()

    def put_paper_in(self) -> None:
        """Counts the receipts that have come to wait since it ran out."""
        self.receipts_held += self._receipts_waiting()
        self.printer.cure(Trouble.PAPER_OUT)

    def _receipts_waiting(self) -> int:
        return int(self._ask({"lane": "receipts_waiting"})["waiting"])

    def lose_printer_power(self) -> None:
        """In the middle of the next receipt; it is back at once. A serial line would not notice: there it stays on."""
        if self.printer.url.startswith("tcp:"):
            self.printer.befall(Trouble.POWER_CYCLE, after_bytes=HALF_A_RECEIPT)

    def finish_printing(self) -> int:
        """Waits until no receipt waits for paper; gives how many jobs are settled."""
        return int(self._ask({"lane": "finish_printing"})["settled"])

    def open_window(self) -> None:
        """Opens the cashier's window on this terminal and waits until it is closed."""
        window = Process(["terminal", "run", "--home", str(self.home)], self._secrets, self._log)
        window.start()
        window.wait()

    def stop(self) -> None:
        """Ends both processes in order."""
        if self.till.alive:
            self.till.finish()
        if self.sync.alive:
            self.sync.stop()

    def _ask(self, command: Mapping[str, Any], scan: str | None = None) -> dict[str, Any]:
        for _ in range(RESTARTS_MAX):
            try:
                if scan is None:
                    return self.till.ask(command)
                self.till.ask({"lane": "expect_scan"})
                self.scanner.scan(scan)
                return self.till.ask({**command, "member": {"scan": True}})
            except ProcessGone:
                self.restarts += 1
                self.till.finish()
                self.till.start()
        raise Broken(f"{self.name} does not stay up; see {self._log}")
