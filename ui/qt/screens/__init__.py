"""The till's screens, each a widget that shows one part of the view-model when told to ``refresh``."""
