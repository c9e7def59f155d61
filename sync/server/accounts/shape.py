"""What frames name members by."""

import re
from typing import Final

from sync.protocol.messages import IdentifierHash
from terminal.domain.frames import Frame

_IDENTIFIER: Final = re.compile(r"([a-z_]{1,32}):([0-9a-f]{64})")


def enrolled_identifiers(frame: Frame) -> tuple[IdentifierHash, ...]:
    """The identifiers that a ``member_enrolled`` frame names, the phone first."""
    named = (IdentifierHash(item["kind"], item["hash"]) for item in frame.body.get("identifiers", ()))
    return tuple(sorted(named, key=lambda identifier: identifier.kind != "phone"))


def named_identifier(member_id: str) -> IdentifierHash | None:
    """What an entry for somebody unknown at the till names them by (``phone:<keyed hash>``); ``None`` for an id."""
    found = _IDENTIFIER.fullmatch(member_id) if ":" in member_id else None
    return IdentifierHash(found.group(1), found.group(2)) if found else None
