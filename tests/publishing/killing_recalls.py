"""A recall with copies whose processes are killed; `python -m tests.publishing.killing_recalls
BOARD PRODUCT OFFICER STEP`.

"copies": SIGKILL when the first post of a copy is to be taken back, before anything is committed.
"gone": the recall is whole, and the worker is killed when a post is gone from the channel and no
answer has come. The channel is a folder with a file for every post that stands there.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest import mock
from uuid import UUID

from mangnon.publishing.channels.base import Account, Channel, Draft, Sent
from tests.publishing.killing import die

STEPS = ("copies", "gone")


@contextmanager
def folder_board(board: Path, then: Callable[[], None] = lambda: None) -> Iterator[None]:
    """In the registry under the name "file". `then`: what happens when a post is gone."""
    from mangnon.publishing import channels

    def send(account: Account | None, draft: Draft, key: str) -> Sent:
        (board / key).touch()
        return Sent(key)

    def recall(account: Account | None, outside_id: str) -> None:
        (board / outside_id).unlink(missing_ok=True)
        then()

    channel = Channel("file", "Bảng tin", lambda _: [], send, can_recall=True, recall=recall)
    with mock.patch.dict(channels.channels(), {"file": channel}):
        yield


def main() -> None:
    from mangnon.base.loading import load
    from mangnon.base.walls import whole_program_asks

    load()
    from mangnon.kit import clock
    from mangnon.library.models import Product
    from mangnon.publishing.actions import recalling, working
    from mangnon.publishing.queries.visible import due_posts
    from mangnon.units.models import Person

    whole_program_asks("a test")
    board, product, officer, step = sys.argv[1:]
    if step == "copies":
        recalling.take_back = _dies_at_a_copy(recalling.take_back)
    with folder_board(Path(board), then=die):
        recalling.recall_everywhere(
            product=Product.objects.get(pk=UUID(product)),
            by=Person.objects.get(pk=officer),
            reason="Sai số điện thoại",
        )
        for pk in due_posts(clock.now(), 9):
            working.work(pk, clock.now())
    os._exit(1)  # it was to be dead by now


def _dies_at_a_copy(take_back: Callable[..., None]) -> Callable[..., None]:
    def dying(post: Any, **said: Any) -> None:
        if post.product.parent_id:
            die()
        take_back(post, **said)

    return dying


if __name__ == "__main__":
    main()
