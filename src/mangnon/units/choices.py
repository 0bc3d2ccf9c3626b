"""What kinds of units, roles and levels there are."""

from django.db.models import TextChoices


class UnitKind(TextChoices):
    MINISTRY = "ministry", "Bộ, cơ quan trung ương"
    PROVINCE = "province", "Ủy ban nhân dân tỉnh"
    DEPARTMENT = "department", "Sở, ban, ngành"
    POLICE = "police", "Công an"
    SOCIAL_WORK_CENTRE = "social_work_centre", "Trung tâm công tác xã hội"
    COMMUNE = "commune", "Ủy ban nhân dân cấp xã"
    SCHOOL = "school", "Trường học"
    OTHER = "other", "Đơn vị khác"


class CommuneKind(TextChoices):
    XA = "xa", "xã"
    PHUONG = "phuong", "phường"
    DAC_KHU = "dac_khu", "đặc khu"


class SchoolLevel(TextChoices):
    MAM_NON = "mam_non", "Mầm non"
    TIEU_HOC = "tieu_hoc", "Tiểu học"
    THCS = "thcs", "Trung học cơ sở"
    THPT = "thpt", "Trung học phổ thông"


class Role(TextChoices):
    PROVINCIAL_OFFICER = "provincial_officer", "Cán bộ đầu mối cấp tỉnh"
    DEPARTMENT_OFFICER = "department_officer", "Cán bộ sở, ngành"
    COMMUNE_WORKER = "commune_worker", "Người làm công tác bảo vệ trẻ em cấp xã"
    COMMUNE_LEADER = "commune_leader", "Lãnh đạo Ủy ban nhân dân cấp xã"
    PRINCIPAL = "principal", "Hiệu trưởng"
    TEACHER = "teacher", "Giáo viên"
    SCHOOL_IT = "school_it", "Cán bộ công nghệ thông tin của trường"
    COUNSELLOR = "counsellor", "Tư vấn viên"
    POLICE_LIAISON = "police_liaison", "Cán bộ công an phối hợp"
    EDITOR = "editor", "Biên tập viên truyền thông"
    AUDITOR = "auditor", "Người kiểm tra nhật ký"


# Roles that will see cases about children sign in with a second factor.
ROLES_WITH_SECOND_FACTOR = frozenset(
    {
        Role.PROVINCIAL_OFFICER,
        Role.DEPARTMENT_OFFICER,
        Role.COMMUNE_WORKER,
        Role.COMMUNE_LEADER,
        Role.COUNSELLOR,
        Role.POLICE_LIAISON,
        Role.AUDITOR,
    }
)


class Certainty(TextChoices):
    CHECKED = "checked", "đã đối chiếu"
    UNCHECKED = "unchecked", "chưa đối chiếu"


class ContactKind(TextChoices):
    PHONE = "phone", "Điện thoại"
    WEB = "web", "Trang thông tin điện tử"
    EMAIL = "email", "Thư điện tử"
    ADDRESS = "address", "Địa chỉ"
