"""Published programmes, and sales calculated again by them."""
