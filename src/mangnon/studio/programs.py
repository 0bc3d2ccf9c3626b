"""Programs that the studio calls: ffmpeg of the system or of the package, voices when installed."""

from __future__ import annotations

import shutil
from functools import cache

from mangnon.studio.refusals import ToolMissing


@cache
def find(name: str) -> str | None:
    return shutil.which(name)


@cache
def ffmpeg() -> str:
    """Raises ToolMissing."""
    if here := find("ffmpeg"):
        return here
    try:
        from imageio_ffmpeg import get_ffmpeg_exe

        return str(get_ffmpeg_exe())
    except (ImportError, RuntimeError) as missing:
        raise ToolMissing(
            "Không tìm thấy ffmpeg. Hãy cài gói ffmpeg của hệ điều hành."
        ) from missing
