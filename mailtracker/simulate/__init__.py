"""The desk with a travelled clock: arrivals and rules in, what would have become of the promises
out. Nothing is sent or stored.
"""
