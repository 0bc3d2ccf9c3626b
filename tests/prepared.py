"""An empty database with every table, made once for all processes and runs that need the same.

Making the tables takes three seconds, copying them none. What is kept lies in `build/tests` under
the digest of everything the tables are made from, so that it is never of another source.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
KEPT = ROOT / "build" / "tests"
MADE_FROM = {".py", ".csv", ".json", ".sql", ".toml"}


def lay_sqlite(at: Path) -> None:
    """A file with every table, where nothing is yet."""
    with _alone():
        kept = KEPT / f"{_digest()}.sqlite3"
        if not kept.exists():
            for older in KEPT.glob("*.sqlite3"):
                older.unlink()
            with tempfile.TemporaryDirectory(dir=KEPT) as data:
                _migrate(Path(data), "")
                (Path(data) / "mangnon.sqlite3").rename(kept)
        at.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        shutil.copyfile(kept, at)


def lay_postgresql(server: Any, name: str, url: str) -> None:
    """A database with every table. server: a connection of psycopg; url: of any, without a name."""
    kept = f"prepared_{_digest()[:16]}"
    with _alone():
        if not server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [kept]).fetchone():
            server.execute("DROP DATABASE IF EXISTS preparing")
            server.execute("CREATE DATABASE preparing")
            with tempfile.TemporaryDirectory() as data:
                _migrate(Path(data), f"{url}/preparing")
            server.execute(f"ALTER DATABASE preparing RENAME TO {kept}")
        server.execute(f'DROP DATABASE IF EXISTS "{name}"')
        server.execute(f'CREATE DATABASE "{name}" TEMPLATE {kept}')


def _migrate(data: Path, url: str) -> None:
    subprocess.run(
        [sys.executable, "-m", "mangnon", "django", "migrate", "-v", "0"],
        env={**os.environ, "MANGNON_DATA": str(data), "DATABASE_URL": url},
        check=True,
    )


@contextmanager
def _alone() -> Iterator[None]:
    KEPT.mkdir(parents=True, exist_ok=True)
    with (KEPT / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@cache
def _digest() -> str:
    seen = sha256(f"{version('django')} {version('django-allauth')} {sys.version}".encode())
    for file in sorted((ROOT / "src").rglob("*")):
        if file.suffix in MADE_FROM and file.is_file():
            seen.update(f"\0{file.relative_to(ROOT)}\0".encode() + file.read_bytes())
    return seen.hexdigest()
