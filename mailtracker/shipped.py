"""Where the files that come with mailtracker lie: a name in, a path out, from
a wheel as from a checkout.
"""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent

SHIPPED = ("rules", "templates", "config.example.toml")


def shipped(name: str) -> Path:
    """The folder or file `name` of SHIPPED. Raises FileNotFoundError
    where the installation is damaged.

    A wheel carries them in `mailtracker/_data`; an editable installation has no such folder (the
    build's forced includes are not applied there), so the checkout beside the package is looked at
    next.
    """
    if name not in SHIPPED:
        raise ValueError(f"{name!r} does not come with mailtracker")
    for base in (_PACKAGE / "_data", _PACKAGE.parent):
        if (base / name).exists():
            return base / name
    raise FileNotFoundError(
        f"{name} is missing from this installation of mailtracker; install it again"
    )
