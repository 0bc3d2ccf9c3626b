"""Automatic numbers of lists in Word files, which Word counts and does not write into the text."""

from xml.etree.ElementTree import Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_ROMANS = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


class Numbering:
    """The counters of one file; paragraphs must be asked for in reading order."""

    def __init__(self, root: Element | None) -> None:
        self._levels: dict[tuple[str, str], tuple[str, str, int]] = {}
        self._counts: dict[tuple[str, str], int] = {}
        if root is None:
            return
        shapes = {each.get(f"{W}abstractNumId", ""): each for each in root.iter(f"{W}abstractNum")}
        for number in root.iter(f"{W}num"):
            shape = number.find(f"{W}abstractNumId")
            if shape is not None and (found := shapes.get(shape.get(f"{W}val", ""))) is not None:
                self._add(number.get(f"{W}numId", ""), found)

    def _add(self, number: str, shape: Element) -> None:
        for level in shape.iter(f"{W}lvl"):
            start = _value(level, "start", "1")
            self._levels[number, level.get(f"{W}ilvl", "0")] = (
                _value(level, "numFmt", "decimal"),
                _value(level, "lvlText", "%1."),
                int(start) if start.isdigit() and len(start) < 6 else 1,
            )

    def next_for(self, paragraph: Element) -> str:
        """The number Word would print before the paragraph, a space after it; "" without one."""
        place = paragraph.find(f"{W}pPr/{W}numPr")
        if place is None:
            return ""
        number, level = _value(place, "numId", "0"), _value(place, "ilvl", "0")
        found = self._levels.get((number, level))
        if found is None or found[0] == "none":
            return ""
        self._count(number, level, found[2])
        return "- " if found[0] == "bullet" else self._printed(number, found[1]) + " "

    def _count(self, number: str, level: str, start: int) -> None:
        self._counts[number, level] = self._counts.get((number, level), start - 1) + 1
        for other in [key for key in self._counts if key[0] == number and key[1] > level]:
            del self._counts[other]

    def _printed(self, number: str, pattern: str) -> str:
        for level in range(9):
            if f"%{level + 1}" in pattern:
                kind = self._levels.get((number, str(level)), ("decimal", "", 1))
                count = self._counts.get((number, str(level)), kind[2])
                pattern = pattern.replace(f"%{level + 1}", _numeral(count, kind[0]))
        return pattern


def _value(parent: Element, tag: str, default: str) -> str:
    found = parent.find(W + tag)
    return found.get(f"{W}val", default) if found is not None else default


def _numeral(count: int, kind: str) -> str:
    if kind.endswith("Letter") and 0 < count <= len(_LETTERS):
        letter = _LETTERS[count - 1]
        return letter.upper() if kind.startswith("upper") else letter
    if kind.endswith("Roman") and 0 < count < 40:
        roman = ""
        for value, sign in _ROMANS:
            while count >= value:
                roman, count = roman + sign, count - value
        return roman.upper() if kind.startswith("upper") else roman
    return f"{count:02d}" if kind == "decimalZero" else str(count)
