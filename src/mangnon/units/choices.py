"""What kinds of units, roles and levels there are."""

from enum import Enum

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


class Reach(Enum):
    """How far a role reaches from the unit at which it is held."""

    PROVINCE = "the whole province"
    LINE = "the unit, what stands below it and the units that it manages by profession"
    SUBTREE = "the unit and what stands below it"


REACH: dict[Role, Reach] = {
    Role.PROVINCIAL_OFFICER: Reach.PROVINCE,
    Role.DEPARTMENT_OFFICER: Reach.LINE,
    Role.COMMUNE_WORKER: Reach.SUBTREE,
    Role.COMMUNE_LEADER: Reach.SUBTREE,
    Role.PRINCIPAL: Reach.SUBTREE,
    Role.TEACHER: Reach.SUBTREE,
    Role.SCHOOL_IT: Reach.SUBTREE,
    Role.COUNSELLOR: Reach.SUBTREE,
    Role.POLICE_LIAISON: Reach.SUBTREE,
    Role.EDITOR: Reach.SUBTREE,
    Role.AUDITOR: Reach.SUBTREE,
}

# Who receives, hands on and answers in the name of a unit.
ROLES_THAT_ACT = frozenset(
    {
        Role.PROVINCIAL_OFFICER,
        Role.DEPARTMENT_OFFICER,
        Role.COMMUNE_WORKER,
        Role.COMMUNE_LEADER,
        Role.PRINCIPAL,
        Role.COUNSELLOR,
        Role.POLICE_LIAISON,
    }
)

_SCHOOL_ROLES = frozenset({Role.PRINCIPAL, Role.TEACHER, Role.SCHOOL_IT, Role.COUNSELLOR})

# Which roles the holder of a role may give, in the units that the role reaches.
ROLES_THAT_GRANT: dict[Role, frozenset[Role]] = {
    Role.PROVINCIAL_OFFICER: frozenset(Role),
    Role.DEPARTMENT_OFFICER: _SCHOOL_ROLES | {Role.DEPARTMENT_OFFICER, Role.EDITOR},
    Role.COMMUNE_LEADER: _SCHOOL_ROLES | {Role.COMMUNE_WORKER, Role.EDITOR},
    Role.PRINCIPAL: frozenset({Role.TEACHER, Role.SCHOOL_IT, Role.COUNSELLOR}),
}

# At which kind of unit a role has a meaning.
UNIT_KINDS_OF_ROLE: dict[Role, frozenset[UnitKind]] = {
    Role.PROVINCIAL_OFFICER: frozenset({UnitKind.PROVINCE, UnitKind.DEPARTMENT}),
    Role.DEPARTMENT_OFFICER: frozenset({UnitKind.DEPARTMENT, UnitKind.OTHER}),
    Role.COMMUNE_WORKER: frozenset({UnitKind.COMMUNE}),
    Role.COMMUNE_LEADER: frozenset({UnitKind.COMMUNE}),
    Role.PRINCIPAL: frozenset({UnitKind.SCHOOL}),
    Role.TEACHER: frozenset({UnitKind.SCHOOL}),
    Role.SCHOOL_IT: frozenset({UnitKind.SCHOOL}),
    Role.COUNSELLOR: frozenset({UnitKind.SCHOOL, UnitKind.SOCIAL_WORK_CENTRE}),
    Role.POLICE_LIAISON: frozenset({UnitKind.POLICE}),
    Role.EDITOR: frozenset(UnitKind),
    Role.AUDITOR: frozenset(UnitKind),
}


class Certainty(TextChoices):
    CHECKED = "checked", "đã đối chiếu"
    UNCHECKED = "unchecked", "chưa đối chiếu"


class ContactKind(TextChoices):
    PHONE = "phone", "Điện thoại"
    WEB = "web", "Trang thông tin điện tử"
    EMAIL = "email", "Thư điện tử"
    ADDRESS = "address", "Địa chỉ"
