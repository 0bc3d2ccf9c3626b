"""Platforms on which people post by hand, and how their addresses look."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True)
class Platform:
    """`hosts`: an address is of the platform when it stands on one of these or below it."""

    words: str
    hosts: tuple[str, ...]


PLATFORMS = {
    "zalo": Platform("Zalo", ("zalo.me", "zaloapp.com")),
    "facebook": Platform("Facebook", ("facebook.com", "fb.com", "fb.watch")),
    "youtube": Platform("YouTube", ("youtube.com", "youtu.be")),
    "tiktok": Platform("TikTok", ("tiktok.com",)),
}


def is_of(platform: str, address: str) -> bool:
    """Whether an address is https, stands on the platform and names something there."""
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").lower()
        odd = bool(parts.username or parts.password or parts.port)
    except ValueError:
        return False
    known = PLATFORMS.get(platform)
    there = known and any(host == one or host.endswith(f".{one}") for one in known.hosts)
    return bool(there and parts.scheme == "https" and not odd and len(parts.path) > 1)
