"""Design tokens: every colour, size and distance of the till, in one place.

Lengths are in reference pixels of 1/96 inch (0.2646 mm): on a screen that was measured they are so long in millimetres
(``ui.qt.design.scale``). Colours have names here; what a name looks like is the theme's matter. Nothing moves by
itself: a till is read in glances.
"""

from collections.abc import Mapping
from enum import StrEnum, auto

from ui.viewmodels.tone import Tone


class Theme(StrEnum):
    """The looks there are."""

    LIGHT = auto()
    DARK = auto()
    CONTRAST = auto()


class Colour(StrEnum):
    """The palette, by what a colour is for.

    ``TEAL`` fills, ``TEAL_INK`` writes. ``THIRD`` is for what cannot be used now: nothing that must be read has it.
    ``ON_TEAL`` and ``ON_INK`` write on those. ``RECEIPT`` is the paper of a receipt, white in every theme.
    """

    PAPER = auto()
    DESK = auto()
    CARD = auto()
    FOOT = auto()
    INK = auto()
    SECOND = auto()
    THIRD = auto()
    LINE = auto()
    TRACK = auto()
    TEAL = auto()
    TEAL_PRESSED = auto()
    TEAL_INK = auto()
    TEAL_PALE = auto()
    TEAL_WASH = auto()
    FOCUS = auto()
    AMBER = auto()
    AMBER_WASH = auto()
    RED = auto()
    RED_WASH = auto()
    GOLD = auto()
    GOLD_WASH = auto()
    TIER_PLAIN = auto()
    ON_TEAL = auto()
    HINT_ON_TEAL = auto()
    ON_INK = auto()
    RECEIPT = auto()
    SCRIM = auto()


PALETTES: Mapping[Theme, Mapping[Colour, str]] = {
    Theme.LIGHT: {
        Colour.PAPER: "#F5F3EE",
        Colour.DESK: "#EBE7DE",
        Colour.CARD: "#FFFFFF",
        Colour.FOOT: "#FBFAF7",
        Colour.INK: "#1C2329",
        Colour.SECOND: "#5C666E",
        Colour.THIRD: "#9AA3A9",
        Colour.LINE: "#E3DFD6",
        Colour.TRACK: "#EFECE5",
        Colour.TEAL: "#0E6A62",
        Colour.TEAL_PRESSED: "#0A4F49",
        Colour.TEAL_INK: "#0A4F49",
        Colour.TEAL_PALE: "#CFE3E0",
        Colour.TEAL_WASH: "#E3F0EE",
        Colour.FOCUS: "#0E6A62",
        Colour.AMBER: "#9B5B07",
        Colour.AMBER_WASH: "#FBF0DC",
        Colour.RED: "#A61F18",
        Colour.RED_WASH: "#FBE9E7",
        Colour.GOLD: "#80611A",
        Colour.GOLD_WASH: "#F6EDD3",
        Colour.TIER_PLAIN: "#CFC8B8",
        Colour.ON_TEAL: "#FFFFFF",
        Colour.HINT_ON_TEAL: "#C6E3DF",
        Colour.ON_INK: "#FFFFFF",
        Colour.RECEIPT: "#FFFFFF",
        Colour.SCRIM: "#611C2329",
    },
    Theme.DARK: {
        Colour.PAPER: "#14191C",
        Colour.DESK: "#0E1214",
        Colour.CARD: "#1E262A",
        Colour.FOOT: "#1A2125",
        Colour.INK: "#ECEFEF",
        Colour.SECOND: "#AEB8BD",
        Colour.THIRD: "#6E7A80",
        Colour.LINE: "#37434A",
        Colour.TRACK: "#2B353A",
        Colour.TEAL: "#157A70",
        Colour.TEAL_PRESSED: "#0F5E56",
        Colour.TEAL_INK: "#7AD3C8",
        Colour.TEAL_PALE: "#2B5A55",
        Colour.TEAL_WASH: "#17352F",
        Colour.FOCUS: "#7AD3C8",
        Colour.AMBER: "#E9B660",
        Colour.AMBER_WASH: "#3B2E15",
        Colour.RED: "#F4A39B",
        Colour.RED_WASH: "#46221F",
        Colour.GOLD: "#DCC074",
        Colour.GOLD_WASH: "#3A321C",
        Colour.TIER_PLAIN: "#5A666C",
        Colour.ON_TEAL: "#FFFFFF",
        Colour.HINT_ON_TEAL: "#E6F6F3",
        Colour.ON_INK: "#14191C",
        Colour.RECEIPT: "#FFFFFF",
        Colour.SCRIM: "#A0000000",
    },
    Theme.CONTRAST: {
        Colour.PAPER: "#FFFFFF",
        Colour.DESK: "#EDEDED",
        Colour.CARD: "#FFFFFF",
        Colour.FOOT: "#FFFFFF",
        Colour.INK: "#000000",
        Colour.SECOND: "#262626",
        Colour.THIRD: "#5E5E5E",
        Colour.LINE: "#3A3A3A",
        Colour.TRACK: "#DADADA",
        Colour.TEAL: "#00443E",
        Colour.TEAL_PRESSED: "#002B27",
        Colour.TEAL_INK: "#003A35",
        Colour.TEAL_PALE: "#86B5AF",
        Colour.TEAL_WASH: "#D8EEEB",
        Colour.FOCUS: "#0046C8",
        Colour.AMBER: "#573100",
        Colour.AMBER_WASH: "#FFEBC8",
        Colour.RED: "#870009",
        Colour.RED_WASH: "#FFE0DC",
        Colour.GOLD: "#4A3600",
        Colour.GOLD_WASH: "#FFEDB8",
        Colour.TIER_PLAIN: "#8A8A8A",
        Colour.ON_TEAL: "#FFFFFF",
        Colour.HINT_ON_TEAL: "#FFFFFF",
        Colour.ON_INK: "#FFFFFF",
        Colour.RECEIPT: "#FFFFFF",
        Colour.SCRIM: "#99000000",
    },
}
"""What each colour is in each theme. Texts stand out 4.5 : 1 from what they are written on, totals 7 : 1."""

TONES: dict[Tone, tuple[Colour, Colour]] = {
    Tone.CALM: (Colour.TEAL_INK, Colour.TEAL_WASH),
    Tone.AMBER: (Colour.AMBER, Colour.AMBER_WASH),
    Tone.RED: (Colour.RED, Colour.RED_WASH),
    Tone.GOLD: (Colour.GOLD, Colour.GOLD_WASH),
    Tone.PLAIN: (Colour.SECOND, Colour.TRACK),
}
"""Ink and wash of each tone."""


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
FIELD = 64
"""What is typed into, and the keys beside it and at the foot of a sheet."""
KEY = 76
"""20 millimetres: a finger is no surer on anything larger. The keys of number pads, and those that take money."""
KEY_LEAST = 54
"""What these keys give way to, all of a pad alike, on a page that has no room for them: 14 millimetres."""
TENDER_KEY = KEY
"""Gives way to nothing."""
TILE = 76

ROOMY_HEIGHT = 880
"""From which height of a page on its keys and tiles are the larger ones below: fingers hit them, eyes find them."""
KEY_ROOMY = 88
TILE_ROOMY = 100

BILL_ROW = 68
TOP_BAR = 56

MENU_TILE_WIDTH_MIN = 124
MENU_TILE_WIDTH_MIN_ROOMY = 148
