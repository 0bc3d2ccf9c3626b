"""One device's names are kept for a named matter: two people, a key, an end, and forgetting."""

from __future__ import annotations

from datetime import timedelta

import pytest

from mangnon.base.audit.api import AuditRow
from mangnon.gateway.actions.trails import (
    ask_matter,
    end_expired,
    end_matter,
    forget_matters,
    note_reading,
    open_matter,
    refuse_matter,
    take_records,
)
from mangnon.gateway.choices import MatterState
from mangnon.gateway.engine.plan import Plan
from mangnon.gateway.engine.sealing import sealed
from mangnon.gateway.matterkeys import KeyNotOpened
from mangnon.gateway.models import Gateway, Matter, Site, TrailRecord
from mangnon.gateway.queries.trails import Line, lines_of, matters_visible_to, sealed_of, shown
from mangnon.gateway.refusals import Invalid, NotAllowed
from mangnon.kit import clock
from tests.gateway.cast import Cast
from tests.gateway.trails.conftest import asked, opened

WHO = [
    *("principal", "keeper", "teacher", "counsellor", "stranger", "officer", "education"),
    *("health", "leader", "auditor", "away", "nobody"),
]
SAID = {"minute": "2026-03-16T09:20Z", "group": "thcs", "verdict": "games"}


def told(matter: Matter, *names: str) -> list[str]:
    """Lines as the filter writes them: it knows the public key alone."""
    return [sealed({**SAID, "name": name}, matter.public_key) for name in names]


@pytest.mark.parametrize("who", WHO)
def test_who_may_ask(cast: Cast, who: str) -> None:
    def ask() -> Matter:
        until = clock.now() + timedelta(days=5)
        reason = "Hồ sơ 12/2026: nghi bị dụ dỗ qua mạng"
        return ask_matter(
            by=getattr(cast, who), site=cast.site, client="10.1.0.25", reason=reason, until=until
        )

    if who in {"principal", "counsellor"}:
        assert ask().state == MatterState.ASKED
        return
    with pytest.raises(NotAllowed):
        ask()
    assert Matter.objects.count() == 0


@pytest.mark.parametrize("who", WHO)
def test_who_may_be_the_second(cast: Cast, who: str) -> None:
    matter, by = asked(cast), getattr(cast, who)
    if who in {"principal", "officer"}:
        open_matter(by=by, matter=matter)
        matter.refresh_from_db()
        assert (matter.state, matter.second) == (MatterState.OPEN, by)
        return
    with pytest.raises(NotAllowed):  # the counsellor asked: never alone
        open_matter(by=by, matter=matter)
    with pytest.raises(NotAllowed):
        refuse_matter(by=by, matter=matter, why="Không cần.")
    matter.refresh_from_db()
    assert (matter.state, matter.public_key) == (MatterState.ASKED, "")


@pytest.mark.parametrize(
    ("client", "kept"),
    [
        ("10.1.0.25", "10.1.0.25"),
        ("2001:DB8::7", "2001:db8::7"),
        ("AA-BB-CC-00-11-22", "aa:bb:cc:00:11:22"),
        ("may-tinh-muon-ve-nha", "may-tinh-muon-ve-nha"),
    ],
)
def test_a_device_is_named_as_the_filter_knows_it(cast: Cast, client: str, kept: str) -> None:
    assert asked(cast, client).client == kept


def test_what_cannot_be_asked_is_said(cast: Cast) -> None:
    def ask(**other: object) -> None:
        said = {"client": "10.1.0.25", "reason": "Hồ sơ 12/2026: dụ dỗ", "days": 5, **other}
        ask_matter(
            by=cast.counsellor,
            site=cast.site,
            client=str(said["client"]),
            reason=str(said["reason"]),
            until=clock.now() + timedelta(days=int(str(said["days"]))),
        )

    for wrong, words in (
        ({"client": "máy của em A"}, "địa chỉ IP, địa chỉ MAC"),
        ({"client": "duong-dan-la"}, "địa chỉ IP, địa chỉ MAC"),
        ({"reason": "vì"}, "ít nhất 10 chữ cái"),
        ({"days": 15}, "14 ngày tới"),
        ({"days": -1}, "14 ngày tới"),
    ):
        with pytest.raises(Invalid, match=words):
            ask(**wrong)
    assert Matter.objects.count() == 0
    ask()
    with pytest.raises(Invalid, match="Đã có một vụ việc theo dõi máy này"):
        ask()


