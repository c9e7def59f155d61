"""The staff section: who works here, and beside the list what can be done for the chosen one."""

from collections.abc import Callable
from functools import partial

from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QScrollArea, QWidget

from ui.qt.design.tokens import BILL_ROW, BUTTON, CARD_PADDING, GAP, GAP_LARGE, GAP_SMALL, TOUCH, Colour, Type
from ui.qt.office.nothing import Nothing
from ui.qt.office.section_page import SectionPage
from ui.qt.office.staff_form import StaffFormPanel
from ui.qt.widgets.chip import Chip
from ui.qt.widgets.frames import Surface, column, empty, row, scroll_area
from ui.qt.widgets.key_button import KeyButton
from ui.qt.widgets.label import Label, LinesLabel
from ui.viewmodels.office.staff import ACTIVE_KEY, ADD_KEY, PIN_KEY, ROLE_KEY, Staff, StaffRow
from ui.viewmodels.till import Till

PANEL_WIDTH, ADD_WIDTH = 336, 200


class StaffRowView(Surface):
    """Somebody; a touch chooses them."""

    def __init__(self, till: Till, section: Staff, index: int, shown: StaffRow) -> None:
        super().__init__("row")
        self._till, self._section, self._index = till, section, index
        self.setObjectName(f"staff_{index}")
        self.setAccessibleName(", ".join((shown.name, shown.role, shown.state)))
        self.setFixedHeight(BILL_ROW)
        texts = column(gap=2)
        texts.addStretch(1)
        texts.addWidget(LinesLabel(shown.name, tint=Colour.INK if shown.is_active else Colour.SECOND))
        texts.addWidget(Label(shown.role, Type.SMALL, Colour.SECOND))
        texts.addStretch(1)
        layout = row(self, (GAP, 0, GAP, 0), GAP_SMALL)
        layout.addLayout(texts, 1)
        layout.addWidget(Chip(shown.state, shown.tone))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Chooses them."""
        event.accept()
        self._till.do(partial(self._section.choose, self._index))


class StaffPage(SectionPage):
    """Shows ``Staff``."""

    def __init__(self, till: Till, section: Staff) -> None:
        super().__init__(section.title)
        self._till, self._section = till, section
        self.about.setText(self.tr("Enter goes into the list, Esc leads out"))
        self._shown: tuple[StaffRow, ...] | None = None
        self._views: list[StaffRowView] = []
        self._add = self._key(self.tr("Add"), ADD_KEY, "add", section.start_adding, TOUCH)
        self.add_key(self._add, ADD_WIDTH)
        halves = row(gap=GAP_LARGE)
        self._nobody = Nothing(till.desk.words.say("staff_nobody"))
        self._nobody.hide()
        halves.addWidget(self._nobody, 1)
        self._card = self._list()
        halves.addWidget(self._card, 1)
        self._panel = self._make_panel()
        halves.addWidget(self._panel)
        self.form = StaffFormPanel(till, section)
        self.form.setFixedWidth(PANEL_WIDTH)
        halves.addWidget(self.form)
        self.body.addLayout(halves, 1)
        self.refresh()

    def _list(self) -> QWidget:
        card, inside = Surface("card"), QWidget()
        self._rows = column(inside)
        self._area: QScrollArea = scroll_area()
        self._area.setObjectName("staff")
        self._area.setWidget(inside)
        column(card, (GAP_SMALL,) * 4).addWidget(self._area)
        return card

    def _make_panel(self) -> QWidget:
        panel = Surface("card")
        panel.setFixedWidth(PANEL_WIDTH)
        self._name, self._role = LinesLabel(scale=Type.LARGE, bold=True), Label(tint=Colour.SECOND, wrap=True)
        self._pin = self._key(self.tr("Another PIN"), PIN_KEY, "pin", self._section.start_pin)
        self._other_role = self._key("", ROLE_KEY, "role", self._section.change_role)
        self._switch = self._key("", ACTIVE_KEY, "switch", self._section.switch)
        body = column(panel, (CARD_PADDING, GAP, CARD_PADDING, GAP), GAP)
        for widget in (self._name, self._role, self._pin, self._other_role, self._switch):
            body.addWidget(widget)
        hint = self.tr("PINs are kept so that nobody can read them. Whoever forgets theirs gets another.")
        body.addStretch(1)
        body.addWidget(Label(hint, tint=Colour.SECOND, wrap=True))
        return panel

    def _key(self, text: str, letter: str, name: str, action: Callable[[], None], height: int = BUTTON) -> KeyButton:
        key = KeyButton(text, letter, height=height)
        key.setObjectName(name)
        key.clicked.connect(partial(self._do, action))
        return key

    def refresh(self) -> None:
        """Shows who is here, and the chosen one or the form."""
        section = self._section
        if section.listed is not None and section.rows != self._shown:
            self._show_rows(section.rows)
        for place, view in enumerate(self._views):
            view.show_chosen(place == section.chosen)
        if section.chosen is not None and section.chosen < len(self._views):
            self._area.ensureWidgetVisible(self._views[section.chosen])
        self._add.setEnabled(section.listed is not None and section.form is None)
        self._show_one(section.row)
        self._panel.setVisible(bool(section.rows) and section.form is None)
        self.form.refresh()

    def _show_one(self, shown: StaffRow | None) -> None:
        self._name.setText(shown.name if shown else self.tr("Choose somebody"))
        self._role.setText(f"{shown.role}・{shown.state}" if shown else "")
        is_manager = shown is not None and shown.is_manager
        self._other_role.set_text(self.tr("Change to cashier") if is_manager else self.tr("Change to store manager"))
        self._switch.set_text(self.tr("Let them in again") if shown and not shown.is_active else self.tr("Deactivate"))
        for key in (self._pin, self._other_role, self._switch):
            key.setEnabled(shown is not None)

    def _show_rows(self, rows: tuple[StaffRow, ...]) -> None:
        self._shown = rows
        empty(self._rows)
        self._views = [StaffRowView(self._till, self._section, place, shown) for place, shown in enumerate(rows)]
        for view in self._views:
            self._rows.addWidget(view)
        self._rows.addStretch(1)
        self._nobody.setVisible(not rows)
        self._card.setVisible(bool(rows))

    def _do(self, action: Callable[[], None], _checked: bool = False) -> None:
        self._till.do(action)
