"""Who is at the till, what a manager approves, and the drawer's shift, in pictures."""

from collections.abc import Callable, Mapping

from ui.qt.screens.scene import Scene, standard_lines
from ui.viewmodels.cash_shift import ShiftPage
from ui.viewmodels.commands import Command

CASHIER_PIN, MANAGER_PIN = "1234", "987654"


def staff_arrives(scene: Scene) -> None:
    """Two cashiers and a manager are set up; the till asks who is there."""
    scene.shop.staff.arrive(scene.shop.language)
    scene.till.desk.refresh_shop()
    scene.till.tick()


def sign_in(scene: Scene, digit: str = "1", pin: str = CASHIER_PIN) -> None:
    """Somebody signs in."""
    staff_arrives(scene)
    scene.type(digit + pin)
    scene.press(Command.ENTER)


def _sign_in(scene: Scene) -> None:
    staff_arrives(scene)
    scene.press(Command.DOWN)
    scene.type("12")


def _sign_in_wrong(scene: Scene) -> None:
    staff_arrives(scene)
    scene.type("19999")
    scene.press(Command.ENTER)


def _locked(scene: Scene) -> None:
    sign_in(scene)
    standard_lines(scene)
    scene.press(Command.LOCK)


def _menu_of_staff(scene: Scene) -> None:
    sign_in(scene)
    standard_lines(scene)
    scene.press(Command.MENU)


def _approval(scene: Scene) -> None:
    sign_in(scene)
    standard_lines(scene)
    scene.press(Command.DRAWER)
    scene.type("987")


def _approval_wrong(scene: Scene) -> None:
    sign_in(scene)
    standard_lines(scene)
    scene.press(Command.DRAWER)
    scene.type("1111")
    scene.press(Command.ENTER)


def _shift_new(scene: Scene) -> None:
    scene.press(Command.CASH_SHIFT)
    for pieces in ("", "2", "4", "", "10", "6"):
        scene.type(pieces)
        scene.press(Command.DOWN)


def _shift_open(scene: Scene) -> None:
    _shift_new(scene)
    scene.press(Command.TENDER)
    scene.type("1500")
    scene.press(Command.TENDER)


def _shift_move(scene: Scene) -> None:
    _shift_open(scene)
    scene.type("23500")
    scene.press(Command.DOWN)


def _shift_count(scene: Scene) -> None:
    _shift_open(scene)
    scene.type("3")
    for pieces in ("", "24", "7", "", "12", "9", "", "15", "4", "8"):
        scene.type(pieces)
        scene.press(Command.DOWN)


def _shift_sum(scene: Scene) -> None:
    _shift_open(scene)
    scene.type("3")
    scene.press(Command.MORE)
    scene.type("28820")


def _shift_short(scene: Scene) -> None:
    _shift_count(scene)
    scene.press(Command.TENDER)


def _shift_even(scene: Scene) -> None:
    _shift_sum(scene)
    stage = scene.till.stage
    if isinstance(stage, ShiftPage):
        stage.count.clear()
        scene.type("29620")
    scene.press(Command.TENDER)


STAFF_STATES: Mapping[str, Callable[[Scene], None]] = {
    "sign-in": _sign_in,
    "sign-in-wrong": _sign_in_wrong,
    "locked": _locked,
    "menu-staff": _menu_of_staff,
    "approval": _approval,
    "approval-wrong": _approval_wrong,
    "shift-new": _shift_new,
    "shift-open": _shift_open,
    "shift-move": _shift_move,
    "shift-count": _shift_count,
    "shift-sum": _shift_sum,
    "shift-short": _shift_short,
    "shift-even": _shift_even,
}
