"""``stillpoint server reservation``: points that are set aside for terminals."""

from dataclasses import asdict
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ui.cli.answers import say
from ui.cli.options import HomeOption, JsonOption
from ui.cli.server_home import open_desk, open_server
from ui.cli.server_options import ByOption, DatabaseOption, ReasonOption
from ui.secrets import open_secrets

if TYPE_CHECKING:
    from sync.server.reservations.office import ReservationLine

reservation_app = typer.Typer(name="reservation", help="Points set aside for terminals.", no_args_is_help=True)

ReservationArgument = Annotated[str, typer.Argument(help="The reservation's id, as reservation list shows it.")]


@reservation_app.command(name="list")
def list_all(
    home: HomeOption,
    *,
    closed: Annotated[bool, typer.Option("--closed", help="Those that have ended as well.")] = False,
    database: DatabaseOption = None,
    json: JsonOption = False,
) -> None:
    """Which terminal holds how many points of whom, until when."""
    from sync.server.reservations.office import list_reservations

    with open_server(home, database, open_secrets()) as server:
        found = list_reservations(server.database, closed=closed)
    if json:
        say("reservation_line", {"reservations": [_shown(asdict(line)) for line in found]}, True)
        return
    for line in found:
        say("reservation_line", {**asdict(line), "reservation_state": _state(line)}, False)


@reservation_app.command()
def recall(
    reservation: ReservationArgument,
    home: HomeOption,
    *,
    reason: ReasonOption = "",
    by: ByOption = "",
    database: DatabaseOption = None,
    json: JsonOption = False,
) -> None:
    """Asks the terminal to give its points back; it does so when it has heard."""
    from sync.server.reservations.office import recall_reservation

    with open_desk(home, database, by, reason) as desk:
        say("reservation_recalled", asdict(recall_reservation(desk, reservation)), json)


@reservation_app.command()
def grant(  # noqa: PLR0913  # a parameter for each option
    member: Annotated[str, typer.Argument(help="A member: id, phone or card.")],
    home: HomeOption,
    *,
    terminal: Annotated[str, typer.Option("--terminal", help="The terminal's id, as server status shows it.")],
    points: Annotated[int, typer.Option("--points", min=1, help="The most points it is to hold.")],
    days: Annotated[int, typer.Option("--days", min=1, max=366, help="For so many days from today on.")] = 30,
    reason: ReasonOption = "",
    by: ByOption = "",
    database: DatabaseOption = None,
    json: JsonOption = False,
) -> None:
    """Sets points of a member aside for a terminal; where another holds some, it is asked for them first."""
    from sync.server.reservations.office import grant_reservation

    with open_desk(home, database, by, reason) as desk:
        last_day = desk.now().date() + timedelta(days=days)
        granted = grant_reservation(desk, member, terminal, points, last_day)
    say("reservation_waits" if granted.recalled else "reservation_granted", asdict(granted), json)


@reservation_app.command()
def release(
    reservation: ReservationArgument,
    home: HomeOption,
    *,
    reason: ReasonOption,
    by: ByOption = "",
    database: DatabaseOption = None,
    json: JsonOption = False,
) -> None:
    """Ends the reservation of a terminal that is lost; what it redeemed without a word can be lost."""
    from sync.server.reservations.office import release_reservation

    with open_desk(home, database, by, reason) as desk:
        say("reservation_released", asdict(release_reservation(desk, reservation)), json)


def _state(line: "ReservationLine") -> str:
    if line.is_waiting:
        return "waiting"
    if line.closed_at:
        return "closed"
    return "recalled" if line.recalled_at else "open"


def _shown(line: dict[str, Any]) -> dict[str, Any]:
    return {name: value.isoformat() if isinstance(value, datetime) else value for name, value in line.items()}
