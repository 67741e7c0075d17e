"""Memoranda and agreements between institutions."""
