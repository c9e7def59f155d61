"""Syncing terminals with the group server: the protocol, its client and the server. No Qt, no devices."""
