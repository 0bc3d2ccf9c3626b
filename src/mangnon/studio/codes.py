"""QR codes as SVG."""

from __future__ import annotations

import io

import segno


def qr(address: str, *, dark: str = "#000000", mask: int | None = None) -> str:
    """Error correction M, no border: sheets leave the quiet space.

    `mask`: this one of the eight masks of ISO/IEC 18004 instead of the one judged best, which
    takes five times as long; readers take them all.
    """
    out = io.BytesIO()
    segno.make(address, error="m", mask=mask).save(
        out, kind="svg", border=0, dark=dark, xmldecl=False
    )
    return out.getvalue().decode()
