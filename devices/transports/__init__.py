"""Ways to carry bytes to a device. A *reference* says where it is; a *connection* is open and must be closed."""
