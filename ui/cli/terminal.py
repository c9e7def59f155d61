"""``stillpoint terminal``: a terminal's life outside the counter."""

import random
import signal
import threading
from dataclasses import asdict
from pathlib import Path
from types import FrameType
from typing import Annotated

import typer

from terminal.domain.errors import Refusal
from terminal.ports.clock import SystemClock
from terminal.ports.sync import SyncReport
from ui.cli import staff
from ui.cli.answers import say
from ui.cli.options import (
    EXIT_REFUSED,
    HomeOption,
    JsonOption,
    language_here,
    print_json,
    say_refusal,
)
from ui.secrets import open_secrets

app = typer.Typer(name="terminal", help="Enrol, sync and look after a terminal.", no_args_is_help=True)


app.add_typer(staff.app)


class Stop(BaseException):
    """The operator ends the process; every step of sync may be cut off anywhere."""


@app.command()
def enrol(
    server: Annotated[str, typer.Option("--server", help="The group server's URL.")],
    code: Annotated[str, typer.Option("--code", help="The one-time code from head office.")],
    home: HomeOption,
    json: JsonOption = False,
) -> None:
    """Joins a store with a one-time code; an interrupted attempt is repeated with the same code."""
    from ui.compose.terminals import enrol as enrol_home

    identity = enrol_home(home, open_secrets(), server, code, SystemClock())
    document = {"terminal": identity.terminal_id, "store": identity.store, "number": identity.number}
    say("terminal_enrolled", document, json)


@app.command()
def sync(
    home: HomeOption,
    follow: Annotated[bool, typer.Option("--follow/--once", help="Go on for ever, or one round.")] = False,
    json: JsonOption = False,
) -> None:
    """Sends what happened here and fetches what happened elsewhere."""
    from sync.client.synchroniser import open_session

    with open_session(home, open_secrets(), SystemClock()) as session:
        if not follow:
            say("terminal_synced", asdict(session.recording.run_once()), json)
            return
        from sync.client.process import Follower, Wish

        stopping, between, told = threading.Event(), session.lookups.answer_all, _Teller(json)
        follower = Follower(session.recording, session.store, stopping, told, random.Random(), between, wish=Wish(home))
        signal.signal(signal.SIGTERM, _stop)
        signal.signal(signal.SIGINT, _stop)
        try:
            with session.relay():
                follower.follow()
        except Stop:
            return


@app.command()
def run(home: HomeOption) -> None:
    """Opens the till's window."""
    from ui.compose.window import run_window

    raise typer.Exit(run_window(home))


@app.command()
def doctor(home: HomeOption, json: JsonOption = False) -> None:
    """Checks files, journal and disk without changing anything; exit code 1 when something is wrong."""
    from terminal.store.doctor import examine
    from terminal.store.home import Home

    Home(home).terminal_id()
    findings = examine(home, open_secrets())
    well = all(finding.well for finding in findings)
    if json:
        print_json({"ok": well, "findings": [asdict(finding) for finding in findings]})
    else:
        for finding in findings:
            details = ", ".join(f"{name} {value}" for name, value in finding.data.items())
            kind = "finding_well" if finding.well else "finding_wrong"
            say(kind, {"check": finding.check, "details": details}, False)
    raise typer.Exit(0 if well else EXIT_REFUSED)


@app.command()
def backup(
    destination: Annotated[Path, typer.Argument(help="A new folder for the copy.")],
    home: HomeOption,
    json: JsonOption = False,
) -> None:
    """Copies the terminal's data, encrypted as it is, while it may go on selling."""
    from terminal.store.backup import back_up

    say("backup_made", {"folder": str(back_up(home, open_secrets(), destination))}, json)


@app.command()
def restore(
    source: Annotated[Path, typer.Argument(exists=True, file_okay=False, help="The folder of a backup.")],
    home: HomeOption,
    recovery_key: Annotated[str | None, typer.Option(help="The written-down key, on another machine.")] = None,
    json: JsonOption = False,
) -> None:
    """Makes the terminal from a backup; it fetches what the copy lacks, and goes on in a new epoch with a new key."""
    from terminal.store.backup import restore as restore_home
    from ui.compose.terminals import go_on_restored

    secrets = open_secrets()
    restore_home(source, home, secrets, recovery_key)
    try:
        done = go_on_restored(home, secrets, SystemClock())
    except Refusal as refusal:
        if refusal.kind != "store_key_missing":
            raise
        say("terminal_restored_without_keys", {"home": str(home), "epoch": None}, json)
        return
    kind = "terminal_restored" if done.complete else "terminal_restored_offline"
    say(kind, {"home": str(home), **asdict(done)}, json)


@app.command()
def recover(home: HomeOption, json: JsonOption = False) -> None:
    """Fetches back what the server has of this terminal and its journal lacks."""
    from ui.compose.terminals import recover as recover_home

    say("terminal_recovered", asdict(recover_home(home, open_secrets(), SystemClock())), json)


@app.command()
def rejoin(
    code: Annotated[str, typer.Option("--code", help="The one-time code for this terminal from head office.")],
    home: HomeOption,
    json: JsonOption = False,
) -> None:
    """Goes on as the same terminal with a new key: after a clone, a revocation, or the loss of its keys."""
    from ui.compose.terminals import rejoin as rejoin_home

    identity = rejoin_home(home, open_secrets(), code, SystemClock())
    say("terminal_rejoined", {"terminal": identity.terminal_id, "epoch": identity.epoch}, json)


@app.command(name="set")
def set_option(
    name: Annotated[str, typer.Argument(help="The setting.")],
    value: Annotated[str, typer.Argument(help="Its new value.")],
    home: HomeOption,
    json: JsonOption = False,
) -> None:
    """Changes a setting of this terminal."""
    from ui.compose.terminals import save_settings

    save_settings(home, open_secrets(), {name: value})
    say("setting_changed", {"name": name, "value": value}, json)


class _Teller:
    """Prints the outcome of rounds, one line each, when it differs from the one before."""

    def __init__(self, as_json: bool) -> None:
        self._as_json = as_json
        self._last: object = None

    def __call__(self, outcome: SyncReport | Refusal) -> None:
        if isinstance(outcome, Refusal):
            self._refused(outcome)
        elif (outcome.frames, outcome.durable, outcome.posted, outcome.pulled) != self._last:
            self._last = (outcome.frames, outcome.durable, outcome.posted, 0)
            say("terminal_synced", asdict(outcome), self._as_json)

    def _refused(self, refusal: Refusal) -> None:
        if refusal.kind == self._last:
            return
        self._last = refusal.kind
        say_refusal(refusal, language_here(), self._as_json)


def _stop(_signal: int, _frame: FrameType | None) -> None:
    raise Stop
