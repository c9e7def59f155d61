"""``stillpoint terminal staff``: who may sign in at this terminal."""

import sys
from dataclasses import asdict
from typing import Annotated

import typer

from resources.language import sentence
from terminal.domain.errors import Refusal
from terminal.domain.staff import Colleague, Role
from terminal.ports.staff import StaffEvent
from terminal.usecases.staff import (
    AddStaff,
    Listed,
    add_staff,
    everyone,
    remove_staff,
    set_active,
    set_pin,
    set_role,
    staff_trail,
)
from ui.cli.answers import say
from ui.cli.opened import opened_till
from ui.cli.options import HomeOption, JsonOption, language_here, print_json

app = typer.Typer(name="staff", help="Who may sign in at this terminal, and who is a manager.", no_args_is_help=True)

NameArgument = Annotated[str, typer.Argument(help="Their name, as it stands on receipts.")]


@app.callback()
def staff() -> None:
    """Who may sign in at this terminal, and who is a manager. Without any staff nobody is asked for anything."""


@app.command()
def add(
    name: NameArgument,
    home: HomeOption,
    role: Annotated[
        Role, typer.Option(help="A manager approves; the first of the staff has to be one.")
    ] = Role.CASHIER,
    json: JsonOption = False,
) -> None:
    """Lets somebody sign in. The PIN is asked for, or read as one line of standard input; it is never an argument."""
    with opened_till(home) as till:
        done = add_staff(till, AddStaff(name, role, _pin_of(name)))
    _say("staff_added", done, json)


@app.command(name="list")
def list_all(home: HomeOption, json: JsonOption = False) -> None:
    """Who may sign in, and who may no longer."""
    with opened_till(home) as till:
        people = everyone(till)
    if json:
        print_json({"ok": True, "staff": [_listed(one) for one in people]})
        return
    for one in people:
        _say("staff_line" if one.is_active else "staff_line_off", one.who, json)
    if not people:
        say("staff_none", {}, json)


@app.command()
def deactivate(name: NameArgument, home: HomeOption, json: JsonOption = False) -> None:
    """Lets somebody sign in no longer, until they are activated again."""
    with opened_till(home) as till:
        done = set_active(till, name, is_active=False)
    _say("staff_deactivated", done, json)


@app.command()
def activate(name: NameArgument, home: HomeOption, json: JsonOption = False) -> None:
    """Lets somebody sign in again, with the PIN that they had."""
    with opened_till(home) as till:
        done = set_active(till, name, is_active=True)
    _say("staff_activated", done, json)


@app.command()
def remove(name: NameArgument, home: HomeOption, json: JsonOption = False) -> None:
    """Forgets somebody, who signs in no longer; what bears their name stays as it is."""
    with opened_till(home) as till:
        done = remove_staff(till, name)
    _say("staff_removed", done, json)


@app.command()
def pin(name: NameArgument, home: HomeOption, json: JsonOption = False) -> None:
    """Gives somebody another PIN, asked for or read as one line of standard input; it unlocks them too."""
    with opened_till(home) as till:
        done = set_pin(till, name, _pin_of(name))
    _say("staff_pin_set", done, json)


@app.command()
def role(
    name: NameArgument,
    new: Annotated[Role, typer.Argument(help="What they are from now on.")],
    home: HomeOption,
    json: JsonOption = False,
) -> None:
    """Makes somebody a manager or a cashier; they sign in with the PIN that they had."""
    with opened_till(home) as till:
        done = set_role(till, name, new)
    _say("staff_role_changed", done, json)


@app.command()
def trail(
    home: HomeOption,
    last: Annotated[int, typer.Option(min=1, max=10_000, help="How many lines.")] = 50,
    json: JsonOption = False,
) -> None:
    """Who signed in, was locked out, and approved what for whom; the latest first."""
    with opened_till(home) as till:
        notes = staff_trail(till, last)
    if json:
        print_json({"ok": True, "trail": [{**asdict(note), "at": note.at.isoformat()} for note in notes]})
        return
    for note in notes:
        kind = "staff_trail_approved" if note.event is StaffEvent.APPROVED else "staff_trail"
        event = _word(f"staff_event_{note.event.value}")
        at = note.at.astimezone().isoformat(sep=" ", timespec="seconds")
        say(kind, {"at": at, "event": event, "name": note.name, "deed": note.deed, "asked_by": note.asked_by}, False)


def _pin_of(name: str) -> str:
    """Typed twice by a person, or one line of a pipe. Raises ``Refusal("pin_mismatch")``."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    typed = _ask("staff_pin_prompt", name)
    if typed != _ask("staff_pin_again", name):
        raise Refusal("pin_mismatch")
    return typed


def _ask(kind: str, name: str) -> str:
    text = sentence(kind, {"name": name}, language_here(), section="cli")
    return str(typer.prompt(text, hide_input=True))


def _document(who: Colleague) -> dict[str, object]:
    return {"name": who.name, "role": who.role.value}


def _listed(one: Listed) -> dict[str, object]:
    return {**_document(one.who), "active": one.is_active}


def _say(kind: str, who: Colleague, as_json: bool) -> None:
    if as_json:
        say(kind, _document(who), as_json)
        return
    say(kind, {"name": who.name, "role": _word(f"staff_role_{who.role.value}")}, False)


def _word(kind: str) -> str:
    return sentence(kind, {}, language_here(), section="cli")
