"""Bytes that lists and bundles stand on: each held by a row, so that the sweep leaves them."""

from __future__ import annotations

import hashlib
from typing import BinaryIO

from mangnon.base.files.api import StoredFile, put_blob, remove
from mangnon.gateway.choices import FetchState
from mangnon.gateway.models import Bundle, ListSource, ListVersion

LIST, BUNDLE = "gateway.list", "gateway.bundle"
VERSIONS_KEPT = 3
TRIES_KEPT = 100
BUNDLES_KEPT = 20


def keep(file: BinaryIO, *, name: str, purpose: str) -> str:
    """Keep the bytes of an open file; their SHA-256.

    Not by `files.store`: these are our own programs' files, some without a known media type, and
    no person ever opens them.
    """
    digest, size = hashlib.sha256(), 0
    file.seek(0)
    while chunk := file.read(2**20):
        digest.update(chunk)
        size += len(chunk)
    sha256 = digest.hexdigest()
    put_blob(sha256, file)
    StoredFile.objects.get_or_create(
        sha256=sha256,
        purpose=purpose,
        defaults={"bytes": size, "media_type": "application/octet-stream", "name": name[:200]},
    )
    return sha256


def let_go() -> int:
    """Forget tries, versions and bundles that are long past, and the bytes that only they held."""
    for source in ListSource.objects.all():
        _forget_tries(source)
    recent = Bundle.objects.values_list("pk", flat=True)[:BUNDLES_KEPT]
    Bundle.objects.exclude(pk__in=list(recent)).delete()
    rows = list(StoredFile.objects.filter(purpose__in=[LIST, BUNDLE]).exclude(sha256__in=_held()))
    for row in rows:
        remove(file=row, by=None)
    return len(rows)


def _held() -> set[str]:
    lists = ListVersion.objects.exclude(blob="").values_list("blob", flat=True)
    bundles = Bundle.objects.values_list("index_blob", "lines_blob", "model_blob")
    return {*lists, *(blob for held in bundles for blob in held if blob)}


def _forget_tries(source: ListSource) -> None:
    """A list keeps its last tries, and the texts of the last taken and of the last refused one."""
    versions = source.versions.order_by("-pk").values_list("pk", flat=True)
    taken = list(versions.filter(state=FetchState.TAKEN)[:VERSIONS_KEPT])
    refused = list(versions.filter(state=FetchState.REFUSED)[:1])
    source.versions.exclude(pk__in=[*versions[:TRIES_KEPT], *taken]).delete()
    source.versions.exclude(pk__in=[*taken, *refused]).exclude(blob="").update(blob="")
