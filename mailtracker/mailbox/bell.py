"""A bell that any thread may ring, and that whoever waits on sockets hears as one more socket."""

from __future__ import annotations

import contextlib
import socket


class Bell:
    """Rings are kept while no wire is up: one that comes before the wait ends it at once."""

    def __init__(self) -> None:
        self._rung = False
        self._wires: tuple[socket.socket, socket.socket] | None = None  # who hears, who rings

    def put_up(self) -> None:
        self.take_down()
        self._wires = socket.socketpair()
        for end in self._wires:
            end.setblocking(False)

    def take_down(self) -> None:
        wires, self._wires = self._wires, None
        for end in wires or ():
            end.close()

    @property
    def wire(self) -> socket.socket:
        """Has something to read once the bell was rung."""
        assert self._wires is not None
        return self._wires[0]

    def ring(self) -> None:
        """From any thread; never raises."""
        self._rung = True
        if (wires := self._wires) is not None:
            with contextlib.suppress(OSError):  # closed meanwhile, or full of earlier rings
                wires[1].send(b"!")

    def was_rung(self) -> bool:
        """Since the last time that somebody asked. `ring` sets its flag first and rings then."""
        with contextlib.suppress(BlockingIOError):
            self.wire.recv(4096)
        rung, self._rung = self._rung, False
        return rung
