"""The public library: whole, quick, without a cookie, gone when recalled."""

from __future__ import annotations

import json
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from mangnon.kit import clock
from mangnon.library import api as library
from mangnon.library.models import Used
from mangnon.publishing.actions import recalling, working
from mangnon.publishing.actions.scheduling import Written, schedule
from mangnon.publishing.models import Post
from tests.publishing.cast import Stage, make_stage

pytestmark = pytest.mark.django_db
HOME = "/thu-vien/"
ITUNES = "{http://www.itunes.com/dtds/podcast-1.0.dtd}"


@pytest.fixture
def stage() -> Stage:
    return make_stage()


@pytest.fixture
def visitor() -> Client:
    return Client()


def _publish(stage: Stage, product: library.Product, **more: Any) -> Post:
    said = {"title": "Giữ kín thông tin riêng", "description": "Ba điều cùng nhớ.", **more}
    written = Written(channel="website", **said)
    post = schedule(product=product, by=stage.editor, written=written)
    working.work(post.pk, clock.now())
    post.refresh_from_db()
    return post


def _page(product: library.Product) -> str:
    return f"{HOME}san-pham/{product.pk}/"


def _file(product: library.Product, name: str) -> str:
    return f"{_page(product)}tep/{name}"


def test_nothing_is_there_before_it_is_published(stage: Stage, visitor: Client) -> None:
    assert visitor.get(_page(stage.article)).status_code == 404
    assert visitor.get(_file(stage.article, "bai-bao.html")).status_code == 404
    assert "Thư viện chưa có nội dung nào" in visitor.get(HOME).content.decode()


def test_an_article_is_read_on_the_page_and_no_cookie_is_set(stage: Stage, visitor: Client) -> None:
    _publish(stage, stage.article)
    answer = visitor.get(_page(stage.article))
    page = answer.content.decode()
    assert "<p>Kẻ xấu tìm ra nhà từ một bức ảnh.</p>" in page
    assert page.count("<h1") == 1
    assert f'<link rel="canonical" href="{settings.PUBLIC_URL}{_page(stage.article)}">' in page
    assert '<meta property="og:description" content="Ba điều cùng nhớ.">' in page
    assert answer.cookies == {}
    assert len(answer.content) < 100_000
    found = visitor.get(HOME, {"tim": "giu kin"})
    assert "1 nội dung" in found.content.decode()
    assert found.cookies == {}


def test_a_shared_link_shows_the_cover_of_the_square_pictures(
    stage: Stage, visitor: Client
) -> None:
    _publish(stage, stage.article)
    assert "og:image" not in visitor.get(_page(stage.article)).content.decode()
    _publish(stage, stage.carousel)
    cover = settings.PUBLIC_URL + _file(stage.carousel, "anh-vuong-01.png")
    page = visitor.get(_page(stage.article)).content.decode()
    assert f'<meta property="og:image" content="{cover}">' in page


def test_pictures_say_what_they_show_and_films_have_captions(stage: Stage, visitor: Client) -> None:
    _publish(stage, stage.carousel)
    _publish(stage, stage.clip)
    pictures = visitor.get(_page(stage.carousel)).content.decode()
    assert pictures.count('alt="Bạn nhỏ che màn hình"') == 2
    answer = visitor.get(_page(stage.clip))
    film = answer.content.decode()
    assert '<track kind="captions" srclang="vi"' in film
    assert "media-src 'self'" in answer.headers["Content-Security-Policy"]


def test_a_player_gets_the_part_that_it_asks_for(stage: Stage, visitor: Client) -> None:
    _publish(stage, stage.clip)
    address = _file(stage.clip, "clip-ngang.mp4")
    part = visitor.get(address, headers={"Range": "bytes=10-19"})
    assert (part.status_code, part.content) == (206, bytes(range(10, 20)))
    assert part.headers["Content-Range"] == "bytes 10-19/200"
    rest = visitor.get(address, headers={"Range": "bytes=190-"})
    assert rest.content == bytes(range(190, 200))
    beyond = visitor.get(address, headers={"Range": "bytes=200-"})
    assert (beyond.status_code, beyond.headers["Content-Range"]) == (416, "bytes */200")
    whole = visitor.get(address)
    assert b"".join(whole.streaming_content) == bytes(range(200))  # type: ignore[attr-defined]
    same = visitor.get(address, headers={"If-None-Match": whole.headers["ETag"]})
    assert same.status_code == 304


def test_views_downloads_and_prints_are_numbers_of_a_day(stage: Stage, visitor: Client) -> None:
    _publish(stage, stage.article)
    visitor.get(_page(stage.article))
    visitor.get(_page(stage.article))
    visitor.head(_page(stage.article))
    taken = visitor.get(_file(stage.article, "bai-bao.html") + "?tai")
    for closes in taken._resource_closers:  # `close()` would end the request, and the database
        closes()
    rows = Used.objects.filter(product=stage.article).values_list("use", "on", "count")
    today = clock.today()
    assert sorted(rows) == [("download", today, 1), ("view", today, 2)]


