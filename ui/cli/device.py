"""``stillpoint device``: what hangs on the till."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from devices.states import DeviceReport, DeviceState
from resources.language import sentence
from ui.cli import device_simulate
from ui.cli.opened import opened_store
from ui.cli.options import HomeOption, JsonOption, language_here, print_json

if TYPE_CHECKING:
    from devices.settings import DeviceSettings

LOOK_SECONDS = 10.0

app = typer.Typer(name="device", help="Printers, scanners and what else hangs on the till.", no_args_is_help=True)
app.add_typer(device_simulate.app)


class Tried(StrEnum):
    """What can be tried out."""

    PRINTER = "printer"
    DRAWER = "drawer"
    SCANNER = "scanner"
    DISPLAY = "display"


_NAMES = {Tried.DISPLAY: "line_display"}


@app.command(name="list")
def list_devices(home: HomeOption, json: JsonOption = False) -> None:
    """Shows every device of this terminal and how it is, after one look at it."""
    from ui.compose.device_trials import look

    reports = look(_settings(home), LOOK_SECONDS)
    if json:
        print_json({"ok": True, "devices": [_document(report) for report in reports]})
        return
    for report in reports:
        typer.echo(_line(report))


@app.command(name="test")
def test_device(
    device: Annotated[Tried, typer.Argument(help="What to try out.")],
    home: HomeOption,
    seconds: Annotated[float, typer.Option("--seconds", min=1, max=600, help="How long to wait for a scan.")] = 20.0,
    json: JsonOption = False,
) -> None:
    """Prints a test page, opens the drawer, waits for a scan, or shows a text."""
    from ui.compose.device_trials import try_out

    name, settings = _NAMES.get(device, device.value), _settings(home)
    if device is Tried.SCANNER and not json:
        typer.echo(_say("trial_runs_scanner"))
    health = try_out(settings, name, seconds)
    if json:
        print_json({"ok": True, "device": name, "result": health.result, "text": health.detail})
    else:
        typer.echo(_say(f"trial_{health.result}_{name}", text=health.detail))


def _settings(home: Path) -> "DeviceSettings":
    """The devices in the terminal's settings. Raises what ``open_store`` raises."""
    from ui.compose.peripherals import device_settings

    with opened_store(home) as store:
        return device_settings(store)


def _document(report: DeviceReport) -> dict[str, object]:
    error = report.last_error
    return {
        "device": report.device,
        "port": report.port,
        "state": report.status.state,
        "detail": report.status.detail,
        "last_error": {"detail": error.detail, "at": error.at.isoformat()} if error else None,
        "last_good": report.last_good.isoformat() if report.last_good else None,
    }


def _line(report: DeviceReport) -> str:
    is_set_up = bool(report.port) or report.status.state is not DeviceState.CLOSED
    state = _say(f"state_{report.status.detail or report.status.state}" if is_set_up else "state_not_set")
    return f"{_say('device_state', device=_say(f'device_{report.device}'), state=state)}  {report.port}".rstrip()


def _say(kind: str, **data: object) -> str:
    return sentence(kind, data, language_here(), section="till")
