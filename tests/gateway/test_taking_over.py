"""When new rules take over from old ones the old ones go, with the file that they had open."""

from __future__ import annotations

import gc
from pathlib import Path
from weakref import ref

import pytest

from mangnon.gateway.engine import hot, hotpy
from mangnon.gateway.engine.hotpy import Answers
from mangnon.gateway.engine.plan import compiled
from tests.gateway.site import NOON, site_index, site_plan

KINDS = [hotpy.Hot, *([hot.CompiledHot] if hot.COMPILED else [])]


@pytest.mark.parametrize("kind", KINDS)
def test_an_index_that_is_no_longer_in_force_is_closed(tmp_path: Path, kind: type) -> None:
    def ready(before: hotpy.Hot | None) -> hotpy.Hot:
        index = site_index(tmp_path)
        answers = Answers("nxdomain")
        indexes.append(ref(index))
        cache = before.cache if before is not None else None
        table = compiled(site_plan(), index, NOON)
        made: hotpy.Hot = kind(index, table, answers, cache=cache, before=before)
        return made

    indexes: list[ref[object]] = []
    serving = ready(None)
    files = len(list(Path("/proc/self/fd").iterdir()))

    for _ in range(5):
        serving = ready(serving)
        gc.collect()

    assert [index() is not None for index in indexes] == [False] * 5 + [True]
    assert len(list(Path("/proc/self/fd").iterdir())) == files
