"""Schema changes: one line of revisions per file, applied to a copy that is then renamed into place."""
