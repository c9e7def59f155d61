"""Options that the office's commands share."""

from typing import Annotated

import typer

DatabaseOption = Annotated[
    str | None,
    typer.Option(
        "--database",
        envvar="STILLPOINT_DATABASE",
        help="postgresql://host,host,…/name ; without it, an SQLite file in the home.",
    ),
]
MemberArgument = Annotated[str, typer.Argument(help="A member: id, phone or card.")]
ByOption = Annotated[str, typer.Option("--by", envvar="USER", help="Who does it; kept for ever.")]
ReasonOption = Annotated[str, typer.Option("--reason", help="Why; kept for ever.")]
