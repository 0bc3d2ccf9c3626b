"""Every variable that the platform reads, in one table."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from mangnon.kit.env import (
    BadSetting,
    Environment,
    Setting,
    flag,
    folder,
    one_of,
    port,
    text,
    whole,
)
from mangnon.project.readers import (
    counters_url,
    database_url,
    existing_file,
    host_names,
    listening,
    mail_url,
    province_code,
    public_url,
    scanner,
    secret_key,
    sender,
    service_url,
    storage_url,
)

DEMO = Setting("MANGNON_DEMO", flag, False, "Chạy với dữ liệu trình diễn", "Ghi 1 hoặc 0.")
DATA = Setting(
    "MANGNON_DATA",
    folder,
    Path("var").resolve(),
    "Thư mục dữ liệu: cơ sở dữ liệu, tệp, khóa",
    "Ghi một đường dẫn thư mục có quyền ghi.",
    shown_default="`var` trong thư mục đang đứng",
)
HOST = Setting("HOST", listening, "127.0.0.1", "Địa chỉ lắng nghe", "Ghi một địa chỉ IP của máy.")
PORT = Setting("PORT", port, 8000, "Cổng của trang web", "Ghi một số từ 1 đến 65535.")
DNS_PORT = Setting("DNS_PORT", port, 5335, "Cổng của bộ lọc DNS", "Ghi một số từ 1 đến 65535.")
DNS_HTTP_PORT = Setting(
    "DNS_HTTP_PORT", port, 8053, "Cổng của trang báo chặn", "Ghi một số từ 1 đến 65535."
)
HUB_PORT = Setting(
    "HUB_PORT",
    port,
    8054,
    "Cổng nơi các máy lọc của trường chờ tin",
    "Ghi một số từ 1 đến 65535.",
)
SECRET_KEY = Setting(
    "SECRET_KEY",
    secret_key,
    None,
    "Khóa ký phiên đăng nhập và liên kết",
    "Ghi ít nhất 50 ký tự ngẫu nhiên, hoặc bỏ trống để hệ thống tự tạo trong thư mục dữ liệu.",
    secret=True,
    shown_default="tự tạo ở lần chạy đầu",
)
DATABASE_URL = Setting(
    "DATABASE_URL",
    database_url,
    None,
    "Cơ sở dữ liệu",
    "Ví dụ: postgresql://tên:mật-khẩu@máy:5432/mangnon",
    secret=True,
    shown_default="SQLite trong thư mục dữ liệu",
)
COUNTERS_URL = Setting(
    "COUNTERS_URL",
    counters_url,
    None,
    "Kho số đếm của các máy lọc, khi một tệp không còn đủ: ClickHouse qua HTTP",
    "Ví dụ: clickhouse://tên:mật-khẩu@máy:8123/mangnon, hoặc clickhouses://… khi có TLS.",
    secret=True,
    shown_default="tệp `counters.sqlite` trong thư mục dữ liệu",
)
PUBLIC_URL = Setting(
    "PUBLIC_URL",
    public_url,
    None,
    "Địa chỉ mà người dùng mở, dùng trong thư mời và mã QR",
    "Ví dụ: https://baovetreem.example.gov.vn",
    shown_default="địa chỉ đang lắng nghe",
)
ALLOWED_HOSTS: Setting[tuple[str, ...]] = Setting(
    "ALLOWED_HOSTS",
    host_names,
    (),
    "Tên máy được phép, cách nhau bằng dấu phẩy",
    "Ví dụ: baovetreem.example.gov.vn",
    shown_default="tên trong `PUBLIC_URL` và máy này",
)
PROVINCE = Setting(
    "MANGNON_PROVINCE",
    province_code,
    "51",
    "Mã tỉnh mà hệ thống phục vụ",
    "Ghi mã tỉnh hai chữ số, ví dụ 51 là Quảng Ngãi.",
)
EMAIL_URL = Setting(
    "EMAIL_URL",
    mail_url,
    None,
    "Máy chủ gửi thư, ví dụ smtp+tls://tên:mật-khẩu@máy:587",
    "Ghi smtp://, smtp+tls:// hoặc smtp+ssl://; bỏ trống thì thư được lưu trong thư mục dữ liệu.",
    secret=True,
    shown_default="lưu thư vào `thu-gui` trong thư mục dữ liệu",
)
EMAIL_FROM = Setting(
    "EMAIL_FROM", sender, "mangnon@localhost", "Địa chỉ người gửi thư", "Ghi một địa chỉ thư."
)
STORAGE_URL = Setting(
    "STORAGE_URL",
    storage_url,
    None,
    "Nơi giữ tệp, ví dụ s3://khóa:bí-mật@máy/tên-kho",
    "Ghi s3://…, hoặc bỏ trống để giữ trong thư mục dữ liệu.",
    secret=True,
    shown_default="thư mục `tep` trong thư mục dữ liệu",
)
WEB_THREADS = Setting(
    "WEB_THREADS",
    whole(least=1, most=128),
    8,
    "Số luồng phục vụ trang",
    "Ghi một số từ 1 đến 128.",
)
LOG_FORMAT = Setting(
    "LOG_FORMAT",
    one_of("console", "json"),
    "console",
    "Dạng nhật ký: console cho người đọc, json cho máy đọc",
    "Ghi console hoặc json.",
)
METRICS_TOKEN = Setting(
    "METRICS_TOKEN",
    text,
    None,
    "Mã mà máy thu số liệu phải gửi để đọc /metrics từ máy khác",
    "Ghi một chuỗi ngẫu nhiên; bỏ trống thì chỉ máy này đọc được.",
    secret=True,
    shown_default="chỉ máy này",
)
CLAMD = Setting(
    "CLAMD",
    scanner,
    None,
    "Máy quét mã độc clamd, cho tệp gửi kèm tin báo",
    "Ghi unix:///đường/dẫn hoặc tcp://máy:cổng; bỏ trống thì tệp được ghi là chưa quét.",
    shown_default="không quét",
)
VOICE_MODEL = Setting(
    "VOICE_MODEL",
    existing_file,
    None,
    "Mô hình giọng đọc Piper (.onnx) cho video và bài phát thanh",
    "Ghi đường dẫn tệp .onnx; bỏ trống thì dùng espeak-ng khi máy có cài.",
    shown_default="espeak-ng khi có",
)
FILM_LINES = Setting(
    "FILM_LINES",
    one_of("720", "1080"),
    "720",
    "Số dòng của video clip dựng từ trang web",
    "Ghi 720 hoặc 1080; 1080 nét hơn, dựng lâu gấp đôi.",
)
AI_URL = Setting(
    "AI_URL",
    service_url,
    None,
    "Mô hình ngôn ngữ đề xuất sơ đồ thông điệp, theo giao diện OpenAI",
    "Ví dụ: http://127.0.0.1:8080/v1; bỏ trống thì không dùng.",
    shown_default="không dùng",
)
AI_MODEL = Setting(
    "AI_MODEL", text, "default", "Tên mô hình ngôn ngữ gửi kèm yêu cầu", "Ghi tên của mô hình."
)
AI_KEY = Setting(
    "AI_KEY",
    text,
    None,
    "Khóa của dịch vụ mô hình ngôn ngữ",
    "Ghi khóa mà dịch vụ cấp; bỏ trống khi không cần.",
    secret=True,
    shown_default="không gửi khóa",
)
LISTS_OVER_HTTP = Setting(
    "LISTS_OVER_HTTP",
    flag,
    False,
    "Tải danh sách lọc cả từ địa chỉ http://, không mã hóa",
    "Ghi 1 khi nơi phát hành nằm trong mạng tin cậy, ngoài ra để 0.",
)
LISTS_FROM_INSIDE = Setting(
    "LISTS_FROM_INSIDE",
    flag,
    False,
    "Tải danh sách lọc cả từ địa chỉ trong mạng nội bộ, ví dụ máy chủ gương của tỉnh",
    "Ghi 1 khi có máy chủ gương bên trong, ngoài ra để 0.",
)
EXPORT_ALONE = Setting(
    "EXPORT_ALONE",
    whole(least=0, most=100_000),
    100,
    "Số vụ việc nhiều nhất mà một người tự kết xuất; nhiều hơn phải có người thứ hai đồng ý",
    "Ghi một số từ 0; 0 là lần nào cũng cần người thứ hai.",
)
EXPORTS_A_MONTH = Setting(
    "EXPORTS_A_MONTH",
    whole(least=0, most=1000),
    5,
    "Số lần mỗi người được kết xuất số liệu vụ việc trong một tháng",
    "Ghi một số từ 0; 0 là không ai kết xuất.",
)
ZALO_URL = Setting(
    "ZALO_URL",
    public_url,
    None,
    "Máy chủ thử thay cho Zalo, khi tập dượt việc đăng bài",
    "Ví dụ: http://127.0.0.1:8061. Bỏ trống thì gọi máy chủ của Zalo.",
    shown_default="máy chủ của Zalo",
)
FACEBOOK_URL = Setting(
    "FACEBOOK_URL",
    public_url,
    None,
    "Máy chủ thử thay cho Facebook, khi tập dượt việc đăng bài",
    "Ví dụ: http://127.0.0.1:8062. Bỏ trống thì gọi máy chủ của Facebook.",
    shown_default="máy chủ của Facebook",
)
HTTPS = Setting(
    "HTTPS",
    flag,
    False,
    "Trang web được phục vụ qua HTTPS (cookie chỉ gửi qua HTTPS)",
    "Ghi 1 khi có máy chủ HTTPS ở phía trước.",
)
TRUSTED_PROXIES = Setting(
    "TRUSTED_PROXIES",
    whole(least=0, most=5),
    0,
    "Số máy chủ chuyển tiếp đứng trước, mỗi máy thêm một địa chỉ vào X-Forwarded-For",
    "Ghi 0 khi người dùng nối thẳng, 1 khi có một máy chủ HTTPS ở phía trước.",
)

ALL: tuple[Setting[Any], ...] = (
    DEMO,
    DATA,
    HOST,
    PORT,
    DNS_PORT,
    DNS_HTTP_PORT,
    HUB_PORT,
    SECRET_KEY,
    DATABASE_URL,
    COUNTERS_URL,
    PUBLIC_URL,
    ALLOWED_HOSTS,
    PROVINCE,
    EMAIL_URL,
    EMAIL_FROM,
    STORAGE_URL,
    WEB_THREADS,
    LOG_FORMAT,
    METRICS_TOKEN,
    CLAMD,
    VOICE_MODEL,
    FILM_LINES,
    AI_URL,
    AI_MODEL,
    AI_KEY,
    LISTS_OVER_HTTP,
    LISTS_FROM_INSIDE,
    EXPORT_ALONE,
    EXPORTS_A_MONTH,
    ZALO_URL,
    FACEBOOK_URL,
    HTTPS,
    TRUSTED_PROXIES,
)

environment = Environment(os.environ)

__all__ = ["ALL", "BadSetting", "environment"]
