"""``stillpoint device simulate`` as its own process, with the real drivers at the other end."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from devices.display.protocols import DisplayProtocol, encode_lines, encode_start
from devices.transports.opening import open_connection
from devices.transports.reference import parse_reference
from ui.cli.device_simulate import _show_lines

PICTURE = b"\x1dv0\x00\x48\x00\x02\x00" + b"\xff" * 72 + bytes(72)


@contextmanager
def simulated(*arguments: str) -> Iterator["subprocess.Popen[str]"]:
    """The command, stopped as a person would; it must end well."""
    command = [sys.executable, "-m", "ui.cli.main", "device", "simulate", *arguments, "--json"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        yield process
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 0


def line(process: "subprocess.Popen[str]") -> dict[str, Any]:
    """The next object that it prints."""
    assert process.stdout
    document: dict[str, Any] = json.loads(process.stdout.readline())
    return document


def test_a_printer_shows_its_paper_as_pictures(tmp_path: Path) -> None:
    script, paper = tmp_path / "script.toml", tmp_path / "paper"
    script.write_text('[[step]]\nbefall = "paper_out"\nafter_bytes = 3\n[[step]]\ncure = "paper_out"\n')
    with simulated("printer", "--paper", str(paper), "--script", str(script), "--width", "576") as process:
        ready = line(process)
        with open_connection(parse_reference(str(ready["url"]))) as connection:
            connection.write(PICTURE + b"\x1dV\x00")
            receipt = line(process)
        assert (ready["device"], receipt["receipt"], receipt["garbage"]) == ("printer", 1, 0)
        with Image.open(str(receipt["file"])) as picture:
            assert picture.size == (576, 2)


@pytest.mark.skipif(os.name == "nt", reason="pseudo-terminals are made on Linux and macOS")
def test_a_scanner_scans_what_it_is_given(tmp_path: Path) -> None:
    with simulated("scanner", "--link", str(tmp_path / "scanner"), "--suffix", "crlf") as process:
        ready = line(process)
        assert process.stdin
        with open_connection(parse_reference(str(ready["url"]))) as connection:
            process.stdin.write("0912345678\n")
            process.stdin.flush()
            seen = b""
            while not seen.endswith(b"\n"):
                seen += connection.read(20)
            assert seen == b"0912345678\r\n"


@pytest.mark.skipif(os.name == "nt", reason="pseudo-terminals are made on Linux and macOS")
@pytest.mark.parametrize("protocol", DisplayProtocol)
def test_a_display_shows_its_lines(protocol: DisplayProtocol, tmp_path: Path) -> None:
    with simulated("display", "--link", str(tmp_path / "pole")) as process:
        ready = line(process)
        with open_connection(parse_reference(str(ready["url"]))) as connection:
            connection.write(encode_start(protocol) + encode_lines(protocol, ("Ruby black tea    65", "TOTAL     65")))
            shown = [line(process)]
            while not shown[-1]["lines"][1]:  # the first line may come alone
                shown.append(line(process))
            connection.write(b"\x0c")
            cleared = line(process)
    assert (ready["device"], shown[-1]["garbage"]) == ("display", 0)
    assert shown[-1]["lines"] == ["Ruby black tea    65", "TOTAL     65"]
    assert cleared["lines"] == ["", ""]


def test_a_display_shows_its_lines_in_a_frame(capsys: pytest.CaptureFixture[str]) -> None:
    _show_lines(("TOTAL             65", ""), 0, False)
    assert capsys.readouterr().out.splitlines() == [
        "┌────────────────────┐",
        "│TOTAL             65│",
        "│                    │",
        "└────────────────────┘",
    ]


def test_a_script_that_cannot_be_followed_is_a_sentence(tmp_path: Path) -> None:
    script = tmp_path / "script.toml"
    script.write_text('[[step]]\nbefall = "rain"\n')
    command = [sys.executable, "-m", "ui.cli.main", "device", "simulate", "printer", "--script", str(script), "--json"]
    answer = subprocess.run(command, capture_output=True, text=True, check=False)
    assert answer.returncode == 1
    assert json.loads(answer.stdout)["error"]["kind"] == "device_script_invalid"
