"""Random receipts, names and noise, a few of each; ``make proofs`` takes many."""

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.devices.proofs import npos
from tests.devices.proofs.noise import fuzz_scanner, fuzz_status
from tests.devices.proofs.people import RARE
from tests.devices.proofs.receipts import check_names, check_receipt
from tests.devices.proofs.threads import fuzz_printer_thread, fuzz_scanner_thread

RECEIPTS = 40
INPUTS = 10_000


def test_random_receipts_hide_no_command_and_come_out_as_drawn(tmp_path: Path) -> None:
    sent = [check_receipt(random.Random(f"test/{number}")) for number in range(RECEIPTS)]
    if npos.IS_HERE:
        npos.check(sent, tmp_path)


def test_every_character_of_ten_thousand_names_is_drawn() -> None:
    assert check_names(10_000, random.Random(1)) >= set(RARE)


@pytest.mark.parametrize("fuzz", [fuzz_status, fuzz_printer_thread, fuzz_scanner, fuzz_scanner_thread])
def test_noise_raises_nothing_and_fills_nothing(fuzz: Callable[[int, random.Random], int]) -> None:
    assert fuzz(INPUTS, random.Random(2)) > 0
