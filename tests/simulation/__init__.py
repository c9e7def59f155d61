"""The whole system from one seed: real domain, protocol, stores and server; invented time, network, disk and faults."""
