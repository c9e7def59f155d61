"""A number typed on a pad, over a value that is offered."""

from dataclasses import dataclass

DIGITS_MAX = 8


@dataclass(slots=True)
class PadNumber:
    """``offered`` stands until the first digit takes its place; ``text`` is what was typed."""

    offered: int = 0
    text: str = ""

    @property
    def value(self) -> int:
        """The number as it stands."""
        return int(self.text) if self.text else self.offered

    @property
    def is_typed(self) -> bool:
        """Whether the number was typed rather than offered."""
        return bool(self.text)

    def push(self, digit: str) -> None:
        """One more digit, up to eight."""
        if len(self.text) < DIGITS_MAX:
            self.text = (self.text + digit).lstrip("0") or "0"

    def erase(self) -> None:
        """The last digit away; with the last of them gone, zero stands rather than the offer."""
        self.text = self.text[:-1] or "0" if self.text else "0"

    def clear(self) -> None:
        """Zero."""
        self.text = "0"

    def put(self, value: int) -> None:
        """A whole number at once."""
        self.text = str(value)
