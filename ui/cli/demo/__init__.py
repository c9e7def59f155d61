"""The demo: a group server, two terminals with virtual devices, and three months of real baskets."""
