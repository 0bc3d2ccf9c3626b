"""Who made the drawings and the letters of the products: rows for a page, and the page itself.

`python -m mangnon.studio.credits` prints docs/reference/credits.md.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from mangnon.studio.pictures import credits as drawn

FONTS = Path(__file__).parent / "data" / "fonts.csv"


@dataclass(frozen=True, slots=True)
class Credit:
    """One work of others in the products. `version`: of the package, empty for letters."""

    what: str
    name: str
    by: str
    licence: str
    version: str = ""


def credits_of_all() -> Sequence[Credit]:
    """Drawings, then letters. Raises ToolMissing when the set-up has drawn no pictures."""
    return (*(Credit(**row) for row in drawn()), *_letters())


def _letters() -> list[Credit]:
    with FONTS.open(encoding="utf-8", newline="") as file:
        return [
            Credit(f"Phông chữ: {row['used']}", row["family"], row["by"], row["licence"])
            for row in csv.DictReader(file)
        ]


def page() -> str:
    """Markdown: one table."""
    rows = [
        f"| {one.what} | {one.name} | {one.by} | {one.licence} | {one.version or '–'} |"
        for one in credits_of_all()
    ]
    return "\n".join(
        [
            "# Hình và chữ trong sản phẩm do ai làm",
            "",
            "<!-- Sinh ra bằng: make docs -->",
            "",
            "| Dùng làm gì | Tên | Tác giả | Giấy phép | Bản |",
            "|---|---|---|---|---|",
            *rows,
            "",
            "Mỗi sản phẩm tự ghi tên tác giả của hình ở dòng chữ nhỏ. Câu chữ của bộ sơ đồ có sẵn",
            "do dự án tự viết.",
            "",
        ]
    )


if __name__ == "__main__":
    sys.stdout.write(page())
