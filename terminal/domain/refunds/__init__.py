"""Refunds: what comes back, what is taken back, by line and quantity, in any number of steps."""

from terminal.domain.refunds.refund import RefundResult, refund, void
from terminal.domain.refunds.shares import RefundedLine

__all__ = ["RefundResult", "RefundedLine", "refund", "void"]
