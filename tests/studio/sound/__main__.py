"""Judge a folder that `mangnon studio make … --out DIR` wrote.

    python -m tests.studio.sound DIR [DIR …]

One JSON line a check, then one for each folder; exits with 1 when something is unsound. What cannot
be looked at for want of a program is told as skipped.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path

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
    asked.add_argument("folders", nargs="+", type=Path, metavar="DIR")
    sound = True
    for home in asked.parse_args().folders:
        found = []
        for check in judged(home):
            found.append(check)
            print(json.dumps(check.as_values(), ensure_ascii=False), flush=True)
        bad = sum(check.holds is False for check in found)
        skipped = sum(check.holds is None for check in found)
        told = {"set": home.name, "checks": len(found), "unsound": bad, "skipped": skipped}
        print(json.dumps(told | {"holds": bool(found) and not bad}), flush=True)
        sound = sound and bool(found) and not bad
    return 0 if sound else 1


if __name__ == "__main__":
    sys.exit(main())
