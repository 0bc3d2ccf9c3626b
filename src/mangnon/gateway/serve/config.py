"""The file of one filter: where it listens, what it follows, whom it asks. TOML, read once.

    [listen]
    addresses = ["10.1.0.1", "fd00::1"]
    port = 53
    workers = 2                    # 0: one for each core

    [site]
    bundle = "bundle"              # folders and files stand beside this file
    plan = "plan.json"

    [[upstream]]
    address = "192.0.2.53"

Every table and key is listed in `TABLES`; anything else is refused by its name.
"""

from __future__ import annotations

import ipaddress
import os
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mangnon.gateway.engine import names

DOH_PORT = 443
# protocol of an upstream -> its usual port
PORTS: Mapping[str, int] = {"udp": 53, "tcp": 53, "tls": 853, "https": 443}


class BadConfig(ValueError):
    """A file that cannot be followed; names the key and says why."""


@dataclass(frozen=True)
class Upstream:
    """A resolver that is asked. `zero_x20`: whether it repeats the letters of a question; name:
    the one its certificate must hold for, blank for its address; ca: by whom that certificate must
    be made, None for those that this machine trusts."""

    address: str
    port: int = 53
    zero_x20: bool = True
    protocol: str = "udp"
    name: str = ""
    path: str = "/dns-query"
    ca: Path | None = None


@dataclass(frozen=True)
class Config:
    """Times in seconds, sizes in counts; see `TABLES`. file: where it was read from."""

    file: Path
    addresses: tuple[str, ...]
    port: int
    workers: int
    streams: int
    per_client: int
    bundle: Path
    plan: Path
    state: Path
    upstreams: tuple[Upstream, ...]
    timeout: float
    least_ttl: int
    most_ttl: int
    most_negative: int
    stale: int
    private_names: tuple[str, ...]
    tls_certificate: Path | None
    tls_key: Path | None
    tls_port: int
    doh_port: int | None
    counters: Path | None
    page_addresses: tuple[str, ...]
    page_port: int
    page_https_port: int
    page_ca_certificate: Path | None
    page_ca_key: Path | None
    province_url: str
    province_code: str


Reader = Callable[[Any, Path], Any]


def _integer(least: int, most: int) -> Reader:
    def read(value: Any, folder: Path) -> int:
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            raise BadConfig(f"cần số nguyên từ {least} đến {most}")
        return value

    return read


def _seconds(value: Any, folder: Path) -> float:
    if not isinstance(value, int | float) or isinstance(value, bool) or not 0.05 <= value <= 30:
        raise BadConfig("cần số giây từ 0.05 đến 30")
    return float(value)


def _switch(value: Any, folder: Path) -> bool:
    if not isinstance(value, bool):
        raise BadConfig("cần true hoặc false")
    return value


def _path(value: Any, folder: Path) -> Path:
    if not isinstance(value, str) or not value:
        raise BadConfig("cần đường dẫn")
    return folder / value


def _address(value: Any, folder: Path) -> str:
    try:
        return str(ipaddress.ip_address(value if isinstance(value, str) else ""))
    except ValueError:
        raise BadConfig(f"{value!r} không phải địa chỉ IP") from None


def _addresses(value: Any, folder: Path) -> tuple[str, ...]:
    if not isinstance(value, list) or not value:
        raise BadConfig("cần danh sách địa chỉ IP")
    return tuple(_address(each, folder) for each in value)


def _any_addresses(value: Any, folder: Path) -> tuple[str, ...]:
    return _addresses(value, folder) if value else ()


def _web(value: Any, folder: Path) -> str:
    if not isinstance(value, str) or (value and not value.startswith(("https://", "http://"))):
        raise BadConfig("cần địa chỉ trang http:// hoặc https://")
    return value


def _text(value: Any, folder: Path) -> str:
    if not isinstance(value, str):
        raise BadConfig("cần chữ")
    return value


def _names(value: Any, folder: Path) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise BadConfig("cần danh sách tên miền")
    try:
        return tuple(names.checked(each.encode()).decode() for each in value)
    except names.BadName as wrong:
        raise BadConfig(str(wrong)) from None


def _protocol(value: Any, folder: Path) -> str:
    if value not in PORTS:
        raise BadConfig(f"cần một trong {', '.join(PORTS)}")
    return str(value)


def _host_name(value: Any, folder: Path) -> str:
    return _names([value], folder)[0] if value else ""


def _web_path(value: Any, folder: Path) -> str:
    if not isinstance(value, str) or not value.startswith("/") or not value.isascii():
        raise BadConfig("cần đường dẫn như /dns-query")
    return value


