"""Tests of how anything looks."""
