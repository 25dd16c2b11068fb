"""A config that is right, and what reads one."""

from __future__ import annotations

from collections.abc import Callable

from mailtracker.config import Config

GOOD = """\
own_domains = ["corp.example"]
admins = ["root@corp.example"]

[[mailbox]]
name = "IT help"
address = "it-help@corp.example"
prefix = "IT"
imap = {host = "imap.corp.example", password_env = "IT_PASSWORD"}

[smtp]
host = "127.0.0.1"
tls = "none"
"""
ENVIRON = {"IT_PASSWORD": "s3cret-of-it"}

Reading = Callable[..., Config]
