"""Missions and stamp cards: something done several times over, and what a member gets for it."""
