"""The file of a publisher of zones: what it publishes, where it listens, who may have it. TOML.

    [listen]
    addresses = ["10.0.0.5"]
    port = 53

    [source]
    lists = "lists"                # folders and files stand beside this file
    plan = "plan.json"
    state = "zones"

    [zones]
    suffix = "rpz.tinh.example"    # the zone of thcs is thcs.rpz.tinh.example
    groups = ["thcs", "thpt"]      # all of the plan when it is not said
    keep = 20                      # versions a receiver may be behind and still get only changes

    [keys]
    file = "keys.toml"             # mode 0600: NAME = "secret in base64", hmac-sha256

    [[secondary]]
    address = "10.0.0.8"           # told at once when a zone changes
    key = "isp"

`unsigned = true` for a secondary that knows no TSIG: its address alone opens the zones.
"""

from __future__ import annotations

import base64
import ipaddress
import stat
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import dns.exception
import dns.name
import dns.tsig

from mangnon.gateway.publish.store import Stored

LEAST_SECRET = 16  # bytes; RFC 8945 8: as long as the digest is better


class BadZones(ValueError):
    """A file that cannot be followed; names the key and says why."""


@dataclass(frozen=True)
class Secondary:
    """A receiver that is told of changes. key: by which the telling is signed, blank for none."""

    address: str
    port: int = 53
    key: str = ""
    unsigned: bool = False


@dataclass(frozen=True)
class Zones:
    """What a publisher follows. groups: empty for all of the plan."""

    addresses: tuple[str, ...]
    port: int
    lists: Path
    plan: Path
    state: Path
    suffix: str
    groups: tuple[str, ...]
    keep: int
    keys: Mapping[dns.name.Name, dns.tsig.Key]
    secondaries: tuple[Secondary, ...]

    def stored(self, group: str) -> Stored:
        return Stored(self.state, group, zone_name(group, self.suffix))


def zone_name(group: str, suffix: str) -> str:
    """The zone of an age group, with the final dot."""
    return f"{group}.{suffix.strip('.')}.".lower()


_TABLES: Mapping[str, Mapping[str, Any]] = {
    "listen": {"addresses": ["127.0.0.1", "::1"], "port": 53},
    "source": {"lists": "lists", "plan": "plan.json", "state": "zones"},
    "zones": {"suffix": "rpz.mangnon", "groups": [], "keep": 20},
    "keys": {"file": "keys.toml"},
}
_SECONDARY: Mapping[str, Any] = {"address": "", "port": 53, "key": "", "unsigned": False}


def read_zones(path: Path) -> Zones:
    """Raises BadZones."""
    raw = _toml(path)
    secondaries = raw.pop("secondary", [])
    if strange := set(raw) - set(_TABLES):
        raise BadZones(f"[{min(strange)}]: không có bảng này (có: {', '.join(_TABLES)}, secondary)")
    said = {name: _table(f"[{name}]", raw.get(name, {}), keys) for name, keys in _TABLES.items()}
    folder = path.parent
    keys = read_keys(folder / said["keys"]["file"])
    return Zones(
        addresses=tuple(
            _address("[listen] addresses", each) for each in said["listen"]["addresses"]
        ),
        port=_number("[listen] port", said["listen"]["port"], 1, 65535),
        lists=folder / said["source"]["lists"],
        plan=folder / said["source"]["plan"],
        state=folder / said["source"]["state"],
        suffix=_suffix(said["zones"]["suffix"]),
        groups=tuple(map(str, said["zones"]["groups"])),
        keep=_number("[zones] keep", said["zones"]["keep"], 0, 10_000),
        keys=keys,
        secondaries=_secondaries(secondaries, keys),
    )


def read_keys(path: Path) -> Mapping[dns.name.Name, dns.tsig.Key]:
    """The keys of a file that only its owner may read. Raises BadZones."""
    raw = _toml(path)
    if path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise BadZones(f"{path.name}: người khác đọc được khóa; hãy đặt quyền 0600")
    keys = {}
    for name, secret in raw.items():
        try:
            plain = base64.b64decode(secret, validate=True)
            found = dns.tsig.Key(name, plain, dns.tsig.HMAC_SHA256)
        except (TypeError, ValueError, dns.exception.DNSException):
            raise BadZones(f"{path.name}: khóa {name!r} không đọc được (cần base64)") from None
        if len(plain) < LEAST_SECRET:
            raise BadZones(f"{path.name}: khóa {name!r} ngắn quá, cần ít nhất {LEAST_SECRET} byte")
        keys[found.name] = found
    return keys


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as wrong:
        raise BadZones(f"{path.name}: {wrong}") from None


def _table(title: str, said: Any, keys: Mapping[str, Any]) -> dict[str, Any]:
    """The values of a table, each of the kind of its default."""
    if not isinstance(said, dict):
        raise BadZones(f"{title}: cần một bảng")
    for key, value in said.items():
        if key not in keys:
            raise BadZones(f"{title} {key}: không có khóa này (có: {', '.join(keys)})")
        if type(value) is not type(keys[key]):
            raise BadZones(f"{title} {key}: giá trị {value!r} không đúng loại")
    return {**keys, **said}


def _number(title: str, value: int, least: int, most: int) -> int:
    if not least <= value <= most:
        raise BadZones(f"{title}: cần số từ {least} đến {most}")
    return value


def _address(title: str, value: Any) -> str:
    try:
        return str(ipaddress.ip_address(str(value)))
    except ValueError:
        raise BadZones(f"{title}: {value!r} không phải địa chỉ IP") from None


def _suffix(value: str) -> str:
    try:
        return dns.name.from_text(value).to_text(omit_final_dot=True)
    except dns.exception.DNSException:
        raise BadZones(f"[zones] suffix: {value!r} không phải tên miền") from None


def _secondaries(raw: Any, keys: Mapping[dns.name.Name, dns.tsig.Key]) -> tuple[Secondary, ...]:
    if not isinstance(raw, list):
        raise BadZones("[[secondary]]: cần danh sách máy nhận vùng")
    known = {name.to_text(omit_final_dot=True).lower() for name in keys}
    found = []
    for each in raw:
        said = Secondary(**_table("[[secondary]]", each, _SECONDARY))
        _address("[[secondary]] address", said.address)
        if said.key and said.key.rstrip(".").lower() not in known:
            raise BadZones(f"[[secondary]] key: không có khóa {said.key!r}")
        if not said.key and not said.unsigned:
            raise BadZones("[[secondary]] key: chưa có (máy không biết TSIG: unsigned = true)")
        found.append(said)
    return tuple(found)
