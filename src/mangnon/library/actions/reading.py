"""An edition is read into paragraphs that keep their keys; its document is described from it."""

from __future__ import annotations

from django.db import transaction
from django_tasks import task

from mangnon.base.audit.api import record
from mangnon.base.files.api import contents
from mangnon.base.jobs.api import report_progress
from mangnon.directives.letters import Refusal as NotRead
from mangnon.library.actions.indexing import index_document
from mangnon.library.actions.outdating import flag_outdated
from mangnon.library.aligning import keys_for
from mangnon.library.choices import EditionState, Rights
from mangnon.library.models import Document, Edition, Paragraph
from mangnon.library.queries.products import current_edition
from mangnon.studio.reading import Document as Read
from mangnon.studio.reading import read_document
from mangnon.studio.refusals import CannotMake


@task(retries=2, minutes=15)
def read_edition(edition_id: int) -> None:
    """Read an edition that takes long: a scan, a PDF."""
    report_progress(0, 2, "Đang đọc chữ trong tài liệu")
    read_now(edition_id, may_name=True)
    report_progress(2, 2, "Đã đọc xong")


def read_now(edition_id: int, *, may_name: bool = False) -> Edition:
    """Read an edition here and now; READY or REFUSED, with words, on return.

    may_name: whether the file's own title may replace the one taken from the file's name.
    """
    edition = Edition.objects.select_related("document", "file").get(pk=edition_id)
    if edition.state != EditionState.READING or edition.file is None:
        return edition
    try:
        read = read_document(contents(edition.file), name=edition.file.name)
    except (CannotMake, NotRead) as refusal:
        edition.state, edition.refused = EditionState.REFUSED, str(refusal)[:500]
        edition.save(update_fields=["state", "refused"])
        return edition
    report_progress(1, 2, "Đang đối chiếu các đoạn")
    with transaction.atomic():
        return _keep(edition, read, may_name)


def _keep(edition: Edition, read: Read, may_name: bool) -> Edition:
    document = Document.objects.select_for_update().get(pk=edition.document_id)
    keep_paragraphs(edition, read)
    edition.state, edition.warnings = EditionState.READY, list(read.warnings)
    edition.save(update_fields=["state", "warnings"])
    _describe(document, read, may_name and edition.number == 1)
    index_document(document)
    flagged = flag_outdated(document=document, edition=edition, by=edition.made_by)
    facts = {"edition": edition.number, "outdated": len(flagged)}
    record(
        by=edition.made_by, what="document.read", on=document, unit=document.unit_id, facts=facts
    )
    return edition


def keep_paragraphs(edition: Edition, read: Read) -> None:
    """With the keys of the edition before where they are the same paragraphs."""
    before = current_edition(edition.document_id)
    old = [(one.key, one.text) for one in before.paragraphs.all()] if before else []
    taken = Paragraph.objects.filter(edition__document=edition.document_id)
    texts = [part.paragraph.text for part in read.parts]
    if before is None:
        keys = [part.paragraph.id for part in read.parts]
    else:
        keys = keys_for(old, texts, taken=taken.values_list("key", flat=True))
    Paragraph.objects.bulk_create(
        Paragraph(
            edition=edition,
            key=key,
            place=place,
            role=str(part.role),
            text=part.paragraph.text,
            said=part.text,
        )
        for place, (key, part) in enumerate(zip(keys, read.parts, strict=True))
    )


def _describe(document: Document, read: Read, may_name: bool) -> None:
    """Fills what is empty; a person's words are never overwritten."""
    source = read.source
    if may_name and source.title:
        document.title = source.title[:300]
    document.issuer = document.issuer or source.issuer[:200]
    document.number = document.number or source.number[:60]
    document.issued_on = document.issued_on or source.issued_on
    is_letter = bool(source.issuer)  # only the reader of letters finds one
    if document.rights == Rights.UNKNOWN and is_letter:
        document.rights = Rights.OFFICIAL
    document.save(update_fields=["title", "issuer", "number", "issued_on", "rights"])
