"""Every channel, by name. A new one is a folder here and its name in `NAMES`."""

from __future__ import annotations

from functools import cache
from importlib import import_module

from mangnon.publishing.channels.base import Channel

NAMES = ("website", "zalo", "facebook", "email", "loudspeaker", "handkit")


@cache
def channels() -> dict[str, Channel]:
    """By name, in the order in which they are offered."""
    return {name: import_module(f"{__name__}.{name}").CHANNEL for name in NAMES}
