"""The words for where a letter and the work from it stand."""

from django.db.models import TextChoices


class DirectiveState(TextChoices):
    READING = "reading", "Đang đọc"
    REFUSED = "refused", "Không đọc được"
    DRAFT = "draft", "Chờ rà soát"
    ISSUED = "issued", "Đang thực hiện"
    CLOSED = "closed", "Đã kết thúc"
    WITHDRAWN = "withdrawn", "Đã thu hồi"
    REPLACED = "replaced", "Đã thay thế"


class ClauseKind(TextChoices):
    COMMUNICATION = "communication", "Truyền thông"
    EDUCATION = "education", "Giáo dục kỹ năng"
    TECHNICAL = "technical", "Giải pháp kỹ thuật"
    TRAINING = "training", "Tập huấn"
    CONTACTS = "contacts", "Đường dây, địa chỉ hỗ trợ"
    INTERVENTION = "intervention", "Can thiệp, xử lý"
    RULES = "rules", "Quy chế, quy định"
    REPORTING = "reporting", "Báo cáo"
    OTHER = "other", "Nội dung khác"


class Part(TextChoices):
    LEAD = "lead", "Chủ trì"
    COOPERATE = "cooperate", "Phối hợp"


class State(TextChoices):
    """Where one unit stands with one clause. `letter` marks it without colour."""

    ISSUED = "issued", "Chưa tiếp nhận"
    ACKNOWLEDGED = "acknowledged", "Đã tiếp nhận"
    IN_PROGRESS = "in_progress", "Đang thực hiện"
    RETURNED = "returned", "Chờ duyệt báo cáo"
    SENT_BACK = "sent_back", "Cần bổ sung"
    ACCEPTED = "accepted", "Hoàn thành"
    FROZEN = "frozen", "Dừng thực hiện"


STATE_LETTERS: dict[str, str] = {
    State.ISSUED: "C",
    State.ACKNOWLEDGED: "N",
    State.IN_PROGRESS: "Đ",
    State.RETURNED: "B",
    State.SENT_BACK: "S",
    State.ACCEPTED: "H",
    State.FROZEN: "D",
}


class Event(TextChoices):
    ISSUE = "issue", "Giao việc"
    ACKNOWLEDGE = "acknowledge", "Tiếp nhận"
    START = "start", "Bắt đầu thực hiện"
    PROGRESS = "progress", "Cập nhật tiến độ"
    HAND_ON = "hand_on", "Giao cho người thực hiện"
    HAND_DOWN = "hand_down", "Giao xuống đơn vị trực thuộc"
    SUBMIT = "submit", "Gửi báo cáo kết quả"
    SEND_BACK = "send_back", "Trả lại để bổ sung"
    ACCEPT = "accept", "Chấp nhận kết quả"
    ASK_EXTENSION = "ask_extension", "Xin gia hạn"
    ANSWER_EXTENSION = "answer_extension", "Trả lời xin gia hạn"
    FREEZE = "freeze", "Dừng thực hiện"
    CARRY_OVER = "carry_over", "Chuyển sang văn bản thay thế"


class Side(TextChoices):
    """Who may make a move: those who received the work or those who gave it."""

    RECEIVER = "receiver", "Đơn vị được giao"
    GIVER = "giver", "Đơn vị giao việc"


class ReturnState(TextChoices):
    SUBMITTED = "submitted", "Chờ duyệt"
    ACCEPTED = "accepted", "Đã chấp nhận"
    SENT_BACK = "sent_back", "Đã trả lại"


def spoken(mark: str, order: int) -> str:
    """A clause's mark when it can be spoken of (`1`, `a`, `II`), else its place: `-` is no name."""
    bare = mark.strip(" .)")
    return bare if bare.replace(" ", "").isalnum() else str(order)
