"""python -m tests.reports.canaries: one JSON line; 1 when a word was found."""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path
from typing import Any


class Told:
    """What a test said of itself with `record_property`."""

    def __init__(self) -> None:
        self.properties: dict[str, Any] = {}

    def pytest_runtest_logreport(self, report: Any) -> None:
        self.properties.update(report.user_properties)


def main() -> int:
    import pytest

    begun, told = time.monotonic(), Told()
    code = pytest.main(["-q", "--no-summary", str(Path(__file__).parent)], plugins=[told])
    said = {
        "soak": "canaries",
        "database": "postgresql" if os.environ.get("DATABASE_URL") else "sqlite",
        "words": told.properties.get("words", 0),
        "searched_megabytes": round(told.properties.get("bytes", 0) / 2**20, 1),
        "found_in_clear": 0 if code == 0 else "see the test",
        "seconds": round(time.monotonic() - begun),
    }
    sys.stdout.write(json.dumps(said) + "\n")
    return int(code)


if __name__ == "__main__":
    sys.exit(main())
