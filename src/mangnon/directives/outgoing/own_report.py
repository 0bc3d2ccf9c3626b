"""The parts of a report in which a unit tells of the work that it was given itself."""

from __future__ import annotations

from collections.abc import Iterator

from mangnon.directives.outgoing.facts import ClauseCount, Figure, ReportFacts
from mangnon.directives.outgoing.wording import number, on_day, sentence
from mangnon.kit.official.letter import Align, Block, Heading, Paragraph, Table

CENTRE = Align.CENTRE


def own_work(facts: ReportFacts) -> Iterator[Block]:
    """How far the unit is with what it was given."""
    assigned = facts.total("assigned")
    until = f"Tính đến {on_day(facts.as_of)}"
    if not assigned:
        yield Paragraph(f"{until}, {facts.reporter} chưa được giao nội dung nào.")
        return
    waiting, accepted = facts.total("returned"), facts.total("accepted")
    sent = waiting + accepted
    parts = [
        f"đã tiếp nhận {number(facts.total('received'))}/{number(assigned)} nội dung",
        f"{_contents(facts.total('in_progress'))} đang thực hiện",
        f"{_contents(sent)} đã báo cáo kết quả",
    ]
    judged = f", trong đó {_contents(accepted)} được chấp nhận, {_contents(waiting)} đang chờ duyệt"
    yield Paragraph(f"{facts.reporter} được giao {number(assigned)} nội dung.")
    yield Paragraph(f"{until}: {'; '.join(parts)}{judged if sent else ''}.")
    late = facts.total("late")
    yield Paragraph(
        f"Có {number(late)} nội dung quá hạn." if late else "Không có nội dung nào quá hạn."
    )


def _contents(count: int) -> str:
    return f"{number(count)} nội dung" if count else "chưa có nội dung nào"


def own_results(facts: ReportFacts) -> Iterator[Block]:
    """The state of each clause in words, the figures, and what was done."""
    if not facts.clauses and not facts.figures and not facts.quotes:
        yield Paragraph("Chưa có kết quả để tổng hợp.")
        return
    rows = tuple((one.mark, shortened(one.text), standing(one)) for one in facts.clauses)
    yield Heading("1", "Tình trạng từng nội dung", level=2)
    yield Table(
        ("TT", "Nội dung", "Tình trạng"),
        rows,
        widths=(1, 9, 4),
        align=(CENTRE, Align.LEFT, Align.LEFT),
    )
    yield Heading("2", "Kết quả cụ thể", level=2)
    if facts.figures:
        yield from figure_blocks(facts)
    for voice in facts.quotes:
        lead = f"- Nội dung {voice.clause}: " if voice.clause else "- "
        yield Paragraph(f"{lead}{sentence(voice.text)}")
    if not facts.quotes:
        yield Paragraph("Chưa có kết quả nào được báo cáo.")


def standing(clause: ClauseCount) -> str:
    """The state of a unit's own work on a clause, in words."""
    late = "; quá hạn" if clause.late else ""
    if clause.accepted == clause.assigned and clause.accepted:
        return "Đã hoàn thành"
    if clause.returned:
        return f"Đã báo cáo, chờ duyệt{late}"
    if clause.in_progress or clause.accepted:
        return f"Đang thực hiện{late}"
    return f"{'Đã tiếp nhận' if clause.received else 'Chưa tiếp nhận'}{late}"


def figure_blocks(facts: ReportFacts) -> Iterator[Block]:
    """The table of figures; what nobody told yet is named, not counted as nought."""
    if not facts.figures:
        yield Paragraph("Các báo cáo đã nhận không kèm số liệu tổng hợp.")
        return
    told = [figure for figure in facts.figures if figure.given_by != 0]
    untold = [figure.name for figure in facts.figures if figure.given_by == 0]
    if told:
        yield _figure_table(told)
    if untold:
        yield Paragraph(f"Chưa có đơn vị nào báo cáo số liệu về: {'; '.join(untold)}.")


def _figure_table(figures: list[Figure]) -> Table:
    """Without the columns that say nothing."""
    rows = tuple(
        (
            number(place),
            figure.name,
            number(figure.total),
            figure.unit,
            "" if figure.given_by is None else number(figure.given_by),
        )
        for place, figure in enumerate(figures, start=1)
    )
    header = ("TT", "Chỉ số", "Kết quả", "Đơn vị tính", "Số đơn vị có số liệu")
    align = (CENTRE, Align.LEFT, Align.RIGHT, CENTRE, CENTRE)
    widths = (1, 7, 2, 2.2, 2.4)
    kept = [n for n in range(len(header)) if any(row[n] for row in rows)]
    return Table(
        tuple(header[n] for n in kept),
        tuple(tuple(row[n] for n in kept) for row in rows),
        widths=tuple(widths[n] for n in kept),
        align=tuple(align[n] for n in kept),
    )


def shortened(text: str, most: int = 160) -> str:
    """A clause's text in a table: its first sentence, or cut at a word with an ellipsis."""
    said = " ".join(text.split()).rstrip(" .;")
    if len(said) <= most:
        return said
    first = said.split(". ", 1)[0]
    if len(first) <= most:
        return first
    return said[:most].rsplit(" ", 1)[0].rstrip(" ,.;:") + "…"
