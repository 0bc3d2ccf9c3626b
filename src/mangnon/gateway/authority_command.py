"""`mangnon gateway ca`: the school's own certificate authority for the block page by HTTPS."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

import click

from mangnon.gateway.serve.authority import YEARS, BadAuthority, make_authority

_BRINGING = """\
Đã tạo chứng chỉ gốc, dùng được {years} năm:
  {certificate}   đưa đến các máy của trường
  {key}   chỉ để trên máy bộ lọc; ai có tệp này giả được mọi trang với các máy ấy

Thêm vào tệp cấu hình của bộ lọc:
  [page]
  ca_certificate = "{certificate}"
  ca_key = "{key}"

Đưa {certificate} đến máy của trường (không đưa đến máy riêng của học sinh, phụ huynh):
  Windows    Group Policy: Computer Configuration > Policies > Windows Settings > Security Settings
             > Public Key Policies > Trusted Root Certification Authorities. Một máy: nháy đúp vào
             tệp, chọn Local Machine, Trusted Root Certification Authorities.
  Android    Cài đặt > Bảo mật > Mã hóa và thông tin xác thực > Cài đặt chứng chỉ > Chứng chỉ CA.
  iPad       Gửi tệp vào máy, Cài đặt > Đã tải về hồ sơ > Cài đặt; rồi Cài đặt chung > Giới thiệu
             > Cài đặt tin cậy chứng chỉ.
  Chromebook Google Admin: Thiết bị > Mạng > Chứng chỉ, đánh dấu dùng cho HTTPS.
  Firefox    Nếu không theo hệ điều hành: Cài đặt > Quyền riêng tư > Xem chứng chỉ > Nhập.
  Linux      Chép vào /usr/local/share/ca-certificates/ rồi chạy update-ca-certificates.

Máy không có chứng chỉ này vẫn được lọc: trang HTTPS bị chặn hiện cảnh báo của trình duyệt thay cho
lời giải thích của trường.
"""


@click.command()
@click.option("--out", "folder", required=True, type=click.Path(file_okay=False, path_type=Path))
@click.option("--name", default="Bộ lọc của trường", help="Tên hiện trong danh sách chứng chỉ.")
def ca(folder: Path, name: str) -> None:
    """Tạo chứng chỉ gốc riêng của trường để trang báo chặn hiện được cả với HTTPS."""
    try:
        certificate, key = make_authority(folder, name, datetime.now(UTC))
    except BadAuthority as wrong:
        click.echo(f"Không tạo được: {wrong}", err=True)
        sys.exit(2)
    click.echo(_BRINGING.format(years=YEARS, certificate=certificate, key=key))
