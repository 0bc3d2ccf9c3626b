"""Is it alive: database, storage, worker."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import structlog
from django.core.files.storage import FileSystemStorage
from django.db import connection

from mangnon.base.files.api import storage
from mangnon.base.jobs.api import workers_alive

log = structlog.get_logger("mangnon.health")


def vital_signs() -> dict[str, bool]:
    """Each part of the house and whether it answers."""
    return {name: _answers(name, ask) for name, ask in _SIGNS.items()}


def _answers(name: str, ask: Callable[[], bool]) -> bool:
    try:
        return ask()
    except Exception as wrong:
        # Whatever a driver or an object store raises, the part is down and the answer goes on.
        log.warning("part is down", part=name, error=type(wrong).__name__)
        return False


def _database() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return bool(cursor.fetchone() == (1,))


def _storage() -> bool:
    kept = storage()
    if isinstance(kept, FileSystemStorage):
        folder = Path(kept.base_location)
        folder.mkdir(parents=True, exist_ok=True)
        return os.access(folder, os.W_OK | os.X_OK)
    kept.exists("healthz")
    return True


def _worker() -> bool:
    return workers_alive() > 0


_SIGNS: dict[str, Callable[[], bool]] = {
    "database": _database,
    "storage": _storage,
    "worker": _worker,
}
