"""One index leads to every document. That links lead somewhere is tried in `test_repository`."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LINK = re.compile(r"\]\(([^)#:\s]+)")


def linked(page: Path) -> set[Path]:
    return {(page.parent / link).resolve() for link in LINK.findall(page.read_text("utf-8"))}


def test_the_index_leads_to_every_document() -> None:
    index, decisions = ROOT / "docs/README.md", ROOT / "docs/decisions/README.md"

    found = {index, decisions} | linked(index) | linked(decisions)

    assert sorted(set((ROOT / "docs").rglob("*.md")) - found) == []
