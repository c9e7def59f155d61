"""An independent ESC/POS decoder (npos, by others, in another language) sees the dots that we drew.

``make npos`` puts it into ``build/npos``.
"""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from devices.printer.encoder import pack
from devices.printer.jobs import PaperSettings, draw, print_data
from terminal.ports.printing import JobState, PrintJob, ReceiptDocument
from tests.devices.receipts import CHINESE, ENGLISH

NPOS = Path(__file__).parents[2] / "build/npos/node_modules/npos"
SCRIPT = Path(__file__).with_name("npos_decode.js")
NODE = shutil.which("node")


@pytest.mark.skipif(NODE is None or not NPOS.is_dir(), reason="needs node and `make npos`")
@pytest.mark.parametrize("width", [384, 576])
@pytest.mark.parametrize("document", [CHINESE, ENGLISH])
def test_npos_sees_the_same_dots(document: ReceiptDocument, width: int, tmp_path: Path) -> None:
    paper = PaperSettings(width)
    job = PrintJob(1, document, JobState.QUEUED, attempts=0, copy=False)
    drawn = draw(job, paper)
    sent = tmp_path / "receipt.bin"
    sent.write_bytes(b"".join(print_data(job, drawn, paper).writes))
    answer = subprocess.run([str(NODE), SCRIPT, NPOS, sent], capture_output=True, check=True)
    parts = json.loads(answer.stdout)
    rows: list[str] = []
    for part in parts:
        rows += part.get("rows", []) + ["0" * width] * part.get("feed", 0)
    packed = pack(drawn)
    wanted = [f"{int.from_bytes(packed[at : at + width // 8]):0{width}b}" for at in range(0, len(packed), width // 8)]
    assert rows == wanted
    assert [part["other"] for part in parts if "other" in part] == ["ESC @", "GS P", "GS V"]
