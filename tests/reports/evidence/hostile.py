"""Files made to be taken for something else, to exhaust whoever reads them, or to do harm later.

Each stands with what must become of it: the kind as which it is taken, or words of the refusal.
They are made anew from one seed, so that the three hundred are the same each time.
"""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from random import Random

from PIL import Image, PngImagePlugin

from mangnon.base.files.api import JPEG, PDF, PNG, TEXT, WEBP
from mangnon.reports.evidence import ENDINGS, MOST_BYTES
from tests.reports.evidence import hostile_kinds as kinds

SECRET = b"Suoi Reo 15.04N 108.5E"
FORMATS = {JPEG: "JPEG", PNG: "PNG", WEBP: "WEBP"}
BROKEN, OTHER, HUGE = "hỏng", "không được nhận|Chỉ nhận ảnh", "quá lớn"
MISMATCH, EMPTY, OVER, ACTIVE = "không khớp", "trống", "lớn hơn 10 MB", "tự chạy|mật khẩu|thừa"


@dataclass(frozen=True)
class Hostile:
    """`taken_as`: a kind, or "" when it is refused with words that `refused` fits. Both: whichever
    the damage led to. `secret`: must not be in the copy for reading."""

    what: str
    name: str
    raw: bytes = field(repr=False)
    taken_as: str = ""
    refused: str = ""
    secret: bytes = b""


def corpus(seed: int = 7) -> list[Hostile]:
    random = Random(seed)
    made = [*_wrong_endings(), *_names(), *_sizes(), *_damaged(random), *_polyglots(), *_told()]
    made += [*_huge(), *_foreign(), *_markup(), *_texts(), *_pdfs(), *_zips()]
    assert len({one.what for one in made}) == len(made)
    return made


def picture(kind: str, size: tuple[int, int] = (48, 36), **more: object) -> bytes:
    """A small picture of many colours, so that damage shows."""
    made = io.BytesIO()
    image = Image.frombytes("RGB", size, Random(5).randbytes(size[0] * size[1] * 3))
    image.save(made, FORMATS[kind], **more)
    return made.getvalue()


def _one_of_each() -> dict[str, bytes]:
    pictures = {kind: picture(kind) for kind in FORMATS}
    return pictures | {PDF: kinds.pdf(), TEXT: "Bạn ấy nhắn: đưa tiền đây.".encode()}


def _wrong_endings() -> Iterator[Hostile]:
    """Whatever the name says, the content counts, and the two must agree."""
    for kind, raw in _one_of_each().items():
        for other, endings in ENDINGS.items():
            if other != kind:
                yield Hostile(f"{kind} called {endings[0]}", f"a{endings[0]}", raw, "", MISMATCH)
        for ending in (".exe", ".html", ".svg", ".jpg.js", ".pdf.scr"):
            yield Hostile(f"{kind} called {ending}", f"a{ending}", raw, "", MISMATCH)
        yield Hostile(f"{kind} in capitals", f"A{ENDINGS[kind][0].upper()}", raw, kind)


def _names() -> Iterator[Hostile]:
    """A name is not kept: what is strange about it does no harm."""
    strange = (
        "../../etc/passwd.jpg", "..\\..\\a.jpg", "/etc/a.jpg", "C:\\a.jpg", "a\0.jpg",
        "a.exe\0.jpg", "gnp\u202e.exe.jpg", "a\u200b.jpg", "x" * 5000 + ".jpg", "CON.jpg",
        "NUL", "COM1.jpg", "", ".", "..", "...jpg", "a", "a.exe.jpg", "a.php.jpg",
        "%2e%2e%2fa.jpg", "a;b.jpg", "$(id).jpg", "`id`.jpg", "a\r\nX: y.jpg",
        '"><script>.jpg', "=cmd.jpg", "\ufeff.jpg", "ảnh chụp.jpg", "a\u0300nh.jpg",
        "~/.ssh/id.jpg", "file:///a.jpg", "a.jpg/", "a.JPEG ", "😀.jpg", ".htaccess",
        ".htaccess.jpg", "-rf.jpg", "|id.jpg", "a:b.jpg", "a*?.jpg", "desktop.ini.jpg",
    )  # fmt: skip
    raw = picture(JPEG)
    for name in strange:
        yield Hostile(f"a name: {name[:40]!r}", name, raw, JPEG)
    for name in ("a.jpg.exe", "a.jpg\u202e.exe", "a.jpg;.asp", "a.lnk", "a.hta", "a.gif"):
        yield Hostile(f"a name: {name!r}", name, raw, "", MISMATCH)


