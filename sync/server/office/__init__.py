"""What head office does to members, cases and terminals, and what it reads."""
