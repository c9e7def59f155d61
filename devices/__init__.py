"""Printers, scanners and drawers: bytes on a port outside, documents, scans and states inside. No Qt, no database."""
