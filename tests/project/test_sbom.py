"""What the platform is made of: every pin of the locks, with its version and its hashes."""

from __future__ import annotations

import base64
import json
import re
from collections import Counter
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from mangnon.project import sbom
from mangnon.project.sbom import ROOT, bill, installed, locked, pinned, plain

HEX = {"SHA-256": 64, "SHA-384": 96, "SHA-512": 128}


@pytest.fixture(scope="module")
def told() -> dict[str, Any]:
    return sbom.made()


def by_kind(told: dict[str, Any], kind: str) -> dict[str, dict[str, Any]]:
    rows = [one for one in told["components"] if one["purl"].startswith(f"pkg:{kind}/")]
    return {f"{one['name']}=={one['version']}": one for one in rows}


def pins(name: str) -> dict[str, set[str]]:
    """Read in another way than the program does: line by line."""
    found: dict[str, set[str]] = {}
    at = ""
    for line in (ROOT / "requirements" / name).read_text("utf-8").splitlines():
        if "==" in line and not line.startswith((" ", "#")):
            package, version = line.split(" ")[0].split("==")
            at = f"{plain(package.split('[')[0])}=={version}"
            found[at] = set()
        found.get(at, set()).update(re.findall(r"sha256:([0-9a-f]{64})", line))
    return found


def test_what_runs_is_told_with_its_version_and_every_hash(
    told: dict[str, Any],
) -> None:
    rows = {name: one for name, one in by_kind(told, "pypi").items() if one["scope"] == "required"}
    run = pins("run.txt")
    assert len(run) > 60
    assert {name: {each["content"] for each in one["hashes"]} for name, one in rows.items()} == run
    assert all(run.values())


def test_what_only_builds_and_tests_is_told_apart(told: dict[str, Any]) -> None:
    rows = {name for name, one in by_kind(told, "pypi").items() if one["scope"] == "excluded"}
    run, dev = pins("run.txt"), pins("dev.txt")
    names = {name.split("==")[0] for name in run}
    assert rows == {name for name in dev if name.split("==")[0] not in names}
    assert any(name.startswith("pytest==") for name in rows)


def test_every_package_that_the_platform_asks_for_has_a_line(told: dict[str, Any]) -> None:
    """By what the installed package itself says, not by our own list of names."""
    asked = [one for one in metadata.requires("mangnon") or () if "extra ==" not in one]
    names = {plain(re.split(r"[\[<>=!~; ]", one)[0]) for one in asked}
    said = {one["name"] for one in by_kind(told, "pypi").values() if one["scope"] == "required"}
    assert {"django", "pynacl", "granian"} <= names
    assert names - said == set()


def test_the_look_is_told_with_the_integrity_of_its_lock(told: dict[str, Any]) -> None:
    lock = json.loads((ROOT / "frontend/package-lock.json").read_text("utf-8"))["packages"]
    rows = by_kind(told, "npm")
    core = rows["@dicebear/core==9.4.3"]
    assert core["purl"] == "pkg:npm/%40dicebear/core@9.4.3"
    integrity = lock["node_modules/@dicebear/core"]["integrity"].removeprefix("sha512-")
    digest = base64.b64decode(integrity).hex()
    assert core["hashes"] == [{"alg": "SHA-512", "content": digest}]
    assert {f"{place.rpartition('node_modules/')[2]}=={row['version']}" for place, row in
            lock.items() if place} == set(rows)  # fmt: skip


def test_it_is_a_document_of_cyclonedx(told: dict[str, Any]) -> None:
    assert (told["bomFormat"], told["specVersion"], told["version"]) == ("CycloneDX", "1.6", 1)
    assert re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", told["serialNumber"])
    refs = Counter(one["bom-ref"] for one in told["components"])
    assert max(refs.values()) == 1
    for one in told["components"]:
        assert one["type"] == "library"
        assert re.fullmatch(r"pkg:(?:pypi|npm)/[\w%./~-]+@[\w.%+-]+", one["purl"]), one["purl"]
        for each in one["hashes"]:
            assert re.fullmatch(rf"[0-9a-f]{{{HEX[each['alg']]}}}", each["content"])
    app = told["metadata"]["component"]
    assert (app["type"], app["name"]) == ("application", "mangnon")
    (asked,) = told["dependencies"]
    assert asked["ref"] == app["bom-ref"]
    assert set(asked["dependsOn"]) < set(refs)
    assert [one for one in asked["dependsOn"] if one.startswith("pkg:pypi/django@")]


def test_the_same_locks_give_the_same_bytes_and_others_another_number(
    tmp_path: Path,
) -> None:
    first, second = tmp_path / "a.json", tmp_path / "b.json"
    for path in (first, second):
        ran = CliRunner().invoke(sbom.sbom, ["--out", str(path)])
        assert (ran.exit_code, ran.output) == (0, f"Đã ghi {path}\n")
    assert first.read_bytes() == second.read_bytes()
    one = list(pinned("a==1 \\\n    --hash=sha256:" + "a" * 64))
    two = list(pinned("a==1 \\\n    --hash=sha256:" + "b" * 64))
    assert bill(one)["serialNumber"] != bill(two)["serialNumber"]


def test_where_there_are_no_locks_what_is_installed_is_told() -> None:
    names = {one.name: one for one in installed()}
    assert names["django"].version == metadata.version("django")
    assert names["django"].hashes == ()
    assert "hashes" not in names["django"].said


def test_extras_markers_and_nested_packages_are_read() -> None:
    text = 'Psycopg[binary]==3.3.9 ; python_version > "3" \\\n    --hash=sha256:' + "0" * 64 + "\n"
    (part,) = pinned(text)
    assert (part.name, part.version, len(part.hashes)) == ("psycopg", "3.3.9", 1)
    lock = {"": {}, "node_modules/a/node_modules/@b/c": {"version": "1.0.0"}}
    (nested,) = locked(json.dumps({"packages": lock}))
    assert (nested.name, nested.hashes) == ("@b/c", ())
