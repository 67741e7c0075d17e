"""The desk: badges read at a gate."""
