"""How much of the corpus the reader gets exactly right: one JSON line for each part and kind.

python bench/corpus.py [--part dev|held|all] [--kind text|docx|pdf|…|all] [--worst]
"""

import argparse
import json
import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from tests.corpus.measure import (
    CLAUSE_ERRORS,
    KINDS,
    SCAN_SAMPLE,
    SCANS,
    Figures,
    measure,
    sample,
)
from tests.corpus.specimens import PARTS, load

ALL_KINDS = ("text", "docx", "pdf", "scan200", "scan300")


def main() -> None:
    given = arguments()
    os.nice(5)
    for part in PARTS if given.part == "all" else (given.part,):
        letters = load(part)
        for kind in ALL_KINDS if given.kind == "all" else (given.kind,):
            count = given.sample or (SCAN_SAMPLE if kind in SCANS and not given.full else None)
            figures = measure(sample(letters, count) if count else letters, kind)
            print(line(part, kind, figures), flush=True)
            if given.worst and (part == "dev" or given.show_held):
                show(figures)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--part", choices=(*PARTS, "all"), default="all")
    parser.add_argument("--kind", choices=(*KINDS, "all"), default="text")
    parser.add_argument("--sample", type=int, help="so many letters of each part, always the same")
    parser.add_argument("--full", action="store_true", help="scans of all letters")
    parser.add_argument("--worst", action="store_true", help="show what differs, in dev")
    parser.add_argument("--show-held", action="store_true", help="and in held: keeper only")
    return parser.parse_args()


def line(part: str, kind: str, figures: Figures) -> str:
    told = {"bench": "corpus", "part": part, "kind": kind} | figures.as_dict()
    if kind in SCANS:
        told["clause_rule"] = f"mark exact, at most {CLAUSE_ERRORS:.0%} of characters wrong"
    return json.dumps(told, ensure_ascii=False)


def show(figures: Figures) -> None:
    for name, key, expected, found in figures.misses:
        print(f"{name} {key}\n  expected {expected!r}\n  found    {found!r}", file=sys.stderr)


if __name__ == "__main__":
    main()
