"""Floor 0: one module for each outside thing; imports no other part of the application."""
