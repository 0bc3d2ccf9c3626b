"""The province's own lists, and names as people write them."""

from __future__ import annotations

from typing import Any

import pytest

from mangnon.base.audit.api import rows_about
from mangnon.gateway.actions import lists as actions
from mangnon.gateway.feeds.catalogue import licence_of, public_lists
from mangnon.gateway.feeds.written import read_names
from mangnon.gateway.lists.reading import FORMATS
from mangnon.gateway.models import ListSource
from mangnon.gateway.queries.lists import category_words, list_row, lists_shown, taken_version
from mangnon.gateway.refusals import Invalid, NotAllowed
from tests.gateway.cast import Cast, make_cast

WISH = actions.Wish("games")
database = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def test_names_are_read_as_people_paste_them() -> None:
    found = read_names(
        "Tro-Choi.example\n"
        "\n"
        "https://www.game.example:8443/vao?x=1#y  # hay vào giờ học\n"
        "*.choi.example\n"
        "tro-choi.example.\n"
        "trò-chơi.example\n"
    )

    assert found.names == (
        "tro-choi.example",
        "www.game.example",
        "choi.example",
        "xn--tr-chi-4wa71l.example",
    )
    assert found.bad == ()


def test_each_bad_line_is_told_with_its_number_and_reason() -> None:
    found = read_names("dung.example\n192.168.1.1\nvn\nhai tu.example\n-sai.example\n")

    assert found.names == ("dung.example",)
    assert [str(line) for line in found.bad] == [
        "Dòng 2: “192.168.1.1” – là địa chỉ IP.",
        "Dòng 3: “vn” – chỉ có một nhãn, chặn cả đuôi tên miền.",
        "Dòng 4: “hai tu.example” – không phải tên miền.",
        "Dòng 5: “-sai.example” – không phải tên miền.",
    ]


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("edu.vn", "là đuôi chung của trường học"),
        ("tongdai111.vn", "nơi trẻ em tìm giúp đỡ"),
        ("www.tongdai111.vn", "nơi trẻ em tìm giúp đỡ"),
        ("ncmec.org", "nơi trẻ em tìm giúp đỡ (takeitdown.ncmec.org)"),
    ],
)
def test_what_would_shut_children_off_from_help_is_not_blocked(name: str, why: str) -> None:
    assert read_names(name).names == ()
    assert why in read_names(name).bad[0].why
    assert read_names(name, blocks=False).names == (name,)


@database
def test_an_own_list_is_in_use_at_once_and_says_who_wrote_it(cast: Cast) -> None:
    source = actions.write_own_list(
        by=cast.education, title="Trò chơi đỏ", text="do.example\nden.example\n", wish=WISH
    )

    assert (source.key, source.enabled, source.address) == ("rieng-tro-choi-do", True, "")
    version = taken_version(source)
    assert version is not None
    assert (version.rules, version.added, version.removed) == (2, 2, 0)
    row = rows_about(source).get(what="filter_list.written")
    assert (row.by, row.facts) == (str(cast.education.pk), {"names": 2})


@database
def test_a_changed_own_list_shows_what_changed(cast: Cast) -> None:
    source = actions.write_own_list(by=cast.officer, title="Đỏ", text="a.example", wish=WISH)

    actions.write_own_list(
        by=cast.officer, title="Đỏ", text="b.example", wish=actions.Wish("social"), source=source
    )

    version = taken_version(source)
    assert version is not None
    assert version.changes == {"added": ["b.example"], "removed": ["a.example"]}
    source.refresh_from_db()
    assert (source.own_text, source.category) == ("b.example", "social")


