from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache

from tests.gateway.steering.cast import Cast, make_cast


@pytest.fixture(autouse=True)
def _own_folder(settings: Any, tmp_path: Path) -> None:
    """A key, bundles and blobs of its own for each story, and nobody who guessed codes before."""
    settings.DATA_DIR = tmp_path / "platform"
    settings.DATA_DIR.mkdir()
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path / "platform" / "tep"},
        },
    }
    cache.clear()


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()
