"""A place of its own for a kind of races: a copy of the empty database and of the data folder."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from django.db import connection


@contextmanager
def apart(name: str) -> Iterator[dict[str, str]]:
    """The variables that lead there. Nothing of the place is left afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        connection.close()
        shutil.copytree(os.environ["MANGNON_DATA"], folder, dirs_exist_ok=True)
        if connection.vendor == "sqlite":
            yield {"MANGNON_DATA": folder}
            return
        own = f"{connection.settings_dict['NAME']}_{name}"
        _ask(f'CREATE DATABASE "{own}" TEMPLATE "{connection.settings_dict["NAME"]}"')
        try:
            where = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{own}")
            yield {"MANGNON_DATA": folder, "DATABASE_URL": where.geturl()}
        finally:
            _ask(f'DROP DATABASE "{own}" WITH (FORCE)')


def _ask(words: str) -> None:
    """Past the database that is copied: PostgreSQL copies none that somebody is connected to."""
    with connection._nodb_cursor() as cursor:
        cursor.execute(words)
