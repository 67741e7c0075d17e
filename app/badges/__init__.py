"""Badges on paper: their layout, and the PDF that carries them."""
