"""Take the pictures of every genre anew: `python docs/pictures/products.py [GENRE…]`.

Made from the starter library, one contact sheet each: what is drawn comes from the genre's own
files; DOCX pages are turned by LibreOffice, frames of a clip are cut out by ffmpeg, plain texts are
set on a card.
"""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

import imageio_ffmpeg
import pypdfium2
from fontTools.ttLib import TTFont
from PIL import Image, ImageDraw, ImageFont

import mangnon.library
from mangnon.kit.fonts import fonts_for_print
from mangnon.kit.hotlines import hotlines
from mangnon.studio.describing import picture_of
from mangnon.studio.genre import Brief, File, Genre, Maker
from mangnon.studio.genres import genres
from mangnon.studio.maps import from_toml
from mangnon.studio.shop import Shop
from mangnon.studio.themes import theme_for

HERE = Path(__file__).parent
STARTER = Path(mangnon.library.__file__).parent / "data" / "starter"
WIDTH, GAP, GROUND = 1280, 14, "#e9ecef"
MOST_BYTES = 250_000
ONE_OF_EACH = (
    "thong-tin-rieng-mam-non",
    "nguoi-la-tro-choi-tieu-hoc",
    "tin-gia-thcs",
    "anh-rieng-tu-thpt",
    "con-ke-chuyen-kho",
    "tiep-nhan-loi-ke",
)
# For each genre: the maps shown, how many pictures of each, how many stand side by side.
SHOWN: dict[str, tuple[Sequence[str], int, int]] = {
    "article": (ONE_OF_EACH[3:5], 2, 4),
    "slides": (ONE_OF_EACH[1:4], 3, 3),
    "infographic": (ONE_OF_EACH[::2], 1, 3),
    "leaflet": (ONE_OF_EACH[1:3], 3, 3),
    "poster": (ONE_OF_EACH, 1, 3),
    "cards": (ONE_OF_EACH[:2], 2, 4),
    "carousel": (ONE_OF_EACH[:3], 4, 4),
    "comic": (ONE_OF_EACH[1:4], 1, 3),
    "clip": (ONE_OF_EACH[2:3], 6, 3),
    "audio": (ONE_OF_EACH[1::3], 1, 2),
    "social": (ONE_OF_EACH[2:4], 1, 2),
    "quiz": (ONE_OF_EACH[1:3], 2, 4),
}


def brief_of(name: str) -> Brief:
    plan = from_toml((STARTER / f"{name}.toml").read_text(encoding="utf-8"))
    return Brief(
        plan=plan,
        theme=theme_for(plan.audience),
        lines=hotlines(),
        maker=Maker("Trường Tiểu học Mẫu"),
        report_address="https://mangnon.example/bao-tin/",
        source_address="https://mangnon.example/thu-vien/",
    )


def pdf_pages(content: bytes) -> list[Image.Image]:
    document = pypdfium2.PdfDocument(content)
    return [page.render(scale=900 / page.get_width()).to_pil() for page in document]


def docx_pages(content: bytes) -> list[Image.Image]:
    office = shutil.which("soffice") or "libreoffice"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "a.docx")
        path.write_bytes(content)
        profile = f"-env:UserInstallation=file://{folder}/profile"
        faces = {**os.environ, "FONTCONFIG_FILE": str(_faces(Path(folder)))}
        command = [office, profile, "--headless", "--convert-to", "pdf", "--outdir", folder, path]
        subprocess.run(command, check=True, capture_output=True, env=faces)
        return pdf_pages(path.with_suffix(".pdf").read_bytes())


def _faces(folder: Path) -> Path:
    """The fonts of the set-up for LibreOffice, so that every machine turns the same page."""
    homes = "".join(f"<dir>{home}</dir>" for home in sorted({p.parent for p in fonts_for_print()}))
    alias = "<family>Times New Roman</family><prefer><family>Tinos</family></prefer>"
    path = folder / "fonts.conf"
    path.write_text(
        f"<fontconfig>{homes}<cachedir>{folder}/faces</cachedir>"
        f'<alias binding="same">{alias}</alias></fontconfig>'
    )
    return path


