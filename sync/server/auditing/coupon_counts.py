"""Bearer coupons counted by number, over all terminals: the same paper may be shown to two tills that cannot ask."""

from collections.abc import Iterator

from sqlalchemy import Connection
from sqlalchemy.dialects import postgresql, sqlite

from sync.server.accounts.books import PostingException, case_of
from sync.server.programmes.sale_shape import lists_coupons
from sync.server.storage.tables import coupon_uses
from terminal.domain.bearer import BearerUse, bearer_returns, bearer_uses
from terminal.domain.claims import KIND
from terminal.domain.frames import Frame, FrameKind
from terminal.domain.programme import Programme


def count_coupons(connection: Connection, frame: Frame, programme: Programme | None) -> Iterator[PostingException]:
    """Counts the numbers that the frame uses or gives back.

    ``coupon_used_twice`` is for one used too often, ``claim_used_twice`` for points of a receipt claimed twice.
    """
    if not lists_coupons(frame):
        return
    if frame.kind is FrameKind.REFUND:
        for use in bearer_returns(frame.body, frame.entries):
            _count(connection, use)
        return
    for place, use in enumerate(bearer_uses(frame.body, frame.entries)):
        total = _count(connection, use)
        kind = programme.coupons.get(use.coupon) if programme else None
        allowed = kind.uses if kind else 1
        if total > allowed:
            data = {"number": use.number, "coupon": use.coupon, "uses": total, "allowed": allowed}
            code = "claim_used_twice" if use.coupon == KIND else "coupon_used_twice"
            yield case_of(frame, place, code, data={"sale": frame.body.get("sale"), **data})


def _count(connection: Connection, use: BearerUse) -> int:
    insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    new = insert(coupon_uses).values(number=use.number, coupon=use.coupon, uses=use.uses)
    counted = new.on_conflict_do_update(
        index_elements=[coupon_uses.c.number], set_={"uses": coupon_uses.c.uses + new.excluded.uses}
    ).returning(coupon_uses.c.uses)
    return int(connection.execute(counted).scalar_one())