def _sizes() -> Iterator[Hostile]:
    for kind, raw in _one_of_each().items():
        ending = ENDINGS[kind][0]
        yield Hostile(f"nothing called {ending}", f"a{ending}", b"", "", EMPTY)
        full = kinds.padded_pdf(MOST_BYTES) if kind == PDF else raw + b" " * (MOST_BYTES - len(raw))
        assert len(full) == MOST_BYTES
        yield Hostile(f"{kind} of 10 MiB", f"a{ending}", full, kind)
        yield Hostile(f"{kind} of 10 MiB and one", f"a{ending}", full + b" ", "", OVER)
        yield Hostile(f"the first byte of {kind}", f"a{ending}", raw[:1] * 3, *_first(kind))


def _first(kind: str) -> tuple[str, str]:
    return (TEXT, "") if kind == TEXT else ("", f"{OTHER}|{BROKEN}|{MISMATCH}")


def _damaged(random: Random) -> Iterator[Hostile]:
    """Cut off they are broken; with a bit turned they may be a picture still, made anew."""
    for kind in FORMATS:
        raw, ending = picture(kind), ENDINGS[kind][0]
        for tenths in range(1, 10):
            cut = raw[: len(raw) * tenths // 10]
            yield Hostile(f"{tenths} tenths of {kind}", f"a{ending}", cut, "", BROKEN)
        for number in range(20):
            turned = bytearray(raw)
            turned[random.randrange(len(raw))] ^= 1 << random.randrange(8)
            wrong = f"{BROKEN}|{OTHER}|{MISMATCH}|{HUGE}"
            yield Hostile(f"{kind} turned {number}", f"a{ending}", bytes(turned), kind, wrong)


def _polyglots() -> Iterator[Hostile]:
    """A picture with something else behind its end is that picture; the copy has nothing of it."""
    behind = {
        "ZIP": kinds.zipped({"a.txt": SECRET}),
        "HTML": b"<html><script>alert(1)</script>" + SECRET,
        "PHP": b"<?php system($_GET[0]); ?>" + SECRET,
        "MP4": kinds.MP4 + SECRET,
        "PDF": kinds.pdf() + SECRET,
        "EXE": b"MZ\x90\0" + SECRET,
    }
    for kind in FORMATS:
        for what, more in behind.items():
            raw = picture(kind) + more
            yield Hostile(f"{kind} and {what}", f"a{ENDINGS[kind][0]}", raw, kind, "", SECRET)
            yield Hostile(f"{what} and {kind}", f"a{ENDINGS[kind][0]}", more + picture(kind), "",
                          f"{OTHER}|{BROKEN}|{MISMATCH}|{ACTIVE}")  # fmt: skip
    yield Hostile("GIF and script", "a.gif", b"GIF89a=1/*" + SECRET + b"*/;alert(1)", "", MISMATCH)
    yield Hostile("HTML and PDF", "a.pdf", b"<html><script>x</script>" + kinds.pdf(), "", OTHER)
    yield Hostile(
        "ZIP and PDF", "a.pdf", kinds.zipped({"a": b"b"}) + kinds.pdf(), "", f"{OTHER}|{BROKEN}"
    )
    yield Hostile("PDF and ZIP", "a.pdf", kinds.pdf() + kinds.zipped({"a": b"b"}), "", ACTIVE)
    yield Hostile(
        "PDF and HTML", "a.pdf", kinds.pdf() + b"<script>alert(1)</script>" * 9, "", ACTIVE
    )


def _told() -> Iterator[Hostile]:
    """What a picture says beside its points: where, with what, by whom."""
    exif = Image.Exif()
    exif[0x010E] = exif[0x8298] = exif[0x013B] = SECRET.decode()
    exif.get_ifd(0x8825)[2] = (15.0, 4.0, 0.0)
    exif.get_ifd(0x8825)[29] = SECRET.decode()
    exif.get_ifd(0x8769)[0x9286] = b"ASCII\0\0\0" + SECRET
    for kind in FORMATS:
        ending = ENDINGS[kind][0]
        for what, more in {"EXIF": {"exif": exif}, "profile": {"icc_profile": SECRET * 9}}.items():
            raw = picture(kind, **more)
            if SECRET in raw:
                yield Hostile(f"{what} of {kind}", f"a{ending}", raw, kind, "", SECRET)
        turned = Image.Exif()
        turned[0x0112] = 6
        yield Hostile(f"{kind} lying on its side", f"a{ending}", picture(kind, exif=turned), kind)
    noted = picture(JPEG, comment=SECRET, xmp=b"<x>" + SECRET + b"</x>")
    yield Hostile("comment and XMP of a JPEG", "a.jpg", noted, JPEG, "", SECRET)
    said = PngImagePlugin.PngInfo()
    said.add_text("Author", SECRET.decode())
    said.add_itxt("Place", SECRET.decode())
    yield Hostile("text of a PNG", "a.png", picture(PNG, pnginfo=said), PNG, "", SECRET)
    frames = io.BytesIO()
    second = Image.frombytes("RGB", (12, 9), (SECRET * 20)[: 12 * 9 * 3])
    Image.new("RGB", (12, 9)).save(frames, "PNG", save_all=True, append_images=[second])
    yield Hostile("a PNG that moves", "a.png", frames.getvalue(), PNG, "", SECRET)


def _huge() -> Iterator[Hostile]:
    """By their heads alone, and by what they unpack to."""
    for width, height in (
        (20_000, 20_000),
        (65_535, 65_535),
        (2**31 - 1, 2**31 - 1),
        (40_000_001, 1),
    ):
        raw = kinds.png_head(width, height)
        yield Hostile(f"a PNG of {width} x {height}", "a.png", raw, "", f"{HUGE}|{BROKEN}")
    whole = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(whole, "PNG")
    yield Hostile("a whole PNG of 20000 x 20000", "a.png", whole.getvalue(), "", HUGE)
    jpeg = bytearray(picture(JPEG))
    at = jpeg.index(b"\xff\xc0") + 5
    jpeg[at : at + 4] = struct.pack(">HH", 65_000, 65_000)
    yield Hostile("a JPEG of 65000 x 65000", "a.jpg", bytes(jpeg), "", HUGE)
    largest = io.BytesIO()
    Image.new("RGB", (8_000, 5_000), "white").save(largest, "PNG")
    yield Hostile("a PNG of just 40 million points", "a.png", largest.getvalue(), PNG)
    long = picture(JPEG, (300, 20_000))
    yield Hostile("a picture of a long talk", "a.jpg", long, JPEG)
    zeros = zlib.compress(bytes(80 * 2**20), 1)
    for chunk, head in ((b"zTXt", b"a\0\0"), (b"iTXt", b"a\0\1\0\0\0"), (b"iCCP", b"a\0\0")):
        bomb = head + zeros
        raw = kinds.with_chunk(picture(PNG), chunk, bomb)
        yield Hostile(
            f"{chunk.decode()} that unpacks to 80 MiB", "a.png", raw, PNG, f"{BROKEN}|{HUGE}"
        )
    yield Hostile("points that unpack to 80 MiB", "a.png", kinds.png_of(48, 36, zeros), PNG, BROKEN)


def _foreign() -> Iterator[Hostile]:
    wrong = f"{OTHER}|{MISMATCH}|{BROKEN}|đời cũ"
    for what, raw in kinds.FOREIGN.items():
        yield Hostile(what, f"a.{what.split()[0].lower()}", raw, "", wrong)
        yield Hostile(f"{what} called .jpg", "a.jpg", raw, "", wrong)


def _markup() -> Iterator[Hostile]:
    """Pages and drawings with script, whatever they are called and however they begin."""
    for what, raw in kinds.MARKUP.items():
        for name in ("a.jpg", "a.png", "a.pdf", "a.txt", "a"):
            yield Hostile(f"{what} called {name}", name, raw, "", f"{OTHER}|{MISMATCH}|hỏng")


def _texts() -> Iterator[Hostile]:
    words = "Bạn ấy nhắn: đưa tiền đây."
    yield Hostile("EICAR, with no scanner at hand", "a.txt", kinds.EICAR, TEXT)
    for code in ("utf-8", "utf-8-sig", "utf-16"):
        yield Hostile(f"text in {code}", "a.txt", words.encode(code), TEXT)
    for what, raw in {
        "NUL": words.encode() + b"\0",
        "NUL far behind": b"a" * 9_000 + b"\0",
        "UTF-16 without its mark": words.encode("utf-16-le"),
        "UTF-16 cut within a letter": words.encode("utf-16") + b"\xd8",
        "half of a surrogate pair": b"\xff\xfe\x3d\xd8",
        "UTF-16 with NUL": "a\0b".encode("utf-16"),
        "control bytes": b"\x01\x02\x03",
    }.items():
        yield Hostile(f"text with {what}", "a.txt", raw, "", f"{OTHER}|{BROKEN}")
    for what in (
        "\u202ecod.exe",
        "e\u0301" * 900,
        "\U0001f33f" * 900,
        "=HYPERLINK(1)",
        "@echo off",
    ):
        yield Hostile(f"text: {what[:12]!r}", "a.txt", what.encode(), TEXT)


def _pdfs() -> Iterator[Hostile]:
    yield Hostile("a plain PDF", "a.pdf", kinds.pdf(), PDF)
    yield Hostile("a PDF with its lists packed", "a.pdf", kinds.packed_pdf(b"/Type /Page"), PDF)
    for what, said in kinds.ACTIVE.items():
        yield Hostile(f"PDF: {what}", "a.pdf", kinds.pdf(said), "", ACTIVE)
        yield Hostile(f"PDF: {what}, packed", "a.pdf", kinds.packed_pdf(said), "", ACTIVE)
    hidden = kinds.pdf(b"/OpenAction << /S /J#61vaScript /J#53 (x) >>")
    yield Hostile("PDF: a name in hexadecimal", "a.pdf", hidden, "", ACTIVE)
    twice = kinds.packed_pdf(b"/JS (x)", b"/Filter [/ASCIIHexDecode /FlateDecode]")
    yield Hostile("PDF: packed twice", "a.pdf", twice, "", ACTIVE)
    bomb = kinds.packed_pdf(bytes(40 * 2**20))
    yield Hostile("PDF: lists that unpack to 40 MiB", "a.pdf", bomb, "", ACTIVE)
    for what, raw in {"no end": b"%PDF-1.7\n1 0 obj", "half": kinds.pdf()[:-9]}.items():
        yield Hostile(f"PDF: {what}", "a.pdf", raw, "", BROKEN)


def _zips() -> Iterator[Hostile]:
    makers: dict[str, Callable[[], bytes]] = {
        "a ZIP of one file": lambda: kinds.zipped({"a.jpg": picture(JPEG)}),
        "a ZIP bomb": lambda: kinds.zipped({"a": bytes(20 * 2**20)}),
        "a ZIP of ZIP bombs": lambda: kinds.zipped({"b": kinds.zipped({"a": bytes(9 * 2**20)})}),
        "a ZIP that climbs": lambda: kinds.zipped({"../../a": b"x"}),
        "a ZIP of many": lambda: kinds.zipped({str(n): b"" for n in range(4_100)}),
        "a DOCX": lambda: kinds.office(),
        "a DOCX with macro": lambda: kinds.office(**{"word/vbaProject.bin": b"x"}),
        "a DOCX with outer template": lambda: kinds.office(**{"word/_rels/a.rels": b"http://a"}),
    }
    for what, make in makers.items():
        raw = make()
        for name in ("a.docx", "a.pdf", "a"):
            yield Hostile(
                f"{what} called {name}", name, raw, "", f"{OTHER}|{HUGE}|macro|đường dẫn|{MISMATCH}"
            )
