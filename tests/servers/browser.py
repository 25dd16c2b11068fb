"""A headless Chromium of our own, unpacked by tools/unpack-debian: pages of HTML in, what scripts
find in them or a picture out. It is spoken to over two pipes, and reaches no network.
"""

from __future__ import annotations

import base64
import json
import os
import subprocess
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from tests.servers.unpacked import Unpacked

PROGRAM = "usr/lib/chromium/chromium-headless-shell"
FONTS = """\
<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
<dir>{fonts}</dir>
<cachedir>{cache}</cachedir>
{aliases}
</fontconfig>
"""
ALIAS = """\
<alias binding="same"><family>{asked}</family><prefer><family>{given}</family></prefer></alias>
"""
TYPEFACES = {
    "sans-serif": "Liberation Sans",
    "Arial": "Liberation Sans",
    "monospace": "Liberation Mono",
}
_PIPES = 'exec "$0" "$@" 3<&0 4>&1 </dev/null >/dev/null 2>/dev/null'
"""Where the browser looks for its two pipes."""
_LOADED = "document.readyState == 'complete' || new Promise(done => window.onload = done)"


class BrowserError(Exception):
    """It says that it cannot do this."""


class Browser:
    """One process and one page in it, for as many documents as are shown one after the other."""

    def __init__(self, unpacked: Unpacked) -> None:
        self._unpacked = unpacked
        self._folder = tempfile.TemporaryDirectory(prefix="browser-", ignore_cleanup_errors=True)
        self._number = 0
        self._session = ""

    def __enter__(self) -> Self:
        folder, root = Path(self._folder.name), self._unpacked.root
        fonts = folder / "fonts.conf"
        aliases = "".join(ALIAS.format(asked=one, given=two) for one, two in TYPEFACES.items())
        theirs, cache = root / "usr/share/fonts", folder / "fonts"
        fonts.write_text(FONTS.format(fonts=theirs, cache=cache, aliases=aliases))
        environment = {
            **self._unpacked.environment(),
            "FONTCONFIG_FILE": str(fonts),
            "HOME": str(folder),
        }
        options = (
            *("--remote-debugging-pipe", f"--user-data-dir={folder}", "--no-sandbox"),
            *("--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars"),
            "--host-resolver-rules=MAP * ~NOTFOUND",
        )
        self._process = subprocess.Popen(
            ["/bin/sh", "-c", _PIPES, str(root / PROGRAM), *options, "about:blank"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=environment,
            bufsize=0,
        )
        assert self._process.stdin
        assert self._process.stdout
        self._to, self._from = self._process.stdin, self._process.stdout
        self._heard = b""
        target = self._ask("Target.createTarget", url="about:blank")["targetId"]
        attached = self._ask("Target.attachToTarget", targetId=target, flatten=True)
        self._session = attached["sessionId"]
        self._page = folder / "page.html"
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        with suppress(OSError):
            self._to.close()
        self._process.terminate()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._from.close()
        self._folder.cleanup()

    def show(self, page: str, width: int, dark: bool = False, height: int = 800) -> None:
        """This document, as a window of that width has it."""
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self._ask(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=False,  # such a page is 980 pixels wide unless it says otherwise
        )
        self._ask("Emulation.setEmulatedMedia", features=[scheme])
        self._page.write_text(page, encoding="utf-8-sig")  # no page needs to name it
        if trouble := self._ask("Page.navigate", url=self._page.as_uri()).get("errorText"):
            raise BrowserError(trouble)
        self.run(_LOADED)

    def run(self, script: str) -> Any:
        """What a script says in the document, which may be a promise."""
        said = self._ask(
            "Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True
        )
        if trouble := said.get("exceptionDetails"):
            raise BrowserError(json.dumps(trouble)[:800])
        return said["result"].get("value")

    def picture(self, to: Path) -> None:
        """Of the whole document, as PNG."""
        shot = self._ask("Page.captureScreenshot", format="png", captureBeyondViewport=True)
        to.write_bytes(base64.b64decode(shot["data"]))

    def _ask(self, method: str, **params: Any) -> Mapping[str, Any]:
        self._number += 1
        asked: dict[str, Any] = {"id": self._number, "method": method, "params": params}
        if self._session:
            asked["sessionId"] = self._session
        said = memoryview(json.dumps(asked).encode() + b"\0")
        while said:
            said = said[self._to.write(said) or 0 :]
        while True:
            answer = self._next()
            if answer.get("id") != self._number:
                continue  # it tells what happens, too
            if trouble := answer.get("error"):
                raise BrowserError(f"{method}: {trouble.get('message')}")
            return answer.get("result", {})

    def _next(self) -> Mapping[str, Any]:
        while b"\0" not in self._heard:
            more = os.read(self._from.fileno(), 1 << 16)
            if not more:
                raise BrowserError("it has ended")
            self._heard += more
        one, _, self._heard = self._heard.partition(b"\0")
        told: Mapping[str, Any] = json.loads(one)
        return told
