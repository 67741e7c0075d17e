"""What the code as a whole must keep to."""
