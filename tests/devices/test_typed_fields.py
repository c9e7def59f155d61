"""A short run of the hand in ``tests/benchmarks/typed_fields.py``."""

import pytest

from devices.scanner.wedge import WedgeSettings
from tests.benchmarks.typed_fields import Hand, type_fields


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize(
    "hand",
    [Hand(), Hand(median_ms=180, spread=0.5, holds=0.02), Hand(rolls=0.9)],
    ids=["fast", "searching", "rolling over the keys"],
)
def test_typing_is_no_scan_and_arrives_whole(seed: int, hand: Hand) -> None:
    figures = type_fields(5_000, seed, hand, WedgeSettings())
    assert (figures.scans, figures.arrived) == ([], figures.keys)


def test_with_the_gap_of_a_measured_scanner_even_a_hurried_hand_is_no_scan() -> None:
    figures = type_fields(5_000, 3, Hand(median_ms=80), WedgeSettings(gap_ms=20))
    assert (figures.scans, figures.arrived) == ([], figures.keys)
