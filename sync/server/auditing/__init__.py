"""Posted frames calculated again, settled, and compared with each other; what a person should see is noted."""
