"""Mail, pure: bytes become messages, messages become bytes; nothing here knows a
clock, a disk or a network.
"""
