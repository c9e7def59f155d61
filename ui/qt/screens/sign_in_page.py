"""The page that asks who is at the till; also what a till shows that nobody has touched for a while."""

from PySide6.QtWidgets import QWidget

from ui.qt.design.tokens import GAP_LARGE, SHEET_PADDING, Colour, Type
from ui.qt.screens.pin_panel import PinPanel
from ui.qt.widgets.frames import Surface, column, in_the_middle, row
from ui.qt.widgets.label import Figure, Label
from ui.qt.widgets.stage_page import StagePage
from ui.viewmodels.signing_in import SignIn
from ui.viewmodels.till import Till

WIDTH = 760


class SignInPage(StagePage):
    """Shows a ``SignIn`` stage."""

    follows_strip = True

    def __init__(self, window: QWidget, till: Till, stage: SignIn) -> None:
        super().__init__()
        self._till, self._stage = till, stage
        card = Surface("card")
        card.setFixedWidth(WIDTH)
        inside = column(card, (SHEET_PADDING,) * 4, GAP_LARGE)
        head = row(gap=GAP_LARGE)
        self._title = Label(scale=Type.HEADING, bold=True)
        self._time = Figure(Type.TOTAL)
        self._time.setObjectName("clock")
        head.addWidget(self._title, 1)
        head.addWidget(self._time)
        inside.addLayout(head)
        self._kept = Label(tint=Colour.SECOND, wrap=True)
        self._kept.setObjectName("kept")
        inside.addWidget(self._kept)
        self._panel = PinPanel(till, stage, self.tr("Sign in"))
        inside.addWidget(self._panel)
        layout = column(self)
        layout.addStretch(1)
        layout.addLayout(in_the_middle(card))
        layout.addStretch(1)
        self.refresh()

    def refresh(self) -> None:
        """Shows the time, what is kept, and the PIN as far as it is typed."""
        was = self._stage.was
        self._title.setText(self.tr("Locked") if was else self.tr("Sign in"))
        self._time.set(self._till.strip.time)
        self._kept.set_text(self._stage.kept_text)
        self._panel.refresh()
