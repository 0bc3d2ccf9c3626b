"""How quickly letters are laid out: one JSON line for DOCX and PDF, CPU milliseconds each.

python bench/outgoing.py [--rounds 20]
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]

from tests.directives.outgoing.letters import dispatch, notice  # noqa: E402

from mangnon.directives.outgoing import OfficialLetter, to_docx, to_pdf  # noqa: E402


def milliseconds(
    make: Callable[[OfficialLetter], bytes], letter: OfficialLetter, rounds: int
) -> float:
    """CPU time of one making; the first, which opens the fonts, is not counted."""
    make(letter)
    start = time.process_time()
    for _ in range(rounds):
        make(letter)
    return round((time.process_time() - start) * 1000 / rounds, 2)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rounds", type=int, default=20)
    rounds = parser.parse_args().rounds
    letters = {"page": dispatch(), "report_96_rows": notice(96)}
    figures = {
        f"{make.__name__}_{name}_ms": milliseconds(make, letter, rounds)
        for make in (to_docx, to_pdf)
        for name, letter in letters.items()
    }
    print(json.dumps({"bench": "outgoing", **figures}))


if __name__ == "__main__":
    main()
