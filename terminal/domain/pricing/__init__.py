"""What a bill costs: discounts, coupons, rewards, points as money, tax."""
