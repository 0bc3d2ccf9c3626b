"""Fetching lists from their publishers: each try a row, each version judged before it is used."""

from __future__ import annotations

import tempfile
from datetime import timedelta
from io import BytesIO
from typing import Any, BinaryIO, cast

from django.conf import settings
from django.db import transaction
from django_tasks import task

from mangnon.base.audit.api import record
from mangnon.base.files.api import open_blob
from mangnon.base.jobs.api import report_progress
from mangnon.gateway.actions.bundles import compile_bundle
from mangnon.gateway.actions.keeping import LIST, keep
from mangnon.gateway.actions.telling import tell_people
from mangnon.gateway.choices import FetchState
from mangnon.gateway.feeds.fetching import fetch
from mangnon.gateway.feeds.guards import Change, Digest, change, digest, doubts, rejected_lines
from mangnon.gateway.feeds.model import Fetched, FetchFailed, FetchRefused, Known, Limits
from mangnon.gateway.feeds.signing import MOST_SIGNATURE_BYTES, verify
from mangnon.gateway.feeds.unpacking import unpack
from mangnon.gateway.models import ListSource, ListVersion
from mangnon.gateway.queries.lists import due_lists, is_stale, keepers, taken_version
from mangnon.kit import clock

# How soon a list is looked at again while its job is still under way.
_HELD_FOR = timedelta(hours=2)
_STEPS = 4


def limits() -> Limits:
    return Limits(plain_http=settings.LISTS_OVER_HTTP, private=settings.LISTS_FROM_INSIDE)


def fetch_due() -> int:
    """Enqueue a job for each list that is due; says how many."""
    now = clock.now()
    with transaction.atomic():
        due = list(due_lists(now).select_for_update().values_list("pk", flat=True))
        ListSource.objects.filter(pk__in=due).update(due_at=now + _HELD_FOR)
        for pk in due:
            fetch_list.enqueue(pk)
    return len(due)


@task(retries=3, minutes=15)
def fetch_list(source_id: int) -> str:
    """One list from its publisher; says what became of it."""
    source = ListSource.objects.filter(pk=source_id).first()
    return str(fetch_now(source).state) if source is not None and source.address else ""


def fetch_now(source: ListSource) -> ListVersion:
    """Try once and note the outcome. Raises FetchFailed, noted too, so that the queue retries."""
    report_progress(0, _STEPS, f"Tải {source.title}")
    with tempfile.TemporaryFile(dir=settings.FILE_UPLOAD_TEMP_DIR) as packed:
        try:
            came = fetch(source.address, packed, limits=limits(), known=_known(source))
            if came.same:
                return _noted(source, FetchState.SAME, came)
            _check_signature(source, packed)
            return _judged(source, packed, came)
        except FetchRefused as why:
            return _refused(source, str(why), {})
        except FetchFailed as why:
            _noted(source, FetchState.FAILED, why=str(why))
            _tell_when_stale(source)
            raise


def _known(source: ListSource) -> Known:
    """What the publisher said of the version in use; nothing when its text is gone."""
    taken = taken_version(source)
    return Known(taken.etag, taken.last_modified) if taken and taken.blob else Known()


def _check_signature(source: ListSource, packed: BinaryIO) -> None:
    if not source.signing_key:
        return
    signature = BytesIO()
    bounds = limits()
    small = Limits(MOST_SIGNATURE_BYTES, plain_http=bounds.plain_http, private=bounds.private)
    fetch(f"{source.address}.sig", signature, limits=small)
    verify(source.signing_key, signature.getvalue(), packed)


def _judged(source: ListSource, packed: BinaryIO, came: Fetched) -> ListVersion:
    """Unpack, read through, compare with the version in use; take it or say why not."""
    report_progress(1, _STEPS, f"Đọc {source.title}")
    with tempfile.TemporaryFile(dir=settings.FILE_UPLOAD_TEMP_DIR) as plain:
        unpack(packed, cast(BinaryIO, plain), limits().most_unpacked_bytes)
        plain.seek(0)
        text = plain.read()
        report_progress(2, _STEPS, f"So sánh {source.title} với bản đang dùng")
        found = digest(text, source.form)
        before = _in_use(source)
        why = doubts(text, source.form, before[1] if before else None, found)
        changed = change(before, (text, found), source.form) if before else _all_new(found)
        kept = keep(cast(BinaryIO, plain), name=f"{source.key}.txt", purpose=LIST)
    facts = {**_facts(text, found, changed), "blob": kept}
    report_progress(3, _STEPS, f"Ghi {source.title}")
    if why:
        return _refused(source, why, facts, came)
    with transaction.atomic():
        version = taken(source, facts, came)
        if source.enabled:
            compile_bundle.enqueue()
    return version


def _in_use(source: ListSource) -> tuple[bytes, Digest] | None:
    version = taken_version(source)
    if version is None or not version.blob:
        return None
    text = text_of(version)
    return text, digest(text, source.form)


def text_of(version: ListVersion) -> bytes:
    """The lines of a version. Raises FileNotFoundError when the storage lost them."""
    with open_blob(version.blob) as opened:
        return opened.read()


def _all_new(found: Digest) -> Change:
    return Change(added=len(found.marks))


def _facts(text: bytes, found: Digest, changed: Change) -> dict[str, Any]:
    return {
        "size_bytes": len(text),
        "rules": found.tally.rules,
        "added": changed.added,
        "removed": changed.removed,
        "changes": changed.examples,
        "rejected": rejected_lines(text, found.tally),
    }


@transaction.atomic
def taken(source: ListSource, facts: dict[str, Any], came: Fetched | None = None) -> ListVersion:
    """A version comes into use. Whoever calls it has the bundle made anew."""
    version = _noted(source, FetchState.TAKEN, came, **facts)
    said = {"rules": version.rules, "added": version.added, "removed": version.removed}
    record(by=None, what="filter_list.taken", on=source, facts=said)
    return version


@transaction.atomic
def _refused(
    source: ListSource, why: str, facts: dict[str, Any], came: Fetched | None = None
) -> ListVersion:
    """The last taken version stays; those who keep the lists are told once a day."""
    version = _noted(source, FetchState.REFUSED, came, why=why, **facts)
    record(by=None, what="filter_list.refused", on=source, facts={"rules": version.rules})
    tell_people(
        keepers(),
        "filter_list_refused",
        key=f"filter-list-refused:{source.pk}:{clock.today()}",
        page="filters_list",
        args=(source.pk,),
        source=source,
        why=why,
    )
    return version


@transaction.atomic
def _noted(
    source: ListSource,
    state: FetchState,
    came: Fetched | None = None,
    *,
    why: str = "",
    **facts: Any,
) -> ListVersion:
    now = clock.now()
    if came is not None:
        facts |= {"etag": came.etag, "last_modified": came.last_modified}
    version = ListVersion.objects.create(
        source=source, state=state, why=why[:300], fetched_at=now, **facts
    )
    due_at = now + timedelta(hours=source.every_hours) if source.address else None
    ListSource.objects.filter(pk=source.pk).update(due_at=due_at)
    return version


def _tell_when_stale(source: ListSource) -> None:
    if not is_stale(source, clock.now()):
        return
    tell_people(
        keepers(),
        "filter_list_stale",
        key=f"filter-list-stale:{source.pk}:{clock.today():%Y-%m}",
        page="filters_list",
        args=(source.pk,),
        source=source,
    )
