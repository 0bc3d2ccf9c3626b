"""Maps: begun from a source, written as drafts, kept in revisions, accepted by a person."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import F

from mangnon.base.audit.api import record
from mangnon.kit import clock
from mangnon.library.actions.indexing import index_map
from mangnon.library.choices import EditionState
from mangnon.library.models import Document, Edition, MessageMap, Revision
from mangnon.library.perms import can_edit_map, can_write, may_be_remade
from mangnon.library.queries.products import current_edition
from mangnon.library.refusals import Conflict, Invalid, NotAllowed
from mangnon.studio.maps import FEWEST, as_values, checked
from mangnon.studio.model import Audience, Paragraph, Source
from mangnon.studio.proposing import propose
from mangnon.studio.reading import Document as Read
from mangnon.studio.reading import Part, Role
from mangnon.studio.refusals import BadMap, CannotMake
from mangnon.units.api import Person, Unit

OVER = "Tài liệu nguồn đã hết hạn dùng."


def begin_map(*, by: Person, document: Document, unit: Unit, audience: str) -> MessageMap:
    """A map that the program proposes for one audience, as a draft for a person to edit.

    Raises NotAllowed; Invalid when the rights forbid it or nothing was read yet.
    """
    if not can_write(by, unit):
        raise NotAllowed(f"Anh/chị không soạn được sơ đồ cho {unit.name}.")
    if not may_be_remade(document):
        raise Invalid("Quyền của tài liệu không cho biên soạn lại. Hãy ghi rõ quyền sử dụng trước.")
    if document.is_over:
        raise Invalid(OVER)
    edition = current_edition(document.pk)
    if edition is None or audience not in set(Audience):
        raise Invalid("Tài liệu chưa đọc xong, hoặc chưa chọn đối tượng.")
    draft = _proposed(read_of(document, edition), Audience(audience))
    with transaction.atomic():
        of_map = MessageMap.objects.create(
            document=document, audience=audience, unit=unit, made_by=by, draft=draft
        )
        record(by=by, what="map.begun", on=of_map, unit=unit.pk)
        _revise(of_map, by, edition)
    return of_map


def read_of(document: Document, edition: Edition) -> Read:
    """The edition as the studio reads it, with what people said of the document."""
    rows = list(edition.paragraphs.all())
    source = source_of(document, tuple(Paragraph(one.key, one.text) for one in rows))
    parts = zip(source.paragraphs, rows, strict=True)
    return Read(source, tuple(Part(at, Role(row.role), row.said or row.text) for at, row in parts))


def source_of(document: Document, paragraphs: tuple[Paragraph, ...] = ()) -> Source:
    """As products name it."""
    return Source(
        title=document.title,
        issuer=document.issuer,
        number=document.number,
        issued_on=document.issued_on,
        address=document.address,
        paragraphs=paragraphs,
    )


def _proposed(read: Read, audience: Audience) -> dict[str, Any]:
    """The program's map; of a source that says too little, empty messages to fill in."""
    try:
        return as_values(propose(read, audience=audience, made_on=clock.today()))
    except CannotMake:
        return {
            "title": said(read.source.title[:90]),
            "lead": None,
            "audience": str(audience),
            "made_on": clock.today().isoformat(),
            "by_machine": False,
            "source": source_values(read.source),
            "messages": [empty_message(f"m{number}") for number in range(1, FEWEST + 1)],
            "panels": [],
            "questions": [],
        }


def said(text: str = "") -> dict[str, Any]:
    return {"text": text, "grounds": []}


def empty_message(key: str) -> dict[str, Any]:
    return {"id": key, "heading": said(), "sentences": [said()], "picture": "", "figure": None}


def source_values(source: Source) -> dict[str, Any]:
    return {
        "title": source.title,
        "issuer": source.issuer,
        "number": source.number,
        "issued_on": source.issued_on.isoformat() if source.issued_on else None,
        "address": source.address,
        "paragraphs": [{"id": one.id, "text": one.text} for one in source.paragraphs],
    }


