"""The starter library: maps written as TOML beside this package, with their own sources."""

from __future__ import annotations

from pathlib import Path

from django.db import transaction

from mangnon.kit import clock
from mangnon.library.actions.indexing import index_document, index_map
from mangnon.library.choices import EditionState, Rights
from mangnon.library.models import Document, Edition, MessageMap, Paragraph, Revision
from mangnon.studio.maps import as_values, from_toml
from mangnon.studio.model import MessageMap as Plan
from mangnon.studio.reading import Role
from mangnon.units.api import Unit

FOLDER = Path(__file__).parents[1] / "data" / "starter"


def load_starter(unit: Unit, *, folder: Path = FOLDER) -> int:
    """Put the starter maps into a unit's library, each once; gives how many are new.

    What people changed of them since is left alone. Raises BadMap for a file that is not whole.
    """
    there = set(Document.objects.filter(unit=unit).values_list("starter", flat=True))
    files = [path for path in sorted(folder.glob("*.toml")) if path.stem not in there]
    for path in files:
        _load(unit, path.stem, from_toml(path.read_text(encoding="utf-8")))
    return len(files)


@transaction.atomic
def _load(unit: Unit, name: str, plan: Plan) -> None:
    source, now = plan.source, clock.now()
    document = Document.objects.create(
        title=source.title,
        issuer=source.issuer,
        number=source.number,
        issued_on=source.issued_on,
        address=source.address,
        rights=Rights.OWN,
        audiences=[str(plan.audience)],
        unit=unit,
        starter=name,
    )
    edition = Edition.objects.create(document=document, state=EditionState.READY)
    Paragraph.objects.bulk_create(
        Paragraph(edition=edition, key=one.id, place=place, role=Role.BODY, text=one.text)
        for place, one in enumerate(source.paragraphs)
    )
    values = as_values(plan)
    of_map = MessageMap.objects.create(
        document=document, audience=str(plan.audience), unit=unit, draft=values
    )
    Revision.objects.create(map=of_map, edition=edition, values=values, accepted_at=now)
    index_document(document)
    index_map(of_map)
