"""What an original takes back or corrects, the copies of other units take back and correct too."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from mangnon.base.notices.api import Notice
from mangnon.kit import clock
from mangnon.library import api as library
from mangnon.library.choices import ProductState
from mangnon.library.models import Revision
from mangnon.publishing.actions import recalling, working
from mangnon.publishing.actions.scheduling import Written, schedule
from mangnon.publishing.choices import State
from mangnon.publishing.models import Post
from mangnon.publishing.queries.visible import due_posts
from mangnon.publishing.refusals import Conflict
from mangnon.units.models import Person
from tests.base.database import database_url
from tests.cast import sign_in
from tests.publishing.cast import ARTICLE, Stage, make_product, make_stage
from tests.publishing.counting import Board, notice_board
from tests.publishing.killing_recalls import folder_board

ROOT = Path(__file__).parents[2]


@pytest.fixture
def board() -> Iterator[Board]:
    with notice_board() as one:
        yield one


def _copy(stage: Stage, revision: Revision | None = None) -> library.Product:
    """The commune's own, approved."""
    made = make_product(
        revision or stage.revision,
        "article",
        ("bai-bao.html", ARTICLE, "text/html"),
        unit=stage.house.son_ha,
    )
    library.Product.objects.filter(pk=made.pk).update(parent=stage.article)
    return library.Product.objects.get(pk=made.pk)


def _out(product: library.Product, by: Person, channel: str, **more: object) -> Post:
    written = Written(channel=channel, title="Giữ kín thông tin riêng", text="Gọi 111.", **more)  # type: ignore[arg-type]
    post = schedule(product=product, by=by, written=written)
    working.work(post.pk, clock.now())
    return Post.objects.get(pk=post.pk)


def _state(post: Post) -> str:
    return Post.objects.get(pk=post.pk).state


@pytest.mark.django_db
def test_a_recall_takes_the_posts_of_every_copy_down(board: Board) -> None:
    stage = make_stage()
    copy = _copy(stage)
    own = _out(stage.article, stage.editor, "board")
    site, out = (_out(copy, stage.clerk, channel) for channel in ("website", "board"))
    kit = _out(copy, stage.clerk, "handkit", platform="facebook")
    tomorrow = clock.now() + timedelta(days=1)
    waiting = _out(copy, stage.clerk, "board", due_at=tomorrow)
    page = reverse("public_product", args=[copy.pk])
    assert Client().get(page).status_code == 200

    ask = sign_in(Client(), stage.officer).get(
        reverse("product_take_back", args=[stage.article.pk])
    )
    said = ask.content.decode()
    assert "1 bản dùng lại của đơn vị khác được thu hồi theo" in said
    assert stage.house.son_ha.label in said
    recalling.recall_everywhere(product=stage.article, by=stage.officer, reason="Sai số")

    assert Client().get(page).status_code == 404
    assert [_state(one) for one in (own, site, out, kit, waiting)] == [
        State.RECALL_DUE,
        State.RECALLED,
        State.RECALL_DUE,
        State.CANCELLED,
        State.CANCELLED,
    ]
    for pk in due_posts(clock.now(), 9):
        working.work(pk, clock.now())
    assert board.standing == {}
    out.refresh_from_db()
    assert (out.state, out.reason) == (
        State.RECALLED,
        "Bản gốc của Sở Y tế đã thu hồi: Sai số",
    )
    told = Notice.objects.filter(subject__startswith="Đã thu hồi theo bản gốc")
    assert {one.person_id for one in told} == {str(stage.clerk.pk)}
    with pytest.raises(Conflict):
        _out(copy, stage.clerk, "board")


@pytest.mark.django_db
def test_what_the_library_recalls_follows_in_the_copies_too(board: Board) -> None:
    stage = make_stage()
    copy = _copy(stage)
    out = _out(copy, stage.clerk, "board")
    library.recall(product=stage.article, by=stage.officer, reason="Sai số")
    assert [recalling.take_back_recalled() for _ in range(2)] == [1, 0]
    working.work(out.pk, clock.now())
    assert (_state(out), board.standing) == (State.RECALLED, {})


@pytest.mark.django_db
def test_a_correction_reaches_the_copies_that_say_the_same(board: Board) -> None:
    stage = make_stage()
    later = Revision.objects.create(
        map=stage.revision.map,
        edition=stage.revision.edition,
        number=2,
        values=stage.revision.values,
        accepted_at=clock.now(),
    )
    same = _out(_copy(stage), stage.clerk, "board")
    newer = _out(_copy_elsewhere(stage, later), stage.editor, "board")

    recalling.correct_everywhere(product=stage.article, by=stage.editor, text="Số đúng là 111.")

    working.work(same.pk, clock.now())
    assert [_state(one) for one in (same, newer)] == [State.CORRECTED, State.SENT]
    assert board.standing[str(same.key)] == "Đính chính: Số đúng là 111.\n\nGọi 111."
    told = Notice.objects.get(subject__startswith="Đính chính theo bản gốc")
    assert told.person_id == str(stage.clerk.pk)
    assert "Số đúng là 111." in told.body


def _copy_elsewhere(stage: Stage, revision: Revision) -> library.Product:
    """Of a later revision, so that what was wrong may not be in it."""
    made = make_product(revision, "article", ("bai-bao.html", ARTICLE, "text/html"))
    library.Product.objects.filter(pk=made.pk).update(parent=stage.article)
    return made


@pytest.mark.django_db(transaction=True)
def test_killed_in_the_middle_a_recall_is_whole_or_not_at_all(tmp_path: Path) -> None:
    stage = make_stage()
    copy = _copy(stage)
    with folder_board(tmp_path):
        posts = [
            _out(stage.article, stage.editor, "file"),
            _out(copy, stage.clerk, "file"),
        ]

    assert _killed(tmp_path, stage, "copies") == -signal.SIGKILL
    assert {_state(post) for post in posts} == {State.SENT}
    assert {one.state for one in (_read(stage.article), _read(copy))} == {ProductState.APPROVED}

    assert _killed(tmp_path, stage, "gone") == -signal.SIGKILL
    assert {one.state for one in (_read(stage.article), _read(copy))} == {ProductState.RECALLED}
    assert sorted(_state(post) for post in posts) == [State.RECALL_DUE, State.RECALLING]
    with folder_board(tmp_path):
        later = clock.now() + working.HELD + timedelta(minutes=1)
        for pk in due_posts(later, 9):
            working.work(pk, later)
    assert {_state(post) for post in posts} == {State.RECALLED}
    assert [*tmp_path.iterdir()] == []


def _read(product: library.Product) -> library.Product:
    return library.Product.objects.get(pk=product.pk)


def _killed(board: Path, stage: Stage, step: str) -> int:
    words = [sys.executable, "-m", "tests.publishing.killing_recalls", str(board)]
    words += [str(stage.article.pk), str(stage.officer.pk), step]
    env = {**os.environ, "MANGNON_DATA": str(settings.DATA_DIR), "DATABASE_URL": database_url()}
    env |= {"PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"}
    return subprocess.run(words, env=env, cwd=ROOT, check=False, capture_output=True).returncode
