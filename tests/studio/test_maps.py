"""A message map is whole or refused by name."""

from __future__ import annotations

import json
import unicodedata
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mangnon.studio.maps import as_values, checked, clean, from_json, from_toml
from mangnon.studio.refusals import BadMap
from tests.studio.plans import plan, values

JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4)
    ),
    max_leaves=12,
)
KEYS = sorted(values())


def test_a_map_goes_out_as_values_and_comes_back_equal() -> None:
    made = plan()

    assert from_json(json.dumps(as_values(made), ensure_ascii=False)) == made


def test_words_are_composed_and_stand_one_space_apart() -> None:
    loose = unicodedata.normalize("NFD", "Giữ  kín\u00a0thông tin\u200b riêng ")

    assert clean(loose) == "Giữ kín thông tin riêng"


def test_every_paragraph_that_a_map_rests_on_is_known() -> None:
    assert plan().grounds() == {"d1", "d2", "d3", "d4"}


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"messages": []}, "Cần từ 3 đến 9 thông điệp; sơ đồ này có 0."),
        ({"title": {"text": "x", "grounds": ["d9"]}}, "không có đoạn ấy"),
        ({"title": {"text": " "}}, "Tiêu đề: chưa có chữ."),
        ({"title": {"text": "dài " * 40}}, "nhiều nhất 90"),
        ({"audience": "ai-do"}, "Đối tượng (audience)"),
        ({"made_on": "hôm qua"}, "cần ngày như 2026-11-30"),
        ({"source": None}, "Tài liệu nguồn (source)"),
        (
            {"panels": [{"who": "mai", "mood": "bay", "says": "A"}]},
            "không có nhân vật “mai” với nét mặt “bay”",
        ),
        (
            {"questions": [{"ask": "?", "answers": ["a", "b"], "right": 2, "because": "c"}]},
            "chưa nói lựa chọn nào đúng",
        ),
    ],
)
def test_what_is_wrong_is_named(changed: dict[str, Any], said: str) -> None:
    with pytest.raises(BadMap, match=None) as refusal:
        checked(values(**changed))

    assert said in str(refusal.value)


def test_a_picture_that_is_not_there_is_named() -> None:
    said = values()
    said["messages"][0]["picture"] = "unicorn"

    with pytest.raises(BadMap, match="không có hình nào tên “unicorn”"):
        checked(said)


def test_a_share_above_its_whole_is_refused() -> None:
    said = values()
    said["messages"][0]["figure"] |= {"value": 120}

    with pytest.raises(BadMap, match="từ 0 đến tổng"):
        checked(said)


@given(st.sampled_from(KEYS), JSON)
@settings(max_examples=150, deadline=None)
def test_any_value_anywhere_is_a_map_or_a_named_refusal(key: str, said: Any) -> None:
    try:
        made = checked(values(**{key: said}))
    except BadMap:
        return

    assert checked(as_values(made)) == made


@given(st.text(max_size=200))
@settings(max_examples=100, deadline=None)
def test_any_file_is_a_map_or_a_named_refusal(text: str) -> None:
    for reader in (from_toml, from_json):
        with pytest.raises(BadMap):
            reader(text)
