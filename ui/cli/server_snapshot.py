"""``stillpoint server snapshot``: the file that terminals start from."""

from dataclasses import asdict
from typing import Annotated

import typer

from terminal.domain.errors import Refusal
from terminal.ports.clock import SystemClock
from ui.cli.answers import say
from ui.cli.options import HomeOption, JsonOption
from ui.cli.server_home import open_server
from ui.secrets import open_secrets

_DatabaseOption = Annotated[
    str | None, typer.Option("--database", envvar="STILLPOINT_DATABASE", help="As for stillpoint server run.")
]


def snapshot(
    home: HomeOption,
    cell: Annotated[str | None, typer.Option("--cell", help="One cell; without it, all that have members.")] = None,
    database: _DatabaseOption = None,
    json: JsonOption = False,
) -> None:
    """Makes a file with all members of a cell, which new terminals fetch instead of thousands of pages.

    A running server makes them by itself where a cell has 5,000 members or more.
    """
    from sync.server.snapshots.building import OvertakenError, build_snapshot, cells_with_members

    with open_server(home, database, open_secrets()) as server:
        for wanted in (cell,) if cell else cells_with_members(server.database):
            try:
                made = build_snapshot(server.database, server.keys, wanted, SystemClock().now)
            except OvertakenError as error:
                raise Refusal("snapshot_overtaken", cell=wanted) from error
            say("snapshot_made", asdict(made), json)
