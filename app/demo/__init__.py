"""The demonstration data and its command."""
