"""The database held against what lies in the mailbox: whether each knows what the other has, and
whether a second database serves it.
"""
