"""``stillpoint till report``: the day at this till, on the screen, as JSON, or on paper."""

import unicodedata
from contextlib import closing, nullcontext
from datetime import datetime
from typing import Annotated

import typer

from terminal.ports.clock import SystemClock
from terminal.ports.printing import Align, ReceiptDocument, Row, RowKind
from terminal.usecases.shift_report import ReportKind, ShiftReport, shift_report
from terminal.usecases.till import Till
from ui.cli.options import HomeOption, JsonOption, LanguageOption, print_json

COLUMNS = 40
"""How wide the report is on a screen, in half-width characters."""


def report(
    kind: Annotated[ReportKind, typer.Argument(help="x looks at the day so far, z closes it under a number.")],
    home: HomeOption,
    day: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The business day; today's when left out.")
    ] = None,
    print_it: Annotated[bool, typer.Option("--print", help="Print it on the till's printer as well.")] = False,
    as_json: JsonOption = False,
    language: LanguageOption = None,
) -> None:
    """Says what this till took and gave on a business day.

    The report is in the language of the terminal's receipts; --language is for messages.
    """
    from ui.compose.printing import printing
    from ui.compose.terminals import open_store
    from ui.secrets import open_secrets

    with closing(open_store(home, open_secrets())) as store, printing(store) if print_it else nullcontext() as wake:
        done = shift_report(Till(store, SystemClock()), kind, day.date() if day else None, print_it=print_it)
        if wake:
            wake()
    if as_json:
        print_json(document(done))
    else:
        typer.echo("\n".join(lines(done.document)))


def document(done: ShiftReport) -> dict[str, object]:
    """The report as one JSON object."""
    said: dict[str, object] = {
        "ok": True,
        "report": done.kind.value,
        "day": done.day.isoformat(),
        "at": done.at.isoformat(),
        **done.figures.document(),
        "cash": done.figures.cash,
    }
    if done.number is not None:
        said |= {"number": done.number, "instead_of": done.instead_of, "repeated": done.repeated}
    return said if done.output_id is None else {**said, "output": done.output_id}


def lines(paper: ReceiptDocument) -> list[str]:
    """The report as text for a screen."""
    return [_line(row) for row in paper.rows if row.kind is not RowKind.IMAGE]


def _line(row: Row) -> str:
    if row.kind is RowKind.RULE:
        return "-" * COLUMNS
    if row.kind is RowKind.COLUMNS:
        gap = max(COLUMNS - _width(row.left) - _width(row.right), 1)
        return f"{row.left}{' ' * gap}{row.right}"
    spare = max(COLUMNS - _width(row.left), 0)
    return " " * (spare // 2) + row.left if row.align is Align.CENTRE else row.left


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)
