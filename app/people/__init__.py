"""The directory: persons and organisations."""
