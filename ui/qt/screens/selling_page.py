"""The bill screen: three columns whose widths follow the window."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QStackedWidget, QWidget

from ui.qt.design.tokens import GAP_LARGE
from ui.qt.screens.bill_panel import BillPanel
from ui.qt.screens.menu_panel import MenuPanel
from ui.qt.screens.omnibox_panel import OmniboxPanel
from ui.qt.widgets.frames import row

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from ui.qt.screens.member_panel import MemberPanel
    from ui.viewmodels.till import Till

COLUMN_WIDTHS = ((1680, 440, 640), (1200, 368, 524), (0, 304, 372))
"""From which window width on, how wide the left and the right column are."""


class SellingPage(QWidget):
    """Member left, items in the middle, bill right."""

    def __init__(self, till: Till, parent: QWidget) -> None:
        super().__init__(parent)
        self._till = till
        self.setObjectName("page")
        # Each is in its place before it is filled: whatever moves is dressed anew, with all that is in it.
        self._left = QStackedWidget(self)
        self.omnibox = OmniboxPanel(till, self._left)
        self.menu, self.bill = MenuPanel(till, self), BillPanel(till, self)
        self._left.addWidget(self.omnibox)
        layout = row(self, (GAP_LARGE,) * 4, GAP_LARGE)
        layout.addWidget(self._left)
        layout.addWidget(self.menu, 1)
        layout.addWidget(self.bill)

    @cached_property
    def member(self) -> MemberPanel:
        """The member's card, from when the first of them comes."""
        from ui.qt.screens.member_panel import MemberPanel

        panel = MemberPanel(self._till, self._left)
        self._left.addWidget(panel)
        return panel

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Gives the columns the widths for this window."""
        super().resizeEvent(event)
        _, left, right = next(widths for widths in COLUMN_WIDTHS if self.width() >= widths[0])
        self._left.setFixedWidth(left)
        self.bill.setFixedWidth(right)

    @property
    def tab_order(self) -> tuple[QWidget, ...]:
        """The tiles come first: what has no key of its own is there."""
        return (self.menu.stack, self.menu.tabs, self.bill, self._left)

    def refresh(self) -> None:
        """Shows the view-model as it is now."""
        self._left.setCurrentWidget(self.member if self._till.has_member else self.omnibox)
        for panel in (self.omnibox, self.menu, self.bill):
            panel.refresh()
        if "member" in vars(self):
            self.member.refresh()
