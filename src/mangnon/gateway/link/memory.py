"""What a filter keeps about the platform: who it is, its token, what it took last.

`province.json` says who steers this filter; while it is there the filter is enrolled.
`followed.json` says how far it has followed, so that an old plan never comes back.
"""

from __future__ import annotations

import json
import os
import secrets
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path

PROVINCE, FOLLOWED, STANDING = "province.json", "followed.json", "standing.json"
PENDING = "coming-in.json"
TOKEN_BYTES = 32


@dataclass(frozen=True)
class Enrolled:
    """url: the platform's address; token: the secret of this filter; key: the platform's public
    key (hex) that is believed; hub: where to wait for news; code: the hash of the code by which
    it came in, so that a config that still names the code enrols once."""

    url: str
    token: str
    key: str
    gateway: str
    site: int
    hub: str
    code: str = ""


@dataclass(frozen=True)
class Followed:
    """The highest revision and bundle taken so far."""

    plan: int = 0
    bundle: int = 0


@dataclass(frozen=True)
class Standing:
    """How the link stands: `well`, `away` or `revoked`, and the words of it; blank: not tried."""

    state: str = ""
    words: str = ""


def put(path: Path, data: bytes, *, mode: int = 0o644) -> None:
    """Write a file whole: who reads sees the old one or the new one, also after a power cut."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, beside = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(beside).chmod(mode)
        Path(beside).replace(path)
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise


def enrolled(state: Path) -> Enrolled | None:
    """None for a filter that is not enrolled; a damaged file counts as none."""
    try:
        return Enrolled(**json.loads((state / PROVINCE).read_bytes()))
    except (OSError, ValueError, TypeError):
        return None


def followed(state: Path) -> Followed:
    try:
        return Followed(**json.loads((state / FOLLOWED).read_bytes()))
    except (OSError, ValueError, TypeError):
        return Followed()


def standing(state: Path) -> Standing:
    try:
        return Standing(**json.loads((state / STANDING).read_bytes()))
    except (OSError, ValueError, TypeError):
        return Standing()


def token_for(state: Path, code: str) -> str:
    """The token with which to come in by a code: the same one again after a lost answer."""
    try:
        kept = json.loads((state / PENDING).read_bytes())
        if kept["code"] == code:
            return str(kept["token"])
    except (OSError, ValueError, KeyError, TypeError):
        pass
    token = secrets.token_hex(TOKEN_BYTES)
    put(state / PENDING, json.dumps({"code": code, "token": token}).encode(), mode=0o600)
    return token


def keep_enrolled(state: Path, one: Enrolled) -> None:
    """A new enrolment begins to count revisions anew."""
    (state / FOLLOWED).unlink(missing_ok=True)
    put(state / PROVINCE, json.dumps(asdict(one)).encode(), mode=0o600)
    (state / PENDING).unlink(missing_ok=True)


def keep_followed(state: Path, one: Followed) -> None:
    put(state / FOLLOWED, json.dumps(asdict(one)).encode())


def keep_standing(state: Path, one: Standing) -> None:
    put(state / STANDING, json.dumps(asdict(one), ensure_ascii=False).encode())
