"""The config in; what an installation really does out, tried against its own servers: mail is sent
to the aliases themselves, looked for, and removed again.
"""
