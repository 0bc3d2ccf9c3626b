"""Which addressees a clause is for, by the bodies that it names. Pure; a person confirms.

A body named before "phối hợp" leads, one named after it co-operates. A clause that names no
addressee is for all of them. A school is reached through the department of education when the
schools are not addressed themselves.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from mangnon.directives.choices import Part
from mangnon.kit.vietnamese.keys import tone_key

# A kind of body, as clauses and as addressee lines name it.
_BODIES: tuple[tuple[str, str, str], ...] = (
    ("police", r"công an", r"công an"),
    ("schools", r"các trường (?!hợp)|nhà trường|trường học|cơ sở giáo dục", r"\btrường\b"),
    (
        "education",
        r"sở giáo dục|ngành giáo dục|sở gd|phòng giáo dục|phòng gd",
        r"giáo dục|gd ?(&|và) ?đt|\bgd\b",
    ),
    (
        "communes",
        r"(ubnd|ủy ban nhân dân) (các )?(xã|phường|cấp xã|huyện|thành phố)|cấp xã"
        r"|chính quyền địa phương|các địa phương",
        r"xã|phường|đặc khu|huyện|cấp xã|địa phương",
    ),
    ("health", r"sở y tế|ngành y tế|trạm y tế", r"y tế"),
    ("culture", r"sở văn hóa|ngành văn hóa", r"văn hóa"),
    ("science", r"sở khoa học|sở thông tin", r"khoa học|thông tin"),
    ("press", r"cơ quan báo chí|đài phát thanh|báo và phát thanh|báo chí", r"báo|đài"),
    ("youth", r"đoàn thanh niên|tỉnh đoàn", r"tỉnh đoàn|thanh niên"),
    ("women", r"hội liên hiệp phụ nữ|hội phụ nữ", r"phụ nữ"),
    ("centre", r"trung tâm công tác xã hội", r"công tác xã hội"),
)
_COMPILED = tuple(
    (name, re.compile(tone_key(clause)), re.compile(tone_key(line)))
    for name, clause, line in _BODIES
)
_TOGETHER = re.compile(tone_key(r"phối hợp (chặt chẽ )?(với|cùng)"))
_END_OF_LIST = re.compile(r"[.;:]|\b(để|nhằm|trong việc|tổ chức|triển khai|thực hiện|tăng cường)\b")
_FALLBACK = {"schools": "education"}


def _bodies_of_line(text: str) -> set[str]:
    words = tone_key(text)
    return {name for name, _, line in _COMPILED if line.search(words)}


def _named(words: str) -> set[str]:
    return {name for name, clause, _ in _COMPILED if clause.search(words)}


def _split(words: str) -> tuple[str, str]:
    """What leads and what comes after "phối hợp với", up to the end of that list."""
    found = _TOGETHER.search(words)
    if found is None:
        return words, ""
    rest = words[found.end() :]
    end = _END_OF_LIST.search(rest)
    cut = end.start() if end else len(rest)
    return words[: found.start()] + " " + rest[cut:], rest[:cut]


def _match(bodies: set[str], lines: Sequence[set[str]]) -> set[int]:
    held = {body for line in lines for body in line}
    wanted = {body if body in held else _FALLBACK.get(body, body) for body in bodies}
    return {place for place, line in enumerate(lines) if line & wanted}


def propose_parties(text: str, addressees: Sequence[str]) -> dict[int, Part]:
    """The part of each addressee (by its place in the list) in a clause.

    Only a body in the first words leads alone: bodies further in are usually spoken about, not to.
    """
    lines = [_bodies_of_line(line) for line in addressees]
    leading, together = _split(tone_key(text))
    lead = _match(_named(leading[:60]), lines)
    cooperate = _match(_named(together), lines) - lead
    if not lead:
        lead = set(range(len(addressees))) - cooperate or set(range(len(addressees)))
    parts = dict.fromkeys(sorted(lead), Part.LEAD)
    return parts | dict.fromkeys(sorted(cooperate - lead), Part.COOPERATE)
