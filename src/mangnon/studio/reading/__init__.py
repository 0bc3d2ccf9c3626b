"""A source as it is (letter, DOCX, PDF, scan, text, web page) becomes paragraphs with roles."""

from mangnon.studio.reading.document import Document, Part, Role
from mangnon.studio.reading.opening import read_document

__all__ = ["Document", "Part", "Role", "read_document"]
