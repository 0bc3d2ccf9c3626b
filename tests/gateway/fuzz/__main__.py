"""python -m tests.gateway.fuzz RUNS [FOLDER]: inputs found by coverage; kept in the folder."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["mangnon.gateway.engine", "mangnon.gateway.lists",
                                         "mangnon.gateway.serve.records"]):  # fmt: skip
    from tests.gateway.fuzz import targets
    from tests.gateway.fuzz.seeds import seeds


def main(runs: str, folder: str = "") -> None:
    corpus = Path(folder or tempfile.mkdtemp())
    corpus.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(seeds(len(targets.TARGETS))):
        (corpus / f"seed-{number}").write_bytes(seed)
    atheris.Setup(
        [sys.argv[0], f"-runs={runs}", "-seed=7", "-max_len=700", "-print_final_stats=1",
         "-verbosity=1", str(corpus)],
        targets.thrown,
    )  # fmt: skip
    atheris.Fuzz()


if __name__ == "__main__":
    main(*sys.argv[1:])
