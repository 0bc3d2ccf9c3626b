"""The words of what a filter counts: `+games` is "mở (trò chơi)", `dv:tiktok` is "chặn: TikTok"."""

from __future__ import annotations

from mangnon.gateway.engine.data import services
from mangnon.gateway.engine.plan import SERVICE
from mangnon.gateway.serve.words import category_words

OF_CATEGORY = "nhóm:"  # before a category in an allowance
_OWN = {"own": "danh sách riêng", "ordered": "theo văn bản của cơ quan có thẩm quyền"}
_MARKS = {"+": "mở", "?": "mở, giống", "=": "mở theo cho phép"}


def words_of(key: str) -> str:
    """A category, a service, an own list or a name for the screen; what is not known as it is."""
    if key.startswith(SERVICE) and (service := services().get(key.removeprefix(SERVICE))):
        return service.words
    bare = key.removeprefix(OF_CATEGORY)
    return _OWN.get(bare) or category_words(bare)


def answer_words(counted: str) -> str:
    """What became of an answer, by the word under which it was counted."""
    if not counted:
        return "mở"
    if counted[0] in _MARKS:
        return f"{_MARKS[counted[0]]} ({words_of(counted[1:])})"
    return f"chặn: {words_of(counted)}"
