"""To whom a letter goes: the lines from "Kính gửi" up to the first paragraph of the body."""

import re

from mangnon.directives.letters.bodies import begins_body
from mangnon.directives.letters.layout import Line, Piece, Role

SALUTE = re.compile(
    r"[\W_]{0,4}K[iíìĩỉ1l]nh\s{0,3}g[ửừứữưuúùủ][iíìỉ1l]\b\s{0,9}[:;.]?\s{0,9}[-–]?\s{0,4}",
    re.IGNORECASE,
)
_MARK = re.compile(r"(?:[-–—+*•▪●◦·~]|\d{1,2}[.)]|[a-zđ]\))\s{0,9}(?=\w)")
_NEXT_ON_LINE = re.compile(r";\s{0,9}(?:[-–—+•]\s{0,9})?(?=\S)")
_NEXT_MARK = re.compile(r";\s{0,9}(?=[-–—+•]\s)")
_END = " ;,.:"
_BODY_OPENING = re.compile(
    r"(?:Căn cứ|Thực hiện|Triển khai|Tiếp theo|Theo |Để |Nhằm |Trong |Thời gian|Hiện nay|Vừa qua"
    r"|Qua |Ngày "
    r"|Xét |Trước |Phúc đáp|Trả lời|Hưởng ứng|Ngay sau|Luật |Nghị |Quyết định|Công văn|Bộ quy tắc"
    r"|Sau khi"
    r"|Trên cơ sở|Kế hoạch|Chương trình|Từ )"
)
# "Sở Y tế đề nghị UBND xã thực hiện:" opens the list of what is asked, not of who is asked.
_ASKS = re.compile(r"\b(?:đề nghị|yêu cầu|kính đề nghị|giao)\b[^;]*:$")
_LONG = 60


def salute_at(lines: list[Line], most: int = 60) -> int | None:
    """Index of the line that begins with "Kính gửi", among the first ones; None without."""
    for index, line in enumerate(lines[:most]):
        hit = SALUTE.match(line.text)
        if hit and (
            ":" in hit[0] or len(line.text) < _LONG or line.text[hit.end() :][:1].isupper()
        ):
            return index
    return None


def part_salute(lines: list[Line]) -> list[Line]:
    """Give "Kính gửi:" a line of its own when it stands inside one."""
    for index, line in enumerate(lines[:40]):
        at = line.text.find("Kính gửi:")
        if at > 0:
            before, after = line.text[:at].rstrip(), line.text[at:]
            parts = [line._replace(text=before), line._replace(text=after, after_gap=False)]
            return [*lines[:index], *parts, *lines[index + 1 :]]
    return lines


def addressee_pieces(lines: list[Line], whole: bool) -> tuple[list[Piece], int]:
    """The label and one piece an addressee, and how many lines they took.

    lines: from the one with "Kính gửi" on.
    """
    hit = SALUTE.match(lines[0].text)
    cut = hit.end() if hit else 0
    label = lines[0].text[:cut].rstrip(" -–")
    entries: list[Line] = []
    if rest := lines[0].text[cut:].strip():
        entries.append(lines[0]._replace(text=rest))
    used = 1
    for index, line in enumerate(lines[1:40], 1):
        inside = _inside_marked(entries, lines[index : index + 3])
        if not inside and not _belongs(entries, line, whole):
            break
        if inside or (entries and _goes_on(entries[-1].text, line.text)):
            entries[-1] = entries[-1]._replace(text=f"{entries[-1].text} {line.text}")
        else:
            entries.append(line)
        used += 1
    pieces = [Piece(Role.LABEL, label, lines[0].page)]
    return pieces + [piece for entry in entries for piece in _pieces_of(entry)], used


def _inside_marked(entries: list[Line], ahead: list[Line]) -> bool:
    """True for a wrapped part of an entry with a mark: another marked entry follows it."""
    if not entries or _MARK.match(ahead[0].text) or not _MARK.match(entries[-1].text):
        return False
    if entries[-1].text.endswith(".") or _BODY_OPENING.match(ahead[0].text):
        return False
    sign = entries[-1].text[0]
    return len(ahead[0].text) < 2 * _LONG and any(line.text[0] == sign for line in ahead[1:])


def _belongs(entries: list[Line], line: Line, whole: bool) -> bool:
    """True when the line is still of the list of addressees."""
    text = line.text
    if _MARK.match(text):
        return not entries or not (
            _MARK.match(entries[-1].text) is None and entries[-1].text.endswith(".")
        )
    if not entries:
        return True
    last = entries[-1].text
    if last.endswith((".", "./.")) and not last.endswith(("TP.", "Tp.")):
        return False
    if text[:1].islower():
        return True
    if _BODY_OPENING.match(text) or _ASKS.search(text) or len(text) > 2 * _LONG:
        return False
    if last.endswith((";", ",")):
        return len(text) < _LONG or begins_body(text) or text.endswith((".", ";"))
    plain = _MARK.match(last) is None
    return (
        plain
        and not whole
        and len(text) < _LONG
        and (begins_body(text) or text.endswith((".", ";")))
    )


def _goes_on(last: str, text: str) -> bool:
    return (
        not _MARK.match(text) and not last.endswith(";") and (text[:1].islower() or len(last) > 40)
    )


def _parts_of(text: str, marked: bool) -> list[str]:
    """Entries on one line; "Các sở: Y tế; Nội vụ" is one, with a list of its own."""
    parts: list[str] = []
    for part in (_NEXT_MARK if marked else _NEXT_ON_LINE).split(text):
        if parts and ": " in parts[-1] and not begins_body(part):
            parts[-1] = f"{parts[-1]}; {part}"
        else:
            parts.append(part)
    return parts


def _pieces_of(entry: Line) -> list[Piece]:
    pieces = []
    marked = _MARK.match(entry.text) is not None
    for part in _parts_of(entry.text, marked):
        hit = _MARK.match(part)
        lead = hit.end() if hit else 0
        value = part[lead:].strip().removesuffix("./.").rstrip(_END)
        if value:
            pieces.append(Piece(Role.ADDRESSEE, part[:lead] + value, entry.page, lead))
    return pieces
