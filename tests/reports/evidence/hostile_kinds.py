"""The pieces of which hostile files are made: packed PDF, archives, heads of other kinds."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
MP4 = b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom" + b"\0\0\0\x08free" + bytes(60)

# what -> the first bytes by which the kind is known
FOREIGN: dict[str, bytes] = {
    "GIF": b"GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xff\xff\xff,\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0;",
    "BMP": b"BM\x46\0\0\0\0\0\0\0\x36\0\0\0" + bytes(40),
    "TIFF": b"II*\0\x08\0\0\0" + bytes(40),
    "ICO": b"\0\0\1\0\1\0\x10\x10" + bytes(30),
    "PSD": b"8BPS\0\1" + bytes(40),
    "HEIC": b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(40),
    "AVIF": b"\0\0\0\x18ftypavif\0\0\0\0mif1avif" + bytes(40),
    "JXL": b"\0\0\0\x0cJXL \r\n\x87\n" + bytes(20),
    "JP2": b"\0\0\0\x0cjP  \r\n\x87\n" + bytes(20),
    "MP4": MP4,
    "MOV": b"\0\0\0\x14ftypqt  \0\0\2\0qt  " + bytes(40),
    "3GP": b"\0\0\0\x18ftyp3gp4\0\0\0\0" + bytes(40),
    "MKV": b"\x1aE\xdf\xa3" + bytes(40),
    "AVI": b"RIFF\x40\0\0\0AVI LIST" + bytes(40),
    "WAV": b"RIFF\x40\0\0\0WAVEfmt " + bytes(40),
    "MP3": b"ID3\x04\0\0\0\0\0\0" + bytes(40),
    "OGG": b"OggS\0\2" + bytes(40),
    "FLAC": b"fLaC\0\0\0\x22" + bytes(40),
    "EXE": b"MZ\x90\0\3\0\0\0\4\0\0\0\xff\xff" + bytes(40),
    "ELF": b"\x7fELF\2\1\1" + bytes(40),
    "MACHO": b"\xcf\xfa\xed\xfe\7\0\0\1" + bytes(40),
    "CLASS": b"\xca\xfe\xba\xbe\0\0\0\x34" + bytes(20),
    "DEX": b"dex\n035\0" + bytes(40),
    "WASM": b"\0asm\1\0\0\0" + bytes(20),
    "LNK": b"L\0\0\0\1\x14\2\0" + bytes(40),
    "DOC old Word": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(60),
    "RAR": b"Rar!\x1a\7\1\0" + bytes(20),
    "7Z": b"7z\xbc\xaf\x27\x1c\0\4" + bytes(20),
    "GZ": b"\x1f\x8b\x08\0" + bytes(20),
    "BZ2": b"BZh91AY&SY" + bytes(20),
    "XZ": b"\xfd7zXZ\0" + bytes(20),
    "ZST": b"\x28\xb5\x2f\xfd\0" + bytes(20),
    "TAR": bytes(257) + b"ustar\x0000" + bytes(248),
    "CAB": b"MSCF\0\0\0\0" + bytes(30),
    "CPIO": b"\xc7\x71" + bytes(30),
    "AR": b"!<arch>\ndebian-binary   \0" + bytes(20),
    "SQLITE": b"SQLite format 3\0" + bytes(40),
    "PYC": b"\xa7\r\r\n\0\0\0\0" + bytes(20),
    "PICKLE": b"\x80\4\x95\0\0\0\0\0\0\0\0c" + bytes(9),
    "TTF": b"\0\1\0\0\0\x0c\0\x80" + bytes(20),
    "WOFF2": b"wOF2\0\1\0\0" + bytes(20),
    "SWF": b"CWS\x0a\0\0\0\0" + bytes(20),
    "DJVU": b"AT&TFORM\0\0\0\0DJVU" + bytes(20),
    "PCAP": b"\xd4\xc3\xb2\xa1\2\0\4\0" + bytes(20),
    "EMF": b"\1\0\0\0\x6c\0\0\0" + bytes(20),
    "CUR": b"\0\0\2\0\1\0" + bytes(20),
    "ISO": bytes(200) + b"CD001" + bytes(40),
    "SH script": b"#!/bin/sh\nrm -rf /\n",
    "PHP page": b"<?php phpinfo(); ?>",
}

_SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
MARKUP: dict[str, bytes] = {
    "SVG": _SVG,
    "SVG after a mark": b"\xef\xbb\xbf" + _SVG,
    "SVG after spaces": b" \r\n\t" + _SVG,
    "SVG after a comment": b"<!-- x -->" + _SVG,
    "SVG after a doctype": b"<!DOCTYPE svg>" + _SVG,
    "XML": b'<?xml version="1.0"?>' + _SVG,
    "XML that asks for a file": b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
    "HTML": b"<html><script>alert(1)</script></html>",
    "HTML in capitals": b"<HTML><SCRIPT>alert(1)</SCRIPT>",
    "HTML that begins with its body": b"<body onload=alert(1)>",
    "HTML in UTF-16": "<html><script>alert(1)</script>".encode("utf-16"),
    "SVG in UTF-16": _SVG.decode().encode("utf-16"),
    "a frame": b"<iframe src='javascript:alert(1)'></iframe>",
}

# what -> words of a PDF's list that make it do something, or hide something
ACTIVE: dict[str, bytes] = {
    "script": b"/OpenAction << /S /JavaScript /JS (app.alert(1)) >>",
    "a program is started": b"/OpenAction << /S /Launch /F (cmd.exe) >>",
    "a file inside": b"/Names << /EmbeddedFiles << /Names [(a) 3 0 R] >> >>",
    "another PDF inside": b"/A << /S /GoToE /T << >> >>",
    "a form that is sent": b"/A << /S /SubmitForm /F (http://a.example) >>",
    "a film": b"/Subtype /RichMedia",
    "a form of XML": b"/AcroForm << /XFA 3 0 R >>",
    "locked": b"/Encrypt 3 0 R",
}


def pdf(said: bytes = b"") -> bytes:
    """A page without a word; `said` stands in the list of the whole."""
    return (
        b"%PDF-1.7\n1 0 obj << /Type /Catalog /Pages 2 0 R " + said + b" >> endobj\n"
        b"2 0 obj << /Type /Pages /Kids [3 0 R] /Count 1 >> endobj\n"
        b"3 0 obj << /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >> endobj\n"
        b"trailer << /Root 1 0 R >>\n%%EOF\n"
    )


def packed_pdf(said: bytes, how: bytes = b"/Filter /FlateDecode") -> bytes:
    """`said` is inside a packed list of objects."""
    packed = zlib.compress(b"4 0 << " + said + b" >>", 9)
    packed = packed.hex().encode() + b">" if b"ASCIIHex" in how else packed
    head = b"4 0 obj << /Type /ObjStm /N 1 /First 4 " + how
    stream = head + b" /Length %d >> stream\n" % len(packed) + packed + b"\nendstream endobj\n"
    return pdf().replace(b"trailer", stream + b"trailer")


def padded_pdf(size: int) -> bytes:
    body, end = pdf()[:-6], pdf()[-6:]
    return body + b" " * (size - len(body) - len(end)) + end


def zipped(parts: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, raw in parts.items():
            archive.writestr(name, raw)
    return made.getvalue()


def office(**more: bytes) -> bytes:
    return zipped({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w/>", **more})


def chunk(name: bytes, said: bytes) -> bytes:
    return struct.pack(">I", len(said)) + name + said + struct.pack(">I", zlib.crc32(name + said))


def png_of(width: int, height: int, packed: bytes) -> bytes:
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = chunk(b"IHDR", head) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + parts


def png_head(width: int, height: int) -> bytes:
    return png_of(width, height, zlib.compress(bytes(1000)))


def with_chunk(png: bytes, name: bytes, said: bytes) -> bytes:
    """A chunk behind the head of a PNG."""
    return png[:33] + chunk(name, said) + png[33:]
