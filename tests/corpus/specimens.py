"""Reads the corpus: each letter is one marked text that holds both the letter and its truth.

The form is described in README.md. Nothing here knows how the product reads letters.
"""

import re
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

HERE = Path(__file__).parent
PARTS = ("dev", "held")
FIELDS = (
    "type",
    "issuer",
    "parent",
    "number",
    "symbol",
    "place",
    "date",
    "subject",
    "addressees",
    "grounds",
    "clauses",
    "deadline",
    "recurring",
    "signer",
    "copies",
    "urgency",
)
MANY = ("to", "ground", "authority", "copy", "warn", "stamp")
MARK = re.compile(r"(?:[*•]\s*)?\(?(?P<mark>[-–+*•]|[A-Za-zĐđ]|\d+|[IVX]+)(?P<end>[.)/:]+)?\s+")
END_OF_LETTER = "./."

Truth = dict[str, Any]


@dataclass(frozen=True)
class Block:
    """One printed paragraph, item or table row; `mark` is set on a top-level item asked for."""

    kind: Literal["text", "item", "sub", "row"]
    text: str
    mark: str = ""

    @property
    def cells(self) -> list[str]:
        return [cell.strip() for cell in self.text.strip().strip("|").split("|")]


@dataclass(frozen=True)
class Specimen:
    """A letter: what is printed (`one`, `many`, `body`, `annex`) and how (`manner`)."""

    name: str
    part: str
    manner: dict[str, str]
    one: dict[str, str]
    many: dict[str, list[str]]
    body: list[Block]
    annex: list[Block] = field(default_factory=list)
    header: list[str] = field(default_factory=list)

    @property
    def type(self) -> str:
        return self.one.get("type", "công văn")

    @property
    def is_letter(self) -> bool:
        return self.type == "công văn"

    @property
    def authority(self) -> str | None:
        return " ".join(spaced(line) for line in self.many["authority"]) or None

    @cached_property
    def truth(self) -> Truth:
        if not self.is_letter:
            return {"type": self.type}
        return {
            "type": self.type,
            **{key: self.one.get(key) for key in ("issuer", "parent", "number", "symbol", "place")},
            "date": date_parts(self.one.get("date")),
            "subject": self.one.get("subject"),
            "addressees": self.many["to"],
            "grounds": [ground(line) for line in self.many["ground"]],
            "clauses": clauses(self.body),
            "deadline": self.one.get("deadline"),
            "recurring": self.one.get("recurring"),
            "signer": {
                "authority": self.authority,
                "position": self.one.get("position"),
                "name": self.one.get("name"),
            },
            "copies": self.many["copy"],
            "urgency": self.one.get("urgency"),
            "warnings": self.many["warn"],
        }


def load(part: str) -> list[Specimen]:
    """The letters of one part (`dev`, `held`), or of both (`all`), in the order of their names."""
    parts = PARTS if part == "all" else (part,)
    return [specimen(path) for one in parts for path in sorted((HERE / one).glob("*.txt"))]


def specimen(path: Path) -> Specimen:
    head, _, rest = path.read_text("utf-8").partition("\n---\n")
    raw_header: list[str] = []
    if "\n---header\n" in head:
        head, _, printed = head.partition("\n---header\n")
        raw_header = printed.split("\n")
    body, _, annex = rest.partition("\n---annex\n")
    one: dict[str, str] = {}
    many: dict[str, list[str]] = {key: [] for key in MANY}
    for line in filter(None, head.splitlines()):
        key, _, value = line.partition(": ")
        if key in MANY:
            many[key].append(value.strip())
        else:
            one[key] = value.strip()
    manner = dict(pair.split("=", 1) for pair in one.pop("manner", "").split())
    return Specimen(
        name=f"{path.parent.name}/{path.stem}",
        part=path.parent.name,
        manner=manner,
        one=one,
        many=many,
        body=blocks(body),
        annex=blocks(annex),
        header=raw_header,
    )


def blocks(text: str) -> list[Block]:
    return [block(line) for line in text.splitlines() if line.strip()]


def block(line: str) -> Block:
    if line.startswith("|"):
        return Block("row", line)
    if line.startswith("  "):
        return Block("sub", line.strip())
    named = re.match(r"#\[(?P<mark>[^\]]+)\] (?P<text>.*)", line)
    if named:
        return Block("item", named["text"], named["mark"])
    if line.startswith("# "):
        text = line[2:].strip()
        found = MARK.match(text)
        if not found:
            raise ValueError(f"an item without a mark: {text[:60]}")
        return Block("item", text, found["mark"])
    return Block("text", line.strip())


def clauses(body: list[Block]) -> list[dict[str, str]]:
    found: list[dict[str, str]] = []
    inside = False
    for one in body:
        if one.kind == "item":
            found.append({"number": one.mark, "text": without_mark(one)})
            inside = True
        elif one.kind == "sub" and inside:
            found[-1]["text"] += " " + one.text
        else:
            inside = False
    return [{**one, "text": one["text"].removesuffix(END_OF_LETTER)} for one in found]


def without_mark(item: Block) -> str:
    pattern = rf"(?:[*•-]\s*)?\(?{re.escape(item.mark)}(?:[.)/:,]+)?\s*"
    return re.sub(rf"^{pattern}", "", item.text, count=1)


def spaced(authority: str) -> str:
    """`KT.GIÁM ĐỐC` as `KT. GIÁM ĐỐC`."""
    return re.sub(r"^(TM|KT|TL|TUQ|Q)\.\s*", r"\1. ", authority)


def date_parts(printed: str | None) -> dict[str, int | None]:
    """`5/8/2025` as numbers; a part that is not printed is written `?`."""
    parts = (printed or "?/?/?").split("/")
    return {
        key: None if part == "?" else int(part)
        for key, part in zip(("day", "month", "year"), parts, strict=True)
    }


def ground(line: str) -> dict[str, str | None]:
    notation, date, issuer = ([part.strip() or None for part in line.split("|")] + [None, None])[:3]
    return {"notation": notation, "date": date, "issuer": issuer}
