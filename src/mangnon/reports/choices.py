"""What there is to choose in a report; the words stand as a child or a clerk reads them."""

from __future__ import annotations

from django.db.models import TextChoices


class Channel(TextChoices):
    WEB = "web", "Trang báo tin"
    QR = "qr", "Mã QR của trường, của xã"
    PHONE = "phone", "Điện thoại"
    PAPER = "paper", "Giấy"
    IN_PERSON = "in_person", "Gặp trực tiếp"
    PARTNER = "partner", "Hệ thống khác"
    WATCH = "watch", "Phát hiện trên mạng"


class Lane(TextChoices):
    CHILD = "child", "Trẻ em báo tin"
    ADULT = "adult", "Người lớn báo tin"


class AgeBand(TextChoices):
    UNDER_6 = "under_6", "Dưới 6 tuổi"
    FROM_6 = "6_10", "6 đến 10 tuổi"
    FROM_11 = "11_13", "11 đến 13 tuổi"
    FROM_14 = "14_15", "14 đến 15 tuổi"
    FROM_16 = "16_17", "16 đến 17 tuổi"
    ADULT = "adult", "Từ 18 tuổi"
    UNKNOWN = "unknown", "Không rõ"


class Kind(TextChoices):
    """What happened. `Mẫu 01` note (4) and the risk groups of the online handbook."""

    SEXUAL = "sexual", "Xâm hại, quấy rối, dụ dỗ về tình dục"
    VIOLENCE = "violence", "Đánh đập, hành hạ"
    BULLYING = "bullying", "Bắt nạt, đe dọa, làm nhục"
    BLACKMAIL = "blackmail", "Tống tiền, bắt làm theo"
    PRIVATE = "private", "Lộ ảnh, thông tin riêng tư"
    NEGLECT = "neglect", "Bỏ mặc, bỏ rơi"
    LABOUR = "labour", "Bắt làm việc nặng, bóc lột"
    SELF_HARM = "self_harm", "Muốn làm đau bản thân"
    CONTENT = "content", "Nội dung xấu trên mạng"
    SCAM = "scam", "Lừa đảo"
    OTHER = "other", "Chuyện khác"


class ReportState(TextChoices):
    RECEIVED = "received", "Đã nhận"
    TRIAGED = "triaged", "Đã xem"
    LINKED = "linked", "Đã thành vụ việc"
    REFERRED_OUT = "referred_out", "Đã chuyển nơi khác"
    CONTENT_ONLY = "content_only", "Chỉ gỡ nội dung"
    DUPLICATE = "duplicate", "Trùng"
    NO_ACTION = "no_action", "Không xử lý tiếp"


class Stage(TextChoices):
    """All that a reporter sees of the work: a pure function of the states (`stages`)."""

    RECEIVED = "received", "Đã nhận được tin"
    READING = "reading", "Có người đang xem"
    CHECKING = "checking", "Đang kiểm tra"
    HELPING = "helping", "Đang giúp đỡ"
    DONE = "done", "Đã xong"
    PASSED_ON = "passed_on", "Đã chuyển đến nơi có trách nhiệm"


class Side(TextChoices):
    REPORTER = "reporter", "Người báo tin"
    STAFF = "staff", "Người tiếp nhận"


class EvidenceState(TextChoices):
    SEALED = "sealed", "Đã niêm phong"
    POLICE_ONLY = "police_only", "Chỉ công an mở được"
    HANDED_OVER = "handed_over", "Đã bàn giao"
    DESTROYED = "destroyed", "Đã hủy"


class Custody(TextChoices):
    RECEIVED = "received", "Nhận"
    SEALED = "sealed", "Niêm phong"
    CLEAN = "clean", "Quét: không thấy mã độc"
    INFECTED = "infected", "Quét: có mã độc, đã cách ly"
    OPENED = "opened", "Mở xem"
    EXPORTED = "exported", "Xuất ra"
    KEY_GIVEN = "key_given", "Trao khóa"
    HANDED_OVER = "handed_over", "Bàn giao"
    DESTROYED = "destroyed", "Hủy"
