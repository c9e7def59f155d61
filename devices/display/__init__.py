"""Line displays that face the customer: two lines of twenty characters on a pole, and their simulator."""
