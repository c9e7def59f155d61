"""What client and group server say to each other: messages, signatures, error kinds, and the one interface."""
