"""What the pages of the library show."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Sum

from mangnon.base.jobs.api import Progress, State, progress_of
from mangnon.library.aligning import Change, Line
from mangnon.library.choices import EditionState, ProductState, Use
from mangnon.library.models import (
    Approval,
    Document,
    Edition,
    MessageMap,
    Product,
    ProductFile,
    Revision,
    UnitMark,
)
from mangnon.library.queries.products import changed_paragraphs, current_edition
from mangnon.library.queries.visible import (
    files_of,
    maps_visible_to,
    products_visible_to,
    standing,
)
from mangnon.library.wording import Mark, Piece, Wording, pieces_of, wording
from mangnon.studio.genre import Genre
from mangnon.studio.genres import genres
from mangnon.units.api import Person, Unit


@dataclass(frozen=True)
class DocumentShown:
    """A document with its editions (newest first), maps, and products made of it."""

    document: Document
    editions: list[Edition]
    current: Edition | None
    reading: Edition | None
    progress: Progress | None
    maps: list[MessageMap]
    products: list[Product]
    needing_update: int


def document_shown(person: Person, document: Document) -> DocumentShown:
    editions = list(document.editions.select_related("file", "made_by").order_by("-number"))
    reading = next((one for one in editions if one.state == EditionState.READING), None)
    maps = maps_visible_to(person).filter(document=document).prefetch_related("revisions")
    products = products_visible_to(person).filter(revision__map__document=document)
    shown = list(products.exclude(state=ProductState.RECALLED)[:100])
    return DocumentShown(
        document=document,
        editions=editions,
        current=next((one for one in editions if one.state == EditionState.READY), None),
        reading=reading,
        progress=progress_of(reading.job) if reading and reading.job else None,
        maps=list(maps),
        products=shown,
        needing_update=sum(one.outdated_at is not None for one in shown),
    )


@dataclass(frozen=True)
class LineShown:
    """A changed paragraph, word for word: `before` with what was struck out, `after` with what was
    put in; none of the one or the other where it is new or gone."""

    key: str
    change: Change
    before: list[Piece]
    after: list[Piece]


def line_shown(line: Line) -> LineShown:
    pieces = pieces_of(line.old, line.new)
    before = [one for one in pieces if one.mark != Mark.NEW]
    after = [one for one in pieces if one.mark != Mark.GONE]
    return LineShown(line.key, line.change, before, after)


def edition_of(document: Document, number: int) -> Edition:
    """Raises Edition.DoesNotExist."""
    return document.editions.get(number=number, state=EditionState.READY)


def edition_before(edition: Edition) -> Edition | None:
    rows = Edition.objects.filter(
        document=edition.document_id, number__lt=edition.number, state=EditionState.READY
    )
    return rows.order_by("-number").first()


@dataclass(frozen=True)
class Making:
    """A product in a list: its genre, how far it is, a picture to look at."""

    product: Product
    genre: Genre | None
    progress: Progress | None
    picture: ProductFile | None

    @property
    def drawing(self) -> str:
        """The map's first picture, for what has no page to look at."""
        return str(self.product.revision.values["messages"][0]["picture"])

    @property
    def is_moving(self) -> bool:
        return self.product.state == ProductState.MAKING and not self.is_stuck

    @property
    def is_stuck(self) -> bool:
        """Given up by the worker: not a refusal of the studio, an error."""
        waits = self.product.state == ProductState.MAKING
        return waits and (self.progress is None or self.progress.state == State.DEAD)


def makings(products: list[Product]) -> list[Making]:
    """With two queries and one for each product that is being made."""
    first = first_pictures(product.pk for product in products)
    return [
        Making(
            product,
            genres().get(product.genre),
            progress_of(product.job) if product.state == ProductState.MAKING else None,
            first.get(product.pk),
        )
        for product in products
    ]


def first_pictures(products: Iterable[UUID]) -> dict[UUID, ProductFile]:
    """By product the first of its files that has a small picture; none for what has no page."""
    files = ProductFile.objects.filter(product__in=list(products), preview__isnull=False)
    return {file.product_id: file for file in files.order_by("product_id", "-place")}


def products_of_map(person: Person, of_map: MessageMap) -> list[Making]:
    """The newest version of each, in the order of the genres."""
    rows = products_visible_to(person).filter(revision__map=of_map, later=None)
    order = {name: place for place, name in enumerate(genres())}
    shown = list(rows.exclude(state=ProductState.RECALLED)[:200])
    shown.sort(key=lambda one: (one.unit.name, one.theme, order.get(one.genre, 99)))
    return makings(shown)


