"""What a cashier, a manager or a script intends, one file per intention; each opens its own unit of work."""
