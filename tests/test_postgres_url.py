"""What `[store] url` may say of a PostgreSQL database, and what becomes of it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from mailtracker import place
from mailtracker.postgres_url import parsed

SAFE = "sslmode=verify-full"
HEAD = "postgresql+psycopg://"
TAKEN = {
    # as written: as it is used, how people call it
    "postgresql://mt@127.0.0.1/x": (f"{HEAD}mt@127.0.0.1/x", "database x on 127.0.0.1"),
    "postgres://mt@localhost:6432/x": (
        f"{HEAD}mt@localhost:6432/x",
        "database x on localhost:6432",
    ),
    "postgresql://mt@[::1]:5/x": (f"{HEAD}mt@[::1]:5/x", "database x on ::1:5"),
    f"{HEAD}mt@db.corp/x?{SAFE}&sslrootcert=ca.pem": (
        f"{HEAD}mt@db.corp/x?{SAFE}&sslrootcert=/etc/mt/ca.pem",
        "database x on db.corp",
    ),
    f"postgresql://mt@db.corp/x?{SAFE}&sslrootcert=system": (
        f"{HEAD}mt@db.corp/x?{SAFE}&sslrootcert=system",
        "database x on db.corp",
    ),
    f"postgresql://mt@a.corp,b.corp:5433/x?{SAFE}": (
        f"{HEAD}mt@/x?host=a.corp%2Cb.corp&port=%2C5433&{SAFE}",
        "database x on a.corp, b.corp",
    ),
    "postgresql:///x?host=/run/pg&user=b%40c": (
        f"{HEAD}b%40c@/x?host=/run/pg",
        "database x on /run/pg",
    ),
    "postgresql:///?service=mt&sslmode=verify-ca": (
        f"{HEAD}/?service=mt&sslmode=verify-ca",
        "the database of service mt",
    ),
    "postgresql://mt@localhost/x?options=-csearch_path%3Da%2Bb+c": (
        f"{HEAD}mt@localhost/x?options=-csearch_path%3Da%2Bb%2Bc",
        "database x on localhost",
    ),
}
REFUSED = {
    "postgresql://mt:geheim@localhost/x": "password_file",
    "postgresql://mt@localhost/x?password=geheim": "password_file",
    "postgresql://mt@localhost/x?sslpassword=geheim": "password_file",
    "postgresql://mt@localhost/x?password_file=geheim": "stands under [store]",
    "postgresql://mt@localhost": "names no database",
    "postgresql://mt@/x": "names no host",
    "postgresql://mt@localhost:x/y": "its port is no number: x",
    "postgresql://mt@localhost/x?host=other": "says host twice",
    "postgresql://mt@localhost/x?target_session_attrs=standby": "read-write",
    "postgresql://mt@db.corp/x": "db.corp is another machine, and a URL without sslmode",
    "postgresql://mt@db.corp/x?sslmode=prefer": "db.corp is another machine, and sslmode=prefer",
    "postgresql://mt@localhost,db.corp/x": "db.corp is another machine",
    "postgresql://mt@localhost/x?hostaddr=192.0.2.1": "192.0.2.1 is another machine",
    "postgresql://?service=mt": "a service file names the host",
}


def test_it_is_one_url_whichever_way_it_is_written() -> None:
    became = {url: place.whole(place.checked(url), Path("/etc/mt")) for url in TAKEN}
    assert {url: (used, parsed(used).where) for url, used in became.items()} == TAKEN
    assert all(parsed(url) == parsed(str(parsed(url))) for url in became.values())


def test_no_secret_stands_in_it_and_nothing_goes_in_clear_text() -> None:
    for url, why in REFUSED.items():
        with pytest.raises(ValueError, match=re.escape(why)) as refused:
            place.checked(url)
        assert "geheim" not in str(refused.value), url


def test_encryption_alone_is_worth_a_warning() -> None:
    asked = {"host=db.corp&sslmode=require": True, f"host=db.corp&{SAFE}": False, "host=::1": False}
    found = {query: parsed(f"postgresql://mt@/x?{query}").unverified for query in asked}
    assert found == asked


def test_the_name_of_the_password_file_travels_in_the_url() -> None:
    credential = "$CREDENTIALS_DIRECTORY/pg"
    for written, travels in {"pg": "/etc/mt/pg", "/x/pg": "/x/pg", credential: credential}.items():
        became = parsed(place.whole("postgresql://mt@localhost/x", Path("/etc/mt"), written))
        assert became.password_file == travels
        assert "password_file" not in became.keywords
