"""The points economy: pure functions on plain values, standard library only, shared with the group server."""
