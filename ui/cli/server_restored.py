"""``stillpoint server restored``: what follows after the database was put back from an older copy."""

from typing import Annotated

import typer

from ui.cli.answers import say
from ui.cli.options import HomeOption, JsonOption
from ui.cli.server_home import open_server
from ui.secrets import open_secrets

_DatabaseOption = Annotated[
    str | None, typer.Option("--database", envvar="STILLPOINT_DATABASE", help="As for stillpoint server run.")
]


def restored(home: HomeOption, database: _DatabaseOption = None, json: JsonOption = False) -> None:
    """Run it once, before the server starts, after the database was put back from an older copy.

    Every terminal then takes all its members anew, and brings again the frames that the copy lacks.
    """
    from sync.server.posting.restored import begin_feed_anew

    with open_server(home, database, open_secrets()) as server:
        say("server_restored", {"cells": begin_feed_anew(server.database)}, json)
