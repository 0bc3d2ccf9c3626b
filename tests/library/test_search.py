"""Search: with marks and without, by facets, in the same order on SQLite and PostgreSQL."""

from __future__ import annotations

from datetime import timedelta

import pytest

from mangnon.kit import clock
from mangnon.library import folding
from mangnon.library.actions.approving import ask_approval, decide
from mangnon.library.actions.documents import catalogue
from mangnon.library.actions.recalling import recall
from mangnon.library.actions.using import mark_published
from mangnon.library.choices import EntryKind, Rights
from mangnon.library.models import Document, Entry
from mangnon.library.queries.search import Found, Wanted, search, search_public
from tests.library.cast import Cast, add, make, make_cast, map_of

pytestmark = pytest.mark.django_db

# title, text, issuer, year, audience: three that differ but for a mark, and one told at length
ROWS = (
    ("Trẻ em và mạng", "Giữ kín mật khẩu.", "Sở Y tế", 2025, "tieu-hoc"),
    ("Tre xanh quê em", "Măng mọc thành tre.", "Sở Y tế", 2026, "tieu-hoc"),
    ("Trễ hẹn", "Người lạ trễ hẹn nhiều lần.", "Công an tỉnh", 2026, "thcs"),
    ("Sổ tay 003a/KH", "Trẻ em, cha mẹ và mạng: số 512, 2e3 lần.", "Công an tỉnh", 2025, "thpt"),
)


@pytest.fixture
def cast(db: None) -> Cast:
    cast = make_cast()
    now = clock.now()
    for place, (title, text, issuer, year, audience) in enumerate(ROWS):
        document = Document.objects.create(
            title=title, unit=cast.house.health, rights=Rights.OWN, audiences=[audience]
        )
        Entry.objects.create(
            document=document, kind=EntryKind.SOURCE, title=title, issuer=issuer, year=year,
            title_words=folding.indexed(title), words=folding.indexed(text), rights=Rights.OWN,
            audiences=f" {audience} ", unit=cast.house.health, at=now - timedelta(hours=place),
        )  # fmt: skip
    return cast


def titles(found: Found) -> list[str]:
    return [entry.title for entry in found.entries]


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("tre", ["Trẻ em và mạng", "Tre xanh quê em", "Trễ hẹn", "Sổ tay 003a/KH"]),
        ("trẻ", ["Trẻ em và mạng", "Sổ tay 003a/KH"]),
        ("TRẺ EM", ["Trẻ em và mạng", "Sổ tay 003a/KH"]),
        ("mạng trẻ", ["Trẻ em và mạng", "Sổ tay 003a/KH"]),
        ("trễ", ["Trễ hẹn"]),
        ("mat khau", ["Trẻ em và mạng"]),
        ("mật khau", ["Trẻ em và mạng"]),
        ("003a", ["Sổ tay 003a/KH"]),
        ("2e3 512", ["Sổ tay 003a/KH"]),
        ("không có", []),
        ('tre" OR (x | & !:*', []),
        ("///", []),
    ],
)
def test_what_is_found_and_in_which_order(cast: Cast, words: str, wanted: list[str]) -> None:
    assert titles(search(cast.hoa, Wanted(words))) == wanted


def test_facets_count_what_was_found_and_narrow_it(cast: Cast) -> None:
    found = search(cast.hoa, Wanted("tre", issuer="Công an tỉnh"))

    assert titles(found) == ["Trễ hẹn", "Sổ tay 003a/KH"]
    assert [(one.value, one.count, one.chosen) for one in found.facets["issuer"]] == [
        ("Công an tỉnh", 2, True),
        ("Sở Y tế", 2, False),
    ]
    assert [(one.value, one.count) for one in found.facets["year"]] == [("2026", 1), ("2025", 1)]
    assert titles(search(cast.hoa, Wanted("tre", audience="tieu-hoc", year="2025"))) == [
        "Trẻ em và mạng"
    ]


def test_pages_follow_each_other(cast: Cast) -> None:
    for number in range(41):
        catalogue(
            by=cast.hoa,
            unit=cast.house.health,
            title=f"Tờ gấp {number}",
            rights=Rights.SHOW_ONLY,
        )
    pages = [search(cast.hoa, Wanted("to gap", page=number)) for number in (1, 2, 3, 9)]

    assert [len(page.entries) for page in pages] == [20, 20, 1, 1]
    assert {page.total for page in pages} == {41}
    assert len({title for page in pages for title in titles(page)}) == 41


def test_a_draft_is_its_units_own_until_it_is_approved_and_published(cast: Cast) -> None:
    (social,) = make(cast, map_of(cast, add(cast)))
    asked = Wanted("giu an toan", kind="product")
    assert len(search(cast.hoa, asked).entries) == 1
    assert search(cast.mai, asked).entries == []

    ask_approval(by=cast.hoa, product=social)
    decide(by=cast.binh, product=social, decision="approved")
    social.refresh_from_db()
    assert len(search(cast.mai, asked).entries) == 1
    assert search_public(asked).entries == []

    mark_published(social)
    assert titles(search_public(asked)) == ["Giữ an toàn cho trẻ em trên mạng"]

    recall(product=social, by=cast.binh, reason="Sai số điện thoại")
    assert search_public(asked).entries == search(cast.mai, asked).entries == []
