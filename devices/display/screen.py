"""What a 2 × 20 display makes of the bytes it gets: both command sets, torn and joined as a line tears them."""

from collections.abc import Mapping

from devices.display.protocols import COLUMNS, ROWS

STRING_MAX = 40
_ESC, _US = 0x1B, 0x1F
_PARAMETERS: Mapping[int, Mapping[int, int]] = {
    _ESC: {
        0x11: 0,
        0x12: 0,
        0x13: 0,
        **dict.fromkeys(b"@", 0),
        **dict.fromkeys(b"*RtLf_c=", 1),
        **dict.fromkeys(b"l", 2),
    },
    _US: {0x01: 0, 0x02: 0, 0x03: 0, 0x0A: 0, 0x0D: 0, **dict.fromkeys(b"B", 0), **dict.fromkeys(b"XCT", 1), 0x24: 2},
}
"""How many bytes follow ``ESC c`` and ``US c``; ``ESC Q`` goes on until CR."""


class DisplayScreen:
    """Two lines and a cursor. ``garbage`` counts bytes that belong to no command."""

    def __init__(self) -> None:
        self.garbage = 0
        self._pending = b""
        self._cells = bytearray()
        self._row = self._column = 0
        self._clear()

    @property
    def lines(self) -> tuple[str, str]:
        """What one reads, without the blanks at the ends of the lines."""
        upper, lower = self._cells[:COLUMNS], self._cells[COLUMNS:]
        return upper.decode("ascii").rstrip(), lower.decode("ascii").rstrip()

    def feed(self, data: bytes) -> None:
        """More bytes; a command that is not whole yet waits for its rest."""
        self._pending += data
        while self._pending:
            taken = self._take(self._pending)
            if not taken:
                return
            self._pending = self._pending[taken:]

    def _take(self, data: bytes) -> int:
        """Obeys what stands first; gives its length, 0 when it is not whole yet."""
        if data[0] not in _PARAMETERS:
            self._single(data[0])
            return 1
        if len(data) < 2:
            return 0
        if data[0] == _ESC and data[1] == ord("Q"):
            return self._string(data)
        count = _PARAMETERS[data[0]].get(data[1])
        if count is None:
            self.garbage += 2
            return 2
        if len(data) < 2 + count:
            return 0
        self._obey(data[0], data[1], data[2 : 2 + count])
        return 2 + count

    def _string(self, data: bytes) -> int:
        """``ESC Q A … CR`` and ``ESC Q B … CR``."""
        end = data.find(b"\r")
        if end < 0 and len(data) <= 3 + STRING_MAX:
            return 0
        if end < 3 or data[2] not in b"AB":
            self.garbage += 3
            return 3
        row = b"AB".index(data[2])
        self._cells[row * COLUMNS : (row + 1) * COLUMNS] = data[3:end][:COLUMNS].ljust(COLUMNS)
        return end + 1

    def _obey(self, prefix: int, command: int, parameters: bytes) -> None:
        if prefix == _ESC and command == ord("@"):
            self._clear()
        elif parameters and len(parameters) == 2:
            self._column, self._row = (max(parameters[0], 1) - 1) % COLUMNS, (max(parameters[1], 1) - 1) % ROWS
        elif prefix == _US and command == ord("B"):
            self._column, self._row = COLUMNS - 1, ROWS - 1

    def _single(self, byte: int) -> None:
        match byte:
            case 0x0C:
                self._clear()
            case 0x0B:
                self._row = self._column = 0
            case 0x0D:
                self._column = 0
            case 0x0A:
                self._row = (self._row + 1) % ROWS
            case 0x18:
                self._cells[self._row * COLUMNS : (self._row + 1) * COLUMNS] = b" " * COLUMNS
            case _ if 0x20 <= byte <= 0x7E:
                self._put(byte)
            case _:
                self.garbage += 1

    def _put(self, byte: int) -> None:
        """Writes over what is there; after the last place comes the first."""
        place = self._row * COLUMNS + self._column
        self._cells[place] = byte
        self._row, self._column = divmod((place + 1) % (ROWS * COLUMNS), COLUMNS)

    def _clear(self) -> None:
        self._cells = bytearray(b" " * (ROWS * COLUMNS))
        self._row = self._column = 0
