"""Random bytes at everything that reads from a device. An input is what one read gives: a byte, or a few thousand."""

import random
from contextlib import suppress

from devices.printer.status import StatusParser
from devices.scanner.packets import PACKET_BYTES_MAX, PacketReader
from devices.scanner.scan import ScanKind, ScanRules, classify
from terminal.domain import member_tokens
from terminal.domain.errors import Refusal
from terminal.domain.in_store_codes import parse_rule

CHUNK_MAX = 4096
HALF_A_REPORT_MAX = 8
STATUS_LIKE = (b"\x12", b"\x16", b"\x1a", b"\x10\x00\x00\x0f", b"\x18\x00\x0c\x0f", b"\x37\x220001\x00", b"\x37\x22")
SCAN_LIKE = (
    *(b"]E0", b"]C1", b"]Q3", b"4710088410139", b"2212345012349", b"0912345678", b"/ABC+123", b"VIP-0042", b"CP-9"),
    *(b"SM1", b"A" * 135, b"\r", b"\n", b"\r\n", b"\xe5\xa0", b"9" * 600),
)
_PACKED = parse_rule("22IIIIIVPPPP")
RULES = ScanRules(("VIP",), (_PACKED,) if _PACKED else (), ("CP",))


def chunk(chance: random.Random, like: tuple[bytes, ...]) -> bytes:
    """One input: pure noise, or what a device could nearly have said."""
    if chance.random() < 0.5:
        return chance.randbytes(chance.randint(1, CHUNK_MAX) if chance.random() < 0.02 else chance.randint(1, 16))
    return b"".join(chance.choice(like) if chance.random() < 0.9 else chance.randbytes(1) for _ in range(8))


def fuzz_status(inputs: int, chance: random.Random) -> int:
    """So many inputs through the status parser; gives how many reports it took them for."""
    parser, reports = StatusParser(), 0
    for _ in range(inputs):
        reports += len(parser.feed(chunk(chance, STATUS_LIKE)))
        assert len(parser._pending) <= HALF_A_REPORT_MAX
    return reports


def fuzz_scanner(inputs: int, chance: random.Random) -> int:
    """So many inputs at the scanner's reader, every packet classified; gives how many packets came out."""
    reader, scans, now_s = PacketReader(), 0, 0.0
    for _ in range(inputs):
        now_s += chance.choice((0.0, 0.0, 0.001, 0.001, 0.01, 0.1, 1.0))
        for text in reader.feed(chunk(chance, SCAN_LIKE), now_s):
            scan = classify(text, RULES)
            assert text.isprintable() and len(scan.value) <= PACKET_BYTES_MAX
            if scan.kind is ScanKind.MEMBER_TOKEN:
                with suppress(Refusal):  # said in words: no fault
                    member_tokens.read(scan.value)
            scans += 1
        assert len(reader._pending) <= PACKET_BYTES_MAX
    return scans
