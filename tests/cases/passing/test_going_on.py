"""With a case its report goes on: the next unit reads the story and answers; nobody else does."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.db.models import BinaryField
from django.urls import reverse

from mangnon.base.audit.api import rows_about
from mangnon.base.notices.models import Outbox
from mangnon.cases.actions.intake_paper import begun
from mangnon.cases.refusals import IllegalMove
from mangnon.kit import sealing
from mangnon.kit.crypto import NotOpened
from mangnon.reports.actions.messages import conversation
from mangnon.reports.api import key_for, reports_visible_to
from mangnon.reports.models import Barred
from mangnon.units.choices import Role
from tests.cases.passing.conftest import CHAT, Story
from tests.cases.screens.conftest import Browse
from tests.cast import make_person
from tests.reports.cast import STORY


def at(story: Story, name: str = "case_report") -> str:
    return reverse(name, args=[story.case.report_id])


def page(client: Any, story: Story, name: str = "case") -> str:
    pk = story.case.pk if name == "case" else story.case.report_id
    answer = client.get(reverse(name, args=[pk]))
    assert answer.status_code == 200, answer.content.decode()
    return str(answer.content.decode())


def boxes(story: Story) -> list[tuple[str, bool]]:
    """To which units the report's key is sealed, and whether it was handed on to them."""
    rows = story.report.keys.order_by("pk").values_list("unit_key__unit__name", "handed_on_at")
    return [(name, at is not None) for name, at in rows]


HA, HAJ = ("Ủy ban nhân dân xã Sơn Hà", False), ("Ủy ban nhân dân xã Sơn Hạ", True)


def test_the_next_commune_reads_the_story_and_answers_whoever_told_it(
    story: Story, browse: Browse
) -> None:
    ha, haj = browse(story.ha), browse(story.haj)
    assert haj.get(at(story)).status_code == 404
    due = story.case.deadlines.get(rule="emergency_12h").due_at

    story.forward()

    assert boxes(story) == [HA, HAJ]
    assert story.case.deadlines.get(rule="emergency_12h").due_at == due
    assert at(story) in page(haj, story)
    assert STORY in page(haj, story, "case_report")
    said = {"text": "Cô đang trên đường đến.", "token": "tra-loi"}
    assert haj.post(at(story, "case_report_reply"), said).status_code == 302
    assert [one.text for one in conversation(shown=story.shown)] == ["Cô đang trên đường đến."]
    # Who received it keeps what it received, and each reading is in the record
    assert STORY in page(ha, story, "case_report")
    read = rows_about(story.report).filter(what="report.read")
    assert [row.by for row in read.order_by("seq")] == [str(story.haj.pk), str(story.ha.pk)]
    given = rows_about(story.report).get(what="report.key_given")
    assert (given.by, given.facts["to"]) == (str(story.ha.pk), story.house.son_haj.pk)
    assert begun(story.readers[story.haj.pk], story.case)["child_state"] == STORY


def test_new_words_are_told_to_the_unit_that_works_on_them_and_wait_for_it(
    story: Story, browse: Browse
) -> None:
    ha, haj, listed = browse(story.ha), browse(story.haj), reverse("case_reports")
    story.forward()
    Outbox.objects.all().delete()

    story.more("Hôm nay lại bị nữa.")

    assert [one.to for one in Outbox.objects.all()] == [story.haj.email]
    assert "Người báo viết thêm" in haj.get(listed).content.decode()
    assert "Người báo viết thêm" not in ha.get(listed).content.decode()
    # Read where it was received, it still waits for whoever answers
    assert "Hôm nay lại bị nữa." in page(ha, story, "case_report")
    assert "Người báo tin viết thêm" in page(haj, story)
    assert "Hôm nay lại bị nữa." in page(haj, story, "case_report")
    assert "Người báo tin viết thêm" not in page(haj, story)


