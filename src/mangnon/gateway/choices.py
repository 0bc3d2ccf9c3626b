"""What there is to choose in steering the filters."""

from __future__ import annotations

from django.db.models import TextChoices


class Group(TextChoices):
    MAM_NON = "mam_non", "Mầm non (3–5 tuổi)"
    TIEU_HOC = "tieu_hoc", "Tiểu học (6–10 tuổi)"
    THCS = "thcs", "Trung học cơ sở (11–14 tuổi)"
    THPT = "thpt", "Trung học phổ thông (15–17 tuổi)"
    STAFF = "staff", "Giáo viên, nhân viên"
    GUESTS = "guests", "Khách"


class Letter(TextChoices):
    """What becomes of a category or a service. Locked ones are not a choice of anybody's."""

    BLOCKED = "X", "Chặn"
    ASK = "A", "Chặn, giáo viên được mở"
    OPEN = "O", "Mở"


class ClientKind(TextChoices):
    SUBNET = "subnet", "Dải địa chỉ"
    MAC = "mac", "Địa chỉ MAC"
    TOKEN = "token", "Đường dẫn riêng (DoH, DoT)"


class ListUse(TextChoices):
    BLOCK = "block", "Chặn"
    ALLOW = "allow", "Luôn mở"
    BENIGN = "benign", "Để đo chặn nhầm"


class FetchState(TextChoices):
    TAKEN = "taken", "Đã nhận"
    SAME = "same", "Không đổi"
    REFUSED = "refused", "Không nhận"
    FAILED = "failed", "Không tải được"


class AskState(TextChoices):
    WAITING = "waiting", "Chờ trả lời"
    PASSED_UP = "passed_up", "Đã chuyển lên tỉnh"
    ALLOWED = "allowed", "Đã mở"
    REFUSED = "refused", "Không mở"


class MatterState(TextChoices):
    ASKED = "asked", "Chờ người thứ hai"
    OPEN = "open", "Đang ghi"
    ENDED = "ended", "Đã kết thúc"
    REFUSED = "refused", "Không đồng ý"


class AlarmKind(TextChoices):
    SILENT = "silent", "Không liên lạc"
    OLD_PLAN = "old_plan", "Chưa áp dụng quy tắc mới"
    OLD_LISTS = "old_lists", "Chưa áp dụng danh sách mới"
    TROUBLE = "trouble", "Máy lọc báo lỗi"
