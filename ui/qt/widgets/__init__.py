"""The till's own widgets, built from the design tokens."""
