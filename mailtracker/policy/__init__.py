"""The rules as the daemon decides by them: a checked Policy; a mail → its route; promises →
instants. Pure: `rules/` makes the Policy of files.
"""
