"""What may be put right by hand, and who has to approve it."""

from terminal.domain.errors import Refusal
from terminal.domain.records import record


@record
class AdjustmentPolicy:
    """Adjustments of more than ``approval_above`` points need an approval (``None``: none does).

    ``maximum`` bounds a single one; ``reasons`` are the codes to choose from, empty means that any text will do.
    """

    approval_above: int | None = None
    maximum: int | None = None
    reasons: tuple[str, ...] = ()

    def check(self, points: int, reason: str, approved_by: str) -> None:
        """Raises ``Refusal``: ``adjust_above_maximum``, ``adjust_needs_approval``, ``reason_unknown``."""
        if self.maximum is not None and abs(points) > self.maximum:
            raise Refusal("adjust_above_maximum", points=abs(points), maximum=self.maximum)
        if self.approval_above is not None and abs(points) > self.approval_above and not approved_by:
            raise Refusal("adjust_needs_approval", points=abs(points), approval_above=self.approval_above)
        if self.reasons and reason not in self.reasons:
            raise Refusal("reason_unknown", reason=reason[:40], reasons=", ".join(self.reasons))
