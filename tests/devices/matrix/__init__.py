"""The matrix of faults, times and lines that receipts must survive."""