def products_of_unit(person: Person, unit: Unit, state: str = "") -> list[Making]:
    """What the unit made, the newest first; state "outdated" for those needing an update."""
    rows = products_visible_to(person).filter(unit=unit, later=None)
    if state == "outdated":
        rows = rows.filter(outdated_at__isnull=False).exclude(state=ProductState.RECALLED)
    elif state in ProductState.values:
        rows = rows.filter(state=state)
    return makings(list(rows.order_by("-made_at")[:100]))


@dataclass(frozen=True)
class ProductShown:
    """A product as its page shows it."""

    product: Product
    genre: Genre | None
    files: list[ProductFile]
    decided: list[Approval]
    waiting: Approval | None
    progress: Progress | None
    changed: list[object] = field(default_factory=list)
    versions: list[Product] = field(default_factory=list)
    adapted: list[Product] = field(default_factory=list)
    followed: bool = False
    uses: list[tuple[str, int]] = field(default_factory=list)


def product_shown(product: Product, person: Person, unit: Unit | None) -> ProductShown:
    approvals = list(product.approvals.select_related("asked_by", "decided_by"))
    seen = products_visible_to(person)
    return ProductShown(
        product=product,
        genre=genres().get(product.genre),
        files=files_of(product),
        decided=[one for one in approvals if one.decision],
        waiting=next((one for one in approvals if not one.decision), None),
        progress=progress_of(product.job) if product.state == ProductState.MAKING else None,
        changed=list(changed_paragraphs(product)) if product.outdated_at else [],
        versions=list(_versions(product, person)),
        adapted=list(seen.filter(parent=product).exclude(state=ProductState.RECALLED)),
        followed=unit is not None and product.followed.filter(unit=unit).exists(),
        uses=_uses(product),
    )


def _uses(product: Product) -> list[tuple[str, int]]:
    """How often it was looked at, taken and printed; nothing before anybody did."""
    rows = product.used.order_by().values("use").annotate(count=Sum("count"))
    counted = {row["use"]: int(row["count"]) for row in rows}
    return [(words, counted.get(use, 0)) for use, words in Use.choices] if counted else []


def _versions(product: Product, person: Person) -> list[Product]:
    """Other versions of the same genre of the same map, of this unit and of the parent."""
    same = products_visible_to(person).filter(
        revision__map=product.revision.map_id, genre=product.genre
    )
    return list(same.exclude(pk=product.pk).order_by("-made_at")[:20])


def is_cut_off(product: Product) -> bool:
    """A copy whose original is recalled: it comes back only by adapting a later one."""
    return product.parent is not None and product.parent.state == ProductState.RECALLED


def standing_anew(copy: Product) -> Product | None:
    """The later version of a copy's original that may be adapted now."""
    parent = copy.parent
    if parent is None:
        return None
    later = standing().filter(
        unit=parent.unit_id,
        genre=parent.genre,
        theme=parent.theme,
        revision__map=copy.revision.map_id,
    )
    return later.order_by("-made_at").first()


def wording_of(old: Product, new: Product) -> Wording:
    """What the newer of two versions says otherwise."""
    return wording(_texts_of(old), _texts_of(new))


def _texts_of(product: Product) -> list[str]:
    """What a product says, each once in its order, and its contact line; before it is made, what
    its map says."""
    says = [one["text"] for row in product.files.order_by("place") for one in row.says]
    texts = [*dict.fromkeys(says or _texts_of_map(product.revision)), product.maker_contact]
    return [text for text in texts if text]


def _texts_of_map(revision: Revision) -> Iterable[str]:
    values = revision.values
    yield values["title"]["text"]
    yield (values.get("lead") or {"text": ""})["text"]
    for message in values["messages"]:
        yield message["heading"]["text"]
        yield from (one["text"] for one in message["sentences"])


def file_named(product: Product, name: str) -> ProductFile:
    """Raises ProductFile.DoesNotExist."""
    return product.files.select_related("file", "preview").get(name=name)


def revisions_of(of_map: MessageMap) -> list[Revision]:
    rows = of_map.revisions.select_related("made_by", "accepted_by", "edition")
    return list(rows.order_by("-number"))


def newest_revision(of_map: MessageMap) -> Revision | None:
    return of_map.revisions.order_by("-number").first()


def has_newer_edition(of_map: MessageMap) -> bool:
    """Whether the source was revised since the draft was laid on it."""
    edition = current_edition(of_map.document_id)
    if edition is None:
        return False
    rows = [(one.key, one.text) for one in edition.paragraphs.all()]
    return rows != [(one["id"], one["text"]) for one in of_map.draft["source"]["paragraphs"]]


def mark_of(unit: Unit) -> UnitMark | None:
    return UnitMark.objects.filter(unit=unit).select_related("consent").first()


def listed_with(letter_id: UUID) -> list[Document]:
    """The products catalogued as attached to a letter, in the order of the list."""
    rows = Document.objects.filter(letter=letter_id, withdrawn_at=None)
    return list(rows.order_by("added_at", "title"))
