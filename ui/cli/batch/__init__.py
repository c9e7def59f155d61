"""``stillpoint till batch``: JSON Lines in, JSON Lines out, one command, one result, one transaction each."""