def test_what_is_recalled_is_gone_at_once_from_everywhere(stage: Stage, visitor: Client) -> None:
    _publish(stage, stage.article)
    feeds = [f"{HOME}tin.rss", f"{HOME}tin.atom", f"{HOME}tin.json", f"{HOME}sitemap.xml", HOME]
    assert all(str(stage.article.pk) in visitor.get(at).content.decode() for at in feeds)

    recalling.recall_everywhere(product=stage.article, by=stage.officer, reason="Sai số")

    assert not any(str(stage.article.pk) in visitor.get(at).content.decode() for at in feeds)
    assert visitor.get(_page(stage.article)).status_code == 404
    assert visitor.get(_file(stage.article, "bai-bao.html")).status_code == 404


def test_a_correction_is_shown_on_the_page_before_any_worker_comes(
    stage: Stage, visitor: Client
) -> None:
    _publish(stage, stage.article)
    recalling.correct_everywhere(product=stage.article, by=stage.editor, text="Số đúng là 111.")
    assert "Số đúng là 111." in visitor.get(_page(stage.article)).content.decode()


def test_a_list_asks_few_questions_however_much_is_found(stage: Stage, visitor: Client) -> None:
    def asked() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert visitor.get(HOME).status_code == 200
        return len(queries)

    _publish(stage, stage.article)
    few = asked()
    for product in (stage.carousel, stage.audio, stage.clip):
        _publish(stage, product)
    assert asked() == few
    assert few <= 6


def test_facets_narrow_and_are_taken_back(stage: Stage, visitor: Client) -> None:
    _publish(stage, stage.article)
    _publish(stage, stage.audio)
    both = visitor.get(HOME).content.decode()
    assert "2 nội dung" in both
    assert 'href="/thu-vien/?the-loai=audio"' in both
    one = visitor.get(HOME, {"the-loai": "audio"}).content.decode()
    assert "1 nội dung" in one
    assert '<a href="/thu-vien/" aria-current="true">' in one


def test_a_collection_is_all_from_one_source(stage: Stage, visitor: Client) -> None:
    document = stage.revision.map.document
    address = f"{HOME}bo/{document.pk}/"
    assert visitor.get(address).status_code == 404
    _publish(stage, stage.article)
    _publish(stage, stage.audio)
    page = visitor.get(address).content.decode()
    assert all(str(one.pk) in page for one in (stage.article, stage.audio))


def test_feeds_are_well_formed_and_say_the_same(stage: Stage, visitor: Client) -> None:
    _publish(stage, stage.article, title='Giữ kín <thông tin> & "riêng"')
    rss = ET.fromstring(visitor.get(f"{HOME}tin.rss").content)  # noqa: S314 - our own
    atom = ET.fromstring(visitor.get(f"{HOME}tin.atom").content)  # noqa: S314
    said = json.loads(visitor.get(f"{HOME}tin.json").content)
    assert rss.findtext("channel/item/title") == 'Giữ kín <thông tin> & "riêng"'
    assert rss.findtext("channel/item/guid") == f"urn:uuid:{stage.article.pk}"
    assert atom.findtext("{http://www.w3.org/2005/Atom}entry/{http://www.w3.org/2005/Atom}title")
    assert said["items"][0]["title"] == 'Giữ kín <thông tin> & "riêng"'
    assert said["items"][0]["authors"] == [{"name": "Sở Y tế"}]


def test_the_podcast_of_a_province_has_sound_length_and_a_cover(
    stage: Stage, visitor: Client
) -> None:
    _publish(stage, stage.audio)
    assert visitor.get(f"{HOME}phat-thanh/99.rss").status_code == 404
    rss = ET.fromstring(visitor.get(f"{HOME}phat-thanh/51.rss").content)  # noqa: S314
    sound = rss.find("channel/item/enclosure")
    assert sound is not None
    assert sound.attrib == {
        "url": f"{settings.PUBLIC_URL}{_file(stage.audio, 'phat-thanh.mp3')}?tai",
        "length": "9",
        "type": "audio/mpeg",
    }
    assert rss.findtext(f"channel/item/{ITUNES}duration") == "62"
    picture = rss.find(f"channel/{ITUNES}image")
    assert picture is not None
    cover = visitor.get(picture.attrib["href"].removeprefix(settings.PUBLIC_URL))
    assert cover.content.startswith(b"\x89PNG")


def test_the_front_page_shows_the_newest(stage: Stage, visitor: Client) -> None:
    assert "Mới trong thư viện" not in visitor.get("/").content.decode()
    _publish(stage, stage.article)
    page = visitor.get("/").content.decode()
    assert "Mới trong thư viện" in page
    assert _page(stage.article) in page
