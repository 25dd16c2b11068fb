"""A text that quotes others, such as a server's answer → the same without anybody's address: for
the log, and for mail to people who may not know whom it is about.
"""

from __future__ import annotations

import re

_ADDRESS = re.compile(r"[^\s<>()\[\]\"',;:=]+@[^\s<>()\[\]\"',;:=]+")


def without_addresses(text: str) -> str:
    return _ADDRESS.sub("(address)", text)
