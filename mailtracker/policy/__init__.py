"""The policy room: YAML rules → a checked Policy; a mail → its route; promises →
instants. Pure but for `load`.
"""
