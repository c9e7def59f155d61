"""What a newcomer sees of the demo: the months as progress bars, then one page of figures."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import date
from typing import Any

from rich.console import Console, Group
from rich.panel import Panel
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from resources.language import sentence
from terminal.domain.records import record
from ui.cli.demo.economy import Economy, Settled
from ui.cli.demo.proof import Proof
from ui.cli.demo.terminal import DemoTerminal
from ui.cli.demo.wording import demo_language

TERMINALS = 2
DISAGREEMENTS_SHOWN = 10


@record
class Summary:
    """The demo's outcome; ``as_json`` is the one object that ``--json`` prints."""

    baskets: int
    sales: int
    offline_sales: int
    members: int
    frames: int
    durable: int
    posted: int
    receipts_printed: int
    receipts_held: int
    receipts_again: int
    codes_scanned: int
    points_earned: int
    points_redeemed: int
    points_corrected: int
    points_outstanding: int
    rule_mismatches: int
    economy: Economy
    settled: Settled
    balances_equal: bool
    seconds: float

    def as_json(self) -> dict[str, Any]:
        """The figures by name, whether it all agrees and how long it took at the end."""
        figures = asdict(self)
        economy, settled = figures.pop("economy"), figures.pop("settled")
        verdict = {name: figures.pop(name) for name in ("balances_equal", "seconds")}
        return {**figures, **economy, **settled, **verdict}


class Storyteller:
    """Says on the console what the demo does; ``quiet`` leaves only the final object to whoever prints it."""

    def __init__(self, console: Console, quiet: bool) -> None:
        self._console = console
        self._quiet = quiet
        self._language = demo_language()
        self._progress: Progress | None = None
        self._month: TaskID | None = None

    def say(self, kind: str, style: str = "", **data: object) -> None:
        """One sentence of the demo."""
        if not self._quiet:
            self._console.print(Text(self._words(kind, **data), style))

    @contextmanager
    def months(self) -> Iterator["Storyteller"]:
        """Follows the months as progress bars for as long as the block runs."""
        columns = (TextColumn("{task.description:<28}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        with Progress(*columns, console=self._console, disable=self._quiet) as self._progress:
            yield self
        self._progress = None

    def month(self, first_day: date, online: bool, baskets: int) -> None:
        """A month begins."""
        kind, style = ("month_online", "green") if online else ("month_offline", "yellow")
        if self._progress:
            line = self._words(kind, month=f"{first_day:%Y-%m}")
            self._month = self._progress.add_task(f"[{style}]{line}[/]", total=baskets)

    def sold(self, _: DemoTerminal) -> None:
        """A sale is in a terminal's journal."""
        if self._progress and self._month is not None:
            self._progress.advance(self._month)

    def conclude(self, summary: Summary, proof: Proof) -> None:
        """Prints the page of figures and what the comparison came to."""
        if not self._quiet:
            self._console.print(Panel(Group(self._figures(summary), *self._verdict(proof)), title="Stillpoint"))

    def _figures(self, summary: Summary) -> Table:
        table = Table.grid(padding=(0, 2))
        table.add_column(justify="right", style="bold")
        table.add_column()
        data = {"baskets": summary.baskets, "terminals": TERMINALS}
        for name, figure in summary.as_json().items():
            if name not in ("baskets", "balances_equal", "settlement_sums"):
                table.add_row(f"{figure:,}", self._words(name, **data))
        return table

    def _verdict(self, proof: Proof) -> Iterator[Text]:
        yield Text()
        if proof.balances_equal:
            yield Text(self._words("equal", members=proof.members), "bold green")
            if proof.overdrawn_members:
                yield Text(self._words("overdrawn", members=proof.overdrawn_members))
            return
        yield Text(self._words("unequal", members=len(proof.disagreements)), "bold red")
        for wrong in proof.disagreements[:DISAGREEMENTS_SHOWN]:
            yield Text("  " + self._words("disagreement", **asdict(wrong)))

    def _words(self, kind: str, **data: object) -> str:
        return sentence(kind, data, self._language, section="demo")
