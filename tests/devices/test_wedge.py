from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.scanner.wedge import LENGTH_MAX, Decision, Fate, Wedge, WedgeSettings


@dataclass
class Field:
    """What an event filter does with decisions: a text field, and the scans that went elsewhere."""

    wedge: Wedge = field(default_factory=Wedge)
    text: str = ""
    held: str = ""
    scans: list[str] = field(default_factory=list)

    def follow(self, decision: Decision, key: str = "") -> None:
        self.text += self.held[: decision.replay]
        self.held = self.held[decision.replay :]
        if decision.scan:
            assert self.held.endswith(decision.scan)
            self.held = ""
            self.scans.append(decision.scan)
        if decision.fate is Fate.HOLD:
            self.held += key
        elif decision.fate is Fate.PASS:
            assert not self.held, "a key may not overtake those before it"
            self.text += key

    def type(self, keys: list[tuple[str, int]]) -> "Field":
        """Keys with the milliseconds since the one before; the timer fires in between as a toolkit's would."""
        now = 0
        for key, gap in keys:
            now += gap
            deadline = self.wedge.deadline_ms
            if deadline is not None and deadline + 1 <= now:
                self.follow(self.wedge.pause(deadline + 1))
            self.follow(self.wedge.key(key, now), key)
        self.follow(self.wedge.pause(now + 10_000))
        return self


def keys(text: str, gap: int) -> list[tuple[str, int]]:
    return [(key, gap) for key in text]


@pytest.mark.parametrize("gap", [0, 1, 20, 50])
@pytest.mark.parametrize("terminator", ["\r", "\n", "\t"])
def test_a_scan_leaves_nothing_in_the_field_and_presses_nothing(gap: int, terminator: str) -> None:
    typed = Field().type(keys("0912345678" + terminator, gap))
    assert (typed.text, typed.scans) == ("", ["0912345678"])


def test_typing_arrives_whole_with_its_enter() -> None:
    typed = Field().type(keys("0912345678\r", 80))
    assert (typed.text, typed.scans) == ("0912345678\r", [])


def test_a_short_burst_is_no_scan() -> None:
    typed = Field().type(keys("12345\r", 5))
    assert (typed.text, typed.scans) == ("12345\r", [])


def test_typing_just_before_a_scan_stays_typing() -> None:
    typed = Field().type([*keys("ab", 100), ("4", 200), *keys("710088410139\r", 2)])
    assert (typed.text, typed.scans) == ("ab", ["4710088410139"])


def test_two_scans_in_a_row_are_two() -> None:
    typed = Field().type(keys("0912345678\r4710088410139\r", 1))
    assert (typed.text, typed.scans) == ("", ["0912345678", "4710088410139"])


def test_a_key_without_a_character_ends_the_burst_in_order() -> None:
    typed = Field().type([*keys("123456", 1), ("", 1), ("\r", 1)])
    assert (typed.text, typed.scans) == ("123456\r", [])


def test_with_a_prefix_only_what_follows_it_is_a_scan() -> None:
    settings = WedgeSettings(prefix="~")
    typed = Field(Wedge(settings)).type(keys("123456\r~42\r", 1))
    assert (typed.text, typed.scans) == ("123456\r", ["42"])


def test_a_key_that_never_stops_is_let_through() -> None:
    typed = Field().type(keys("7" * (LENGTH_MAX * 2 + 3), 30))
    assert (typed.text, typed.scans) == ("7" * (LENGTH_MAX * 2 + 3), [])


characters = st.sampled_from(["a", "0", "9", "/", "\r", "\t", "", "茶", "~"])
strokes = st.lists(st.tuples(characters, st.integers(0, 120)), max_size=60)


@given(strokes, st.sampled_from(["", "~"]))
def test_no_key_is_lost_doubled_or_reordered(typed: list[tuple[str, int]], prefix: str) -> None:
    result = Field(Wedge(WedgeSettings(prefix=prefix))).type(typed)
    rest = "".join(key for key, _ in typed)
    shown = result.text
    for scan in result.scans:
        before, _, after = rest.partition(prefix + scan)
        rest = before + after[1:]  # the terminator went with the scan
    assert sorted(shown) == sorted(rest)
    assert result.held == ""


@given(st.lists(st.tuples(characters, st.integers(51, 500)), max_size=40))
def test_fingers_slower_than_the_gap_never_scan_and_see_every_key(typed: list[tuple[str, int]]) -> None:
    result = Field().type(typed)
    assert (result.text, result.scans) == ("".join(key for key, _ in typed), [])


@given(st.text(st.characters(codec="ascii", categories=["L", "N"]), min_size=6, max_size=100), st.integers(0, 50))
def test_every_scan_fast_enough_is_recognised(code: str, gap: int) -> None:
    result = Field().type(keys(code + "\r", gap))
    assert (result.text, result.scans) == ("", [code])


def test_a_burst_that_fingers_roll_over_is_typing() -> None:
    wedge = Wedge()
    for place, character in enumerate("497182"):
        assert wedge.key(character, place * 30, overlaps=place > 0).fate is Fate.HOLD
    assert wedge.key("\r", 180, overlaps=True) == Decision(Fate.PASS, 6)


def test_a_few_keys_that_overlap_do_not_spoil_a_scan_nor_the_next() -> None:
    wedge = Wedge()
    for now in (0, 1000):
        for place, character in enumerate("4710088410207"):
            wedge.key(character, now + place * 2, overlaps=place in (3, 7))
        assert wedge.key("\r", now + 30).scan == "4710088410207"
