"""What there is to choose in a case."""

from __future__ import annotations

from django.db.models import TextChoices


class State(TextChoices):
    """The main line (Decree 56/2017, chapter III; steps S1 to S10)."""

    INTAKE = "intake", "Tiếp nhận"
    FORWARDED = "forwarded", "Đã chuyển về xã"
    VERIFYING = "verifying", "Đang xác minh"
    INITIAL_RISK = "initial_risk", "Đã đánh giá nguy cơ ban đầu"
    EMERGENCY = "emergency", "Can thiệp khẩn cấp"
    ASSESSMENT = "assessment", "Đánh giá nguy cơ cụ thể"
    PLAN_DRAFT = "plan_draft", "Lập kế hoạch"
    PLAN_REVIEW = "plan_review", "Trình duyệt kế hoạch"
    PLAN_APPROVED = "plan_approved", "Kế hoạch đã duyệt"
    IN_SERVICE = "in_service", "Đang hỗ trợ, can thiệp"
    REVIEW = "review", "Rà soát, đánh giá"
    CLOSED = "closed", "Đã kết thúc"
    VOID = "void", "Hủy do lập nhầm"


class Separation(TextChoices):
    NONE = "none", "Không cách ly"
    ACTIVE = "active", "Đang tạm thời cách ly"
    ENDED = "ended", "Đã kết thúc cách ly"


class Crime(TextChoices):
    NONE = "none", "Chưa báo công an"
    REPORTED = "reported", "Đã báo công an"
    ACCEPTED = "accepted", "Công an đã thụ lý"
    DECIDED = "decided", "Đã có quyết định"


class Content(TextChoices):
    NONE = "none", "Không có nội dung phải gỡ"
    FOUND = "found", "Có nội dung phải gỡ"
    REQUESTED = "requested", "Đã yêu cầu gỡ"
    REMOVED = "removed", "Đã gỡ"
    REFUSED = "refused", "Bị từ chối gỡ"


class Consent(TextChoices):
    NONE = "none", "Chưa hỏi ý kiến"
    GIVEN = "given", "Đồng ý chia sẻ"
    OVERRIDDEN = "overridden", "Chia sẻ vì lợi ích tốt nhất của trẻ"
    WITHDRAWN = "withdrawn", "Đã rút"


class Region(TextChoices):
    MAIN = "main", "Quy trình chính"
    SEPARATION = "separation", "Cách ly tạm thời"
    CRIME = "crime", "Tố giác tội phạm"
    CONTENT = "content", "Nội dung trên mạng"
    CONSENT = "consent", "Sự đồng ý"


class Part(TextChoices):
    """In which part somebody acts on a case; from role, unit and assignment (`perms.parts_of`)."""

    RECEIVER = "receiver", "nơi tiếp nhận"
    HEAD = "head", "người điều phối của đơn vị chủ trì"
    WORKER = "worker", "người làm công tác bảo vệ trẻ em được giao"
    CHAIR = "chair", "Chủ tịch UBND cấp xã"
    SUPERVISOR = "supervisor", "cán bộ đầu mối cấp tỉnh"
    POLICE = "police", "công an"
    PARTNER = "partner", "đơn vị phối hợp"


class Urgency(TextChoices):
    UNKNOWN = "unknown", "Chưa đánh giá"
    URGENT = "urgent", "Khẩn cấp"
    NOT_URGENT = "not_urgent", "Không khẩn cấp"


class Level(TextChoices):
    HIGH = "high", "Cao"
    MEDIUM = "medium", "Trung bình"
    LOW = "low", "Thấp"


class ReferralState(TextChoices):
    DRAFT = "draft", "Đang soạn"
    SENT = "sent", "Đã gửi"
    ACKNOWLEDGED = "acknowledged", "Đã nhận"
    ACCEPTED = "accepted", "Nhận hỗ trợ"
    REJECTED = "rejected", "Không nhận"
    DONE = "done", "Đã xong"
    REVOKED = "revoked", "Đã rút lại"


class ReferralKind(TextChoices):
    SERVICE = "service", "Chuyển tuyến dịch vụ"
    TRANSFER = "transfer", "Chuyển đơn vị chủ trì"


class ServiceState(TextChoices):
    PLANNED = "planned", "Dự kiến"
    RUNNING = "running", "Đang thực hiện"
    DONE = "done", "Đã xong"
    REFUSED = "refused", "Gia đình từ chối"
    VOID = "void", "Không thực hiện"


class DeadlineState(TextChoices):
    ARMED = "armed", "Đang tính"
    MET = "met", "Đúng hạn"
    BREACHED = "breached", "Quá hạn"
    MET_LATE = "met_late", "Xong sau hạn"
    VOID = "void", "Không còn áp dụng"


class FieldClass(TextChoices):
    IDENTITY = "identity", "Nhân thân"
    HEALTH = "health", "Sức khỏe"
    SEXUAL = "sexual", "Chi tiết xâm hại tình dục"
    EVIDENCE = "evidence", "Chứng cứ"
    REPORTER = "reporter", "Người báo tin"
    WORK = "work", "Nghiệp vụ"


class SubjectKind(TextChoices):
    """What somebody may ask about the data kept of them; times are in `data/subject_rules.csv`."""

    VIEW = "view", "Xem dữ liệu"
    CORRECT = "correct", "Chỉnh sửa dữ liệu"
    WITHDRAW = "withdraw", "Rút lại sự đồng ý"
    RESTRICT = "restrict", "Hạn chế xử lý dữ liệu"
    OBJECT = "object", "Phản đối xử lý dữ liệu"
    DELETE = "delete", "Xóa dữ liệu"
    DELETE_SHARED = "delete_shared", "Xóa dữ liệu, cả ở đơn vị được giao xử lý"


class Asker(TextChoices):
    """Who asks, and for whom."""

    CHILD = "child", "Trẻ từ đủ 7 tuổi, cùng người đại diện"
    GUARDIAN = "guardian", "Cha, mẹ hoặc người giám hộ của trẻ"
    REPORTER = "reporter", "Người báo tin"
    OTHER = "other", "Người khác được nêu trong hồ sơ"


class AskedBy(TextChoices):
    """By which way a request about data came."""

    LETTER = "letter", "Thư, công văn"
    DESK = "desk", "Trực tiếp tại đơn vị"
    RECEIPT = "receipt", "Lời nhắn của người giữ biên nhận"


class SubjectResult(TextChoices):
    GRANTED = "granted", "Đã thực hiện"
    PARTLY = "partly", "Thực hiện một phần"
    REFUSED = "refused", "Từ chối"


class ExportKind(TextChoices):
    ROWS = "rows", "Danh sách đã che"
    TABLE = "table", "Bảng tổng hợp xã và loại việc"


class ExportFormat(TextChoices):
    XLSX = "xlsx", "XLSX"
    CSV = "csv", "CSV"


class PackageKind(TextChoices):
    """To whom a case is handed as a file."""

    POLICE = "police", "Bàn giao cho công an"
    PROVINCE = "province", "Chuyển sang tỉnh khác"


class PackageState(TextChoices):
    MADE = "made", "Chờ bên nhận xác nhận"
    RECEIVED = "received", "Bên nhận đã xác nhận"
    REPLACED = "replaced", "Đã thay bằng gói khác"
