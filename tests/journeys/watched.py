"""The real command, with somebody in its process who says what is on the screen, as it would be read out.

Each line on standard input is answered by one on standard output, in JSON. ``seen`` lists what lies open to the eye:
the names of a widget and of those that it is in, its text, what stands in it where it can be typed into, its place on
the screen, and whether it can be used. ``secrets`` are this process's keys, for whoever reads its store later.
"""

import json
import sys
from collections.abc import Iterator
from typing import Any

from PySide6.QtCore import QObject, QPoint, QRect, QSocketNotifier
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QTableView, QWidget

from terminal.ports.secrets import MemorySecrets
from ui.cli.main import main as stillpoint
from ui.qt.one_application import this_application
from ui.secrets import open_secrets

Seen = dict[str, Any]


def seen() -> list[Seen]:
    """What lies open on every window."""
    return [
        one
        for window in QApplication.topLevelWidgets()
        if window.isVisible()
        for widget in (window, *window.findChildren(QWidget))
        if widget.isVisible()
        for one in _of(widget)
    ]


def _of(widget: QWidget) -> Iterator[Seen]:
    area = widget.visibleRegion().boundingRect()
    if area.isEmpty() or _is_covered(widget, area.center()):
        return
    text = widget.text() if isinstance(widget, QLabel) else widget.accessibleName()
    value = widget.text() if isinstance(widget, QLineEdit) else ""
    names = _names(widget)
    if text or value or widget.objectName():
        yield _seen(names, text, value, _placed(widget, area), is_usable=widget.isEnabled())
    if isinstance(widget, QTableView):
        yield from _cells(widget, names)


def _cells(table: QTableView, names: list[str]) -> Iterator[Seen]:
    model, view = table.model(), table.viewport()
    for row in range(model.rowCount()):
        for column in range(model.columnCount()):
            index = model.index(row, column)
            area = table.visualRect(index).intersected(view.rect())
            if not area.isEmpty():
                yield _seen([*names, f"row_{row}"], str(index.data() or ""), "", _placed(view, area), is_usable=True)


def _seen(names: list[str], text: str, value: str, place: list[int], *, is_usable: bool) -> Seen:
    return {"names": names, "text": text, "value": value, "place": place, "is_usable": is_usable}


def _is_covered(widget: QWidget, middle: QPoint) -> bool:
    """Whether something lies over it: what is in it, and what it is in, does not."""
    window = widget.window()
    top = window.childAt(widget.mapTo(window, middle)) or window
    return not (top is widget or widget.isAncestorOf(top) or top.isAncestorOf(widget))


def _placed(widget: QWidget, area: QRect) -> list[int]:
    corner = widget.mapToGlobal(area.topLeft())
    return [corner.x(), corner.y(), area.width(), area.height()]


def _names(widget: QWidget) -> list[str]:
    names: list[str] = []
    here: QObject | None = widget
    while here is not None:
        names.append(here.objectName())
        here = here.parent()
    return names[::-1]


def _secrets() -> dict[str, str]:
    kept = open_secrets()
    return {name: secret.hex() for name, secret in kept.kept.items()} if isinstance(kept, MemorySecrets) else {}


def main() -> None:
    """Runs the command; questions are answered while one of its windows is open."""
    application = this_application()
    notifier = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read, application)
    answers = {"seen": seen, "secrets": _secrets}

    def read() -> None:
        line = sys.stdin.readline()
        if not line:
            notifier.setEnabled(False)  # who asked has gone; the command goes on
            return
        sys.stdout.write(json.dumps({"answer": answers[json.loads(line)["ask"]]()}) + "\n")
        sys.stdout.flush()

    notifier.activated.connect(read)
    stillpoint()


if __name__ == "__main__":
    main()
