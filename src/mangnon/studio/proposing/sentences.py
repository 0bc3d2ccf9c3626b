"""Vietnamese prose into sentences, and long sentences into short ones that still stand alone."""

from __future__ import annotations

import re

# After these a full stop ends no sentence.
_NAMES = ["TP", "ThS", "TS", "GS", "PGS", "BS", "Ông", "v\\.v", "[A-ZĐ]"]
_SHORT = "".join(rf"(?<!\b{one})" for one in _NAMES) + r"(?<!\d)"
_END = re.compile(rf"(?:{_SHORT}\.|[!?…]|(?<=\d)\.)[”\"’]*\s+(?=[\"“(]?(\w))|;\s+(?=(\w))")
_ASIDE = re.compile(r"\s*\([^()]{0,200}\)")
# Where a long sentence may stop, the best place first.
_STOPS = (
    re.compile(r";\s"),
    re.compile(r",\s(?=(?:nhằm|để|qua đó|góp phần|đồng thời|từ đó|trong đó|bảo đảm)\b)"),
    re.compile(r"\s(?=(?:nhằm|góp phần|qua đó|từ đó)\b)"),
    re.compile(r",\s(?=(?:đăng tải|phối hợp|kịp thời|tham gia|xây dựng|tổ chức)\b)"),
    re.compile(r"\s(?=để (?:nâng cao|kịp thời|tăng cường|bảo đảm|tiếp nhận|làm|xử lý)\b)"),
    re.compile(r",\s"),
)
_LOOSE_END = " ,;:–-"
FEWEST = 4  # words of a sentence that stands alone


def sentences_of(text: str) -> list[str]:
    """The sentences of a paragraph, each with its end mark."""
    parts = [part.strip() for part in _split(text)]
    return [_ended(part) for part in parts if len(part.split()) >= 2]


def _split(text: str) -> list[str]:
    found, start = [], 0
    for hit in _END.finditer(text):
        begun = text[start : hit.start()]
        if begun.count("(") > begun.count(")"):
            continue  # inside an aside
        if hit[1] and not (hit[1].isupper() or hit[1].isdigit()):
            continue
        found.append(text[start : hit.end()].rstrip(" ;"))
        start = hit.end()
    return [*found, text[start:]]


def _ended(text: str) -> str:
    bare = (
        re.sub(r"[\s,;:./]+$", "", text) if not re.search(r"[!?…][”\"’)]*$", text) else text.strip()
    )
    whole = bare if bare[-1:] in "!?…" else f"{bare}."
    return whole[:1].upper() + whole[1:]


def shortened(text: str, longest: int) -> str | None:
    """The sentence in at most `longest` characters, by leaving out asides and what follows a stop.

    None when no part of it stands alone in that length.
    """
    if len(text) <= longest:
        return text
    bare = _ASIDE.sub("", text)
    if len(bare) <= longest:
        return _ended(bare)
    for stop in _STOPS:
        cuts = [bare[: hit.start()].rstrip(_LOOSE_END) for hit in stop.finditer(bare)]
        fitting = [cut for cut in cuts if len(cut) < longest and len(cut.split()) >= FEWEST]
        if fitting:
            return _ended(fitting[-1])
    return None
