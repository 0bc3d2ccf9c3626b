"""Renders a letter of the corpus as DOCX, PDF and scan, the same bytes of picture every time.

python -m tests.corpus.render dev/001 --out DIR
"""

import argparse
import io
import json
import random
from pathlib import Path

import pypdfium2 as pdfium
import typst
from docx import Document
from docx.document import Document as DocumentType
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph
from PIL import Image, ImageChops, ImageFilter

from .legacy import FONTS
from .manners import MOTTO, STATE, as_text, encode, listed, number_line, place_date
from .specimens import Block, Specimen, load

CENTRE, JUSTIFY = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.JUSTIFY
SHEET = Path(__file__).with_name("letter.typ")
TILT = 0.6  # degrees
BLUR = 0.45  # pixels at 200 dpi
NOISE = 14  # grey levels either way
QUALITY = 72


def parts(one: Specimen) -> dict[str, object]:
    """What the layout prints, in reading order; shared by DOCX and PDF."""
    lost = one.manner.get("header") == "lost"
    return {
        "lost": lost,
        "urgency": one.one.get("urgency", ""),
        "parent": one.one.get("parent", ""),
        "issuer": one.one.get("issuer", ""),
        "number": number_line(one) if "symbol" in one.one else "",
        "subject": f"V/v {one.one['subject']}" if "subject" in one.one else "",
        "state": STATE,
        "motto": MOTTO,
        "date": place_date(one) if "date" in one.one else "",
        "to": one.many["to"] if len(one.many["to"]) == 1 else listed(one.many["to"]),
        "body": runs(one.body),
        "copies": listed(one.many["copy"]),
        "title": [*one.many["authority"], *filter(None, [one.one.get("position")])],
        "name": one.one.get("name", ""),
        "annex": runs(one.annex),
    }


def runs(blocks: list[Block]) -> list[dict[str, object]]:
    """Paragraphs as they are; rows of one table together."""
    found: list[dict[str, object]] = []
    for block in blocks:
        if block.kind != "row":
            found.append({"kind": block.kind, "text": block.text.replace("**", "")})
        elif found and found[-1]["kind"] == "table":
            rows = found[-1]["rows"]
            assert isinstance(rows, list)
            rows.append(block.cells)
        else:
            found.append({"kind": "table", "rows": [block.cells]})
    return found


def as_pdf(one: Specimen) -> bytes:
    inputs = {"letter": json.dumps(parts(one) | {"letterlike": one.is_letter}, ensure_ascii=False)}
    return bytes(typst.compile(str(SHEET), sys_inputs=inputs, timestamp=0))


def as_docx(one: Specimen) -> bytes:
    file = Document()
    form = one.manner.get("form", "nfc")
    font = FONTS.get(form, "Times New Roman")
    style = file.styles["Normal"]
    style.font.name, style.font.size = font, Pt(14)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), font)
    section = file.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin, section.right_margin = Cm(3), Cm(1.5)
    section.top_margin = section.bottom_margin = Cm(2)
    write_docx(file, parts(one), form, one.is_letter)
    stream = io.BytesIO()
    file.save(stream)
    return stream.getvalue()


def write_docx(file: DocumentType, part: dict, form: str, letterlike: bool) -> None:
    if letterlike:
        docx_head(file, part, form)
        docx_address(file, part["to"], form)
    docx_body(file, part["body"], form)
    if letterlike:
        docx_foot(file, part, form)
    if part["annex"]:
        file.add_page_break()
        docx_body(file, part["annex"], form)


def put(
    paragraph: Paragraph, text: str, form: str, *, bold: bool = False, size: int = 14
) -> Paragraph:
    run = paragraph.add_run(encode(text, form))
    run.bold, run.font.size = bold, Pt(size)
    paragraph.paragraph_format.space_after = Pt(6 if size == 14 else 0)
    return paragraph


def lines_in(cell: _Cell, lines: list[tuple[str, bool]], form: str, size: int = 13) -> None:
    """One centred paragraph for each line; the cell's own first paragraph is used."""
    for index, (text, bold) in enumerate(lines):
        paragraph = cell.paragraphs[0] if index == 0 else cell.add_paragraph()
        put(paragraph, text, form, bold=bold, size=size).alignment = CENTRE


def two_columns(file: DocumentType, *, rows: int, left: float, right: float) -> Table:
    """A table without lines, its widths in centimetres."""
    table = file.add_table(rows=rows, cols=2)
    table.autofit = False
    for cells in table.rows:
        cells.cells[0].width, cells.cells[1].width = Cm(left), Cm(right)
    return table


def docx_head(file: DocumentType, part: dict, form: str) -> None:
    if part["lost"]:
        for text in filter(None, (part["urgency"], part["date"])):
            put(file.add_paragraph(), text, form)
        return
    table = two_columns(file, rows=2, left=7, right=9.5)
    left = [(text, text == part["issuer"]) for text in (part["parent"], part["issuer"]) if text]
    lines_in(table.cell(0, 0), left, form)
    lines_in(table.cell(0, 1), [(part["state"], True), (part["motto"], True)], form)
    under = [(text, False) for text in (part["number"], part["subject"]) if text]
    lines_in(table.cell(1, 0), under or [("", False)], form)
    lines_in(table.cell(1, 1), [(part["date"], False)], form)
    if part["urgency"]:
        put(file.add_paragraph(), part["urgency"], form, bold=True)


