"""The workflow as a page of documentation, written from the table itself."""

from __future__ import annotations

from mangnon.directives.choices import STATE_LETTERS, Event, Side, State
from mangnon.directives.workflow import MOVES


def page() -> str:
    """Markdown: the states with their letters, a diagram, and the table of moves."""
    return "\n".join(
        [
            "# Việc giao đi qua những bước nào",
            "",
            "<!-- Sinh ra bằng: make docs -->",
            "",
            "| Trạng thái | Chữ trên bảng |",
            "|---|---|",
            *(f"| {State(state).label} | {letter} |" for state, letter in STATE_LETTERS.items()),
            "",
            "```mermaid",
            "stateDiagram-v2",
            *_arrows(),
            "```",
            "",
            "| Việc làm | Từ trạng thái | Đến trạng thái | Ai làm | Phải kèm |",
            "|---|---|---|---|---|",
            *_rows(),
            "",
        ]
    )


def _arrows() -> list[str]:
    return [
        f"    {start.name} --> {move.end.name}: {Event(move.event).label}"
        for move in MOVES
        if move.end
        for start in move.start
        if start != move.end
    ]


def _rows() -> list[str]:
    return [
        f"| {Event(move.event).label} "
        f"| {', '.join(str(State(start).label) for start in move.start)} "
        f"| {State(move.end).label if move.end else 'giữ nguyên'} "
        f"| {Side(move.side).label} "
        f"| {', '.join(f'`{need}`' for need in move.needs) or '–'} |"
        for move in MOVES
    ]


if __name__ == "__main__":
    print(page(), end="")  # noqa: T201  a program whose output is the page
