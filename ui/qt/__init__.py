"""The cashier's window: widgets and their bridge to the view-models. Nothing outside this package imports Qt."""
