"""From the filter's own process to the eyes of the two: nothing between them can read a line."""

from __future__ import annotations

from pathlib import Path

import pytest

from mangnon.gateway.actions.fleet import take_report
from mangnon.gateway.actions.trails import end_matter, open_matter
from mangnon.gateway.engine import names
from mangnon.gateway.engine.plan import Plan
from mangnon.gateway.link import spool
from mangnon.gateway.link.report import Report, read_report
from mangnon.gateway.models import Site, TrailRecord
from mangnon.gateway.queries.trails import lines_of, sealed_of
from mangnon.gateway.serve.trails import Trails
from tests.gateway.cast import Cast
from tests.gateway.trails.conftest import asked


def sent(cast: Cast, state: Path) -> None:
    """What the link of the filter does: tell what waits, let go of what is kept."""
    waiting = spool.waiting_trails(state)
    report = read_report(Report(trails=waiting).as_dict())
    taken = take_report(gateway=cast.gateway, report=report)
    assert taken["trails"] == len(waiting)
    spool.trails_taken(state, waiting)


@pytest.mark.django_db(transaction=True)
def test_a_line_goes_from_the_filter_to_the_reader(cast: Cast, tmp_path: Path) -> None:
    matter = asked(cast)
    open_matter(by=cast.principal, matter=matter)
    [trail] = Plan.from_json(Site.objects.get(pk=cast.site.pk).plan).trails

    filter_ = Trails(tmp_path / spool.TRAILS)
    for name in ("tro-choi.example", "mang-xa-hoi.example", "tongdai111.vn"):
        filter_.note(trail, names.wire(name.encode()), "thcs", "games")
    written = (tmp_path / spool.TRAILS / str(matter.pk)).read_bytes()
    assert b"example" not in written

    sent(cast, tmp_path)
    filter_.note(trail, names.wire(b"hoc-bai.example"), "thcs", "")
    sent(cast, tmp_path)
    sent(cast, tmp_path)

    matter.refresh_from_db()
    assert [(line.name, line.words) for line in lines_of(matter, sealed_of(matter))] == [
        ("hoc-bai.example", "mở"),
        ("mang-xa-hoi.example", "chặn: trò chơi"),
        ("tro-choi.example", "chặn: trò chơi"),
    ]  # the site of help was not written down
    assert TrailRecord.objects.count() == 3

    end_matter(by=cast.principal, matter=matter)
    assert Plan.from_json(Site.objects.get(pk=cast.site.pk).plan).trails == ()
