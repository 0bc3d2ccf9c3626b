"""A package opened by hand, on any machine: what `mangnon cases open-package` does."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from mangnon.cases.packages.locking import is_locked, opened_with
from mangnon.cases.packages.packing import Unpacked, unpack
from mangnon.cases.packages.refusing import (
    BadSignature,
    Changed,
    NotAPackage,
    NotForUs,
    Refused,
)
from mangnon.cases.packages.signing import signer_of

__all__ = ["OpenedFile", "Refused", "exit_code", "opened_file", "written"]
_CODES: dict[type[Refused], int] = {NotForUs: 1, Changed: 3, BadSignature: 3, NotAPackage: 4}


@dataclass(frozen=True)
class OpenedFile:
    found: Unpacked = field(repr=False)
    signer: bytes

    @property
    def told(self) -> str:
        """What was checked, in lines."""
        said, found = self.found.said, self.found
        return "\n".join(
            [
                f"Gói {said.get('number', '')}, vụ việc {said.get('case', '')}.",
                f"{len(found.files)} tệp, mọi mã băm khớp bản kê.",
                f"Mã băm bản kê: {found.manifest_sha256}",
                f"Khóa của nơi ký: {self.signer.hex()}",
            ]
        )


def opened_file(raw: bytes, passphrase: Callable[[], str]) -> OpenedFile:
    """`passphrase` is asked for a locked file alone. Raises Refused by its kind."""
    if is_locked(raw):
        raw = opened_with(raw, _plain(passphrase()))
    found = unpack(raw)
    return OpenedFile(found, signer_of(found.manifest, found.signature))


def _plain(passphrase: str) -> str:
    """As it was heard: case and spaces do not matter, groups of five are joined by hyphens."""
    letters = "".join(passphrase.upper().replace("-", "").split())
    return "-".join(letters[at : at + 5] for at in range(0, len(letters), 5))


def exit_code(why: Refused) -> int:
    return _CODES.get(type(why), 4)


def written(found: OpenedFile, folder: Path) -> int:
    """For its owner's eyes alone, and over no file that is there. Raises OSError."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for name, raw in found.found.every.items():
        path = folder / name  # names were held to be plain by `unpack`
        path.parent.mkdir(mode=0o700, exist_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(raw)
    return len(found.found.every)
