"""config.toml in, Config out, or every problem of the file at once."""

from mailtracker.config.config import (
    Config,
    HookConfig,
    ImapConfig,
    MailboxConfig,
    OAuthConfig,
    SmtpConfig,
    StoreConfig,
)
from mailtracker.config.load import folders, load, still_examples

__all__ = [
    "Config",
    "HookConfig",
    "ImapConfig",
    "MailboxConfig",
    "OAuthConfig",
    "SmtpConfig",
    "StoreConfig",
    "folders",
    "load",
    "still_examples",
]
