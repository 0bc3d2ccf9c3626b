"""The review screen: what was understood is shown, corrected and given out."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mangnon.directives.choices import DirectiveState, Part
from mangnon.directives.models import Addressee, Clause, ClauseParty, Directive
from mangnon.directives.views.review import sentence_starts
from tests.directives.screens.conftest import Browse
from tests.directives.screens.pages import form_of, words_of
from tests.directives.work.cast import Cast, in_days, make_draft

pytestmark = pytest.mark.django_db


def address(draft: Directive) -> str:
    return reverse("letter_review", args=[draft.pk])


def save(client: Client, draft: Directive, do: str = "save", **changes: object):  # type: ignore[no-untyped-def]
    """Send the page as it stands with some fields changed."""
    data = form_of(client.get(address(draft)))
    return client.post(address(draft), {**data, **changes, "do": do})


def test_a_page_sent_back_unchanged_changes_nothing(cast: Cast, browse: Browse) -> None:
    draft = make_draft(cast)
    answer = save(browse(cast.officer), draft)
    assert answer.status_code == 302
    again = Directive.objects.get()
    assert again.version == draft.version
    assert list(again.clauses.values_list("text", flat=True)) == [
        "Tuyên truyền về an toàn trên môi trường mạng.",
        "Tập huấn cho người làm công tác trẻ em.",
    ]


def test_fields_grounds_clauses_and_parts_are_saved_together(cast: Cast, browse: Browse) -> None:
    draft = make_draft(cast)
    first = draft.clauses.get(order=1)
    addressee = draft.addressees.get()
    save(
        browse(cast.officer),
        draft,
        **{
            "subject": "Bảo vệ trẻ em",
            "copies": "Như trên\nLưu: VT",
            "ground-0-notation": "12/KH-UBND",
            "ground-0-issued_on": "2026-01-05",
            f"clause-{first.pk}-text": "Phát thanh mỗi tuần.",
            f"clause-{first.pk}-wants_evidence": "on",
            f"clause-{first.pk}-party-{addressee.pk}": "cooperate",
        },
    )
    draft.refresh_from_db()
    first.refresh_from_db()
    assert (draft.subject, draft.copies) == ("Bảo vệ trẻ em", ["Như trên", "Lưu: VT"])
    assert draft.grounds.get().notation == "12/KH-UBND"
    assert (first.text, first.wants_evidence) == ("Phát thanh mỗi tuần.", True)
    assert first.parties.get().part == Part.COOPERATE


def test_values_are_marked_in_the_text_and_doubts_ask(cast: Cast, browse: Browse) -> None:
    draft = make_draft(cast)
    Directive.objects.update(
        text="SỞ Y TẾ\n1. Tuyên truyền về an toàn trên môi trường mạng.",
        reading={
            "spans": {"issuer": [[0, 7, 1]], "clauses.0": [[11, 56, 1]]},
            "confidence": {"issuer": 0.3},
            "warnings": ["Văn bản không nêu thời hạn."],
        },
    )
    page = browse(cast.officer).get(address(draft))
    clause = draft.clauses.get(order=1)
    assert f'data-mark="clause-{clause.pk}"'.encode() in page.content
    words = words_of(page)
    assert "Chưa chắc: có phải “SỞ Y TẾ”?" in words
    assert b'<a href="#deadline">' in page.content


def test_a_letter_without_a_deadline_is_given_one(cast: Cast, browse: Browse) -> None:
    draft = make_draft(cast)
    Directive.objects.update(deadline_on=None)
    client = browse(cast.officer)
    page = client.get(address(draft))
    assert "Văn bản không ghi hạn" in words_of(page)
    day = in_days(20)
    save(client, draft, deadline_on=day.isoformat())
    draft.refresh_from_db()
    assert draft.deadline_on == day


def test_a_deadline_in_the_past_is_refused_beside_its_field(cast: Cast, browse: Browse) -> None:
    draft = make_draft(cast)
    answer = save(browse(cast.officer), draft, deadline_on="2020-01-02")
    assert answer.status_code == 422
    assert "quá khứ" in words_of(answer)
    assert Directive.objects.get().deadline_on == draft.deadline_on


def test_bad_values_are_all_shown_and_kept(cast: Cast, browse: Browse) -> None:
    draft = make_draft(cast)
    first = draft.clauses.get(order=1)
    answer = save(
        browse(cast.officer),
        draft,
        day="31",
        month="2",
        subject="Chưa mất",
        **{f"clause-{first.pk}-text": " "},
    )
    words = words_of(answer)
    assert answer.status_code == 422
    assert "Tháng 2 không có ngày 31." in words
    assert "Nội dung này đang trống." in words
    assert form_of(answer)["subject"] == "Chưa mất"
    assert Directive.objects.get().subject == draft.subject


@pytest.mark.parametrize("do", ["up", "down", "merge", "remove"])
def test_small_buttons_save_the_page_first(cast: Cast, browse: Browse, do: str) -> None:
    draft = make_draft(cast)
    first, second = draft.clauses.all()
    row = second if do == "up" else first
    answer = save(browse(cast.officer), draft, f"{do}:{row.pk}", subject="Đã lưu trước")
    assert answer.status_code == 302
    assert Directive.objects.get().subject == "Đã lưu trước"
    left = [clause.pk for clause in Clause.objects.order_by("order")]
    expected = {
        "up": [second.pk, first.pk],
        "down": [second.pk, first.pk],
        "merge": [first.pk],
        "remove": [second.pk],
    }
    assert left == expected[do]


def test_a_clause_is_split_before_a_sentence(cast: Cast, browse: Browse) -> None:
    draft = make_draft(cast)
    first = draft.clauses.get(order=1)
    Clause.objects.filter(pk=first.pk).update(text="Phát thanh. Phát tờ gấp.")
    client, page = browse(cast.officer), reverse("clause_split", args=[draft.pk, first.pk])
    assert "Tách từ đây" in words_of(client.get(page))
    client.post(page, {"at": "12", "version": str(draft.version)})
    texts = Clause.objects.order_by("order").values_list("text", flat=True)
    assert list(texts)[:2] == ["Phát thanh.", "Phát tờ gấp."]


def test_a_place_that_was_not_offered_splits_nothing(cast: Cast, browse: Browse) -> None:
    draft = make_draft(cast)
    first = draft.clauses.get(order=1)
    page = reverse("clause_split", args=[draft.pk, first.pk])
    assert browse(cast.officer).post(page, {"at": "3", "version": "1"}).status_code == 200
    assert Clause.objects.count() == 2


@pytest.mark.parametrize(
    ("text", "starts"),
    [
        ("Một. Hai; ba", [5, 10]),
        ("Một\nHai", [4]),
        ("Một, hai, ba", [5, 10]),
        ("Một", []),
        ("", []),
    ],
)
def test_where_a_text_can_be_cut(text: str, starts: list[int]) -> None:
    assert sentence_starts(text) == starts


def test_a_unit_is_taken_off_the_list(cast: Cast, browse: Browse) -> None:
    draft = make_draft(cast)
    line = draft.addressees.get()
    save(
        browse(cast.officer),
        draft,
        **{f"addressee-{line.pk}-to-units": [str(cast.house.son_haj.pk)]},
    )
    assert list(line.units.all()) == [cast.house.son_haj]


def test_an_addressee_that_is_gone_asks_and_is_answered(cast: Cast, browse: Browse) -> None:
    # Given a letter to the heads of the former district offices
    draft = make_draft(cast)
    line = Addressee.objects.create(
        directive=draft, order=2, text="Các Trưởng phòng GD&ĐT", question="Hôm nay nghĩa là gì?"
    )
    for clause in draft.clauses.all():
        ClauseParty.objects.create(clause=clause, addressee=line)
    client = browse(cast.officer)
    # Then the page proposes what it may mean today
    page = client.get(address(draft))
    assert f'name="answer-{line.pk}"'.encode() in page.content
    # When the first answer is chosen, its units stand there and the question is gone
    save(client, draft, f"answer:{line.pk}", **{f"answer-{line.pk}": "0"})
    line.refresh_from_db()
    assert line.units.exists()
    assert line.question == ""


def test_units_are_found_by_name_without_marks_and_added(cast: Cast, browse: Browse) -> None:
    draft = make_draft(cast)
    line = draft.addressees.get()
    client = browse(cast.officer)
    found = save(client, draft, f"find:{line.pk}", **{f"find-{line.pk}": "nghia lo"})
    page = client.get(found["Location"])
    assert "phường Nghĩa Lộ" in words_of(page)
    data = form_of(page)
    pick = {f"found-{line.pk}": str(cast.house.nghia_lo.pk), "do": f"answer:{line.pk}"}
    client.post(address(draft), {**data, **pick})
    assert cast.house.nghia_lo in line.units.all()
    assert line.units.count() == 3


def test_two_editors_the_second_sees_both_values(cast: Cast, browse: Browse) -> None:
    # Given two colleagues with the same page open
    draft = make_draft(cast)
    first, second = browse(cast.officer), browse(cast.mate)
    mine, theirs = form_of(first.get(address(draft))), form_of(second.get(address(draft)))
    first.post(address(draft), {**mine, "subject": "Của tôi", "place": "Quảng Ngãi", "do": "save"})
    # When the second saves another subject
    answer = second.post(address(draft), {**theirs, "subject": "Của bạn", "do": "save"})
    # Then nothing is written and both values are shown
    assert answer.status_code == 409
    words = words_of(answer)
    assert "Của tôi" in words
    assert "Của bạn" in words
    assert Directive.objects.get().subject == "Của tôi"
    # And saving again means "mine", without undoing what the first wrote elsewhere
    again = form_of(answer)
    assert (again["subject"], again["place"]) == ("Của bạn", "Quảng Ngãi")
    second.post(address(draft), {**again, "do": "save"})
    saved = Directive.objects.get()
    assert (saved.subject, saved.place) == ("Của bạn", "Quảng Ngãi")


def test_the_last_look_tells_who_gets_what_and_issues(cast: Cast, browse: Browse) -> None:
    draft = make_draft(cast)
    client, page = browse(cast.officer), reverse("letter_issue", args=[draft.pk])
    assert save(client, draft, "issue")["Location"] == page
    words = words_of(client.get(page))
    assert "2 đơn vị nhận 2 nội dung" in words
    draft.refresh_from_db()
    client.post(page, {"version": str(draft.version)})
    draft.refresh_from_db()
    assert draft.state == DirectiveState.ISSUED
    assert draft.assignments.count() == 4


def test_a_letter_that_lacks_something_is_not_issued(cast: Cast, browse: Browse) -> None:
    draft = make_draft(cast)
    Directive.objects.update(deadline_on=None)
    client, page = browse(cast.officer), reverse("letter_issue", args=[draft.pk])
    assert "Chưa giao việc được" in words_of(client.get(page))
    answer = client.post(page, {"version": str(draft.version)}, follow=True)
    assert "Chưa có hạn báo cáo" in words_of(answer)
    assert Directive.objects.get().state == DirectiveState.DRAFT


WORDS = st.sampled_from(
    ["save", "up", "down", "merge", "remove", "split", "add", "addressee-remove", "answer", "find"]
)
ROWS = st.one_of(st.integers(-5, 10**20).map(str), st.text(max_size=8))


@given(WORDS, ROWS, st.dictionaries(st.text(max_size=12), st.text(max_size=12), max_size=4))
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
def test_nothing_that_is_sent_breaks_the_page(
    cast: Cast, browse: Browse, word: str, row: str, more: dict[str, str]
) -> None:
    draft = Directive.objects.first() or make_draft(cast)
    client = browse(cast.officer)
    data = {**form_of(client.get(address(draft))), **more, "do": f"{word}:{row}"}
    assert client.post(address(draft), data).status_code in {302, 404, 409, 422}
