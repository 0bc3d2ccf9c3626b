"""The last good bundle and plan, copied to a place of the filter's own.

The processes follow this copy alone: what happens to the files outside (half a copy, a disk error,
a wrong edit) cannot reach them, and after a power cut the filter begins with what was good.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from mangnon.gateway.serve.config import Config
from mangnon.gateway.serve.site import MODEL, BadSite, Site, Stamp, read_site, stamp

GOOD, OLD, PLAN = "good", ".old", "plan.json"


class NotCopied(BadSite):
    """Good files, of which the filter's own place takes no copy, as on a full disk."""


def good_site(config: Config) -> Site:
    """The last good one. Raises BadSite when there is none."""
    return read_site(config.state / GOOD, config.state / GOOD / PLAN)


def good_stamp(config: Config) -> Stamp:
    """Raises BadSite while it is being exchanged."""
    return stamp(config.state / GOOD, config.state / GOOD / PLAN)


def adopt(config: Config) -> Site:
    """Read the bundle and the plan, and copy them as the last good ones.

    Raises BadSite, NotCopied among them; what was good before is then still there.
    """
    read_site(config.bundle, config.plan)
    try:
        config.state.mkdir(parents=True, exist_ok=True)
        mend(config)
        for left in config.state.glob(".new.*"):  # of a copy that a power cut ended
            shutil.rmtree(left, ignore_errors=True)
        beside = Path(tempfile.mkdtemp(prefix=".new.", dir=config.state))
    except OSError as wrong:
        raise NotCopied(f"không ghi được vào {config.state}: {wrong}") from None
    try:
        for name in ("index.bin", "manifest.json"):
            shutil.copyfile(config.bundle / name, beside / name)
        if (config.bundle / MODEL).exists():
            shutil.copyfile(config.bundle / MODEL, beside / MODEL)
        shutil.copyfile(config.plan, beside / PLAN)
        read_site(beside, beside / PLAN)  # what was copied, not what was read before
        _swap(beside, config.state / GOOD)
    except OSError as wrong:
        shutil.rmtree(beside, ignore_errors=True)
        raise NotCopied(f"không chép được vào {config.state}: {wrong}") from None
    except BadSite:
        shutil.rmtree(beside, ignore_errors=True)
        raise
    return good_site(config)


def mend(config: Config) -> None:
    """Put back what was good where a power cut came between two renames. Raises OSError."""
    if not (config.state / GOOD).exists() and (config.state / OLD).exists():
        (config.state / OLD).rename(config.state / GOOD)


def _swap(new: Path, place: Path) -> None:
    old = place.with_name(OLD)
    shutil.rmtree(old, ignore_errors=True)
    if place.exists():
        place.rename(old)
    new.rename(place)
    shutil.rmtree(old, ignore_errors=True)
