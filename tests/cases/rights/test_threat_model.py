"""The threat model names tests that are there, and says plainly where there is none."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
PAGE = ROOT / "docs/explanation/threat-model.md"
PROOF = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")


def threats() -> list[str]:
    return PAGE.read_text(encoding="utf-8").split("\n### ")[1:]


def test_each_proof_is_a_test_of_the_repository() -> None:
    proofs = PROOF.findall(PAGE.read_text(encoding="utf-8"))
    missing = [
        f"{file}::{name}"
        for file, name in proofs
        if not re.search(
            rf"^(async )?def {name}\(", (ROOT / file).read_text(encoding="utf-8"), re.MULTILINE
        )
    ]
    assert missing == []
    assert len(proofs) > 50


def test_each_threat_has_a_proof_or_says_that_there_is_none() -> None:
    bare = [one[:40] for one in threats() if not PROOF.search(one) and "**chưa làm**" not in one]
    assert bare == []
    assert len(threats()) == 20
