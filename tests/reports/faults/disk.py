"""A disk of our own that can be filled: an ext4 file system in a file, where we may mount one."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

_SIZE = 3 << 30


class Disk:
    """A folder for the data. `own` tells whether it is a disk of its own, which `fill` needs."""

    def __init__(self, home: Path) -> None:
        home.chmod(0o755)  # PostgreSQL runs as somebody else
        self.folder, self._image = home / "disk", home / "disk.img"
        self.folder.mkdir()
        self.own = self._mounted()

    def _mounted(self) -> bool:
        with self._image.open("wb") as image:
            image.truncate(_SIZE)
        # -m 0: nothing is kept back for root, who may be the one that runs this.
        make = ["mkfs.ext4", "-q", "-m", "0", str(self._image)]
        mount = ["mount", "-o", "loop", str(self._image), str(self.folder)]
        try:
            return all(subprocess.run(one, check=False).returncode == 0 for one in (make, mount))
        except FileNotFoundError:
            return False

    @property
    def _filler(self) -> Path:
        return self.folder / "filler"

    def fill(self) -> None:
        """Until not one block is left."""
        with self._filler.open("wb") as file:
            size, step = 0, 1 << 30
            while step >= 4096:
                try:
                    os.posix_fallocate(file.fileno(), size, step)
                    size += step
                except OSError:
                    step //= 2

    def empty(self) -> None:
        self._filler.unlink(missing_ok=True)

    def close(self) -> None:
        if self.own:
            subprocess.run(["umount", "-l", str(self.folder)], check=False)
