"""Stored frames become ledger rows and member states."""
