"""Whom a text names, in whatever spelling."""
