"""The key with which this installation signs plans and bundles. Filters believe nothing else.

Made when it is first needed, in the data folder, for its owner alone; `mangnon backup` holds it.
Another key means that every filter must come in again with a new code (docs/how-to/enrol-a-filter).
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.conf import settings

from mangnon.gateway.link.envelope import KEY_BYTES, fingerprint, new_key, public_of, signed

FILE = "khoa-may-loc"


class BadSigningKey(Exception):
    """The key's file is damaged. It is not replaced by itself: that would cut off every filter."""


def signing_key() -> bytes:
    """Two processes that need it first at once end up with the same one."""
    path = Path(settings.DATA_DIR) / FILE
    if not path.exists():
        _make(path)
    try:
        key = bytes.fromhex(path.read_bytes().decode("ascii").strip())
    except ValueError:
        key = b""
    if len(key) != KEY_BYTES:
        raise BadSigningKey(f"{path}: không phải khóa ký, hãy lấy lại từ bản sao lưu")
    return key


def _make(path: Path) -> None:
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(new_key().hex())
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(beside, path)  # fails where another process was first
    except FileExistsError:
        pass
    finally:
        beside.unlink()


def public_key() -> bytes:
    return public_of(signing_key())


def key_fingerprint() -> bytes:
    return fingerprint(public_key())


def envelope(kind: str, said: Mapping[str, Any]) -> bytes:
    return signed(kind, said, signing_key()).encode()


def plan_envelope(site: int, revision: int, plan: str) -> bytes:
    return envelope("plan", {"site": site, "revision": revision, "plan": plan})


def bundle_envelope(number: int, manifest: Mapping[str, Any], sha256: str, size: int) -> bytes:
    told = {"number": number, "manifest": dict(manifest), "sha256": sha256, "size": size}
    return envelope("bundle", json.loads(json.dumps(told)))
