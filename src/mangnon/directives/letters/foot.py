"""The foot of a letter: who gets a copy ("Nơi nhận") and who signs.

In print two columns; copies come with both on each line, or one after the other in either order.
"""

import re
from collections.abc import Iterator

from mangnon.directives.letters.bodies import (
    capitals,
    is_capitals,
    starts_authority,
    starts_post,
    without_rank,
)
from mangnon.directives.letters.layout import Line, Piece, Role
from mangnon.directives.letters.repair import is_stamp

COPIES = re.compile(
    r"[\W_]{0,4}N[oơờởớ][iíìl1]\s{0,3}nh[aâậạăặầấ]n\b\s{0,9}[:;.]?\s{0,9}", re.IGNORECASE
)
_MARK = re.compile(r"[-–—+*•▪●~]\s{0,9}(?=[\w(])")
_WIDE = re.compile(r"\s{3,}|\t+|\s{2,}(?=[A-ZĐÀ-Ỹ(])|\s\|\s")
_SIGNED = re.compile(
    r"[\W_]{0,3}(?:đã\s{1,4}k[ýíyỳ]|k[ýí],? (?:đóng dấu|tên)|đã ký[^)]{0,30})[\W_]{0,3}",
    re.IGNORECASE,
)
_NAME_WORD = re.compile(r"[A-ZĐÀ-ỸƠƯĂÂÊÔ][\w'’-]*")
_ANNEX = re.compile(
    r"(?:PHỤ LỤC|Phụ lục|DANH SÁCH|DANH MỤC|BIỂU MẪU|Biểu mẫu|MẪU|Mẫu số|ĐỀ CƯƠNG|BẢNG|\(Kèm theo"
    r"|\(Ban hành)"
)
_END = " ;,.:"
_ON_ONE_LINE = re.compile(r"(?<=;)\s{0,9}")
_INITIAL = re.compile(r"\s[A-ZĐ]\.$")
_COLUMN_END = re.compile(r"(?<=[;.,)])\s{1,9}(?=[(A-ZĐÀ-Ỹ])")
_LABEL = re.compile(r"[^;.]{2,40}:")


def foot_at(lines: list[Line]) -> int:
    """Index of the first line of the foot; the number of lines when there is none."""
    for index, line in enumerate(lines):
        text = line.text
        if len(text) > 140:
            continue
        if COPIES.match(text) and (len(text) < 12 or ":" in text[:16] or _WIDE.search(text)):
            return index
        if starts_authority(text) and (is_capitals(text[:14], 0.6) or len(text) < 30):
            return index
        if index and len(text) < 50 and is_capitals(text) and starts_post(text):
            return index
    return len(lines)


def annex_at(lines: list[Line]) -> int:
    """Index of the first line of an annex below the foot; their number when there is none."""
    for index, line in enumerate(lines):
        if index and _ANNEX.match(line.text):
            return index
    return len(lines)


def foot_pieces(lines: list[Line]) -> list[Piece]:
    """The foot's lines as blocks: label, copies, authority, position, name; copies first."""
    left: list[Piece] = []
    right: list[Piece] = []
    for line, segment, alone in _segments(lines):
        if COPIES.match(segment):
            left.append(Piece(Role.LABEL, segment.rstrip(), line.page))
        elif _is_copy(segment, left, right, alone):
            _add_copy(left, segment, line.page)
        else:
            _add_signing(right, segment, line)
    return left + _settled(right)


def _segments(lines: list[Line]) -> Iterator[tuple[Line, str, bool]]:
    """Each column of each line; the third value is true when it has the line for itself."""
    for line in lines:
        if is_stamp(line.text):
            continue
        parts = [part.strip(" |") for part in _WIDE.split(line.text)]
        for part in parts:
            yield from ((line, each, len(parts) == 1) for each in _unstuck(part) if each)


