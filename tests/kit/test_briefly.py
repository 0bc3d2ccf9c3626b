"""Answers remembered for a moment."""

from __future__ import annotations

import pytest

from mangnon.kit import briefly as module
from mangnon.kit.briefly import briefly


@pytest.fixture(autouse=True)
def time(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    now = [100.0]
    monkeypatch.setattr(module, "SECONDS", 2.0)
    monkeypatch.setattr(module.time, "monotonic", lambda: now[0])
    return now


def test_it_is_asked_once_a_moment_and_for_each_argument(time: list[float]) -> None:
    asked: list[str] = []

    @briefly
    def name_of(one: str) -> str:
        asked.append(one)
        return one.upper()

    assert [name_of("a"), name_of("b"), name_of("a")] == ["A", "B", "A"]
    assert asked == ["a", "b"]
    time[0] += 2.0
    assert name_of("a") == "A"
    assert asked == ["a", "b", "a"]


def test_nobody_is_asked_for_anew() -> None:
    there: list[str] = []

    @briefly
    def people() -> tuple[str, ...]:
        return tuple(there)

    assert people() == ()
    there.append("Hoa")
    assert people() == ("Hoa",)


def test_it_never_grows_beyond_its_measure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_MOST", 2)
    asked: list[int] = []

    @briefly
    def same(number: int) -> int:
        asked.append(number)
        return number

    for number in (1, 2, 3, 3, 1):
        same(number)

    assert asked == [1, 2, 3, 1]
