"""What must hold between the parts of a programme, beyond what each part says of itself."""
