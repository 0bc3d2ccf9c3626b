"""Letters read per CPU-second, by kind of file; one JSON line each.

python bench/letters.py [--scans N]

The letters are made here: one of about 2,600 characters on two pages, as text, DOCX, PDF and scan.
CPU seconds count the programs that were called as well.
"""

import argparse
import contextlib
import io
import itertools
import json
import os
import resource
import shutil
from collections.abc import Callable

import docx
import pypdfium2 as pdfium
import typst

from mangnon.directives.letters import Refusal, read_letter

_PLACES = (
    "An Hòa",
    "Bình Minh",
    "Cẩm Sơn",
    "Đồng Tâm",
    "Gia Hội",
    "Hải Vân",
    "Khánh An",
    "Lộc Thủy",
)
_ASKED = (
    "Tổ chức phổ biến cho học sinh, cha mẹ và giáo viên cách nhận ra lời mời kết bạn giả danh,"
    " cách giữ"
    " kín thông tin riêng và cách gọi Tổng đài 111 khi bị đe dọa trên mạng.",
    "Rà soát thiết bị, tài khoản dùng trong dạy học; đổi mật khẩu mặc định, tắt chia sẻ công"
    " khai, giao"
    " một người chịu trách nhiệm trả lời cha mẹ khi có thắc mắc.",
    "Niêm yết đầu mối tiếp nhận tin báo của xã tại cổng trường, nhà văn hóa thôn và trên trang"
    " thông tin"
    " điện tử; không đăng họ tên, hình ảnh của trẻ em trong bất cứ vụ việc nào.",
    "Phối hợp với Công an xã theo dõi các nhóm kín rủ rê trẻ em tham gia thử thách nguy hiểm, báo"
    " ngay"
    " khi phát hiện để có biện pháp can thiệp trong ngày.",
)

# Repeated over a whole page, each of these once made a careless pattern crawl.
_HARD = (
    *(" ", ".", "1", "(", "- a\n", "1. a\n", "SỞ\n", "Số: ", "V/v ", "ngày 1 ", "trước ngày 1"),
    *("của Sở ", "1/A-", "và ", "ỦY BAN ", "|", "…", "a)", "Một là ", "\t", "tháng 1 ", "\n"),
)


def lines_of(number: int) -> list[str]:
    """One invented letter, a paragraph a line."""
    place = _PLACES[number % len(_PLACES)]
    asked = [f"{index}. {text}" for index, text in enumerate(_ASKED * 2, 1)]
    return [
        f"ỦY BAN NHÂN DÂN XÃ {place.upper()}",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        f"Số: {number + 10}/UBND-VHXH",
        f"{place}, ngày 14 tháng 10 năm 2025",
        "V/v tăng cường bảo vệ trẻ em trên môi trường mạng",
        "Kính gửi:",
        "- Hiệu trưởng các trường học trên địa bàn xã;",
        "- Trưởng trạm Y tế xã;",
        "- Trưởng các thôn.",
        f"Thực hiện Kế hoạch số {number + 100}/KH-UBND ngày 02/10/2025 của UBND tỉnh về bảo vệ"
        f" trẻ em trên"
        " môi trường mạng, Ủy ban nhân dân xã đề nghị các đơn vị thực hiện các nội dung sau:",
        *asked,
        "Kết quả thực hiện báo cáo về Ủy ban nhân dân xã trước ngày 20/11/2025./.",
        "Nơi nhận:",
        "- Như trên;",
        "- Sở Y tế (b/c);",
        "- Lưu: VT, VHXH.",
        "KT. CHỦ TỊCH",
        "PHÓ CHỦ TỊCH",
        "Lê Văn Mẫu",
    ]


def as_text(number: int) -> bytes:
    return "\n\n".join(lines_of(number)).encode()


def as_docx(number: int) -> bytes:
    file = docx.Document()
    for line in lines_of(number):
        file.add_paragraph(line)
    stream = io.BytesIO()
    file.save(stream)
    return stream.getvalue()


def as_pdf(number: int) -> bytes:
    body = "\n\n".join(line.replace("/", "\\/").replace("-", "\\-") for line in lines_of(number))
    page = '#set page(paper: "a4", margin: 2.5cm)\n#set text(size: 14pt, lang: "vi")\n'
    return bytes(typst.compile((page + body.replace(". ", ".~")).encode()))


def as_scan(number: int) -> bytes:
    file = pdfium.PdfDocument(as_pdf(number))
    pages = [page.render(scale=200 / 72, grayscale=True).to_pil() for page in file]
    stream = io.BytesIO()
    pages[0].save(stream, "PDF", resolution=200, save_all=True, append_images=pages[1:])
    return stream.getvalue()


def cpu_seconds() -> float:
    """Seconds of processor time of this process and of the programs it has called."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


def measure(kind: str, make: Callable[[int], bytes], count: int, rounds: int) -> None:
    files = [make(number) for number in range(count)]
    read_letter(files[0], name=kind)
    before = cpu_seconds()
    for _ in range(rounds):
        for data in files:
            read_letter(data, name=kind)
    spent = cpu_seconds() - before
    rate = count * rounds / spent
    told = {
        "bench": "letters",
        "kind": kind,
        "letters": count * rounds,
        "per_cpu_second": round(rate, 2),
    }
    print(json.dumps(told), flush=True)


def hardest_page() -> None:
    """The longest time that a page of 4,000 characters takes, of pages made to be hard to read."""
    read_letter(as_text(0), name="text")
    slowest = 0.0
    for piece, before in itertools.product(_HARD, ("", "Kính gửi: A\n1. x\n", "Nơi nhận:\n")):
        start = cpu_seconds()
        with contextlib.suppress(Refusal):
            read_letter((before + piece * (4000 // len(piece))).encode(), name="page.txt")
        slowest = max(slowest, cpu_seconds() - start)
    told = {"bench": "letters", "kind": "hardest_page", "cpu_ms": round(slowest * 1000, 1)}
    print(json.dumps(told), flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--scans", type=int, default=2, help="how many scans, 0 for none")
    scans = parser.parse_args().scans
    os.nice(5)
    measure("text", as_text, 100, 10)
    hardest_page()
    measure("docx", as_docx, 20, 5)
    measure("pdf", as_pdf, 5, 8)
    if scans and shutil.which("ocrmypdf"):
        measure("scan", as_scan, scans, 1)


if __name__ == "__main__":
    main()
