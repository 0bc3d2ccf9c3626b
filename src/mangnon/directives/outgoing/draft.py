"""An outline that a person edits before it becomes a letter: sections of paragraphs and tables."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from mangnon.kit.official.letter import (
    Align,
    Annex,
    Block,
    Heading,
    Items,
    Paragraph,
    Quote,
    Run,
    Table,
)

BLOCKS: dict[str, type[Any]] = {
    "paragraph": Paragraph,
    "heading": Heading,
    "items": Items,
    "quote": Quote,
    "table": Table,
}
TABLE_LINE = re.compile(r"^\[Bảng (\d+)[^\]]*\]$")
HEADING_LINE = re.compile(r"^(\d{1,2})\. (.*[^\s.;:,!?…])$")
QUOTE_LINE = re.compile(r"^“(.+)” \((.+)\)\.?$")


@dataclass(frozen=True, slots=True)
class ReportSection:
    """A numbered part: "I", its title, its blocks."""

    mark: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class ReportDraft:
    """A report before it is a letter."""

    subject: str
    opening: str
    sections: tuple[ReportSection, ...]
    closing: str
    annexes: tuple[Annex, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """Plain values, fit for JSON; `draft_from_dict` reads them back."""
        return {
            "subject": self.subject,
            "opening": self.opening,
            "closing": self.closing,
            "sections": [
                {
                    "mark": section.mark,
                    "title": section.title,
                    "blocks": [_block_as_dict(block) for block in section.blocks],
                }
                for section in self.sections
            ],
            "annexes": [
                {
                    "title": annex.title,
                    "landscape": annex.landscape,
                    "blocks": [_block_as_dict(block) for block in annex.body],
                }
                for annex in self.annexes
            ],
        }


def draft_from_dict(data: Mapping[str, Any]) -> ReportDraft:
    """The draft that `as_dict` wrote. Raises KeyError, TypeError or ValueError on other data."""
    return ReportDraft(
        subject=data["subject"],
        opening=data["opening"],
        closing=data["closing"],
        sections=tuple(
            ReportSection(part["mark"], part["title"], _blocks_from(part["blocks"]))
            for part in data["sections"]
        ),
        annexes=tuple(
            Annex(part["title"], _blocks_from(part["blocks"]), part["landscape"])
            for part in data["annexes"]
        ),
    )


def section_text(section: ReportSection) -> str:
    """A section as the text a person edits, one block a line; a table is "[Bảng 1: name]"."""
    lines, tables = [], 0
    for block in section.blocks:
        if isinstance(block, Table):
            tables += 1
            name = f": {block.caption}" if block.caption else ""
            lines.append(f"[Bảng {tables}{name.replace(']', ')')}]")
        else:
            lines += _lines(block)
    return "\n".join(lines)


def with_text(section: ReportSection, text: str) -> ReportSection:
    """The section with edited text; the tables named in it stay, the others go."""
    tables = [block for block in section.blocks if isinstance(block, Table)]
    blocks: list[Block] = []
    for line in filter(None, map(str.strip, text.splitlines())):
        if found := TABLE_LINE.match(line):
            place = int(found[1]) - 1
            blocks += tables[place : place + 1] if place >= 0 else []
        else:
            blocks.append(_block_from_line(line))
    return replace(section, blocks=tuple(blocks))


def _lines(block: Block) -> list[str]:
    match block:
        case Paragraph(text=str(text)):
            return [" ".join(text.split())]
        case Paragraph(text=runs):
            return ["".join(run.text for run in runs if isinstance(run, Run))]
        case Heading():
            return [f"{block.mark}. {block.text}" if block.mark else block.text]
        case Quote():
            return [f"“{block.text}” ({block.source})."]
        case Items():
            return [f"- {item}" for item in block.items]
    return []


def _block_from_line(line: str) -> Block:
    if found := HEADING_LINE.match(line):
        return Heading(found[1], found[2], level=2)
    if found := QUOTE_LINE.match(line):
        return Quote(found[1], found[2])
    return Paragraph(line)


def _block_as_dict(block: Block) -> dict[str, Any]:
    kind = next(name for name, made in BLOCKS.items() if isinstance(block, made))
    return {"kind": kind, **asdict(block)}


def _blocks_from(parts: list[dict[str, Any]]) -> tuple[Block, ...]:
    return tuple(_block_from_dict(part) for part in parts)


def _block_from_dict(part: Mapping[str, Any]) -> Block:
    values = {name: _frozen(value) for name, value in part.items() if name != "kind"}
    if part["kind"] == "table":
        values["align"] = tuple(Align(side) for side in values.get("align", ()))
    if part["kind"] == "paragraph":
        values["align"] = Align(values.get("align", Align.JUSTIFY))
    block: Block = BLOCKS[part["kind"]](**values)
    return block


def _frozen(value: Any) -> Any:
    """Lists from JSON as tuples; a mapping with text is a run."""
    if isinstance(value, list | tuple):
        return tuple(_frozen(part) for part in value)
    return Run(**value) if isinstance(value, dict) else value
