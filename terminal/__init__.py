"""The till's core: domain, ports, use-cases and the local store. No Qt, no network, no serial."""
