"""A bill as it is written down while it is set aside. Its member is looked up again when it is taken up."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from terminal.domain.errors import Broken
from terminal.domain.lines import CashierDiscount
from terminal.domain.text import LocalText
from ui.viewmodels.bill import BillContent
from ui.viewmodels.cart import Cart, CartLine
from ui.viewmodels.returned import Returned

if TYPE_CHECKING:
    from collections.abc import Mapping

    from terminal.usecases.identify import MemberCard


def bill_document(content: BillContent) -> dict[str, Any]:
    """``content`` without its member, JSON-able."""
    return {
        "lines": [_line_document(line) for line in content.cart.lines],
        "coupons": list(content.cart.coupons),
        "discount": _discount_document(content.cart.discount),
        "redeem": content.redeem,
        "rewards": list(content.rewards),
        "paying": content.paying,
        "approved_by": content.approved_by,
        "exchange": _returned_document(content.exchange),
    }


def bill_from_document(key: str, document: Mapping[str, Any], card: MemberCard | None) -> BillContent:
    """What ``bill_document`` wrote, for ``card``. Points without their member are not redeemed."""
    try:
        cart = Cart(
            lines=tuple(_line(line) for line in document["lines"]),
            coupons=tuple(document["coupons"]),
            discount=_discount(document["discount"]),
        )
        content = BillContent(key, cart, paying=document["paying"], approved_by=document["approved_by"])
        content = replace(content, exchange=_returned(document.get("exchange")))  # older bills do not say
        redeem, rewards = int(document["redeem"]), tuple(document["rewards"])
    except (KeyError, TypeError, ValueError) as error:
        raise Broken(f"not a bill that was set aside: {error}") from error
    if card is None or card.is_newcomer:
        return replace(content, member=card)
    return replace(content, member=card, redeem=redeem, rewards=rewards)


def first_name(document: Mapping[str, Any]) -> LocalText | None:
    """What the first line is called; ``None`` while nothing was taken for what comes back."""
    return LocalText(*document["lines"][0]["name"]) if document["lines"] else None


def exchanged_number(document: Mapping[str, Any]) -> str | None:
    """The number of the sale of which something comes back; ``None`` where nothing does."""
    returned = _returned(document.get("exchange"))
    return returned.number if returned is not None else None


def pieces(document: Mapping[str, Any]) -> int:
    """How many pieces it has."""
    return sum(line["quantity"] for line in document["lines"])


def _line_document(line: CartLine) -> dict[str, Any]:
    return {
        "sku": line.sku,
        "name": [line.name.zh_TW, line.name.en],
        "category": line.category,
        "price": line.price,
        "quantity": line.quantity,
        "note": [line.note.zh_TW, line.note.en],
        "content": str(line.content),
        "is_packed": line.is_packed,
        "remark": line.remark,
        "discount": _discount_document(line.discount),
    }


def _line(document: Mapping[str, Any]) -> CartLine:
    return CartLine(
        sku=document["sku"],
        name=LocalText(*document["name"]),
        category=document["category"],
        price=document["price"],
        quantity=document["quantity"],
        note=LocalText(*document["note"]),
        content=Fraction(document["content"]),
        is_packed=document["is_packed"],
        remark=document["remark"],
        discount=_discount(document["discount"]),
    )


def _discount_document(discount: CashierDiscount | None) -> list[Any] | None:
    if discount is None:
        return None
    return [discount.reason, None if discount.share is None else str(discount.share), discount.amount]


def _discount(document: list[Any] | None) -> CashierDiscount | None:
    if document is None:
        return None
    reason, share, amount = document
    return CashierDiscount(reason, None if share is None else Fraction(share), amount)


def _returned_document(returned: Returned | None) -> dict[str, Any] | None:
    if returned is None:
        return None
    return {
        "sale": returned.sale_id,
        "number": returned.number,
        "member": returned.member_id,
        "lines": [[number, None if count is None else str(count)] for number, count in returned.lines],
        "amount": returned.amount,
        "approved_by": returned.approved_by,
    }


def _returned(document: Mapping[str, Any] | None) -> Returned | None:
    if document is None:
        return None
    return Returned(
        sale_id=document["sale"],
        number=document["number"],
        member_id=document["member"],
        lines=tuple((number, None if count is None else Fraction(count)) for number, count in document["lines"]),
        amount=document["amount"],
        approved_by=document["approved_by"],
    )
