"""The machine as pages: a drawing that prints on one sheet, and a page of the documentation.

Both are written from the table and from the rules of the clocks; nothing is told twice.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from mangnon.cases.choices import Part, Region, State
from mangnon.cases.clocks import Rule, rules
from mangnon.cases.drawing import (
    BOX_H,
    BOX_W,
    GREEN,
    INK,
    LINE,
    STEP,
    badge,
    box,
    head,
    is_from_everywhere,
    ladder,
    numbered,
    path,
    titles_of,
)
from mangnon.cases.machine.needs import NEEDS
from mangnon.cases.machine.table import FINAL, OPEN, Move
from mangnon.kit.svg import Svg, drawing, element, group

SHORT = {
    Part.RECEIVER: "nơi tiếp nhận",
    Part.HEAD: "điều phối",
    Part.WORKER: "người được giao",
    Part.CHAIR: "Chủ tịch xã",
    Part.SUPERVISOR: "đầu mối tỉnh",
    Part.POLICE: "công an",
    Part.PARTNER: "phối hợp",
}
# Which rule an effect of the table starts.
CLOCK_OF = {
    "clock_ack": "ack",
    "clock_plan": "plan",
    "clock_approval": "approval",
    "clock_services": "service",
    "clock_separation": "separation",
    "clock_separation_on": "separation",
    "clock_crime": "crime",
    "clock_content": "content",
    "fresh_round": "emergency_12h",
}
_UNITS = {"minutes": "phút", "hours": "giờ", "days": "ngày", "workdays": "ngày làm việc"}
TITLE = "Vụ việc đi qua những bước nào"
COLUMNS = (("", 34), ("Việc làm", 262), ("Ai làm", 290), ("Mẫu", 50), ("Hạn bắt đầu tính", 200))
_TABLE_X, _TOP = 420, 92


def length(rule: Rule) -> str:
    """`12 giờ`, `7 ngày làm việc *`: the star says that nobody has compared it with the law."""
    star = "" if rule.is_checked else " *"
    if rule.unit == "until":
        return f"đến ngày đã ghi{star}"
    in_office = f" (giờ hành chính: {rule.office_amount})" if rule.office_amount else ""
    return f"{rule.amount} {_UNITS[rule.unit]}{in_office}{star}"


def clock_words(move: Move) -> str:
    started = [rules()[CLOCK_OF[name]] for name in move.effects if name in CLOCK_OF]
    return ", ".join(length(rule) for rule in started)


def who(move: Move) -> str:
    return ", ".join(SHORT[part] for part in move.parts)


# --- the drawing --------------------------------------------------------------------------------


def diagram() -> Svg:
    """The whole table on one sheet."""
    main = ladder(Region.MAIN, _main_titles(), FINAL)
    table, table_height = _key(_TABLE_X, _TOP)
    below = max(_TOP + main.height, _TOP + table_height) + 64
    regions, region_height, region_width = _regions(below)
    width = max(_TABLE_X + sum(wide for _, wide in COLUMNS), region_width) + 24
    return drawing(
        width,
        below + region_height + 40,
        element("rect", x=0, y=0, width=width, height=below + region_height + 40, fill="#ffffff"),
        _words(24, 36, TITLE, size=20, weight=700),
        _words(24, 56, "Nghị định 56/2017/NĐ-CP, Điều 25 đến 32. Mỗi số là một việc làm trong "
               "bảng. Dấu * : thời hạn chưa đối chiếu với văn bản.", size=11.5, ink=LINE),
        _words(24, 73, _twelve_hours(), size=11.5, ink=LINE),
        element("g", main.svg, _from_everywhere(main.width), transform=f"translate(16 {_TOP})"),
        table,
        regions,
        title=TITLE,
        desc="; ".join(_spoken()),
        class_="case-machine",
    )  # fmt: skip


def _twelve_hours() -> str:
    hours = length(rules()["emergency_12h"])
    return f"{hours} can thiệp khẩn cấp tính từ lúc nơi đầu tiên nhận tin, không bao giờ lùi lại."


def _main_titles() -> list[tuple[str, str]]:
    """Void stands aside: it is reached from everywhere."""
    return [(state, words) for state, words in titles_of(Region.MAIN) if state != State.VOID]


def _from_everywhere(x: float) -> Svg:
    """The bracket along the open states, and where it leads."""
    marks = [mark for mark, move in numbered() if is_from_everywhere(move) and move.end]
    bottom = STEP * (len(OPEN) - 1) + BOX_H / 2
    y = STEP * len(OPEN) + STEP
    line = [(x - 8, BOX_H / 2), (x, BOX_H / 2), (x, bottom)]
    return group(
        path([*line, (x - 8, bottom)]),
        path([(x, bottom), (x, y - 6)]),
        head(x, y, "down"),
        badge(x, y - STEP / 2, marks),
        _words(x - 118, y - 10, "từ mọi bước còn mở", size=10.5, ink=LINE),
        box(x - BOX_W + 20, y, str(State.VOID.label), fill=GREEN, ink="#ffffff"),
    )


def _key(x: float, y: float) -> tuple[Svg, float]:
    """The numbers explained, region by region; its height."""
    rows, at = [], y
    for name, words in (("MAIN", "Quy trình chính"), *_other_regions()):
        rows.append(_heading(x, at, words))
        at += 26
        for mark, move in numbered():
            if move.region == Region[name]:
                row, height = _row(x, at, mark, move)
                rows.append(row)
                at += height
        at += 8
    return group(*rows), at - y


def _other_regions() -> Iterator[tuple[str, str]]:
    return ((region.name, str(region.label)) for region in Region if region != Region.MAIN)


def _heading(x: float, y: float, words: str) -> Svg:
    wide = sum(width for _, width in COLUMNS)
    titles, at = [], x
    for number, (name, width) in enumerate(COLUMNS):
        said = words if number == 1 else name
        titles.append(_words(at + 6, y + 15, said, size=11, weight=600, ink="#ffffff"))
        at += width
    bar = element("rect", x=x, y=y, width=wide, height=22, fill=GREEN)
    return group(bar, *titles)


def _row(x: float, y: float, mark: int, move: Move) -> tuple[Svg, float]:
    said = move.words if move.end else f"{move.words} (giữ nguyên bước)"
    cells = [
        textwrap.wrap(said, 46),
        textwrap.wrap(who(move), 52),
        [move.form],
        textwrap.wrap(clock_words(move), 36),
    ]
    height = max(len(lines) for lines in cells) * 13 + 8
    drawn, at = [badge(x + 16, y + 10, [mark])], x + COLUMNS[0][1]
    for lines, (_, width) in zip(cells, COLUMNS[1:], strict=True):
        drawn += [
            _words(at + 6, y + 14 + 13 * line, words, size=10.5) for line, words in enumerate(lines)
        ]
        at += width
    line = element("line", x1=x, y1=y + height, x2=at, y2=y + height, stroke="#d5ded9")
    return group(*drawn, line), height


def _regions(y: float) -> tuple[Svg, float, float]:
    """The four that run beside the main line; their height and width."""
    drawn, x, highest = [], 24.0, 0.0
    for region in Region:
        if region == Region.MAIN:
            continue
        one = ladder(region, titles_of(region))
        drawn.append(_words(x + 8, y - 14, str(region.label), size=13, weight=700))
        drawn.append(element("g", one.svg, transform=f"translate({x:.0f} {y:.0f})"))
        x += one.width + 34
        highest = max(highest, one.height)
    band = element(
        "rect",
        x=12,
        y=y - 38,
        width=x - 24,
        height=highest + 62,
        rx=6,
        fill="none",
        stroke="#d5ded9",
    )
    return group(band, *drawn), highest, x


def _words(x: float, y: float, said: str, *, size: float, weight: int = 400, ink: str = INK) -> Svg:
    return element("text", said, x=x, y=y, font_size=size, font_weight=weight, fill=ink)


def _spoken() -> Iterator[str]:
    """The edges in words, for those who cannot see the drawing."""
    for mark, move in numbered():
        words = dict(titles_of(move.region))
        start = "mọi bước còn mở" if is_from_everywhere(move) else ", ".join(
            words[state] for state in move.start
        )  # fmt: skip
        yield f"{mark}. {move.words}: từ {start} đến {words[move.end] if move.end else 'như cũ'}"


# --- the page -----------------------------------------------------------------------------------


def page() -> str:
    """Markdown: the drawing's edges, the table of moves by region, the rules of the clocks."""
    return "\n".join(
        [
            f"# {TITLE}",
            "",
            "<!-- Sinh ra bằng: make docs -->",
            "",
            "Một bảng duy nhất (`src/mangnon/cases/machine/table.py`) quyết định mọi bước: nút "
            "bấm, API, phép thử và trang này đều lấy từ đó. Bản vẽ để in: "
            "`mangnon cases machine --diagram --out vu-viec.svg`.",
            "",
            "```mermaid",
            "stateDiagram-v2",
            *_arrows(),
            "```",
            "",
            *(line for region in Region for line in _table(region)),
            "## Các thời hạn",
            "",
            "Sửa ở `src/mangnon/cases/data/rules.csv`. “Chưa đối chiếu”: chưa ai so với văn bản; "
            "hãy so trước khi dùng thật.",
            "",
            "| Việc | Thời hạn | Căn cứ | Nguồn | Mức tin cậy |",
            "|---|---|---|---|---|",
            *(_rule(rule) for rule in rules().values()),
            "",
            "Báo ở 50, 75, 90 và 100 % thời gian (riêng cách ly: 3 ngày trước và khi hết): người "
            "được giao; thêm người đứng đầu đơn vị chủ trì; thêm nơi tiếp nhận; thêm đầu mối cấp "
            "tỉnh. Quá hạn rồi thì trong thống kê luôn là quá hạn, kể cả khi sau đó đã làm xong.",
            "",
        ]
    )


