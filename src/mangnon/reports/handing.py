"""The record of a handing over ("Biên bản giao nhận") as PDF/UA: what, to whom, both hashes.

Set by typst as the official letters are, with a QR code of the hash that their writer has no
place for. Whoever receives the file reads the code and compares.
"""

from __future__ import annotations

import io
import json
from functools import lru_cache
from pathlib import Path

import segno
import typst
from django.utils import timezone

from mangnon.kit.fonts import TIMES_FAMILY, fonts_for_print
from mangnon.kit.official.measure import break_name
from mangnon.reports.models import CustodyEvent, Evidence
from mangnon.units.api import Unit, current_unit

_SHEET = (Path(__file__).parent / "handing.typ").read_bytes()
_GROUP, _COLUMN_MM = 8, 60
TYPES = {
    "image/jpeg": "ảnh JPEG",
    "image/png": "ảnh PNG",
    "image/webp": "ảnh WebP",
    "application/pdf": "tệp PDF",
    "text/plain": "văn bản thuần",
}


def lines_of(one: Evidence, event: CustodyEvent) -> list[tuple[str, str]]:
    """What the record says, line by line; the screen shows the same."""
    by = event.by
    return [
        ("Bên giao", f"{by.full_name}, {_giving(one, event).name}" if by else "……"),
        ("Bên nhận", event.to),
        ("Căn cứ, lý do", event.why or "……"),
        ("Tệp", f"thứ {one.number}, {TYPES[one.media_type]}, {size_words(one.size_bytes)}"),
        ("Nhận lúc", moment(one.received_at)),
        ("Bàn giao lúc", moment(event.at)),
    ]


def _giving(one: Evidence, event: CustodyEvent) -> Unit:
    """The unit of whoever hands over; the police hand over too what is sealed to them."""
    return (current_unit(event.by) if event.by else None) or one.report.receiving_unit


def size_words(size: int) -> str:
    return f"{size:,} byte".replace(",", ".")


def moment(at: object) -> str:
    return f"{timezone.localtime(at):%H:%M ngày %d/%m/%Y}"  # type: ignore[arg-type]


def record_of(one: Evidence, event: CustodyEvent) -> bytes:
    """Raises mangnon.kit.fonts.FontsMissing before `make setup` has built the fonts."""
    drawing = io.BytesIO()
    segno.make(f"sha256:{one.sha256}", error="m").save(drawing, kind="svg", border=0)
    said = {
        "font": TIMES_FAMILY,
        "unit": _unit_lines(_giving(one, event).name),
        "date": f"{timezone.localtime(event.at):ngày %d tháng %m năm %Y}",
        "number": one.report.number,
        "lines": lines_of(one, event),
        "hash": _groups(one.sha256),
        "sealed": _groups(one.original) or ["(đã hủy)"],
        "giver": event.by.full_name if event.by else "",
        "code": drawing.getvalue().decode(),
    }
    made = typst.compile(
        _SHEET,
        font_paths=_fonts(tuple(sorted({path.parent for path in fonts_for_print()}))),
        sys_inputs={"said": json.dumps(said, ensure_ascii=False)},
        format="pdf",
        timestamp=0,
        pdf_standards="ua-1",
    )
    return bytes(made)


def _unit_lines(name: str) -> tuple[str, ...]:
    """The unit's name as the head of an official letter breaks it."""
    return break_name(name.upper(), width=_COLUMN_MM, size=12, bold=True)


def _groups(digest: str) -> list[str]:
    return [digest[at : at + _GROUP] for at in range(0, len(digest), _GROUP)]


@lru_cache(maxsize=2)
def _fonts(folders: tuple[Path, ...]) -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, font_paths=list(folders))
