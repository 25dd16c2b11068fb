"""An IMAP server that knows four commands and says a provider's words to them."""

from __future__ import annotations

import base64
import contextlib
import socket
import threading

OK = "OK done"


class VendorImap:
    """`authenticate` is what AUTHENTICATE is answered with, a line a try and the last for ever,
    `select` what SELECT and LIST are; what begins with BYE ends the connection. With `challenge` a
    refusal is preceded by one, and not said until that is answered. `answers` has what clients
    answered to it, `first` their first answers, to `prompt`.
    """

    def __init__(
        self,
        *authenticate: str,
        offers: str = "AUTH=XOAUTH2",
        challenge: str = "",
        select: str = OK,
        prompt: str = "+ ",
    ) -> None:
        self.authenticate = list(authenticate) or [OK]
        self.offers, self.challenge, self.select = offers, challenge, select
        self.prompt = prompt
        self.first: list[bytes] = []
        self.answers: list[bytes] = []
        self.connections = 0

    def __enter__(self) -> VendorImap:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._thread = threading.Thread(target=self._accept, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join(10)

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        with contextlib.suppress(OSError, ValueError), client, client.makefile("rwb") as talk:

            def say(text: str) -> None:
                talk.write(f"{text}\r\n".encode())
                talk.flush()

            say("* OK ready")
            while line := talk.readline():
                tag, verb, *_ = line.decode().split()
                match verb.upper():
                    case "CAPABILITY":
                        say(f"* CAPABILITY IMAP4rev1 {self.offers}")
                        reply = OK
                    case "AUTHENTICATE":
                        say(self.prompt)
                        self.first.append(base64.b64decode(talk.readline()))
                        reply = self._next()
                        if not reply.startswith("OK") and self.challenge:
                            say(f"+ {base64.b64encode(self.challenge.encode()).decode()}")
                            self.answers.append(talk.readline().strip())
                    case "SELECT" | "EXAMINE" | "LIST":  # whatever follows the login
                        reply = self.select
                    case "LOGOUT":
                        say("* BYE")
                        reply = OK
                    case _:
                        reply = "BAD what?"
                if reply.startswith("BYE"):
                    say(f"* {reply}")
                    return
                say(f"{tag} {reply}")

    def _next(self) -> str:
        return self.authenticate.pop(0) if len(self.authenticate) > 1 else self.authenticate[0]
