"""Receipt printers that speak ESC/POS: documents in, dots and bytes out, states back."""
