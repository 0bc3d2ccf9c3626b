"""Which lists there are: a `catalogue.csv` beside them (file, format, category, use).

use: `block` (the usual), `allow` (its names are never blocked, whatever other lists say) or
`benign` (harmless names, only used to count false blocks).
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

from mangnon.gateway.lists.reading import FORMATS, guess_format

USES = ("block", "allow", "benign")
_SKIPPED = frozenset({"catalogue.csv", "usage", "README.md"})


class BadCatalogue(Exception):
    """A catalogue that cannot be followed; says which line and why."""


@dataclass(frozen=True, slots=True)
class Listed:
    """One list: its file below the folder, its format, category and use."""

    file: str
    form: str
    category: str
    use: str = "block"


def catalogue_of(folder: Path) -> list[Listed]:
    """The lists of a folder: by its catalogue, else every file, its folder as the category.

    Raises BadCatalogue.
    """
    written = folder / "catalogue.csv"
    return _written(written) if written.exists() else _found(folder)


def _written(path: Path) -> list[Listed]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    return [_checked(path.parent, number, row) for number, row in enumerate(rows, 2)]


def _checked(folder: Path, number: int, row: dict[str, str]) -> Listed:
    listed = Listed(
        file=str(row.get("file") or "").strip(),
        form=str(row.get("format") or "").strip(),
        category=str(row.get("category") or "").strip(),
        use=str(row.get("use") or "block").strip(),
    )
    where = f"catalogue.csv dòng {number}"
    if listed.form not in FORMATS:
        raise BadCatalogue(f"{where}: định dạng {listed.form!r} không có ({', '.join(FORMATS)})")
    if listed.use not in USES or not listed.category:
        raise BadCatalogue(
            f"{where}: cần nhóm nội dung, và cách dùng là một trong {', '.join(USES)}"
        )
    path = (folder / listed.file).resolve()
    if not path.is_relative_to(folder.resolve()) or not path.is_file():
        raise BadCatalogue(f"{where}: không có tệp {listed.file!r} trong thư mục danh sách")
    return listed


def _found(folder: Path) -> list[Listed]:
    """Folders in the manner of UT1 (`category/domains`); loose files by their own name."""
    lists = []
    for path in sorted(folder.rglob("*")):
        if not path.is_file() or path.name in _SKIPPED or path.name.startswith("."):
            continue
        with path.open("rb") as file:
            form = guess_format(file.read(65536))
        category = path.parent.name if path.parent != folder else path.stem
        lists.append(Listed(str(path.relative_to(folder)), form, category))
    return lists
