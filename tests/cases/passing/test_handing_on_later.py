"""A step made without the report's key: the unit that received it hands the key on, by one button.

And a transfer: the key goes with the asking, and comes back when nothing comes of it.
"""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse

from mangnon.base.notices.models import Outbox
from mangnon.cases.actions.opening import open_case
from mangnon.cases.actions.passing_on import hand_on_report
from mangnon.cases.actions.referrals import answer_referral, send_referral
from mangnon.cases.models import Referral
from mangnon.cases.refusals import IllegalMove
from mangnon.reports.models import UnitKey
from mangnon.units.models import Person
from tests.cases.passing.conftest import Story
from tests.cases.passing.test_going_on import HA, HAJ, at, boxes, page
from tests.cases.screens.conftest import Browse
from tests.reports.cast import STORY, tell

BUTTON = "Trao khóa tin báo cho Ủy ban nhân dân xã Sơn Hạ"


def test_until_it_is_handed_on_the_first_unit_s_pages_ask_for_it(
    story: Story, browse: Browse
) -> None:
    Outbox.objects.all().delete()
    story.make("take_over", story.officer, locked=True, unit=story.house.son_haj, reason="Gần hơn")

    assert boxes(story) == [HA]
    assert {one.to for one in Outbox.objects.all()} == {story.ha.email, story.haj.email}
    ha, haj = browse(story.ha), browse(story.haj)
    assert BUTTON in page(ha, story)
    assert BUTTON in page(ha, story, "case_report")
    waiting = page(haj, story)
    assert "Tin báo còn niêm phong ở nơi tiếp nhận" in waiting
    assert BUTTON not in waiting
    assert STORY not in page(haj, story, "case_report")
    story.more("Em sợ.")
    assert "Người báo viết thêm" in ha.get(reverse("case_reports")).content.decode()

    assert ha.post(at(story, "case_report_key")).status_code == 302

    assert boxes(story) == [HA, HAJ]
    assert STORY in page(haj, story, "case_report")
    assert BUTTON not in page(ha, story)
    assert "niêm phong" not in page(haj, story)
    assert ha.post(at(story, "case_report_key")).status_code == 409  # nobody waits any more


def test_the_button_asks_for_the_key_and_comes_back(story: Story, browse: Browse) -> None:
    story.make("take_over", story.officer, locked=True, unit=story.house.son_haj, reason="Gần hơn")
    shut, where = browse(story.ha, locked=True), at(story, "case_report_key")
    asked = shut.post(where)
    assert asked.status_code == 302
    assert asked.url.startswith(reverse("matters_unlock"))
    assert boxes(story) == [HA]
    assert browse(story.ha).get(where).url == at(story)
    # Whoever does not open the report hands on nothing
    assert browse(story.officer).post(where).status_code == 409
    assert boxes(story) == [HA]


def test_the_next_step_of_whoever_opens_it_hands_it_on_too(story: Story) -> None:
    story.make("take_over", story.officer, locked=True, unit=story.house.son_haj, reason="Gần hơn")
    story.make("report_crime", story.ha)
    assert boxes(story) == [HA, HAJ]


def test_a_unit_in_which_nobody_opens_anything_is_named(story: Story) -> None:
    UnitKey.objects.get(unit=story.house.son_haj).grants.all().delete()
    story.make("take_over", story.officer, locked=True, unit=story.house.son_haj, reason="Gần hơn")
    with pytest.raises(IllegalMove, match="xã Sơn Hạ chưa có ai mở được hồ sơ"):
        hand_on_report(report=story.report, reader=story.readers[story.ha.pk])
    assert boxes(story) == [HA]


def test_a_case_that_the_province_opens_upon_a_commune_s_report(story: Story) -> None:
    """It is no part of the case, and hears that the desk waits for the key."""
    Outbox.objects.all().delete()
    report = tell("Chuyện khác.", commune=story.house.son_ha.commune_id).report
    Outbox.objects.all().delete()
    open_case(
        by=story.officer,
        unit=story.house.health,
        report_id=report.pk,
        commune_of_event=None,
        commune_of_residence=None,
        token="tinh-mo",
    )
    assert story.ha.email in {one.to for one in Outbox.objects.all()}
    unit = hand_on_report(report=report, reader=story.readers[story.ha.pk])
    assert unit == story.house.health
    assert report.keys.count() == 2


# --- a transfer within the province -------------------------------------------------------------


def ask(story: Story, by: Person, to: Any) -> Referral:
    send_referral(
        case_id=story.case.pk,
        by=by,
        unit=by.grants.get().unit,
        kind="transfer",
        to_unit=to,
        words="Trẻ nay ở xã này",
        token=uuid4().hex,
        reader=story.readers[by.pk],
    )
    return Referral.objects.get(state="sent")


def answer(made: Referral, do: str, by: Person) -> None:
    said = {"referral_id": made.pk, "by": by, "version": made.version, "token": uuid4().hex}
    answer_referral(answer=do, reason="lý do", **said)


def test_the_key_goes_with_the_asking_and_opens_once_it_is_accepted(
    story: Story, browse: Browse
) -> None:
    story.forward()
    made = ask(story, story.haj, story.house.nghia_lo)
    other = browse(story.other)
    assert other.get(at(story)).status_code == 404

    answer(made, "accept", story.other)

    assert STORY in page(other, story, "case_report")
    assert boxes(story) == [HA, ("Ủy ban nhân dân phường Nghĩa Lộ", True)]
    assert browse(story.haj).get(at(story)).status_code == 404


@pytest.mark.parametrize(("do", "who"), [("reject", "other"), ("revoke", "haj")])
def test_it_comes_back_when_nothing_comes_of_it(story: Story, do: str, who: str) -> None:
    story.forward()
    made = ask(story, story.haj, story.house.nghia_lo)
    assert boxes(story) == [HA, HAJ, ("Ủy ban nhân dân phường Nghĩa Lộ", True)]
    answer(made, do, getattr(story, who))
    assert boxes(story) == [HA, HAJ]


def test_sent_back_the_first_unit_works_on_it_alone(story: Story, browse: Browse) -> None:
    story.forward()
    story.make("send_back_place", story.haj, reason="Không phải địa bàn xã")
    assert boxes(story) == [HA]
    assert browse(story.haj).get(at(story)).status_code == 404
    story.more("Em sợ.")
    assert "Người báo tin viết thêm" in page(browse(story.ha), story)


def test_a_case_made_by_mistake_leaves_the_report_where_it_came(
    story: Story, browse: Browse
) -> None:
    story.forward()
    story.make("ask_void", story.haj, reason="Lập nhầm")
    story.make("void", story.officer)
    assert boxes(story) == [HA]
    assert browse(story.haj).get(at(story)).status_code == 404
    assert story.report.number in browse(story.ha).get(reverse("case_reports")).content.decode()
