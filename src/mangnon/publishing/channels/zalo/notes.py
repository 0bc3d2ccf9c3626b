"""What is under way at Zalo, on disk: for how an article is made there, in two steps.

`create` is answered with a token, and only later is there a number and a line in the list. A
worker killed in between, or an answer that did not arrive, leaves an article that no list shows
yet. The note says so, and with the token its progress can still be asked after.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings

from mangnon.kit import clock

_FOLDER = "kenh"


@dataclass(frozen=True, slots=True)
class Note:
    """`token` is empty while `create` has not been answered."""

    at: datetime
    token: str = ""


def write(key: str, token: str = "") -> None:
    """Flushed when it returns."""
    path = _path(key)
    beside = path.with_suffix(".moi")
    with beside.open("w", encoding="ascii") as file:
        json.dump({"at": clock.now().isoformat(), "token": token}, file)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)


def read(key: str) -> Note | None:
    try:
        said = json.loads(_path(key).read_text(encoding="ascii"))
    except FileNotFoundError:
        return None
    return Note(datetime.fromisoformat(said["at"]), said["token"])


def forget(key: str) -> None:
    _path(key).unlink(missing_ok=True)


def _path(key: str) -> Path:
    folder = Path(settings.DATA_DIR) / _FOLDER
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder / f"bai-{key.replace('/', '')}"
