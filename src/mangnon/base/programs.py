"""How programs are spoken with: JSON is read within bounds, a refusal has a name and words.

Every error is `{"error": name, "words": Vietnamese}`, with the `field` at fault where there is one.
"""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest, JsonResponse

# Addresses for programs that act for whoever is signed in: what middleware and pages of errors say
# there is JSON too.
AT = "/api/"
SHORTEST_KEY, LONGEST_KEY = 8, 200


class Answered(Exception):
    """A request that is not taken: its status, the name of the error, words for a person."""

    def __init__(self, status: int, error: str, words: str, **more: Any) -> None:
        super().__init__(words)
        self.status = status
        self.said = {"error": error, "words": words} | more

    @property
    def response(self) -> JsonResponse:
        return answer(self.said, self.status)


def answer(said: dict[str, Any], status: int = 200) -> JsonResponse:
    return JsonResponse(said, status=status, json_dumps_params={"ensure_ascii": False})


def is_program(request: HttpRequest) -> bool:
    return request.path_info.startswith(AT)


def idempotency_key(request: HttpRequest) -> str:
    """The name that a program gave its request. Raises Answered."""
    key = request.headers.get("Idempotency-Key", "").strip()
    if not SHORTEST_KEY <= len(key) <= LONGEST_KEY or not key.isprintable():
        words = f"Idempotency-Key phải dài từ {SHORTEST_KEY} đến {LONGEST_KEY} ký tự."
        raise Answered(400, "unreadable", words)
    return key


def message_in(request: HttpRequest, most_bytes: int) -> Any:
    """The JSON of the body, whatever it is. Raises Answered."""
    if request.content_type != "application/json":
        raise Answered(415, "not_json", "Content-Type phải là application/json")
    too_large = Answered(413, "too_large", f"Nội dung lớn hơn {most_bytes} byte")
    if int(request.META.get("CONTENT_LENGTH") or 0) > most_bytes:
        raise too_large
    body = request.read(most_bytes + 1)
    if len(body) > most_bytes:
        raise too_large
    try:
        message = json.loads(body.decode())
        json.dumps(message, ensure_ascii=False).encode()  # half of a surrogate pair is no text
    except (ValueError, RecursionError):
        raise Answered(400, "unreadable", "Nội dung không phải JSON đúng, mã hóa UTF-8.") from None
    return message
