"""Keeping the lists: which are in use, the province's own ones, what a person decides by hand."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.text import slugify

from mangnon.base.audit.api import record
from mangnon.gateway.actions.bundles import compile_bundle
from mangnon.gateway.actions.fetching import fetch_list, limits, taken, text_of
from mangnon.gateway.actions.keeping import LIST, keep
from mangnon.gateway.choices import FetchState, ListUse
from mangnon.gateway.engine.data import unlawful
from mangnon.gateway.feeds.guards import change, digest, rejected_lines
from mangnon.gateway.feeds.model import FetchRefused
from mangnon.gateway.feeds.reaching import checked_address
from mangnon.gateway.feeds.signing import public_key
from mangnon.gateway.feeds.written import Written, read_names
from mangnon.gateway.lists.reading import FORMATS
from mangnon.gateway.models import ListSource, ListVersion
from mangnon.gateway.perms import can_steer_province
from mangnon.gateway.queries.lists import acceptable, categories_of_lists, taken_version
from mangnon.gateway.refusals import Invalid, NotAllowed
from mangnon.units.api import Person

OWN_FORM = "plain"


@dataclass(frozen=True)
class Wish:
    """What a person decides about a list, whoever publishes it."""

    category: str
    use: str = ListUse.BLOCK
    every_hours: int = 24
    signing_key: str = ""


def _check(by: Person) -> None:
    if not can_steer_province(by):
        raise NotAllowed("Chỉ cán bộ đầu mối cấp tỉnh và sở giáo dục mới được sửa danh sách lọc.")


@transaction.atomic
def use_list(*, by: Person, source: ListSource, enabled: bool) -> None:
    """Bring a list into use or out of it. The first time, it is fetched at once."""
    _check(by)
    changed = ListSource.objects.filter(pk=source.pk, enabled=not enabled).update(enabled=enabled)
    if not changed:
        return
    source.enabled = enabled
    act = "filter_list.enabled" if enabled else "filter_list.disabled"
    record(by=by, what=act, on=source, facts={"category": source.category})
    if enabled and source.address:
        fetch_list.enqueue(source.pk)
    compile_bundle.enqueue()


@transaction.atomic
def set_list(*, by: Person, source: ListSource, wish: Wish) -> None:
    """Change how a list is used. Raises NotAllowed and Invalid."""
    _check(by)
    _check_wish(wish)
    before = {name: getattr(source, name) for name in vars(wish)}
    changes = {name: value for name, value in vars(wish).items() if before[name] != value}
    if not changes:
        return
    ListSource.objects.filter(pk=source.pk).update(**changes)
    vars(source).update(changes)
    # A key is public, but long; that it changed is what matters.
    said = {name: [before[name], value] for name, value in changes.items()}
    record(
        by=by, what="filter_list.changed", on=source, facts={"changes": sorted(said)} | _told(said)
    )
    compile_bundle.enqueue()


def _told(said: dict[str, list[Any]]) -> dict[str, Any]:
    return {name: f"{old} → {new}" for name, (old, new) in said.items() if name != "signing_key"}


def _check_wish(wish: Wish) -> None:
    if wish.category not in dict(categories_of_lists()):
        raise Invalid("Hãy chọn một nhóm nội dung có sẵn.", "category")
    if wish.use not in ListUse.values:
        raise Invalid("Hãy chọn một cách dùng có sẵn.", "use")
    if wish.category in unlawful() and wish.use != ListUse.BLOCK:
        raise Invalid("Nội dung trái pháp luật chỉ có thể chặn.", "use")
    if not 1 <= wish.every_hours <= 24 * 31:
        raise Invalid("Ghi số giờ từ 1 đến 744.", "every_hours")
    if wish.signing_key:
        try:
            public_key(wish.signing_key)
        except ValueError as wrong:
            raise Invalid(f"Khóa ký {wrong}.", "signing_key") from None


@transaction.atomic
def add_list(
    *, by: Person, title: str, address: str, form: str, licence: str, wish: Wish
) -> ListSource:
    """A public list that the catalogue does not know. Not in use before a person says so."""
    _check(by)
    _check_wish(wish)
    try:
        checked_address(address, limits())
    except FetchRefused as why:
        raise Invalid(str(why), "address") from None
    if form not in FORMATS:
        raise Invalid("Hãy chọn một định dạng có sẵn.", "form")
    fields = {"address": address, "form": form, "licence": licence, **vars(wish)}
    source = _new(title, **fields)
    record(by=by, what="filter_list.added", on=source, facts={"category": source.category})
    return source


def _new(title: str, **fields: Any) -> ListSource:
    if not title.strip():
        raise Invalid("Hãy đặt tên cho danh sách.", "title")
    key = f"rieng-{slugify(title.replace('đ', 'd').replace('Đ', 'D'))}"[:60].rstrip("-")
    try:
        with transaction.atomic():
            return ListSource.objects.create(key=key, title=title.strip(), **fields)
    except IntegrityError:
        raise Invalid("Đã có một danh sách tên như vậy.", "title") from None


@transaction.atomic
def ask_for_list(*, by: Person, source: ListSource) -> None:
    """Fetch a list now and not when it is due."""
    _check(by)
    if not source.address:
        raise Invalid("Danh sách này do tỉnh tự ghi, không tải từ đâu về.")
    record(by=by, what="filter_list.asked", on=source)
    fetch_list.enqueue(source.pk)


@transaction.atomic
def take_version(*, by: Person, source: ListSource, version: ListVersion) -> None:
    """Take by hand a version that the guards refused; only the newest of them can be taken."""
    _check(by)
    if acceptable(source) != version.pk:
        raise Invalid("Chỉ nhận được bản mới nhất đang bị từ chối, khi nó có quy tắc.")
    source.versions.filter(pk=version.pk, state=FetchState.REFUSED).update(
        state=FetchState.TAKEN, taken_by=by
    )
    facts = {"rules": version.rules, "added": version.added, "removed": version.removed}
    record(by=by, what="filter_list.taken_by_hand", on=source, facts=facts)
    compile_bundle.enqueue()


def write_own_list(
    *, by: Person, title: str, text: str, wish: Wish, source: ListSource | None = None
) -> ListSource:
    """Write the province's own list: new, or over one of its own. In use at once.

    Raises Invalid with every bad line, and nothing is changed.
    """
    _check(by)
    _check_wish(wish)
    if source is not None and source.address:
        raise Invalid("Danh sách này do nơi khác phát hành, không sửa được nội dung.")
    names = _read(text, wish)
    with transaction.atomic():
        if source is None:
            source = _new(title, form=OWN_FORM, publisher="Tỉnh", enabled=True, **vars(wish))
        else:
            set_list(by=by, source=source, wish=wish)
            ListSource.objects.filter(pk=source.pk).update(title=title.strip() or source.title)
        take_own(source, text, names)
        record(by=by, what="filter_list.written", on=source, facts={"names": len(names.names)})
        compile_bundle.enqueue()
    return source


def _read(text: str, wish: Wish) -> Written:
    found = read_names(text, blocks=wish.use == ListUse.BLOCK)
    if found.bad:
        raise Invalid("\n".join(str(line) for line in found.bad[:20]), "text")
    if not found.names:
        raise Invalid("Hãy ghi ít nhất một tên miền.", "text")
    return found


def take_own(source: ListSource, text: str, names: Written) -> None:
    """The names as a version, like one that was fetched; nothing when they are the same."""
    ListSource.objects.filter(pk=source.pk).update(own_text=text)
    body = "".join(f"{name}\n" for name in names.names).encode()
    before = taken_version(source)
    old = text_of(before) if before is not None and before.blob else b""
    if old == body:
        return
    found, was = digest(body, source.form), digest(old, source.form)
    changed = change((old, was), (body, found), source.form)
    facts = {
        "size_bytes": len(body),
        "rules": found.tally.rules,
        "added": changed.added,
        "removed": changed.removed,
        "changes": changed.examples,
        "rejected": rejected_lines(body, found.tally),
        "blob": keep(BytesIO(body), name=f"{source.key}.txt", purpose=LIST),
    }
    taken(source, facts)
