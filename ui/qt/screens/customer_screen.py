"""The screen that faces the customer: large and calm, without anything to press, on a display of its own."""

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QStackedWidget, QWidget

from ui.qt.design.tokens import CARD_PADDING, GAP, GAP_LARGE, GAP_SMALL, SHEET_PADDING, Colour, Type
from ui.qt.screens.customer_lines import CustomerLines
from ui.qt.widgets.frames import Surface, column, empty, row
from ui.qt.widgets.label import Figure, Label, LinesLabel, centred
from ui.qt.widgets.watermark import Watermark
from ui.viewmodels.customer import Amount, CustomerFace, CustomerView, Showing

ROOMY = 1600
"""From which window width on everything is a size larger."""

BESIDE_THE_BILL = 2
"""So many figures stand well apart beside the bill; more of them, as in an exchange, stand closer."""

MIDDLE = Qt.AlignmentFlag.AlignHCenter
LEFT = Qt.AlignmentFlag.AlignLeft
NEVER_IN_THE_WAY = (
    Qt.WindowType.Window
    | Qt.WindowType.FramelessWindowHint
    | Qt.WindowType.WindowDoesNotAcceptFocus
    | Qt.WindowType.WindowTransparentForInput
)


class CustomerScreen(QWidget):
    """Shows a ``CustomerView``. It never takes the focus; a key that reaches it all the same is the till's."""

    def __init__(self, view: CustomerView, till_window: QWidget | None = None) -> None:
        super().__init__()
        self._view, self._till_window = view, till_window
        self.setObjectName("window")
        self.setWindowTitle("Stillpoint")
        self.setWindowFlags(NEVER_IN_THE_WAY)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._layout = column(self)
        self._is_roomy: bool | None = None
        self._watermark: Watermark | None = None
        self._fit()
        view.changed.add(self.refresh)

    def refresh(self) -> None:
        """Shows the view-model as it is now."""
        face = self._view.face
        page = self._pages[face.showing]
        page.show_face(face)
        self._stack.setCurrentWidget(page)
        self._show_practice(face)

    def release(self) -> None:
        """Listens no more."""
        self._view.changed.remove(self.refresh)

    def _show_practice(self, face: CustomerFace) -> None:
        """What is shown is no sale: in words above, and across everything."""
        self._practice.set_text(face.practice)
        if self._watermark is not None and not face.mark:
            self.removeEventFilter(self._watermark)
            self._watermark.hide()
            self._watermark.deleteLater()
            self._watermark = None
        if self._watermark is None and face.mark:
            self._watermark = Watermark(self, face.mark)
            self._watermark.show()
        if self._watermark is not None:
            self._watermark.raise_()

    def _fit(self) -> None:
        """Builds the pages in the sizes for this window, unless they have them."""
        is_roomy = self.width() >= ROOMY
        if is_roomy == self._is_roomy:
            return
        self._is_roomy = is_roomy
        empty(self._layout)
        self._pages: dict[Showing, Page] = {
            Showing.IDLE: IdlePage(is_roomy),
            Showing.BILL: BillPage(is_roomy),
            Showing.DONE: DonePage(is_roomy),
        }
        self._practice = centred(Label(scale=Type.HEADING, tint=Colour.AMBER, bold=True, wrap=True))
        self._practice.setObjectName("customer_practice")
        self._practice.setContentsMargins(0, GAP_SMALL, 0, 0)
        self._stack = QStackedWidget()
        for page in self._pages.values():
            self._stack.addWidget(page)
        self._layout.addWidget(self._practice)
        self._layout.addWidget(self._stack, 1)
        self.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Takes other sizes on another display."""
        super().resizeEvent(event)
        self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Hands the key to the till, where the cashier meant it to go."""
        if self._till_window is not None:
            QCoreApplication.sendEvent(self._till_window, event)

    def changeEvent(self, event: QEvent) -> None:
        """Gives the keyboard back, should a window manager have given it to us."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and self.isActiveWindow() and self._till_window is not None:
            self._till_window.activateWindow()


class Page(QWidget):
    """One page of the screen."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("page")

    def show_face(self, face: CustomerFace) -> None:
        """Shows another face."""
        raise NotImplementedError


class IdlePage(Page):
    """Nobody is there: the shop's name and a greeting."""

    def __init__(self, is_roomy: bool) -> None:
        super().__init__()
        self._shop = Figure(Type.DISPLAY if is_roomy else Type.TOTAL, Colour.TEAL_INK, MIDDLE)
        self._greeting = centred(Label(scale=Type.TOTAL if is_roomy else Type.FIGURE, bold=True))
        self._note = centred(Label(scale=Type.FIGURE if is_roomy else Type.HEADING, tint=Colour.SECOND, wrap=True))
        layout = column(self, (SHEET_PADDING * 2,) * 4, GAP_LARGE)
        layout.addStretch(2)
        for part in (self._shop, self._greeting, self._note):
            layout.addWidget(part)
        layout.addStretch(3)

    def show_face(self, face: CustomerFace) -> None:
        """See ``Page``."""
        self._shop.set(face.shop)
        self._greeting.setText(face.greeting)
        self._note.setText(face.greeting_note)


