"""Asking the operator's language model (any OpenAI-compatible endpoint) for the texts of a map.

Off unless the operator sets AI_URL. The source's paragraphs are sent, nothing else. What comes back
is only taken where it rests on paragraphs that exist, and is marked as made by a machine.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any
from urllib.error import URLError
from urllib.request import Request, urlopen

from mangnon.studio.maps import FEWEST, LONGEST, MOST, MOST_SENTENCES, clean
from mangnon.studio.model import Audience

TIMEOUT_S = 120
MOST_BYTES = 2**20
MOST_CHARACTERS = 24_000  # of the source


class NoAnswer(Exception):
    """The model gave nothing that can be used; the words are fit for the screen."""


@dataclass(frozen=True)
class Endpoint:
    """Where the model answers; the key may be None."""

    url: str
    model: str
    key: str | None = None


def ask(endpoint: Endpoint, values: dict[str, Any]) -> dict[str, Any]:
    """The draft with title, lead and messages as the model proposes them. Raises NoAnswer."""
    audience = Audience(values["audience"])
    answer = _post(endpoint, _messages(values, audience))
    try:
        said = json.loads(answer["choices"][0]["message"]["content"].strip().strip("`"))
    except (KeyError, IndexError, TypeError, AttributeError, ValueError):
        raise NoAnswer("Mô hình không trả lời đúng dạng. Sơ đồ giữ nguyên.") from None
    known = {one["id"] for one in values["source"]["paragraphs"]}
    messages = _taken(said, values, known)
    if len(messages) < FEWEST:
        raise NoAnswer("Mô hình không đề xuất được thông điệp nào có căn cứ trong tài liệu.")
    return {
        **values,
        "title": _sentence(said.get("title"), known, LONGEST["title"]) or values["title"],
        "lead": _sentence(said.get("lead"), known, LONGEST["sentence"]) or values["lead"],
        "messages": messages,
        "by_machine": True,
    }


def _messages(values: dict[str, Any], audience: Audience) -> list[dict[str, str]]:
    rules = (
        "Bạn biên soạn tài liệu truyền thông về an toàn trên mạng. Chỉ dùng điều có trong các đoạn"
        f" được cho. Viết cho: {audience.words}. Trả lời bằng một JSON: title, lead, messages"
        f" ({FEWEST} đến {MOST} mục; mỗi mục có heading tối đa {LONGEST['heading']} ký tự và"
        f" sentences, 1–{MOST_SENTENCES} câu tối đa {LONGEST['sentence']} ký tự). title, lead,"
        ' heading và mỗi câu có dạng {"text": "…", "grounds": ["mã đoạn"]}.'
    )
    told = "\n".join(f"[{one['id']}] {one['text']}" for one in values["source"]["paragraphs"])
    return [
        {"role": "system", "content": rules},
        {"role": "user", "content": told[:MOST_CHARACTERS]},
    ]


def _post(endpoint: Endpoint, messages: list[dict[str, str]]) -> dict[str, Any]:
    asked = {
        "model": endpoint.model,
        "messages": messages,
        "temperature": 0,
        "response_format": {"type": "json_object"},
    }
    head = {"Content-Type": "application/json"}
    if endpoint.key:
        head["Authorization"] = f"Bearer {endpoint.key}"
    # The address is the operator's own setting, http or https (`readers.service_url`).
    request = Request(  # noqa: S310
        f"{endpoint.url}/chat/completions", json.dumps(asked).encode(), head
    )
    try:
        with urlopen(request, timeout=TIMEOUT_S) as answer:  # noqa: S310
            said = json.loads(answer.read(MOST_BYTES))
    except (URLError, OSError, ValueError) as wrong:
        raise NoAnswer(f"Không hỏi được mô hình ({type(wrong).__name__}).") from None
    if not isinstance(said, dict):
        raise NoAnswer("Mô hình không trả lời đúng dạng. Sơ đồ giữ nguyên.")
    return said


def _taken(said: Any, values: dict[str, Any], known: set[str]) -> list[dict[str, Any]]:
    rows = said.get("messages") if isinstance(said, dict) else None
    pictures = [one["picture"] for one in values["messages"]]
    taken: list[dict[str, Any]] = []
    for row in rows if isinstance(rows, list) else []:
        if not isinstance(row, dict) or len(taken) == MOST:
            continue
        heading = _sentence(row.get("heading"), known, LONGEST["heading"])
        given = row.get("sentences")
        sentences = [
            one
            for text in (given if isinstance(given, list) else [])[:MOST_SENTENCES]
            if (one := _sentence(text, known, LONGEST["sentence"]))
        ]
        if heading and sentences:
            place = len(taken)
            picture = pictures[place] if place < len(pictures) else ""
            taken.append(
                {
                    "id": f"m{place + 1}",
                    "heading": heading,
                    "sentences": sentences,
                    "picture": picture,
                    "figure": None,
                }
            )
    return taken


def _sentence(said: Any, known: set[str], longest: int) -> dict[str, Any] | None:
    """A sentence that rests on something; None for one without grounds, empty or too long."""
    if not isinstance(said, dict):
        return None
    text, given = clean(said.get("text")), said.get("grounds")
    grounds = [key for key in (given if isinstance(given, list) else []) if key in known]
    return {"text": text, "grounds": grounds} if text and grounds and len(text) <= longest else None
