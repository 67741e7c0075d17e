"""Places, and the people who hold them."""
