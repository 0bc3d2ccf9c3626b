"""Scans and photographs: ocrmypdf (GPL, called as a program) reads them, then as any PDF."""

import io
import itertools
import os
import shutil
import subprocess
import tempfile
import warnings
from pathlib import Path

from PIL import Image, ImageOps, ImageSequence

from mangnon.directives.letters.layout import Source
from mangnon.directives.letters.refusal import NotALetter, Refusal, TooLarge, Unreadable
from mangnon.directives.letters.sources.pdf import LEAST_DPI, MOST_PAGES, look_inside, page_pictures
from mangnon.directives.letters.sources.straight import straightened
from mangnon.directives.letters.sources.unfold import unfolded

_PROGRAM = "ocrmypdf"
_MOST_PIXELS = 120_000_000
_MOST_SECONDS = 600
_A4_WIDTH_INCHES = 8.27
_MOST_DPI = 300  # finer pictures take longer and are not read better
_LEAST_USED_DPI = 100
_BEST_DPI = 200  # finer pages are averaged down to this: grain goes, marks of letters stay
_NOT_INSTALLED = (
    "Tệp là ảnh quét nhưng máy chủ chưa có chương trình nhận dạng chữ."
    " Người quản trị cần cài ocrmypdf và tesseract-ocr-vie."
)
_FAILED = (
    "Không nhận dạng được chữ trong ảnh quét này. Hãy quét lại rõ hơn (200 dpi trở lên)"
    " hoặc gửi tệp gốc."
)
_MISSING_PART = 3  # exit status of ocrmypdf: a program or language data is not installed
_LOCKED = 8


def read_image(data: bytes) -> Source:
    """The text on a picture of a letter. Raises Refusal."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            picture = Image.open(io.BytesIO(data))
            if picture.width * picture.height > _MOST_PIXELS:
                raise TooLarge("Ảnh quá lớn. Hãy quét ở 200 đến 300 dpi.")
            frames = itertools.islice(ImageSequence.Iterator(picture), MOST_PAGES)
            pages = [ImageOps.exif_transpose(frame).convert("L") for frame in frames]
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise TooLarge("Ảnh quá lớn. Hãy quét ở 200 đến 300 dpi.") from error
    except Refusal:
        raise
    # Pillow's decoders raise nearly anything on broken files: struct.error, KeyError, SyntaxError…
    except Exception as error:
        raise Unreadable("Tệp ảnh bị hỏng, không mở được.") from error
    return _recognised(pages, _dpi_of(picture))


def read_scanned_pdf(data: bytes, dpi: int | None) -> Source:
    """The text of a PDF of pictures. dpi: dots an inch, None when not known. Raises Refusal."""
    used = min(_MOST_DPI, max(_LEAST_USED_DPI, dpi or _MOST_DPI))
    return _recognised(page_pictures(data, used), used, said=dpi)


def _dpi_of(picture: Image.Image) -> int:
    """As the file says; when it does not, as if the shorter side were the width of A4."""
    said = float(picture.info.get("dpi", (0, 0))[0])
    if 100 <= said <= 1200:
        return round(said)
    return max(72, round(min(picture.size) / _A4_WIDTH_INCHES))


def _recognised(pages: list[Image.Image], dpi: int, *, said: int | None = None) -> Source:
    program = shutil.which(_PROGRAM)
    if program is None:
        raise Unreadable(_NOT_INSTALLED)
    used = min(dpi, _BEST_DPI)
    coarser = (averaged(page, used / dpi) for page in pages)
    first, *rest = [unfolded(straightened(page, used), used) for page in coarser]
    with tempfile.TemporaryDirectory(prefix="letter-") as folder:
        source, result = Path(folder, "in.pdf"), Path(folder, "out.pdf")
        first.save(source, "PDF", resolution=used, save_all=True, append_images=rest, quality=95)
        _run(program, source, result)
        inside = look_inside(result.read_bytes())
    if not any(page.strip() for page in inside.pages):
        raise NotALetter("Ảnh quét không có chữ nào nhận ra được.")
    return Source("scan", inside.pages, warnings=_notes(said or dpi))


def averaged(page: Image.Image, share: float) -> Image.Image:
    """The page at this share of its size, each point the mean of those it stands for."""
    if share >= 1:
        return page
    size = round(page.width * share), round(page.height * share)
    return page.resize(size, Image.Resampling.BOX)


def _run(program: str, source: Path, result: Path) -> None:
    command = [program, "-l", "vie", "--output-type", "pdf", "-O0", "--quiet"]
    limits = os.environ | {"OMP_THREAD_LIMIT": "1", "TMPDIR": str(source.parent)}
    try:
        done = subprocess.run(
            [*command, "--jobs", "2", str(source), str(result)],
            capture_output=True,
            timeout=_MOST_SECONDS,
            env=limits,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise Unreadable(
            "Nhận dạng chữ mất quá nhiều thời gian. Hãy gửi riêng các trang của công văn."
        ) from error
    if done.returncode == _MISSING_PART:
        raise Unreadable(_NOT_INSTALLED)
    if done.returncode == _LOCKED:
        raise Unreadable("Tệp PDF có mật khẩu. Hãy bỏ mật khẩu rồi gửi lại.")
    if done.returncode or not result.exists():
        raise Unreadable(_FAILED)


def _notes(dpi: int) -> tuple[str, ...]:
    said = "Văn bản được nhận dạng từ ảnh quét; hãy đối chiếu với bản gốc."
    if dpi >= LEAST_DPI:
        return (said,)
    return (
        said,
        f"Ảnh quét chỉ khoảng {dpi} dpi, dưới {LEAST_DPI} dpi; dễ nhận dạng sai, nên quét lại.",
    )
