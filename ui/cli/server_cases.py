"""``stillpoint server cases``: what a person should look at, and what they make of it."""

import json as jsonlib
from dataclasses import asdict
from typing import Annotated

import typer

from ui.cli.answers import say
from ui.cli.options import HomeOption, JsonOption, print_json
from ui.cli.server_home import open_desk, open_server
from ui.cli.server_options import ByOption, DatabaseOption, ReasonOption
from ui.secrets import open_secrets

cases_app = typer.Typer(name="cases", help="What a person should look at.", no_args_is_help=True)

CaseArgument = Annotated[str, typer.Argument(help="The case as the list names it.")]


@cases_app.command(name="list")
def list_all(
    home: HomeOption,
    *,
    only_open: Annotated[bool, typer.Option("--open/--all", help="Only what nobody has decided, or all.")] = True,
    code: Annotated[str | None, typer.Option("--code", help="Only cases with this code.")] = None,
    database: DatabaseOption = None,
    json: JsonOption = False,
) -> None:
    """The cases, the oldest first."""
    from sync.server.office.case_queue import list_cases

    with open_server(home, database, open_secrets()) as server, server.database.read() as connection:
        found = list_cases(connection, only_open=only_open, code=code)
    if json:
        print_json({"ok": True, "cases": [asdict(case) for case in found]})
        return
    for case in found:
        at = case.found_at.isoformat(timespec="minutes")
        say("case_line", {"case": case.case, "code": case.code, "found_at": at, "mark": _mark(case.decision)}, False)
    if not found:
        say("cases_none", {}, False)


@cases_app.command()
def show(case: CaseArgument, home: HomeOption, *, database: DatabaseOption = None, json: JsonOption = False) -> None:
    """A case with its evidence: frames, figures, who it concerns (masked)."""
    from sync.server.office.case_queue import show_case

    with open_server(home, database, open_secrets()) as server, server.database.read() as connection:
        shown = show_case(connection, server.keys, case)
    if json:
        print_json({"ok": True, **shown})
    else:
        typer.echo(jsonlib.dumps(shown, ensure_ascii=False, indent=2, default=str))


@cases_app.command()
def decide(
    case: CaseArgument,
    home: HomeOption,
    *,
    outcome: Annotated[str, typer.Option("--outcome", help="accept (what was set aside is booked) or dismiss.")],
    reason: ReasonOption = "",
    by: ByOption = "",
    database: DatabaseOption = None,
    json: JsonOption = False,
) -> None:
    """Closes a case; deciding the same again changes nothing."""
    from sync.server.office.case_queue import decide_case

    with open_desk(home, database, by, reason) as desk:
        decided = decide_case(desk, case, outcome)
    say("case_decided" if decided.changed else "case_unchanged", asdict(decided), json)


def _mark(decision: str | None) -> str:
    return "·" if decision is None else "✓"