def _arrows() -> Iterator[str]:
    for mark, move in numbered():
        if move.region == Region.MAIN and move.end and not is_from_everywhere(move):
            for start in move.start:
                yield f"    {State(start).name} --> {State(move.end).name}: {mark}. {move.words}"


def _table(region: Region) -> Iterator[str]:
    words = dict(titles_of(region))
    yield f"## {region.label}"
    yield ""
    yield "| Số | Việc làm | Từ bước | Đến bước | Ai làm | Mẫu | Phải kèm | Hạn bắt đầu tính |"
    yield "|---|---|---|---|---|---|---|---|"
    for mark, move in numbered():
        if move.region != region:
            continue
        start = ", ".join(words[state] for state in move.start)
        cells = [
            str(mark),
            move.words,
            "mọi bước còn mở" if is_from_everywhere(move) else start,
            words[move.end] if move.end else "giữ nguyên",
            ", ".join(str(part.label) for part in move.parts),
            move.form or "–",
            ", ".join(NEEDS[need].label for need in move.needs) or "–",
            clock_words(move) or "–",
        ]
        yield f"| {' | '.join(cells)} |"
    yield ""


def _rule(rule: Rule) -> str:
    certainty = "đã đối chiếu" if rule.is_checked else "**chưa đối chiếu**"
    said = length(rule).removesuffix(" *")
    return f"| {rule.words} | {said} | {rule.article} | {rule.source} | {certainty} |"
