"""Documents come in, are described, catalogued and withdrawn."""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO
from typing import Any

from django.db import transaction

from mangnon.base.audit.api import record
from mangnon.base.files.api import (
    DOCX,
    LETTERS,
    TEXT,
    FileRefused,
    StoredFile,
    store,
    store_made,
)
from mangnon.directives.api import letters_visible_to
from mangnon.kit import clock
from mangnon.library.actions.indexing import index_document, index_map, index_product
from mangnon.library.actions.reading import read_edition, read_now
from mangnon.library.choices import EditionState, Kind, Rights
from mangnon.library.models import Document, Edition, MessageMap, Product
from mangnon.library.perms import can_change, can_write
from mangnon.library.refusals import Conflict, Invalid, NotAllowed
from mangnon.studio.maps import clean
from mangnon.studio.reading.html import looks_like_html
from mangnon.units.api import Person, Unit

PURPOSE = "source"
LARGEST_BYTES = 50 * 2**20
# Read while the person waits: these take milliseconds. Scans and PDF go to a job.
_AT_ONCE, _SMALL_BYTES = frozenset({DOCX, TEXT}), 512 * 1024
DESCRIBED = (
    "title",
    "issuer",
    "number",
    "issued_on",
    "rights",
    "rights_note",
    "valid_until",
    "audiences",
    "genre",
    "address",
    "about",
)


def add_source(*, by: Person, unit: Unit, data: bytes, name: str, title: str = "") -> Document:
    """Keep a source and have it read: small texts at once, scans by a job.

    Raises NotAllowed; Invalid when the file store refuses the file.
    """
    _must_write(by, unit)
    file = _kept(data, name, by)
    with transaction.atomic():
        document = Document.objects.create(
            title=clean(title)[:300] or file.name.rsplit(".", 1)[0], unit=unit, added_by=by
        )
        edition = _edition(document, file, by)
        record(by=by, what="document.added", on=document, unit=unit.pk)
        index_document(document)
        later = _read_later(edition)
    if not later:
        read_now(edition.pk, may_name=not clean(title))
        document.refresh_from_db()
    return document


def add_edition(
    *, by: Person, document: Document, data: bytes, name: str, note: str = ""
) -> Edition:
    """A new edition of a source. Raises NotAllowed, Invalid; Conflict while one is being read."""
    _must_change(by, document)
    if document.kind != Kind.SOURCE:
        raise Invalid("Chỉ tài liệu nguồn có các bản.", "file")
    file = _kept(data, name, by)
    with transaction.atomic():
        held = Document.objects.select_for_update().get(pk=document.pk)
        if held.editions.filter(state=EditionState.READING).exists():
            raise Conflict("Một bản khác của tài liệu đang được đọc. Hãy đợi một lát.")
        edition = _edition(held, file, by, note=note)
        record(by=by, what="document.edition_added", on=document, unit=document.unit_id)
        later = _read_later(edition)
    if not later:
        edition = read_now(edition.pk)
    return edition


def _edition(document: Document, file: StoredFile, by: Person, note: str = "") -> Edition:
    last = document.editions.order_by("-number").first()
    return Edition.objects.create(
        document=document,
        number=last.number + 1 if last else 1,
        file=file,
        note=clean(note)[:300],
        made_by=by,
    )


def _kept(data: bytes, name: str, by: Person) -> StoredFile:
    """A web page is kept as plain text: nothing of ours ever shows it as a page."""
    if looks_like_html(data):
        if len(data) > LARGEST_BYTES:
            raise Invalid("Trang web này quá lớn.", "file")
        return store_made(content=data, name=name, media_type=TEXT, by=by, purpose=PURPOSE)
    try:
        return store(
            stream=BytesIO(data),
            name=name,
            by=by,
            purpose=PURPOSE,
            max_bytes=LARGEST_BYTES,
            allow=LETTERS,
        )
    except FileRefused as refusal:
        raise Invalid(str(refusal), "file") from refusal


def _read_later(edition: Edition) -> bool:
    file = edition.file
    if file and file.bytes <= _SMALL_BYTES and file.media_type in _AT_ONCE:
        return False
    edition.job = str(read_edition.enqueue(edition.pk).id)
    edition.save(update_fields=["job"])
    return True


