"""The key of this installation: a file beside the database, never in it and never in a backup.

From it come the key of the blind index, the wrap of the duty desk's key until an officer takes it
over, and what makes receipts. The file is written in the letters of the paper shares, so that it
can be copied by hand and kept in a safe: a restored database needs it.
"""

from __future__ import annotations

import hmac
import os
import tempfile
from functools import cache
from hashlib import sha256
from pathlib import Path

from django.conf import settings

from mangnon.kit import sealing, shamir

FILE = "khoa-tin-bao"


def installation_key(purpose: str) -> bytes:
    """32 bytes for one purpose; the key itself leaves this module for none."""
    return hmac.new(_kept(Path(settings.DATA_DIR) / FILE), purpose.encode(), sha256).digest()


@cache
def _kept(path: Path) -> bytes:
    if not path.exists():
        _make(path)
    return shamir.read(path.read_text(encoding="ascii"))


def _make(path: Path) -> None:
    """Whole or not at all, and by one process alone: the link fails where another was first."""
    made, beside = tempfile.mkstemp(dir=path.parent, prefix=f".{FILE}.")
    try:
        with os.fdopen(made, "w", encoding="ascii") as file:
            file.write(shamir.written(sealing.new_key()) + "\n")
            file.flush()
            os.fsync(file.fileno())
        path.hardlink_to(beside)
    except FileExistsError:
        pass
    finally:
        Path(beside).unlink()
