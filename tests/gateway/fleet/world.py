"""A platform with a school, a bundle and a filter, for stories of both sides, on the loopback."""

from __future__ import annotations

import asyncio
import hashlib
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mangnon.base.files.api import put_blob
from mangnon.gateway.actions.fleet import enrol, make_code
from mangnon.gateway.compiling import compile_folder
from mangnon.gateway.hub import Hub
from mangnon.gateway.link.codes import read_code
from mangnon.gateway.models import Bundle, Gateway, Site
from mangnon.units.api import Person

TOKEN = "5e" * 32


def make_bundle(folder: Path, *names: str, category: str = "games") -> Bundle:
    """A bundle whose one list blocks these names. The folder is the same for its successors."""
    lists, place = folder / "lists", folder / "bundle"
    lists.mkdir(parents=True, exist_ok=True)
    header = f"file,format,category,use\nlist.txt,plain,{category},block\n"
    (lists / "catalogue.csv").write_text(header, encoding="utf-8")
    (lists / "list.txt").write_text("\n".join(names), encoding="utf-8")
    compile_folder(lists, place, allow_shrink=True)
    blobs = {name: _kept(place / name) for name in ("index.bin", "lines.bin")}
    raw = (place / "manifest.json").read_bytes()
    manifest = json.loads(raw)
    return Bundle.objects.create(
        index_blob=blobs["index.bin"],
        lines_blob=blobs["lines.bin"],
        manifest=manifest,
        sha256=hashlib.sha256(raw).hexdigest(),
        size_bytes=manifest["index_bytes"],
        names=manifest["names"],
    )


def _kept(path: Path) -> str:
    with path.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        put_blob(sha256, file)
    return sha256


def bring_in(site: Site, by: Person, *, token: str = TOKEN, before: str = "") -> Gateway:
    """A filter that came in by a code of this person."""
    secret = read_code(make_code(by=by, site=site)).secret.hex()
    token_hash = hashlib.sha256(token.encode()).hexdigest()
    return enrol(
        secret=secret, token_hash=token_hash, name="Máy lọc 1", version="0.1.0", before=before
    )


def bearer(token: str = TOKEN) -> dict[str, Any]:
    return {"headers": {"Authorization": f"Bearer {token}"}}


@dataclass
class RunningHub:
    port: int
    hub: Hub

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/bo-loc/cho/"

    @property
    def waiting(self) -> int:
        return sum(len(each) for each in self.hub.waiting.values())


@contextmanager
def running(hub: Hub) -> Iterator[RunningHub]:
    """The hub in a thread of its own, until the block ends."""
    ready, place, loop = threading.Event(), [], asyncio.new_event_loop()

    def listens(port: int) -> None:
        place.append(port)
        ready.set()

    task = loop.create_task(hub.run("127.0.0.1", 0, listens))
    thread = threading.Thread(target=_until_cancelled, args=(loop, task))
    thread.start()
    assert ready.wait(10)
    try:
        yield RunningHub(place[0], hub)
    finally:
        loop.call_soon_threadsafe(task.cancel)
        thread.join(10)


def _until_cancelled(loop: asyncio.AbstractEventLoop, task: asyncio.Task[None]) -> None:
    try:
        loop.run_until_complete(_ended(task))
    finally:
        loop.close()


async def _ended(task: asyncio.Task[None]) -> None:
    await asyncio.wait([task])
    rest = asyncio.all_tasks() - {asyncio.current_task()}
    for one in rest:
        one.cancel()
    if rest:
        await asyncio.wait(rest)
