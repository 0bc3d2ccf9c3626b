"""Lists to a bundle: the index, the lines behind it, the account of how each was digested.

A bundle is a folder: `index.bin` (mapped by the filter), `lines.bin` (which line of which list
speaks of a name; read only when somebody asks why), `model.bin` (what names look like, where there
are harmless names to learn from), `manifest.json` (what went in, hashes, counts). It is built
beside and moved into place whole.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from mangnon.gateway import training
from mangnon.gateway.building import Building, BundleRefused
from mangnon.gateway.engine import index
from mangnon.gateway.engine.index import BadIndex, Index
from mangnon.gateway.engine.rules import Rule
from mangnon.gateway.lists.catalogue import Listed, catalogue_of
from mangnon.gateway.lists.model import Numbered, Tally
from mangnon.gateway.lists.reading import read_rules

__all__ = ["Account", "Building", "BundleRefused", "compile_folder", "gathered_from"]

RECORD_BYTES = 13  # fingerprint 7, source 2, line 4; big-endian, sorted
MOST_SHRINK = 0.5


@dataclass
class Account:
    """How one list was digested."""

    listed: Listed
    sha256: str
    tally: Tally

    def as_dict(self) -> dict[str, Any]:
        return {
            "file": self.listed.file,
            "format": self.listed.form,
            "category": self.listed.category,
            "use": self.listed.use,
            "sha256": self.sha256,
            "rules": self.tally.rules,
            "rejected": self.tally.rejected,
            "examples": self.tally.examples,
        }


def compile_folder(
    folder: Path,
    bundle: Path,
    *,
    say: Callable[[Account], None] = lambda account: None,
    allow_shrink: bool = False,
) -> list[Account]:
    """Digest every list of a folder into a bundle and put it in force whole.

    What the bundle in place numbered stays numbered so. Raises BadCatalogue, and BundleRefused when
    the new bundle holds less than half the names of the one in place (a list emptied by mistake or
    malice) unless `allow_shrink`.
    """
    lists, accounts = catalogue_of(folder), []
    used = [listed for listed in lists if listed.use != "benign"]
    gathered = training.Gathered() if len(used) < len(lists) else None
    building = _begun(bundle, used)
    for listed in used:
        accounts.append(_digest(folder / listed.file, listed, building, gathered))
        say(accounts[-1])
    if not building.names and not building.patterns:
        raise BundleRefused("không có quy tắc nào dùng được trong thư mục này")
    _refuse_shrunken(bundle, len(building.names), allow_shrink)
    _put(bundle, building, accounts, _model(folder, lists, gathered))
    return accounts


def _begun(bundle: Path, lists: list[Listed]) -> Building:
    """On the numbers of the bundle in place, where it is a good one."""
    try:
        return Building.after(Index(bundle / "index.bin"), lists)
    except BadIndex:
        return Building()


def _digest(
    path: Path, listed: Listed, building: Building, gathered: training.Gathered | None
) -> Account:
    raw = path.read_bytes()
    tally = Tally()
    rules = read_rules(raw.splitlines(), listed.form, tally)
    if gathered is not None and training.learns_from(listed.category, listed.use):
        names: list[bytes] = []
        building.add_list(listed, _noted(rules, names))
        gathered.add(listed.category, listed.use, names)
    else:
        building.add_list(listed, rules)
    return Account(listed, hashlib.sha256(raw).hexdigest(), tally)


def _noted(rules: Numbered, names: list[bytes]) -> Iterator[tuple[int, Rule]]:
    """The same rules; the names that they block are noted on the way."""
    for line, rule in rules:
        if rule.plain and not rule.allow:
            names.append(rule.name)
        yield line, rule


def gathered_from(folder: Path, lists: list[Listed], gathered: training.Gathered) -> None:
    """Take in these lists of a folder as what they are."""
    for listed in lists:
        names: list[bytes] = []
        rules = read_rules((folder / listed.file).read_bytes().splitlines(), listed.form, Tally())
        for _ in _noted(rules, names):
            pass
        gathered.add(listed.category, listed.use, names)


def _model(
    folder: Path, lists: list[Listed], gathered: training.Gathered | None
) -> tuple[bytes, list[training.Report]]:
    """The name model of these lists; empty where they are too few to learn from."""
    if gathered is None:
        return b"", []
    gathered_from(folder, [listed for listed in lists if listed.use == "benign"], gathered)
    try:
        return training.trained(gathered)
    except training.TooFew:
        return b"", []


def _refuse_shrunken(bundle: Path, count: int, allow_shrink: bool) -> None:
    try:
        before = json.loads((bundle / "manifest.json").read_text(encoding="utf-8"))["names"]
    except (OSError, ValueError, KeyError):
        return
    if count < before * MOST_SHRINK and not allow_shrink:
        raise BundleRefused(
            f"danh sách mới chỉ có {count} tên so với {before} tên đang dùng: "
            "kiểm tra các tệp, rồi thêm --allow-shrink nếu đúng là như vậy"
        )


def _put(
    bundle: Path,
    building: Building,
    accounts: list[Account],
    model: tuple[bytes, list[training.Report]],
) -> None:
    bundle.parent.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(prefix=f".{bundle.name}.", dir=bundle.parent))
    try:
        beside.chmod(0o755)
        size = index.write(building.contents(), beside / "index.bin")
        (beside / "lines.bin").write_bytes(b"".join(sorted(building.lines)))
        raw, reports = model
        if raw:
            (beside / "model.bin").write_bytes(raw)
        manifest = {
            "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
            "names": len(building.names),
            "patterns": len(building.patterns),
            "index_bytes": size,
            "index_sha256": hashlib.sha256((beside / "index.bin").read_bytes()).hexdigest(),
            "model_sha256": hashlib.sha256(raw).hexdigest() if raw else "",
            "model": [asdict(report) for report in reports],
            "lists": [account.as_dict() for account in accounts],
        }
        (beside / "manifest.json").write_text(
            json.dumps(manifest, ensure_ascii=False, indent=1), encoding="utf-8"
        )
        _swap(beside, bundle)
    except BaseException:
        shutil.rmtree(beside, ignore_errors=True)
        raise


def _swap(new: Path, place: Path) -> None:
    """Move the new folder into place; the old one goes last, so that one is always there."""
    old = place.with_name(f".{place.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    if place.exists():
        place.rename(old)
    new.rename(place)
    shutil.rmtree(old, ignore_errors=True)
