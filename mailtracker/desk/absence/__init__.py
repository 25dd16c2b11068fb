"""Somebody is away, or back: who says so, for how long, and what of theirs goes to whom."""
