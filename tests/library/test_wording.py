"""What changed between two versions, in words."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from mangnon.library.actions.approving import ask_approval
from mangnon.library.actions.documents import add_edition
from mangnon.library.wording import Mark, Marked, Piece, folded, marked
from tests.cast import sign_in
from tests.library.cast import LINES, add, make, make_cast, map_of, next_version, text_of

# Syllables that come again and again, so that the matching has something to mistake.
SYLLABLES = st.sampled_from(["con", "kể", "với", "mẹ", "Không", "gửi", "ảnh", "111", "–", "…", " "])
LINE = st.one_of(
    st.lists(SYLLABLES, min_size=1, max_size=12).map(" ".join),
    st.text(min_size=1, max_size=30),
)
TEXT = st.lists(LINE, max_size=8)


def _said(line: Marked) -> str:
    """Struck out in brackets, put in in braces."""
    signs = {Mark.GONE: "[{}]", Mark.NEW: "{{{}}}", Mark.KEPT: "{}"}
    return "".join(signs[one.mark].format(one.text) for one in line.pieces)


@settings(max_examples=300, deadline=None)
@given(TEXT, TEXT)
def test_nothing_is_lost(old: list[str], new: list[str]) -> None:
    lines = marked(old, new)
    assert [line.old for line in lines if line.old] == old
    assert [line.new for line in lines if line.new] == new
    assert [line for one in folded(lines) for line in one.lines] == lines
    assert all(piece.text for line in lines for piece in line.pieces)


@given(TEXT)
def test_a_text_beside_itself_has_no_mark(text: list[str]) -> None:
    assert all(line.is_kept for line in marked(text, text))


@pytest.mark.parametrize(
    ("was", "now", "said"),
    [
        ("Con kể với mẹ.", "Con kể với bố mẹ.", "Con kể với {bố }mẹ."),
        ("Giữ mật khẩu thật kín.", "Giữ mật khẩu kín.", "Giữ mật khẩu [thật ]kín."),
        (
            "Không gửi ảnh cho người lạ.",
            "Không gửi địa chỉ cho người lạ.",
            "Không gửi [ảnh]{địa chỉ} cho người lạ.",
        ),
        (
            "Gọi 111 khi con thấy sợ hoặc buồn.",
            "Gọi 111 khi em cảm thấy lo hoặc buồn.",
            "Gọi 111 khi [con]{em cảm} thấy [sợ]{lo} hoặc buồn.",
        ),
    ],
)
def test_words_are_marked_where_they_stand(was: str, now: str, said: str) -> None:
    (line,) = marked([was], [now])
    assert _said(line) == said
    assert (line.old, line.new) == (was, now)


def test_what_is_alike_is_paired_and_the_rest_stands_alone() -> None:
    old = ["Giữ kín mật khẩu.", "Con kể với thầy cô.", "Cả nhà cùng xem phim."]
    new = ["Giữ kín mật khẩu.", "Gọi 111 bất cứ giờ nào.", "Con kể với thầy cô giáo."]
    assert [_said(line) for line in marked(old, new)] == [
        "Giữ kín mật khẩu.",
        "{Gọi 111 bất cứ giờ nào.}",
        "Con kể với thầy cô{ giáo}.",
        "[Cả nhà cùng xem phim.]",
    ]


def test_long_unchanged_runs_are_folded_but_for_the_line_beside_a_change() -> None:
    old = [f"Câu thứ {n}." for n in range(1, 10)]
    new = [*old[:4], "Gọi số 111.", *old[4:]]
    stretches = folded(marked(old, new))
    assert [(one.is_folded, len(one.lines)) for one in stretches] == [
        (True, 3),
        (False, 3),
        (True, 4),
    ]
    assert stretches[1].lines[1].pieces == (Piece(Mark.NEW, "Gọi số 111."),)


def _text(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", html))


@pytest.mark.django_db
def test_two_versions_are_compared_in_words_by_their_makers_and_by_a_leader() -> None:
    cast = make_cast()
    (first,) = make(cast, map_of(cast, add(cast)), "social")
    second = next_version(cast, first, was="Kể với người tin", now="Kể ngay cho người tin")

    for asked in (first, second):  # whichever page one comes from, the older stands first
        page = sign_in(Client(), cast.hoa).get(f"/thu-vien-noi-bo/san-pham/{asked.pk}/so-sanh/")
        said = _text(page.content.decode())
        assert "Bản 2 so với bản 1: sửa 1 câu, thêm 0 câu, bỏ 0 câu" in said
        assert "Kể bỏ: −với hết phần bỏthêm: +ngay cho hết phần thêm người tin cậy" in said

    link = ask_approval(by=cast.hoa, product=second, by_link=True, to_name="Bà Lan").link
    page = Client().get("/" + link.split("/", 3)[3])
    assert "Khác bản trướcBản 2 so với bản 1: sửa 1 câu" in _text(page.content.decode())


@pytest.mark.django_db
def test_a_revised_source_is_marked_word_for_word_too() -> None:
    cast = make_cast()
    document = add(cast)
    (article,) = make(cast, map_of(cast, document), "article")
    lines = [line.replace("ngay trong ngày", "trong 12 giờ") for line in LINES]
    add_edition(by=cast.hoa, document=document, data=text_of(*lines), name="ban-2.txt")

    hoa = sign_in(Client(), cast.hoa)
    page = _text(hoa.get(f"/thu-vien-noi-bo/tai-lieu/{document.pk}/so-sanh/2/").content.decode())
    was = "được giúp bỏ: −ngay hết phần bỏtrong bỏ: −ngày hết phần bỏ."
    assert was in page
    assert "được giúp trong thêm: +12 giờ hết phần thêm." in page
    page = _text(hoa.get(f"/thu-vien-noi-bo/san-pham/{article.pk}/").content.decode())
    assert f"{was[:-1]}thêm: +12 giờ hết phần thêm." in page
