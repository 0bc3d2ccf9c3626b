"""python -m tests.project.fuzz REQUESTS: one JSON line; 1 when something broke, told on stderr."""

from __future__ import annotations

import json
import sys
import time
from hashlib import sha256

from tests import conftest  # the data folder of the run, no network  # noqa: F401


def main(requests: int, first: int) -> int:
    from django.conf import settings
    from django.db import connection
    from django.test.runner import DiscoverRunner
    from django.test.utils import setup_test_environment

    from mangnon.kit import sealing
    from tests.project.fuzz.storm import Storm, undone
    from tests.project.fuzz.world import make_world

    settings.DEMO = True
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
    sealing.key_of = lambda words, salt: sha256(salt + words.encode()).digest()  # type: ignore[assignment]
    setup_test_environment()
    runner = DiscoverRunner(verbosity=0, interactive=False)
    databases, begun = runner.setup_databases(), time.monotonic()
    with undone():
        storm = Storm(make_world())
        storm.blow(requests, first)
    said = {
        "soak": "strange requests",
        "database": connection.vendor,
        "requests": storm.asked,
        "statuses": dict(sorted(storm.statuses.items())),
        "broken": len(storm.broken),
        "seconds": round(time.monotonic() - begun),
    }
    runner.teardown_databases(databases)
    sys.stdout.write(json.dumps(said) + "\n")
    for what, example in storm.broken.items():
        sys.stderr.write(f"{what}\n    {example}\n")
    return 1 if storm.broken else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 0))
