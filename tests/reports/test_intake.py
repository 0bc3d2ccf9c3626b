"""A report comes in: kept, sealed, sent to who may read it, and never twice."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection, connections

from mangnon.base.audit.models import AuditRow
from mangnon.base.notices.models import Outbox
from mangnon.kit.crypto import NotOpened
from mangnon.reports import api, installation, load
from mangnon.reports.actions import keys as key_actions
from mangnon.reports.keys import person_key, reader_with
from mangnon.reports.models import Barred, BlindMark, Report, ReportKey
from mangnon.units.choices import Role
from mangnon.units.models import RoleGrant
from tests.cast import SINCE
from tests.reports.cast import PASSPHRASE, STORY, make_province, member, tell, with_key

pytestmark = pytest.mark.django_db


def test_a_member_of_the_commune_reads_what_a_child_told() -> None:
    house = make_province()
    worker = member(Role.COMMUNE_WORKER, house.son_ha)
    reader = with_key(worker)

    opened = tell(commune="21289", kind="bullying", said={"child_name": "Bé Na"})

    report = Report.objects.get()
    assert opened.report.pk == report.pk
    assert report.receiving_unit == house.son_ha
    assert STORY.encode() not in bytes(report.body)
    told = api.read_report(reader, report)
    assert told.what == STORY
    assert ("Tên trẻ", "Bé Na") in told.lines
    assert AuditRow.objects.filter(what="report.read", by=str(worker.pk)).count() == 1


def test_who_belongs_elsewhere_does_not_open_it() -> None:
    house = make_province()
    with_key(member(Role.COMMUNE_WORKER, house.son_ha))
    neighbour = with_key(member(Role.COMMUNE_WORKER, house.son_haj))

    report = tell(commune="21289").report

    with pytest.raises(NotOpened):
        api.read_report(neighbour, report)
    assert not AuditRow.objects.filter(what="report.read").exists()


def test_nothing_is_asked_for_but_what_happened() -> None:
    house = make_province()

    report = tell("x").report

    assert report.receiving_unit == house.health
    assert report.number.startswith("BT")
    key = ReportKey.objects.get().unit_key
    assert key.unit == house.health
    assert bytes(key.kept_private) != b""


def test_the_first_officer_takes_the_desk_over_and_reads_what_came_before() -> None:
    house = make_province()
    report = tell().report

    reader = with_key(member(Role.PROVINCIAL_OFFICER, house.health))

    assert api.read_report(reader, report).what == STORY
    assert bytes(ReportKey.objects.get().unit_key.kept_private) == b""


def test_a_commune_where_nobody_has_a_key_passes_it_to_the_desk() -> None:
    house = make_province()
    member(Role.COMMUNE_WORKER, house.son_ha)

    assert tell(commune="21289").report.receiving_unit == house.health


def test_one_form_sent_twice_is_one_report_with_one_receipt() -> None:
    make_province()

    first, second = tell(token="the-same"), tell("others", token="the-same")

    assert first.report.pk == second.report.pk
    assert first.receipt == second.receipt
    assert Report.objects.count() == 1
    assert Outbox.objects.count() == 0
    assert "the-same" not in Report.objects.get().idempotency_key


def test_long_after_the_form_shows_no_receipt() -> None:
    make_province()
    report = tell(token="the-same").report
    Report.objects.update(received_at=report.received_at.replace(year=2020))

    assert tell(token="the-same").receipt is None


def test_danger_at_hand_is_read_by_the_desk_too() -> None:
    house = make_province()
    with_key(member(Role.COMMUNE_WORKER, house.son_ha))
    officer = member(Role.PROVINCIAL_OFFICER, house.health)
    reader = with_key(officer)

    report = tell(commune="21289", danger_now=True).report

    assert report.receiving_unit == house.son_ha
    assert api.read_report(reader, report).what == STORY
    letters = Outbox.objects.filter(to=officer.email)
    assert [letter.subject for letter in letters] == ["Gấp: có lời nhắn cần xem ngay"]


def test_a_unit_is_told_once_an_hour_however_many_come() -> None:
    house = make_province()
    worker = member(Role.COMMUNE_WORKER, house.son_ha)
    with_key(worker)

    for _ in range(3):
        tell(commune="21289")

    letters = Outbox.objects.filter(to=worker.email)
    assert [letter.subject for letter in letters] == ["Có lời nhắn mới cần xem"]
    assert STORY not in letters[0].body


@pytest.mark.parametrize("accused", ["commune", "named"])
def test_an_accused_commune_never_gets_it(accused: str) -> None:
    house = make_province()
    clerk = member(Role.COMMUNE_WORKER, house.son_ha, name="Đinh Văn Thử")
    reader = with_key(clerk)
    said = {"accused_who": "ông Đinh Văn Thử, cán bộ xã"}

    if accused == "commune":
        report = tell(commune="21289", accused="commune").report
    else:
        report = tell(commune="21289", said=said).report

    assert report.receiving_unit == house.health
    assert api.is_barred(clerk, report)
    with pytest.raises(api.NotAllowed):
        api.read_report(reader, report)
    assert not Outbox.objects.filter(to=clerk.email).exists()


def test_a_colleague_of_the_accused_still_gets_it_and_the_accused_does_not() -> None:
    house = make_province()
    accused = member(Role.COMMUNE_WORKER, house.son_ha, name="Đinh Văn Thử")
    first, colleague = with_key(accused), member(Role.COMMUNE_LEADER, house.son_ha)
    private = key_actions.set_up(by=colleague, passphrase=PASSPHRASE)
    own = person_key(colleague)
    assert own is not None
    key_actions.grant(reader=first, unit=house.son_ha, to=own)

    report = tell(commune="21289", said={"accused_who": "Đinh Văn Thử"}).report

    assert report.receiving_unit == house.son_ha
    assert api.read_report(reader_with(colleague, private), report).what == STORY
    with pytest.raises(api.NotAllowed):
        api.read_report(first, report)


def test_whoever_works_at_an_accused_school_is_barred_wherever_else_they_work() -> None:
    house = make_province()
    both = member(Role.COMMUNE_WORKER, house.son_ha)
    RoleGrant.objects.create(
        person=both, unit=house.primary, role=Role.COUNSELLOR, valid_from=SINCE
    )
    with_key(both)

    report = tell(accused="school", school=house.primary).report

    assert report.receiving_unit == house.health
    assert Barred.objects.get().unit == house.primary
    assert api.is_barred(both, report)


def test_when_the_desk_itself_is_accused_the_police_get_it() -> None:
    house = make_province()

    report = tell(accused_unit=house.health.pk).report

    assert report.receiving_unit == house.police


def test_when_the_police_are_accused_they_do_not_get_it() -> None:
    house = make_province()

    report = tell(commune="21289", accused="police").report

    assert report.receiving_unit == house.health
    assert {one.unit for one in Barred.objects.all()} == {house.police}


def test_names_and_telephones_are_found_again_but_not_read() -> None:
    make_province()

    tell("Gọi cho mẹ em 0912 345 678.", said={"child_name": "Hồ Thị  Na"})

    marks = dict(BlindMark.objects.values_list("kind", "mark"))
    assert marks["phone"] == api.marks_of("phone", "+84912345678")
    assert marks["name"] == api.marks_of("name", "ho thi na")
    assert "912345678" not in str(marks)


def test_under_load_danger_stays_in_the_main_lane(monkeypatch: pytest.MonkeyPatch) -> None:
    make_province()
    monkeypatch.setattr(load, "CALM_A_MINUTE", 2)

    calm = [tell("một hai ba").report for _ in range(2)]
    junk, words = tell("một hai ba").report, tell("em so lam").report
    answers = tell("một hai ba", risk={"hurt": "yes"}).report

    assert [one.quarantined for one in (*calm, junk, words, answers)] == [
        False, False, True, False, False,
    ]  # fmt: skip
    assert [one.pk for one in Report.objects.all()][-1] == junk.pk


def test_the_key_of_the_installation_is_a_file_for_its_owner_alone() -> None:
    installation.installation_key("blind")

    path = Path(settings.DATA_DIR) / installation.FILE
    assert path.stat().st_mode & 0o777 == 0o600
    assert installation.installation_key("blind") != installation.installation_key("desk")


@pytest.mark.django_db(transaction=True)
def test_many_at_once_are_as_many_reports_with_as_many_numbers() -> None:
    make_province()

    def send(_: int) -> tuple[str, str]:
        try:
            opened = tell()
            return opened.report.number, opened.receipt
        finally:
            connections.close_all()

    with ThreadPoolExecutor(10) as threads:
        sent = list(threads.map(send, range(20)))

    assert len({number for number, _ in sent}) == 20
    assert len({receipt for _, receipt in sent}) == 20
    assert Report.objects.count() == 20


@pytest.mark.django_db(transaction=True)
def test_one_form_from_ten_threads_is_one_report() -> None:
    make_province()

    def send(_: int) -> tuple[object, str]:
        try:
            opened = tell(token="tab")
            return opened.report.pk, opened.receipt
        finally:
            connections.close_all()

    with ThreadPoolExecutor(10) as threads:
        sent = set(threads.map(send, range(10)))

    assert len(sent) == 1
    assert Report.objects.count() == 1


def test_a_planted_sentence_is_nowhere_in_the_database() -> None:
    house = make_province()
    with_key(member(Role.COMMUNE_WORKER, house.son_ha))
    canary = "chim-vang-anh-dau-canh-tre"

    tell(f"Em thấy {canary}.", commune="21289", said={"child_name": f"Bé {canary}"})

    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - our own tables
            for row in cursor.fetchall():
                assert canary.encode() not in b"|".join(_raw(value) for value in row), table


def _raw(value: object) -> bytes:
    return bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()
