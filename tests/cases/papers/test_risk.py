"""Counting suggests, and says why; a worker decides."""

from __future__ import annotations

import pytest

from mangnon.cases.papers import suggest_risk
from mangnon.cases.papers.risk import rules
from mangnon.cases.papers.schema import Scale
from tests.cases.papers.filled import FILLED, SCORES


def scores(harm: str, ability: str) -> dict[str, str]:
    """Three letters a side: C, T, H for Cao, Trung bình, Thấp."""
    level = {"C": "high", "T": "medium", "H": "low"}
    harms = zip(("harm_now", "harm_access", "harm_care"), harm, strict=True)
    abilities = zip(("able_self", "able_tell", "able_adults"), ability, strict=True)
    return {key: level[letter] for key, letter in (*harms, *abilities)}


@pytest.mark.parametrize("form", ["02", "03", "06"])
@pytest.mark.parametrize(
    ("harm", "ability", "level"),
    [
        ("CCC", "HHH", "high"),
        ("CTT", "TTT", "high"),
        ("CCH", "CCT", "medium"),
        ("TTT", "HHH", "medium"),
        ("HHH", "CHH", "low"),
        ("CCT", "CCC", "low"),
    ],
)
def test_the_side_with_more_high_scores_decides(
    form: str, harm: str, ability: str, level: str
) -> None:
    assert suggest_risk(scores(harm, ability), form).level == level


def test_a_suggestion_counts_aloud_and_says_that_its_rule_was_not_compared() -> None:
    said = suggest_risk(FILLED["02"])

    assert said.words == "Cao"
    assert said.counts[Scale.HARM] == {"high": 2, "medium": 1, "low": 0}
    assert said.reasons == (
        "Về mức độ tổn hại: 2 Cao, 1 Trung bình, 0 Thấp.",
        "Về khả năng tự bảo vệ, phục hồi: 1 Cao, 1 Trung bình, 1 Thấp.",
        "Số mục tổn hại ở mức Cao nhiều hơn số mục khả năng ở mức Cao.",
    )
    assert said.unverified


def test_nothing_is_suggested_before_all_is_judged() -> None:
    half = {key: value for key, value in SCORES.items() if key != "able_tell"}
    said = suggest_risk(half)

    assert said.level == ""
    assert said.reasons == (
        "Chưa chấm: Khả năng trẻ em biết và tìm được người lớn có thể bảo vệ mình.",
    )
    assert suggest_risk({}, "04").reasons == ("Mẫu này không có phần chấm.",)


def test_a_province_may_put_its_own_table() -> None:
    stricter = [
        type(rule)(rule.compared, "high", rule.words, rule.certainty, rule.source)
        for rule in rules()
    ]
    assert [rule.compared for rule in rules()] == ["more", "equal", "less"]
    assert suggest_risk(scores("CCT", "CCC"), table=stricter).level == "high"
