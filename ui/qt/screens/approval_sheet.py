"""The sheet on which a manager approves something, in place."""

from PySide6.QtWidgets import QWidget

from ui.qt.design.tokens import Colour, Type
from ui.qt.screens.pin_panel import PinPanel
from ui.qt.widgets.label import Label
from ui.qt.widgets.sheet import Sheet
from ui.viewmodels.signing_in import Approval
from ui.viewmodels.till import Till

WIDTH = 740


class ApprovalSheet(Sheet):
    """Shows an ``Approval`` stage."""

    def __init__(self, window: QWidget, till: Till, stage: Approval) -> None:
        super().__init__(window, WIDTH)
        self._stage = stage
        self.body.addWidget(Label(self.tr("A manager's approval"), Type.HEADING, bold=True))
        self._question = Label(scale=Type.LARGE, tint=Colour.SECOND, wrap=True)
        self._question.setObjectName("question")
        self.body.addWidget(self._question)
        self._panel = PinPanel(till, stage, self.tr("Approve"), self.tr("Not now"))
        self.body.addWidget(self._panel)
        self.refresh()

    def refresh(self) -> None:
        """Shows what is asked, and the PIN as far as it is typed."""
        self._question.setText(self._stage.question)
        self._panel.refresh()
