"""Printing and reading proved over many random inputs; short in the tests, long with ``make proofs``."""
