"""What a sale costs at the counter, beside a bare commit of three rows, and what a bill costs to calculate.

Run it with ``make bench``. Real baskets go through ``till batch``'s own dispatcher into a real encrypted store.
"""

import os
import secrets
import statistics
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from rich.console import Console
from rich.table import Table

from terminal.store.engine import Connections
from tests.benchmarks.bills import applied, measure_bills
from ui.cli.batch.clock import BatchClock
from ui.cli.batch.dispatch import Batch
from ui.cli.demo.baskets import Basket, read_baskets
from ui.compose.trial import NoServer, trial_till

BASKETS = 1500
PROGRAMME = Path(__file__).resolve().parents[2] / "resources" / "demo" / "cj_programme.yaml"

Timings = dict[str, list[float]]


def main() -> None:
    """Measures and prints."""
    timings: Timings = {"three rows, bare": [], "identify": [], "quote": [], "sell": []}
    clock = BatchClock()
    with trial_till(PROGRAMME, "market", clock) as till, TemporaryDirectory() as folder:
        batch = Batch(till, clock, NoServer, "en")
        bare = bare_commit(Path(folder))
        known: set[str] = set()
        for basket in read_baskets()[:BASKETS]:
            if basket.phone not in known:
                known.add(basket.phone)
                checked(batch, basket.enrol_command())
            timings["three rows, bare"].append(timed(bare))
            measure(batch, basket, timings)
    show(f"{BASKETS:,} real baskets", timings, "three rows, bare")
    show("A bill calculated: 23 brands, 60 campaigns, 40 coupons", measure_bills(), "12 lines, one rule", applied())


def bare_commit(folder: Path) -> Callable[[], None]:
    """A transaction of three rows on an encrypted file with the store's own settings."""
    (folder / "bare.db").touch()
    connections = Connections(folder / "bare.db", secrets.token_bytes(32))
    connection = connections.here()
    connection.driver.execute("CREATE TABLE bare (number INTEGER PRIMARY KEY, content BLOB)")

    def commit() -> None:
        connection.begin()
        for _ in range(3):
            connection.driver.execute("INSERT INTO bare (content) VALUES (?)", (b"x" * 200,))
        connection.commit()

    return commit


def measure(batch: Batch, basket: Basket, timings: Timings) -> None:
    """One visit: identified, quoted, sold."""
    sale = basket.sell_command()
    quote = {**sale, "op": "quote"}
    quote.pop("key")
    identify = {"op": "identify", "member": basket.phone, "at": sale["at"]}
    for name, command in (("identify", identify), ("quote", quote), ("sell", sale)):
        timings[name].append(timed(partial(checked, batch, command)))


def checked(batch: Batch, command: dict[str, Any]) -> None:
    """Carries a command out, and does not accept a refusal."""
    answer = batch.answer(command)
    if not answer["ok"]:
        raise SystemExit(f"{command['op']}: {answer['error']['message']}")


def timed(work: Callable[[], None]) -> float:
    """Milliseconds that ``work`` takes."""
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def show(title: str, timings: Timings, reference: str, caption: str = "") -> None:
    """The table: medians, 99th percentiles, and the ratio to the reference's median."""
    machine = f"{os.cpu_count()} processors, {os.uname().sysname} {os.uname().machine}"
    table = Table(title=f"{title}; {machine}", caption=caption)
    for heading in ("", "median ms", "p99 ms", f"× {reference}"):
        table.add_column(heading, justify="right" if heading else "left")
    unit = statistics.median(timings[reference])
    for name, taken in timings.items():
        median, p99 = statistics.median(taken), statistics.quantiles(taken, n=100)[98]
        table.add_row(name, f"{median:.2f}", f"{p99:.2f}", f"{median / unit:.1f}")
    Console().print(table)


if __name__ == "__main__":
    main()
