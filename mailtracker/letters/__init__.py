"""Templates and the values of a request in, letters in the reader's words out. The
only room that knows Jinja.
"""
