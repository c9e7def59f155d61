"""Barcode scanners: serial ones read by a thread of their own, keyboard wedges told apart from typing."""
