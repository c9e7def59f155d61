"""Where Tab goes: through what takes the focus, in the order in which it stands on the screen."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QScrollArea, QWidget


def go_to_next(home: QWidget | None, parts: Sequence[QWidget], focused: QWidget | None, *, forward: bool) -> bool:
    """Gives the focus to the next of what is in ``parts``, or to the one before; ``home`` comes between last and first.

    Whether there was anything to give it to.
    """
    stops = [] if home is None else [home]
    stops += [widget for part in parts for widget in part.findChildren(QWidget) if _takes_tab(widget)]
    if not stops:
        return False
    now = next((place for place, stop in enumerate(stops) if stop is focused), -1 if forward else 0)
    stop = stops[(now + (1 if forward else -1)) % len(stops)]
    stop.setFocus(Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason)
    _bring_into_sight(stop)
    return True


def _takes_tab(widget: QWidget) -> bool:
    if not (widget.isVisible() and widget.isEnabled()):
        return False
    group = widget.group() if isinstance(widget, QAbstractButton) else None
    chosen = group.checkedButton() if group is not None and group.exclusive() else None
    if group is None or chosen is None:
        return _is_stop(widget)
    return widget is chosen and any(_is_stop(button) for button in group.buttons())  # arrows lead to the others


def _is_stop(widget: QWidget) -> bool:
    return bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)


def _bring_into_sight(widget: QWidget) -> None:
    holder = widget.parentWidget()
    while holder is not None:
        if isinstance(holder, QScrollArea):
            holder.ensureWidgetVisible(widget, 0, 0)
        holder = holder.parentWidget()
