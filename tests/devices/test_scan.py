from datetime import UTC, datetime
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.scanner.packets import PACKET_BYTES_MAX, PacketReader
from devices.scanner.scan import Scan, ScanKind, ScanRules, Symbology, check_digit_holds, classify
from terminal.domain.in_store_codes import PackedGoods, parse_rule, value_check_digit
from terminal.domain.member_tokens import mint

TOKEN = mint("019c0b5e-6f0a-7c44-8d3e-1a2b3c4d5e6f", datetime(2026, 11, 21, tzinfo=UTC), lambda _: bytes(64))


@pytest.mark.parametrize(
    ("text", "scan"),
    [
        ("0912345678", Scan(ScanKind.PHONE, "0912345678")),
        ("+886912345678", Scan(ScanKind.PHONE, "+886912345678")),
        ("886912345678", Scan(ScanKind.PHONE, "886912345678")),
        ("/ABC+123", Scan(ScanKind.CARRIER, "/ABC+123")),
        ("/AB.-+12", Scan(ScanKind.CARRIER, "/AB.-+12")),
        ("]A0/ABC-123", Scan(ScanKind.CARRIER, "/ABC-123", Symbology.CODE_39)),
        ("]C0/ABC-123", Scan(ScanKind.UNKNOWN, "/ABC-123", Symbology.CODE_128)),
        ("/ABC,123", Scan(ScanKind.UNKNOWN, "/ABC,123")),
        ("/ABC12", Scan(ScanKind.UNKNOWN, "/ABC12")),
        ("]C00912345678", Scan(ScanKind.PHONE, "0912345678", Symbology.CODE_128)),
        ("VIP-0042", Scan(ScanKind.MEMBER_CARD, "VIP-0042")),
        (TOKEN, Scan(ScanKind.MEMBER_TOKEN, TOKEN)),
        (f"]Q1{TOKEN}", Scan(ScanKind.MEMBER_TOKEN, TOKEN, Symbology.QR)),
        ("4710088410139", Scan(ScanKind.ARTICLE, "4710088410139")),
        ("]E04710088410139", Scan(ScanKind.ARTICLE, "4710088410139", Symbology.EAN_UPC)),
        ("]E04710088410138", Scan(ScanKind.UNKNOWN, "4710088410138", Symbology.EAN_UPC)),
        ("]C04710088410139", Scan(ScanKind.MEMBER_CARD, "4710088410139", Symbology.CODE_128)),
        ("]E496385074", Scan(ScanKind.ARTICLE, "96385074", Symbology.EAN_UPC)),
        ("]E0036000291452", Scan(ScanKind.ARTICLE, "036000291452", Symbology.EAN_UPC)),
        ("96385074", Scan(ScanKind.MEMBER_CARD, "96385074")),  # it could be a card: only the scanner can tell
        ("2012345678903", Scan(ScanKind.IN_STORE, "2012345678903")),
        ("2912345678906", Scan(ScanKind.IN_STORE, "2912345678906")),
        ("9912345678909", Scan(ScanKind.COUPON, "9912345678909")),
        ("9811234567891", Scan(ScanKind.COUPON, "9811234567891")),
        (
            "]Q1019c0b5e-6f0a-7c44-8d3e-1a2b3c4d5e6f",
            Scan(ScanKind.MEMBER_ID, "019c0b5e-6f0a-7c44-8d3e-1a2b3c4d5e6f", Symbology.QR),
        ),
        ("]d2????", Scan(ScanKind.UNKNOWN, "????", Symbology.OTHER)),
        ("https://example.tw", Scan(ScanKind.UNKNOWN, "https://example.tw")),
        ("]", Scan(ScanKind.UNKNOWN, "]")),
        ("", Scan(ScanKind.UNKNOWN, "")),
    ],
)
def test_a_scan_is_told_by_its_form(text: str, scan: Scan) -> None:
    assert classify(text) == scan


