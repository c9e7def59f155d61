"""``stillpoint server``: a group server and its operator's commands."""

from dataclasses import asdict
from datetime import datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer

from terminal.domain.errors import Refusal
from terminal.ports.clock import SystemClock
from ui.cli.answers import say
from ui.cli.options import HomeOption, JsonOption, print_json
from ui.cli.server_home import make_keys, open_server
from ui.cli.server_office import add_office_commands
from ui.cli.server_restored import restored
from ui.cli.server_run import run
from ui.cli.server_snapshot import snapshot
from ui.secrets import open_secrets

app = typer.Typer(name="server", help="Run a group server.", no_args_is_help=True)
app.command()(run)
app.command()(snapshot)
app.command()(restored)
add_office_commands(app)

DatabaseOption = Annotated[
    str | None,
    typer.Option(
        "--database",
        envvar="STILLPOINT_DATABASE",
        help="postgresql://host,host,…/name ; without it, an SQLite file in the home.",
    ),
]
_now = SystemClock().now


@app.command()
def init(
    home: HomeOption,
    *,
    database: DatabaseOption = None,
    partitions: Annotated[
        int, typer.Option(min=0, max=1024, help="Hash partitions of every table of a new PostgreSQL database; 0: none.")
    ] = 0,
    json: JsonOption = False,
) -> None:
    """Makes the keys and the database of a new group server; again, it changes nothing."""
    made = make_keys(home, open_secrets())
    with open_server(home, database, open_secrets(), partitions):
        say("server_ready", {"home": str(home), "new": made}, json)


@app.command()
def publish(
    programme: Annotated[
        Path, typer.Argument(exists=True, dir_okay=False, readable=False, help="The programme, YAML.")
    ],
    home: HomeOption,
    database: DatabaseOption = None,
    json: JsonOption = False,
) -> None:
    """Checks, signs and publishes a programme; terminals take it at their next sync."""
    from sync.programme.compiler import compile_yaml
    from sync.server.programmes.programmes import publish as publish_bundle

    try:
        text = programme.read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        raise Refusal("programme_unreadable", file=str(programme)) from error
    compiled = compile_yaml(text, programme.name)
    with open_server(home, database, open_secrets()) as server:
        published = publish_bundle(server.database, server.keys, compiled.bundle, _now).programme
    say("programme_published", {"version": published.version, "digest": published.digest}, json)


@app.command(name="enrol-code")
def enrol_code(
    home: HomeOption,
    *,
    store: Annotated[str | None, typer.Option("--store", help="The store a new terminal will stand in.")] = None,
    terminal: Annotated[str | None, typer.Option("--terminal", help="The terminal that may go on again.")] = None,
    hours: Annotated[int, typer.Option(min=1, max=24 * 30, help="How long the code is good.")] = 24,
    url: Annotated[str | None, typer.Option("--url", help="The server's address at the till: gives a slip.")] = None,
    database: DatabaseOption = None,
    json: JsonOption = False,
) -> None:
    """Gives a one-time code: a new terminal joins a store, or one that was shut out goes on with a new key.

    With --url it also gives a slip that holds both, to be scanned by the first run of the till.
    """
    from sync.server.steps.enrolment import Enrolment

    if (store is None) == (terminal is None):
        raise Refusal("enrol_code_for_one")
    with open_server(home, database, open_secrets()) as server:
        enrolment, valid = Enrolment(server.database, server.keys, _now), timedelta(hours=hours)
        code = enrolment.new_code_again(terminal, valid) if terminal else enrolment.new_code(store or "", valid)
    document = {"code": code.code, "store": code.store, "expires_at": code.expires_at.isoformat(timespec="seconds")}
    if url:
        document["slip"] = f"{url.rstrip('/')}#{code.code}"
    if terminal:
        say("enrol_code_again", {**document, "terminal": terminal}, json)
    else:
        say("enrol_code_made", document, json)
    if url and not json:
        _print_slip(document["slip"])


def _print_slip(slip: str) -> None:
    """What a scanner reads off the screen, or off paper, and what it says."""
    from qrcode.main import QRCode

    picture = QRCode(border=2)
    picture.add_data(slip)
    picture.print_ascii(invert=True)
    typer.echo(slip)


@app.command(name="import-members")
def import_members(
    file: Annotated[
        Path, typer.Argument(exists=True, dir_okay=False, readable=False, help="CSV with a heading, or JSON Lines.")
    ],
    store: Annotated[str, typer.Option("--store", help="The store whose brand owes the points.")],
    home: HomeOption,
    database: DatabaseOption = None,
    json: JsonOption = False,
) -> None:
    """Takes members over from elsewhere, with their points; phones that are known stay as they are."""
    from sync.server.office.import_file import read_members
    from sync.server.office.members import ImportPlace
    from sync.server.office.members import import_members as take_over
    from sync.server.programmes.programmes import require_latest

    incoming = read_members(file)
    with open_server(home, database, open_secrets()) as server:
        with server.database.read() as connection:
            programme = require_latest(connection).programme
        rules = programme.store(store)
        place = ImportPlace(rules.brand, store, rules.cell, programme.digest)
        report = take_over(server.database, server.keys, place, incoming, _now)
    say("members_imported", asdict(report), json)


@app.command()
def revoke(
    terminal: Annotated[str, typer.Argument(help="The terminal's id, as server status shows it.")],
    home: HomeOption,
    database: DatabaseOption = None,
    json: JsonOption = False,
) -> None:
    """Shuts a terminal out; what it pushes from now on is kept in quarantine."""
    from sync.server.office.overview import revoke as shut_out

    with open_server(home, database, open_secrets()) as server:
        shut_out(server.database, terminal, _now)
    say("terminal_shut_out", {"terminal": terminal}, json)


@app.command()
def status(home: HomeOption, database: DatabaseOption = None, json: JsonOption = False) -> None:
    """The server in figures, and every terminal."""
    from sync.server.office.overview import overview

    with open_server(home, database, open_secrets()) as server:
        seen = overview(server.database)
    if json:
        say("server_status", asdict(seen), True)
        return
    say("server_status", {**asdict(seen), "terminal_count": len(seen.terminals)}, False)
    for line in seen.terminals:
        say("server_terminal", {**asdict(line), "mark": _mark(line.frozen, line.revoked)}, False)


@app.command()
def export(
    home: HomeOption,
    *,
    first: Annotated[datetime | None, typer.Option("--from", formats=["%Y-%m-%d"], help="First business day.")] = None,
    last: Annotated[datetime | None, typer.Option("--to", formats=["%Y-%m-%d"], help="Last business day.")] = None,
    database: DatabaseOption = None,
) -> None:
    """Prints the ledger as JSON Lines, one posted entry a line; members are ids, never names or phones."""
    from sync.server.office.export import export_ledger

    with open_server(home, database, open_secrets()) as server:
        for entry in export_ledger(server.database, first and first.date(), last and last.date()):
            print_json(entry)


def _mark(frozen: bool, revoked: bool) -> str:
    return "✗" if revoked else "!" if frozen else "·"
