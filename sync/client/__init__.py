"""The terminal's side of sync: the protocol over HTTP, one round, and the process that follows."""
