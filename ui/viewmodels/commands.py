"""What the keys on the buttons mean."""

from enum import Enum


class Command(Enum):
    """An intention of the cashier; the value is the key that is printed on its button, a word where there is none."""

    MENU = "F1"
    PRINT_QUEUE = "F2"
    NEW_MEMBER = "F3"
    NO_MEMBER = "F4"
    DETAILS = "F5"
    REDEEM = "F6"
    COUPONS = "F7"
    PARK = "F8"
    REPRINT = "F9"
    DRAWER = "F10"
    DEVICES = "F11"
    TENDER = "F12"
    EXACT_CASH = "+"
    TIMES = "*"
    DISCOUNT = "%"
    FIND = "/"
    UNDO = "Del"
    BACK = "Esc"
    ENTER = "Enter"
    ERASE = "Backspace"
    CLEAR = "Ctrl+Backspace"
    UP = "Up"
    DOWN = "Down"
    MORE = "Right"
    FEWER = "Left"
    DAY_REPORT = "report"
    PAST_SALES = "sales"
    CASH_SHIFT = "shift"
    LOCK = "lock"
    OFFICE = "office"
    LANGUAGE = "language"
    THEME = "theme"
    TRAINING = "training"

    @property
    def key(self) -> str:
        """The key that is printed on its button; empty where there is none."""
        return "" if self.value.islower() else self.value

    @property
    def step(self) -> int:
        """Where an arrow leads in a list: ``UP`` a row back, ``DOWN`` one on."""
        return -1 if self is Command.UP else 1
