"""The journal's revisions."""
