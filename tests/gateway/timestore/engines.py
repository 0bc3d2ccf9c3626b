"""Both engines behind one face: the file, and the real ClickHouse inside this process (chdb).

Only the way to the server is doubled: instead of HTTP the same statement, rows and settings are
handed to the engine.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

from mangnon.gateway.timestore.clickhouse import ClickHouseEngine
from mangnon.gateway.timestore.store import Store


class InProcess:
    """A ClickHouse without a network. One database folder, emptied for each test."""

    def __init__(self, folder: Path) -> None:
        from chdb import session

        self._session = session.Session(str(folder))
        self.sent: list[str] = []

    def send(self, sql: str, data: bytes, settings: Mapping[str, str]) -> bytes:
        self.sent.append(sql)
        said = {"insert_deduplication_token": "", **settings}
        for name, value in said.items():
            quoted = value.replace("\\", "\\\\").replace("'", "\\'")
            self._session.query(f"set {name} = '{quoted}'")
        whole = f"{sql}\n{data.decode()}" if data else sql
        answer: bytes = self._session.query(whole).bytes()
        return answer

    def start_anew(self) -> None:
        """As a server without our tables."""
        self._session.query("drop database if exists counters")
        self._session.query("create database counters")
        self._session.query("use counters")
        self.sent.clear()


def clickhouse(server: InProcess) -> Store:
    server.start_anew()
    return Store(ClickHouseEngine(server))


class Answering:
    """The engine behind an HTTP door, as a server of ClickHouse answers there."""

    def __init__(self, server: InProcess, sign: str) -> None:
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), _door(server, sign))
        self._thread = threading.Thread(target=self._http.serve_forever)

    def __enter__(self) -> int:
        self._thread.start()
        return self._http.server_port

    def __exit__(self, *_: object) -> None:
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()


def _door(server: InProcess, sign: str) -> type[BaseHTTPRequestHandler]:
    class Door(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            asked = dict(parse_qsl(urlsplit(self.path).query, keep_blank_values=True))
            known = self.headers["Authorization"] == sign and asked.pop("database") == "counters"
            query = asked.pop("query", "")
            sql, data = (query, body) if query else (body.decode(), b"")
            answer = server.send(sql, data, asked) if known else b"Authentication failed"
            self.send_response(200 if known else 403)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: object) -> None:
            pass

    return Door
