"""Every option of a terminal, declared once."""