class BillPage(Page):
    """The bill on the left, what is to be paid on the right."""

    def __init__(self, is_roomy: bool) -> None:
        super().__init__()
        margin = SHEET_PADDING if is_roomy else GAP_LARGE
        self._lines = CustomerLines(is_roomy)
        layout = row(self, (margin,) * 4, margin)
        layout.addWidget(self._lines, 11)
        right = column(gap=margin)
        right.addWidget(self._greeting_card(is_roomy))
        right.addWidget(self._total_card(is_roomy), 1)
        layout.addLayout(right, 9)

    def _greeting_card(self, is_roomy: bool) -> Surface:
        card = Surface("card")
        layout = column(card, (CARD_PADDING,) * 4, GAP_SMALL // 2)
        self._greeting = LinesLabel(scale=Type.FIGURE if is_roomy else Type.HEADING, bold=True)
        self._note = Label(scale=Type.HEADING if is_roomy else Type.LARGE, tint=Colour.SECOND, wrap=True)
        layout.addWidget(self._greeting)
        layout.addWidget(self._note)
        return card

    def _total_card(self, is_roomy: bool) -> Surface:
        card = Surface("card")
        layout = column(card, (CARD_PADDING,) * 4, GAP)
        self._name = Label(scale=Type.FIGURE if is_roomy else Type.HEADING, tint=Colour.SECOND)
        self.total = Figure(Type.DISPLAY)
        self.total.setObjectName("customer_total")
        self._total_note = Label(scale=Type.FIGURE if is_roomy else Type.HEADING, tint=Colour.SECOND)
        self._points = PointsRow(LEFT, is_roomy)
        layout.addStretch(1)
        for label in (self._name, self._total_note):
            label.setAlignment(Qt.AlignmentFlag.AlignRight)
        for part in (self._name, self.total, self._total_note):
            layout.addWidget(part)
        layout.addStretch(1)
        layout.addWidget(self._points)
        return card

    def show_face(self, face: CustomerFace) -> None:
        """See ``Page``."""
        self._lines.show_face(face)
        self._greeting.setText(face.greeting)
        self._note.set_text(face.greeting_note)
        self._name.setText(face.total.name)
        self.total.set(face.total.text)
        self._total_note.setText(face.total_note)
        self._points.show_points(face.points)


class DonePage(Page):
    """The sale is done: the change, the points, thanks."""

    def __init__(self, is_roomy: bool) -> None:
        super().__init__()
        scale = Type.FIGURE if is_roomy else Type.HEADING
        greeting = Type.TOTAL if is_roomy else Type.FIGURE
        self._greeting = centred(Label(scale=greeting, tint=Colour.TEAL_INK, bold=True))
        self._name = centred(Label(scale=scale, tint=Colour.SECOND))
        self.change = Figure(Type.DISPLAY, align=MIDDLE)
        self.change.setObjectName("customer_change")
        self._paid = centred(Label(scale=scale, tint=Colour.SECOND, wrap=True))
        self._points = PointsRow(MIDDLE, is_roomy)
        self._note = centred(Label(scale=Type.HEADING, tint=Colour.GOLD, bold=True, wrap=True))
        layout = column(self, (SHEET_PADDING * 2,) * 4, GAP)
        layout.addStretch(1)
        for part in (self._greeting, self._name, self.change, self._paid):
            layout.addWidget(part)
        layout.addSpacing(SHEET_PADDING)
        layout.addWidget(self._points)
        layout.addWidget(self._note)
        layout.addStretch(1)

    def show_face(self, face: CustomerFace) -> None:
        """See ``Page``."""
        self._greeting.setText(face.greeting)
        self._name.setText(face.total.name)
        self.change.set(face.total.text)
        self._paid.setText(face.total_note)
        self._points.show_points(face.points)
        self._note.set_text(face.greeting_note)


class PointsRow(QWidget):
    """Points side by side, the first of them in the shop's colour."""

    def __init__(self, align: Qt.AlignmentFlag, is_roomy: bool) -> None:
        super().__init__()
        self._align, self._scale = align, Type.HEADING if is_roomy else Type.LARGE
        self._shown: tuple[Amount, ...] | None = None
        self._row = row(self, gap=SHEET_PADDING * 2)

    def show_points(self, points: tuple[Amount, ...]) -> None:
        """Shows others; without any it takes no room."""
        self.setVisible(bool(points))
        if points == self._shown:
            return
        self._shown = points
        empty(self._row)
        is_crowded = self._align == LEFT and len(points) > BESIDE_THE_BILL
        self._row.setSpacing(SHEET_PADDING if is_crowded else SHEET_PADDING * 2)
        if self._align == MIDDLE:
            self._row.addStretch(1)
        for place, each in enumerate(points):
            self._row.addLayout(self._cell(each, Colour.TEAL_INK if place == 0 else Colour.INK))
        self._row.addStretch(1)

    def _cell(self, amount: Amount, tint: Colour) -> QBoxLayout:
        name = Label(amount.name, self._scale, Colour.SECOND, wrap=True)
        name.setAlignment(self._align)
        figure = Figure(Type.TOTAL, tint, self._align)
        figure.set(amount.text)
        cell = column()
        cell.addWidget(name)
        cell.addWidget(figure)
        return cell
