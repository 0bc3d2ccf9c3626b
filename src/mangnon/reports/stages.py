"""What a reporter sees of the work: a pure function of the stage, and of nothing else.

No name, no note, no reason of the staff has a way into these words.
"""

from __future__ import annotations

from dataclasses import dataclass

from mangnon.reports.choices import Lane, ReportState, Stage

STAGE_OF: dict[str, Stage] = {
    ReportState.RECEIVED: Stage.RECEIVED,
    ReportState.TRIAGED: Stage.READING,
    ReportState.LINKED: Stage.CHECKING,
    ReportState.REFERRED_OUT: Stage.PASSED_ON,
    ReportState.CONTENT_ONLY: Stage.HELPING,
    # That a report is a twin of another is not told: somebody else's report is nobody's business.
    ReportState.DUPLICATE: Stage.CHECKING,
    ReportState.NO_ACTION: Stage.DONE,
}
STEPS = (Stage.RECEIVED, Stage.READING, Stage.CHECKING, Stage.HELPING, Stage.DONE)
_WORDS = {
    Stage.RECEIVED: ("Lời nhắn đã đến nơi.", "Sẽ có người đọc. Hãy quay lại xem sau."),
    Stage.READING: ("Đã có người đọc.", "Họ đang xem nên giúp thế nào."),
    Stage.CHECKING: ("Đang tìm hiểu thêm.", "Có người đang lo việc này."),
    Stage.HELPING: ("Đang giúp đỡ.", "Việc giúp đỡ đã bắt đầu."),
    Stage.DONE: ("Việc này đã xong.", "Nếu còn chuyện, hãy viết thêm ở dưới."),
    Stage.PASSED_ON: ("Đã chuyển đến nơi khác lo.", "Nơi đó có trách nhiệm giúp việc này."),
}
_IN_DANGER = {
    Lane.CHILD: "Nếu đang nguy hiểm, hãy gọi 111 ngay.",
    Lane.ADULT: "Nếu trẻ đang gặp nguy hiểm, hãy gọi 111 hoặc 113 ngay.",
}


@dataclass(frozen=True)
class Progress:
    """`step` of `of`, 0 when the way has no steps."""

    title: str
    words: str
    warning: str
    step: int
    of: int = len(STEPS)


def progress(stage: str, lane: str) -> Progress:
    title, words = _WORDS[Stage(stage)]
    at = STEPS.index(Stage(stage)) + 1 if stage in STEPS else 0
    return Progress(title, words, _IN_DANGER[Lane(lane)], at)
