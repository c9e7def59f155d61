"""Every kind of gift a bundle may use. A new one is one more file and one more name here."""

from collections.abc import Mapping
from typing import Final

from terminal.domain.gifts import birthday, every_nth_visit, festive, joined, purchase, tier_reached, welcome, win_back
from terminal.domain.gifts.base import GiftKind

REGISTRY: Final[Mapping[str, GiftKind]] = {
    kind.name: kind
    for kind in (
        joined.KIND,
        welcome.KIND,
        birthday.KIND,
        win_back.KIND,
        festive.KIND,
        tier_reached.KIND,
        purchase.KIND,
        every_nth_visit.KIND,
    )
}
