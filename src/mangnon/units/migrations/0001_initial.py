import django.db.models.deletion
import django.utils.timezone
import uuid
from django.conf import settings
from django.db import migrations, models

from mangnon.base.migrating import FirstTables


class Migration(FirstTables):
    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        migrations.CreateModel(
            name="Province",
            fields=[
                (
                    "code",
                    models.CharField(
                        max_length=2, primary_key=True, serialize=False, verbose_name="mã"
                    ),
                ),
                ("name", models.CharField(max_length=100, verbose_name="tên")),
            ],
            options={
                "verbose_name": "tỉnh, thành phố",
                "ordering": ["code"],
            },
        ),
        migrations.CreateModel(
            name="Commune",
            fields=[
                (
                    "code",
                    models.CharField(
                        max_length=5, primary_key=True, serialize=False, verbose_name="mã"
                    ),
                ),
                ("name", models.CharField(max_length=100, verbose_name="tên")),
                (
                    "kind",
                    models.CharField(
                        choices=[("xa", "xã"), ("phuong", "phường"), ("dac_khu", "đặc khu")],
                        max_length=10,
                        verbose_name="loại",
                    ),
                ),
                (
                    "province",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="communes",
                        to="units.province",
                    ),
                ),
                ("lat", models.FloatField(null=True, verbose_name="vĩ độ")),
                ("lon", models.FloatField(null=True, verbose_name="kinh độ")),
                ("area_km2", models.FloatField(null=True, verbose_name="diện tích (km²)")),
            ],
            options={
                "verbose_name": "xã, phường, đặc khu",
                "ordering": ["code"],
            },
        ),
        migrations.CreateModel(
            name="Unit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("ministry", "Bộ, cơ quan trung ương"),
                            ("province", "Ủy ban nhân dân tỉnh"),
                            ("department", "Sở, ban, ngành"),
                            ("police", "Công an"),
                            ("social_work_centre", "Trung tâm công tác xã hội"),
                            ("commune", "Ủy ban nhân dân cấp xã"),
                            ("school", "Trường học"),
                            ("other", "Đơn vị khác"),
                        ],
                        max_length=20,
                        verbose_name="loại",
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="tên đơn vị")),
                (
                    "short_name",
                    models.CharField(blank=True, max_length=100, verbose_name="tên ngắn"),
                ),
                ("code", models.CharField(max_length=20, unique=True, verbose_name="mã đơn vị")),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="units.unit",
                    ),
                ),
                (
                    "line_manager",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="line_managed",
                        to="units.unit",
                        verbose_name="cơ quan quản lý chuyên môn",
                    ),
                ),
                ("path", models.CharField(db_index=True, editable=False, max_length=200)),
                (
                    "province",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="units",
                        to="units.province",
                    ),
                ),
                (
                    "commune",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="units",
                        to="units.commune",
                    ),
                ),
                ("levels", models.JSONField(blank=True, default=list, verbose_name="cấp học")),
                ("address", models.CharField(blank=True, max_length=300, verbose_name="địa chỉ")),
                ("is_demo", models.BooleanField(default=False, verbose_name="đơn vị trình diễn")),
                ("valid_from", models.DateField(verbose_name="có từ ngày")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="đến hết ngày")),
            ],
            options={
                "verbose_name": "đơn vị",
                "ordering": ["path"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to", None),
                            ("valid_to__gte", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="unit_ends_after_it_begins",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="UnitName",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="names",
                        to="units.unit",
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="tên đơn vị")),
                (
                    "short_name",
                    models.CharField(blank=True, max_length=100, verbose_name="tên ngắn"),
                ),
                ("address", models.CharField(blank=True, max_length=300, verbose_name="địa chỉ")),
                ("source", models.CharField(blank=True, max_length=300, verbose_name="căn cứ")),
                (
                    "certainty",
                    models.CharField(
                        choices=[("checked", "đã đối chiếu"), ("unchecked", "chưa đối chiếu")],
                        default="unchecked",
                        max_length=10,
                        verbose_name="mức độ tin cậy",
                    ),
                ),
                ("valid_from", models.DateField(verbose_name="từ ngày")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="đến hết ngày")),
            ],
            options={
                "ordering": ["unit_id", "valid_from"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("unit", "valid_from"), name="one_name_from_a_day"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Contact",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="contacts",
                        to="units.unit",
                    ),
                ),
                (
                    "province",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="units.province",
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="tên")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("phone", "Điện thoại"),
                            ("web", "Trang thông tin điện tử"),
                            ("email", "Thư điện tử"),
                            ("address", "Địa chỉ"),
                        ],
                        max_length=10,
                        verbose_name="loại",
                    ),
                ),
                ("value", models.CharField(max_length=200, verbose_name="nội dung")),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="ghi chú")),
                ("source", models.CharField(max_length=300, verbose_name="nguồn")),
                (
                    "certainty",
                    models.CharField(
                        choices=[("checked", "đã đối chiếu"), ("unchecked", "chưa đối chiếu")],
                        default="unchecked",
                        max_length=10,
                        verbose_name="mức độ tin cậy",
                    ),
                ),
                (
                    "checked_on",
                    models.DateField(blank=True, null=True, verbose_name="đối chiếu ngày"),
                ),
                (
                    "public",
                    models.BooleanField(default=True, verbose_name="hiện trên trang công khai"),
                ),
                ("order", models.PositiveSmallIntegerField(default=100, verbose_name="thứ tự")),
                ("valid_from", models.DateField(verbose_name="từ ngày")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="đến hết ngày")),
            ],
            options={
                "verbose_name": "địa chỉ liên hệ",
                "ordering": ["order", "title"],
            },
        ),
        migrations.CreateModel(
            name="Person",
            fields=[
                ("password", models.CharField(max_length=128, verbose_name="password")),
                (
                    "last_login",
                    models.DateTimeField(blank=True, null=True, verbose_name="last login"),
                ),
                (
                    "is_superuser",
                    models.BooleanField(
                        default=False,
                        help_text="Designates that this user has all permissions without explicitly assigning them.",
                        verbose_name="superuser status",
                    ),
                ),
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "email",
                    models.EmailField(max_length=254, unique=True, verbose_name="thư điện tử"),
                ),
                ("full_name", models.CharField(max_length=100, verbose_name="họ và tên")),
                ("position", models.CharField(blank=True, max_length=100, verbose_name="chức vụ")),
                ("is_active", models.BooleanField(default=True, verbose_name="đang hoạt động")),
                ("is_staff", models.BooleanField(default=False, verbose_name="quản trị hệ thống")),
                (
                    "is_demo",
                    models.BooleanField(default=False, verbose_name="tài khoản trình diễn"),
                ),
                (
                    "chosen_unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="units.unit",
                        verbose_name="đơn vị đang làm việc",
                    ),
                ),
                (
                    "joined_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="ngày tạo"
                    ),
                ),
                (
                    "groups",
                    models.ManyToManyField(
                        blank=True,
                        help_text="The groups this user belongs to. A user will get all permissions granted to each of their groups.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.group",
                        verbose_name="groups",
                    ),
                ),
                (
                    "user_permissions",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Specific permissions for this user.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.permission",
                        verbose_name="user permissions",
                    ),
                ),
            ],
            options={
                "verbose_name": "người dùng",
                "ordering": ["full_name"],
            },
        ),
        migrations.CreateModel(
            name="RoleGrant",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="grants",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="grants",
                        to="units.unit",
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("provincial_officer", "Cán bộ đầu mối cấp tỉnh"),
                            ("department_officer", "Cán bộ sở, ngành"),
                            ("commune_worker", "Người làm công tác bảo vệ trẻ em cấp xã"),
                            ("commune_leader", "Lãnh đạo Ủy ban nhân dân cấp xã"),
                            ("principal", "Hiệu trưởng"),
                            ("teacher", "Giáo viên"),
                            ("school_it", "Cán bộ công nghệ thông tin của trường"),
                            ("counsellor", "Tư vấn viên"),
                            ("police_liaison", "Cán bộ công an phối hợp"),
                            ("editor", "Biên tập viên truyền thông"),
                            ("auditor", "Người kiểm tra nhật ký"),
                        ],
                        max_length=30,
                        verbose_name="vai trò",
                    ),
                ),
                (
                    "granted_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="grants_given",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("valid_from", models.DateField(verbose_name="từ ngày")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="đến hết ngày")),
                (
                    "ended_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="kết thúc lúc"),
                ),
            ],
            options={
                "ordering": ["person_id", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None), ("valid_to", None)),
                        fields=("person", "unit", "role"),
                        name="one_open_grant_of_a_role",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Invitation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("email", models.EmailField(max_length=254, verbose_name="thư điện tử")),
                ("full_name", models.CharField(max_length=100, verbose_name="họ và tên")),
                ("position", models.CharField(blank=True, max_length=100, verbose_name="chức vụ")),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="invitations",
                        to="units.unit",
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("provincial_officer", "Cán bộ đầu mối cấp tỉnh"),
                            ("department_officer", "Cán bộ sở, ngành"),
                            ("commune_worker", "Người làm công tác bảo vệ trẻ em cấp xã"),
                            ("commune_leader", "Lãnh đạo Ủy ban nhân dân cấp xã"),
                            ("principal", "Hiệu trưởng"),
                            ("teacher", "Giáo viên"),
                            ("school_it", "Cán bộ công nghệ thông tin của trường"),
                            ("counsellor", "Tư vấn viên"),
                            ("police_liaison", "Cán bộ công an phối hợp"),
                            ("editor", "Biên tập viên truyền thông"),
                            ("auditor", "Người kiểm tra nhật ký"),
                        ],
                        max_length=30,
                        verbose_name="vai trò",
                    ),
                ),
                ("digest", models.CharField(editable=False, max_length=64, unique=True)),
                (
                    "invited_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("invited_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("expires_at", models.DateTimeField()),
                ("accepted_at", models.DateTimeField(blank=True, null=True)),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["-invited_at"],
            },
        ),
        migrations.CreateModel(
            name="ImportDraft",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=10)),
                ("name", models.CharField(max_length=200, verbose_name="tên tệp")),
                ("rows", models.JSONField(default=dict)),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("confirmed_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["-made_at"],
            },
        ),
    ]
