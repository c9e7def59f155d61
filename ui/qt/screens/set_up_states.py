"""Setting a till up, in pictures."""

from collections.abc import Callable, Mapping

from ui.qt.screens.sample_care import SampleCare
from ui.qt.screens.scene import Scene
from ui.viewmodels.commands import Command


def _first(scene: Scene) -> None:
    """A new till."""
    scene.till.set_up(_nothing_more)


def _done(scene: Scene) -> None:
    """All of it done."""
    chosen = {"printer": "file:///dev/usb/lp0", "wedge_gap_ms": "25", "screen_mm_per_100px": "24.1"}
    scene.till.desk.care = SampleCare(chosen)
    _first(scene)


def _printer(scene: Scene) -> None:
    _first(scene)
    scene.type("1")


def _printer_asking(scene: Scene) -> None:
    _printer(scene)
    scene.type("2")


def _printer_not_out(scene: Scene) -> None:
    _printer_asking(scene)
    scene.press(Command.UNDO, Command.UNDO)


def _drawer(scene: Scene) -> None:
    _printer_asking(scene)
    scene.type("d")


def _drawer_shut(scene: Scene) -> None:
    _drawer(scene)
    scene.press(Command.UNDO, Command.UNDO)


def _with_drawer(scene: Scene) -> None:
    _drawer(scene)
    scene.press(Command.ENTER)


def _screen(scene: Scene) -> None:
    _first(scene)
    scene.type("3")
    scene.press(Command.UP, Command.MORE)


SET_UP_STATES: Mapping[str, Callable[[Scene], None]] = {
    "set-up": _first,
    "set-up-done": _done,
    "set-up-printer": _printer,
    "set-up-printer-asking": _printer_asking,
    "set-up-printer-not-out": _printer_not_out,
    "set-up-drawer": _drawer,
    "set-up-drawer-shut": _drawer_shut,
    "set-up-with-drawer": _with_drawer,
    "set-up-screen": _screen,
}


def _nothing_more() -> None:
    """It is only a picture."""
