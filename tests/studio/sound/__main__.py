"""Judge folders that `mangnon studio make … --out DIR` wrote, or sets made here from sources.

    python -m tests.studio.sound [DIR | SOURCE …]

A file is a source: every genre is made of it first. With nothing named, an invented letter is.
One JSON line a check, then one for each folder; exits with 1 when something is unsound. What cannot
be looked at for want of a program is told as skipped.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench.studio import LETTER

from tests.studio.sound import films, frames, office, sheets, texts
from tests.studio.sound.told import Check

JUDGES = (texts, sheets, office, films, frames)


def judged(home: Path) -> Iterator[Check]:
    for judge in JUDGES:
        yield from judge.checks(home)


def main() -> int:
    asked = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    asked.add_argument("given", nargs="*", type=Path, metavar="DIR | SOURCE")
    with tempfile.TemporaryDirectory() as folder:
        invented = Path(folder) / "cong-van-mau.txt"
        invented.write_text(LETTER, encoding="utf-8")
        sound = [_is_sound(one, Path(folder)) for one in asked.parse_args().given or [invented]]
    return 0 if all(sound) else 1


def _tell(line: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")
    sys.stdout.flush()


def _is_sound(given: Path, folder: Path) -> bool:
    home = given
    if given.is_file():
        home = folder / "san-pham" / given.stem
        command = [sys.executable, "-m", "mangnon", "studio", "make", str(given)]
        made = subprocess.run([*command, "--out", str(home)], check=False, capture_output=True)
        if made.returncode:
            _tell({"set": given.name, "holds": False, "seen": made.stderr.decode()})
            return False
    found = []
    for check in judged(home):
        found.append(check)
        _tell(check.as_values())
    bad = sum(check.holds is False for check in found)
    skipped = sum(check.holds is None for check in found)
    told = {"set": home.name, "checks": len(found), "unsound": bad, "skipped": skipped}
    _tell(told | {"holds": bool(found) and not bad})
    return bool(found) and not bad


if __name__ == "__main__":
    sys.exit(main())
