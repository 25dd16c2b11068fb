#!/usr/bin/env bash
# asyncio's drain() over TLS returns while the end of what was written is still in the process.
#
# Seen with CPython 3.11.7 and OpenSSL 3.0.
# Expected: with a high-water mark of next to nothing (set_write_buffer_limits), drain() comes back
#   when the system has taken what was written, as over plain TCP. Who has to know that a mail left
#   the process before the dot is written that ends it can wait for that.
# Instead: through TLS the mark holds for the upper of two transports. What it hands down stands in
#   the buffer of the socket's own transport, 64 KB and the last piece besides, for which no mark can
#   be set by anything public, and which get_write_buffer_size() does not count. A connection that
#   breaks there, or a process that ends, loses bytes for which drain() had come back.
# Concerns: mailtracker/smtp/wire.py, which looks at the lower transport before it writes the dot.
#
# Ports are of 127.0.0.1 alone, given by the system.
# Exit code: 0 as described, 1 it behaves otherwise, 2 this cannot run here.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM

cannot() {
    echo "asyncio-tls-drain: $1" >&2
    exit 2
}

python3 -c 'import asyncio, ssl, sys; sys.exit(sys.version_info < (3, 11))' ||
    cannot "this needs Python 3.11 or later"
openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost \
    -addext subjectAltName=DNS:localhost -keyout "$work/key.pem" -out "$work/cert.pem" \
    2> "$work/log" || cannot "no certificate: $(tail -1 "$work/log")"

cat > "$work/write.py" <<'WRITE'
"""Writes until drain() does not come back, says for how many bytes it did, and is gone."""
import asyncio, os, ssl, sys

PIECE = bytes(64 << 10)


async def main(port, certificate):
    context = ssl.create_default_context(cafile=certificate) if certificate else None
    name = "localhost" if certificate else None
    _, writer = await asyncio.open_connection("127.0.0.1", port, ssl=context, server_hostname=name)
    writer.transport.set_write_buffer_limits(high=1)
    passed = 0
    while True:
        writer.write(PIECE)
        try:
            await asyncio.wait_for(writer.drain(), 2)
        except TimeoutError:
            print(passed, flush=True)
            os._exit(0)
        passed += len(PIECE)


asyncio.run(main(int(sys.argv[1]), sys.argv[2]))
WRITE

cat > "$work/look.py" <<'LOOK'
import socket, ssl, subprocess, sys

work = sys.argv[1]
for kind in ("plain TCP", "TLS"):
    certificate = f"{work}/cert.pem" if kind == "TLS" else ""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = str(server.getsockname()[1])
        writer = subprocess.Popen(
            [sys.executable, f"{work}/write.py", port, certificate], stdout=subprocess.PIPE, text=True
        )
        peer, _ = server.accept()
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, f"{work}/key.pem")
        peer = context.wrap_socket(peer, server_side=True)
    passed = int(writer.communicate(timeout=60)[0])  # nothing is read until the writer is gone
    arrived = 0
    try:
        while data := peer.recv(1 << 20):
            arrived += len(data)
    except (ssl.SSLError, ConnectionError):
        pass
    peer.close()
    print(f"{kind}: all for which drain() came back has arrived: {arrived >= passed}")
    print(f"{kind}: {passed} bytes passed drain(), {arrived} arrived", file=sys.stderr)
LOOK
env -i PATH="$PATH" timeout 120 python3 "$work/look.py" "$work" > "$work/seen" 2> "$work/figures" ||
    cannot "it did not run: $(tail -1 "$work/figures")"

cat > "$work/described" <<'SEEN'
plain TCP: all for which drain() came back has arrived: True
TLS: all for which drain() came back has arrived: False
SEEN

python3 --version
cat "$work/figures" "$work/seen"
if ! diff "$work/described" "$work/seen"; then
    echo "asyncio-tls-drain: this is no longer what the finding says" >&2
    exit 1
fi
