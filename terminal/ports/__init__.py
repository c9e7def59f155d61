"""What the core needs of the outside, as Protocols; adapters live in store, devices and sync."""
