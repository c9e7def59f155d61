"""What the keys on the buttons mean."""

from enum import Enum


class Command(Enum):
    """An intention of the cashier; the value is the key that is printed on its button."""

    NEW_MEMBER = "F3"
    NO_MEMBER = "F4"
    DETAILS = "F5"
    REDEEM = "F6"
    COUPONS = "F7"
    PARK = "F8"
    REPRINT = "F9"
    DRAWER = "F10"
    TENDER = "F12"
    EXACT_CASH = "+"
    UNDO = "Del"
    BACK = "Esc"
    ENTER = "Enter"
    ERASE = "Backspace"
    CLEAR = "Ctrl+Backspace"
    UP = "Up"
    DOWN = "Down"
    MORE = "Right"
    FEWER = "Left"
