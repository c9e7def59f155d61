import subprocess
import sys
from pathlib import Path

import pytest

from devices.printer.commands import completion_request, plain_commands, recovery


@pytest.mark.parametrize(
    ("profile", "start", "cut"),
    [
        ("default", b"\x1b@\x1dP\xcb\xcb", b"\x1dVB\x00"),
        ("TM-T88V", b"\x1b@\x1dP\xb4\xb4\x1da\x0f", b"\x1dVB\x00"),  # 180 dots per inch, tells its state by itself
        ("POS-5890", b"\x1b@\x1dP\xcb\xcb", b"\x1bd\x04"),  # no cutter: feeds to the tear bar
        ("no such model", b"\x1b@\x1dP\xcb\xcb", b"\x1dVB\x00"),
    ],
)
def test_each_model_is_started_and_cut_as_it_wants(profile: str, start: bytes, cut: bytes) -> None:
    commands = plain_commands(profile)
    assert (commands.start, commands.cut) == (start, cut)


def test_the_drawer_is_kicked_on_its_pin() -> None:
    assert [kick[:3] for kick in plain_commands("default").kick] == [b"\x1bp\x00", b"\x1bp\x01"]


def test_a_completion_request_carries_its_id() -> None:
    assert completion_request(b"0214") == b"\x1d(H\x06\x00000214"


@pytest.mark.parametrize("process_id", [b"", b"12345", b"12\x10\x04"])
def test_an_id_that_could_be_a_command_is_ours_to_avoid(process_id: bytes) -> None:
    with pytest.raises(ValueError, match="four printable"):
        completion_request(process_id)


def test_recovery_clears_and_fills_the_longest_band_that_could_be_cut_off() -> None:
    assert recovery(576) == b"\x10\x05\x02" + bytes(96 * 72)


def test_loading_the_library_leaves_no_folder_and_no_log_handler_behind(tmp_path: Path) -> None:
    program = (
        "import logging; from devices.printer.commands import plain_commands; plain_commands('default'); "
        "assert not logging.getLogger().handlers"
    )
    root = Path(__file__).parents[2]
    subprocess.run([sys.executable, "-c", program], check=True, cwd=root, env={"TMPDIR": str(tmp_path)})
    assert list(tmp_path.iterdir()) == []
