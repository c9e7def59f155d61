"""The page that tries a printer out: whose it is, how wide it prints, and characters that code pages lack."""

from datetime import datetime

from resources.language import word
from terminal.ports.printing import Align, ReceiptDocument, Row, RowKind

_SAMPLE = "堃 喆 犇 煊 峯 瀞"


def trial_page(port: str, at: datetime, language: str) -> ReceiptDocument:
    """A short page that names ``port`` and the local time."""
    title = word("title", language, "trial_page")
    printed_at = at.astimezone().strftime("%Y-%m-%d %H:%M:%S")
    return ReceiptDocument(
        title,
        (
            Row(RowKind.TEXT, title, align=Align.CENTRE, bold=True, scale=2),
            Row(RowKind.TEXT, port, align=Align.CENTRE),
            Row(RowKind.TEXT, printed_at, align=Align.CENTRE),
            Row(RowKind.RULE),
            Row(RowKind.COLUMNS, word("edges", language, "trial_page"), right="→"),
            Row(RowKind.TEXT, _SAMPLE, align=Align.CENTRE, scale=2),
            Row(RowKind.RULE),
            Row(RowKind.TEXT, word("not_a_receipt", language, "trial_page"), align=Align.CENTRE),
        ),
    )
