"""What is wrong with a map, part by part, in the words of `studio.maps.checked`.

`checked` stops at the first fault. Here each part is tried alone in a map that is otherwise whole,
so that the page can say every fault beside its own field.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from mangnon.studio.maps import FEWEST, MOST, checked
from mangnon.studio.pictures import pictures
from mangnon.studio.refusals import BadMap


def problems(values: dict[str, Any]) -> dict[str, str]:
    """Words by part: "title", "lead", "messages", "message-0", "panel-0", "question-0"."""
    found = {part: words for part, said in _trials(values) if (words := _wrong(said))}
    count = len(values.get("messages", []))
    if not FEWEST <= count <= MOST:
        found["messages"] = f"Cần từ {FEWEST} đến {MOST} thông điệp; sơ đồ này có {count}."
    if not found and (words := _wrong(values)):
        found["whole"] = words
    return found


def _wrong(values: dict[str, Any]) -> str:
    try:
        checked(values)
    except BadMap as wrong:
        return str(wrong)
    return ""


def _trials(values: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    whole = _whole(values)
    yield "title", whole | {"title": values.get("title")}
    yield "lead", whole | {"lead": values.get("lead")}
    for place, message in enumerate(values.get("messages", [])[:MOST]):
        yield f"message-{place}", whole | {"messages": _with(message, place)}
    for place, panel in enumerate(values.get("panels", [])):
        yield f"panel-{place}", whole | {"panels": [panel]}
    for place, question in enumerate(values.get("questions", [])):
        yield f"question-{place}", whole | {"questions": [question]}


def _whole(values: dict[str, Any]) -> dict[str, Any]:
    """A map of the same source in which nothing is wrong."""
    return {
        "title": {"text": "Tên", "grounds": []},
        "lead": None,
        "audience": values.get("audience"),
        "made_on": values.get("made_on"),
        "source": values.get("source"),
        "messages": [_good(place) for place in range(FEWEST)],
        "panels": [],
        "questions": [],
    }


def _good(place: int) -> dict[str, Any]:
    said = {"text": "Câu", "grounds": []}
    return {
        "id": f"x{place}",
        "heading": said,
        "sentences": [said],
        "picture": next(iter(pictures())),
    }


def _with(message: dict[str, Any], place: int) -> list[dict[str, Any]]:
    """The message stands where it does in the map, so that its number in the words is right."""
    rows = [_good(at) for at in range(max(FEWEST, place + 1))]
    rows[place] = message
    return rows
