"""The block page: kind words by age, the reason, help; nothing of what was asked is believed."""

from __future__ import annotations

import http.client
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.gateway.serve.school import LITTLE, PUPIL, TEACHER, School, free_port, school


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[School, int]]:
    port = free_port()
    more = f'[page]\naddresses = ["127.0.0.1"]\nport = {port}\nask = "https://truong.example/xin"\n'
    with school(tmp_path_factory.mktemp("school"), 9, more=more) as running:
        yield running, port


def visit(port: int, host: str, by: str, method: str = "GET") -> tuple[int, str]:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=5, source_address=(by, 0))
    line.request(method, "/", headers={"Host": host})
    answer = line.getresponse()
    text = answer.read().decode()
    line.close()
    return answer.status, text


def test_a_pupil_reads_kind_words_the_reason_and_where_help_is(demo: tuple[School, int]) -> None:
    status, text = visit(demo[1], "game.example:80", PUPIL)
    assert status == 403
    for words in (
        "Trang này chưa hợp với tuổi của em",
        "Em không làm gì sai cả",
        "<dd>game.example</dd>",
        "<dd>trò chơi</dd>",
        "<dd>Trường học trình diễn</dd>",
        "<dd>tiểu học (6–10 tuổi)</dd>",
        "gọi 111",
    ):
        assert words in text
    assert "https://truong.example/xin?ten=game.example&amp;nhom=tieu_hoc&amp;loai=games" in text


def test_each_age_is_spoken_to_in_its_own_words(demo: tuple[School, int]) -> None:
    assert "Con hãy gọi cô giáo" in visit(demo[1], "game.example", LITTLE)[1]
    assert "thầy cô cần trang này cho công việc" in visit(demo[1], "ca-cuoc.example", TEACHER)[1]


def test_what_nobody_may_open_cannot_be_asked_for(demo: tuple[School, int]) -> None:
    text = visit(demo[1], "bi-cam.example", TEACHER)[1]
    assert "cơ quan có thẩm quyền" in text
    assert "Xin mở" not in text


@pytest.mark.parametrize("host", ['"><script>alert(1)</script>', "a" * 300, "127.0.0.1", "::", ""])
def test_a_strange_host_is_only_shown(demo: tuple[School, int], host: str) -> None:
    status, text = visit(demo[1], host, PUPIL)
    assert status == 403
    assert "<script" not in text
    assert "Xin mở" not in text


def test_other_methods_and_heads(demo: tuple[School, int]) -> None:
    assert visit(demo[1], "game.example", PUPIL, "POST") == (405, "")
    assert visit(demo[1], "game.example", PUPIL, "HEAD") == (403, "")


def test_the_page_needs_nothing_from_elsewhere(demo: tuple[School, int], tmp_path: Path) -> None:
    text = visit(demo[1], "game.example", PUPIL)[1]
    assert "src=" not in text
    assert "url(" not in text
    assert len(text.encode()) < 4000
