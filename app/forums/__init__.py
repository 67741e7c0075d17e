"""Forums, their halls, themes and partners."""
