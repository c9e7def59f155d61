"""Publishing a programme: YAML that people write becomes canonical bytes that terminals trust."""
