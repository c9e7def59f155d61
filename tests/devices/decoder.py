"""A second reading of the printer's bytes, written from the command reference and sharing nothing with the product."""

from dataclasses import dataclass, field


@dataclass
class Decoded:
    rows: list[bytes] = field(default_factory=list)
    cuts: int = 0
    others: list[bytes] = field(default_factory=list)


_OTHER_LENGTHS = {b"\x1b@": 2, b"\x1dP": 4, b"\x1bp": 5, b"\x1dVB": 4, b"\x1dV\x00": 3, b"\x1dV\x01": 3, b"\x1bd": 3}


def decode(data: bytes, stride: int) -> Decoded:
    """Rows of packed dots, cuts, and the other commands; raises on any byte that belongs to no command."""
    result = Decoded()
    while data:
        if data.startswith(b"\x1dv0\x00"):
            width, height = data[4] | data[5] << 8, data[6] | data[7] << 8
            picture = data[8 : 8 + width * height]
            assert width == stride and len(picture) == width * height and height <= 96
            result.rows += [picture[i : i + width] for i in range(0, len(picture), width)]
            data = data[8 + len(picture) :]
        elif data.startswith(b"\x1bJ"):
            result.rows += [bytes(stride)] * data[2]
            data = data[3:]
        else:
            prefix = next((prefix for prefix in _OTHER_LENGTHS if data.startswith(prefix)), None)
            assert prefix is not None, f"no command begins with {data[:4].hex()}"
            command, data = data[: _OTHER_LENGTHS[prefix]], data[_OTHER_LENGTHS[prefix] :]
            result.cuts += prefix.startswith(b"\x1dV")
            result.others.append(command)
    return result
