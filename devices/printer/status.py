"""What printers say back: DLE EOT replies, automatic status (ASB) and completion reports, out of one byte stream.

The bytes identify themselves by their fixed bits; anything else is noise and skipped. Which DLE EOT a reply answers
does not stand in it, so one question is asked at a time.
"""

from dataclasses import fields
from enum import IntEnum, StrEnum

from terminal.domain.records import record

_ASB_LENGTH = 4
_COMPLETION_LENGTH = 7
_COMPLETION_HEADER = b"\x37\x22"


class Question(IntEnum):
    """The ``n`` of DLE EOT n."""

    PRINTER = 1
    OFFLINE_CAUSE = 2
    PAPER = 4

    @property
    def command(self) -> bytes:
        """The bytes that ask it."""
        return bytes([0x10, 0x04, self.value])


class Hindrance(StrEnum):
    """Why a printer that answers cannot print."""

    PAPER_OUT = "paper_out"
    COVER_OPEN = "cover_open"
    FAULT = "fault"
    NOT_READY = "not_ready"


@record
class PrinterStatus:
    """What is known of the printer. ``None`` is Unknown: it did not say."""

    online: bool | None = None
    cover_open: bool | None = None
    paper_out: bool | None = None
    paper_near_end: bool | None = None
    fault: bool | None = None
    drawer_pin_high: bool | None = None

    @property
    def hindrance(self) -> Hindrance | None:
        """The first thing to put right before it can print, if any is known."""
        if self.cover_open:
            return Hindrance.COVER_OPEN
        if self.paper_out:
            return Hindrance.PAPER_OUT
        if self.fault:
            return Hindrance.FAULT
        return Hindrance.NOT_READY if self.online is False else None

    def filled_from(self, other: "PrinterStatus") -> "PrinterStatus":
        """This status, with what ``other`` says where it says nothing itself."""
        return PrinterStatus(
            **{
                each.name: getattr(other, each.name) if getattr(self, each.name) is None else getattr(self, each.name)
                for each in fields(self)
            }
        )

    @property
    def known(self) -> bool:
        """Whether the printer said anything at all."""
        return self != PrinterStatus()


@record
class Reply:
    """The one byte that answers a DLE EOT."""

    byte: int


@record
class AutomaticStatus:
    """The four bytes a printer sends by itself when something changes."""

    data: bytes

    @property
    def status(self) -> PrinterStatus:
        """What they say."""
        first, second, third, _ = self.data
        return PrinterStatus(
            online=not first & 0x08,
            cover_open=bool(first & 0x20),
            drawer_pin_high=bool(first & 0x04),
            fault=bool(second & 0x6C),
            paper_near_end=bool(third & 0x03),
            paper_out=bool(third & 0x0C),
        )


@record
class Completed:
    """Everything before the completion request with this process id is on paper."""

    process_id: bytes


Report = Reply | AutomaticStatus | Completed


class StatusParser:
    """Cuts the printer's byte stream into reports, however the bytes arrive."""

    def __init__(self) -> None:
        self._pending = b""

    def feed(self, data: bytes) -> list[Report]:
        """The reports that are whole now; the beginning of another is kept."""
        self._pending += data
        reports: list[Report] = []
        while self._pending:
            report, length = _first_report(self._pending)
            if length == 0:
                break
            if report is not None:
                reports.append(report)
            self._pending = self._pending[length:]
        return reports


def _first_report(data: bytes) -> tuple[Report | None, int]:
    """The report that ``data`` begins with and its length; length 1 for noise, 0 when more bytes must tell."""
    first = data[0]
    if first & 0x93 == 0x12:
        return Reply(first), 1
    if first & 0x93 == 0x10:
        return _automatic_status(data)
    if first == _COMPLETION_HEADER[0]:
        return _completed(data)
    return None, 1


def _automatic_status(data: bytes) -> tuple[Report | None, int]:
    following = data[1:_ASB_LENGTH]
    if any(byte & 0x90 for byte in following):
        return None, 1
    if len(following) < _ASB_LENGTH - 1:
        return None, 0
    return AutomaticStatus(data[:_ASB_LENGTH]), _ASB_LENGTH


def _completed(data: bytes) -> tuple[Report | None, int]:
    shape = zip(data[:_COMPLETION_LENGTH], (0x37, 0x22, None, None, None, None, 0x00), strict=False)
    if not all(0x20 <= byte <= 0x7E if wanted is None else byte == wanted for byte, wanted in shape):
        return None, 1
    if len(data) < _COMPLETION_LENGTH:
        return None, 0
    return Completed(data[2:6]), _COMPLETION_LENGTH


def read_replies(replies: dict[Question, int]) -> PrinterStatus:
    """The status that DLE EOT replies add up to; questions without a reply stay Unknown."""
    printer = replies.get(Question.PRINTER)
    cause = replies.get(Question.OFFLINE_CAUSE)
    paper = replies.get(Question.PAPER)
    return PrinterStatus(
        online=None if printer is None else not printer & 0x08,
        drawer_pin_high=None if printer is None else bool(printer & 0x04),
        cover_open=None if cause is None else bool(cause & 0x04),
        fault=None if cause is None else bool(cause & 0x40),
        paper_out=_either(None if cause is None else bool(cause & 0x20), None if paper is None else bool(paper & 0x60)),
        paper_near_end=None if paper is None else bool(paper & 0x0C),
    )


def _either(one: bool | None, other: bool | None) -> bool | None:
    if one is None or other is None:
        return one if other is None else other
    return one or other
