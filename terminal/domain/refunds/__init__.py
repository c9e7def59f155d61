"""Refunds: what comes back, what is taken back, by line and quantity, in any number of steps."""

from terminal.domain.refunds.refund import AS_IF_NEVER_SOLD, RefundResult, refund, void
from terminal.domain.refunds.shares import RefundedLine

__all__ = ["AS_IF_NEVER_SOLD", "RefundResult", "RefundedLine", "refund", "void"]