def catalogue(*, by: Person, unit: Unit, letter: Any = None, **described: Any) -> Document:
    """Note a finished product of somebody else: what it is, where it stands, what may be done.

    letter: the directive to whose list it belongs. Raises NotAllowed, Invalid.
    """
    _must_write(by, unit)
    if letter is not None and not letters_visible_to(by, unit).filter(pk=letter.pk).exists():
        raise NotAllowed("Anh/chị không thấy công văn này.")
    fields = _checked(described)
    with transaction.atomic():
        document = Document.objects.create(
            kind=Kind.PRODUCT, unit=unit, added_by=by, letter=letter, **fields
        )
        record(by=by, what="document.catalogued", on=document, unit=unit.pk)
        index_document(document)
    return document


def catalogue_list(
    *, by: Person, unit: Unit, letter: Any, issuer: str, lines: Iterable[str]
) -> list[Document]:
    """The list of products attached to a letter, a product a line: name | address.

    What the list holds already is left as it is.
    """
    there = set(
        Document.objects.filter(letter=letter, withdrawn_at=None).values_list("title", flat=True)
    )
    rows = [_listed(line) for line in lines if clean(line)]
    if not rows:
        raise Invalid("Hãy ghi mỗi sản phẩm một dòng.", "lines")
    with transaction.atomic():
        return [
            catalogue(
                by=by,
                unit=unit,
                letter=letter,
                title=title,
                address=address,
                issuer=issuer,
                rights=Rights.SHOW_ONLY,
            )
            for title, address in dict(rows).items()
            if title not in there
        ]


def _listed(line: str) -> tuple[str, str]:
    title, _, address = line.partition("|")
    title = clean(title).lstrip("0123456789.-–•*) ") or clean(title)
    return title[:300], clean(address)[:500]


def describe(*, by: Person, document: Document, **described: Any) -> Document:
    """Write what the form says of a document. Raises NotAllowed, Invalid."""
    _must_change(by, document)
    fields = _checked(described)
    with transaction.atomic():
        held = Document.objects.select_for_update().get(pk=document.pk)
        changed = [name for name, value in fields.items() if getattr(held, name) != value]
        for name, value in fields.items():
            setattr(held, name, value)
        held.save(update_fields=[*fields])
        if changed:
            facts = {"fields": sorted(changed)}
            record(by=by, what="document.described", on=held, unit=held.unit_id, facts=facts)
        _index_all(held)
    return held


def _index_all(document: Document) -> None:
    """Issuer, year and rights stand in the entries of its maps and products too."""
    index_document(document)
    for of_map in MessageMap.objects.filter(document=document).select_related("document"):
        index_map(of_map)
    made = Product.objects.filter(revision__map__document=document)
    for product in made.select_related("revision__map__document"):
        index_product(product)


def _checked(described: dict[str, Any]) -> dict[str, Any]:
    fields = {name: value for name, value in described.items() if name in DESCRIBED}
    if not clean(fields.get("title", "")):
        raise Invalid("Hãy ghi tên tài liệu.", "title")
    address = fields.get("address", "")
    if address and not address.startswith(("https://", "http://")):
        raise Invalid("Địa chỉ phải bắt đầu bằng https:// hoặc http://.", "address")
    return fields


@transaction.atomic
def withdraw(*, by: Person, document: Document) -> None:
    """Take a document out of the library; what was made of it stays."""
    _must_change(by, document)
    document.withdrawn_at = clock.now()
    document.save(update_fields=["withdrawn_at"])
    index_document(document)
    record(by=by, what="document.withdrawn", on=document, unit=document.unit_id)


def _must_write(by: Person, unit: Unit) -> None:
    if not can_write(by, unit):
        raise NotAllowed(f"Anh/chị không đưa được tài liệu vào thư viện của {unit.name}.")


def _must_change(by: Person, document: Document) -> None:
    if not can_change(by, document):
        raise NotAllowed("Anh/chị không sửa được tài liệu này.")