@transaction.atomic
def write_draft(
    *, by: Person, of_map: MessageMap, version: int, values: dict[str, Any]
) -> MessageMap:
    """Keep what somebody writes, whole or not. Raises NotAllowed; Conflict when another wrote."""
    if not can_edit_map(by, of_map):
        raise NotAllowed("Anh/chị không sửa được sơ đồ này.")
    fixed = {name: of_map.draft.get(name) for name in ("source", "audience", "by_machine")}
    held = MessageMap.objects.filter(pk=of_map.pk, version=version)
    if held.update(draft={**values, **fixed}, version=F("version") + 1) != 1:
        raise Conflict("Người khác vừa sửa sơ đồ này. Hãy tải lại trang rồi sửa tiếp.")
    of_map.refresh_from_db()
    return of_map


@transaction.atomic
def keep_revision(*, by: Person, of_map: MessageMap) -> Revision:
    """The draft becomes a revision. Raises NotAllowed; BadMap saying what is not whole."""
    if not can_edit_map(by, of_map):
        raise NotAllowed("Anh/chị không sửa được sơ đồ này.")
    checked(of_map.draft)
    edition = _edition_of(of_map)
    revision = _revise(of_map, by, edition)
    if revision is None:
        raise BadMap("Sơ đồ chưa đủ.")
    return revision


def accept(*, by: Person, of_map: MessageMap) -> Revision:
    """A person says that the map is right: from now on products are made of it.

    Raises NotAllowed; BadMap saying what is not whole.
    """
    with transaction.atomic():
        revision = keep_revision(by=by, of_map=of_map)
        if revision.accepted_at is None:
            revision.accepted_by, revision.accepted_at = by, clock.now()
            revision.save(update_fields=["accepted_by", "accepted_at"])
            record(by=by, what="map.accepted", on=of_map, unit=of_map.unit_id)
    return revision


def _revise(of_map: MessageMap, by: Person, edition: Edition) -> Revision | None:
    """A new revision when the draft is whole and says something new; else the newest there is."""
    head = source_values(source_of(of_map.document))
    source = {**head, "paragraphs": of_map.draft["source"]["paragraphs"]}
    try:
        values = as_values(checked({**of_map.draft, "source": source}))
    except BadMap:
        return None
    newest = of_map.revisions.order_by("-number").first()
    if newest and {**newest.values, "made_on": ""} == {**values, "made_on": ""}:
        return newest
    values["made_on"] = clock.today().isoformat()
    revision = Revision.objects.create(
        map=of_map,
        number=newest.number + 1 if newest else 1,
        edition=edition,
        values=values,
        by_machine=values["by_machine"],
        made_by=by,
    )
    index_map(of_map)
    return revision


def _edition_of(of_map: MessageMap) -> Edition:
    """The edition whose paragraphs the draft rests on: the newest that has just these."""
    now = [(one["id"], one["text"]) for one in of_map.draft["source"]["paragraphs"]]
    ready = Edition.objects.filter(document=of_map.document_id, state=EditionState.READY)
    for edition in ready.order_by("-number"):
        if [(one.key, one.text) for one in edition.paragraphs.all()] == now:
            return edition
    raise Conflict("Tài liệu nguồn của sơ đồ này không còn trong thư viện.")


@transaction.atomic
def use_newest_edition(*, by: Person, of_map: MessageMap) -> MessageMap:
    """Let the draft rest on the newest edition; grounds that are gone are dropped from it."""
    if not can_edit_map(by, of_map):
        raise NotAllowed("Anh/chị không sửa được sơ đồ này.")
    edition = current_edition(of_map.document_id)
    if edition is None:
        raise Invalid("Tài liệu chưa có bản nào đọc được.")
    source = source_values(read_of(of_map.document, edition).source)
    known = {one["id"] for one in source["paragraphs"]}
    held = MessageMap.objects.select_for_update(of=("self",)).get(pk=of_map.pk)
    held.draft = {**grounded(held.draft, known), "source": source}
    held.version += 1
    held.save(update_fields=["draft", "version"])
    record(by=by, what="map.moved_on", on=of_map, unit=of_map.unit_id)
    return held


def grounded(values: Any, known: set[str]) -> Any:
    """The same values, resting on nothing but known paragraphs."""
    if isinstance(values, dict):
        return {
            name: [key for key in inner if key in known]
            if name == "grounds"
            else grounded(inner, known)
            for name, inner in values.items()
        }
    return [grounded(one, known) for one in values] if isinstance(values, list) else values
