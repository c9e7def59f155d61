"""The page as a PDF. Imported when one is wanted first: the sizes of paper take longer to come than the page itself."""

import os
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QMarginsF, QPoint
from PySide6.QtGui import QPageLayout, QPageSize, QPainter, QPdfWriter, QRegion
from PySide6.QtWidgets import QWidget

PDF_DOTS = 300
PDF_MARGIN_MM = 12


def save_pdf(widget: QWidget, folder: str, name: str) -> str:
    """Draws ``widget`` onto one sheet of A4, and gives the file's path; empty where it cannot be written."""
    half, whole = Path(folder) / f".{name}.half", Path(folder) / f"{name}.pdf"
    try:
        half.parent.mkdir(parents=True, exist_ok=True)
        if not _draw(widget, half, name):
            return ""
        os.replace(half, whole)
    except OSError:
        return ""
    finally:
        with suppress(OSError):  # whether it was written is known by now
            half.unlink(missing_ok=True)
    return str(whole)


def _draw(widget: QWidget, file: Path, title: str) -> bool:
    writer = QPdfWriter(str(file))
    writer.setTitle(title)
    writer.setResolution(PDF_DOTS)
    margins = QMarginsF(PDF_MARGIN_MM, PDF_MARGIN_MM, PDF_MARGIN_MM, PDF_MARGIN_MM)
    orientation = QPageLayout.Orientation.Landscape
    writer.setPageLayout(
        QPageLayout(QPageSize(QPageSize.PageSizeId.A4), orientation, margins, QPageLayout.Unit.Millimeter)
    )
    painter = QPainter()
    if not painter.begin(writer):
        return False
    scale = min(writer.width() / widget.width(), writer.height() / widget.height())
    painter.scale(scale, scale)
    widget.render(painter, QPoint(), QRegion(), QWidget.RenderFlag.DrawChildren)
    return bool(painter.end())
