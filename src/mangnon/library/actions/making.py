"""Products are ordered, made by jobs one genre each, and kept with what they rest on."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django_tasks import task

from mangnon.base.audit.api import record
from mangnon.base.files.api import StoredFile, contents, store_made
from mangnon.base.jobs.api import report_progress
from mangnon.kit import clock
from mangnon.kit.hotlines import hotlines
from mangnon.library.actions.indexing import index_product
from mangnon.library.actions.maps import OVER
from mangnon.library.actions.outdating import is_outdated, sha256_of
from mangnon.library.choices import ProductState
from mangnon.library.models import (
    MessageMap,
    Product,
    ProductFile,
    Rest,
    Revision,
    UnitMark,
)
from mangnon.library.perms import can_handle, can_write, may_be_remade
from mangnon.library.previews import preview_of
from mangnon.library.refusals import Conflict, Invalid, NotAllowed
from mangnon.studio.genre import Brief, File, Genre, Maker
from mangnon.studio.genres import LIGHT_FIRST, genres
from mangnon.studio.maps import checked
from mangnon.studio.model import MessageMap as Plan
from mangnon.studio.priorities import NORMAL, priorities
from mangnon.studio.refusals import CannotMake
from mangnon.studio.shop import Shop
from mangnon.studio.speech.narrating import WORDS
from mangnon.studio.themes import themes
from mangnon.studio.typesetting import check_map
from mangnon.units.api import Person, Unit

PURPOSE = "product"
ORIGINAL_GONE = "Bản gốc đã bị thu hồi. Hãy dùng lại bản mới của đơn vị gốc."
_LIGHT, _HEAVY = 20, -20
_AGAIN = frozenset(set(ProductState) - {ProductState.MAKING, ProductState.ASKED})


@dataclass(frozen=True, slots=True)
class Airing:
    """How pressing a text for loudspeakers is, and its last day; None is a month."""

    priority: str = NORMAL
    until: date | None = None


def make_products(
    *,
    by: Person,
    of_map: MessageMap,
    unit: Unit,
    names: Iterable[str],
    theme: str,
    airing: Airing = Airing(),
) -> list[Product]:
    """Order one product a genre of the map's accepted revision. Raises NotAllowed, Invalid."""
    chosen = _chosen(names, theme)
    airing = _checked(airing, of_map.document.valid_until)
    revision = newest_accepted(of_map)
    if not can_write(by, unit):
        raise NotAllowed(f"Anh/chị không dựng được sản phẩm cho {unit.name}.")
    if not may_be_remade(of_map.document):
        raise Invalid("Quyền của tài liệu nguồn không cho biên soạn lại.", "genres")
    if of_map.document.is_over:
        raise Invalid(OVER, "genres")
    if revision is None:
        raise Invalid("Hãy chấp nhận sơ đồ thông điệp trước khi dựng.", "genres")
    mark = UnitMark.objects.filter(unit=unit).first()
    with transaction.atomic():
        return [_order(by, revision, genre, theme, unit, mark, airing) for genre in chosen]


def _checked(airing: Airing, last: date | None) -> Airing:
    """Only what is in the table, and a day that is to come and on which the source holds."""
    if airing.priority not in priorities():
        raise Invalid("Hãy chọn mức ưu tiên trong danh sách.", "priority")
    if airing.until is not None and airing.until < clock.today():
        raise Invalid("Ngày cuối phát trên loa đã qua.", "air_until")
    if airing.until is not None and last is not None and airing.until > last:
        raise Invalid(f"Tài liệu nguồn chỉ dùng đến hết ngày {last:%d/%m/%Y}.", "air_until")
    return airing


def still_ahead(day: date | None) -> date | None:
    """A last day of an earlier version, unless it has passed."""
    return day if day is not None and day >= clock.today() else None


def _chosen(names: Iterable[str], theme: str) -> list[Genre]:
    known, wanted = genres(), [*dict.fromkeys(names)]
    if not wanted:
        raise Invalid("Hãy chọn ít nhất một thể loại.", "genres")
    if theme not in themes() or any(name not in known for name in wanted):
        raise Invalid("Hãy chọn thể loại và diện mạo trong danh sách.", "genres")
    order = {name: place for place, name in enumerate(LIGHT_FIRST)}
    wanted.sort(key=lambda name: (known[name].is_heavy, order.get(name, len(order))))
    return [known[name] for name in wanted]


