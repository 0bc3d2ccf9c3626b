"""What is wrong with this installation, in plain words, and how to mend it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from mangnon.base.audit.api import Anchor, AuditRow, anchors, head
from mangnon.base.health.vital import vital_signs
from mangnon.base.jobs.api import State, counts_by_state, workers_alive
from mangnon.kit import clock, fonts

_LEAST_FREE_BYTES = 2 * 2**30
_BACKUP_WITHIN = timedelta(days=8)
_RELEASED = datetime(2026, 11, 1, tzinfo=UTC)
_EXAMPLE_WORDS = ("thay-bang", "change-me", "insecure", "example")


@dataclass(frozen=True)
class Finding:
    """One thing looked at: whether it is well, in words, and what to do when it is not."""

    ok: bool
    words: str
    mend: str = ""


def run_checks() -> list[Finding]:
    """Every finding, in the order in which things have to be mended. Never raises."""
    looks = (*_LOOKS, *_more)
    if not _has_tables():
        looks = tuple(one for one in _LOOKS if one not in _NEED_TABLES)
    return [finding for look in looks for finding in _found(look)]


def register_look(look: Callable[[], Iterator[Finding]]) -> None:
    """Let a domain above look at what is its own; asked only when there are tables."""
    if look not in _more:
        _more.append(look)


def _has_tables() -> bool:
    """Whether the platform was prepared at all. Says yes when nobody can tell: others say why."""
    try:
        return AuditRow._meta.db_table in connection.introspection.table_names()
    except DatabaseError:
        return True


def _found(look: Callable[[], Iterator[Finding]]) -> list[Finding]:
    try:
        return list(look())
    except Exception as wrong:
        # A look that itself breaks down is a finding: the page must say the rest.
        name = look.__name__.strip("_")
        return [Finding(False, f"Không kiểm tra được: {name} ({type(wrong).__name__})", _LOG)]


_LOG = "Xem nhật ký của hệ thống để biết lý do."


def _data_folder() -> Iterator[Finding]:
    folder = Path(settings.DATA_DIR)
    writable = os.access(folder, os.W_OK | os.X_OK)
    mend = "Cấp quyền ghi thư mục này cho tài khoản chạy Măng Non."
    yield Finding(writable, f"Thư mục dữ liệu {folder} ghi được", mend)
    closed = not folder.stat().st_mode & 0o077
    mend = f"Chạy: chmod 700 {folder}"
    yield Finding(closed, "Tài khoản khác trên máy không đọc được thư mục dữ liệu", mend)
    free = shutil.disk_usage(folder).free
    words = f"Ổ đĩa còn trống {free / 2**30:.1f} GB"
    yield Finding(free >= _LEAST_FREE_BYTES, words, "Dọn ổ đĩa hoặc chuyển MANGNON_DATA.")


def _database() -> Iterator[Finding]:
    alive = vital_signs()["database"]
    yield Finding(alive, "Cơ sở dữ liệu trả lời", "Kiểm tra DATABASE_URL và máy chủ PostgreSQL.")
    if not alive:
        return
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    mend = "Chạy: mangnon up"
    if not _has_tables():
        words = "Cơ sở dữ liệu chưa có bảng nào, nên chưa kiểm tra tài khoản, việc nền và nhật ký"
        yield Finding(False, words, mend)
        return
    yield Finding(not plan, "Cấu trúc cơ sở dữ liệu đúng phiên bản", mend)
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            mode = cursor.execute("PRAGMA journal_mode").fetchone()[0]
        mend = "Đặt thư mục dữ liệu trên ổ đĩa của máy, không đặt trên ổ mạng."
        yield Finding(mode == "wal", "SQLite chạy ở chế độ WAL", mend)
    elif connection.vendor == "postgresql":
        words = "Tài khoản PostgreSQL không vượt được tường chắn theo dòng"
        yield Finding(stands_behind_walls(), words, WALLS_MEND)


WALLS_MEND = (
    "Nối bằng vai trò NOSUPERUSER NOBYPASSRLS, chủ của cơ sở dữ liệu (xem deploy/README.md): "
    "với tài khoản này, tin báo và vụ việc chỉ còn một lớp phân quyền."
)


def stands_behind_walls() -> bool:
    """Whether row-level security holds for who is connected: superusers pass every wall."""
    if connection.vendor != "postgresql":
        return True
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")
        return not cursor.fetchone()[0]


def _secrets() -> Iterator[Finding]:
    key = settings.SECRET_KEY
    weak = len(key) < 50 or any(word in key for word in _EXAMPLE_WORDS)
    mend = "Bỏ trống SECRET_KEY để hệ thống tự tạo, hoặc ghi ít nhất 50 ký tự ngẫu nhiên."
    yield Finding(not weak, "Khóa bí mật không phải chuỗi mẫu", mend)
    if settings.DEMO:
        yield Finding(True, "Đang chạy trình diễn (MANGNON_DEMO=1), không dùng cho việc thật")
        return
    people = get_user_model().objects.filter(is_active=True, is_demo=True)
    mend = "Khóa các tài khoản trình diễn, hoặc dùng thư mục dữ liệu mới."
    yield Finding(not people.exists(), "Không có tài khoản trình diễn", mend)
    mend = "Đặt máy chủ HTTPS ở phía trước rồi ghi HTTPS=1."
    yield Finding(settings.HTTPS, "Trang web phục vụ qua HTTPS", mend)


def _time() -> Iterator[Finding]:
    now = clock.now()
    last = AuditRow.objects.order_by("seq").last()
    plausible = now > _RELEASED and (last is None or last.at <= now + timedelta(minutes=5))
    words = f"Đồng hồ của máy hợp lý ({clock.local(now):%d/%m/%Y %H:%M})"
    yield Finding(plausible, words, "Bật đồng bộ giờ (chrony hoặc systemd-timesyncd).")


def _worker() -> Iterator[Finding]:
    mend = "Chạy: mangnon up, hoặc mangnon work trên máy này."
    yield Finding(workers_alive() > 0, "Bộ xử lý việc nền đang chạy", mend)
    dead = counts_by_state()[State.DEAD]
    words = "Không có việc nền bị hỏng" if not dead else f"Có {dead} việc nền bị hỏng"
    yield Finding(not dead, words, "Mở trang /he-thong/viec-nen/ để xem lỗi và chạy lại.")


def _mail() -> Iterator[Finding]:
    sends = "filebased" not in settings.EMAIL_BACKEND
    if settings.DEMO and not sends:
        folder = settings.EMAIL_FILE_PATH
        yield Finding(True, f"Thư gửi đi được lưu trong {folder} vì đang chạy trình diễn")
        return
    mend = "Ghi EMAIL_URL, ví dụ smtp+tls://tên:mật-khẩu@máy:587."
    yield Finding(sends, "Đã khai báo máy chủ gửi thư", mend)


def _scans() -> Iterator[Finding]:
    found = shutil.which("ocrmypdf") is not None
    mend = "Cài: apt install ocrmypdf tesseract-ocr-vie. Khi thiếu, bản quét không đọc được chữ."
    yield Finding(found, "Có ocrmypdf để đọc bản quét", mend)
    yield Finding(_tesseract_reads_vietnamese(), "Có tiếng Việt cho bản quét (tesseract)", mend)


def _tesseract_reads_vietnamese() -> bool:
    if shutil.which("tesseract") is None:
        return False
    listed = subprocess.run(
        ["tesseract", "--list-langs"], capture_output=True, text=True, timeout=20, check=False
    )
    return "vie" in (listed.stdout + listed.stderr).split()


def _look() -> Iterator[Finding]:
    try:
        fonts.fonts_for_print()
        built = True
    except fonts.FontsMissing:
        built = False
    yield Finding(built, "Đã dựng phông chữ để in văn bản", "Chạy: make setup")
    gathered = (Path(settings.STATIC_ROOT) / "staticfiles.json").is_file()
    mend = "Chạy: mangnon up, hoặc mangnon django collectstatic --noinput"
    yield Finding(gathered, "Đã gom tệp giao diện", mend)


def _backup() -> Iterator[Finding]:
    made_at = last_backup_at()
    recent = made_at is not None and clock.now() - made_at < _BACKUP_WITHIN
    if settings.DEMO and not recent:
        yield Finding(True, "Chưa cần sao lưu khi chạy trình diễn")
        return
    words = "Chưa có bản sao lưu nào"
    if made_at is not None:
        words = f"Bản sao lưu gần nhất: {clock.local(made_at):%d/%m/%Y %H:%M}"
    yield Finding(recent, words, "Chạy hằng ngày: mangnon backup TỆP (xem deploy/ để đặt lịch).")


def backup_note() -> Path:
    """Where the last backup is noted."""
    return Path(settings.DATA_DIR) / "sao-luu-gan-nhat.json"


def last_backup_at() -> datetime | None:
    try:
        return datetime.fromisoformat(json.loads(backup_note().read_text("utf-8"))["at"])
    except (OSError, ValueError, KeyError):
        return None


def _record() -> Iterator[Finding]:
    """The end of the record only; `mangnon audit verify` reads all of it."""
    end, last = head(), AuditRow.objects.order_by("seq").last()
    here = (last.seq, last.hash) if last else (0, "")
    whole = (end or (0, "")) == here and (last is None or last.entry.digest() == last.hash)
    mend = "Chạy: mangnon audit verify, giữ nguyên hiện trạng và báo người phụ trách an ninh."
    yield Finding(whole, "Điểm cuối của nhật ký khớp", mend)
    *_, anchor = [None, *anchors()]
    yield Finding(_holds(anchor), "Dấu neo gần nhất của nhật ký khớp", mend)


def _holds(anchor: Anchor | None) -> bool:
    if anchor is None:
        return True
    return anchor.genuine and AuditRow.objects.filter(seq=anchor.seq, hash=anchor.hash).exists()


_LOOKS: tuple[Callable[[], Iterator[Finding]], ...] = (
    _data_folder,
    _database,
    _secrets,
    _time,
    _worker,
    _mail,
    _scans,
    _look,
    _backup,
    _record,
)
_more: list[Callable[[], Iterator[Finding]]] = []
# Meaningless before the first start, when there is nothing to look at.
_NEED_TABLES = (_secrets, _time, _worker, _record)
