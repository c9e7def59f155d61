"""``make proofs``: 10,000 receipts and names, a million inputs of noise. Arguments: a seed, and a divisor for less."""

import random
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console

from tests.devices.proofs import npos
from tests.devices.proofs.noise import fuzz_scanner, fuzz_status
from tests.devices.proofs.receipts import check_names, check_receipt
from tests.devices.proofs.threads import fuzz_printer_thread, fuzz_scanner_thread

RECEIPTS = NAMES = 10_000
INPUTS = 1_000_000
AT_ONCE = 250
_say = Console(highlight=False, soft_wrap=True).print


def main(seed: int = 1, divisor: int = 1) -> None:
    """Everything; the first thing that does not hold ends it with its seed."""
    chance = random.Random(seed)
    drawn = check_names(NAMES // divisor, chance)
    _say(f"{NAMES // divisor:,} names: {len(drawn)} different characters, every one drawn")
    inputs = INPUTS // divisor
    _say(f"{inputs:,} inputs of status: {fuzz_status(inputs, chance):,} reports, no exception")
    _say(f"{inputs:,} inputs at the printer's thread: {fuzz_printer_thread(inputs, chance):,} receipts, no exception")
    _say(f"{inputs:,} inputs of scans: {fuzz_scanner(inputs, chance):,} packets, no exception")
    _say(f"{inputs:,} inputs at the scanner's thread: {fuzz_scanner_thread(inputs, chance):,} scans, no exception")
    receipts(seed, RECEIPTS // divisor)


def receipts(seed: int, count: int) -> None:
    """Receipts in groups, each from a seed of its own, so that one that fails can be drawn again."""
    sent_bytes = 0
    for first in range(0, count, AT_ONCE):
        group = []
        for number in range(first, min(first + AT_ONCE, count)):
            try:
                group.append(check_receipt(random.Random(f"{seed}/{number}")))
            except Exception as error:  # whatever it is, the seed that shows it is said
                raise SystemExit(f"receipt {seed}/{number}: {error!r}") from error
        sent_bytes += sum(len(sent.data) for sent in group)
        if npos.IS_HERE:
            with TemporaryDirectory() as folder:
                npos.check(group, Path(folder))
        _say(f"{first + len(group):,} receipts, {sent_bytes:,} bytes")
    seen_by = "our decoder and npos" if npos.IS_HERE else "our decoder (no npos here: make npos)"
    _say(f"{count:,} receipts: no real-time command, the same dots in {seen_by}")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
