"""One source becomes a campaign: made, approved on a leader's phone, published, recalled, revised.

The whole platform as `mangnon up` starts it, its own worker making and posting; Zalo and Facebook
are servers on this machine that keep their rules. Every genre is made but the clip, which takes as
long as all others together: `python -m tests.journeys.campaign` (`make soak ONLY=campaign`) walks
the same with it, and with any letter.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.browser.watching import axe, sideways
from tests.journeys.campaigning import (
    EDITOR,
    KEPT,
    LAST,
    NEW,
    OLD,
    accept_map,
    approved_by_link,
    connect,
    flagged,
    make,
    post,
    recall,
    revise,
    source,
    state,
    upload,
)
from tests.journeys.running import PHONE, Running, signed_in, until

pytestmark = [pytest.mark.slow, pytest.mark.browser]


def test_one_source_becomes_a_campaign(demo: Running, browser: Any, tmp_path: Path) -> None:
    # Given a source and its map, of which every genre but the clip is made, two of them approved by
    # a leader without an account
    editor = signed_in(browser, demo, EDITOR)
    document = upload(editor, source(tmp_path, *KEPT, OLD, LAST))
    the_map = accept_map(editor, document, "Cha mẹ, người chăm sóc")
    products = make(editor, the_map, but=frozenset({"clip"}))
    for genre in ("article", "carousel"):
        approved_by_link(editor, browser, products[genre])

    # When they are published to the site, to Zalo and to Facebook
    connect(editor, demo)
    post(editor, demo, products["article"], "website")
    post(editor, demo, products["article"], "zalo")
    on_facebook = post(editor, demo, products["carousel"], "facebook")
    assert axe(editor) == []
    assert sideways(editor) == 0

    # Then anybody reads them, without an account and without a cookie
    visitor = browser.new_context(viewport=PHONE, locale="vi-VN").new_page()
    visitor.goto(f"{demo.web}/thu-vien/?tim=thong+tin+rieng")
    visitor.locator(".shelf a").first.click()
    assert KEPT[0] in visitor.inner_text("main")
    assert visitor.context.cookies() == []
    assert len(demo.oa.standing()) == 1
    assert len(demo.graph.standing()) == 1

    # When one is recalled, it is gone from Facebook and nothing else is
    recall(editor, demo, products["carousel"])
    editor.goto(on_facebook)
    assert until(lambda: state(editor) == "Đã gỡ"), editor.inner_text("main")
    assert demo.graph.standing() == []
    assert len(demo.oa.standing()) == 1

    # And when the source is revised, exactly what rests on the changed paragraph wants an update
    revise(editor, document, source(tmp_path, *KEPT, NEW, LAST))
    editor.get_by_text("Có sản phẩm cần cập nhật").wait_for()
    assert flagged(editor, the_map) == set(products) - {"carousel"}
    editor.goto(products["article"])
    editor.get_by_text("Cần cập nhật").first.wait_for()
    assert "không trả lời và" in editor.inner_text("del")
    visitor.reload()
    visitor.get_by_text("Tài liệu nguồn vừa được sửa").wait_for()