@pytest.mark.django_db(transaction=True)
def test_the_filter_is_told_the_public_key_for_as_long_as_it_is_open(cast: Cast) -> None:
    def trails() -> list[tuple[str, str, str]]:
        text = Site.objects.get(pk=cast.site.pk).plan
        plan = Plan.from_json(text) if text else None
        return [(each.ident, each.client, each.key) for each in plan.trails] if plan else []

    matter = asked(cast)
    assert trails() == []
    open_matter(by=cast.principal, matter=matter)
    matter.refresh_from_db()
    assert trails() == [(str(matter.pk), "10.1.0.25", matter.public_key)]
    end_matter(by=cast.counsellor, matter=matter)
    assert trails() == []


def test_lines_come_sealed_once_and_only_the_two_read_them(cast: Cast) -> None:
    matter = opened(cast)
    lines = told(matter, "a.example", "b.example")
    assert take_records(cast.gateway, matter.pk, 0, lines) == 2
    assert take_records(cast.gateway, matter.pk, 1, told(matter, "b.example", "c.example")) == 2

    local = clock.local(clock.now()).tzinfo
    found = lines_of(matter, sealed_of(matter))
    assert [line.name for line in found] == ["a.example", "b.example", "c.example"]
    assert found[0] == Line(
        found[0].at, "a.example", "trung học cơ sở (11–14 tuổi)", "chặn: trò chơi"
    )
    assert found[0].at is not None
    assert f"{found[0].at:%d/%m/%Y %H:%M}" == "16/03/2026 16:20"
    assert found[0].at.tzinfo == local
    assert "example" not in "".join(TrailRecord.objects.values_list("sealed", flat=True))

    note_reading(by=cast.principal, matter=matter, lines=3)
    note_reading(by=cast.counsellor, matter=matter, lines=3)
    for who in set(WHO) - {"principal", "counsellor"}:
        with pytest.raises(NotAllowed):
            note_reading(by=getattr(cast, who), matter=matter, lines=3)
    reads = AuditRow.objects.filter(what="matter.read")
    assert [(row.by, row.facts) for row in reads.order_by("seq")] == [
        (str(cast.principal.pk), {"lines": 3}),
        (str(cast.counsellor.pk), {"lines": 3}),
    ]


def test_each_filter_of_a_site_counts_its_own_lines(cast: Cast) -> None:
    matter = opened(cast)
    second = Gateway.objects.create(site=cast.site, name="Máy lọc 2", token_hash="b" * 64)
    take_records(cast.gateway, matter.pk, 0, told(matter, "a.example"))
    take_records(second, matter.pk, 0, told(matter, "b.example"))
    assert [line.name for line in lines_of(matter, sealed_of(matter))] == ["a.example", "b.example"]


def test_lines_of_no_open_matter_are_kept_nowhere(cast: Cast) -> None:
    waiting = asked(cast, "10.1.0.30")
    other = Site.objects.create(
        unit=cast.house.upper_secondary, name="Điểm chính", fallback_group="thpt"
    )
    elsewhere = Gateway.objects.create(site=other, name="Máy lọc", token_hash="c" * 64)
    matter = opened(cast)
    for gateway, pk in ((cast.gateway, waiting.pk), (elsewhere, matter.pk)):
        assert take_records(gateway, pk, 0, told(matter, "a.example")) == 1
    assert TrailRecord.objects.count() == 0


