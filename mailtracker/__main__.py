"""`mailtracker` and `python -m mailtracker`: a shell's words in, a command's answer and exit code
out.
"""

from __future__ import annotations

import os
import sys

from mailtracker import garbage


def main() -> None:
    """`run` holds the signals before anything else is loaded, which takes a while."""
    garbage.while_loading()
    if sys.argv[1:2] == ["run"]:
        from mailtracker.daemon.signals import SIGNALS

        SIGNALS.install()
    # Looking for plugins of pydantic takes as long as reading a config, and none of ours is one.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    from mailtracker.cli import main as command

    try:
        command(prog_name="mailtracker")
    finally:
        garbage.at_the_end()


if __name__ == "__main__":
    main()
