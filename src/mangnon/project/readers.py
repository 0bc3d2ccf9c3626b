"""How the text of a variable becomes a value, where more than its type has to hold.

Each reader raises ValueError with the words that the refusal shows after the variable's name.
"""

from __future__ import annotations

import re
from email.utils import parseaddr
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

import dj_database_url

from mangnon.kit.env import words

# Words of examples in documentation: a start with them would be open to anybody.
EXAMPLE_SECRETS = ("thay-bang-chuoi-ngau-nhien", "change-me", "insecure")
MAIL_SCHEMES = {"smtp", "smtp+tls", "smtp+ssl"}
_HOST_NAME = re.compile(r"\*|\.?[\w-]+(\.[\w-]+)*\.?|\[[0-9a-fA-F:.]+\]")


def database_url(raw: str) -> str:
    """An address of SQLite or PostgreSQL; one that another scheme names is not guessed at."""
    if urlsplit(raw).scheme not in {"sqlite", "postgres", "postgresql"}:
        raise ValueError("chỉ hỗ trợ sqlite:// và postgresql://")
    try:
        named = dj_database_url.parse(raw)["NAME"]
    except ValueError:
        raise ValueError("không đọc được, ký tự lạ trong mật khẩu phải viết dạng %XX") from None
    if not named:
        raise ValueError("thiếu tên cơ sở dữ liệu")
    if named == ":memory:":
        raise ValueError("phải là một tệp, vì trang web và bộ xử lý việc nền cùng dùng")
    return raw


def counters_url(raw: str) -> str:
    """An address of ClickHouse's HTTP door, with the database as its path."""
    if not _address(raw, {"clickhouse", "clickhouses"}).path.strip("/"):
        raise ValueError("thiếu tên cơ sở dữ liệu")
    return raw.strip()


def scanner(raw: str) -> str:
    """Where clamd listens: `unix:///run/clamav/clamd.ctl` or `tcp://host:port`."""
    if raw.strip().startswith("unix:///"):
        return raw.strip()
    if _address(raw, {"tcp"}).path.strip("/"):
        raise ValueError("chỉ ghi tên máy và cổng")
    return raw.strip()


def secret_key(raw: str) -> str:
    if len(raw) < 50:
        raise ValueError("quá ngắn")
    if any(word in raw for word in EXAMPLE_SECRETS):
        raise ValueError("là chuỗi mẫu trong tài liệu")
    return raw


def public_url(raw: str) -> str:
    """`http(s)://host[:port]` without the closing stroke: paths are put behind it."""
    address = _address(raw, {"http", "https"})
    if address.path.strip("/") or address.query or address.fragment:
        raise ValueError("chỉ ghi đến tên máy và cổng, không ghi đường dẫn")
    return raw.strip().rstrip("/")


def service_url(raw: str) -> str:
    """An address of another program, with its path."""
    _address(raw, {"http", "https"})
    return raw.strip().rstrip("/")


def existing_file(raw: str) -> Path:
    path = Path(raw.strip()).expanduser()
    if not path.is_file():
        raise ValueError("không có tệp này")
    return path.resolve()


def host_names(raw: str) -> tuple[str, ...]:
    """Names of machines, as browsers send them: without scheme, port and path."""
    names = words(raw)
    for name in names:
        if not _HOST_NAME.fullmatch(name):
            raise ValueError(f"{name} không phải là tên máy")
    return names


def mail_url(raw: str) -> str:
    _address(raw, MAIL_SCHEMES)
    return raw.strip()


def storage_url(raw: str) -> str:
    if not _address(raw, {"s3"}).path.strip("/"):
        raise ValueError("thiếu tên kho")
    return raw.strip()


def listening(raw: str) -> str:
    """An address of this machine, `0.0.0.0` for all of them."""
    word = raw.strip()
    if word != "localhost":
        try:
            ip_address(word)
        except ValueError:
            raise ValueError("không phải là địa chỉ IP") from None
    return word


def sender(raw: str) -> str:
    """`hop-thu@may` or `Tên <hop-thu@may>`."""
    box, _, host = parseaddr(raw)[1].partition("@")
    if not (box and host) or "\n" in raw:
        raise ValueError("không phải là địa chỉ thư")
    return raw.strip()


def province_code(raw: str) -> str:
    if not (len(raw.strip()) == 2 and raw.strip().isdecimal()):
        raise ValueError("không phải là mã tỉnh")
    return raw.strip()


def _address(raw: str, schemes: set[str]) -> SplitResult:
    address = urlsplit(raw.strip())
    if address.scheme not in schemes:
        raise ValueError("phải bắt đầu bằng " + ", ".join(f"{one}://" for one in sorted(schemes)))
    if not address.hostname:
        raise ValueError("thiếu tên máy")
    try:
        address.port  # noqa: B018 - reading it is what checks it
    except ValueError:
        raise ValueError("cổng không phải là số từ 0 đến 65535") from None
    return address
