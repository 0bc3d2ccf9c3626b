"""The world of the strange requests, made once for all these tests and undone after them."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from typing import Any

import pytest
from django.conf import settings
from django.test import override_settings

from tests.project.fuzz.storm import undone
from tests.project.fuzz.world import World, make_world

PLAIN = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    quick = override_settings(
        DEMO=True,
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        STORAGES={**settings.STORAGES, "staticfiles": PLAIN},
    )
    with pytest.MonkeyPatch.context() as patch, quick, django_db_blocker.unblock(), undone():
        patch.setattr(
            "mangnon.kit.sealing.key_of", lambda words, salt: sha256(salt + words.encode()).digest()
        )
        yield make_world()