_PORT = _integer(1, 65535)
_NEEDED = object()
# table -> key -> (field of Config, reader, what holds when it is not said)
TABLES: Mapping[str, Mapping[str, tuple[str, Reader, Any]]] = {
    "listen": {
        "addresses": ("addresses", _addresses, ["127.0.0.1", "::1"]),
        "port": ("port", _PORT, 53),
        "workers": ("workers", _integer(0, 64), 0),
        "streams": ("streams", _integer(1, 10_000), 200),
        "per_client": ("per_client", _integer(0, 1_000_000), 1000),
    },
    "site": {
        "bundle": ("bundle", _path, _NEEDED),
        "plan": ("plan", _path, _NEEDED),
        "state": ("state", _path, "state"),
        "private_names": ("private_names", _names, []),
    },
    "asking": {"timeout": ("timeout", _seconds, 2.0)},
    "cache": {
        "least_ttl": ("least_ttl", _integer(0, 3600), 0),
        "most_ttl": ("most_ttl", _integer(1, 604_800), 86_400),
        "most_negative": ("most_negative", _integer(0, 86_400), 3600),
        "stale": ("stale", _integer(0, 604_800), 86_400),
    },
    "tls": {
        "certificate": ("tls_certificate", _path, None),
        "key": ("tls_key", _path, None),
        "port": ("tls_port", _PORT, 853),
    },
    "doh": {"port": ("doh_port", _PORT, None)},
    "page": {
        "addresses": ("page_addresses", _any_addresses, []),
        "port": ("page_port", _PORT, 80),
        "https_port": ("page_https_port", _PORT, 443),
        "ca_certificate": ("page_ca_certificate", _path, None),
        "ca_key": ("page_ca_key", _path, None),
    },
    "counters": {"file": ("counters", _path, None)},
    "province": {
        "url": ("province_url", _web, ""),
        "code": ("province_code", _text, ""),
    },
}
UPSTREAM: Mapping[str, tuple[Reader, Any]] = {
    "address": (_address, _NEEDED),
    "port": (_PORT, None),
    "zero_x20": (_switch, True),
    "protocol": (_protocol, "udp"),
    "name": (_host_name, ""),
    "path": (_web_path, "/dns-query"),
    "ca": (_path, None),
}


def read_config(path: Path) -> Config:
    """Raises BadConfig with the table and key that are wrong."""
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as wrong:
        raise BadConfig(f"{path}: {wrong}") from None
    upstreams = _upstreams(raw.pop("upstream", []), path.parent)
    for table in raw:
        if table not in TABLES:
            raise BadConfig(f"[{table}]: không có bảng này (có: {', '.join(TABLES)}, upstream)")
    fields: dict[str, Any] = {"file": path, "upstreams": upstreams}
    for table, keys in TABLES.items():
        plain = {key: (reader, default) for key, (_, reader, default) in keys.items()}
        read = _table(f"[{table}]", raw.get(table, {}), plain, path.parent)
        fields |= {keys[key][0]: value for key, value in read.items()}
    _check_together(fields, raw)
    fields["workers"] = fields["workers"] or os.cpu_count() or 1
    return Config(**fields)


def _check_together(fields: dict[str, Any], raw: Mapping[str, Any]) -> None:
    """What several keys must agree on. Raises BadConfig."""
    if (fields["tls_certificate"] is None) != (fields["tls_key"] is None):
        raise BadConfig("[tls]: cần cả certificate và key")
    if (fields["page_ca_certificate"] is None) != (fields["page_ca_key"] is None):
        raise BadConfig("[page]: cần cả ca_certificate và ca_key")
    if bool(fields["province_url"]) != bool(fields["province_code"]):
        raise BadConfig("[province]: cần cả url và code")
    if "doh" not in raw:
        return
    fields["doh_port"] = fields["doh_port"] or DOH_PORT
    if fields["tls_certificate"] is None:
        raise BadConfig("[doh]: cần chứng chỉ ở [tls]")
    shared = set(fields["addresses"]) & set(fields["page_addresses"])
    if shared and fields["page_ca_key"] and fields["doh_port"] == fields["page_https_port"]:
        raise BadConfig(f"[doh] port: trang báo chặn đã ở cổng này của {', '.join(shared)}")


def _upstreams(raw: Any, folder: Path) -> tuple[Upstream, ...]:
    if not isinstance(raw, list) or not raw:
        raise BadConfig("[[upstream]]: cần ít nhất một máy chủ DNS để hỏi")
    return tuple(_upstream(_table("[[upstream]]", each, UPSTREAM, folder)) for each in raw)


def _upstream(read: dict[str, Any]) -> Upstream:
    return Upstream(**read | {"port": read["port"] or PORTS[read["protocol"]]})


def _table(
    title: str, said: Any, keys: Mapping[str, tuple[Reader, Any]], folder: Path
) -> dict[str, Any]:
    """The values of one table, each read or by default."""
    if not isinstance(said, dict):
        raise BadConfig(f"{title}: cần một bảng")
    for key in said:
        if key not in keys:
            raise BadConfig(f"{title} {key}: không có khóa này (có: {', '.join(keys)})")
    values = {}
    for key, (reader, default) in keys.items():
        if key not in said and default is _NEEDED:
            raise BadConfig(f"{title} {key}: chưa có")
        try:
            value = said.get(key, default)
            values[key] = None if value is None else reader(value, folder)
        except BadConfig as wrong:
            raise BadConfig(f"{title} {key}: {wrong}") from None
    return values
