"""The revisions against the models."""
