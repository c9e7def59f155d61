"""How long a window waits for keys on a machine that is late."""

from ui.qt.late_keys import AGAIN_MAX, AGAIN_MS, IN_TIME_MS, KEYS, LATE_MAX_MS, LateKeys

GAP_MS = 51


def test_on_a_machine_that_is_in_time_the_gap_is_enough() -> None:
    late = LateKeys()
    assert late.came(100, 5100.0) == 0
    assert late.expect(5100.0, GAP_MS) == GAP_MS
    assert late.again_ms(5100.0 + GAP_MS + IN_TIME_MS) == 0


def test_a_timer_that_fires_late_is_set_again_until_one_fires_in_time() -> None:
    late = LateKeys()
    late.came(100, 5100.0)
    late.expect(5100.0, GAP_MS)
    assert late.again_ms(5400.0) == AGAIN_MS
    assert late.again_ms(5500.0) == AGAIN_MS
    assert late.again_ms(5500.0 + AGAIN_MS) == 0


def test_a_machine_that_is_never_in_time_lets_typed_keys_go_in_the_end() -> None:
    late, now_ms = LateKeys(), 5100.0
    for _ in range(2):
        late.came(100, now_ms)
        late.expect(now_ms, GAP_MS)
        waits = []
        while wait_ms := late.again_ms(now_ms := now_ms + 1000):
            waits.append(wait_ms)
        assert waits == [AGAIN_MS] * AGAIN_MAX


def test_a_key_is_as_late_as_it_came_after_the_quickest() -> None:
    late = LateKeys()
    assert [late.came(stamp, now) for stamp, now in ((0, 7.0), (10, 12.0), (20, 82.0), (30, 32.0))] == [0, 0, 60, 0]
    assert late.came(40, 9000.0) == LATE_MAX_MS


def test_a_clock_that_was_set_is_forgotten() -> None:
    late = LateKeys()
    late.came(0, -1_000_000.0)
    assert [late.came(stamp, 0.0 + stamp) for stamp in range(KEYS)][-1] == 0
