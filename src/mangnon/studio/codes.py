"""QR codes as SVG."""

from __future__ import annotations

import io

import segno


def qr(address: str, *, dark: str = "#000000") -> str:
    """Error correction M, no border: sheets leave the quiet space."""
    out = io.BytesIO()
    segno.make(address, error="m").save(out, kind="svg", border=0, dark=dark, xmldecl=False)
    return out.getvalue().decode()
