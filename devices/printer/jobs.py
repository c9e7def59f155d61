"""From a print job to bytes: the document, marked as a copy where it must be, drawn, encoded and cut."""

from dataclasses import dataclass, replace

from PIL import Image

from devices.printer.commands import PROFILE_DEFAULT, plain_commands, recovery
from devices.printer.driver import PrintData
from devices.printer.encoder import encode
from devices.printer.raster import render
from terminal.ports.printing import Align, PrintJob, ReceiptDocument, Row, RowKind

COPY_WORDS = "補印 COPY"
_COPY_ROW = Row(RowKind.TEXT, COPY_WORDS, align=Align.CENTRE, bold=True, scale=2)
_ROWS_PER_SECOND = 400
"""50 mm/s at 8 rows per millimetre, the slowest printer worth waiting for."""
_PROCESS_IDS = 10**4


@dataclass(frozen=True, slots=True)
class PaperSettings:
    """The paper's printable width in dots (a multiple of 8) and the printer's python-escpos profile."""

    width_dots: int = 576
    profile: str = PROFILE_DEFAULT


def draw(job: PrintJob, paper: PaperSettings) -> Image.Image:
    """The job's picture. Raises ``Refusal("font_missing")``, ``Refusal("qr_too_long")``.

    A job of which bytes may have reached the paper before is marked as a copy, unless it was composed as one.
    """
    document = marked_as_copy(job.document) if job.attempts and not job.copy else job.document
    return render(document, paper.width_dots)


def print_data(job: PrintJob, picture: Image.Image, paper: PaperSettings) -> PrintData:
    """The job as bytes."""
    commands = plain_commands(paper.profile)
    return PrintData(
        writes=(commands.start, *encode(picture), commands.cut),
        process_id=b"%04d" % (job.output_id % _PROCESS_IDS),
        seconds=picture.height / _ROWS_PER_SECOND,
        recovery=recovery(paper.width_dots) if job.attempts else b"",
    )


def marked_as_copy(document: ReceiptDocument) -> ReceiptDocument:
    """The document with 補印 COPY at top and bottom."""
    return replace(document, rows=(_COPY_ROW, *document.rows, _COPY_ROW))
