"""The compiled hot path under AddressSanitizer: 200,000 spoilt packets touch no byte too many."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
SOURCE = ROOT / "src/mangnon/gateway/engine/_hot.c"
ROUNDS = "200000"


@pytest.mark.slow
def test_no_packet_makes_it_touch_what_is_not_its_own(tmp_path: Path) -> None:
    library = _sanitizer()
    built = tmp_path / "_hot.so"
    flags = ["-O1", "-g", "-fwrapv", "-fsanitize=address,undefined", "-fno-sanitize-recover"]
    headers = f"-I{sysconfig.get_paths()['include']}"
    subprocess.run(
        ["gcc", *flags, "-shared", "-fPIC", headers, str(SOURCE), "-o", str(built)], check=True
    )
    environment = {
        **os.environ,
        "LD_PRELOAD": library,
        "PYTHONMALLOC": "malloc",
        "ASAN_OPTIONS": "detect_leaks=0",
        "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
    }
    program = [sys.executable, "-m", "tests.gateway.fuzzing", str(built), str(tmp_path), ROUNDS]
    run = subprocess.run(program, env=environment, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr[-4000:]
    assert int(run.stdout) > 1000


def _sanitizer() -> str:
    """The run-time libraries, to be loaded before Python."""
    if (
        shutil.which("gcc") is None
        or not Path(sysconfig.get_paths()["include"], "Python.h").exists()
    ):
        pytest.skip("needs gcc and Python.h")
    found = []
    for library in ("libasan.so", "libubsan.so"):
        command = ["gcc", f"-print-file-name={library}"]
        path = subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
        if not Path(path).is_absolute():
            pytest.skip(f"needs {library}")
        found.append(path)
    return " ".join(found)
