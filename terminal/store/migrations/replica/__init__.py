"""The replica's revisions."""
