from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.printer.status import (
    AutomaticStatus,
    Completed,
    Hindrance,
    PrinterStatus,
    Question,
    Reply,
    Report,
    StatusParser,
    read_replies,
)

DONE = b"\x37\x220214\x00"
ASB_READY, ASB_PAPER_OUT = b"\x10\x00\x00\x0f", b"\x18\x00\x0c\x0f"


@pytest.mark.parametrize(
    ("data", "reports"),
    [
        (b"", []),
        (b"\x12", [Reply(0x12)]),
        (b"\x16\x1a", [Reply(0x16), Reply(0x1A)]),
        (ASB_READY, [AutomaticStatus(ASB_READY)]),
        (DONE, [Completed(b"0214")]),
        (
            b"\x12" + ASB_READY + DONE + b"\x12",
            [Reply(0x12), AutomaticStatus(ASB_READY), Completed(b"0214"), Reply(0x12)],
        ),
        (b"\x11\x13\xff\x00noise\x12", [Reply(0x12)]),  # XON, XOFF and noise
        (b"\x10\x00\x12", [Reply(0x12)]),  # an automatic status cut short by a reply
        (b"\x37\x22ab" + b"\x12", [Reply(0x12)]),  # a completion cut short by a reply
        (b"\x37" + DONE, [Completed(b"0214")]),
    ],
)
def test_the_stream_is_cut_into_reports(data: bytes, reports: list[Report]) -> None:
    assert StatusParser().feed(data) == reports


def test_half_a_report_waits_for_its_rest() -> None:
    parser = StatusParser()
    assert parser.feed(DONE[:3]) == []
    assert parser.feed(DONE[3:]) == [Completed(b"0214")]


@given(st.binary(max_size=64), st.lists(st.integers(0, 64), max_size=6))
def test_how_the_bytes_arrive_changes_nothing(data: bytes, cuts: list[int]) -> None:
    parser = StatusParser()
    pieces = [data[a:b] for a, b in pairwise(sorted({0, len(data), *(min(cut, len(data)) for cut in cuts)}))]
    assert [report for piece in pieces for report in parser.feed(piece)] == StatusParser().feed(data)


@given(st.binary(max_size=40).filter(lambda noise: not any(byte & 0x93 == 0x10 or byte == 0x37 for byte in noise)))
def test_noise_never_hides_a_completion(noise: bytes) -> None:
    assert Completed(b"0214") in StatusParser().feed(noise + DONE)


@pytest.mark.parametrize(
    ("replies", "hindrance"),
    [
        ((0x12, 0x12, 0x12), None),
        ((0x16, 0x12, 0x1E), None),  # drawer pin high, paper near its end
        ((0x1A, 0x16, 0x12), Hindrance.COVER_OPEN),
        ((0x1A, 0x32, 0x72), Hindrance.PAPER_OUT),
        ((0x12, 0x12, 0x72), Hindrance.PAPER_OUT),
        ((0x1A, 0x52, 0x12), Hindrance.FAULT),
        ((0x1A, 0x12, 0x12), Hindrance.NOT_READY),
    ],
)
def test_replies_say_what_hinders(replies: tuple[int, int, int], hindrance: Hindrance | None) -> None:
    assert read_replies(dict(zip(Question, replies, strict=True))).hindrance is hindrance


def test_no_reply_is_unknown_and_neither_good_nor_bad() -> None:
    status = read_replies({})
    assert status == PrinterStatus()
    assert not status.known
    assert status.hindrance is None
    assert status.online is None and status.paper_out is None


def test_one_reply_leaves_the_rest_unknown() -> None:
    status = read_replies({Question.PRINTER: 0x12})
    assert status.known and status.online is True and status.paper_out is None and status.cover_open is None


@pytest.mark.parametrize(
    ("data", "hindrance"),
    [
        (ASB_READY, None),
        (b"\x10\x00\x03\x0f", None),
        (ASB_PAPER_OUT, Hindrance.PAPER_OUT),
        (b"\x38\x00\x00\x0f", Hindrance.COVER_OPEN),
        (b"\x18\x08\x00\x0f", Hindrance.FAULT),
    ],
)
def test_automatic_status_says_what_hinders(data: bytes, hindrance: Hindrance | None) -> None:
    assert AutomaticStatus(data).status.hindrance is hindrance
    assert AutomaticStatus(b"\x10\x00\x03\x0f").status.paper_near_end
