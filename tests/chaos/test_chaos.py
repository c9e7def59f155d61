"""The chaos run, short; and line, disk and clock are as bad as they say."""

import os
import random
import socket
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.chaos import disks
from tests.chaos.clocks import WrongClock, find_library
from tests.chaos.disks import small_disk
from tests.chaos.processes import wait_until
from tests.chaos.proving import Verdict, prove_sales
from tests.chaos.proxy import BadLine, Weather, corrupted
from tests.chaos.scenes import SCENES, Plan
from ui.cli.demo.baskets import read_baskets

SAID = b"a request of some length"
YEAR = 366 * 86_400


class Listener:
    """A server that keeps what it is told, a list a connection, and answers with the same."""

    def __init__(self) -> None:
        self.heard: list[bytearray] = []
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        self._socket.close()

    def _accept(self) -> None:
        while True:
            try:
                end, _ = self._socket.accept()
            except OSError:
                return
            heard = bytearray()
            self.heard.append(heard)
            threading.Thread(target=self._hear, args=(end, heard), daemon=True).start()

    def _hear(self, end: socket.socket, heard: bytearray) -> None:
        with end:
            while chunk := end.recv(65_536):
                heard += chunk
                end.sendall(chunk)


@pytest.fixture
def listener() -> Iterator[Listener]:
    with closing(Listener()) as made:
        yield made


def said_over(listener: Listener, weather: Weather) -> tuple[BadLine, bytes]:
    """What comes back of what was said over a line with that weather."""
    with closing(BadLine(listener.url, "seed")) as line:
        line.weather = weather
        port = int(line.url.rpartition(":")[2])
        with socket.create_connection(("127.0.0.1", port)) as near:
            near.settimeout(20)
            near.sendall(SAID)
            answer = b""
            try:
                while len(answer) < len(SAID) and (chunk := near.recv(65_536)):
                    answer += chunk
            except ConnectionResetError:
                pass
        return line, answer


def test_a_line_in_calm_weather_changes_nothing(listener: Listener) -> None:
    line, answer = said_over(listener, Weather())
    assert answer == SAID
    assert listener.heard == [SAID]
    assert line.done.corrupted == 0


def test_a_line_corrupts_both_ways(listener: Listener) -> None:
    line, answer = said_over(listener, Weather(corrupt=1))
    assert len(answer) == len(SAID)
    assert bytes(listener.heard[0]) not in {SAID, answer}
    assert line.done.corrupted == 2


def test_a_line_truncates_and_breaks_off(listener: Listener) -> None:
    line, answer = said_over(listener, Weather(truncate=1))
    # What the other side says to what reached it may still set out before the line is down; it loses its end too.
    assert len(answer) < len(SAID)
    assert all(len(heard) < len(SAID) for heard in listener.heard)
    assert 1 <= line.done.truncated <= 2


def test_a_line_says_again_what_was_said(listener: Listener) -> None:
    line, answer = said_over(listener, Weather(repeat=1))
    assert answer == SAID
    wait_until(lambda: listener.heard == [SAID, SAID], 20, "the repetition")
    assert line.done.repeated == 1


def test_a_line_that_cuts_passes_nothing_on(listener: Listener) -> None:
    line, answer = said_over(listener, Weather(cut=1))
    assert answer == b""
    assert line.done.cuts == 1


def test_corruption_always_changes_something_unless_it_undoes_itself() -> None:
    chance = random.Random(1)
    assert all(len(corrupted(SAID, chance)) == len(SAID) for _ in range(100))
    assert sum(corrupted(SAID, chance) != SAID for _ in range(100)) > 95


@pytest.mark.skipif(disks.why_not() is not None, reason="only root may mount a disk")
def test_a_full_disk_takes_nothing_until_it_has_room(tmp_path: Path) -> None:
    try:
        with small_disk(tmp_path / "disk") as disk:
            disk.fill()
            with pytest.raises(OSError, match="No space"):
                (disk.folder / "more").write_bytes(b"0" * 4_096)
            disk.free()
            (disk.folder / "more").write_bytes(b"0" * 4_096)
    except subprocess.CalledProcessError:
        pytest.skip("no disk may be mounted here")


def test_a_process_goes_by_the_wrong_clock(tmp_path: Path) -> None:
    library = find_library()
    if library is None:
        pytest.skip("libfaketime cannot be installed here")
    clock = WrongClock(library, tmp_path / "clock")
    clock.jump(-2 * YEAR)
    code = "import time; time.sleep(0.01); print(int(time.time()))"
    environment = {**os.environ, **clock.environment}
    said = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, check=True, text=True)
    assert abs(datetime.now(UTC).timestamp() - int(said.stdout) - 2 * YEAR) < 600


def test_a_sale_that_is_not_in_the_journal_is_lost_and_one_that_is_there_twice_is_doubled() -> None:
    first, second, *_ = read_baskets()
    verdict, key = Verdict(), f"basket-{first.basket_id}"
    prove_sales("terminal-1", Counter({key: 1}), [first], verdict)
    assert verdict.well
    prove_sales("terminal-1", Counter({key: 2}), [first, second], verdict)
    assert (verdict.lost, verdict.doubled, verdict.well) == (1, 1, False)


@pytest.mark.slow
@pytest.mark.parametrize("scene", ["network"])
def test_what_is_sold_while_everything_is_hurt_is_there_once_everywhere(scene: str, tmp_path: Path) -> None:
    outcome = SCENES[scene](Plan(tmp_path, "20261122", acts=8))
    assert outcome.verdict.findings == []
    assert outcome.verdict.well
    assert outcome.verdict.sales > 0
    assert outcome.done["kills"] > 0
    assert outcome.done["cuts"] > 0
