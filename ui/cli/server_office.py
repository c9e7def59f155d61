"""``stillpoint server``: what the office does with members, households and settlement."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from terminal.domain.errors import Refusal
from terminal.ports.clock import SystemClock
from ui.cli.answers import say
from ui.cli.options import HomeOption, JsonOption
from ui.cli.server_cases import cases_app
from ui.cli.server_home import open_desk, open_server
from ui.cli.server_members import add_member_commands
from ui.cli.server_options import ByOption, DatabaseOption, MemberArgument, ReasonOption
from ui.cli.server_reservations import reservation_app
from ui.secrets import open_secrets

if TYPE_CHECKING:
    from sync.server.accounts.desk import Desk
    from sync.server.office.labels import LabelKind

household_app = typer.Typer(name="household", help="Members who share one account of points.", no_args_is_help=True)
member_app = typer.Typer(name="member", help="What head office calls members.", no_args_is_help=True)

MembersArgument = Annotated[list[str], typer.Argument(help="Its members: ids, phones or cards.")]
HouseholdArgument = Annotated[str, typer.Argument(help="The household's id, or anyone in it.")]
CodesArgument = Annotated[list[str], typer.Argument(help="Codes as conditions of the programme name them.")]
RemoveOption = Annotated[bool, typer.Option("--remove", help="Take them away instead.")]
PeriodOption = Annotated[str | None, typer.Option("--period", help="A month, as 2026-11; every one without it.")]


def add_office_commands(app: typer.Typer) -> None:
    """Puts these commands beside the others of the server."""
    app.command()(merge)
    app.command()(unmerge)
    app.command()(settlement)
    app.add_typer(household_app)
    add_member_commands(member_app)
    app.add_typer(member_app)
    app.add_typer(cases_app)
    app.command()(forget)
    app.add_typer(reservation_app)


def merge(
    member: MemberArgument,
    into: Annotated[str, typer.Argument(help="The member who stays: id, phone or card.")],
    home: HomeOption,
    *,
    reason: ReasonOption = "",
    by: ByOption = "",
    database: DatabaseOption = None,
    json: JsonOption = False,
) -> None:
    """Makes one member another name of a second, who gets all they had."""
    from sync.server.office.merges import merge_members

    with open_desk(home, database, by, reason) as desk:
        _tell("members_merged", asdict(merge_members(desk, member, into)), json)


def unmerge(
    member: MemberArgument,
    home: HomeOption,
    *,
    reason: ReasonOption = "",
    by: ByOption = "",
    database: DatabaseOption = None,
    json: JsonOption = False,
) -> None:
    """Makes a member of their own again of what had become another's name."""
    from sync.server.office.merges import unmerge_member

    with open_desk(home, database, by, reason) as desk:
        _tell("member_unmerged", asdict(unmerge_member(desk, member)), json)


def settlement(
    home: HomeOption,
    *,
    period: PeriodOption = None,
    database: DatabaseOption = None,
    json: JsonOption = False,
) -> None:
    """What brands owe each other for points of one spent at another."""
    from sync.server.office.settlement_report import settlement as report

    with open_server(home, database, open_secrets()) as server:
        found = report(server.database, _month(period))
    if json:
        say("settlement_total", asdict(found), True)
        return
    for line in found.lines:
        say("settlement_line", {**asdict(line), "group_currency": found.group_currency}, False)
    for total in found.totals:
        say("settlement_total", asdict(total), False)


def forget(home: HomeOption, *, database: DatabaseOption = None, json: JsonOption = False) -> None:
    """Drops tombstones that every terminal has had time to hear of; those away for longer start anew."""
    from sync.server.office.erasing import forget_tombstones

    with open_server(home, database, open_secrets()) as server:
        forgotten = forget_tombstones(server.database, SystemClock().now())
    say("tombstones_forgotten", {"count": forgotten}, json)


@household_app.command()
def create(
    members: MembersArgument,
    home: HomeOption,
    *,
    reason: ReasonOption = "",
    by: ByOption = "",
    database: DatabaseOption = None,
    json: JsonOption = False,
) -> None:
    """Makes a household; the points of its members go into one account."""
    from sync.server.office.households import create_household

    with open_desk(home, database, by, reason) as desk:
        _tell("household_shown", asdict(create_household(desk, members)), json)


@household_app.command()
def join(
    member: MemberArgument,
    household: HouseholdArgument,
    home: HomeOption,
    *,
    reason: ReasonOption = "",
    by: ByOption = "",
    database: DatabaseOption = None,
    json: JsonOption = False,
) -> None:
    """Takes a member into a household; their points go into its account."""
    from sync.server.office.households import join_household

    with open_desk(home, database, by, reason) as desk:
        _tell("household_shown", asdict(join_household(desk, member, household)), json)


@household_app.command()
def leave(
    member: MemberArgument,
    home: HomeOption,
    *,
    reason: ReasonOption = "",
    by: ByOption = "",
    database: DatabaseOption = None,
    json: JsonOption = False,
) -> None:
    """Takes a member out of their household; the points stay in its account."""
    from sync.server.office.households import leave_household

    with open_desk(home, database, by, reason) as desk:
        left = leave_household(desk, member)
    if left is None:
        _tell("household_none", {"changed": False}, json)
    else:
        _tell("household_shown", asdict(left), json)


@household_app.command()
def show(
    household: HouseholdArgument, home: HomeOption, *, database: DatabaseOption = None, json: JsonOption = False
) -> None:
    """Who is in a household, and the points they share."""
    from sync.server.office.households import show_household

    with open_desk(home, database, "", "") as desk:
        _tell("household_shown", asdict(show_household(desk, household)), json)


@member_app.command()
def tag(
    member: MemberArgument,
    codes: CodesArgument,
    home: HomeOption,
    *,
    remove: RemoveOption = False,
    reason: ReasonOption = "",
    by: ByOption = "",
    database: DatabaseOption = None,
    json: JsonOption = False,
) -> None:
    """Gives a member tags, or takes them away."""
    from sync.server.office.labels import LabelKind

    with open_desk(home, database, by, reason) as desk:
        _label(desk, member, LabelKind.TAG, codes, remove, json)


@member_app.command()
def segment(
    member: MemberArgument,
    codes: CodesArgument,
    home: HomeOption,
    *,
    remove: RemoveOption = False,
    reason: ReasonOption = "",
    by: ByOption = "",
    database: DatabaseOption = None,
    json: JsonOption = False,
) -> None:
    """Puts a member into segments, or takes them out."""
    from sync.server.office.labels import LabelKind

    with open_desk(home, database, by, reason) as desk:
        _label(desk, member, LabelKind.SEGMENT, codes, remove, json)


def _label(desk: "Desk", member: str, kind: "LabelKind", codes: list[str], remove: bool, json: bool) -> None:
    from sync.server.office.labels import label_member

    labelled = label_member(desk, member, kind, codes, remove=remove)
    _tell("member_labelled", {**asdict(labelled), "kind": kind.name.lower()}, json)


def _tell(kind: str, document: Mapping[str, Any], json: bool) -> None:
    texts = {name: ", ".join(value) if isinstance(value, (list, tuple)) else value for name, value in document.items()}
    say(kind, document if json else texts, json)


def _month(period: str | None) -> str | None:
    if period is None:
        return None
    year, _, month = period.partition("-")
    digits = len(year) == 4 and len(month) == 2 and f"{year}{month}".isdecimal()
    if digits and 1 <= int(month) <= 12:
        return period
    raise Refusal("period_invalid", period=period[:40])
