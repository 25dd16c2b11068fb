"""What every issuer may answer instead of an access token, and what is said of it: the same table
for each kind of source.
"""

from __future__ import annotations

from tests.servers.token_server import HTML, Reply, error

FAULTY: list[tuple[Reply, str, bool, float]] = [
    (Reply(500, {"error": "x"}), "answers 500, a trouble of its own; it is asked again", False, 0),
    (Reply(503, HTML, {"Retry-After": "17"}), "it wants us to wait 17 s", False, 17),
    (Reply(429, {}, {"Retry-After": "30"}), "answers 429, too many requests", False, 30),
    (Reply(429, {}, {"Retry-After": "soon"}), "answers 429, too many requests; it is", False, 0),
    (Reply(200, HTML), "answers 200 with a page for people: perhaps a proxy", False, 0),
    (Reply(403, HTML), "answers 403 with a page for people: perhaps a proxy", False, 0),
    (Reply(200, b""), "answers 200 with something else than JSON", False, 0),
    (Reply(200, b"[1]"), "answers 200 with something else than JSON", False, 0),
    (Reply(404, HTML), "there is no such address; check it in config.toml", True, 0),
    (Reply(404, {}), "there is no such address; check it in config.toml", True, 0),
    (Reply(405, {"detail": "no"}), "there is no such address; check it", True, 0),
    (Reply(400, {}), "answers 400 and does not say why: is its address", True, 0),
    (Reply(401, {"message": "no"}), "answers 401 and does not say why", True, 0),
    (Reply(201, {"access_token": "AT-0"}), "answers 201 and does not say why", True, 0),
    (Reply(200, {"token_type": "Bearer"}), "access token", False, 0),
    (Reply(200, {"access_token": "two words"}), "not with an access token", False, 0),
    (Reply(200, {"access_token": ""}), "access token", False, 0),
    (Reply(302, b"", {"Location": "https://else.example/x"}), "sends us elsewhere", True, 0),
    (Reply(200, b'{"x": "' + b"x" * 300_000 + b'"}'), "answered with more than 256 KB", False, 0),
    (error("temporarily_unavailable"), "(temporarily_unavailable): it is busy", False, 0),
    (error("brand_new", "Ask again."), "(brand_new): it says: Ask again.", True, 0),
    (
        error("", "", status=401),
        "refuses (an error without a code): it says: nothing more",
        True,
        0,
    ),
]
"""The reply; words of what is said; whether a person is needed; seconds to wait."""
