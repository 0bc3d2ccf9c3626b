"""Letters made into files: Word, PDF, pictures."""

import io
import zipfile

import docx
import pypdfium2 as pdfium
import typst
from docx.document import Document
from PIL import Image

from tests.directives.letters.letters import letter_text


def docx_bytes(file: Document) -> bytes:
    stream = io.BytesIO()
    file.save(stream)
    return stream.getvalue()


def letter_docx(text: str | None = None) -> bytes:
    """A Word file with a paragraph for each line of the letter."""
    file = docx.Document()
    for line in (text or letter_text()).splitlines():
        file.add_paragraph(line)
    return docx_bytes(file)


def letter_pdf() -> bytes:
    """A letter in official layout: letterhead and foot in two columns, indented paragraphs."""
    source = """
#set page(paper: "a4", margin: (left: 3cm, right: 2cm, y: 2cm))
#set text(size: 13pt, lang: "vi")
#grid(columns: (2fr, 3fr), align: center, row-gutter: 8pt,
  [UBND TỈNH AN BÌNH], [*CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM*],
  [*SỞ Y TẾ*], [*Độc lập - Tự do - Hạnh phúc*],
  [Số: 512\\/SYT-DSTE], [_An Bình, ngày 14 tháng 10 năm 2025_],
  [V\\/v bảo vệ trẻ em\\ trên môi trường mạng], [])
#v(1em)
#h(3cm) Kính gửi:

#h(4cm) \\- Công an tỉnh;

#h(4cm) \\- UBND các xã, phường.
#v(1em)
#set par(justify: true, first-line-indent: (amount: 1cm, all: true))
Sở Y tế đề nghị các cơ quan quan tâm chỉ đạo, triển khai thực hiện đồng bộ các nội dung sau đây:

1\\. Phổ biến kỹ năng cho cha mẹ và giáo viên về cách nhận ra người lạ giả danh bạn bè, cách lưu
lại bằng chứng và cách gọi số 111 khi các em bị đe dọa. Niêm yết số 111 tại cổng trường.

2\\. Báo cáo kết quả về Sở Y tế trước ngày 20\\/11\\/2025.\\/.
#v(1em)
#set par(first-line-indent: 0pt)
#grid(columns: (1fr, 1fr), align: (left, center),
  [#text(size: 11pt)[*_Nơi nhận:_*\\ \\- Như trên;\\ \\- UBND tỉnh (b\\/c);\\ \\- Lưu: VT, DSTE.]],
  [*KT. GIÁM ĐỐC*\\ *PHÓ GIÁM ĐỐC*\\ \\ \\ \\ *Lê Thị Mẫu*])
"""
    return bytes(typst.compile(source.encode()))


def letter_picture(dpi: int) -> Image.Image:
    """The first page of the PDF as a scanner sees it, a little tilted."""
    page = pdfium.PdfDocument(letter_pdf())[0]
    picture: Image.Image = page.render(scale=dpi / 72, grayscale=True).to_pil()
    return picture.rotate(0.7, fillcolor=255)


def png_bytes(picture: Image.Image, dpi: int) -> bytes:
    stream = io.BytesIO()
    picture.save(stream, "PNG", dpi=(dpi, dpi))
    return stream.getvalue()


def zip_bytes(**parts: bytes) -> bytes:
    """A zip with these parts; a double underscore in a name stands for a slash and a dot."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/", 1).replace("__", "."), content)
    return stream.getvalue()
