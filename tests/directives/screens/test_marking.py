"""Understood values are marked in the letter's text without changing a letter of it."""

from __future__ import annotations

import re
from html import unescape

from hypothesis import given
from hypothesis import strategies as st

from mangnon.directives.views.marking import Mark, mark_up

TEXT = "SỞ Y TẾ gửi UBND xã <Sơn Hà>"


def bare(markup: str) -> str:
    return unescape(re.sub(r'<span class="mark__name">[^<]*</span>|<[^>]+>', "", markup))


def test_a_value_stands_in_its_mark_with_its_name() -> None:
    made = mark_up(TEXT, [Mark("issuer_text", "Cơ quan ban hành", "issuer", 0, 7)])
    assert made == (
        '<mark class="mark mark--issuer" data-mark="issuer_text" id="vi-tri-issuer_text">'
        '<span class="mark__name">Cơ quan ban hành</span>SỞ Y TẾ</mark>'
        " gửi UBND xã &lt;Sơn Hà&gt;"
    )


def test_a_value_inside_another_is_marked_inside() -> None:
    made = mark_up("Giao Sở Y tế", [Mark("b", "B", "b", 5, 12), Mark("a", "A", "a", 0, 12)])
    assert made.index('data-mark="a"') < made.index('data-mark="b"')
    assert made.endswith("Sở Y tế</mark></mark>")


def test_a_value_found_twice_has_one_name_and_one_anchor() -> None:
    made = mark_up("a b", [Mark("x", "Tên", "t", 0, 1), Mark("x", "Tên", "t", 2, 3)])
    assert made.count("<mark ") == 2
    assert made.count("id=") == made.count("mark__name") == 1


def test_places_outside_the_text_are_left_out() -> None:
    assert mark_up("ab", [Mark("x", "X", "t", 1, 9), Mark("y", "Y", "t", 2, 2)]) == "ab"


spots = st.tuples(st.integers(-3, 60), st.integers(-3, 60))


@given(st.text(max_size=50), st.lists(spots, max_size=12))
def test_marks_never_change_the_text_and_always_close(
    text: str, spots: list[tuple[int, int]]
) -> None:
    marks = [Mark(f"f{n}", "Tên", "t", start, end) for n, (start, end) in enumerate(spots)]
    made = mark_up(text, marks)
    assert bare(made) == text
    assert made.count("<mark ") == made.count("</mark>")
