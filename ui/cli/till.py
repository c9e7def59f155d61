"""``stillpoint till``: the counter without a window."""

import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, nullcontext
from pathlib import Path
from typing import Annotated, BinaryIO

import typer

from terminal.ports.sync import Synchroniser
from terminal.usecases.forget_erased import forget_erased
from terminal.usecases.return_reservations import tend_reservations
from terminal.usecases.till import Till
from ui.cli import print_queue
from ui.cli.batch.clock import BatchClock
from ui.cli.batch.dispatch import Batch
from ui.cli.batch.parsing import read_lines
from ui.cli.main import HOME_VARIABLE
from ui.cli.options import (
    EXIT_REFUSED,
    LANGUAGE_VARIABLE,
    LanguageOption,
    language_in,
    print_json,
)
from ui.cli.till_records import ledger, review
from ui.cli.till_report import report

app = typer.Typer(help="Sell, refund and ask, without a window.", no_args_is_help=True)


@app.callback()
def till() -> None:
    """Sell, refund and ask, without a window."""


app.command()(report)
app.command()(ledger)
app.command()(review)
app.add_typer(print_queue.app)


@app.command()
def batch(
    file: Annotated[str, typer.Argument(help="Commands, one JSON object per line; - reads standard input.")] = "-",
    home: Annotated[
        Path | None,
        typer.Option(
            envvar=HOME_VARIABLE, file_okay=False, readable=False, help="The data folder of an enrolled terminal."
        ),
    ] = None,
    trial: Annotated[
        Path | None,
        typer.Option(
            "--try",
            dir_okay=False,
            readable=False,
            help="Try a programme (YAML) on a till that is thrown away afterwards.",
        ),
    ] = None,
    store: Annotated[str | None, typer.Option(help="With --try: the store to stand in.")] = None,
    language: LanguageOption = None,
    print_receipts: Annotated[bool, typer.Option("--print", help="Print receipts while the batch runs.")] = False,
) -> None:
    """JSON Lines in, JSON Lines out: one command, one answer, one transaction each.

    Exit code 0 when every command was carried out, 1 when any was refused, 2 when this command line is wrong.
    """
    language = language or language_in(os.environ.get(LANGUAGE_VARIABLE))
    with ExitStack() as stack:
        commands = stack.enter_context(_commands(file))
        clock = BatchClock()
        if trial is not None:
            if store is None or print_receipts:
                raise typer.BadParameter("--try needs --store and does not print", param_hint="--try")
            work = stack.enter_context(_trial_batch(trial, store, clock, language))
        elif home is None:
            raise typer.BadParameter(f"--home, {HOME_VARIABLE} or --try is needed", param_hint="--home")
        else:
            work = stack.enter_context(_batch_at(home, clock, language, print_receipts))
        all_done = run(work, commands)
    raise typer.Exit(0 if all_done else EXIT_REFUSED)


def run(work: Batch, commands: BinaryIO) -> bool:
    """Answers every command as it comes; whether none was refused."""
    all_done = True
    for number, line in read_lines(commands):
        answer = work.answer_line(line, number)
        all_done &= bool(answer["ok"])
        print_json(answer)
    return all_done


@contextmanager
def _commands(file: str) -> Iterator[BinaryIO]:
    if file == "-":
        yield sys.stdin.buffer
        return
    try:
        stream = open(file, "rb")  # noqa: SIM115 - closed below; only opening it may be the caller's mistake
    except OSError as error:
        raise typer.BadParameter(f"{file}: {os.strerror(error.errno or 0)}", param_hint="FILE") from error
    with stream:
        yield stream


@contextmanager
def _trial_batch(programme: Path, store: str, clock: BatchClock, language: str | None) -> Iterator[Batch]:
    from ui.compose.trial import NoServer, trial_till

    with trial_till(programme, store, clock) as tried:
        yield Batch(tried, clock, NoServer, language or _language_of(tried))


@contextmanager
def _batch_at(home: Path, clock: BatchClock, language: str | None, print_receipts: bool) -> Iterator[Batch]:
    from ui.compose.printing import printing
    from ui.compose.signing import DeviceSigner
    from ui.compose.sync_process import FollowedHome
    from ui.compose.terminals import open_store, open_synchroniser
    from ui.secrets import open_secrets

    secrets = open_secrets()
    store = open_store(home, secrets)
    opened = Till(store, clock, FollowedHome(home), DeviceSigner(home, secrets))

    def synchroniser() -> Synchroniser:
        return open_synchroniser(home, secrets, clock)

    with closing(store), printing(store) if print_receipts else nullcontext() as print_now:
        tend_reservations(opened)
        forget_erased(opened)
        yield Batch(opened, clock, synchroniser, language or _language_of(opened), print_now)


def _language_of(opened: Till) -> str:
    from terminal.usecases.receipt import receipt_language

    with opened.store.view() as unit:
        return receipt_language(unit)
