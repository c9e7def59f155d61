"""``stillpoint demo``: everything at once, on real baskets, proved at the end."""

import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from terminal.domain.errors import Refusal
from ui.cli.demo.accounts import compare, receipts_again, rule_mismatches, sync_everything
from ui.cli.demo.baskets import read_baskets
from ui.cli.demo.economy import settled_of
from ui.cli.demo.play import play
from ui.cli.demo.site import STORES, find_keys, open_site
from ui.cli.demo.summary import Storyteller, Summary
from ui.cli.main import HOME_VARIABLE
from ui.cli.options import EXIT_REFUSED, JsonOption, print_json

app = typer.Typer(name="demo", help="A whole group on this machine, on real baskets.")


@app.callback(invoke_without_command=True)
def demo(
    context: typer.Context,
    headless: Annotated[bool, typer.Option("--headless", help="Do not open the cashier's window afterwards.")] = False,
    home: Annotated[
        Path | None,
        typer.Option(envvar=HOME_VARIABLE, file_okay=False, help="An empty folder to keep; without it, a passing one."),
    ] = None,
    json: JsonOption = False,
) -> None:
    """Starts a group server and two terminals, plays 4,216 real baskets, a month of them offline, and proves the sums.

    Exit code 1 when the terminals and the server do not agree.
    """
    if context.invoked_subcommand:
        return
    teller = Storyteller(Console(), quiet=json)
    with _folder(home) as folder:
        equal = _run(folder, teller, as_json=json, window=not headless and _has_display())
    raise typer.Exit(0 if equal else EXIT_REFUSED)


@app.command(hidden=True)
def lane(home: Annotated[Path, typer.Option(file_okay=False)]) -> None:
    """One of the demo's tills, told by the demo what to ring up."""
    import sys

    from ui.cli.demo.lane import Lane
    from ui.secrets import open_secrets

    Lane(home, open_secrets()).serve(sys.stdin.buffer, sys.stdout.buffer)


def _run(home: Path, teller: Storyteller, *, as_json: bool, window: bool) -> bool:
    started = time.monotonic()
    keys = find_keys()
    if keys.in_memory:
        teller.say("keys_in_memory", "yellow")
    teller.say("setting_up")
    baskets = read_baskets()
    with open_site(home, keys, STORES) as site:
        with teller.months() as watcher:
            played = play(site.terminals, baskets, watcher)
        for terminal in site.terminals:
            terminal.finish_printing()
            terminal.stop()
        teller.say("comparing")
        frames = sync_everything(site)
        proof, economy = compare(site)
        summary = Summary(
            baskets=len(baskets),
            sales=played.sales,
            offline_sales=played.offline_sales,
            members=proof.members,
            frames=frames.written,
            durable=frames.durable,
            posted=frames.posted,
            receipts_printed=sum(terminal.printer.receipts for terminal in site.terminals),
            receipts_held=sum(terminal.receipts_held for terminal in site.terminals),
            receipts_again=receipts_again(site),
            codes_scanned=sum(terminal.phones.shown for terminal in site.terminals if terminal.phones),
            points_earned=proof.points_earned,
            points_redeemed=proof.points_redeemed,
            points_corrected=proof.points_corrected,
            points_outstanding=proof.points_outstanding,
            rule_mismatches=rule_mismatches(site),
            economy=economy,
            settled=settled_of(site.server.settlement()),
            balances_equal=proof.balances_equal,
            seconds=round(time.monotonic() - started, 1),
        )
        teller.conclude(summary, proof)
        if as_json:
            print_json(summary.as_json())
        if window:
            teller.say("opening_window")
            site.terminals[0].open_window()
    return summary.balances_equal


@contextmanager
def _folder(home: Path | None) -> Iterator[Path]:
    if home is not None:
        if home.exists() and any(home.iterdir()):
            raise Refusal("home_not_empty", home=str(home))
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        yield home
        return
    passing = Path(tempfile.mkdtemp(prefix="stillpoint-demo-"))
    try:
        yield passing
    finally:
        shutil.rmtree(passing, ignore_errors=True)


def _has_display() -> bool:
    return os.name == "nt" or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
