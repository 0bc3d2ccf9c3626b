"""The counters in ClickHouse over HTTP, for a province that outgrows a file.

The server itself adds up (SummingMergeTree), forgets (TTL) and drops a block that comes twice
(`insert_deduplication_token`): between a report and the note that it is in, a crash costs nothing.
"""

from __future__ import annotations

import base64
import json
import re
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Protocol
from urllib.parse import unquote, urlencode, urlsplit

from mangnon.gateway.timestore.engine import (
    COLUMNS,
    HOURS_DAYS,
    MINUTES_DAYS,
    NAMES_DAYS,
    Put,
    Row,
    StoreFailed,
)

_KEEP_TOKENS = "settings non_replicated_deduplication_window = 10000"
_TABLES = (
    f"""create table if not exists minutes (site UInt32, minute UInt32, who LowCardinality(String),
        category LowCardinality(String), answers UInt64)
        engine = SummingMergeTree(answers) partition by intDiv(minute, 10080)
        order by (site, minute, who, category)
        ttl toDateTime(minute * 60) + interval {MINUTES_DAYS} day {_KEEP_TOKENS}""",
    f"""create table if not exists hours (site UInt32, hour UInt32, who LowCardinality(String),
        category LowCardinality(String), answers UInt64)
        engine = SummingMergeTree(answers) partition by intDiv(hour, 744)
        order by (site, hour, who, category)
        ttl toDateTime(hour * 3600) + interval {HOURS_DAYS} day {_KEEP_TOKENS}""",
    f"""create table if not exists names (site UInt32, day UInt32, who LowCardinality(String),
        category LowCardinality(String), name String, answers UInt64)
        engine = SummingMergeTree(answers) partition by intDiv(day, 31)
        order by (site, day, who, category, name)
        ttl toDateTime(day * 86400) + interval {NAMES_DAYS} day {_KEEP_TOKENS}""",
    f"""create table if not exists seen (gateway String, ident String, minute UInt32)
        engine = ReplacingMergeTree order by (gateway, ident)
        ttl toDateTime(minute * 60) + interval {HOURS_DAYS} day""",
)
_VALUE = re.compile(r":([a-z_]+)")


class Transport(Protocol):
    def send(self, sql: str, data: bytes, settings: Mapping[str, str]) -> bytes:
        """The answer to a statement. data: the rows of an insert, one JSON array a line."""


class Http:
    """`clickhouse://user:password@host:8123/database`; `clickhouses://` over TLS."""

    def __init__(self, address: str, *, timeout: float = 30) -> None:
        at = urlsplit(address)
        scheme, port = ("https", 8443) if at.scheme == "clickhouses" else ("http", 8123)
        self._url = f"{scheme}://{at.hostname}:{at.port or port}/"
        self._database = at.path.strip("/") or "default"
        pair = f"{unquote(at.username or 'default')}:{unquote(at.password or '')}"
        self._sign = "Basic " + base64.b64encode(pair.encode()).decode()
        self._timeout = timeout

    def send(self, sql: str, data: bytes, settings: Mapping[str, str]) -> bytes:
        asked = {"database": self._database, "async_insert": "0", **settings}
        if data:
            asked["query"] = sql
        request = urllib.request.Request(  # noqa: S310  the scheme is one of two, above
            f"{self._url}?{urlencode(asked)}",
            data=data or sql.encode(),
            headers={"Authorization": self._sign},
        )
        try:
            with urllib.request.urlopen(request, timeout=self._timeout) as answer:  # noqa: S310
                return bytes(answer.read())
        except urllib.error.HTTPError as wrong:
            with wrong:
                said = wrong.read(300).decode(errors="replace")
            raise StoreFailed(f"Kho số đếm từ chối: {said}") from None
        except (OSError, urllib.error.URLError) as wrong:
            raise StoreFailed(f"Không nối được tới kho số đếm: {wrong}") from None


class ClickHouseEngine:
    def __init__(self, transport: Transport) -> None:
        self._transport, self._ready, self._lock = transport, False, threading.Lock()

    @contextmanager
    def batch(self, gateway: str, ident: str, minute: int) -> Iterator[Put | None]:
        which = {"gateway": gateway, "ident": ident}
        before = self.rows(
            "select count(*) from seen where gateway = :gateway and ident = :ident", which
        )
        if before[0][0]:
            yield None
            return

        def put(table: str, rows: Sequence[Row]) -> None:
            self._insert(table, rows, token=f"{gateway} {ident}")

        yield put
        self._insert("seen", [(gateway, ident, minute)])

    def _insert(self, table: str, rows: Sequence[Row], *, token: str = "") -> None:
        if not rows:
            return
        data = "\n".join(json.dumps(row) for row in rows).encode()
        columns = ", ".join(COLUMNS[table])
        settings = {"insert_deduplication_token": token} if token else {}
        statement = f"insert into {table} ({columns}) format JSONCompactEachRow"
        self._made().send(statement, data, settings)

    def rows(self, sql: str, values: Mapping[str, int | str]) -> list[Row]:
        typed = _VALUE.sub(lambda found: _typed(found[1], values[found[1]]), sql)
        settings = {f"param_{name}": _escaped(value) for name, value in values.items()}
        settings["output_format_json_quote_64bit_integers"] = "0"
        answer = self._made().send(f"{typed} format JSONCompactEachRow", b"", settings)
        return [tuple(json.loads(line)) for line in answer.splitlines() if line]

    def sweep(self, minute: int) -> None:
        """Nothing: each table has its TTL."""

    def _made(self) -> Transport:
        """The way to the server, once the tables are there."""
        with self._lock:
            if not self._ready:
                for statement in _TABLES:
                    self._transport.send(statement, b"", {})
                self._ready = True
        return self._transport


def _typed(name: str, value: int | str) -> str:
    return f"{{{name}:{'Int64' if isinstance(value, int) else 'String'}}}"


def _escaped(value: int | str) -> str:
    """As ClickHouse reads values: a text of a tab-separated cell."""
    return str(value).replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n")
