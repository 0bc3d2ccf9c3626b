"""`mangnon sbom`: what the platform is made of, as CycloneDX 1.6 JSON.

Out of the lock files, each with the hashes that its installation is checked against: what runs,
what only builds and tests (`excluded`), and what the look is built from. The same locks give the
same bytes. Without them, where the platform was installed from a wheel, what is installed is told
and nothing is known of hashes.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any
from urllib.parse import quote
from uuid import NAMESPACE_URL, uuid5

import click

ROOT = Path(__file__).parents[3]
_PIN = re.compile(r"^([A-Za-z0-9][A-Za-z0-9._-]*)(?:\[[^]]*\])?==([^\s;\\]+)")
_NAMED = re.compile(r"^[A-Za-z0-9][A-Za-z0-9._-]*")
_HASH = re.compile(r"--hash=(sha256|sha512):([0-9a-f]+)")
_ALGORITHMS = {"sha256": "SHA-256", "sha384": "SHA-384", "sha512": "SHA-512"}
_LONGEST_LICENCE = 80

Hashes = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Part:
    """One package: `kind` is the type of its purl, `scope` whether it runs."""

    kind: str
    name: str
    version: str
    hashes: Hashes = ()
    scope: str = "required"
    licence: str = ""

    @property
    def purl(self) -> str:
        return f"pkg:{self.kind}/{quote(self.name, safe='/')}@{quote(self.version, safe='')}"

    @property
    def said(self) -> dict[str, Any]:
        told: dict[str, Any] = {
            "type": "library",
            "bom-ref": self.purl,
            "name": self.name,
            "version": self.version,
            "scope": self.scope,
            "purl": self.purl,
        }
        if self.hashes:
            told["hashes"] = [{"alg": alg, "content": digest} for alg, digest in self.hashes]
        if self.licence:
            told["licenses"] = [{"license": {"name": self.licence}}]
        return told


def plain(name: str) -> str:
    """As registries compare names (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def pinned(text: str, scope: str = "required") -> Iterator[Part]:
    """The packages of a file of pip's, with the hashes under each."""
    for block in re.split(r"\n(?=\S)", text.replace("\\\n", " ")):
        found = _PIN.match(block)
        if found:
            hashes = tuple((_ALGORITHMS[alg], digest) for alg, digest in _HASH.findall(block))
            name = plain(found[1])
            yield Part("pypi", name, found[2], hashes, scope, _licence(name))


def _licence(name: str) -> str:
    """As the package itself says; "" when it is not installed or says nothing short."""
    try:
        told = metadata.metadata(name)
    except metadata.PackageNotFoundError:
        return ""
    said = [str(told[name]) for name in ("License-Expression", "License") if name in told]
    words = next(iter(said), "").strip()
    if words and "\n" not in words and len(words) <= _LONGEST_LICENCE:
        return words
    kinds = [one for one in told.get_all("Classifier") or () if one.startswith("License ::")]
    return kinds[0].rpartition(" :: ")[2] if kinds else ""


def locked(text: str) -> Iterator[Part]:
    """The packages of a package-lock.json."""
    for place, row in json.loads(text)["packages"].items():
        if place:
            name = row.get("name") or place.rpartition("node_modules/")[2]
            hashes = tuple(_integrity(row.get("integrity", "")))
            yield Part("npm", name, row["version"], hashes, licence=row.get("license", ""))


def _integrity(words: str) -> Iterator[tuple[str, str]]:
    """Subresource integrity is base64, CycloneDX wants hexadecimal."""
    for one in words.split():
        algorithm, _, digest = one.partition("-")
        yield _ALGORITHMS[algorithm], base64.b64decode(digest).hex()


def parts_of(root: Path) -> list[Part]:
    """Of the locks under `root`; what runs is not told again among what builds."""
    run = list(pinned((root / "requirements/run.txt").read_text("utf-8")))
    known = {one.name for one in run}
    dev = pinned((root / "requirements/dev.txt").read_text("utf-8"), "excluded")
    look = locked((root / "frontend/package-lock.json").read_text("utf-8"))
    rest = [one for one in dev if one.name not in known]
    return list({one.purl: one for one in (*run, *rest, *look)}.values())


def installed() -> list[Part]:
    rows = {plain(one.metadata["Name"]): one.version for one in metadata.distributions()}
    return [Part("pypi", name, version, licence=_licence(name)) for name, version in rows.items()]


def wanted(root: Path) -> set[str]:
    """What the platform itself asks for, by name."""
    lines = (root / "requirements/run.in").read_text("utf-8").splitlines()
    asked = {plain(found[0]) for line in lines if (found := _NAMED.match(line))}
    look = json.loads((root / "frontend/package.json").read_text("utf-8"))
    return asked | set(look.get("devDependencies", {})) | set(look.get("dependencies", {}))


def bill(parts: Iterable[Part], own: Collection[str] = ()) -> dict[str, Any]:
    """The document. `own`: the names that the platform asks for itself."""
    rows = sorted(parts, key=lambda one: one.purl)
    version = metadata.version("mangnon")
    app = Part("pypi", "mangnon", version, licence="Apache-2.0")
    components = [one.said for one in rows if one.name != "mangnon"]
    asked = [one.purl for one in rows if one.name in own]
    serial = uuid5(NAMESPACE_URL, json.dumps(components, sort_keys=True))
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{serial}",
        "version": 1,
        "metadata": {"component": {**app.said, "type": "application"}},
        "components": components,
        "dependencies": [{"ref": app.purl, "dependsOn": asked}],
    }


def made() -> dict[str, Any]:
    if (ROOT / "requirements/run.txt").exists():
        return bill(parts_of(ROOT), wanted(ROOT))
    return bill(installed())


@click.command()
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Ghi ra tệp này.")
def sbom(out: Path | None) -> None:
    """Danh sách thành phần phần mềm (CycloneDX 1.6), có phiên bản và mã băm của từng gói."""
    text = json.dumps(made(), ensure_ascii=False, indent=1) + "\n"
    if out is None:
        click.echo(text, nl=False)
        return
    out.write_text(text, encoding="utf-8")
    click.echo(f"Đã ghi {out}")
