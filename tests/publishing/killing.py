"""Workers that are killed while they post; `python -m tests.publishing.killing BOARD POST:STEP…`.

Each post is worked on by a process of its own, which kills itself (SIGKILL) at the step: before the
channel is called, when the post stands there and no answer has come, or with the answer in hand
and nothing noted. The channel is a file with a line for every post that was put up.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest import mock
from uuid import UUID

from mangnon.publishing.channels.base import Account, Channel, Draft, Sent

STEPS = ("taken", "standing", "answered")


def file_channel(
    board: Path, *, can_look: bool, then: Callable[[], None] = lambda: None
) -> Channel:
    """`then`: what happens when the post stands there, before the answer."""

    def send(account: Account | None, draft: Draft, key: str) -> Sent:
        with board.open("a") as file:
            file.write(f"{key}\n")
            file.flush()
            os.fsync(file.fileno())
        then()
        return Sent(key)

    def look_up(account: Account | None, key: str) -> Sent | None:
        return Sent(key) if key in lines(board) else None

    return Channel(
        name="file",
        words="Bảng tin trong tệp",
        check=lambda draft: [],
        send=send,
        look_up=look_up if can_look else None,
    )


def lines(board: Path) -> list[str]:
    return board.read_text().split() if board.exists() else []


@contextmanager
def file_board(board: Path, *, can_look: bool, **more: Any) -> Iterator[None]:
    """In the registry under the name "file" while the block lasts."""
    from mangnon.publishing import channels

    known = {"file": file_channel(board, can_look=can_look, **more)}
    with mock.patch.dict(channels.channels(), known):
        yield


def main() -> int:
    from mangnon.base.loading import load

    load()
    from mangnon.base.walls import whole_program_asks

    whole_program_asks("a test")
    board, wanted = Path(sys.argv[1]), [one.split(":") for one in sys.argv[2:]]
    for pk, step in wanted:
        child = os.fork()
        if child == 0:
            _work(board, UUID(pk), step)
        if os.waitpid(child, 0)[1] != signal.SIGKILL:
            return 1
    return 0


def die(*_: object, **__: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _work(board: Path, pk: UUID, step: str) -> None:
    from mangnon.kit import clock
    from mangnon.publishing.actions import working

    if step == "taken":
        working.draft_of = die  # type: ignore[assignment]
    if step == "answered":
        working._finish = die  # type: ignore[assignment]
    with file_board(board, can_look=True, then=die if step == "standing" else lambda: None):
        working.work(pk, clock.now())
    os._exit(1)  # it was to be dead by now


if __name__ == "__main__":
    sys.exit(main())
