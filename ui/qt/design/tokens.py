"""Design tokens: every colour, size and distance of the till, in one place.

Sizes are logical pixels. The style sheet and every widget that paints itself read them from here.
"""

from enum import StrEnum

from ui.viewmodels.tone import Tone


class Colour(StrEnum):
    """The palette."""

    PAPER = "#F5F3EE"
    DESK = "#EBE7DE"
    CARD = "#FFFFFF"
    FOOT = "#FBFAF7"
    INK = "#1C2329"
    SECOND = "#5C666E"
    THIRD = "#9AA3A9"
    LINE = "#E3DFD6"
    TRACK = "#EFECE5"
    TEAL = "#0E6A62"
    TEAL_PRESSED = "#0A4F49"
    TEAL_PALE = "#CFE3E0"
    TEAL_WASH = "#E3F0EE"
    AMBER = "#A8650A"
    AMBER_WASH = "#FBF0DC"
    RED = "#B3261E"
    RED_WASH = "#FBE9E7"
    GOLD = "#8A6A1F"
    GOLD_WASH = "#F6EDD3"
    TIER_PLAIN = "#CFC8B8"
    ON_TEAL = "#FFFFFF"
    HINT_ON_TEAL = "#B9DAD6"


SCRIM = (28, 35, 41, 97)
"""What lies over the screen behind a sheet: ink at 38 %, as red, green, blue, alpha."""

TONES: dict[Tone, tuple[Colour, Colour]] = {
    Tone.CALM: (Colour.TEAL, Colour.TEAL_WASH),
    Tone.AMBER: (Colour.AMBER, Colour.AMBER_WASH),
    Tone.RED: (Colour.RED, Colour.RED_WASH),
    Tone.GOLD: (Colour.GOLD, Colour.GOLD_WASH),
    Tone.PLAIN: (Colour.SECOND, Colour.TRACK),
}


class Type(StrEnum):
    """The type scale by what it is for; sizes in ``TYPE_SIZES``."""

    SMALL = "small"
    BODY = "body"
    LARGE = "large"
    HEADING = "heading"
    FIGURE = "figure"
    TOTAL = "total"
    DISPLAY = "display"


TYPE_SIZES: dict[Type, int] = {
    Type.SMALL: 13,
    Type.BODY: 15,
    Type.LARGE: 17,
    Type.HEADING: 22,
    Type.FIGURE: 28,
    Type.TOTAL: 44,
    Type.DISPLAY: 120,
}

FONT_FAMILIES = ("Noto Sans CJK TC", "Noto Sans TC", "Microsoft JhengHei", "PingFang TC", "WenQuanYi Zen Hei", "Sans")
MONO_FAMILIES = ("Noto Sans Mono CJK TC", "Noto Sans Mono", "MingLiU", "Monospace")

GAP_SMALL = 8
GAP = 12
GAP_LARGE = 16
CARD_PADDING = 20
SHEET_PADDING = 24

RADIUS_CARD = 12
RADIUS_BUTTON = 10

TOUCH = 48
"""The least height of anything that can be pressed."""
BUTTON = 56
KEY = 64
TENDER_KEY = 72
TILE = 76
BILL_ROW = 68
TOP_BAR = 56

MENU_TILE_WIDTH_MIN = 124