def _order(
    by: Person,
    revision: Revision,
    genre: Genre,
    theme: str,
    unit: Unit,
    mark: UnitMark | None,
    airing: Airing,
) -> Product:
    is_heard = genre.name == "audio"
    product = Product.objects.create(
        revision=revision,
        genre=genre.name,
        theme=theme,
        title=revision.values["title"]["text"],
        unit=unit,
        maker_logo=mark.logo if mark else "",
        maker_contact=mark.contact if mark else "",
        made_by=by,
        priority=airing.priority if is_heard else "",
        air_until=airing.until if is_heard else None,
    )
    record(by=by, what="product.ordered", on=product, unit=unit.pk, facts={"genre": genre.name})
    enqueue(product)
    return product


def enqueue(product: Product) -> None:
    """Put the making into the queue; the light genres before all else, the heavy after."""
    priority = _HEAVY if genres()[product.genre].is_heavy else _LIGHT
    result = make_product.using(priority=priority).enqueue(str(product.pk))
    product.job = str(result.id)
    product.save(update_fields=["job"])


@transaction.atomic
def make_again(*, by: Person, product: Product) -> Product:
    """Its next version, from the map's newest accepted revision and the unit's logo of today; one
    that failed is tried again in its place.

    Raises NotAllowed; Conflict while it is being made, waits for approval or has a later version,
    when the source is over, and for a copy of what was recalled.
    """
    if not can_handle(by, product):
        raise NotAllowed("Anh/chị không dựng lại được sản phẩm này.")
    if product.revision.map.document.is_over:
        raise Conflict(OVER)
    if product.parent_id and not _stands(product.parent_id):
        raise Conflict(ORIGINAL_GONE)
    held = Product.objects.select_for_update(of=("self",)).get(pk=product.pk)
    if held.state not in _AGAIN or held.later.exists():
        raise Conflict("Sản phẩm này đang được dựng, đang chờ duyệt hoặc đã có bản mới hơn.")
    mark = UnitMark.objects.filter(unit=held.unit_id).first()
    if held.state != ProductState.FAILED:
        held = Product(before=held, version=held.version + 1, **_kept_of(held))
    held.revision = newest_accepted(held.revision.map) or held.revision
    held.title = held.revision.values["title"]["text"]
    held.maker_logo = mark.logo if mark else ""
    held.maker_contact = mark.contact if mark else ""
    held.state, held.refused, held.made_by = ProductState.MAKING, "", by
    held.save()
    record(by=by, what="product.made_again", on=held, unit=held.unit_id)
    enqueue(held)
    return held


def _stands(original_id: UUID) -> bool:
    """Held, so that it is not recalled before the new version is there to be recalled with it."""
    original = Product.objects.select_for_update(of=("self",)).get(pk=original_id)
    return original.state != ProductState.RECALLED


def _kept_of(product: Product) -> dict[str, Any]:
    names = ("revision", "genre", "theme", "unit", "parent", "priority")
    kept = {name: getattr(product, name) for name in names}
    return {**kept, "air_until": still_ahead(product.air_until)}


def newest_accepted(of_map: MessageMap) -> Revision | None:
    """The revision that products are made of."""
    return of_map.revisions.filter(accepted_at__isnull=False).order_by("-number").first()


@task(retries=1, minutes=30)
def make_product(product_id: str) -> None:
    """Make one product. A genre that does not suit the map leaves its words; nothing is half."""
    make_now(UUID(product_id))


def make_now(product_id: UUID) -> Product:
    """The making itself, here and now."""
    product = Product.objects.select_related("revision__map__document", "unit").get(pk=product_id)
    if product.state != ProductState.MAKING:
        return product
    try:
        with _shop(product) as shop:
            brief = brief_of(product)
            check_map(brief)
            files = tuple(genres()[product.genre].make(brief, shop))
    except CannotMake as refusal:
        return _refused(product, str(refusal))
    return _keep(product, files, brief.plan)


