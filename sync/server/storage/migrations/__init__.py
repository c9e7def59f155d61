"""The server's schema, one line of revisions that only ever add: old servers run while a new one migrates."""
