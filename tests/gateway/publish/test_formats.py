"""What is exported means the same when it is read again."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mangnon.gateway.engine.plan import GroupPlan
from mangnon.gateway.publish import rpz
from mangnon.gateway.publish.effective import Beyond, Group
from mangnon.gateway.publish.formats import FORMS
from tests.gateway.publish.reading import Longest, PolicyZone, rules_in
from tests.gateway.publish.site import blocked, group_of, plan, pupils, write_lists

ZONE = "thcs.rpz.tinh.example."


def lines(group: Group, form: str) -> tuple[list[str], dict[str, int]]:
    beyond = Beyond()
    written = (
        rpz.records(group, ZONE, beyond) if form == "rpz" else FORMS[form].write(group, beyond)
    )
    return list(written), dict(beyond.counts)


@pytest.fixture
def group(tmp_path: Path) -> Group:
    only = pupils(safesearch=False, youtube="open", bypass=False)
    return group_of(write_lists(tmp_path), plan(only))


CONDITIONS = {
    "chỉ cho vài loại bản ghi ($dnstype)": 1,
    "mẫu hoặc biểu thức, không phải một tên": 1,
}


def test_adguard_has_three_levels(group: Group) -> None:
    written, beyond = lines(group, "adguard")
    assert written == [
        "||ban-hang.example^",
        "||bao.example^",
        "@@||bai.bao.example^",
        "||lai.bai.bao.example^$important",
        "||cam.example^",
        "||choi.example^",
        "@@||hoc.choi.example^",
        "||thi.hoc.choi.example^$important",
        "||*.kho.example^",
        "|mot.example^",
        "||xau.example^",
        "@@||tot.xau.example^",
    ]
    assert beyond == CONDITIONS


def test_dnsmasq_follows_the_longest_name(group: Group) -> None:
    written, _ = lines(group, "dnsmasq")
    assert "address=/choi.example/" in written
    assert "server=/hoc.choi.example/#" in written
    assert "address=/thi.hoc.choi.example/" in written
    assert written[-6:-2] == [
        "server=/kho.example/#",
        "address=/*.kho.example/",
        "address=/mot.example/",
        "server=/*.mot.example/#",
    ]


def test_forms_that_know_only_trees_say_what_they_leave(group: Group) -> None:
    trees = "dạng này chỉ nói được về một tên cùng mọi tên bên dưới"
    written, beyond = lines(group, "unbound")
    assert written[:3] == [
        "server:",
        'local-zone: "ban-hang.example." always_nxdomain',
        'local-zone: "bao.example." always_nxdomain',
    ]
    assert 'local-zone: "bai.bao.example." always_transparent' in written
    assert beyond == {**CONDITIONS, trees: 2}
    written, beyond = lines(group, "plain")
    assert written == [
        "ban-hang.example",
        "bao.example",
        "cam.example",
        "choi.example",
        "xau.example",
    ]
    assert beyond == {
        **CONDITIONS,
        trees: 2,
        "dạng này không có ngoại lệ: các tên ấy vẫn bị chặn": 4,
    }


def test_hosts_prints_each_blocked_name_and_says_that_it_has_no_trees(group: Group) -> None:
    written, beyond = lines(group, "hosts")
    assert "0.0.0.0 thi.hoc.choi.example" in written
    assert "0.0.0.0 hoc.choi.example" not in written
    assert "0.0.0.0 mot.example" in written
    assert beyond["dạng hosts chỉ chặn đúng từng tên, không chặn mọi tên bên dưới"] == 8


def test_a_policy_zone_answers_as_the_plan_does(tmp_path: Path) -> None:
    lists = write_lists(tmp_path, {"a.txt,plain,adult,block": "xau.example\nwww.bing.com\n"})
    only = pupils(own_block=(), own_allow=("a.b.xau.example",))
    zones = {"may.truong.example": ("10.1.0.9", "fd00::9")}

    def zone(**changes: object) -> list[str]:
        return lines(group_of(lists, plan(only, zones=zones, **changes)), "rpz")[0]

    written = zone(mode="nxdomain")
    assert written == sorted(written, key=rpz.order)
    assert {
        "xau.example CNAME .",
        "*.xau.example CNAME .",
        "b.xau.example CNAME .",  # it exists by its exception, so that *.xau says nothing of it
        "*.b.xau.example CNAME .",
        "a.b.xau.example CNAME rpz-passthru.",
        "*.a.b.xau.example CNAME rpz-passthru.",
        "may.truong.example A 10.1.0.9",
        "may.truong.example AAAA fd00::9",
        "use-application-dns.net CNAME .",
        "www.google.com.vn CNAME forcesafesearch.google.com.",
        "www.youtube.com CNAME restrict.youtube.com.",
        "www.bing.com CNAME .",  # blocked, so it is not led to the safe twin
    } <= set(written)
    page = zone(mode="page", page_v4="10.1.0.1", page_v6="fd00::1")
    assert {"*.xau.example A 10.1.0.1", "*.xau.example AAAA fd00::1"} <= set(page)
    assert "xau.example CNAME *." in zone(mode="page")
    assert {"xau.example A 0.0.0.0", "xau.example AAAA ::"} <= set(zone(mode="null"))


def test_a_name_with_no_room_for_the_zone_behind_it_is_counted(tmp_path: Path) -> None:
    long = ".".join(["a" * 60] * 4)
    lists = write_lists(tmp_path, {"a.txt,plain,adult,block": f"{long}\nxau.example\n"})
    only = pupils(own_block=(), own_allow=(), safesearch=False, youtube="open", bypass=False)
    written, beyond = lines(group_of(lists, plan(only)), "rpz")
    assert written == ["xau.example CNAME .", "*.xau.example CNAME ."]
    assert beyond == {"tên quá dài cho vùng RPZ": 1}


LABELS = st.sampled_from(["a", "b", "c-d", "cd"])
NAMES = st.lists(LABELS, min_size=1, max_size=4).map(lambda labels: ".".join([*labels, "example"]))
RULES = st.tuples(
    st.sampled_from(["", "@@"]),
    st.sampled_from(["||", "|", "||*."]),
    NAMES,
    st.sampled_from(["", "$important"]),
).map(lambda parts: f"{parts[0]}{parts[1]}{parts[2]}^{parts[3]}")
FILES = st.lists(RULES, max_size=8).map("\n".join)


@st.composite
def groups(draw: st.DrawFn) -> tuple[dict[str, str], GroupPlan]:
    lists = {
        "a.abp,abp,ads,block": draw(FILES),
        "b.abp,abp,adult,block": draw(FILES),
        "c.abp,abp,ordered,block": draw(FILES),
        "d.abp,abp,help,allow": draw(
            st.lists(NAMES.map("||{}^".format), max_size=2).map("\n".join)
        ),
    }
    only = pupils(
        letters={"ads": draw(st.sampled_from("OX")), "adult": "X", "ordered": "L"},
        own_block=tuple(draw(st.lists(NAMES, max_size=3))),
        own_allow=tuple(draw(st.lists(NAMES, max_size=3))),
        safesearch=False,
        youtube="open",
        bypass=False,
    )
    return lists, only


def universe(group: Group) -> Iterator[str]:
    """Every name within reach: those that are said, above, beside and below them."""
    labels, names = ("a", "b", "c-d", "cd", "x"), ["example"]
    for _ in range(5):
        names = [f"{label}.{name}" for label in labels for name in names][:700]
        yield from names


@settings(max_examples=60, deadline=None)
@given(groups())
def test_every_form_means_what_the_filter_decides(made: tuple[dict[str, str], GroupPlan]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        group = group_of(write_lists(Path(folder), made[0]), plan(made[1]))
        zone = PolicyZone(rules_in(lines(group, "rpz")[0], "rpz"))
        masq = Longest(rules_in(lines(group, "dnsmasq")[0], "dnsmasq"))
        kinds = {form: lines(group, form) for form in ("adguard", "unbound", "plain", "hosts")}
        again = {form: _again(Path(folder) / form, form, said) for form, (said, _) in kinds.items()}
        local = Longest(rules_in(kinds["unbound"][0], "unbound"))
        printed = {line.split()[1] for line in kinds["hosts"][0]}
        for name in universe(group):
            wanted = blocked(group, name)
            assert zone.by_encloser(name) == wanted, name
            assert zone.by_longest(name) == wanted, name
            assert masq.blocks(name) == wanted, name
            if not kinds["adguard"][1]:
                assert blocked(again["adguard"], name) == wanted, name
            if not kinds["unbound"][1]:
                assert local.blocks(name) == wanted, name
            if not kinds["plain"][1]:
                assert blocked(again["plain"], name) == wanted, name
            if name in printed:
                assert wanted, name


def _again(folder: Path, form: str, said: list[str]) -> Group:
    """A group that blocks what an exported file blocks, as our own filter reads it."""
    reads = {"adguard": "abp"}.get(form, form)
    lists = write_lists(folder, {f"lai,{reads},adult,block": "\n".join(said)})
    return group_of(lists, plan(GroupPlan("thcs", "THCS", letters={"adult": "X"})))
