"""A progress report from counted facts: an outline to edit, then a letter. No figure is invented:
a part with nothing to say says so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from mangnon.directives.outgoing.draft import ReportDraft, ReportSection
from mangnon.directives.outgoing.facts import ClauseCount, ReportFacts, Voice
from mangnon.directives.outgoing.own_report import (
    figure_blocks,
    own_results,
    own_work,
    shortened,
)
from mangnon.directives.outgoing.wording import names, number, on_day, sentence, share
from mangnon.kit.official.letter import (
    Align,
    Annex,
    Block,
    Heading,
    Kind,
    Letterhead,
    OfficialLetter,
    Paragraph,
    Quote,
    Table,
)

NAMED_IN_TEXT = 10  # more units without a return than this go to an annex
CENTRE = Align.CENTRE
COUNTS = ("assigned", "received", "in_progress", "returned", "accepted", "late")


def compile_report(facts: ReportFacts) -> ReportDraft:
    """The outline of a report: how it was set going, results, difficulties, proposals."""
    reference = facts.directive.full()
    carried_out, results = (own_work, own_results) if facts.own else (_carried_out, _results)
    return ReportDraft(
        subject=f"Kết quả thực hiện {reference}",
        opening=f"Thực hiện {reference}, {facts.reporter} báo cáo kết quả thực hiện "
        f"tính đến {on_day(facts.as_of)} như sau:",
        sections=(
            ReportSection("I", "TÌNH HÌNH TRIỂN KHAI", tuple(carried_out(facts))),
            ReportSection("II", "KẾT QUẢ THỰC HIỆN", tuple(results(facts))),
            ReportSection("III", "KHÓ KHĂN, VƯỚNG MẮC", _difficulties(facts)),
            ReportSection("IV", "ĐỀ XUẤT, KIẾN NGHỊ", _proposals(facts)),
        ),
        closing=f"Trên đây là báo cáo kết quả thực hiện {facts.directive.short()}.",
        annexes=tuple(_annexes(facts)),
    )


def draft_to_letter(draft: ReportDraft, head: Letterhead) -> OfficialLetter:
    """The edited draft as a BÁO CÁO; the closing is addressed when there is one addressee."""
    body: list[Block] = [Paragraph(draft.opening)]
    for section in draft.sections:
        body += [Heading(section.mark, section.title), *section.blocks]
    body.append(Paragraph(_addressed(draft.closing, head)))
    return head.letter(
        kind=Kind.REPORT, subject=draft.subject, body=tuple(body), annexes=draft.annexes
    )


def _addressed(closing: str, head: Letterhead) -> str:
    if len(head.addressees) != 1 or "kính gửi" in closing.lower():
        return closing
    addressee = head.addressees[0]
    return f"{closing.rstrip(' ./')}, {head.issuer} kính gửi {addressee} xem xét, chỉ đạo."


# --- I. how it was set going --------------------------------------------------------------------


def _carried_out(facts: ReportFacts) -> Iterator[Block]:
    assigned = facts.total("assigned")
    until = f"Tính đến {on_day(facts.as_of)}"
    if not assigned:
        yield Paragraph(f"{until}, các nội dung của văn bản chưa được giao cho đơn vị nào.")
        return
    yield Paragraph(
        f"{facts.reporter} đã giao {number(len(facts.clauses))} nội dung cho "
        f"{number(facts.units)} đơn vị, tổng cộng {number(assigned)} lượt giao việc "
        "(mỗi lượt là một nội dung giao cho một đơn vị)."
    )
    yield Paragraph(f"{until}: {_standing(facts, assigned)}")
    yield Paragraph(_late(facts, assigned))
    yield Paragraph(_silent(facts))


def _standing(facts: ReportFacts, assigned: int) -> str:
    received, working = facts.total("received"), facts.total("in_progress")
    waiting, accepted = facts.total("returned"), facts.total("accepted")
    sent = waiting + accepted
    parts = [
        f"{number(received)}/{number(assigned)} lượt đã được đơn vị tiếp nhận"
        f"{share(received, assigned)}",
        f"{_turns(working)} đang thực hiện",
        f"{_turns(sent)} gửi báo cáo kết quả{share(sent, assigned) if sent else ''}",
    ]
    judged = f", trong đó {_turns(accepted)} được chấp nhận, {_turns(waiting)} đang chờ duyệt"
    return "; ".join(parts) + (judged if sent else "") + "."


def _turns(count: int) -> str:
    return f"{number(count)} lượt" if count else "chưa có lượt nào"


def _late(facts: ReportFacts, assigned: int) -> str:
    late = facts.total("late")
    if not late:
        return "Không có lượt giao việc nào quá hạn."
    return f"Có {number(late)} lượt giao việc quá hạn{share(late, assigned)}."


def _silent(facts: ReportFacts) -> str:
    silent = facts.silent_units
    if not silent:
        return f"Tất cả {number(facts.units)} đơn vị được giao đã gửi báo cáo."
    if len(silent) == facts.units:
        return "Chưa có đơn vị nào gửi báo cáo."
    start = f"Còn {number(len(silent))}/{number(facts.units)} đơn vị chưa gửi báo cáo"
    if len(silent) > NAMED_IN_TEXT:
        return f"{start} (danh sách tại Phụ lục kèm theo)."
    return f"{start}: {', '.join(silent)}."


# --- II. results --------------------------------------------------------------------------------


def _results(facts: ReportFacts) -> Iterator[Block]:
    if not facts.clauses and not facts.figures and not facts.quotes:
        yield Paragraph("Chưa có kết quả để tổng hợp.")
        return
    parts = [
        ("Kết quả theo từng nội dung", _clause_blocks(facts)),
        ("Số liệu tổng hợp", figure_blocks(facts)),
        ("Kết quả nổi bật do các đơn vị báo cáo", _quote_blocks(facts)),
    ]
    for place, (title, blocks) in enumerate(parts, start=1):
        yield Heading(str(place), title, level=2)
        yield from blocks


def _clause_blocks(facts: ReportFacts) -> Iterator[Block]:
    if not facts.clauses:
        yield Paragraph("Chưa có nội dung nào được giao.")
        return
    header = (
        "TT",
        "Nội dung",
        "Được giao",
        "Đã tiếp nhận",
        "Đang thực hiện",
        "Chờ duyệt",
        "Chấp nhận",
        "Quá hạn",
    )
    totals = tuple(number(facts.total(name)) for name in COUNTS)
    yield Table(
        header,
        tuple(_clause_row(clause) for clause in facts.clauses),
        widths=(1, 6.4, 1.4, 1.4, 1.4, 1.3, 1.4, 1.2),
        align=(CENTRE, Align.LEFT, *(CENTRE,) * 6),
        caption=f"Tiến độ theo nội dung, tính đến {on_day(facts.as_of)} (lượt giao việc)",
        total=("", "Tổng cộng", *totals),
    )


def _clause_row(clause: ClauseCount) -> tuple[str, ...]:
    counts = (number(getattr(clause, name)) for name in COUNTS)
    return (clause.mark, shortened(clause.text), *counts)


def _quote_blocks(facts: ReportFacts) -> Iterator[Block]:
    if not facts.quotes:
        yield Paragraph(_no_quotes(facts))
    for voice in facts.quotes:
        where = f"{voice.unit}, nội dung {voice.clause}" if voice.clause else voice.unit
        yield Quote(" ".join(voice.text.split()).rstrip("."), where)


def _no_quotes(facts: ReportFacts) -> str:
    waiting = facts.total("returned")
    if waiting and not facts.total("accepted"):
        return (
            f"Có {number(waiting)} báo cáo đang chờ duyệt; nội dung chỉ được trích sau khi báo cáo "
            "được chấp nhận."
        )
    if waiting or facts.total("accepted"):
        return "Không có nội dung được trích từ báo cáo của các đơn vị."
    return "Chưa có báo cáo của các đơn vị nên chưa có nội dung để trích."


# --- III, IV ------------------------------------------------------------------------------------


def _difficulties(facts: ReportFacts) -> tuple[Block, ...]:
    if facts.difficulties:
        return _voices(facts.difficulties, named=not facts.own)
    return (Paragraph(_nothing(facts, "khó khăn, vướng mắc")),)


def _proposals(facts: ReportFacts) -> tuple[Block, ...]:
    if facts.proposals:
        return _voices(facts.proposals, named=not facts.own)
    return (Paragraph(_nothing(facts, "đề xuất, kiến nghị")),)


def _nothing(facts: ReportFacts, what: str) -> str:
    if facts.total("returned") + facts.total("accepted") == 0:
        whose = "báo cáo kết quả" if facts.own else "báo cáo của các đơn vị"
        return f"Chưa có {whose} nên chưa tổng hợp được {what}."
    if facts.own:
        return f"Không có {what}."
    return f"Báo cáo của các đơn vị không nêu {what}."


def _voices(voices: Iterable[Voice], *, named: bool) -> tuple[Block, ...]:
    """One paragraph for each thing said, with all who said it when they are `named`."""
    said: dict[str, list[str]] = {}
    for voice in voices:
        units = said.setdefault(sentence(voice.text), [])
        if voice.unit not in units:
            units.append(voice.unit)
    return tuple(
        Paragraph(f"- {text.rstrip('.')} ({names(units)})." if named else f"- {text}")
        for text, units in said.items()
        if text
    )


def _annexes(facts: ReportFacts) -> Iterator[Annex]:
    silent = facts.silent_units
    if len(silent) > NAMED_IN_TEXT and len(silent) < facts.units:
        rows = tuple((number(place), name, "") for place, name in enumerate(silent, start=1))
        align = (CENTRE, Align.LEFT, Align.LEFT)
        table = Table(("TT", "Đơn vị", "Ghi chú"), rows, widths=(1, 8, 6), align=align)
        yield Annex("Danh sách đơn vị chưa gửi báo cáo", (table,))