def frames(content: bytes) -> list[Image.Image]:
    """One frame every seven seconds."""
    with tempfile.TemporaryDirectory() as folder:
        film = Path(folder, "a.mp4")
        film.write_bytes(content)
        command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-i", film]
        subprocess.run([*command, "-vf", "fps=1/7", f"{folder}/%03d.png"], check=True)
        return [Image.open(path).convert("RGB") for path in sorted(Path(folder).glob("*.png"))]


def card(content: bytes) -> list[Image.Image]:
    """The beginning of a plain text, as a phone would show it."""
    face = next(path for path in fonts_for_print() if path.stem == "BeVietnamPro-Regular")
    font = ImageFont.truetype(str(face), 26)
    picture = Image.new("RGB", (900, 1000), "white")
    pen, down = ImageDraw.Draw(picture), 44
    for line in _drawable(content.decode(), face).splitlines():
        for part in _wrapped(line, font, 810):
            pen.text((45, down), part, font=font, fill="#16212a")
            down += 40
        if down > 930:
            break
    return [picture]


def _drawable(text: str, face: Path) -> str:
    """Emoji are drawn by the phone, not by the house font: a dot stands for each."""
    with TTFont(face, lazy=True) as font:
        known = font.getBestCmap()
    plain = "".join(sign if sign == "\n" or ord(sign) in known else "●" for sign in text)
    return re.sub("●+", "•", plain)


def _wrapped(line: str, font: ImageFont.FreeTypeFont, width: int) -> list[str]:
    parts = [""]
    for word in line.split(" "):
        longer = f"{parts[-1]} {word}".strip()
        if parts[-1] and font.getlength(longer) > width:
            parts.append(word)
        else:
            parts[-1] = longer
    return parts


# The first kind of file that a genre has is the one that is shown.
SEEN: dict[str, Callable[[bytes], list[Image.Image]]] = {
    ".pdf": pdf_pages,
    ".png": lambda content: [Image.open(io.BytesIO(content)).convert("RGB")],
    ".docx": docx_pages,
    ".mp4": frames,
    ".txt": card,
}


def pictures_of(files: Sequence[File], most: int) -> list[Image.Image]:
    suffix = next(one for one in SEEN if any(file.name.endswith(one) for file in files))
    seen = [
        page for file in files if file.name.endswith(suffix) for page in SEEN[suffix](file.content)
    ]
    return seen[:most]


def sheet_of(pictures: Sequence[Image.Image], columns: int) -> Image.Image:
    """Side by side, each as wide as the others, on rows as tall as need be."""
    wide = (WIDTH - GAP * (columns + 1)) // columns
    small = [
        one.resize((wide, one.height * wide // one.width), Image.Resampling.LANCZOS)
        for one in pictures
    ]
    rows = [small[start : start + columns] for start in range(0, len(small), columns)]
    tall = sum(max(one.height for one in row) + GAP for row in rows) + GAP
    sheet, down = Image.new("RGB", (WIDTH, tall), GROUND), GAP
    for row in rows:
        for place, one in enumerate(row):
            sheet.paste(one, (GAP + place * (wide + GAP), down))
        down += max(one.height for one in row) + GAP
    return sheet


def save(sheet: Image.Image, path: Path) -> None:
    """As a palette, with fewer colours and then smaller until it is light enough."""
    for part, colours in ((1.0, 128), (1.0, 64), (0.85, 64), (0.7, 64), (0.6, 48)):
        size = (round(sheet.width * part), round(sheet.height * part))
        shown = sheet.resize(size, Image.Resampling.LANCZOS) if part < 1 else sheet
        out = io.BytesIO()
        shown.quantize(colours, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
        if out.tell() <= MOST_BYTES:
            break
    path.write_bytes(out.getvalue())


def take(genre: Genre) -> Path:
    names, most, columns = SHOWN[genre.name]
    pictures = [
        picture
        for name in names
        for picture in pictures_of(list(genre.make(brief_of(name), Shop())), most)
    ]
    path = HERE / picture_of(genre)
    save(sheet_of(pictures, columns), path)
    return path


if __name__ == "__main__":
    for name in sys.argv[1:] or genres():
        sys.stdout.write(f"{take(genres()[name])}\n")
