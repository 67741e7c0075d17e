"""Floor 1: how anything looks; knows no feature."""
