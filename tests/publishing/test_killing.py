"""`kill -9` between the call to a channel and the note of it: a post is there once, or a person
is asked."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings

from mangnon.kit import clock
from mangnon.publishing.actions import working
from mangnon.publishing.actions.scheduling import Written, schedule
from mangnon.publishing.choices import State
from mangnon.publishing.models import Post
from mangnon.publishing.queries.visible import due_posts
from tests.base.database import database_url
from tests.publishing.cast import make_stage
from tests.publishing.killing import STEPS, file_board, lines

pytestmark = pytest.mark.django_db(transaction=True)
ROOT = Path(__file__).parents[2]


def _killed(board: Path) -> dict[str, Post]:
    """A post for each step, its worker killed there."""
    stage = make_stage()
    written = Written(channel="file", title="Giữ kín thông tin riêng", text="Gọi 111.")
    with file_board(board, can_look=True):
        posts = {
            step: schedule(product=stage.article, by=stage.editor, written=written)
            for step in STEPS
        }
    words = [sys.executable, "-m", "tests.publishing.killing", str(board)]
    words += [f"{post.pk}:{step}" for step, post in posts.items()]
    env = {**os.environ, "MANGNON_DATA": str(settings.DATA_DIR), "DATABASE_URL": database_url()}
    env |= {"PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"}
    assert subprocess.run(words, env=env, cwd=ROOT, check=False).returncode == 0
    states = Post.objects.order_by().values_list("state", flat=True).distinct()
    assert [*states] == [State.SENDING]
    assert lines(board) == [str(posts[step].key) for step in ("standing", "answered")]
    return posts


def _look_later() -> dict[str, str]:
    """The clock comes by twice after the holds have run out: the states by post."""
    later = clock.now() + working.HELD + timedelta(minutes=1)
    assert due_posts(clock.now(), 9) == []
    for _ in range(2):
        for pk in due_posts(later, 9):
            working.work(pk, later)
    return {str(pk): state for pk, state in Post.objects.values_list("pk", "state")}


def test_where_the_channel_can_be_asked_each_post_stands_there_once(tmp_path: Path) -> None:
    board = tmp_path / "board"
    posts = _killed(board)
    with file_board(board, can_look=True):
        states = _look_later()
    assert set(states.values()) == {State.SENT}
    assert sorted(lines(board)) == sorted(str(post.key) for post in posts.values())


def test_where_it_cannot_a_person_is_asked_and_nothing_is_sent_again(tmp_path: Path) -> None:
    board = tmp_path / "board"
    _killed(board)
    with file_board(board, can_look=False):
        states = _look_later()
    assert set(states.values()) == {State.UNSURE}
    assert len(lines(board)) == 2
    assert {post.problem for post in Post.objects.all()} == {working.UNKNOWN}
