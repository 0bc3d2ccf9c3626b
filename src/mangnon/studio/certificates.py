"""Certificates, many at once: sizes are measured beforehand, so that one takes milliseconds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from mangnon.studio.codes import qr
from mangnon.studio.measure import size_for, words_over
from mangnon.studio.refusals import TooLong
from mangnon.studio.shop import Shop
from mangnon.studio.themes import Theme
from mangnon.studio.typesetting import Sheet, check_glyphs, draw_plain

SHEET = Path(__file__).parent / "sheets" / "certificate.typ"
NAME_BOX, NAME_SIZES = (640.0, 60.0), (40.0, 36.0, 32.0, 28.0, 24.0, 20.0, 17.0)
_MASK = 4  # none is chosen anew for each of a thousand
COURSE_BOX, COURSE_SIZES = (640.0, 64.0), (22.0, 20.0, 18.0, 16.0, 14.0, 12.0)


@dataclass(frozen=True, slots=True)
class Certificate:
    """Who is certified for what. `address`: where its code leads to be checked."""

    name: str
    course: str
    issuer: str
    on: date
    address: str
    heading: str = "GIẤY CHỨNG NHẬN"


def certificate_pdf(certificate: Certificate, theme: Theme) -> bytes:
    """PDF/UA-1. Raises TooLong, MissingGlyph."""
    values = {
        "theme": theme.as_values(),
        "heading": certificate.heading,
        "issuer": certificate.issuer,
        "awarded": "Chứng nhận",
        "name": certificate.name,
        "name_size": _size("Giấy chứng nhận, họ tên", certificate.name, NAME_BOX, NAME_SIZES),
        "reason": "đã hoàn thành",
        "course": certificate.course,
        "course_size": _size(
            "Giấy chứng nhận, khóa học", certificate.course, COURSE_BOX, COURSE_SIZES
        ),
        "day": f"Ngày {certificate.on:%d/%m/%Y}",
        "address": certificate.address,
        "code": qr(certificate.address, mask=_MASK),
    }
    check_glyphs(values, [certificate.name, certificate.course, certificate.issuer])
    return draw_plain(Sheet(SHEET, values), Shop())


def _size(place: str, text: str, box: tuple[float, float], sizes: tuple[float, ...]) -> float:
    size = size_for(text, *box, sizes, style="Bold", leading=1.3)
    if size is None:
        raise TooLong(place, text, words_over(text, *box, sizes[-1], style="Bold", leading=1.3))
    return size
