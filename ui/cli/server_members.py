"""``stillpoint server member``: erasing people, what they are known by, and codes for them to show."""

from dataclasses import asdict
from typing import Annotated

import typer

from ui.cli.answers import say
from ui.cli.options import HomeOption, JsonOption
from ui.cli.server_home import open_desk
from ui.cli.server_options import ByOption, DatabaseOption, MemberArgument, ReasonOption


def add_member_commands(app: typer.Typer) -> None:
    """Puts these commands beside the others about members."""
    app.command()(erase)
    app.command()(identifier)
    app.command()(code)


def erase(
    member: MemberArgument,
    home: HomeOption,
    *,
    reason: ReasonOption = "",
    by: ByOption = "",
    database: DatabaseOption = None,
    json: JsonOption = False,
) -> None:
    """Forgets who a member is, here and with their next sync on every terminal; what was booked stays booked."""
    from sync.server.office.erasing import erase_member

    with open_desk(home, database, by, reason) as desk:
        erased = erase_member(desk, member)
    say("member_erased", asdict(erased), json)


def identifier(  # noqa: PLR0913  # a parameter for each option
    member: MemberArgument,
    home: HomeOption,
    *,
    add: Annotated[str | None, typer.Option("--add", help="A phone or card that becomes theirs.")] = None,
    remove: Annotated[str | None, typer.Option("--remove", help="A phone or card that is theirs no more.")] = None,
    move_from: Annotated[
        str | None, typer.Option("--move-from", help="Whose phone and card become theirs; with --add, that one alone.")
    ] = None,
    reason: ReasonOption = "",
    by: ByOption = "",
    database: DatabaseOption = None,
    json: JsonOption = False,
) -> None:
    """Changes what finds a member. They have one phone and one card: a new one takes the place of the old."""
    from sync.server.accounts.known_by import Change, change_identifiers

    with open_desk(home, database, by, reason) as desk:
        changed = change_identifiers(desk, member, Change(add, remove, move_from))
    say("member_identifiers_changed", asdict(changed), json)


def code(
    member: MemberArgument, home: HomeOption, *, database: DatabaseOption = None, json: JsonOption = False
) -> None:
    """Makes a member's code as their phone would show it: signed, for five minutes, taken once by each till."""
    from sync.server.office.member_codes import mint_code

    with open_desk(home, database, "", "") as desk:
        made = mint_code(desk, member)
    say("member_code", {**asdict(made), "expires_at": made.expires_at.isoformat()}, json)
