"""Tests of app/installation."""
