"""What terminals ask for besides pushing, a step each."""
