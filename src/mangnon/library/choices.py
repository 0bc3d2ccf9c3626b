"""What there is to choose in the library."""

from __future__ import annotations

from django.db.models import TextChoices


class Kind(TextChoices):
    """SOURCE: a text that products are made from. PRODUCT: a finished thing of somebody else."""

    SOURCE = "source", "Tài liệu nguồn"
    PRODUCT = "product", "Sản phẩm của đơn vị khác"


class Rights(TextChoices):
    """What may be done with a document."""

    OFFICIAL = "official", "Văn bản của cơ quan nhà nước"
    OWN = "own", "Do đơn vị soạn"
    FREE = "free", "Được phép dùng lại, ghi nguồn"
    ASKED = "asked", "Đã được chủ sở hữu đồng ý"
    SHOW_ONLY = "show_only", "Chỉ giới thiệu, không biên soạn lại"
    UNKNOWN = "unknown", "Chưa rõ"


# From these nothing may be made.
NOT_TO_REMAKE = frozenset({Rights.SHOW_ONLY, Rights.UNKNOWN})


class EditionState(TextChoices):
    READING = "reading", "Đang đọc"
    READY = "ready", "Đã đọc"
    REFUSED = "refused", "Không đọc được"


class ProductState(TextChoices):
    MAKING = "making", "Đang dựng"
    FAILED = "failed", "Không dựng được"
    DRAFT = "draft", "Bản nháp"
    ASKED = "asked", "Chờ duyệt"
    APPROVED = "approved", "Đã duyệt"
    SENT_BACK = "sent_back", "Trả lại để sửa"
    RECALLED = "recalled", "Đã thu hồi"


class Decision(TextChoices):
    APPROVED = "approved", "Duyệt"
    SENT_BACK = "sent_back", "Trả lại"


class Use(TextChoices):
    """What is counted of a product, by day and never by person."""

    VIEW = "view", "Lượt xem"
    DOWNLOAD = "download", "Lượt tải"
    PRINT = "print", "Lượt in"


class EntryKind(TextChoices):
    """What search finds."""

    SOURCE = "source", "Tài liệu nguồn"
    CATALOGUED = "catalogued", "Sản phẩm của đơn vị khác"
    MAP = "map", "Sơ đồ thông điệp"
    PRODUCT = "product", "Sản phẩm đã dựng"
