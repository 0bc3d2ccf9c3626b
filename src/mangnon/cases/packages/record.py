"""The record of a handing over ("Biên bản bàn giao hồ sơ") as PDF/UA, made from the manifest alone:
what, by whom, to whom, every hash, and a code of the manifest's hash to compare by telephone."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import segno
import typst

from mangnon.kit import clock
from mangnon.kit.fonts import TIMES_FAMILY, fonts_for_print
from mangnon.kit.official.measure import break_name

_SHEET = (Path(__file__).parent / "record.typ").read_bytes()
_GROUP, _COLUMN_MM = 8, 60


def record_pdf(manifest: bytes) -> bytes:
    """The same manifest gives the same bytes. Raises mangnon.kit.fonts.FontsMissing."""
    said = json.loads(manifest)
    made = typst.compile(
        _SHEET,
        font_paths=_fonts(tuple(sorted({path.parent for path in fonts_for_print()}))),
        sys_inputs={"said": json.dumps(_told(said, manifest), ensure_ascii=False)},
        format="pdf",
        timestamp=0,
        pdf_standards="ua-1",
    )
    return bytes(made)


def _told(said: Mapping[str, Any], manifest: bytes) -> dict[str, Any]:
    digest, made = sha256(manifest).hexdigest(), datetime.fromisoformat(said["made_at"])
    code = io.BytesIO()
    segno.make(f"sha256:{digest}", error="m").save(code, kind="svg", border=0)
    at = clock.local(made)
    return {
        "font": TIMES_FAMILY,
        "unit": break_name(said["from"]["unit"].upper(), width=_COLUMN_MM, size=12, bold=True),
        "date": f"ngày {at:%d} tháng {at:%m} năm {at:%Y}",
        "number": said["number"],
        "case": said["case"],
        "lines": [
            ("Bên giao", f"{said['from']['person']}, {said['from']['unit']}"),
            ("Bên nhận", said["to"]["unit"]),
            ("Lập lúc", f"{at:%H:%M ngày %d/%m/%Y}"),
        ],
        "files": [
            (row["name"], row["words"], f"{row['bytes']:,}".replace(",", "."), row["sha256"])
            for row in said["files"]
        ],
        "left": said["left_out"],
        "hash": [digest[at : at + _GROUP] for at in range(0, len(digest), _GROUP)],
        "giver": said["from"]["person"],
        "code": code.getvalue().decode(),
    }


@lru_cache(maxsize=2)
def _fonts(folders: tuple[Path, ...]) -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, font_paths=list(folders))
