"""Lists to a bundle: the index, the lines behind it, the account of how each was digested.

A bundle is a folder: `index.bin` (mapped by the filter), `lines.bin` (which line of which list
speaks of a name; read only when somebody asks why), `manifest.json` (what went in, hashes,
counts). It is built beside and moved into place whole.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from mangnon.gateway.engine import fingerprint, index, names
from mangnon.gateway.engine.meaning import Meanings, item
from mangnon.gateway.engine.rules import Rule
from mangnon.gateway.lists.catalogue import Listed, catalogue_of
from mangnon.gateway.lists.model import Tally
from mangnon.gateway.lists.reading import read_rules

RECORD_BYTES = 13  # fingerprint 7, source 2, line 4; big-endian, sorted
MOST_SHRINK = 0.5


class BundleRefused(Exception):
    """A bundle that is not put in force; says why. The one in place stays."""


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


@dataclass
class Building:
    """The index while it grows."""

    prime: int = field(default_factory=fingerprint.new_prime)
    names: dict[int, int] = field(default_factory=dict)
    meanings: Meanings = field(default_factory=Meanings)
    sources: list[index.Source] = field(default_factory=list)
    narrow: list[dict[str, Any]] = field(default_factory=list)
    patterns: list[dict[str, Any]] = field(default_factory=list)
    lines: list[bytes] = field(default_factory=list)

    def add_list(self, listed: Listed, rules: Any) -> None:
        """Take in every rule of a list: (line, Rule) pairs."""
        source = len(self.sources)
        allows = listed.use == "allow"
        self.sources.append(index.Source(listed.file, listed.category, excepts_all=allows))
        mark, known, step = source.to_bytes(2, "big"), self.names, self.meanings.with_item
        prime, of_wire = self.prime, names.wire
        common = item(source, Rule(b"x").reach, allow=allows, important=False, narrow=False)
        for line, rule in rules:
            if not rule.plain:
                self._add_narrow(source, line, rule)
                continue
            new = common
            if rule.reach or rule.allow or rule.important:
                new = _item(source, rule, usual_allow=allows)
            # Horner's number of the wire bytes, see `fingerprint`; in line for speed.
            found = int.from_bytes(of_wire(rule.name), "little") % prime + 1
            known[found] = step(known.get(found, 0), new)
            self.lines.append(found.to_bytes(7, "big") + mark + line.to_bytes(4, "big"))

    def _add_narrow(self, source: int, line: int, rule: Rule) -> None:
        said = {
            "source": source,
            "line": line,
            "allow": rule.allow,
            "important": rule.important,
            "reach": int(rule.reach),
            "qtypes": sorted(rule.qtypes),
            "not_qtypes": sorted(rule.not_qtypes),
            "clients": sorted(rule.clients),
            "not_clients": sorted(rule.not_clients),
            "denyallow": [name.decode() for name in rule.denyallow],
        }
        if rule.pattern:
            self.patterns.append({**said, "pattern": rule.pattern})
            return
        mark = fingerprint.of(names.wire(rule.name), self.prime)
        narrow = item(source, rule.reach, allow=rule.allow, important=rule.important, narrow=True)
        self.names[mark] = self.meanings.with_item(self.names.get(mark, 0), narrow)
        self.narrow.append({**said, "mark": mark})

    def contents(self) -> index.Contents:
        categories = list(dict.fromkeys(source.category for source in self.sources))
        if len(categories) > index.MOST_CATEGORIES:
            raise BundleRefused(f"có {len(categories)} nhóm nội dung, nhiều hơn 64")
        return index.Contents(
            self.prime,
            self.names,
            self.meanings.items,
            self.sources,
            categories,
            self.narrow,
            self.patterns,
        )


def _item(source: int, rule: Rule, *, usual_allow: bool) -> int:
    return item(
        source,
        rule.reach,
        allow=rule.allow or usual_allow,
        important=rule.important,
        narrow=False,
    )


def compile_folder(
    folder: Path,
    bundle: Path,
    *,
    say: Callable[[Account], None] = lambda account: None,
    allow_shrink: bool = False,
) -> list[Account]:
    """Digest every list of a folder into a bundle and put it in force whole.

    Raises BadCatalogue, and BundleRefused when the new bundle holds less than half the names of
    the one in place (a list emptied by mistake or malice) unless `allow_shrink`.
    """
    building, accounts = Building(), []
    for listed in catalogue_of(folder):
        if listed.use == "benign":
            continue
        accounts.append(_digest(folder / listed.file, listed, building))
        say(accounts[-1])
    if not building.names and not building.patterns:
        raise BundleRefused("không có quy tắc nào dùng được trong thư mục này")
    _refuse_shrunken(bundle, len(building.names), allow_shrink)
    _put(bundle, building, accounts)
    return accounts


def _digest(path: Path, listed: Listed, building: Building) -> Account:
    raw = path.read_bytes()
    tally = Tally()
    building.add_list(listed, read_rules(raw.splitlines(), listed.form, tally))
    return Account(listed, hashlib.sha256(raw).hexdigest(), tally)


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


def _put(bundle: Path, building: Building, accounts: list[Account]) -> None:
    bundle.parent.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(prefix=f".{bundle.name}.", dir=bundle.parent))
    try:
        beside.chmod(0o755)
        size = index.write(building.contents(), beside / "index.bin")
        (beside / "lines.bin").write_bytes(b"".join(sorted(building.lines)))
        manifest = {
            "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
            "names": len(building.names),
            "patterns": len(building.patterns),
            "index_bytes": size,
            "index_sha256": hashlib.sha256((beside / "index.bin").read_bytes()).hexdigest(),
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
