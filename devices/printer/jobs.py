"""From a print job to bytes: the document drawn, encoded and cut."""

from PIL import Image

from devices.printer.commands import PROFILE_DEFAULT, plain_commands, recovery
from devices.printer.driver import PrintData
from devices.printer.encoder import encode, encode_columns
from devices.printer.profiles import printer_profile
from devices.printer.raster import WIDTHS_DOTS, render
from devices.printer.text_codes import TextCode
from devices.printer.text_mode import compose
from terminal.domain.records import record
from terminal.ports.printing import PrintJob

_ROWS_PER_SECOND = 400
"""50 mm/s at 8 rows per millimetre, the slowest printer worth waiting for."""
_PROCESS_IDS = 10**4


@record
class PaperSettings:
    """The paper's printable width in dots (a multiple of 8), the printer's profile, and how it is sent text."""

    width_dots: int = 576
    profile: str = PROFILE_DEFAULT
    text: TextCode = TextCode.RASTER


def draw(job: PrintJob, paper: PaperSettings) -> Image.Image:
    """The job's picture. Raises ``Refusal("font_missing")``, ``Refusal("qr_too_long")``."""
    return render(job.document, paper.width_dots)


def print_data(job: PrintJob, picture: Image.Image, paper: PaperSettings) -> PrintData:
    """The job as bytes, from the picture that ``draw`` made of it."""
    return _framed(job, paper, _encoded(picture, paper), picture.height)


def job_data(job: PrintJob, paper: PaperSettings) -> PrintData:
    """The job as bytes, in the printer's own characters where the settings say so and its fonts read them.

    Raises ``Refusal("font_missing")``, ``Refusal("qr_too_long")``.
    """
    if paper.text is TextCode.RASTER or not printer_profile(paper.profile).reads(paper.text):
        return print_data(job, draw(job, paper), paper)
    composed = compose(job.document, paper.width_dots, paper.text, lambda picture: _encoded(picture, paper))
    return _framed(job, paper, composed.writes, composed.height)


def _encoded(picture: Image.Image, paper: PaperSettings) -> tuple[bytes, ...]:
    return encode(picture) if printer_profile(paper.profile).raster else encode_columns(picture)


def _framed(job: PrintJob, paper: PaperSettings, writes: tuple[bytes, ...], height: int) -> PrintData:
    commands = plain_commands(paper.profile)
    return PrintData(
        writes=(commands.start, *writes, commands.cut),
        process_id=b"%04d" % (job.output_id % _PROCESS_IDS),
        seconds=height / _ROWS_PER_SECOND,
        recovery=recovery(max(WIDTHS_DOTS)) if job.attempts else b"",
    )
