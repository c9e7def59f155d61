"""The end of the day page where exports are: how far one is, and the folder's dialogue."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QProgressBar, QWidget

from ui.qt.design.tokens import GAP, GAP_SMALL, TOUCH
from ui.qt.widgets.frames import Surface, row
from ui.qt.widgets.key_button import KeyButton
from ui.qt.widgets.label import Label
from ui.viewmodels.commands import Command
from ui.viewmodels.office.exporting import Exporting
from ui.viewmodels.till import Till

if TYPE_CHECKING:
    from PySide6.QtWidgets import QFileDialog

CANCEL_WIDTH = 140


class SavingBar(Surface):
    """Shows how far an export is, and calls it off. Invisible while there is none."""

    def __init__(self, till: Till, exporting: Exporting) -> None:
        super().__init__("card")
        self.setObjectName("saving")
        self._till, self._exporting = till, exporting
        self._text, self._bar = Label(), QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(self.tr("Export"))
        cancel = KeyButton(self.tr("Cancel"), Command.BACK.key, height=TOUCH)
        cancel.setObjectName("call_off")
        cancel.set_width(CANCEL_WIDTH)
        cancel.clicked.connect(self._cancel)
        layout = row(self, (GAP, GAP_SMALL // 2, GAP_SMALL, GAP_SMALL // 2), GAP)
        layout.addWidget(self._text)
        layout.addWidget(self._bar, 1)
        layout.addWidget(cancel)
        self.hide()

    def refresh(self) -> None:
        """Shows how far it is."""
        self.setVisible(self._exporting.is_at_work)
        self._text.setText(self._exporting.progress)
        self._bar.setMaximum(max(self._exporting.total, 1))
        self._bar.setValue(self._exporting.done)

    def _cancel(self, _checked: bool = False) -> None:
        self._till.do(self._exporting.call_off)


class FolderDialogue(QObject):
    """Asks for the folder of exports, beside the window and not in its way: no loop of its own."""

    def __init__(self, parent: QWidget, till: Till, exporting: Exporting) -> None:
        super().__init__(parent)
        self._parent, self._till, self._exporting = parent, till, exporting
        self._open: QFileDialog | None = None

    def refresh(self) -> None:
        """Opens it once it is wanted."""
        if self._exporting.choosing and self._open is None:
            self._open = self._make()
            self._open.open()

    def _make(self) -> "QFileDialog":
        from PySide6.QtWidgets import QFileDialog  # all that it knows takes time to come, and a day is seldom saved

        title = self.tr("Folder for exports")
        dialogue = QFileDialog(self._parent, title, str(_existing(Path(self._exporting.folder))))
        dialogue.setObjectName("folder")
        dialogue.setFileMode(QFileDialog.FileMode.Directory)
        dialogue.setOption(QFileDialog.Option.ShowDirsOnly)
        dialogue.setLabelText(QFileDialog.DialogLabel.LookIn, self.tr("Look in:"))  # Qt has no Chinese for these two
        dialogue.setLabelText(QFileDialog.DialogLabel.FileType, self.tr("Kind of files:"))
        dialogue.fileSelected.connect(self._chosen)
        dialogue.rejected.connect(partial(self._chosen, ""))
        return dialogue

    def _chosen(self, folder: str) -> None:
        dialogue, self._open = self._open, None
        if dialogue is not None:
            dialogue.deleteLater()
        self._till.do(partial(self._exporting.choose_folder, folder))


def _existing(folder: Path) -> Path:
    return next((place for place in (folder, *folder.parents) if place.is_dir()), Path.home())
