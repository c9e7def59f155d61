"""The codes in which a printer can be sent text."""

from enum import StrEnum


class TextCode(StrEnum):
    """How a printer is sent text."""

    RASTER = "raster"
    """Not at all: as pictures that we draw."""
    BIG5 = "big5"
    GB18030 = "gb18030"
    ASCII = "ascii"


CODECS = {TextCode.BIG5: "cp950", TextCode.GB18030: "gb18030", TextCode.ASCII: "ascii"}
"""Python's names of the codes."""
