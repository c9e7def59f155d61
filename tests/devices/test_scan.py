import pytest

from devices.scanner.packets import PACKET_BYTES_MAX, PacketReader
from devices.scanner.scan import Scan, ScanKind, Symbology, check_digit_holds, classify


@pytest.mark.parametrize(
    ("text", "scan"),
    [
        ("0912345678", Scan(ScanKind.MEMBER, "0912345678")),
        ("+886912345678", Scan(ScanKind.MEMBER, "+886912345678")),
        ("/ABC+123", Scan(ScanKind.MEMBER, "/ABC+123")),
        ("]A0/ABC-123", Scan(ScanKind.MEMBER, "/ABC-123", Symbology.CODE_39)),
        ("]C00912345678", Scan(ScanKind.MEMBER, "0912345678", Symbology.CODE_128)),
        ("4710088410139", Scan(ScanKind.ARTICLE, "4710088410139")),
        ("]E04710088410139", Scan(ScanKind.ARTICLE, "4710088410139", Symbology.EAN_UPC)),
        ("]E496385074", Scan(ScanKind.ARTICLE, "96385074", Symbology.EAN_UPC)),
        ("96385074", Scan(ScanKind.MEMBER, "96385074")),  # eight digits could be a card: only the scanner can tell
        ("2012345678903", Scan(ScanKind.IN_STORE, "2012345678903")),
        ("2912345678906", Scan(ScanKind.IN_STORE, "2912345678906")),
        (
            "]Q1019c0b5e-6f0a-7c44-8d3e-1a2b3c4d5e6f",
            Scan(ScanKind.MEMBER, "019c0b5e-6f0a-7c44-8d3e-1a2b3c4d5e6f", Symbology.QR),
        ),
        ("]d2????", Scan(ScanKind.UNKNOWN, "????", Symbology.OTHER)),
        ("https://example.tw", Scan(ScanKind.UNKNOWN, "https://example.tw")),
        ("", Scan(ScanKind.UNKNOWN, "")),
    ],
)
def test_a_scan_is_told_by_its_form(text: str, scan: Scan) -> None:
    assert classify(text) == scan


def test_a_check_digit_that_does_not_hold_makes_no_article() -> None:
    assert check_digit_holds("4710088410139")
    assert not check_digit_holds("4710088410138")
    assert classify("4710088410138").kind is not ScanKind.ARTICLE


@pytest.mark.parametrize(
    ("packets", "texts"),
    [
        ([b"0912345678\r"], ["0912345678"]),
        ([b"0912345678\r\n"], ["0912345678"]),
        ([b"one\ntwo\r\nthree\r"], ["one", "two", "three"]),
        ([b"09123", b"45678\r"], ["0912345678"]),
        ([b"\r\n\r\n"], []),
        ([b"\xff\xfe\r", b"good\r"], ["good"]),
        ([b"\x02bad\x03\r", b"good\r"], ["good"]),
        ([b"x" * (PACKET_BYTES_MAX + 1) + b"\r", b"good\r"], ["good"]),
        ([b"half"], []),
    ],
)
def test_bytes_become_scans(packets: list[bytes], texts: list[str]) -> None:
    reader = PacketReader()
    assert [text for packet in packets for text in reader.feed(packet, now_s=1.0)] == texts


def test_a_half_scan_is_thrown_away_and_never_joined_to_the_next() -> None:
    reader = PacketReader()
    assert reader.feed(b"09123", now_s=1.0) == []
    assert reader.feed(b"0987654321\r", now_s=3.0) == ["0987654321"]
