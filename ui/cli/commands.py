"""The commands of ``stillpoint`` put together, and what becomes of a refusal."""

import os
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup
from typer.main import get_command

from resources.language import sentence
from terminal.domain.errors import Refusal
from ui.cli.main import HOME_VARIABLE
from ui.cli.options import (
    EXIT_REFUSED,
    JSON_KEY,
    LANGUAGE_KEY,
    language_here,
    say_refusal,
)

PARTS = {
    "till": "ui.cli.till",
    "terminal": "ui.cli.terminal",
    "device": "ui.cli.device",
    "server": "ui.cli.server",
    "demo": "ui.cli.demo.command",
}


class Stillpoint(TyperGroup):
    """The parts, each imported when it is asked for; a refusal is one sentence or one JSON object, and exit code 1."""

    def list_commands(self, ctx: Any) -> list[str]:
        """The names of the parts."""
        return [*PARTS, *super().list_commands(ctx)]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The part called ``cmd_name``; one whose libraries are not installed says so when it is used."""
        if cmd_name not in PARTS:
            return super().get_command(ctx, cmd_name)
        try:
            part = import_module(PARTS[cmd_name]).app
        except ModuleNotFoundError as error:
            part = _missing_part(cmd_name, error.name or cmd_name)
        command = get_command(part)
        command.name = cmd_name
        return command

    def invoke(self, ctx: Any) -> Any:
        """Runs the command in ``ctx``, a ``typer.Context``."""
        try:
            return super().invoke(ctx)
        except Refusal as refusal:
            language = ctx.meta.get(LANGUAGE_KEY) or language_here()
            say_refusal(refusal, language, ctx.meta.get(JSON_KEY, False))
            raise typer.Exit(EXIT_REFUSED) from refusal


def _missing_part(name: str, module: str) -> typer.Typer:
    missing = typer.Typer(add_completion=False)
    anything = {"allow_extra_args": True, "ignore_unknown_options": True}

    @missing.command(help=f"Not installed here: {module} is missing.", context_settings=anything)
    def say() -> None:
        raise Refusal("part_missing", part=name, module=module)

    return missing


app = typer.Typer(
    name="stillpoint",
    cls=Stillpoint,
    help="The till that keeps the group's members and points right when the network is gone.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)


def _say_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(sentence("version", {"version": version("stillpoint")}, section="cli"))
        raise typer.Exit


@app.callback()
def stillpoint(
    _version: Annotated[
        bool, typer.Option("--version", callback=_say_version, is_eager=True, help="Print the version and exit.")
    ] = False,
    home: Annotated[
        Path | None, typer.Option("--home", file_okay=False, help="The data folder, for every command that has one.")
    ] = None,
) -> None:
    """Sets what holds for every command."""
    if home is not None:
        os.environ[HOME_VARIABLE] = str(home)
