"""The workshop: a content-addressed store of what was made, and the voice that progress has."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

Tell = Callable[[str], None]


def _silent(_: str) -> None:
    pass


@dataclass(frozen=True, slots=True)
class Shop:
    """`store`: a folder of pieces by the hash of all that they were made from; None keeps nothing.

    `voices`: folder of recorded voice (voices/<scene>.wav, and in <scene>.txt the words that it was
    spoken for) and `voice_model`: a Piper model of the operator; both may be None. `lines` of a
    film: 720 or 1080. `tell` hears what is being made, in words for the screen.
    """

    store: Path | None = None
    voices: Path | None = None
    voice_model: Path | None = None
    lines: int = 720
    tell: Tell = _silent
    made: list[str] = field(default_factory=list)

    def once(self, kind: str, made_from: Any, make: Callable[[], bytes]) -> bytes:
        """What `make` gives, from the store when the same was made before.

        made_from: plain values (JSON) or bytes that decide every byte of the result. The names of
        pieces that were really made are noted in `made`.
        """
        key = _key(kind, made_from)
        path = self.store / key[:2] / key if self.store else None
        if path and path.is_file():
            return path.read_bytes()
        piece = make()
        self.made.append(kind)
        if path:
            _put(path, piece)
        return piece


def _key(kind: str, made_from: Any) -> str:
    said = (
        made_from
        if isinstance(made_from, bytes)
        else json.dumps(made_from, ensure_ascii=False, sort_keys=True).encode()
    )
    return hashlib.sha256(kind.encode() + b"\0" + said).hexdigest()


def _put(path: Path, piece: bytes) -> None:
    """Whole or not at all, also when two make the same at once."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(handle, "wb") as file:
        file.write(piece)
    Path(name).replace(path)
