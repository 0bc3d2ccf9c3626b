"""The genres as a page of documentation, written from the registry: `python -m` prints it."""

from __future__ import annotations

import sys

from mangnon.studio.genre import Genre
from mangnon.studio.genres import genres

PICTURES = "../pictures"  # seen from docs/reference; taken by docs/pictures/products.py


def picture_of(genre: Genre) -> str:
    """The name of the picture that shows a genre."""
    return f"san-pham-{genre.name}.png"


def page() -> str:
    """Markdown: a table of all genres, then a picture of each."""
    return "\n".join(
        [
            "# Các thể loại sản phẩm",
            "",
            "<!-- Sinh ra bằng: make docs. Hình: python docs/pictures/products.py -->",
            "",
            "Một sơ đồ thông điệp cho ra mọi thể loại dưới đây. Hình làm từ bộ sơ đồ có sẵn.",
            "",
            "| Thể loại | Tên trong lệnh | Tệp | Lâu |",
            "|---|---|---|---|",
            *(_row(genre) for genre in genres().values()),
            "",
            *(line for genre in genres().values() for line in _shown(genre)),
        ]
    )


def _row(genre: Genre) -> str:
    files = ", ".join(suffix.removeprefix(".").upper() for suffix in genre.files)
    slow = "vài chục giây" if genre.is_heavy else "–"
    return f"| {genre.words} | `{genre.name}` | {files} | {slow} |"


def _shown(genre: Genre) -> list[str]:
    return [f"## {genre.words}", "", f"![{genre.words}]({PICTURES}/{picture_of(genre)})", ""]


if __name__ == "__main__":
    sys.stdout.write(page())
