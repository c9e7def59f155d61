"""The till's window: the strip, the page, and the sheet over it, all following the view-model's stage."""

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent, QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget

from ui.qt.design.look import put_on
from ui.qt.design.palette import theme_for, worn
from ui.qt.screens.selling_page import SellingPage
from ui.qt.screens.strip_bar import StripBar
from ui.qt.stages import page_for, sheet_for
from ui.qt.tab_order import go_to_next
from ui.qt.translations import Translations
from ui.qt.widgets.frames import column, empty
from ui.qt.widgets.sheet import Sheet
from ui.qt.widgets.stage_page import StagePage
from ui.qt.widgets.watermark import Watermark
from ui.viewmodels.commands import Command
from ui.viewmodels.desk import Stage
from ui.viewmodels.till import Till

Key = Qt.Key

COMMANDS: Mapping[Key, Command] = {
    Key.Key_F1: Command.MENU,
    Key.Key_F2: Command.PRINT_QUEUE,
    Key.Key_F3: Command.NEW_MEMBER,
    Key.Key_F4: Command.NO_MEMBER,
    Key.Key_F5: Command.DETAILS,
    Key.Key_F6: Command.REDEEM,
    Key.Key_F7: Command.COUPONS,
    Key.Key_F8: Command.PARK,
    Key.Key_F9: Command.REPRINT,
    Key.Key_F10: Command.DRAWER,
    Key.Key_F11: Command.DEVICES,
    Key.Key_F12: Command.TENDER,
    Key.Key_Plus: Command.EXACT_CASH,
    Key.Key_Asterisk: Command.TIMES,
    Key.Key_Percent: Command.DISCOUNT,
    Key.Key_Slash: Command.FIND,
    Key.Key_Delete: Command.UNDO,
    Key.Key_Escape: Command.BACK,
    Key.Key_Return: Command.ENTER,
    Key.Key_Enter: Command.ENTER,
    Key.Key_Backspace: Command.ERASE,
    Key.Key_Up: Command.UP,
    Key.Key_Down: Command.DOWN,
    Key.Key_Right: Command.MORE,
    Key.Key_Left: Command.FEWER,
}

WRITTEN = "-_. "
SIZE_MIN = (1024, 720)


class TillWindow(QWidget):
    """The one window. Keys that no focused widget wants go to the view-model, whatever is on the screen."""

    def __init__(self, till: Till, translations: Translations) -> None:
        super().__init__()
        self.till = till
        self._translations = translations
        self._built_for = ("", "", "")
        self.setObjectName("window")
        self.setWindowTitle("Stillpoint")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(*SIZE_MIN)
        self._layout = column(self)
        self._stage: Stage | None = None
        self.sheet: Sheet | None = None
        self.page: StagePage | None = None
        self._watermark: Watermark | None = None
        self.refresh()
        till.changed.add(self.refresh)
        till.strip.changed.add(self._refresh_strip)

    def _build(self) -> None:
        """Builds every screen, in the language and the theme and for the programme that hold now."""
        self._drop_stage()
        empty(self._layout)
        self._stage = None
        self._built_for = self._needed_for()
        self._translations.use(self.till.desk.words.language)
        self._dress()
        self._pages = QStackedWidget(self)
        self.bar, self.selling = StripBar(self.till, self), SellingPage(self.till, self._pages)
        self._pages.addWidget(self.selling)
        self._layout.addWidget(self.bar)
        self._layout.addWidget(self._pages, 1)

    def _needed_for(self) -> tuple[str, str, str]:
        desk = self.till.desk
        return desk.words.language, desk.shop.programme.digest, theme_for(desk.shop.theme)

    def _dress(self) -> None:
        theme, application = theme_for(self.till.desk.shop.theme), QApplication.instance()
        if theme is not worn() and isinstance(application, QApplication):
            put_on(application, theme)

    def refresh(self) -> None:
        """Shows the view-model as it is now."""
        if self._built_for != self._needed_for():
            self._build()
        stage = self.till.stage
        is_new = stage is not self._stage
        if is_new:
            self._drop_stage()
            self._enter(stage)
        self.bar.refresh()
        self.selling.refresh()
        if self.sheet is not None:
            if not is_new:  # a sheet is filled when it is made
                self.sheet.refresh()
            if self.sheet.tells:
                self.selling.menu.notice.hide()
        if self.page is not None:
            self.page.refresh()
        self._show_training()

    def _show_training(self) -> None:
        """The word over everything while somebody practises."""
        if not self.till.training.is_on:
            watermark, self._watermark = self._watermark, None
            if watermark is not None:
                self.removeEventFilter(watermark)
                watermark.hide()
                watermark.deleteLater()
            return
        if self._watermark is None:
            self._watermark = Watermark(self, self.till.training.mark)
            self._watermark.show()
        self._watermark.raise_()

    def _enter(self, stage: Stage) -> None:
        self._stage = stage
        self.setFocus()
        if (make_page := page_for(stage.name)) is not None:
            self.page = make_page(self, self.till, stage)
            self._pages.addWidget(self.page)
            self._pages.setCurrentWidget(self.page)
        elif (make_sheet := sheet_for(stage.name)) is not None:
            self.sheet = make_sheet(self, self.till, stage)
            self.sheet.show()

    def _drop_stage(self) -> None:
        sheet, self.sheet = self.sheet, None
        if sheet is not None:
            self.setFocus()  # before the field that has it goes
            self.removeEventFilter(sheet)
            sheet.hide()
            sheet.deleteLater()
        page, self.page = self.page, None
        if page is not None:
            self._pages.removeWidget(page)
            page.deleteLater()

    def _refresh_strip(self) -> None:
        self.bar.refresh()
        for screen in (self.sheet, self.page):
            if screen is not None and screen.follows_strip:
                screen.refresh()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Digits, letters and commands, for whatever the cashier is doing."""
        text = event.text()
        if event.key() in {Key.Key_PageUp, Key.Key_PageDown}:
            turning = self.sheet or self.page
            turn = self.selling.menu.turn if turning is None else turning.turn
            turn(1 if event.key() == Key.Key_PageDown else -1)
        elif event.key() == Key.Key_Backspace and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.till.press(Command.CLEAR)
        elif event.modifiers() & Qt.KeyboardModifier.ControlModifier and Key.Key_0 <= event.key() <= Key.Key_9:
            self.till.jump(chr(event.key()))
        elif event.key() in COMMANDS:
            self.till.press(COMMANDS[Key(event.key())])
        elif len(text) == 1 and text.isascii() and text.isdigit():
            self.till.digit(text)
        elif len(text) == 1 and text.isascii() and (text.isalpha() or text in WRITTEN):
            self.till.letter(text)
        else:
            event.ignore()

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab stays inside the sheet that is open; elsewhere it comes back to the window, where keys need no focus."""
        if self.sheet is not None:
            return go_to_next(None, [self.sheet], self.focusWidget(), forward=forward)
        parts = self.selling.tab_order if self.page is None else [self.page]
        return go_to_next(self, parts, self.focusWidget(), forward=forward)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Nothing shows it. The toolkit would paint the whole window, beside what is painted anyway."""

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Nothing shows that either."""

    def closeEvent(self, event: QCloseEvent) -> None:
        """Listens no more."""
        self._translations.stop()
        self.till.changed.remove(self.refresh)
        self.till.strip.changed.remove(self._refresh_strip)
        super().closeEvent(event)
