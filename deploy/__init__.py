"""How the application is set up, started and checked; needs nothing but Python's own library."""
