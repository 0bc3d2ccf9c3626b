"""Clean lines put in order: head, addressees, body, foot, annex, as blocks with their roles."""

import re
from typing import NamedTuple

from mangnon.directives.letters.addressees import addressee_pieces, part_salute, salute_at
from mangnon.directives.letters.bodies import is_capitals
from mangnon.directives.letters.classify import Title, title_in
from mangnon.directives.letters.foot import annex_at, foot_at, foot_pieces
from mangnon.directives.letters.header import head_pieces
from mangnon.directives.letters.layout import Line, Page, Piece, Role, set_out
from mangnon.directives.letters.misread import mended, mended_name
from mangnon.directives.letters.repair import without_noise
from mangnon.directives.letters.wrap import paragraphs

_HEAD_SIGN = re.compile(
    r"S[ốôỐÔ]\s?:|[Vv]\s?/\s?[Vv]|V/V|Độc lập|CỘNG HÒA|CỘNG HOÀ"
    r"|ng[àa]y.{0,20}th[áa]ng.{0,20}n[ăa]m\s{0,9}\d{4}$"
)
_LONGEST_HEAD = 25
_LONGEST_HEAD_LINE = 160


class Sheet(NamedTuple):
    """The letter laid out: its blocks, the kind its title names, what was noticed on the way."""

    page: Page
    title: Title | None
    saluted: bool
    notes: list[str]


_FORMULAS = (Role.PARENT, Role.ISSUER, Role.AUTHORITY, Role.POSITION)


def arrange(lines: list[Line], *, whole: bool, scanned: bool = False) -> Sheet:
    """Blocks of the whole document in reading order.

    whole: each line is a whole paragraph. scanned: the lines were read by OCR.
    """
    salute = salute_at(lines)
    if salute is None:
        lines = part_salute(lines)
        salute = salute_at(lines)
    title = title_in(lines[:salute])
    pieces, rest = _upper_part(lines, salute, title, whole)
    rest, notes = without_noise(rest)
    if salute is not None and rest:
        addressed, used = addressee_pieces(rest, whole)
        pieces, rest = pieces + addressed, rest[used:]
    pieces += _lower_part(rest, whole)
    if scanned:
        pieces = list(map(_mended_piece, pieces))
    return Sheet(set_out(pieces), title, salute is not None, notes)


def _mended_piece(piece: Piece) -> Piece:
    if piece.role is Role.NAME:
        return piece._replace(text=mended_name(piece.text))
    return piece._replace(text=mended(piece.text)) if piece.role in _FORMULAS else piece


def _upper_part(
    lines: list[Line], salute: int | None, title: Title | None, whole: bool
) -> tuple[list[Piece], list[Line]]:
    if title is not None:
        below = lines[title.line + 1 : salute]
        summary = _summary(below)
        pieces = [*head_pieces(lines[: title.line]), Piece(Role.TITLE, lines[title.line].text, 1)]
        pieces += (
            [Piece(Role.SUBJECT, " ".join(line.text for line in below[:summary]), 1)]
            if summary
            else []
        )
        return pieces, lines[title.line + 1 + summary :]
    end = salute if salute is not None else _head_end(lines)
    return head_pieces(lines[:end]), lines[end:]


def _summary(lines: list[Line]) -> int:
    """How many lines below the title tell what it is about."""
    count = 0
    for line in lines[:6]:
        if re.match(
            r"Kính gửi|Căn cứ|Thực hiện [^v]{0,20}số|[IVX1]{1,3}\.|Điều|-{3}|_{3}|CHỦ TỊCH|ỦY BAN"
            r"|GIÁM ĐỐC",
            line.text,
        ):
            break
        if count and (len(line.text) > 110 or (line.after_gap and line.text[:1].isupper())):
            break
        count += 1
    return count


def _head_end(lines: list[Line]) -> int:
    """Where the head ends when nothing but its own shape tells."""
    end = 0
    for index, line in enumerate(lines[:_LONGEST_HEAD]):
        if len(line.text) > _LONGEST_HEAD_LINE and "CỘNG" not in line.text:
            break
        if _HEAD_SIGN.search(line.text) or (is_capitals(line.text) and index == end):
            end = index + 1
    return end if any(_HEAD_SIGN.search(line.text) for line in lines[:end]) else 0


def _lower_part(lines: list[Line], whole: bool) -> list[Piece]:
    foot = foot_at(lines)
    annex = foot + annex_at(lines[foot:])
    below = [piece._replace(role=Role.ANNEX) for piece in paragraphs(lines[annex:], whole)]
    return paragraphs(lines[:foot], whole) + foot_pieces(lines[foot:annex]) + below
