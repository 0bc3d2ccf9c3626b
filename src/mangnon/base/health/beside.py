"""Files beside the database that belong to a backup too. Domains above say which they have."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from django.conf import settings

# Writes a whole copy of the file at the first path to the second, while others write.
Copy = Callable[[Path, Path], None]
FOLDER = "kem"
_files: dict[str, Copy] = {}


def register_file(name: str, copy: Copy) -> None:
    """Let a backup hold the file of that name in the data folder, when it is there."""
    _files[name] = copy


def place_of(name: str) -> Path:
    return Path(settings.DATA_DIR) / name


def copies(folder: Path) -> Iterator[tuple[str, Path]]:
    """Each registered file that exists, copied into a folder: the name of its part, the copy."""
    for name, copy in sorted(_files.items()):
        if place_of(name).is_file():
            copy(place_of(name), folder / name)
            yield f"{FOLDER}/{name}", folder / name


def is_known(part: str) -> bool:
    folder, _, name = part.partition("/")
    return folder == FOLDER and name in _files


def put_back(part: Path, name: str, *, aside: str) -> None:
    """Move a file into its place; what stood there is kept under the name with `aside` after it."""
    place = place_of(name)
    for left in (f"{place}-wal", f"{place}-shm"):
        Path(left).unlink(missing_ok=True)
    if place.is_file():
        place.rename(place.with_name(f"{place.name}.{aside}.cu"))
    part.replace(place)
    place.chmod(0o600)
