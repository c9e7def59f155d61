"""The two keys at the foot of a sheet: back without, and on with what is there."""

from functools import partial

from PySide6.QtWidgets import QBoxLayout

from ui.qt.design.tokens import GAP_SMALL, KEY, KEY_LEAST
from ui.qt.widgets.frames import row
from ui.qt.widgets.key_button import KeyButton
from ui.viewmodels.commands import Command
from ui.viewmodels.till import Till


def answer_keys(
    till: Till, back: str, accept: str, *, back_name: str = "back", is_high: bool = False
) -> tuple[QBoxLayout, KeyButton]:
    """Both keys by their texts, and the second of them for whoever enables it. ``is_high`` is beside a number pad."""
    leave = KeyButton(back, Command.BACK.key)
    leave.setObjectName(back_name)
    leave.clicked.connect(partial(_press, till, Command.BACK))
    go_on = KeyButton(accept, Command.ENTER.key, "primary", size="heading" if is_high else "")
    go_on.setObjectName("accept")
    go_on.clicked.connect(partial(_press, till, Command.ENTER))
    line = row(gap=GAP_SMALL)
    if is_high:
        leave.set_height(KEY, KEY_LEAST)
        go_on.set_height(KEY, KEY_LEAST)
    line.addWidget(leave, 1)
    line.addWidget(go_on, 2)
    return line, go_on


def _press(till: Till, command: Command, _checked: bool = False) -> None:
    till.press(command)
