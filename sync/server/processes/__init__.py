"""The processes and threads of a running server, and what they share out among themselves."""