def docx_address(file: DocumentType, to: list[str], form: str) -> None:
    if len(to) == 1:
        put(file.add_paragraph(), f"Kính gửi: {to[0]}", form).alignment = CENTRE
        return
    put(file.add_paragraph(), "Kính gửi:", form).paragraph_format.left_indent = Cm(3)
    for line in to:
        put(file.add_paragraph(), f"- {line}", form).paragraph_format.left_indent = Cm(5)


def docx_body(file: DocumentType, body: list[dict], form: str) -> None:
    for block in body:
        if block["kind"] == "table":
            rows = block["rows"]
            table = file.add_table(rows=0, cols=max(map(len, rows)), style="Table Grid")
            for row in rows:
                for cell, text in zip(table.add_row().cells, row, strict=False):
                    put(cell.paragraphs[0], text, form, size=12)
            continue
        paragraph = put(file.add_paragraph(), block["text"], form)
        paragraph.alignment = JUSTIFY
        paragraph.paragraph_format.first_line_indent = Cm(1.27)


def docx_foot(file: DocumentType, part: dict, form: str) -> None:
    table = two_columns(file, rows=1, left=8.2, right=8.3)
    left, right = table.cell(0, 0), table.cell(0, 1)
    if part["copies"]:
        put(left.paragraphs[0], "Nơi nhận:", form, bold=True, size=12)
        for line in part["copies"]:
            put(left.add_paragraph(), f"- {line}", form, size=11)
    signed = [(line, True) for line in part["title"]]
    if part["name"]:
        signed += [("", False)] * 3 + [(part["name"], True)]
    lines_in(right, signed or [("", False)], form, size=14)


def pages(one: Specimen, dpi: int) -> list[Image.Image]:
    """The pages of the PDF as a scanner sees them: tilted, blurred, noisy, grey."""
    seed = random.Random(f"{one.name} {dpi}")
    tilt = TILT * seed.choice((-1, 1))
    file = pdfium.PdfDocument(as_pdf(one))
    images = [page.render(scale=dpi / 72, grayscale=True).to_pil().convert("L") for page in file]
    file.close()
    return [scanned(image, tilt, dpi, seed) for image in images]


def scanned(image: Image.Image, tilt: float, dpi: int, seed: random.Random) -> Image.Image:
    turned = image.rotate(tilt, resample=Image.Resampling.BICUBIC, fillcolor=255)
    soft = turned.filter(ImageFilter.GaussianBlur(BLUR * dpi / 200))
    grain = Image.frombytes("L", soft.size, seed.randbytes(soft.width * soft.height))
    grain = grain.point(lambda level: level * 2 * NOISE // 255)
    return ImageChops.add(soft, grain, scale=1.0, offset=-NOISE)


def as_scan(one: Specimen, *, dpi: int) -> bytes:
    """An image-only PDF of JPEG pages at this resolution."""
    stream = io.BytesIO()
    first, *rest = [through_jpeg(page) for page in pages(one, dpi)]
    first.save(stream, "PDF", resolution=dpi, save_all=True, append_images=rest, quality=QUALITY)
    return stream.getvalue()


def through_jpeg(page: Image.Image) -> Image.Image:
    stream = io.BytesIO()
    page.save(stream, "JPEG", quality=QUALITY)
    return Image.open(io.BytesIO(stream.getvalue())).convert("L")


def as_image(one: Specimen, *, dpi: int, format: str) -> bytes:
    """The pages under each other as one picture that tells its resolution."""
    found = pages(one, dpi)
    height = sum(page.height for page in found)
    whole = Image.new("L", (found[0].width, height), 255)
    for index, page in enumerate(found):
        whole.paste(page, (0, index * page.height))
    stream = io.BytesIO()
    whole.save(stream, format, dpi=(dpi, dpi))
    return stream.getvalue()


def main() -> None:
    parser = argparse.ArgumentParser(description="Write letters of the corpus in every form")
    parser.add_argument("name", help="such as dev/001, or dev for all of it")
    parser.add_argument("--out", type=Path, required=True)
    given = parser.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    for one in load("all"):
        if one.name.startswith(given.name):
            write_all(one, given.out / one.name.replace("/", "-"))


def write_all(one: Specimen, stem: Path) -> None:
    truth = json.dumps(one.truth, ensure_ascii=False, indent=2)
    stem.with_suffix(".json").write_text(truth + "\n", "utf-8")
    stem.with_suffix(".txt").write_bytes(as_text(one))
    stem.with_suffix(".docx").write_bytes(as_docx(one))
    stem.with_suffix(".pdf").write_bytes(as_pdf(one))
    for dpi in (200, 300):
        stem.with_suffix(f".scan{dpi}.pdf").write_bytes(as_scan(one, dpi=dpi))


if __name__ == "__main__":
    main()
