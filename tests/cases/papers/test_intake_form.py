"""Mẫu 01 begins with what was told, and with it the words reach the commune that takes the case."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from mangnon.base.audit.api import rows_about
from mangnon.cases.actions.intake_paper import begun
from mangnon.cases.actions.opened import open_words
from mangnon.cases.perms import classes_readable
from mangnon.units.models import Person
from tests.cases.machine.cast import Cast, make_cast
from tests.reports.cast import STORY, unlocked

pytestmark = pytest.mark.django_db
TOLD = {
    "child_name": "Lê Thị Ví Dụ",
    "child_sex": "Nữ",
    "child_born": "hè năm ngoái",
    "place": "Thôn Mẫu",
    "mother": "Trần Thị Mẹ",
    "with_whom": "bà ngoại",
    "now": "Em đang mệt.",
    "reporter_name": "Ngô Thị Kể",
    "phone": "0900 000 111",
}


@pytest.fixture
def cast() -> Cast:
    return make_cast(said=TOLD)


def page_of(cast: Cast) -> str:
    return reverse("case_draft", args=[cast.case.pk, "01"])


def read_by(cast: Cast, person: Person) -> dict[str, object]:
    """The paper as its reader sees it."""
    row = cast.case.papers.get(form="01")
    classes = classes_readable(person, cast.case)
    opener = open_words(cast.readers[person.pk], cast.case, classes, "case.paper_read")
    assert opener is not None
    return dict(opener.shown(row))


def test_it_begins_with_what_was_told_but_for_who_told_it(cast: Cast) -> None:
    answers = begun(cast.readers[cast.officer.pk], cast.case)

    assert answers["channel"] == "online"
    assert answers["child_name"] == "Lê Thị Ví Dụ"
    assert answers["child_sex"] == "female"
    assert answers["event_place"] == f"Thôn Mẫu, {cast.house.son_ha.commune.name}"
    assert answers["child_state"] == f"Em đang mệt.\n{STORY}"
    assert answers["mother"] == {"name": "Trần Thị Mẹ"}
    assert answers["family"] == "Hiện ở với: bà ngoại"
    # What is no day is left to a person, and so is what kind of harm it is.
    assert not {"child_born", "child_kind"} & answers.keys()
    assert not [key for key in answers if key.startswith("reporter")]
    assert rows_about(cast.case.report).filter(what="report.read").count() == 1


def test_whoever_holds_no_key_of_the_report_begins_with_nothing(cast: Cast) -> None:
    assert begun(cast.readers[cast.chair.pk], cast.case) == {}


def test_a_long_story_is_cut_and_says_so() -> None:
    cast = make_cast(what="Chuyện dài. " * 1500)
    told = str(begun(cast.readers[cast.officer.pk], cast.case)["child_state"])
    assert len(told) <= 10_000
    assert told.endswith("… (còn nữa, đọc trong tin báo)")


def test_the_desk_writes_it_and_the_commune_reads_what_the_child_told(cast: Cast) -> None:
    officer, page = unlocked(Client(), cast.officer), page_of(cast)
    assert page in officer.get(reverse("case", args=[cast.case.pk])).content.decode()
    shown = officer.get(page)
    form = shown.context["paper"]
    said = {name: form[name].value() or "" for name in form.fields}

    assert officer.post(page, said).status_code == 302  # the kind of harm is still open
    assert not cast.case.papers.get(form="01").final
    assert officer.post(page, {**said, "child_kind": "abused"}).status_code == 302

    assert cast.case.papers.filter(form="01", final=True).count() == 1
    cast.case.papers.filter(final=False).delete()
    cast.make("forward", cast.officer, unit=cast.house.son_ha)
    of_chair = read_by(cast, cast.chair)
    assert STORY in str(of_chair["child_state"])
    assert of_chair["child_kind"] == "abused"
    assert "Ngô Thị Kể" not in str(of_chair)


def test_one_page_writes_it_and_sends_the_case_on(cast: Cast) -> None:
    officer, son_ha = unlocked(Client(), cast.officer), cast.house.son_ha
    where = reverse("case_move", args=[cast.case.pk, "forward"])
    shown = officer.get(where)
    paper, asked = shown.context["paper"], shown.context["form"]
    said = {name: paper[name].value() or "" for name in paper.fields}
    said |= {f"buoc-{name}": asked[name].value() for name in ("token", "version")}
    said["buoc-unit"] = son_ha.pk
    assert STORY in said["child_state"]

    assert officer.post(where, said).status_code == 422  # the kind of harm is still open
    cast.case.refresh_from_db()
    assert (cast.case.state, cast.case.papers.count()) == ("intake", 0)

    assert officer.post(where, {**said, "child_kind": "abused"}).status_code == 302
    cast.case.refresh_from_db()
    assert (cast.case.state, cast.case.owner) == ("forwarded", son_ha)
    assert cast.case.papers.filter(form="01", final=True).count() == 1
