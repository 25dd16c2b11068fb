"""Folders in; who besides us may read one of them out (RFC 4314)."""

from __future__ import annotations

import imaplib
from collections.abc import Sequence
from typing import Any

from imapclient.exceptions import ProtocolError


def readers(client: Any, folders: Sequence[str], user: str) -> list[str] | None:
    """By GETACL: everybody but `user` with the right `r`. None: we may not ask."""
    found: set[str] = set()
    for folder in folders:
        if not client.folder_exists(folder):
            continue
        try:
            found |= _others(client.getacl(folder), user)
        except (imaplib.IMAP4.abort, ProtocolError):
            raise
        except imaplib.IMAP4.error:
            return None
    return sorted(found)


def _others(entries: Sequence[tuple[Any, Any]], user: str) -> set[str]:
    """Who of an ACL's (identifier, rights) may read, without us; "-" before one takes rights."""
    shown = [(_shown(who), _shown(rights)) for who, rights in entries]
    ours = {user.casefold(), "owner"}
    return {
        who
        for who, rights in shown
        if "r" in rights and who.casefold() not in ours and not who.startswith("-")
    }


def _shown(value: Any) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
