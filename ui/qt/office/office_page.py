"""The office: the side menu, and the section it opened."""

from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QApplication, QLineEdit, QStackedWidget, QWidget

from ui.qt.design.tokens import GAP_LARGE
from ui.qt.office.section_page import SectionPage
from ui.qt.office.sections import section_page
from ui.qt.office.side_menu import SideMenu
from ui.qt.screens.note_card import NoteCard
from ui.qt.widgets.frames import column, row
from ui.qt.widgets.stage_page import StagePage
from ui.viewmodels.commands import Command
from ui.viewmodels.office.office import Office
from ui.viewmodels.office.section import SectionName
from ui.viewmodels.till import Till


class OfficePage(StagePage):
    """Shows an ``Office`` stage. A section's widget is built when the section is first chosen.

    The first one is built with the first look at it, once the page stands in its window.
    """

    def __init__(self, window: QWidget, till: Till, stage: Office) -> None:
        super().__init__()
        self._window, self._till, self._stage = window, till, stage
        self._built: dict[SectionName, SectionPage] = {}
        self._menu = SideMenu([(name.value, stage.title(name)) for name in stage.names])
        self._menu.chosen.connect(self._choose)
        self._menu.left.connect(self._leave)
        self._notice = NoteCard()
        self._sections = QStackedWidget()
        layout = row(self)
        layout.addWidget(self._menu)
        right = column()
        right.addWidget(self._sections, 1)
        self._note = QWidget()
        column(self._note, (GAP_LARGE, 0, GAP_LARGE, GAP_LARGE)).addWidget(self._notice)
        right.addWidget(self._note)
        layout.addLayout(right, 1)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._show_held)

    @property
    def section(self) -> SectionPage:
        """The widget of the section that is shown."""
        return self._built[self._stage.chosen]

    def refresh(self) -> None:
        """Shows the chosen section as it is now."""
        name = self._stage.chosen
        if name not in self._built:
            self._built[name] = section_page(name, self._till, self._stage.section)
            self._sections.addWidget(self._built[name])
        if self._sections.currentWidget() is not self.section:
            self._window.setFocus()  # before the field that has it is hidden
            self._sections.setCurrentWidget(self.section)
        self._menu.show_chosen(self._stage.names.index(name))
        self._show_held()
        self.section.refresh()
        self._notice.show_notice(self._till.desk.notice)
        self._note.setVisible(self._till.desk.notice is not None)

    @Slot()
    def _show_held(self) -> None:
        """A field that has the focus takes the digits, and so may the section."""
        is_typed_into = isinstance(self._window.focusWidget(), QLineEdit)
        self._menu.show_held(is_held=is_typed_into or self._stage.section.takes_digits)

    def turn(self, step: int) -> None:
        """The section's next page, or the one before."""
        self.section.turn(step)

    def _choose(self, place: int) -> None:
        self._till.do(partial(self._stage.choose, self._stage.names[place]))

    def _leave(self) -> None:
        self._stage.section.is_entered = False
        self._till.press(Command.BACK)
