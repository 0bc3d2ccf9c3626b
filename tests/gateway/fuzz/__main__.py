"""python -m tests.gateway.fuzz INPUTS: inputs found by coverage; one JSON line, 1 when one broke.

The input that broke something stands in what is said about it; it belongs into a test.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path


def inside(inputs: str, folder: str) -> None:
    """The search itself; it ends the process."""
    import atheris

    searched = ["mangnon.gateway.engine", "mangnon.gateway.lists", "mangnon.gateway.serve.records"]
    with atheris.instrument_imports(include=searched):
        from tests.gateway.fuzz import targets
        from tests.gateway.fuzz.seeds import seeds
    for number, seed in enumerate(seeds(len(targets.TARGETS))):
        (Path(folder) / f"seed-{number}").write_bytes(seed)
    words = [f"-runs={inputs}", "-seed=7", "-max_len=700", f"-artifact_prefix={folder}/", folder]
    atheris.Setup([sys.argv[0], *words], targets.thrown)
    atheris.Fuzz()


def main(inputs: str) -> None:
    begun = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "tests.gateway.fuzz", inputs, folder]
        run = subprocess.run(command, capture_output=True, text=True, check=False)
        found = sum(not each.name.startswith("seed-") for each in Path(folder).iterdir())
    said = {
        "soak": "hostile bytes",
        "inputs": int(inputs),
        "kept_as_new": found,
        "seconds": round(time.monotonic() - begun),
        "ok": run.returncode == 0,
    }
    sys.stdout.write(json.dumps(said) + "\n")
    if run.returncode:
        sys.stderr.write(run.stderr[-6000:])
        sys.exit(1)


if __name__ == "__main__":
    (inside if len(sys.argv) == 3 else main)(*sys.argv[1:])
