"""Package, province, school: who has the last word, and who may not loosen."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from mangnon.gateway.inheriting import LETTERS, Said, ceiling_of, resolve
from mangnon.gateway.policies import GROUPS

PROVINCE, SCHOOL = 1, 7


def province(what: str, value: object, group: str = "", why: str = "") -> Said:
    return Said(PROVINCE, False, group, what, value, why)


def school(what: str, value: object, group: str = "", why: str = "") -> Said:
    return Said(SCHOOL, True, group, what, value, why)


def test_without_a_word_the_package_decides_and_says_why() -> None:
    social = resolve("thcs", [])["category:social"]

    assert (social.value, social.from_unit, social.differs) == ("X", None, False)
    assert social.why.startswith("Mạng xã hội: dưới 16 tuổi")


def test_the_last_word_along_the_line_holds() -> None:
    games = "category:games"
    line = [
        school(games, "X", "thcs"),
        school(games, "A"),
        province(games, "O", "thcs", "giờ ra chơi"),
        province(games, "X"),
    ]

    values = [resolve("thcs", line[at:])[games].value for at in range(5)]

    assert values == ["X", "A", "O", "X", "A"]


def test_the_origin_of_a_value_is_told() -> None:
    said = [province("youtube", "strict", "thpt", "theo Sở"), school("safesearch", True)]

    youtube, search = (resolve("thpt", said)[what] for what in ("youtube", "safesearch"))

    assert (youtube.from_unit, youtube.from_group, youtube.why) == (PROVINCE, "thpt", "theo Sở")
    assert (youtube.value, youtube.default) == ("strict", "moderate")
    assert (search.from_unit, search.from_group) == (SCHOOL, "")


def test_a_school_may_be_stricter_than_anybody() -> None:
    video = resolve("thpt", [province("category:video", "O"), school("category:video", "X")])

    assert video["category:video"].value == "X"


def test_a_school_loosens_what_the_province_leaves_to_it() -> None:
    assert resolve("thcs", [school("category:games", "O")])["category:games"].value == "O"


def test_what_the_province_blocks_stays_blocked_and_says_who_decided() -> None:
    said = [province("category:games", "X"), school("category:games", "O", "thcs")]

    games = resolve("thcs", said)["category:games"]

    assert (games.value, games.from_unit) == ("X", PROVINCE)
    assert games.held == "Tỉnh chặn mục này; muốn mở phải đề nghị tỉnh."


def test_the_package_blocks_in_the_name_of_nobody_until_the_province_opens() -> None:
    wish = school("category:social", "A", "thcs")
    assert resolve("thcs", [wish])["category:social"].held.startswith("Bảng mặc định chặn")

    opened = resolve("thcs", [province("category:social", "A", "thcs"), wish])
    assert (opened["category:social"].value, opened["category:social"].held) == ("A", "")


def test_nobody_opens_what_is_locked() -> None:
    said = [province("category:terrorism", "O"), school("category:terrorism", "A")]

    locked = resolve("staff", said)["category:terrorism"]

    assert (locked.value, locked.held) == ("L", "Khóa với mọi người, không ai đổi được.")


def test_a_school_that_shut_for_all_may_open_for_one_group_within_the_province_s_bounds() -> None:
    said = [school("category:games", "X"), school("category:games", "O", "thpt")]

    assert resolve("thpt", said)["category:games"].value == "O"
    assert resolve("thcs", said)["category:games"].value == "X"


def test_a_service_follows_its_kind_and_is_bounded_by_it() -> None:
    assert resolve("thcs", [])["dv:tiktok"].value is None
    assert resolve("thcs", [school("dv:tiktok", "X")])["dv:tiktok"].value == "X"

    shut = resolve("thcs", [province("category:social", "X"), school("dv:zalo", "O")])["dv:zalo"]
    assert (shut.value, shut.held[:4]) == (None, "Tỉnh")
    freed = resolve("thcs", [province("dv:zalo", "A"), school("dv:zalo", "O")])["dv:zalo"]
    assert (freed.value, freed.held) == ("O", "")


def test_levels_of_a_school_only_go_up() -> None:
    said = [school("youtube", "open"), school("unknown", "ask"), school("safesearch", False)]

    table = resolve("thcs", said)

    assert [table[what].value for what in ("youtube", "unknown", "safesearch")] == [
        "strict",
        "ask",
        True,
    ]
    assert table["youtube"].held.startswith("Cấp trên quy định chặt hơn")


def test_own_names_add_up_along_the_line() -> None:
    said = [
        province("block", ["a.example"]),
        province("block", ["b.example"], "thcs"),
        school("block", ["a.example", "c.example"]),
        school("block", ["khac.example"], "thpt"),
    ]

    block = resolve("thcs", said)["block"]

    assert block.value == ("a.example", "b.example", "c.example")
    assert [part.unit for part in block.parts] == [PROVINCE, PROVINCE, SCHOOL]


def test_a_school_s_own_name_does_not_open_below_what_the_province_blocks() -> None:
    said = [province("block", ["xau.example"]), school("allow", ["mot.xau.example", "tot.example"])]

    assert resolve("thcs", said)["allow"].value == ("tot.example",)


def hours(letters: dict[str, str]) -> dict[str, object]:
    return {
        "days": [0, 1],
        "begins": "09:00",
        "ends": "09:20",
        "letters": letters,
        "title": "ra chơi",
        "kind": "break",
        "from_on": "",
        "until_on": "",
    }


def test_hours_of_a_school_open_only_what_is_left_to_it() -> None:
    wish = school("hours", [hours({"games": "O", "gambling": "O", "video": "X"})])

    found = resolve("thcs", [wish])["hours"]

    assert found.value[0]["letters"] == {"games": "O", "video": "X"}
    assert found.held == "Không áp dụng theo giờ: cờ bạc (cấp trên chặn)."


def test_hours_of_the_province_do_not_open_what_the_school_shut() -> None:
    break_time = province("hours", [hours({"games": "O", "music": "O"})])

    found = resolve("thcs", [break_time, school("category:games", "X")])["hours"]

    assert found.value[0]["letters"] == {"music": "O"}


letters = st.sampled_from("XAO")
whats = st.sampled_from(
    ["category:games", "category:social", "category:ai", "dv:zalo", "dv:roblox"]
)
wishes = st.lists(
    st.builds(Said, st.just(1), st.booleans(), st.sampled_from(["", *GROUPS]), whats, letters)
)


@given(wishes, st.sampled_from(list(GROUPS)))
def test_whatever_is_said_a_school_is_never_looser_than_what_the_province_shut(
    said: list[Said], group: str
) -> None:
    bound = resolve(group, [each for each in said if not each.of_school])
    table = resolve(group, said)

    for what in table:
        if what.startswith("category:") and bound[what].value in "XL":
            assert LETTERS.index(table[what].value) >= LETTERS.index(bound[what].value)
        if what.startswith("dv:") and bound[what].value == "X":
            assert ceiling_of(what, table) == "X"
