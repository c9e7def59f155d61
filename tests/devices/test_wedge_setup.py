"""Set-up scans: what they say of a scanner."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.scanner.wedge import Wedge, WedgeSettings
from devices.scanner.wedge_setup import GAP_CEILING_MS, GAP_FLOOR_MS, Key, WedgeTrouble, measure

CODE = "4710088410207"


def typed(text: str, *gaps: int) -> list[Key]:
    """``text`` with gaps that go round."""
    now, keys = 1000, []
    for place, character in enumerate(text):
        now += gaps[place % len(gaps)]
        keys.append((character, now))
    return keys


@pytest.mark.parametrize(
    ("text", "gaps", "found"),
    [
        (f"{CODE}\r", (1,), ("", "enter", 20)),
        (f"{CODE}\n", (8, 8, 16), ("", "enter", 35)),
        (f"{CODE}\t", (20,), ("", "tab", 40)),
        (f"~{CODE}\r", (0,), ("~", "enter", 20)),
        ("/ABC-123\r", (40,), ("", "enter", 80)),
        (f"]E0{CODE}\r", (2,), ("", "enter", 20)),
    ],
)
def test_pace_prefix_and_suffix_are_measured(text: str, gaps: tuple[int, ...], found: tuple[str, str, int]) -> None:
    measured = measure([typed(text, *gaps)] * 3)
    assert (measured.prefix, measured.suffix, measured.gap_ms) == found
    assert measured.trouble is None
    assert measured.settings == dict(
        zip(("wedge_prefix", "wedge_suffix", "wedge_gap_ms"), map(str, found), strict=True)
    )


@pytest.mark.parametrize(
    ("scans", "trouble"),
    [
        ([], WedgeTrouble.TOO_SHORT),
        ([typed("12345\r", 1)] * 3, WedgeTrouble.TOO_SHORT),
        ([typed(CODE, 1)] * 3, WedgeTrouble.NO_SUFFIX),
        ([typed(f"{CODE}\r", 1), typed(f"{CODE}\t", 1)], WedgeTrouble.UNEQUAL),
        ([typed(f"{CODE}\r", 1), typed(f"~{CODE}\r", 1)], WedgeTrouble.UNEQUAL),
        ([typed(f"{CODE}\r", 60)] * 3, WedgeTrouble.TOO_SLOW),
        ([typed(f"~{CODE}\r", 60)] * 3, None),
    ],
)
def test_what_cannot_work_is_said(scans: list[list[Key]], trouble: WedgeTrouble | None) -> None:
    measured = measure(scans)
    assert measured.trouble is trouble
    assert bool(measured.settings) is (trouble is None)


@given(st.lists(st.integers(0, GAP_CEILING_MS // 2), min_size=3, max_size=14))
def test_a_scanner_as_it_was_measured_is_recognised(gaps: list[int]) -> None:
    keys = typed(f"{CODE}\r", *gaps)
    measured = measure([keys] * 3)
    assert measured.trouble is None and GAP_FLOOR_MS <= measured.gap_ms <= GAP_CEILING_MS
    wedge = Wedge(WedgeSettings(gap_ms=measured.gap_ms))
    assert [wedge.key(text, at).scan for text, at in keys][-1] == CODE


@given(st.lists(st.lists(st.tuples(st.text(max_size=1), st.integers(0, 10**6)), max_size=20), max_size=4))
def test_any_keys_give_an_answer(scans: list[list[Key]]) -> None:
    assert measure(scans).gap_ms >= GAP_FLOOR_MS