@database
@pytest.mark.parametrize(
    ("given", "field", "words"),
    [
        ({"text": "a.example\nhai tu"}, "text", "Dòng 2: “hai tu” – không phải tên miền."),
        ({"text": " # chỉ ghi chú\n"}, "text", "Hãy ghi ít nhất một tên miền."),
        ({"title": "  "}, "title", "Hãy đặt tên cho danh sách."),
        ({"wish": actions.Wish("ordered")}, "category", "Hãy chọn một nhóm nội dung có sẵn."),
        ({"wish": actions.Wish("games", use="x")}, "use", "Hãy chọn một cách dùng có sẵn."),
        (
            {"wish": actions.Wish("terrorism", use="allow")},
            "use",
            "Nội dung trái pháp luật chỉ có thể chặn.",
        ),
    ],
)
def test_what_cannot_be_an_own_list_leaves_nothing_behind(
    cast: Cast, given: dict[str, Any], field: str, words: str
) -> None:
    told = {"title": "Đỏ", "text": "a.example", "wish": WISH} | given

    with pytest.raises(Invalid) as refused:
        actions.write_own_list(by=cast.officer, **told)

    assert (refused.value.field, str(refused.value)) == (field, words)
    assert ListSource.objects.count() == 0


@database
def test_two_lists_of_one_title_are_not_told_apart(cast: Cast) -> None:
    actions.write_own_list(by=cast.officer, title="Đỏ", text="a.example", wish=WISH)

    with pytest.raises(Invalid, match="Đã có một danh sách tên như vậy"):
        actions.write_own_list(by=cast.officer, title="đỏ", text="b.example", wish=WISH)

    assert ListSource.objects.count() == 1


@database
def test_who_does_not_steer_the_province_changes_no_list(cast: Cast) -> None:
    source = actions.write_own_list(by=cast.officer, title="Đỏ", text="a.example", wish=WISH)

    for person in (cast.principal, cast.keeper, cast.leader, cast.auditor, cast.health):
        with pytest.raises(NotAllowed):
            actions.write_own_list(by=person, title="X", text="b.example", wish=WISH)
        with pytest.raises(NotAllowed):
            actions.use_list(by=person, source=source, enabled=False)
        with pytest.raises(NotAllowed):
            actions.set_list(by=person, source=source, wish=actions.Wish("adult"))
        with pytest.raises(NotAllowed):
            actions.ask_for_list(by=person, source=source)

    source.refresh_from_db()
    assert (source.enabled, source.category) == (True, "games")


@database
@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("http://ds.example/a.txt", "không mã hóa"),
        ("https://ds.example:22/a.txt", "Cổng 22"),
        ("file:///etc/passwd", "phải bắt đầu bằng https"),
    ],
)
def test_a_list_by_address_must_be_fetchable(cast: Cast, address: str, words: str) -> None:
    told = {"title": "Mới", "form": "plain", "licence": "MIT", "wish": WISH}

    with pytest.raises(Invalid, match=words):
        actions.add_list(by=cast.officer, address=address, **told)
    added = actions.add_list(by=cast.officer, address="https://ds.example/a.txt", **told)

    assert [source.pk for source in ListSource.objects.all()] == [added.pk]
    assert not added.enabled


@database
def test_a_signing_key_is_looked_at_before_it_is_kept(cast: Cast) -> None:
    with pytest.raises(Invalid, match="không phải khóa Ed25519"):
        actions.add_list(
            by=cast.officer,
            title="Ký",
            address="https://ds.example/a.txt",
            form="plain",
            licence="",
            wish=actions.Wish("games", signing_key="abc"),
        )


@database
def test_turning_a_list_on_twice_is_one_act(cast: Cast) -> None:
    source = actions.write_own_list(by=cast.officer, title="Đỏ", text="a.example", wish=WISH)
    for _ in range(2):
        actions.use_list(by=cast.officer, source=source, enabled=False)

    assert rows_about(source).filter(what="filter_list.disabled").count() == 1
    assert [row.source.pk for row in lists_shown(state="on")] == []
    assert [row.source.pk for row in lists_shown(state="own", words="do")] == [source.pk]
    assert list_row(source.pk).state == ("Không dùng", "grey")


def test_the_catalogue_is_in_order() -> None:
    lists = public_lists()

    assert len({each.key for each in lists}) == len(lists) == 79
    assert all(each.address.startswith("https://") for each in lists)
    assert len({each.address for each in lists}) == len(lists)
    assert all(each.form in FORMATS for each in lists)
    assert all(each.use == "benign" or each.category in category_words() for each in lists)
    unknown = [each.key for each in lists if licence_of(each.licence).words == each.licence]
    assert unknown == []
    assert {each.key for each in lists if licence_of(each.licence).share == "no"} == {
        "oisd-nsfw",
        "phishing-army",
    }
