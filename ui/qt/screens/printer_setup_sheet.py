"""Finding the receipt printer: the ports that there are, a field for the network, and the question after the page."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QScrollArea, QWidget

from ui.qt.design.tokens import BILL_ROW, BUTTON, GAP, GAP_LARGE, GAP_SMALL, TOUCH, Colour, Type
from ui.qt.screens.note_card import NoteCard
from ui.qt.widgets.edits import PlainEdit
from ui.qt.widgets.frames import Surface, column, empty, row, scroll_area
from ui.qt.widgets.key_button import KeyButton
from ui.qt.widgets.label import Label
from ui.qt.widgets.sheet import Sheet
from ui.qt.widgets.tabs import Tabs
from ui.viewmodels.commands import Command
from ui.viewmodels.printer_setup import DRAWER_KEY, PAPERS, PrinterSetup, Trying
from ui.viewmodels.till import Till

WIDTH = 760
LIST_HEIGHT = 3 * BILL_ROW
ADDRESS_LENGTH_MAX = 80
KEY_WIDTH, TABS_WIDTH = 176, 220


class PortView(Surface):
    """A port; a touch prints a test page there."""

    def __init__(self, till: Till, stage: PrinterSetup, place: int, texts: tuple[str, str]) -> None:
        super().__init__("row")
        self._till, self._stage, self._place = till, stage, place
        self.setObjectName(f"port_{place}")
        self.setAccessibleName(" ".join(text for text in texts if text))
        self.setProperty("chosen", stage.chosen == place)
        self.setFixedHeight(BILL_ROW)
        said = column(gap=2)
        said.addStretch(1)
        said.addWidget(Label(texts[0], Type.LARGE))
        said.addWidget(Label(texts[1], Type.SMALL, Colour.SECOND))
        said.addStretch(1)
        layout = row(self, (GAP_SMALL, 0, GAP_SMALL, 0), GAP)
        layout.addLayout(said, 1)
        key = KeyButton(self.tr("Test page"), str(place + 1), height=TOUCH)
        key.setObjectName(f"try_{place}")
        key.set_width(KEY_WIDTH)
        key.setEnabled(stage.trying is Trying.CHOOSING)
        key.clicked.connect(self._try)
        layout.addWidget(key)

    def _try(self, _checked: bool = False) -> None:
        self._till.do(partial(self._stage.choose, self._place))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """The whole row is a button."""
        event.accept()
        self._try()


class PrinterSetupSheet(Sheet):
    """Shows a ``PrinterSetup`` stage."""

    def __init__(self, window: QWidget, till: Till, stage: PrinterSetup) -> None:
        super().__init__(window, WIDTH)
        self._till, self._stage = till, stage
        self._shown: object = None
        self.body.addWidget(Label(self.tr("Find the receipt printer"), Type.HEADING, bold=True))
        self._prompt = Label(scale=Type.LARGE, bold=True, wrap=True)
        self._prompt.setObjectName("prompt")
        self.body.addWidget(self._prompt)
        self.body.addWidget(self._list())
        self.body.addLayout(self._fields())
        self._notice = NoteCard()
        self.body.addWidget(self._notice)
        self.body.addWidget(self._drawer_key())
        self.body.addLayout(self._keys())
        self.refresh()

    def _list(self) -> QScrollArea:
        area, inside = scroll_area(), QWidget()
        area.setFixedHeight(LIST_HEIGHT)
        holder = column(inside)
        self._rows = column()
        holder.addLayout(self._rows)
        holder.addStretch(1)
        area.setWidget(inside)
        return area

    def _fields(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(GAP_SMALL)
        grid.setVerticalSpacing(GAP_LARGE)
        grid.setColumnStretch(1, 1)
        self._network(grid)
        self._papers(grid)
        return grid

    def _network(self, grid: QGridLayout) -> None:
        self.address = PlainEdit(ADDRESS_LENGTH_MAX)
        self.address.setObjectName("address")
        self.address.setAccessibleName(self.tr("Address of a printer on the network"))
        self.address.setPlaceholderText("192.168.1.50:9100")
        self.address.textEdited.connect(self._typed)
        self._try_address = KeyButton(self.tr("Test page"), Command.ENTER.key, height=BUTTON)
        self._try_address.setObjectName("try_address")
        self._try_address.set_width(KEY_WIDTH)
        self._try_address.clicked.connect(self._use_address)
        grid.addWidget(Label(self.tr("On the network"), tint=Colour.SECOND), 0, 0)
        grid.addWidget(self.address, 0, 1)
        grid.addWidget(self._try_address, 0, 2)

    def _papers(self, grid: QGridLayout) -> None:
        self._tabs = Tabs([f"{paper} mm" for paper in PAPERS], len(PAPERS))
        self._tabs.setFixedWidth(TABS_WIDTH)
        self._tabs.chosen.connect(self._choose_paper)
        self._look = KeyButton(self.tr("Look again"), "R", "link", height=TOUCH)
        self._look.setObjectName("look")
        self._look.set_width(KEY_WIDTH)
        self._look.clicked.connect(self._look_again)
        grid.addWidget(Label(self.tr("Paper width"), tint=Colour.SECOND), 1, 0)
        grid.addWidget(self._tabs, 1, 1, Qt.AlignmentFlag.AlignLeft)
        grid.addWidget(self._look, 1, 2)

    def _drawer_key(self) -> KeyButton:
        self._drawer = KeyButton(
            self.tr("It came out, and a cash drawer is connected: open it"), DRAWER_KEY, height=BUTTON
        )
        self._drawer.setObjectName("drawer")
        self._drawer.clicked.connect(self._try_drawer)
        return self._drawer

    def _keys(self) -> QBoxLayout:
        self._back = self._key(self.tr("Back"), Command.BACK, "back")
        self._no = self._key(self.tr("No, or not readable"), Command.UNDO, "no")
        self._yes = self._key(self.tr("Yes, it came out"), Command.ENTER, "yes", "primary")
        line = row(gap=GAP_SMALL)
        for key in (self._back, self._no, self._yes):
            line.addWidget(key, 1)
        return line

    def _key(self, text: str, command: Command, name: str, role: str = "") -> KeyButton:
        key = KeyButton(text, command.key, role, height=BUTTON)
        key.setObjectName(name)
        key.clicked.connect(partial(self._press, command))
        return key

    def refresh(self) -> None:
        """Shows how far it is."""
        stage = self._stage
        is_choosing = stage.trying is Trying.CHOOSING
        self._prompt.setText(stage.prompt)
        self._notice.show_notice(self._till.desk.notice)
        self.address.setEnabled(is_choosing)
        self._try_address.setEnabled(is_choosing and bool(stage.address.strip()))
        self._look.setEnabled(is_choosing and stage.ports is not None)
        self._tabs.show_chosen(PAPERS.index(stage.paper))
        for button in self._tabs.buttons:
            button.setEnabled(is_choosing or button.isChecked())
        self._show_keys()
        needed = stage.rows, stage.chosen, stage.trying
        if needed != self._shown:
            self._shown = needed
            if not is_choosing:
                self._window.setFocus()  # keys answer the question, not the field
            empty(self._rows)
            for place, texts in enumerate(stage.rows):
                self._rows.addWidget(PortView(self._till, stage, place, texts))

    def _show_keys(self) -> None:
        """What is asked of the page, or of the drawer."""
        stage, is_drawer = self._stage, self._stage.is_with_drawer
        is_asking = stage.trying in {Trying.ASKING, Trying.OPENED}
        self._drawer.setVisible(stage.trying is Trying.ASKING)
        self._yes.setVisible(is_asking)
        self._no.setVisible(is_asking)
        self._yes.set_text(self.tr("Yes, it opened") if is_drawer else self.tr("Yes, it came out"))
        self._no.set_text(self.tr("No, it stayed shut") if is_drawer else self.tr("No, or not readable"))
        self._back.set_text(self.tr("Without a drawer") if is_drawer else self.tr("Back"))

    def _typed(self, text: str) -> None:
        self._till.do(partial(self._stage.type, text))

    def _use_address(self, _checked: bool = False) -> None:
        self._till.do(self._stage.use_address)

    def _try_drawer(self, _checked: bool = False) -> None:
        self._till.do(self._stage.try_drawer)

    def _choose_paper(self, place: int) -> None:
        self._till.do(partial(self._stage.choose_paper, PAPERS[place]))

    def _look_again(self, _checked: bool = False) -> None:
        self._till.do(self._stage.look)

    def _press(self, command: Command, _checked: bool = False) -> None:
        self._till.press(command)
