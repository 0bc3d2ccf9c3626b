"""Posts sent by processes that die: `python -m tests.publishing.channels.killing PK:STEP …`.

One fork for each post; STEP is where it kills itself:
- `begun`: the intent is committed, the request that makes the post has not left;
- `heard`: the channel has done it, and this process has not noted it;
- `numbered`: Zalo has said the article's number;
- `answered`: the channel's answer is whole, and the database does not know it.
"""

from __future__ import annotations

import os
import signal
import sys
import traceback
from typing import Any
from uuid import UUID

from mangnon.base.loading import load

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mangnon.project.settings")


def main() -> int:
    load()
    from django.db import connection

    from mangnon.base.walls import whole_program_asks

    whole_program_asks("a test")
    connection.close()
    for word in sys.argv[1:]:
        pk, _, step = word.partition(":")
        pid = os.fork()
        if not pid:
            _sends(UUID(pk), step)
        if os.waitpid(pid, 0)[1] != signal.SIGKILL:
            return 1
    return 0


def _sends(pk: UUID, step: str) -> None:
    try:
        _put_the_end_at(step)
        from mangnon.kit import clock
        from mangnon.publishing.actions import working

        working.work(pk, clock.now())
        sys.stderr.write(f"{pk} went past {step}\n")
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(1)  # it was meant to die


def _put_the_end_at(step: str) -> None:
    from mangnon.publishing.actions import working
    from mangnon.publishing.channels.facebook import talking as facebook
    from mangnon.publishing.channels.zalo import talking as zalo

    if step == "answered":
        working._sent = _die  # type: ignore[assignment]
        return
    for place in (zalo, facebook):
        place.ask = _deadly(place.ask, step)  # type: ignore[attr-defined]


def _deadly(real: Any, step: str) -> Any:
    def asks(base: str, asked: Any) -> Any:
        if step == "begun" and asked.changes:
            _die()
        answer = real(base, asked)
        if step == "heard" and asked.changes:
            _die()
        if (
            step == "numbered"
            and asked.path.endswith("/article/verify")
            and answer.data["error"] == 0
        ):
            _die()
        return answer

    return asks


def _die(*_: Any, **__: Any) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    sys.exit(main())
