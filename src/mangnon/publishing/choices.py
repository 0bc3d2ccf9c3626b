"""What there is to choose in publishing."""

from __future__ import annotations

from django.db.models import TextChoices


class State(TextChoices):
    """Of one post on one channel.

    SENDING, RECALLING and CORRECTING are written before the channel is called: a post found there
    when nobody works on it may have gone out or not, and is never simply sent again (UNSURE).
    """

    DRAFT = "draft", "Bản nháp"
    SCHEDULED = "scheduled", "Đã hẹn giờ"
    SENDING = "sending", "Đang đăng"
    SENT = "sent", "Đã đăng"
    CORRECTED = "corrected", "Đã đính chính"
    WAITING_HAND = "waiting_hand", "Chờ đăng bằng tay"
    UNSURE = "unsure", "Không rõ đã đăng chưa"
    FAILED = "failed", "Không đăng được"
    CANCELLED = "cancelled", "Đã bỏ"
    RECALL_DUE = "recall_due", "Chờ gỡ"
    RECALLING = "recalling", "Đang gỡ"
    HAND_RECALL = "hand_recall", "Chờ gỡ bằng tay"
    RECALLED = "recalled", "Đã gỡ"
    CORRECT_DUE = "correct_due", "Chờ đính chính"
    CORRECTING = "correcting", "Đang đính chính"
    HAND_CORRECT = "hand_correct", "Chờ đính chính bằng tay"


# Out there where people see it.
LIVE = frozenset(
    {
        State.SENT,
        State.CORRECTED,
        State.CORRECT_DUE,
        State.CORRECTING,
        State.HAND_CORRECT,
        State.RECALL_DUE,
        State.RECALLING,
        State.HAND_RECALL,
    }
)
# Out there, and on its way off.
GOING = frozenset({State.RECALL_DUE, State.RECALLING, State.HAND_RECALL})
CORRECTABLE = LIVE - GOING - {State.CORRECTING}
# Out there, and nothing is under way or waits for a hand.
STANDING = frozenset({State.SENT, State.CORRECTED})
# Not begun: may still be changed, moved and dropped.
OPEN = frozenset({State.DRAFT, State.SCHEDULED, State.WAITING_HAND, State.FAILED})
# A person has something to do.
BY_HAND = frozenset({State.WAITING_HAND, State.HAND_RECALL, State.HAND_CORRECT, State.UNSURE})
# Due -> what is noted before the channel is called.
BEGUN = {
    State.SCHEDULED: State.SENDING,
    State.RECALL_DUE: State.RECALLING,
    State.CORRECT_DUE: State.CORRECTING,
}
DUE_AGAIN = {begun: due for due, begun in BEGUN.items()}


class OfferState(TextChoices):
    """A new product for a unit that follows its kind."""

    NEW = "new", "Mới"
    TAKEN = "taken", "Đã chỉnh cho đơn vị"
    SET_ASIDE = "set_aside", "Không dùng"


# What the desk says of a post that stands though the source of its product is over.
OVER, OVER_WORDS = "over", "Nguồn hết hiệu lực"


def to_do_words(state: str) -> str:
    """Of a post in the list of what is to be seen to."""
    return OVER_WORDS if state == OVER else str(State(state).label)