def _unstuck(text: str) -> list[str]:
    """A copy line and what the other column printed on it with a single space between."""
    if hit := COPIES.match(text):
        rest = text[hit.end() :].strip()
        return [hit[0].strip(), *_unstuck(rest)] if rest else [text]
    if not _MARK.match(text):
        return [text]
    for cut in _COLUMN_END.finditer(text):
        rest = text[cut.end() :]
        if (
            starts_authority(rest)
            or (is_capitals(rest) and starts_post(rest))
            or _SIGNED.fullmatch(rest)
        ):
            return [text[: cut.start()], rest]
        if text[cut.start() - 1] in ";." and _is_name(rest) and not rest.endswith((";", ".")):
            return [text[: cut.start()], rest]
    return [text]


def _is_copy(text: str, left: list[Piece], right: list[Piece], alone: bool) -> bool:
    if not left:
        return False
    if _MARK.match(text):
        return True
    if (
        starts_authority(text)
        or _SIGNED.fullmatch(text)
        or (is_capitals(text) and starts_post(text))
    ):
        return False
    if alone and _closed(left) and _is_name(text):
        return False
    if right and _is_name(text) and not text.endswith((";", ".")) and not _wants_more(left):
        return False
    return not _closed(left)


def _closed(left: list[Piece]) -> bool:
    """True after "Lưu: VT", the last of the copies by rule."""
    last = left[-1]
    kept = last.role is Role.COPY and capitals(last.text[last.lead : last.lead + 8]).startswith(
        "LUU"
    )
    return kept and not _wants_more(left)


def _wants_more(left: list[Piece]) -> bool:
    return left[-1].role is Role.COPY and left[-1].text.rstrip().endswith((",", "-", " và"))


def _add_copy(left: list[Piece], text: str, page: int) -> None:
    hit = _MARK.match(text)
    last = left[-1]
    goes_on = last.role is Role.COPY and not hit and not last.text.endswith((";", "."))
    if goes_on:
        left[-1] = last._replace(text=f"{last.text} {text}")
    elif not hit and _LABEL.fullmatch(text) and not text.startswith("Lưu"):
        left.append(Piece(Role.LABEL, text, page))
    elif last.role is Role.LABEL and not hit and text.count(";") > 1:
        left.extend(Piece(Role.COPY, each, page) for each in _ON_ONE_LINE.split(text) if each)
    else:
        left.append(Piece(Role.COPY, text, page, hit.end() if hit else 0))


def _add_signing(right: list[Piece], text: str, line: Line) -> None:
    last = right[-1] if right else None
    if _SIGNED.fullmatch(text):
        right.append(Piece(Role.SIGNED, text, line.page))
    elif starts_authority(text):
        right.append(Piece(Role.AUTHORITY, text, line.page))
    elif starts_post(text) and (
        is_capitals(text)
        or not _is_name(text)
        or (last is not None and last.role is Role.AUTHORITY)
    ):
        right.append(Piece(Role.POSITION, text, line.page))
    elif (
        last
        and is_capitals(text)
        and last.role in (Role.AUTHORITY, Role.POSITION)
        and not line.after_gap
    ):
        right[-1] = last._replace(text=f"{last.text} {text}")
    elif _is_name(text) and last:
        right.append(Piece(Role.NAME, text, line.page))
    else:
        right.append(Piece(Role.STRAY, text, line.page))


def _is_name(text: str) -> bool:
    """True for two to seven words that each begin with a capital, after a rank or not."""
    words = without_rank(text.strip(" .,")).split()
    return 2 <= len(words) <= 7 and len(text) < 50 and all(map(_NAME_WORD.fullmatch, words))


def _settled(right: list[Piece]) -> list[Piece]:
    """One name: the last one; what only looked like names before it is stray."""
    names = [index for index, piece in enumerate(right) if piece.role is Role.NAME]
    return [
        piece._replace(role=Role.STRAY) if index in names[:-1] else piece
        for index, piece in enumerate(right)
    ]


def copy_value(text: str) -> str:
    """A copy line without its end mark."""
    bare = text.strip().removesuffix("./.").rstrip(" ;,:")
    return bare if _INITIAL.search(bare) else bare.rstrip(_END)
