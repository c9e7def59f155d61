"""``stillpoint server run``: one process, or several that are one server."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from terminal.domain.errors import Refusal
from terminal.ports.clock import SystemClock
from ui.cli.answers import say
from ui.cli.options import HomeOption, JsonOption, print_json
from ui.cli.server_home import open_server
from ui.secrets import open_secrets

if TYPE_CHECKING:
    from sync.server.processes.sharing import Plan

_now = SystemClock().now


def run(  # noqa: PLR0913  # a parameter for each option
    home: HomeOption,
    *,
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port; 0 takes a free one.")] = 8765,
    certificate: Annotated[Path | None, typer.Option(exists=True, dir_okay=False, help="TLS certificate, PEM.")] = None,
    private_key: Annotated[Path | None, typer.Option(exists=True, dir_okay=False, help="Its key, PEM.")] = None,
    interval: Annotated[int, typer.Option(min=1, max=3600, help="Seconds between terminals' idle syncs.")] = 15,
    workers: Annotated[int, typer.Option(min=1, max=64, help="Processes that serve; above 1 needs PostgreSQL.")] = 1,
    posting: Annotated[
        int | None,
        typer.Option(min=1, max=64, help="Processes that post; on SQLite the one that serves does it.", metavar="N"),
    ] = None,
    log_format: Annotated[Literal["text", "json"], typer.Option(help="How log lines look.")] = "text",
    log_level: Annotated[Literal["debug", "info", "warning"], typer.Option(help="What is logged.")] = "warning",
    database: Annotated[str | None, typer.Option(envvar="STILLPOINT_DATABASE", help="See server init.")] = None,
    json: JsonOption = False,
) -> None:
    """Serves terminals until it is told to stop; prints its URL once it listens."""
    from sync.server.processes.sharing import Plan
    from sync.server.service import Pace
    from sync.server.storage.database import sqlite_url
    from sync.server.web.logs import LogSettings
    from sync.server.web.running import Address

    with open_server(home, database, open_secrets()) as server:
        keys = server.keys
    url = database or sqlite_url(home)
    plan = Plan(
        database_url=url,
        keys=keys,
        now=_now,
        address=Address(host, port, certificate, private_key),
        pace=Pace(interval),
        logs=LogSettings(log_format, log_level),
        workers=workers,
        posting=posting or _posting_processes(url),
    )
    try:
        _run(plan, json)
    except OSError as error:
        raise Refusal("address_unavailable", address=f"{host}:{port}") from error


def _posting_processes(database_url: str) -> int:
    """One, where a database takes more than one process: beside requests, posting would hold up every push."""
    from sync.server.storage.database_url import is_sqlite

    return 0 if is_sqlite(database_url) else 1


def _run(plan: "Plan", json: bool) -> None:
    from sync.server.processes.sharing import serve_alone
    from sync.server.processes.supervisor import Supervisor

    def announce(url: str) -> None:
        if json:
            print_json({"url": url})
        else:
            say("server_listens", {"url": url}, False)

    if plan.workers == 1 and not plan.posting:
        serve_alone(plan, announce)
    else:
        Supervisor(plan, announce).run()
