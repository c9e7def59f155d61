"""The window of a till in a process of its own: what it shows, by names and words, and where to press the mouse."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from resources.language import sentence
from terminal.ports.secrets import MemorySecrets
from tests.journeys.display import Colour, Display, until
from ui.cli.demo.processes import Process

TITLE = "Stillpoint"
WATCHED = "tests.journeys.watched"


def told(kind: str, section: str = "till", /, **data: object) -> str:
    """A sentence of the till, as its language file has it."""
    return sentence(kind, data, section=section)


@dataclass(frozen=True)
class Seen:
    """Something on the screen. ``names`` end with its own; ``place`` is its left, top, width and height."""

    names: tuple[str, ...]
    text: str
    value: str
    place: tuple[int, int, int, int]
    is_usable: bool

    def is_called(self, *names: str) -> bool:
        """Whether the last of ``names`` is its own, and the others are those of what it is in."""
        return self.names[-1] == names[-1] and set(names) <= set(self.names)


class Screen:
    """Told by the process itself, and only believed where there are dots of more than one colour."""

    def __init__(self, process: Process, display: Display) -> None:
        self._process, self._display = process, display

    def focus(self) -> None:
        """The window that is open now gets the keyboard."""
        self._display.focus(TITLE)

    def seen(self) -> list[Seen]:
        """All that lies open."""
        answer = self._process.ask({"ask": "seen"})["answer"]
        return [Seen(**{**one, "names": tuple(one["names"]), "place": tuple(one["place"])}) for one in answer]

    def find(self, *names: str) -> Seen | None:
        """What is called so."""
        return next((one for one in self.seen() if one.is_called(*names)), None)

    def has(self, *names: str) -> bool:
        """Whether something is called so."""
        return self.find(*names) is not None

    def is_usable(self, *names: str) -> bool:
        """Whether it is there and can be used."""
        found = self.find(*names)
        return found is not None and found.is_usable

    def text(self, *names: str) -> str:
        """What it says; empty where it is not there."""
        found = self.find(*names)
        return found.text if found is not None else ""

    def says(self, *texts: str) -> bool:
        """Whether each of ``texts`` can be read somewhere."""
        seen = self.seen()
        return all(any(text in one.text and self._is_drawn(one) for one in seen) for text in texts)

    def reads(self, text: str, *names: str) -> bool:
        """Whether ``text`` can be read in what is called so."""
        found = self.find(*names)
        return found is not None and text in found.text and self._is_drawn(found)

    def colours(self, *names: str) -> set[Colour]:
        """The colours of its dots; none where it is not there."""
        found = self.find(*names)
        return self._dots(found) if found is not None else set()

    def click(self, *names: str) -> None:
        """Presses the mouse in the middle of it, once it can be used and rests where it is."""
        until(lambda: self.is_usable(*names) and self.find(*names) == self.find(*names))
        found = self.find(*names)
        assert found is not None, names
        left, top, width, height = found.place
        self._display.click((left + width // 2, top + height // 2))

    def keys(self) -> dict[str, bytes]:
        """The keys of the process."""
        kept: dict[str, str] = self._process.ask({"ask": "secrets"})["answer"]
        return {name: bytes.fromhex(secret) for name, secret in kept.items()}

    def _is_drawn(self, one: Seen) -> bool:
        return len(self._dots(one)) > 1

    def _dots(self, one: Seen) -> set[Colour]:
        left, top, width, height = one.place
        dots = self._display.picture().crop((left, top, left + width, top + height)).getcolors(width * height)
        return {colour for _, colour in dots or ()}  # type: ignore[misc]  # an RGB picture's are triples


@contextmanager
def open_window(home: Path, secrets: MemorySecrets, display: Display) -> Iterator[Screen]:
    """The window of the terminal in ``home`` with the keyboard's focus; ended in order after the block."""
    command = ["terminal", "run", "--home", str(home)]
    window = Process(command, secrets.kept, home.parent / "window.log", module=WATCHED)
    window.start()
    try:
        screen = Screen(window, display)
        screen.focus()
        yield screen
    finally:
        code = window.stop()
    assert code == 0
