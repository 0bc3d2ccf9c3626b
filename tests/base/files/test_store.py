"""Files in and out: once under their hash, for those who may, and swept when nobody holds them."""

from __future__ import annotations

import hashlib
import io
from datetime import timedelta
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.contrib.auth import get_user_model
from django.core.files.base import ContentFile
from django.core.files.storage import InMemoryStorage, storages
from django.db import transaction

from mangnon.base.audit.api import rows_about
from mangnon.base.files import blobs, readers
from mangnon.base.files.actions import safe_name, sweep
from mangnon.base.files.api import (
    DOCX,
    PDF,
    TABLES,
    FileDenied,
    FileRefused,
    contents,
    open_for,
    register_reader,
    remove,
    store,
)
from mangnon.base.files.models import StoredFile
from mangnon.kit import clock
from tests.base.files import making

pytestmark = pytest.mark.django_db
OWNER, STRANGER = SimpleNamespace(pk="owner"), SimpleNamespace(pk="stranger")


@pytest.fixture(autouse=True)
def folder(settings, tmp_path, monkeypatch):
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path / "tep"},
        },
    }
    monkeypatch.setattr(readers, "_readers", {})
    register_reader("letter", lambda person, file: str(person.pk) == file.by)
    return tmp_path / "tep"


def hand_in(data: bytes = making.PDF, name: str = "công văn.pdf", **more) -> StoredFile:
    said = {"by": OWNER, "purpose": "letter", **more}
    return store(stream=io.BytesIO(data), name=name, **said)


def files_in(folder) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def test_a_file_lies_under_its_hash(folder):
    file = hand_in()
    sha256 = hashlib.sha256(making.PDF).hexdigest()
    assert (file.sha256, file.bytes, file.media_type) == (sha256, len(making.PDF), PDF)
    assert files_in(folder) == [f"{sha256[:2]}/{sha256[2:4]}/{sha256}"]
    assert contents(file) == making.PDF
    (row,) = rows_about(file)
    assert (row.what, row.facts["purpose"]) == ("file.stored", "letter")
    assert "name" not in row.facts


def test_equal_contents_share_one_blob(folder):
    first, second = hand_in(), hand_in(name="bản sao.pdf")
    assert first.pk != second.pk
    assert len(files_in(folder)) == 1


def test_a_file_named_otherwise_is_still_what_it_is():
    assert hand_in(making.letter_docx(), "ảnh.png").media_type == DOCX


@pytest.mark.parametrize(
    ("data", "more", "words"),
    [
        (making.PDF * 400, {"max_bytes": 2**14}, "lớn hơn 0 MB"),
        (making.PDF, {"allow": TABLES}, "Chỗ này chỉ nhận: Excel .XLSX., văn bản thuần"),
        (b"MZ\x90\x00\x00\x00", {}, "không được nhận"),
    ],
)
def test_a_refused_file_leaves_nothing(folder, data, more, words):
    with pytest.raises(FileRefused, match=words):
        hand_in(data, **more)
    assert (StoredFile.objects.count(), files_in(folder)) == (0, [])


def test_a_name_is_made_safe():
    assert safe_name("C:\\Users\\Hoa\\công văn.docx") == "công văn.docx"
    assert safe_name("../../etc/passwd") == "passwd"
    assert safe_name("a\u202egpj.exe\r\n") == "agpj.exe"
    assert safe_name(" .. ") == "tep"
    assert safe_name("x" * 300 + ".pdf") == "x" * 140 + ".pdf"


def test_the_owner_opens_and_the_stranger_does_not():
    file = hand_in()
    with open_for(OWNER, file) as opened:
        assert opened.read() == making.PDF
    with pytest.raises(FileDenied):
        open_for(STRANGER, file)


def test_a_purpose_that_nobody_answers_for_is_closed():
    with pytest.raises(FileDenied):
        open_for(OWNER, hand_in(purpose="unknown"))


def test_a_purpose_has_one_reader():
    with pytest.raises(ValueError, match="already has a reader"):
        register_reader("letter", lambda person, file: True)


def test_blobs_that_nobody_holds_are_swept(folder):
    kept, gone = hand_in(), hand_in(making.letter_docx())
    about = ("files.storedfile", str(gone.pk))
    remove(file=gone, by=OWNER)
    later = clock.now() + timedelta(seconds=5)
    assert sweep(before=clock.now() - timedelta(hours=1)) == 0  # too young to tell
    assert sweep(before=later) == 1
    assert files_in(folder) == [kept.key]
    assert rows_about(about).last().what == "file.removed"


def test_a_file_of_a_fallen_transaction_is_swept(folder):
    with transaction.atomic():
        hand_in()
        transaction.set_rollback(True)
    assert sweep(before=clock.now() + timedelta(seconds=5)) == 1
    assert files_in(folder) == []


def test_what_is_not_ours_in_the_storage_is_left_alone(folder):
    storages["default"].save("khac/ghi-chu.txt", ContentFile(b"x"))
    assert list(blobs.blobs()) == []


def test_another_storage_keeps_each_blob_once(monkeypatch):
    memory = InMemoryStorage()
    monkeypatch.setattr(blobs, "storage", lambda: memory)
    first, second = hand_in(), hand_in()
    assert contents(first) == contents(second) == making.PDF
    assert [name for name, _ in blobs.blobs()] == [first.sha256]


@pytest.fixture
def owner():
    return get_user_model().objects.create_user("owner@example.org", full_name="Chị Hoa")


def test_a_download_is_saved_and_runs_nothing(client, owner):
    file = hand_in(making.letter_docx(), by=owner)
    client.force_login(owner)
    response = client.get(f"/tep/{file.pk}/")
    assert b"".join(response.streaming_content) == contents(file)
    headers = response.headers
    assert headers["Content-Disposition"].startswith("attachment; filename*=utf-8''c%C3%B4ng")
    assert headers["Content-Type"] == DOCX
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "private, no-store"
    assert headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'")


def test_a_picture_may_be_shown(client, owner):
    file = hand_in(making.picture("PNG"), "ảnh.png", by=owner)
    client.force_login(owner)
    response = client.get(f"/tep/{file.pk}/?xem=1")
    assert response.headers["Content-Disposition"].startswith("inline")
    response.close()


def test_strangers_are_told_that_there_is_nothing(client, owner):
    file = hand_in(by=OWNER)
    assert client.get(f"/tep/{file.pk}/").status_code == 302  # signed out: sign in first
    client.force_login(owner)
    assert client.get(f"/tep/{file.pk}/").status_code == 404
    assert client.get(f"/tep/{uuid4()}/").status_code == 404
    assert client.post(f"/tep/{file.pk}/").status_code == 405
