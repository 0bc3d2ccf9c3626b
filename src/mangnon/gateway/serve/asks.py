"""Asks to open a site: one small file each, for whoever carries them to the teachers.

    state/asks/UUID.json   {"id", "name", "group", "category", "at"}

Nothing in a file tells who asked. How often an address asked is held in memory for ten minutes.
"""

from __future__ import annotations

import asyncio
import json
import os
import uuid
from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import datetime
from http import HTTPStatus
from pathlib import Path

MOST_FILES = 3000
WINDOW_S = 600.0
MOST_A_CLIENT = 10  # asks for different sites in a window
MOST_CLIENTS = 10_000


class NotAskedFor(Exception):
    """An ask that was not taken down; in words fit for whoever asked."""

    status = HTTPStatus.INTERNAL_SERVER_ERROR
    title = ""
    words = ""


class TooOften(NotAskedFor):
    status = HTTPStatus.TOO_MANY_REQUESTS
    title = "Máy này vừa xin mở nhiều trang"
    words = "Hãy chờ mười phút rồi xin tiếp, hoặc nói trực tiếp với thầy cô."


class NoRoom(NotAskedFor):
    status = HTTPStatus.INSUFFICIENT_STORAGE
    title = "Chưa ghi được lời xin"
    words = "Bộ lọc của trường đang hết chỗ ghi. Hãy nói trực tiếp với thầy cô: trang vẫn mở được."


@dataclass(frozen=True, slots=True)
class Ask:
    """name: as text; group, category: keys of the plan."""

    name: str
    group: str
    category: str


@dataclass
class Asks:
    """Those of one process."""

    folder: Path
    _recent: OrderedDict[Ask, float] = field(default_factory=OrderedDict)
    _by_client: OrderedDict[bytes, list[float]] = field(default_factory=OrderedDict)

    async def take(self, ask: Ask, client: bytes, now: datetime, seconds: float) -> None:
        """Take an ask down; the same again within ten minutes is one. Raises NotAskedFor.

        seconds: a clock that nobody sets.
        """
        if self._recent.get(ask, -WINDOW_S) + WINDOW_S > seconds:
            return
        self._spend(client, seconds)
        try:
            await asyncio.to_thread(_write, self.folder, ask, now)
        except OSError:
            raise NoRoom from None
        self._recent[ask] = seconds
        self._recent.move_to_end(ask)
        if len(self._recent) > MOST_FILES:
            self._recent.popitem(last=False)

    def _spend(self, client: bytes, seconds: float) -> None:
        spent = [each for each in self._by_client.get(client, []) if each + WINDOW_S > seconds]
        if len(spent) >= MOST_A_CLIENT:
            raise TooOften
        self._by_client[client] = [*spent, seconds]
        self._by_client.move_to_end(client)
        if len(self._by_client) > MOST_CLIENTS:
            self._by_client.popitem(last=False)


def _write(folder: Path, ask: Ask, now: datetime) -> None:
    """Raises OSError. A file is there whole or not at all, also after a power cut."""
    folder.mkdir(parents=True, exist_ok=True)
    if sum(1 for _ in os.scandir(folder)) >= MOST_FILES:
        raise OSError("đã có quá nhiều lời xin chưa ai nhận")
    ident = str(uuid.uuid4())
    said = {
        "id": ident,
        "name": ask.name,
        "group": ask.group,
        "category": ask.category,
        "at": now.strftime("%Y-%m-%dT%H:%MZ"),
    }
    beside = folder / f".{ident}"
    try:
        with beside.open("w", encoding="utf-8") as file:
            json.dump(said, file, ensure_ascii=False)
            file.flush()
            os.fsync(file.fileno())
        beside.rename(folder / f"{ident}.json")
    except OSError:
        beside.unlink(missing_ok=True)
        raise
