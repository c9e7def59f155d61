"""Earning rules: one file each, found by the name a bundle gives them."""
