"""One group's rules to one file, in any form."""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from mangnon.gateway.publish import rpz, zonefile
from mangnon.gateway.publish.effective import Beyond, Moment
from mangnon.gateway.publish.formats import FORMS

FORMATS = ("rpz", *FORMS)


def export(at: Moment, group: str, form: str, out: Path, now: datetime) -> tuple[int, Beyond]:
    """Write a group's rules in place whole; the number of lines, and what the form cannot say.

    Raises NoSuchGroup and OSError, then nothing is written.
    """
    beyond, of = Beyond(), at.group(group)
    if form == "rpz":
        written = zonefile.write(out, rpz.records(of, f"{group}.rpz", beyond), now)
        return written.records, beyond
    wanted = FORMS[form]
    title = f"{wanted.comment} {at.plan.site}: {of.plan.words}"
    return _write(out, title, wanted.write(of, beyond)), beyond


def _write(out: Path, title: str, lines: Iterable[str]) -> int:
    beside, count = out.with_name(f".{out.name}.new"), 0
    try:
        with beside.open("w", encoding="utf-8", buffering=1 << 20) as file:
            file.write(f"{title}\n")
            for line in lines:
                file.write(line + "\n")
                count += 1
            file.flush()
            os.fsync(file.fileno())
        beside.replace(out)
    except BaseException:
        with suppress(OSError):
            beside.unlink()
        raise
    return count
