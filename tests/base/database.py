"""The test's own database, as another process is told of it."""

from __future__ import annotations

from urllib.parse import quote

from django.db import connection


def database_url(name: str = "") -> str:
    """The address of the test's database, or of another one on the same server."""
    said = connection.settings_dict
    name = name or str(said["NAME"])
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    user = quote(said["USER"]) + (f":{quote(said['PASSWORD'])}" if said["PASSWORD"] else "")
    return f"postgresql://{user}@{quote(said['HOST'], safe='')}:{said['PORT']}/{name}"
