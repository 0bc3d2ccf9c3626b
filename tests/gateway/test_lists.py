"""Each format of list becomes the same few kinds of rule; the rest is counted with its reason."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mangnon.gateway.engine.rules import Reach, Rule
from mangnon.gateway.lists.model import Tally
from mangnon.gateway.lists.reading import FORMATS, UnknownFormat, guess_format, read_rules


def digest(text: str, form: str) -> tuple[list[Rule], dict[str, int]]:
    tally = Tally()
    rules = [rule for _, rule in read_rules(text.encode().splitlines(), form, tally)]
    assert tally.rules == len(rules)
    return rules, tally.rejected


def test_plain_lists_hold_a_name_a_line() -> None:
    rules, rejected = digest("# tựa\n\nXau.Example.\n*.duoi.example\n192.0.2.7\ncom\n", "plain")
    assert rules == [Rule(b"xau.example"), Rule(b"duoi.example", Reach.BELOW)]
    assert rejected == {
        "là địa chỉ IP": 1,
        "chỉ có một nhãn, chặn cả đuôi tên miền": 1,
    }


def test_names_in_other_letters_are_written_as_dns_has_them() -> None:
    assert digest("cờbạc.example\n", "plain")[0] == [Rule(b"xn--cbc-tgzzn.example")]


def test_hosts_lines_block_only_where_they_point_nowhere() -> None:
    text = "127.0.0.1 localhost\n0.0.0.0 a.example b.example # hai tên\n192.0.2.1 may.example\n"
    rules, rejected = digest(text, "hosts")
    assert rules == [Rule(b"a.example"), Rule(b"b.example")]
    assert rejected == {"trỏ đến một địa chỉ thật": 1}


def test_dnsmasq_lines() -> None:
    text = "local=/a.example/\naddress=/b.example/c.example/0.0.0.0\nserver=/d.example/#\n"
    text += "server=/e.example/192.0.2.53\ncache-size=1000\n"
    rules, rejected = digest(text, "dnsmasq")
    assert rules == [
        Rule(b"a.example"),
        Rule(b"b.example"),
        Rule(b"c.example"),
        Rule(b"d.example", allow=True),
    ]
    assert rejected == {"trỏ đến một địa chỉ thật": 1, "không phải dòng chặn của dnsmasq": 1}


def test_unbound_zones() -> None:
    text = 'server:\nlocal-zone: "a.example." always_nxdomain\n'
    text += 'local-zone: "b.example" always_transparent\nlocal-zone: "c.example" nodefault\n'
    rules, rejected = digest(text, "unbound")
    assert rules == [Rule(b"a.example"), Rule(b"b.example", allow=True)]
    assert rejected == {"loại local-zone không chặn: nodefault": 1}


def test_a_response_policy_zone() -> None:
    text = (
        "$TTL 60\n$ORIGIN rpz.example.\n@ SOA localhost. root.localhost. (1 2 3 4 5)\n"
        "  NS localhost.\nxau.example CNAME .\n*.xau.example CNAME .\n"
        "tot.example.rpz.example. 300 IN CNAME rpz-passthru.\n"
        "32.1.2.0.192.rpz-ip CNAME .\nkhac.example A 192.0.2.1\n"
    )
    rules, rejected = digest(text, "rpz")
    assert rules == [
        Rule(b"xau.example", Reach.EXACT),
        Rule(b"xau.example", Reach.BELOW),
        Rule(b"tot.example", Reach.EXACT, allow=True),
    ]
    assert rejected == {
        "luật theo địa chỉ hoặc máy chủ tên, không theo tên miền": 1,
        "thay bằng một địa chỉ, không phải chặn": 1,
    }


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("||a.example^", Rule(b"a.example")),
        ("||a.example$all", Rule(b"a.example")),
        ("@@||a.example^$important", Rule(b"a.example", allow=True, important=True)),
        ("||*.a.example^", Rule(b"a.example", Reach.BELOW)),
        ("|https://a.example^", Rule(b"a.example", Reach.EXACT)),
        ("a.example", Rule(b"a.example", Reach.EXACT)),
        ("0.0.0.0 a.example", Rule(b"a.example")),
        (
            "||a.example^$dnstype=A|AAAA",
            Rule(b"a.example", qtypes=frozenset({"A", "AAAA"})),
        ),
        ("||a.example^$dnstype=~HTTPS", Rule(b"a.example", not_qtypes=frozenset({"HTTPS"}))),
        ("||vn^x.example^", None),
        (
            "||a.example^$denyallow=b.a.example",
            Rule(b"a.example", denyallow=(b"b.a.example",)),
        ),
        ("||a.example^$client=thcs", Rule(b"a.example", clients=frozenset({"thcs"}))),
        ("||ads*.a.example^", Rule(b"", pattern=r"(?:^|\.)ads.*\.a\.example$")),
        (r"/^ad[0-9]+\.example$/", Rule(b"", pattern=r"^ad[0-9]+\.example$")),
        ("||a.example^$script", None),
        ("||a.example/duong-dan", None),
        ("a.example##.quang-cao", None),
        (r"/(a+)+\.example/", None),
        ("||*^", None),
    ],
)
def test_the_dns_part_of_adguard_syntax(line: str, rule: Rule | None) -> None:
    rules, rejected = digest(line, "abp")
    assert rules == ([rule] if rule else [])
    assert sum(rejected.values()) == (0 if rule else 1)


def test_a_list_can_take_its_own_rule_back() -> None:
    rules, rejected = digest("||a.example^\n||b.example^\n||a.example^$badfilter\n", "abp")
    assert rules == [Rule(b"b.example")]
    assert rejected == {"bị chính danh sách rút lại ($badfilter)": 1}


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("0.0.0.0 a.example\n0.0.0.0 b.example\n", "hosts"),
        ("! tựa\n||a.example^\n||b.example^\n", "abp"),
        ("local=/a.example/\nlocal=/b.example/\n", "dnsmasq"),
        ('local-zone: "a.example" refuse\n', "unbound"),
        ("a.example\nb.example\n", "plain"),
        ("a.example CNAME .\nb.example CNAME .\n", "rpz"),
    ],
)
def test_the_format_is_guessed(text: str, form: str) -> None:
    assert guess_format(text.encode()) == form


def test_an_unknown_format_is_refused_by_name() -> None:
    with pytest.raises(UnknownFormat, match="chỉ biết plain"):
        list(read_rules([b"a.example"], "xml", Tally()))


@given(form=st.sampled_from(sorted(FORMATS)), raw=st.binary(max_size=400))
def test_any_bytes_are_rules_or_are_counted(form: str, raw: bytes) -> None:
    tally = Tally()
    lines = raw.splitlines()
    for number, rule in read_rules(lines, form, tally):
        assert 1 <= number <= len(lines)
        assert rule.pattern or rule.name == rule.name.lower()
    assert sum(tally.rejected.values()) <= len(lines)
