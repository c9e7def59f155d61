"""What goes wrong between us and a port. Drivers raise these; the device's own thread turns them into states."""

from enum import StrEnum


class FaultKind(StrEnum):
    """Why a port failed, by what can be done about it."""

    UNREACHABLE = "unreachable"
    """Nothing answers at this address: wrong address, powered off, network down."""
    TIMED_OUT = "timed_out"
    """It is there but does not take or give bytes: hung, or its buffer is full."""
    UNPLUGGED = "unplugged"
    """It was there and is gone, or the device file does not exist."""
    REFUSED = "refused"
    """It is there and is not ours: in use by another program, or without permission."""
    PAPER_OUT = "paper_out"
    """The system that carries the bytes says so: Windows' spooler does, where the device itself cannot answer us."""
    COVER_OPEN = "cover_open"
    """Likewise."""
    FAULT = "fault"
    """Likewise."""


class DeviceFault(Exception):
    """A port that failed: ``kind`` says how, ``port`` is its URL."""

    def __init__(self, kind: FaultKind, port: str) -> None:
        super().__init__(f"{port}: {kind.value}")
        self.kind = kind
        self.port = port
