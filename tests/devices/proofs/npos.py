"""Receipts by the hundred through npos, a decoder by others in another language (``make npos``)."""

import hashlib
import json
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

NPOS = Path(__file__).parents[3] / "build/npos/node_modules/npos"
SCRIPT = Path(__file__).with_name("npos_dots.js")
NODE = shutil.which("node")
IS_HERE = NODE is not None and NPOS.is_dir()
_FRAME = ["ESC @", "GS P", "GS V"]


@dataclass(frozen=True, slots=True)
class Sent:
    """A receipt's bytes, the dots they must come to, and the paper's width in dots."""

    data: bytes
    dots: bytes
    width: int


def check(receipts: Sequence[Sent], folder: Path) -> None:
    """Raises ``AssertionError`` unless npos sees the same dots in every one, and nothing but them."""
    file = folder / "receipts.bin"
    file.write_bytes(b"".join(len(sent.data).to_bytes(4) + sent.width.to_bytes(4) + sent.data for sent in receipts))
    answer = subprocess.run([str(NODE), SCRIPT, NPOS, file], capture_output=True, check=True)
    seen = [json.loads(line) for line in answer.stdout.splitlines()]
    assert len(seen) == len(receipts)
    for number, (sent, found) in enumerate(zip(receipts, seen, strict=True)):
        assert found["others"] == _FRAME, f"receipt {number}: {found['others']}"
        assert found["dots"] == hashlib.sha256(sent.dots).hexdigest(), f"receipt {number} looks different"
