"""Badge codes and public verification."""
