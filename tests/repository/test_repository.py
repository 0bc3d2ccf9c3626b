"""The repository keeps its own rules."""

from __future__ import annotations

import re
import subprocess
import unicodedata
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TEXT = {".py", ".md", ".html", ".txt", ".scss", ".css", ".js", ".mjs", ".toml", ".yml", ".json", ""}


def tracked() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False, text=True
    )
    if listed.returncode != 0:
        pytest.skip("not a git checkout")
    return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


def texts() -> list[tuple[Path, str]]:
    return [
        (path, path.read_text(encoding="utf-8"))
        for path in tracked()
        if path.suffix in TEXT and "corpus" not in path.parts
    ]


def test_requirements_are_pinned_with_hashes_and_name_no_registry() -> None:
    for name in ("run", "dev"):
        lock = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
        packages = re.findall(r"^[a-z0-9][\w.\-\[\],]*==\S+", lock, re.MULTILINE | re.IGNORECASE)
        assert len(packages) > 40
        assert lock.count("--hash=sha256:") >= len(packages)
        assert "://" not in lock
    assert "://" not in "".join(
        line
        for line in (ROOT / "frontend/package-lock.json").read_text(encoding="utf-8").splitlines()
        if "resolved" in line
    )


def test_each_invited_package_says_why() -> None:
    for name in ("run.in", "dev.in"):
        for line in (ROOT / "requirements" / name).read_text(encoding="utf-8").splitlines():
            package, _, reason = line.partition("#")
            if package.strip() and not package.startswith(("-r", "django-stubs")):
                assert reason.strip(), f"{name}: {package.strip()} has no reason"


def test_source_is_written_in_composed_letters() -> None:
    decomposed = [
        str(path.relative_to(ROOT))
        for path, text in texts()
        if not unicodedata.is_normalized("NFC", text)
    ]
    assert decomposed == []


def test_files_stay_small() -> None:
    long = [
        f"{path.relative_to(ROOT)}: {lines}"
        for path, text in texts()
        if path.suffix == ".py"
        and path.is_relative_to(ROOT / "src")
        and "migrations" not in path.parts
        and (lines := text.count("\n")) > 400
    ]
    assert long == []


def test_views_neither_query_nor_save() -> None:
    guilty = [
        str(path.relative_to(ROOT))
        for path, text in texts()
        if (path.name == "views.py" or "views" in path.parts)
        and path.is_relative_to(ROOT / "src")
        and re.search(r"\.objects\b|\.save\(\)", text)
    ]
    assert guilty == []


def test_templates_carry_no_inline_style_or_script_and_ask_no_other_host() -> None:
    bad = re.compile(
        r"\sstyle=|<style|\son\w+=\"|<script(?![^>]*src=)|(?:src|href)=\"(?:https?:)?//", re.I
    )
    guilty = [
        f"{path.relative_to(ROOT)}: {found.group(0)}"
        for path, text in texts()
        if path.suffix == ".html" and (found := bad.search(text))
    ]
    assert guilty == []


def test_links_between_documents_lead_somewhere() -> None:
    broken = []
    for path, text in texts():
        if path.suffix != ".md":
            continue
        for target in re.findall(r"\]\(([^)#\s]+)\)", text):
            if "://" not in target and not (path.parent / target).exists():
                broken.append(f"{path.relative_to(ROOT)} → {target}")
    assert broken == []
