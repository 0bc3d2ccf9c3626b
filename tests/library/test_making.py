"""From a source to products that say on which paragraphs they rest."""

from __future__ import annotations

import pytest

from mangnon.base.files.api import contents, may_open
from mangnon.library.actions.making import make_again
from mangnon.library.actions.maps import begin_map, write_draft
from mangnon.library.choices import ProductState, Rights
from mangnon.library.models import Document, Product
from mangnon.library.refusals import Conflict, Invalid, NotAllowed
from tests.library.cast import add, make, make_cast, map_of

pytestmark = pytest.mark.django_db


def test_a_source_is_read_into_paragraphs_with_keys() -> None:
    cast = make_cast()
    document = add(cast)

    edition = document.editions.get()
    rows = [(one.key, one.role) for one in edition.paragraphs.all()]
    assert document.title == "Giữ an toàn cho trẻ em trên mạng"
    assert edition.state == "ready"
    assert rows == [
        ("d1", "heading"),
        ("d2", "body"),
        ("d3", "body"),
        ("d4", "heading"),
        ("d5", "body"),
        ("d6", "heading"),
        ("d7", "body"),
        ("d8", "body"),
    ]


def test_a_file_that_says_nothing_is_refused_with_words() -> None:
    cast = make_cast()
    document = add(cast, "Chỉ có mấy chữ.")

    edition = document.editions.get()
    assert edition.state == "refused"
    assert edition.refused.startswith("Tài liệu chỉ đọc được 4 chữ")


def test_two_genres_are_made_by_two_jobs_and_kept_with_their_grounds() -> None:
    cast = make_cast()
    social, article = make(cast, map_of(cast, add(cast)), "social", "article")

    assert {social.genre, article.genre} == {"social", "article"}
    assert social.state == article.state == ProductState.DRAFT
    page = article.files.get(name="bai-bao.html")
    assert "Giữ kín thông tin riêng" in contents(page.file).decode()
    assert {one.key for one in article.rests.all()} == {f"d{n}" for n in range(1, 9)}
    assert may_open(cast.binh, page.file)
    assert not may_open(cast.mai, page.file)


def test_a_picture_of_the_first_page_lies_beside_a_poster() -> None:
    cast = make_cast()
    (poster,) = make(cast, map_of(cast, add(cast)), "poster")

    file = poster.files.get(name__endswith=".pdf")
    assert file.preview is not None
    assert contents(file.preview)[:8] == b"\x89PNG\r\n\x1a\n"


def test_nothing_is_made_of_what_may_only_be_shown() -> None:
    cast = make_cast()
    document = add(cast)
    Document.objects.filter(pk=document.pk).update(rights=Rights.SHOW_ONLY)
    document.refresh_from_db()

    with pytest.raises(Invalid, match="Quyền của tài liệu"):
        begin_map(by=cast.hoa, document=document, unit=cast.house.health, audience="thcs")


def test_a_teacher_writes_for_the_own_school_alone() -> None:
    cast = make_cast()
    own = add(cast, by=cast.mai)
    assert own.unit == cast.house.primary

    with pytest.raises(NotAllowed):
        begin_map(by=cast.mai, document=own, unit=cast.house.lower_secondary, audience="thcs")


def test_two_who_write_one_map_notice() -> None:
    cast = make_cast()
    made = map_of(cast, add(cast))
    write_draft(by=cast.hoa, of_map=made, version=1, values=made.draft)

    with pytest.raises(Conflict, match="Người khác vừa sửa"):
        write_draft(by=cast.hoa, of_map=made, version=1, values={})
    made.refresh_from_db()
    assert len(made.draft["messages"]) == 3


def test_a_map_too_long_leaves_words_and_no_file() -> None:
    cast = make_cast()
    made = map_of(cast, add(cast))
    revision = made.revisions.get()
    revision.values["title"]["text"] = "Ký hiệu ꙮ không phông nào vẽ được"
    revision.save()
    (poster,) = make(cast, made, "poster")

    assert poster.state == ProductState.FAILED
    assert poster.refused.startswith("Phông chữ không vẽ được “ꙮ”")
    assert not poster.files.exists()


def test_the_next_version_names_the_one_before() -> None:
    cast = make_cast()
    (first,) = make(cast, map_of(cast, add(cast)))
    second = make_again(by=cast.hoa, product=first)

    assert (second.before, second.version, second.state) == (first, 2, ProductState.MAKING)
    with pytest.raises(Conflict):
        make_again(by=cast.hoa, product=first)
    assert Product.objects.count() == 2