def test_files_open_there_but_for_those_of_the_police(story: Story, browse: Browse) -> None:
    chat, body = story.files()
    haj, why = browse(story.haj), {"why": "Đọc để đánh giá", "which": "original"}
    assert haj.post(reverse("evidence_open", args=[chat.pk]), why).status_code == 404

    story.forward()

    opened = haj.post(reverse("evidence_open", args=[chat.pk]), why)
    assert opened.content == CHAT
    assert haj.post(reverse("evidence_open", args=[body.pk]), why).status_code == 403
    steps = chat.custody.order_by("pk").values_list("what", "to")
    assert list(steps)[-2:] == [("key_given", HAJ[0]), ("exported", "")]
    assert not body.custody.filter(what="key_given").exists()
    police = browse(story.police).post(reverse("evidence_open", args=[body.pk]), why)
    assert police.status_code == 200


def test_a_third_unit_and_whoever_does_not_carry_the_case_find_nothing(
    story: Story, browse: Browse
) -> None:
    chat, _ = story.files()
    worker = make_person(Role.COMMUNE_WORKER, story.house.son_haj, name="Y Được Giao")
    mate = make_person(Role.COMMUNE_WORKER, story.house.son_haj, name="Y Không Giao")
    story.forward()
    story.make("take", story.haj, person=worker)

    for person in (story.other, mate):
        client = browse(person, locked=True)
        shut = (at(story), at(story, "evidence_list"), at(story, "case_report_key"))
        assert {client.get(one).status_code for one in shut} == {404}
        opened = client.post(reverse("evidence_open", args=[chat.pk]), {"why": "x"})
        assert opened.status_code == 404
    assert [browse(one, locked=True).get(at(story)).status_code for one in (worker, story.haj)] == [
        200,
        200,
    ]
    with pytest.raises(NotOpened):
        key_for(story.readers[story.other.pk], story.report.keys.all())


def test_the_accused_unit_is_handed_nothing(story: Story, browse: Browse) -> None:
    Barred.objects.create(report=story.report, unit=story.house.son_haj)
    with pytest.raises(IllegalMove, match="Không chuyển vụ việc đến đơn vị này"):
        story.forward()
    assert boxes(story) == [HA]
    # Barred once the case is there: the province names another, and what was handed on goes back
    Barred.objects.all().delete()
    story.forward()
    Barred.objects.create(report=story.report, unit=story.house.son_haj)
    accused = browse(story.haj, locked=True)
    assert accused.get(at(story)).status_code == 404

    story.make("take_over", story.officer, unit=story.house.nghia_lo, reason="Xã liên quan")

    assert boxes(story) == [HA]
    assert accused.get(at(story)).status_code == 404
    assert not reports_visible_to(story.haj).exists()


def test_a_person_of_the_next_unit_who_is_barred_reads_nothing(
    story: Story, browse: Browse
) -> None:
    """Nobody else opens there: the key is not even sealed to it."""
    Barred.objects.create(report=story.report, person=story.haj)
    story.forward()
    assert boxes(story) == [HA]
    assert browse(story.haj).get(at(story)).status_code == 404


def test_a_stolen_database_opens_nothing(story: Story) -> None:
    """The key is nowhere in it; what is sealed to one commune does not open with another's."""
    key = key_for(story.readers[story.ha.pk], story.report.keys.all())
    story.forward()
    held, found = 0, []
    for model in apps.get_models():
        names = [one.name for one in model._meta.fields if isinstance(one, BinaryField)]
        for row in model._default_manager.values_list(*names) if names else []:
            held += 1
            found += [model for value in row if value and key in bytes(value)]
    assert (found, held > 10) == ([], True)
    box = story.report.keys.get(unit_key__unit=story.house.son_haj)
    for reader in (story.readers[story.other.pk], story.readers[story.ha.pk]):
        for private in reader.unit_privates.values():
            with pytest.raises(NotOpened):
                sealing.unwrapped(bytes(box.wrapped_key), private)
    assert key_for(story.readers[story.haj.pk], [box]) == key
