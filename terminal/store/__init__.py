"""The local store: two SQLCipher files, the journal this terminal writes and the replica that sync writes."""
