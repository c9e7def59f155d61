"""Everything on the screen in its real size.

Qt scales whatever a window shows by one factor, which it reads from the environment when it starts. Lengths are made
for 96 pixels to the inch: where a screen was measured, the factor makes them so long in millimetres, as far as the
window still fits on the screen.
"""

import os

FACTOR = "QT_SCALE_FACTOR"
FITTED = "STILLPOINT_SCREEN_FITTED"
"""Set when this process was started again because what was measured did not fit: the factor that does."""
REFERENCE_MM = 26.5
"""Millimetres of 100 pixels where nothing is scaled: 96 to the inch."""
FACTOR_MIN, FACTOR_MAX = 0.75, 3.0


def factor_for(mm_per_100px: float) -> float:
    """By how much a screen of such pixels has to enlarge everything."""
    return round(min(max(REFERENCE_MM / mm_per_100px, FACTOR_MIN), FACTOR_MAX), 2)


def factor() -> float:
    """The factor in force; 1 where nobody chose one."""
    try:
        return float(os.environ.get(FACTOR, "1"))
    except ValueError:
        return 1.0


def fitting(wanted: float, screen: tuple[int, int], window: tuple[int, int]) -> float:
    """``wanted``, or what lets a window that needs ``window`` pixels stand on a screen that has ``screen`` unscaled."""
    room = min(screen[0] / window[0], screen[1] / window[1])
    return round(min(wanted, max(int(room * 100) / 100, FACTOR_MIN)), 2)


def prepare(mm_per_100px: float) -> None:
    """Chooses the factor for the application that is about to be made."""
    wanted = factor_for(mm_per_100px)
    fitted = os.environ.get(FITTED)
    if fitted is not None:
        wanted = min(wanted, float(fitted))
    if wanted != factor():
        os.environ[FACTOR] = str(wanted)
