"""The store manager's pages: the office, and each of its sections in a file of its own."""