def with_check_digit(twelve: str) -> str:
    return next(twelve + digit for digit in "0123456789" if check_digit_holds(twelve + digit))


def rules(*patterns: str) -> ScanRules:
    made = [parse_rule(pattern) for pattern in patterns]
    return ScanRules(in_store_codes=tuple(rule for rule in made if rule is not None))


@pytest.mark.parametrize(
    ("pattern", "digits", "packed"),
    [
        ("20IIIIIPPPPP", "201234500128", PackedGoods("2012345", "12345", price=Fraction(128))),
        ("20IIIIIPPP.PP", "201234500128", PackedGoods("2012345", "12345", price=Fraction(128, 100))),
        ("21IIIIIWW.WWW", "211234500650", PackedGoods("2112345", "12345", weight=Fraction(650, 1000))),
        ("22IIIIIVPPPP", "221234592875", PackedGoods("2212345", "12345", price=Fraction(2875))),
        ("22IIIIVPPPPP", "221234614685", PackedGoods("221234", "1234", price=Fraction(14685))),
        ("22IIIIIVPPPP", "221234582875", None),
        ("21IIIIIWW.WWW", "201234500650", None),
    ],
)
def test_a_label_of_the_scale_is_read_by_its_rule(pattern: str, digits: str, packed: PackedGoods | None) -> None:
    code = with_check_digit(digits)
    scan = classify(code, rules("29IIIIIPPPPP", pattern))
    assert scan == Scan(ScanKind.PACKED if packed else ScanKind.IN_STORE, code, packed=packed)


NO_PATTERNS = (
    *("", "20", "19IIIIIPPPPP", "20IIIIIPPPP", "20IIIIIPPPPPP", "20IIIIIWWPPP", "20IIIIIP.P.PPP"),
    *("20VIIIIIPPPP", "20IIIIVPP.", "20IIIVPPPPPP"),
)


@pytest.mark.parametrize("pattern", NO_PATTERNS)
def test_what_is_no_pattern_makes_no_rule(pattern: str) -> None:
    assert parse_rule(pattern) is None


def test_a_value_check_digit_tells_single_wrong_digits() -> None:
    for value in [f"{digits:0{length}}" for length in (4, 5) for digits in range(0, 10_000, 97)]:
        right = value_check_digit(value)
        wrong = [
            value_check_digit(value[:place] + other + value[place + 1 :])
            for place in range(len(value))
            for other in "0123456789"
            if other != value[place]
        ]
        assert right not in wrong


def test_with_prefixes_only_what_begins_with_one_is_a_card_or_a_coupon() -> None:
    told = ScanRules(member_card_prefixes=("VIP-", "29"), coupon_prefixes=("cp",))
    kinds = {
        text: classify(text, told).kind for text in ("vip-0042", "2912345678906", "CARD-0042", "CP-88", "96385074")
    }
    assert kinds == {
        "vip-0042": ScanKind.MEMBER_CARD,
        "2912345678906": ScanKind.MEMBER_CARD,
        "CARD-0042": ScanKind.UNKNOWN,
        "CP-88": ScanKind.COUPON,
        "96385074": ScanKind.UNKNOWN,
    }
    assert classify("0912345678", told).kind is ScanKind.PHONE


@given(st.text(max_size=200))
def test_any_text_is_something_and_never_a_fault(text: str) -> None:
    everything = ScanRules(("VIP",), rules("20IIIIIPPPPP", "22IIIIIVPPPP").in_store_codes, ("CP",))
    assert classify(text, everything).kind in ScanKind
    assert classify(f"]E0{text}", everything).kind in ScanKind


@given(st.from_regex(r"2[0-9]{11}", fullmatch=True))
def test_any_label_is_read_or_left_alone(digits: str) -> None:
    scan = classify(with_check_digit(digits), rules("2IIIIIIPPPPP", "20IIIIIPPPPP", "22IIIIIVPPPP", "21IIIIIWW.WWW"))
    assert scan.kind in {ScanKind.PACKED, ScanKind.IN_STORE}


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
