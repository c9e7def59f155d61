"""Gifts: what members get on an occasion of theirs or of the shop's."""