def brief_of(product: Product) -> Brief:
    """All that the product says and shows. Raises BadMap for a revision that no longer holds."""
    return Brief(
        plan=checked(product.revision.values),
        theme=themes()[product.theme],
        lines=hotlines(),
        maker=Maker(product.unit.name, product.maker_logo, product.maker_contact),
        report_address=f"{settings.PUBLIC_URL}/bao-tin/",
        source_address=f"{settings.PUBLIC_URL}/thu-vien/",
        valid_until=product.revision.map.document.valid_until,
        priority=product.priority,
        air_until=product.air_until,
    )


@contextmanager
def _shop(product: Product) -> Iterator[Shop]:
    """The workshop with its store, and the recorded voices of the map beside it."""
    said = [0]

    def tell(words: str) -> None:
        said[0] += 1
        report_progress(said[0], None, words)

    with tempfile.TemporaryDirectory(dir=str(settings.FILE_UPLOAD_TEMP_DIR)) as folder:
        voices = list(product.revision.map.voices.select_related("file"))
        for voice in voices:
            path = Path(folder) / f"{voice.message}.{voice.file.name.rpartition('.')[2]}"
            path.write_bytes(contents(voice.file))
            path.with_suffix(WORDS).write_text(voice.said, encoding="utf-8")
        yield Shop(
            store=Path(settings.DATA_DIR) / "xuong",
            voices=Path(folder) if voices else None,
            voice_model=settings.VOICE_MODEL,
            lines=int(settings.FILM_LINES),
            tell=tell,
        )


def _refused(product: Product, words: str) -> Product:
    with transaction.atomic():
        waits = Product.objects.filter(pk=product.pk, state=ProductState.MAKING)
        waits.update(state=ProductState.FAILED, refused=words[:500])
        product.refresh_from_db(fields=["state", "refused"])
        index_product(product)
    return product


def _keep(product: Product, files: tuple[File, ...], plan: Plan) -> Product:
    """Bytes first, rows together. The files of an earlier making go with the next sweep. What was
    recalled while it was made stays recalled."""
    kept = [_stored(product, place, one) for place, one in enumerate(files)]
    with transaction.atomic():
        held = Product.objects.select_for_update(of=("self",)).get(pk=product.pk)
        if held.state != ProductState.MAKING:
            return held
        old = [row.file for row in product.files.select_related("file", "preview")]
        old += [row.preview for row in product.files.all() if row.preview]
        product.files.all().delete()
        for file in old:
            file.delete()
        ProductFile.objects.bulk_create(kept)
        product.rests.all().delete()
        Rest.objects.bulk_create(_rests(product, files, plan))
        product.state, product.made_at = ProductState.DRAFT, clock.now()
        product.outdated_at = clock.now() if is_outdated(product) else None
        product.save(update_fields=["state", "made_at", "outdated_at"])
        record(by=product.made_by, what="product.made", on=product, unit=product.unit_id)
        index_product(product)
    return product


def _stored(product: Product, place: int, file: File) -> ProductFile:
    def stored(content: bytes, name: str, kind: str) -> StoredFile:
        return store_made(
            content=content, name=name, media_type=kind, by=product.made_by, purpose=PURPOSE
        )

    small = preview_of(file.name, file.content)
    return ProductFile(
        product=product,
        file=stored(file.content, file.name, file.kind),
        preview=stored(small, f"{file.name}.nho.png", "image/png") if small else None,
        name=file.name,
        words=file.words[:200],
        alt=file.alt,
        place=place,
        says=[{"text": one.text, "grounds": list(one.grounds)} for one in file.says],
    )


# Genres that draw the figures of the messages which they show.
_DRAW_FIGURES = frozenset({"infographic", "slides"})


def _rests(product: Product, files: tuple[File, ...], plan: Plan) -> list[Rest]:
    """Exactly the paragraphs behind the sentences and figures that the product shows."""
    keys = {key for file in files for one in file.says for key in one.grounds}
    said = {one.text for file in files for one in file.says}
    if product.genre in _DRAW_FIGURES:
        shown = [one for one in plan.messages if one.figure and one.heading.text in said]
        keys |= {key for one in shown if one.figure for key in one.figure.grounds}
    texts = {one.id: one.text for one in plan.source.paragraphs}
    return [
        Rest(product=product, key=key, text_sha256=sha256_of(texts[key])) for key in sorted(keys)
    ]
