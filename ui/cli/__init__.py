"""The command line: everything the screens do, without a window."""
