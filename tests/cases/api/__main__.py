"""`python -m tests.cases.api`: every state × event × part by a program and on the page; one line of
JSON, 1 when a program is not offered or not answered what a page is."""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from hashlib import sha256

os.environ["DJANGO_SETTINGS_MODULE"] = "mangnon.project.settings"
os.environ["MANGNON_DATA"] = tempfile.mkdtemp()
os.environ.setdefault("MANGNON_LOG", "json")

import django
from django.conf import settings
from django.core.management import call_command
from django.test.utils import setup_test_environment

django.setup()
setup_test_environment()
settings.STORAGES = settings.STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}
call_command("migrate", interactive=False, verbosity=0)

import logging  # noqa: E402

from django.db import connection  # noqa: E402

from mangnon.base.walls import whole_program_asks  # noqa: E402
from mangnon.kit import sealing  # noqa: E402
from tests.cases.api.comparing import compare  # noqa: E402
from tests.cases.rights.setting import shared_case  # noqa: E402

# Passphrases are not what is tried here, and Argon2 is slow on purpose.
sealing.key_of = lambda words, salt: sha256(salt + words.encode()).digest()  # type: ignore[assignment]
logging.disable(logging.ERROR)
whole_program_asks("a measurement")
begun = time.monotonic()
told = compare(shared_case())
print(  # noqa: T201  a program whose output is its figure
    json.dumps(
        {
            "soak": "case_programs",
            "database": connection.vendor,
            "offers": told.offers,
            "moves": told.ends.total(),
            "pages_beside": told.pages,
            "ends": dict(told.ends),
            "wrong": len(told.wrong),
            "first_wrong": told.wrong[:5],
            "seconds": round(time.monotonic() - begun, 1),
        },
        ensure_ascii=False,
    )
)
sys.exit(0 if not told.wrong and told.ends.total() == told.moves.total() else 1)