def test_a_line_that_another_key_sealed_is_shown_as_one_that_does_not_open(cast: Cast) -> None:
    matter, other = opened(cast), opened(cast, "10.1.0.26")
    take_records(cast.gateway, matter.pk, 0, [*told(other, "a.example"), "rác"])
    assert lines_of(matter, sealed_of(matter)) == [Line(None), Line(None)]


def test_the_key_opens_with_the_secret_of_this_platform_and_this_matter_alone(
    cast: Cast, settings: object
) -> None:
    matter, other = opened(cast), opened(cast, "10.1.0.26")
    matter.sealed_key = other.sealed_key
    with pytest.raises(KeyNotOpened):
        lines_of(matter, sealed_of(matter))
    settings.SECRET_KEY = "mot-khoa-khac" * 5  # type: ignore[attr-defined]
    with pytest.raises(KeyNotOpened):
        lines_of(other, sealed_of(other))


def test_either_ends_it_and_nobody_else(cast: Cast) -> None:
    matter = opened(cast)
    for who in set(WHO) - {"principal", "counsellor"}:
        with pytest.raises(NotAllowed):
            end_matter(by=getattr(cast, who), matter=matter)
    end_matter(by=cast.counsellor, matter=matter, why="Đã làm rõ.")
    matter.refresh_from_db()
    assert (matter.state, matter.ended_by, matter.answer) == (
        MatterState.ENDED,
        cast.counsellor,
        "Đã làm rõ.",
    )
    with pytest.raises(Invalid, match="đã kết thúc"):
        end_matter(by=cast.principal, matter=matter)


def test_a_no_forgets_the_device_at_once(cast: Cast) -> None:
    matter = asked(cast)
    refuse_matter(by=cast.principal, matter=matter, why="Hỏi chuyện em trước đã.")
    matter.refresh_from_db()
    assert (matter.state, matter.client, matter.answer) == (
        MatterState.REFUSED,
        "",
        "Hỏi chuyện em trước đã.",
    )
    with pytest.raises(Invalid, match="đã được trả lời"):
        open_matter(by=cast.principal, matter=matter)


def test_seven_days_after_the_end_nothing_is_left_but_that_there_was_a_matter(cast: Cast) -> None:
    matter, now = opened(cast, days=2), clock.now()
    take_records(cast.gateway, matter.pk, 0, told(matter, "a.example"))

    assert end_expired(now + timedelta(days=1)) == 0
    assert end_expired(now + timedelta(days=3)) == 1
    assert forget_matters(now + timedelta(days=8)) == 0
    assert len(lines_of(matter, sealed_of(matter))) == 1

    assert forget_matters(now + timedelta(days=10)) == 1
    matter.refresh_from_db()
    assert (matter.client, bytes(matter.sealed_key), matter.public_key) == ("", b"", "")
    assert TrailRecord.objects.count() == 0
    assert matter.reason == "Hồ sơ 12/2026: nghi bị dụ dỗ qua mạng"
    with pytest.raises(Invalid, match="đã được xóa"):
        note_reading(by=cast.principal, matter=matter, lines=0)
    assert forget_matters(now + timedelta(days=20)) == 0


@pytest.mark.parametrize("who", WHO)
def test_who_knows_that_there_is_a_matter_and_how_much_of_it(cast: Cast, who: str) -> None:
    matter, person = opened(cast), getattr(cast, who)
    known = list(matters_visible_to(person))
    assert bool(known) == (who in {"principal", "counsellor", "auditor"})
    for one in known:
        seen = shown(person, one)
        assert (seen.device != "") == (who != "auditor")
        assert seen.may_read == seen.may_end == (who != "auditor")
        assert seen.may_second is False

    waiting = asked(cast, "10.1.0.30")
    knows = matters_visible_to(person).filter(pk=waiting.pk).exists()
    assert knows == (who in {"principal", "counsellor", "auditor", "officer"})
    assert shown(person, waiting).may_second == (who in {"principal", "officer"})
    assert bool(shown(person, waiting).device) == (who in {"principal", "counsellor", "officer"})
    assert matter.reason == waiting.reason
