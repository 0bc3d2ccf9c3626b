"""Whatever a program sends: a clear refusal that names the field, and nothing changed."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mangnon.cases.models import Case, CaseEvent
from mangnon.cases.views.programs import MOST_BYTES
from tests.cases.api.asking import move, send
from tests.cases.machine.cast import Cast
from tests.cases.screens.conftest import Browse

UNREADABLE, INVALID = 400, 422


def stands() -> tuple[Any, ...]:
    return Case.objects.values().get(), CaseEvent.objects.count()


@pytest.mark.parametrize(
    ("body", "status", "error"),
    [
        ("{", 400, "unreadable"),
        (b"\xff\xfe", 400, "unreadable"),
        ("[" * 100_000, 400, "unreadable"),
        ('{"a":' * 50_000, 400, "unreadable"),
        ("[]", 400, "unreadable"),
        ("null", 400, "unreadable"),
        ('"a"', 400, "unreadable"),
        ('{"event": "take", "version": ' + "9" * 5_000 + "}", 400, "unreadable"),
        ('{"event": "take", "version": 1e309}', 400, "unreadable"),
        ('{"event": "take", "version": NaN}', 400, "unreadable"),
        ('{"event": "raise_urgency", "version": 3, "reason": "a\\u0000b"}', 400, "unreadable"),
        ('{"event": "raise_urgency", "version": 3, "r\\u0000": "b"}', 400, "unreadable"),
        ('{"event": "raise_urgency", "version": 3, "reason": "\\ud83c"}', 400, "unreadable"),
        ({"event": "x" * MOST_BYTES, "version": 3}, 413, "too_large"),
    ],
    ids=str,
)
def test_what_cannot_be_read_is_said(
    cast: Cast, browse: Browse, body: Any, status: int, error: str
) -> None:
    cast.taken()
    worker, before = browse(cast.worker, locked=True), stands()

    answer = send(worker, cast.case, body)

    assert (answer.status_code, answer.json()["error"]) == (status, error)
    assert answer.json()["words"]
    assert stands() == before


@pytest.mark.parametrize(
    ("event", "said", "status", "field"),
    [
        (7, {}, UNREADABLE, "event"),
        (["take"], {}, UNREADABLE, "event"),
        ("raise_urgency", {"version": "3"}, UNREADABLE, "version"),
        ("raise_urgency", {"version": True}, UNREADABLE, "version"),
        ("raise_urgency", {"version": 3.5}, UNREADABLE, "version"),
        ("raise_urgency", {}, INVALID, "reason"),
        ("raise_urgency", {"reason": "  "}, INVALID, "reason"),
        ("raise_urgency", {"reason": "a" * 4_001}, INVALID, "reason"),
        ("raise_urgency", {"reason": 7}, UNREADABLE, "reason"),
        ("raise_urgency", {"reason": None}, UNREADABLE, "reason"),
        ("raise_urgency", {"reason": "a", "khac": "b"}, UNREADABLE, "khac"),
        ("raise_urgency", {"reason": "a", "token": "b"}, UNREADABLE, "token"),
        ("raise_urgency", {"reason": "a", "received_at": "hôm qua"}, UNREADABLE, "received_at"),
        ("raise_urgency", {"reason": "a", "received_at": "2026-11-29"}, UNREADABLE, "received_at"),
        ("raise_urgency", {"reason": "a", "received_at": 10**30}, UNREADABLE, "received_at"),
        ("raise_urgency", {"reason": "a", "received_at": "9999-12-31T23:59:59Z"}, UNREADABLE,
         "received_at"),
        ("give_consent", {"who": "mẹ", "purpose": "x", "child_asked": "có"}, UNREADABLE,
         "child_asked"),
        ("give_consent", {"who": "a" * 301, "purpose": "x"}, INVALID, "who"),
    ],
)  # fmt: skip
def test_a_wrong_field_is_named(
    cast: Cast, browse: Browse, event: Any, said: dict[str, Any], status: int, field: str
) -> None:
    cast.taken()
    worker, before = browse(cast.worker, locked=True), stands()
    body = {"event": event, "version": Case.objects.get().version, **said}

    answer = send(worker, cast.case, body)

    assert (answer.status_code, answer.json()["field"]) == (status, field), answer.json()
    assert stands() == before


def test_somebody_from_elsewhere_is_no_choice(cast: Cast, browse: Browse) -> None:
    cast.taken()
    chair, before = browse(cast.chair, locked=True), stands()

    for person in (str(cast.officer.pk), "x", "00000000-0000-0000-0000-000000000007", "\u0130"):
        answer = move(chair, cast.case, "reassign", person=person)
        assert (answer.status_code, answer.json()["field"]) == (INVALID, "person")
    assert stands() == before


def test_the_words_of_a_backslash_are_words(cast: Cast, browse: Browse) -> None:
    cast.taken()

    answer = move(browse(cast.worker), cast.case, "raise_urgency", reason="em ghi \\u0000")

    assert answer.status_code == 200


@pytest.mark.parametrize("key", ["", "ngan", "x" * 201, "khóa-có-chữ\x7f"])
def test_without_a_name_of_its_own_no_request_is_taken(
    cast: Cast, browse: Browse, key: str
) -> None:
    cast.taken()
    program, before = browse(cast.worker, locked=True), stands()
    at = f"/api/ho-so/v1/vu-viec/{cast.case.pk}/buoc"
    body = {"event": "report_crime", "version": Case.objects.get().version}

    answer = program.post(
        at, body, content_type="application/json", headers={"Idempotency-Key": key}
    )

    assert (answer.status_code, answer.json()["error"]) == (400, "unreadable")
    assert stands() == before


def test_a_form_of_a_page_is_no_message(cast: Cast, browse: Browse) -> None:
    cast.taken()
    at = f"/api/ho-so/v1/vu-viec/{cast.case.pk}/buoc"
    key = {"Idempotency-Key": "buoc-0001"}

    answer = browse(cast.worker, locked=True).post(at, {"event": "report_crime"}, headers=key)

    assert (answer.status_code, answer.json()["error"]) == (415, "not_json")


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=4,
)


def test_a_paper_may_hold_anything_and_breaks_nothing(cast: Cast, browse: Browse) -> None:
    cast.taken()
    worker, before = browse(cast.worker), stands()
    keys = st.sampled_from(["urgent", "child_name", "father", "scores", "harm_now", "risk"])

    @settings(max_examples=12, database=None, derandomize=True, deadline=None,
              suppress_health_check=list(HealthCheck))  # fmt: skip
    @given(told=st.dictionaries(keys | st.text(max_size=5), ANYTHING, max_size=3))
    def ask(told: dict[str, Any]) -> None:
        answer = move(worker, cast.case, "assess_risk", paper=told)
        assert answer.status_code in (UNREADABLE, INVALID)
        assert answer.json()["words"]

    ask()
    assert stands() == before
