"""python -m tests.reports.evidence: the hostile files, one JSON line; 1 when one was wrong."""

from __future__ import annotations

import json
import sys
import time

from tests import conftest  # noqa: F401  the data folder of the run


def main() -> int:
    from tests.reports.evidence.hostile import corpus
    from tests.reports.evidence.judging import (
        measured_from_now,
        most_since_kilobytes,
        wrong_about,
    )

    files, begun = corpus(), time.monotonic()
    before, grown, wrong = 0, 0, []
    for one in files:
        before = measured_from_now()
        wrong += [why] if (why := wrong_about(one)) else []
        grown = max(grown, most_since_kilobytes() - before)
    said = {
        "soak": "hostile files",
        "files": len(files),
        "judged_wrong": wrong,
        "grew_megabytes": round(grown / 1024),
        "at_most_megabytes": 200,
        "seconds": round(time.monotonic() - begun, 1),
    }
    sys.stdout.write(json.dumps(said, ensure_ascii=False) + "\n")
    return 1 if wrong or grown >= 200 * 1024 else 0


if __name__ == "__main__":
    sys.exit(main())
