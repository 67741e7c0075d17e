"""Tests of app/badges."""
