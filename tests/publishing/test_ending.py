"""A source whose last day has passed: its pages say so at once, and a person decides the rest."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from mangnon.base.notices.api import Notice
from mangnon.kit import clock
from mangnon.library.actions.documents import describe
from mangnon.library.models import Document
from mangnon.publishing.actions import recalling, working
from mangnon.publishing.actions.ending import tell_of_over
from mangnon.publishing.actions.scheduling import Written, schedule
from mangnon.publishing.choices import State
from mangnon.publishing.models import Post
from tests.cast import sign_in
from tests.library.cast import FIELDS
from tests.publishing.cast import Stage, make_stage

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage() -> Stage:
    return make_stage()


def _publish(stage: Stage, title: str = "Giữ kín thông tin riêng") -> Post:
    written = Written(channel="website", title=title)
    post = schedule(product=stage.article, by=stage.editor, written=written)
    working.work(post.pk, clock.now())
    return Post.objects.get(pk=post.pk)


def _holds_until(stage: Stage, days: int) -> Document:
    """Its last day so many days from today."""
    document = stage.revision.map.document
    said = {name: getattr(document, name) for name in FIELDS}
    said["valid_until"] = clock.today() + timedelta(days=days)
    return describe(by=stage.editor, document=document, rights=document.rights, **said)


def _listed(pages: tuple[str, ...], title: str) -> list[str]:
    return [page for page in pages if title in Client().get(page).content.decode()]


def test_on_its_last_day_nothing_changes_and_on_the_next_its_pages_say_so(stage: Stage) -> None:
    _publish(stage)
    title, product = "Giữ kín thông tin riêng", str(stage.article.pk)
    pages = (reverse("public_library"), reverse("public_rss"), reverse("public_atom"))
    pages += (reverse("public_json_feed"), reverse("home"))
    page = reverse("public_product", args=[product])
    _holds_until(stage, 0)
    assert _listed(pages, title) == [*pages]
    assert _listed((reverse("public_sitemap"),), product) != []
    assert "hết hiệu lực" not in Client().get(page).content.decode()

    _holds_until(stage, -1)

    assert _listed((*pages, reverse("public_sitemap")), title) == []
    assert _listed((reverse("public_sitemap"),), product) == []
    said = Client().get(page).content.decode()
    assert f"Tài liệu nguồn đã hết hiệu lực từ ngày {clock.today():%d/%m/%Y}." in said
    assert '<meta name="robots" content="noindex">' in said
    assert "<p>Kẻ xấu tìm ra nhà từ một bức ảnh.</p>" in said
    every = Client().get(reverse("public_collection", args=[stage.revision.map.document_id]))
    assert '<meta name="robots" content="noindex">' in every.content.decode()
    found = Client().get(reverse("public_library"), {"tim": "giu kin"}).content.decode()
    assert "Chưa tìm thấy" in found


def test_those_who_publish_have_a_task_and_nothing_is_taken_back_by_itself(stage: Stage) -> None:
    post = _publish(stage)
    desk, calendar = sign_in(Client(), stage.editor), reverse("posts")
    assert "hết hiệu lực" not in desk.get(reverse("desk")).content.decode()
    _holds_until(stage, -1)

    assert [tell_of_over(clock.today()) for _ in range(2)] == [1, 1]
    told = Notice.objects.filter(subject__startswith="Nguồn hết hiệu lực")
    assert {one.person_id for one in told} == {str(one.pk) for one in (stage.editor, stage.officer)}
    assert told.filter(person_id=stage.editor.pk).count() == 1
    assert "Nguồn hết hiệu lực" in desk.get(reverse("desk")).content.decode()
    assert "Nguồn đã hết hiệu lực" in desk.get(calendar).content.decode()
    page = desk.get(reverse("post", args=[post.pk])).content.decode()
    assert reverse("product_take_back", args=[stage.article.pk]) in page
    assert recalling.take_back_recalled() == 0
    post.refresh_from_db()
    assert post.state == State.SENT

    recalling.recall_everywhere(product=stage.article, by=stage.editor, reason="Nguồn hết hạn")
    assert "Nguồn đã hết hiệu lực" not in desk.get(calendar).content.decode()
    assert tell_of_over(clock.today()) == 0


def test_a_longer_life_of_the_source_brings_its_pages_back(stage: Stage) -> None:
    _publish(stage)
    _holds_until(stage, -1)
    _holds_until(stage, 30)
    assert _listed((reverse("public_library"),), "Giữ kín thông tin riêng") != []
    assert tell_of_over(clock.today()) == 0


def test_a_source_that_ended_long_ago_is_told_of_no_more(stage: Stage) -> None:
    _publish(stage)
    _holds_until(stage, -31)
    assert tell_of_over(clock.today()) == 0
