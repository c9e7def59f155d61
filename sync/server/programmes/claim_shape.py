"""What frames may say of the claim on a receipt for its points to be settled; what says otherwise is left alone."""

from typing import Annotated

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType

from sync.server.programmes.sale_shape import FactsShape
from terminal.domain.claimed import BODY, Claimed, claimed_in
from terminal.domain.claims import claim_number
from terminal.domain.frames import Frame, FrameKind
from terminal.domain.refunds.claims import ClaimGivenBack, given_back_from_document

_AMOUNT_MAX = 10**13
_Amount = Annotated[int, Meta(ge=0, le=_AMOUNT_MAX)]
_Key = Annotated[str, Meta(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f]*$")]
_Number = Annotated[str, Meta(pattern=r"^[0-9a-f]{40}$")]
_Time = Annotated[str, Meta(pattern=r"^[0-9]{2}:[0-9]{2}:[0-9]{2}$")]


class _ClaimedShape(Struct):
    terminal: _Key
    epoch: Annotated[int, Meta(ge=1, le=2**53)]
    sale: _Key
    amount: _Amount
    left: _Amount | UnsetType = UNSET
    time: _Time | UnsetType = UNSET
    facts: FactsShape | UnsetType = UNSET


class _GivenBackShape(Struct):
    numbers: Annotated[tuple[_Number, ...], Meta(min_length=1, max_length=16)]
    amount: _Amount
    left: _Amount
    taken: Annotated[tuple[tuple[_Key, _Amount, _Amount], ...], Meta(max_length=16)] = ()
    by_share: bool = False
    stops_at_zero: bool = False


def read_claimed(frame: Frame) -> tuple[str, Claimed] | None:
    """What the frame claimed, with the number that it is known by; ``None`` for one that claimed nothing."""
    if frame.kind is not FrameKind.ADJUSTMENT or BODY not in frame.body or not frame.body.get("member"):
        return None
    try:
        shape = msgspec.convert(frame.body[BODY], _ClaimedShape)
        claimed = claimed_in(frame)
    except (msgspec.ValidationError, LookupError, TypeError, ValueError):
        return None
    return (claim_number(shape.terminal, shape.epoch, shape.sale), claimed) if claimed.lot_id else None


def read_given_back(frame: Frame) -> ClaimGivenBack | None:
    """What the refund says of the claim on its sale's receipt; ``None`` where there was none."""
    if frame.kind is not FrameKind.REFUND or BODY not in frame.body:
        return None
    try:
        msgspec.convert(frame.body[BODY], _GivenBackShape)
        return given_back_from_document(frame.body[BODY])
    except (msgspec.ValidationError, LookupError, TypeError, ValueError):
        return None
