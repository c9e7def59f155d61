"""Database images as a server makes them."""

from collections.abc import Iterator, Sequence

import msgspec

from sync.protocol.messages import MemberMessage, Profile
from sync.protocol.states import encode_state
from sync.server.snapshots.image import Image
from terminal.ports.replica import MemberRow


def image_of(rows: Sequence[MemberRow]) -> bytes:
    """The image that holds these members."""
    image = Image()
    image.add([_message(row) for row in rows])
    content = image.finish()
    image.close()
    return content


def in_portions(image: bytes, size: int = 100_000) -> Iterator[bytes]:
    """As it arrives: in portions that know nothing of pages."""
    for start in range(0, len(image), size):
        yield image[start : start + size]


def _message(row: MemberRow) -> MemberMessage:
    known = row.profile
    return MemberMessage(
        member=row.member_id,
        number=row.number,
        state=msgspec.Raw(encode_state(row.state)),
        alias_of=row.alias_of,
        profile=Profile(row.member_id, known.name, known.phone, known.birthday, known.card) if known else None,
        household=row.household,
    )
