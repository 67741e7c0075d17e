"""Badge codes and public codes."""
