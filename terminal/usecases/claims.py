"""Claims of points for sales without a member: printed on their receipts, and told from invented ones."""

import logging
from datetime import date, timedelta
from functools import partial

from terminal.domain import claims
from terminal.domain.claimed import claimable
from terminal.domain.claims import Claim, PublicKeyOf
from terminal.domain.errors import Refusal
from terminal.domain.programme import Programme
from terminal.domain.sold import SoldBill
from terminal.ports.signing import is_signed
from terminal.ports.store import StoredSale
from terminal.usecases.sales import sale_reference
from terminal.usecases.till import Counter

_log = logging.getLogger(__name__)


def claim_for(counter: Counter, sale: StoredSale, sold: SoldBill, programme: Programme) -> str:
    """The text for the receipt of ``sale``, made with ``programme``; empty where there is nothing to claim.

    A till whose key cannot be read sells without it: the sale counts, the claim is a courtesy.
    """
    store = programme.store(sold.store)
    brand = programme.brand_at(store)
    amount = sum(line.amount for line in claimable(brand, store, sold))
    if counter.signer is None or not amount:
        return ""
    identity = counter.identity
    claim = Claim(
        terminal=identity.terminal_id,
        epoch=identity.epoch,
        brand=brand.code,
        store=store.code,
        sale=sale_reference(sale, identity.number),
        currency=brand.currency.code,
        amount=amount,
        day=sale.day,
        until=sale.day + timedelta(days=brand.receipt.claim_days),
    )
    try:
        return claims.issue(claim, partial(counter.signer.sign, identity.epoch))
    except Refusal as refusal:
        _log.warning("no claim on the receipt: %s", refusal.kind)
        return ""


def verify_claim(text: str, today: date, key_of: PublicKeyOf) -> Claim:
    """The claim that a member brought. Raises what ``claims.verify`` refuses."""
    return claims.verify(text, today, key_of, is_signed)
