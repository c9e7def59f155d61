"""What happens in one run, as data: each step says all of itself, so that any part of a history can be run again."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

Value = int | str


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happens.

    ``number`` is its place in the history it was first part of: ids drawn while it runs are drawn from it, so that
    they stay the same when other steps are left out.
    """

    number: int
    kind: str
    values: Mapping[str, Value] = field(default_factory=dict)

    def whole(self, name: str, otherwise: int = 0) -> int:
        """The number called ``name``."""
        value = self.values.get(name, otherwise)
        assert isinstance(value, int), f"{name} of step {self.number} is no number"
        return value

    def word(self, name: str, otherwise: str = "") -> str:
        """The text called ``name``."""
        return str(self.values.get(name, otherwise))

    def without(self, name: str) -> "Step":
        """The step without that value."""
        return Step(self.number, self.kind, {key: value for key, value in self.values.items() if key != name})

    def __str__(self) -> str:
        return " ".join([str(self.number), self.kind, *(f"{name}={value}" for name, value in self.values.items())])


@dataclass(frozen=True, slots=True)
class History:
    """A seed's steps."""

    seed: int
    steps: tuple[Step, ...]

    def of(self, steps: Iterable[Step]) -> "History":
        """The same with other steps."""
        return History(self.seed, tuple(steps))

    def text(self, remarks: Iterable[str] = ()) -> str:
        """The history as lines for people and for ``read_history``."""
        heading = [f"seed {self.seed}", *(f"# {remark}" for remark in remarks)]
        return "\n".join([*heading, *map(str, self.steps)]) + "\n"


def read_history(file: Path) -> History:
    """The history in a file that ``History.text`` filled; lines that begin with # say nothing."""
    lines = [line.split() for line in file.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    heading, *steps = [words for words in lines if words]
    return History(int(heading[1]), tuple(_step(words) for words in steps))


def _step(words: list[str]) -> Step:
    number, kind, *values = words
    return Step(int(number), kind, dict(_value(text) for text in values))


def _value(text: str) -> tuple[str, Value]:
    name, _, value = text.partition("=")
    return name, int(value) if value.lstrip("-").isdigit() else value
