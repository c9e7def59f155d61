"""The matrix as a table, for people."""

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table

from terminal.ports.printing import JobState
from tests.devices.matrix.cells import Result
from tests.devices.matrix.paper import Counted

_SHORT = {JobState.COMPLETE: "complete", JobState.SENT_UNCONFIRMED: "unconfirmed", JobState.HELD: "held"}


def show(results: Sequence[Result], longest_gap_s: float) -> None:
    """Prints a row for each cell: what lies on paper of both receipts, how their jobs stand, what was said."""
    table = Table(title="first receipt / second receipt: whole on paper (+ copies marked), state of the job")
    for heading in ("line", "fault", "when", "on paper", "jobs", "told", "garbage", ""):
        table.add_column(heading)
    for result in results:
        table.add_row(
            result.cell.wire.value,
            result.cell.fault.value,
            result.cell.when.value,
            " / ".join(_counted(receipt) for receipt in result.receipts),
            " / ".join(_SHORT.get(state, state.value) for state in result.states),
            ", ".join(result.told),
            str(result.garbage or ""),
            result.verdict or "✓",
        )
    console = Console(width=150)
    console.print(table)
    longest_sale_s = max((result.longest_sale_s for result in results), default=0.0)
    console.print(f"{len(results)} cells; longest sale {longest_sale_s * 1000:.0f} ms", end=", ")
    console.print(f"longest pause of the window's thread {longest_gap_s * 1000:.0f} ms")


def _counted(receipt: Counted) -> str:
    return f"{receipt.unmarked}" + (f" + {receipt.marked}" if receipt.marked else "")
