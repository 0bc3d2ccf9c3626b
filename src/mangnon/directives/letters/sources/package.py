"""Opening the zip of a Word file: only the parts that are wanted, never more than fits a letter."""

import io
import re
import zipfile
import zlib
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, ParseError

from defusedxml import ElementTree as GuardedTree
from defusedxml.common import DefusedXmlException

from mangnon.directives.letters.refusal import TooLarge, Unreadable

MAIN_PART = "word/document.xml"
_MOST_UNPACKED = 12_000_000
_MOST_PARTS = 5_000
_BROKEN = "Tệp Word bị hỏng, không mở được. Hãy lưu lại thành DOCX hoặc PDF rồi gửi lại."
_TOO_LARGE = "Tệp Word bung ra quá lớn để là một công văn."
_FAULTS = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    NotImplementedError,
    RuntimeError,
    OSError,
    ValueError,
    EOFError,
    LookupError,
)
_PLAINLY_UTF8 = re.compile(
    rb"(?:\xef\xbb\xbf)?<(?!\?xml)|(?:\xef\xbb\xbf)?<\?xml[^>]{0,80}?encoding=[\"']utf-8[\"']",
    re.IGNORECASE,
)


def parts_of(data: bytes) -> dict[str, bytes]:
    """The XML of the text, its numbering and its styles, by name. Raises Unreadable or TooLarge."""
    wanted = (MAIN_PART, "word/numbering.xml", "word/styles.xml")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            if MAIN_PART not in names:
                raise Unreadable(_not_word(names))
            if len(names) > _MOST_PARTS:
                raise TooLarge(_TOO_LARGE)
            return {name: _unpacked(archive, name) for name in wanted if name in names}
    except _FAULTS as error:
        raise Unreadable(_BROKEN) from error


def _not_word(names: set[str]) -> str:
    if "EncryptedPackage" in names:
        return "Tệp Word có mật khẩu. Hãy bỏ mật khẩu rồi gửi lại."
    return "Tệp nén này không phải là tệp Word (DOCX)."


def _unpacked(archive: zipfile.ZipFile, name: str) -> bytes:
    # The size in the directory can lie: read one byte more than allowed and no further.
    with archive.open(name) as part:
        content = part.read(_MOST_UNPACKED + 1)
    if len(content) > _MOST_UNPACKED:
        raise TooLarge(_TOO_LARGE)
    return content


def parsed(content: bytes) -> Element:
    """The root of some XML. Raises Unreadable for what is broken or holds a document type.

    Only a document type can define entities, the stuff of XML bombs. Text that is plainly UTF-8 and
    names none is safe for the fast parser; all other goes to the guarded one, five times slower.
    """
    safe = b"<!DOCTYPE" not in content and b"<!ENTITY" not in content
    fast = safe and b"\0" not in content and _PLAINLY_UTF8.match(content)
    try:
        root: Element = (ElementTree if fast else GuardedTree).fromstring(content)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise Unreadable(_BROKEN) from error
    return root
