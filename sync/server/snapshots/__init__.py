"""Prebuilt files with all members of a cell, for terminals that start or were away for long."""
