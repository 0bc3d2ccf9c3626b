"""A channel that counts: what it was asked to do, and what stands there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from unittest import mock

from mangnon.publishing import channels as registry
from mangnon.publishing.channels.base import Account, Channel, Draft, Sent


@dataclass
class Board:
    """A notice board out there. `breaks`: what it raises at the next calls, after having done it
    when `late` is set."""

    standing: dict[str, str] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    breaks: list[Exception] = field(default_factory=list)
    late: bool = False

    def send(self, account: Account | None, draft: Draft, key: str) -> Sent:
        self.asked.append("send")
        if self.breaks and not self.late:
            raise self.breaks.pop(0)
        self.standing[key] = draft.text
        if self.breaks:
            raise self.breaks.pop(0)
        return Sent(key, f"https://bang-tin.example/{key}")

    def recall(self, account: Account | None, outside_id: str) -> None:
        self.asked.append("recall")
        if self.breaks:
            raise self.breaks.pop(0)
        self.standing.pop(outside_id, None)

    def correct(self, account: Account | None, outside_id: str, draft: Draft) -> None:
        self.asked.append("correct")
        self.standing[outside_id] = draft.text

    def reach(self, account: Account | None, outside_id: str) -> dict[str, int]:
        return {"Lượt xem": 41}

    def look_up(self, account: Account | None, key: str) -> Sent | None:
        self.asked.append("look_up")
        found = key in self.standing
        return Sent(key, f"https://bang-tin.example/{key}") if found else None


@contextmanager
def notice_board(*, can_look: bool = True, can_recall: bool = True) -> Iterator[Board]:
    """In the registry under the name "board" while the block lasts."""
    board = Board()
    channel = Channel(
        name="board",
        words="Bảng tin thử",
        check=lambda draft: [],
        send=board.send,
        can_recall=can_recall,
        can_correct=True,
        has_reach=True,
        correct=board.correct,
        reach=board.reach,
        **({"recall": board.recall} if can_recall else {}),
        **({"look_up": board.look_up} if can_look else {}),
    )
    with mock.patch.dict(registry.channels(), {"board": channel}):
        yield board
