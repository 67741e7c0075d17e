"""The translations against the source."""
