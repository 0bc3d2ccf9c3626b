"""A filter that is told to come in to a province by its file."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from mangnon.gateway.command import gateway
from mangnon.gateway.demo import demo_site
from mangnon.gateway.link import memory
from mangnon.gateway.link.codes import Code
from mangnon.gateway.serve.config import BadConfig, read_config
from mangnon.gateway.serve.province import be_ready, is_steered

GOOD = str(Code(bytes(10), bytes(10)))


def told(path: Path, lines: str) -> Path:
    path.write_text(path.read_text(encoding="utf-8") + f"\n[province]\n{lines}\n", encoding="utf-8")
    return path


@pytest.fixture
def config(tmp_path: Path) -> Path:
    return demo_site(tmp_path, upstream="127.0.0.1")


def test_a_filter_of_its_own_is_steered_by_nobody(config: Path) -> None:
    read = read_config(config)

    be_ready(read)
    assert not is_steered(read)
    assert not (read.state / "troubles.jsonl").exists()


def test_an_address_without_a_code_is_refused_by_its_table(config: Path) -> None:
    with pytest.raises(BadConfig, match=r"\[province\]: cần cả url và code"):
        read_config(told(config, 'url = "https://tinh.example"'))


def test_a_code_with_a_slip_stops_a_filter_that_has_nothing_to_follow(config: Path) -> None:
    (config.parent / "plan.json").unlink()
    bad = ("2" if GOOD[0] != "2" else "3") + GOOD[1:]
    told(config, f'url = "https://tinh.example"\ncode = "{bad}"')

    said = CliRunner().invoke(gateway, ["serve", "--config", str(config)])

    assert said.exit_code == 78
    assert "[province] code: mã ghi danh bị gõ sai" in said.output


def test_a_filter_that_filters_goes_on_whatever_its_code_is(config: Path) -> None:
    read = read_config(told(config, 'url = "https://tinh.example"\ncode = "sai"'))

    be_ready(read)

    assert is_steered(read)
    assert read.plan.exists()


def test_one_that_was_enrolled_by_hand_needs_no_table(config: Path) -> None:
    read = read_config(config)
    memory.keep_enrolled(read.state, memory.Enrolled("https://tinh.example", "t", "00", "g", 7, ""))

    assert is_steered(read)
